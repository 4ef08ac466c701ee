"""From Latin words to the runs of them that are Hanyu Pinyin, by the table of real syllables.

A word is pinyin when it can be cut into syllables of the table. A phrase needs tone marks on two
thirds of its words and two different tones, one of them a macron or a caron; a single word needs a
caron, or two different tones where Han stands in the same paragraph. So Māori, Tōkyō, Brăila
and Nguyễn stay what they are. A breve (ă) is no evidence: it is what typists use for a caron.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsbook.normalforms import normal_form

__all__ = ["carons", "is_pinyin", "is_toned", "pinyin_spans"]

SYLLABLES = frozenset(
    """a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu
    ca cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu
    chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de
    dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa
    fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai
    guan guang gui gun guo ha hai han hang hao he hei hen heng hm hng hong hou hu hua huai huan
    huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang
    kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len
    leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve m ma mai man
    mang mao me mei men meng mi mian miao mie min ming miu mo mou mu n na nai nan nang nao ne nei
    nen neng ng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai
    pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin
    qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa
    sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua
    shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei
    teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wong wu
    xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo
    yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei
    zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui
    zun zuo""".split()
)
_MACRON, _ACUTE, _CARON, _GRAVE, _BREVE = "\u0304", "\u0301", "\u030c", "\u0300", "\u0306"
_TONES = frozenset({_MACRON, _ACUTE, _CARON, _GRAVE, _BREVE})
_LETTERS = "A-Za-zÀ-ɏḿńňǹ\u0300-\u036f’'"
_WORD = re.compile(f"[{_LETTERS}]+")
_MARKED = re.compile("[À-ɏḿńňǹ\u0300-\u036f]")
_RUN = re.compile(f"[{_LETTERS}]+(?:[ ,;-]+[{_LETTERS}]+)*")


def _bare(word: str) -> str:
    folded = normal_form("NFD", word.lower()).replace("u\u0308", "v")
    return "".join(c for c in folded if c not in _TONES)


@lru_cache(maxsize=20_000)
def _syllabic(word: str) -> bool:
    return not word or any(
        word[:length] in SYLLABLES and _syllabic(word[length:])
        for length in range(min(6, len(word)), 0, -1)
    )


def is_pinyin(word: str) -> bool:
    """Return whether `word` can be cut into syllables of pinyin, whatever its tone marks."""
    bare = _bare(re.sub("[’']", "", word))
    return len(bare) <= 60 and bare.isascii() and bare.isalpha() and _syllabic(bare)


def _tones(word: str) -> set[str]:
    return {c for c in normal_form("NFD", word) if c in _TONES}


def is_toned(text: str) -> bool:
    """Return whether `text` is two words or more of pinyin, each with a tone mark."""
    words = text.split()
    return len(words) > 1 and all(_tones(word) and is_pinyin(word) for word in words)


def carons(text: str) -> str:
    """Return `text` with breves turned into the carons they stand for in pinyin."""
    folded = normal_form("NFD", text).replace(_BREVE, _CARON)
    return normal_form("NFC", folded)


def _accepted(words: list[str], han: bool) -> bool:
    if not words:
        return False
    marked = sum(1 for word in words if _tones(word))
    kinds = set().union(*map(_tones, words)) - {_BREVE}
    enough = marked * 3 >= len(words) * 2
    if len(words) == 1:
        marks = sum(c in _TONES for c in normal_form("NFD", words[0]))
        named = marks > 1 and bool(kinds & {_MACRON, _CARON}) and len(_tones(words[0])) > 1
        return _CARON in kinds or (han and (named or (marks > 1 and len(kinds) > 1)))
    if han:
        return enough and bool(kinds & {_MACRON, _CARON})
    return enough and len(kinds) > 1 and bool(kinds & {_MACRON, _CARON})


def pinyin_spans(text: str, *, han: bool = False) -> Iterator[tuple[int, int]]:
    """Yield start and end of every run of pinyin in `text`.

    `han` says that Han characters stand in the same paragraph, which makes pinyin likelier.
    """
    if not _MARKED.search(text):
        return
    for run in _RUN.finditer(text):
        if not _MARKED.search(run[0]):
            continue
        words = list(_WORD.finditer(run[0]))
        first = 0
        while first < len(words):
            last = first
            while last < len(words) and is_pinyin(words[last][0]):
                last += 1
            start, end = first, last
            while start < end and not _tones(words[start][0]):
                start += 1
            while end > start and not _tones(words[end - 1][0]):
                end -= 1
            if _accepted([word[0] for word in words[start:end]], han):
                yield run.start() + words[start].start(), run.start() + words[end - 1].end()
            first = max(last, first + 1)
