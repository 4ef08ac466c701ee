"""From the first line of a story to its dateline: PLACE, DATE and AGENCY in many scripts.

The grammar is a table of named rules; a rule that could match ordinary prose (`weak`) counts only
where a dateline must stand. The year is never supplied: a dateline that states none has none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from newsbook.model import Dateline
from newsbook.normalforms import nfc
from newsbook.readers.agencies import AGENCIES, CJK_AGENCIES, JOINED_AGENCIES
from newsbook.readers.dates import PartialDate, partial_date
from newsbook.readers.months import MONTHS

__all__ = ["Found", "parse_dateline"]


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline at the start of a text.

    `rest` is the text after it (empty: the dateline stands alone), `region` what qualifies the
    place, `credit` the reporter some agencies name in it, `weak` whether prose could look like it.
    """

    dateline: Dateline
    rule: str
    rest: str
    region: str | None = None
    credit: str | None = None
    date: PartialDate = (None, None, None)
    weak: bool = False

    @property
    def alone(self) -> bool:
        """Whether nothing follows the dateline."""
        return not self.rest

    @property
    def iso_date(self) -> str | None:
        """The date as ISO 8601, when the dateline states all of it."""
        year, month, day = self.date
        if not (year and month and day):
            return None
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            return None


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(map(regex.escape, words), key=len, reverse=True))


_MONTH = rf"(?i:{_longest_first(MONTHS)})\.?"
_NAME = rf"(?:{_longest_first(AGENCIES)})\b"
_AGENCY = rf"{_NAME}(?:/\w+|[- ]\p{{Lu}}\w+)?"  # with its service, or the agency it shares with
_CAPITAL = r"[\p{Lu}\p{Lt}\p{Lo}]"
_WORD = r"(?:(?!--)[\w’'ʼ.\-])+"
_PARTICLE = r"(?:de|del|di|da|do|al|el|la|le|of|and|sur|am|im|en|an der|upon|-)"
_REGION_NAME = rf"(?P<region>{_CAPITAL}{_WORD}(?:\s{_CAPITAL}{_WORD}){{0,2}})"
_REGION = rf"(?:\s*,\s*{_REGION_NAME}|\s*[\[(]\s*{_REGION_NAME}\s*[\])])?"
_PLACE = (
    rf"(?P<place>{_CAPITAL}{_WORD}(?:(?:\s|-|/)(?:{_PARTICLE}\s)?{_CAPITAL}{_WORD}){{0,3}}"
    rf"(?:/{_CAPITAL}{_WORD}(?:\s{_CAPITAL}{_WORD})?){{0,2}}){_REGION}"
)
_HINDI = "एक|दो|तीन|चार|पांच|पाँच|छह|सात|आठ|नौ"  # an agency writes days of one digit in words
_WRITTEN = (
    rf"(?:(?:\d{{4}}\.\s?)?{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th|\sd\.|\.)?"
    r"(?:,\s(?:hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap))?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th|\.|º)?|{_HINDI})\s*(?:de\s)?{_MONTH})(?:,?\s*(?:de\s)?\d{{4}}\.?)?"
)
_DATE = rf"(?P<date>{_WRITTEN})"
# Where an agency follows, numbers are a date, too: 27/12, 27.12.2021.
_NUMBERS = r"\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?\.?"
_STOP = r"\s*(?:[-–—=:.]+\s+|$)"  # what no prose has after a parenthesis
_CAPITALS = r"(?P<place>\p{Lu}[\p{Lu} .’'\-/]+)"
_END = r"(?:\s*(?:[-–—―:_=]+|\.-|\.–|--)\s*|\s*[.।]\s+|\s+|\.?$)"
_HAN = r"\p{Han}"
_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}"
_CJK_AGENCY = _longest_first(CJK_AGENCIES)
_HAN_DAY = r"(?:[一二三四五六七八九十]{1,2}月)?[一二三四五六七八九十]{1,3}日"
_ARABIC = [name for name in AGENCIES if regex.match(r"\p{Arabic}", name)]
_JAPANESE = r"AFP時事|ロイター時事|共同|時事|ロイター|朝日|AFP|AP"
_KOREAN = r"연합뉴스|뉴시스|뉴스1|신화통신|로이터|교도통신|타스통신|AP|AFP|EPA"
_KOREAN_LABEL = r"사진|그래픽|자료|영상|제공|출처|일러스트|삽화"
_JAPANESE_LABEL = r"写真|画像|図|動画|資料|提供|解説|撮影"
_SITES = _longest_first(name for name in AGENCIES if regex.search(r"\.(?:com|COM|CO|ID)$", name))

# (name, weak, pattern); the first that matches decides.
_RULES: tuple[tuple[str, bool, str], ...] = (
    (
        "central-news-agency", False,
        rf"[（(](?P<agency>中央社)(?:記者(?P<credit>{_HAN}{{3}}(?:、{_HAN}{{2,3}})*|[^）)]{{2,12}}?))?"
        rf"(?P<place>{_HAN}{{2,4}})(?P<date>\d{{1,2}}日)?(?:專電|電|(?:綜合)?(?:外電)?報導)[）)]",
    ),
    (
        "chinese", False,
        rf"(?:（|\()?(?P<agency>{_CJK_AGENCY})(?:记者|記者)?"
        rf"(?P<place>[{_HAN}·、]{{0,12}}?)"
        rf"(?P<date>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}日|{_HAN_DAY})?"
        r"(?:(?:专电|综合电|電訊|专讯|专訊|[电電](?![动動影视視子话話力商池网網信梯缆器价價站脑腦])|讯|訊|專電)"
        r"(?(date)|(?:(?=[（(：:\s]|$)|(?<=[社报報网網台][讯訊])))"  # not 通讯社, 电视
        r"|消息(?=[（(：:])|(?(date)消息(?=\s)|(?!))|(?(date)(?=\s+[-–—]\s)|(?!)))"
        r"(?:\s*[（(](?P<credit>[^）)]{2,40})[）)])?[：:\s]*(?:[-–—]\s+)?",
    ),
    (
        "han-commas", False,
        rf"(?P<place>{_HAN}{{2,8}})[，,、]\s*(?P<date>\d{{1,2}}月\d{{1,2}}日)[，,、]\s*"
        rf"(?P<agency>{_NAME})[：:\s]*",
    ),
    (
        "chinese-brackets", False,
        rf"【(?P<agency>{_CJK_AGENCY})(?:專|专)?[訊讯]】\s*(?P<place>)"
        rf"(?:(?:記者|记者)(?P<credit>{_HAN}{{2,4}})(?:報道|报道)[：:])?\s*",
    ),
    (
        "japanese-of-xinhua", False,
        r"【(?P<agency>新華社)(?P<place>[^】]{1,12}?)(?P<date>\d{1,2}月\d{1,2}日)】\s*",
    ),
    (
        "korean-brackets", False,
        rf"[【\[(（](?P<place>(?!{_KOREAN_LABEL})[가-힣·]{{1,12}})\s*=\s*(?P<agency>{_KOREAN})[】\])）]"
        r"\s*(?:(?P<credit>[가-힣·\s,]{2,30}?(?:기자|특파원))?\s*=\s*)?",
    ),
    (
        "japanese-agencies", False,
        rf"【(?P<agency>(?:{_JAPANESE})(?:[＝=](?:時事|共同))?)(?:通信)?】\s*(?P<place>)",
    ),
    (
        "japanese-agency", False,
        rf"【(?P<place>(?!{_JAPANESE_LABEL})[^】＝=]{{1,12}}?)(?:[＝=](?P<credit>[^】＝=]{{1,20}}?))??[＝=]?"
        rf"(?P<agency>{_JAPANESE})(?:通信)?】\s*",
    ),
    (
        "japanese", False,
        rf"【(?P<place>(?!{_JAPANESE_LABEL})[^】＝=]{{1,12}}?)[＝=](?P<credit>[^】]{{1,20}}?)】\s*",
    ),
    (
        "japanese-brackets", False,
        r"[\[［](?P<place>[^\]］\s]{1,12})\s+(?P<date>(?:\d{1,2}月)?\d{1,2}日)\s+"
        r"(?P<agency>ロイター|共同|時事|AFP|AP)[\]］]\s*[-–—－]*\s*",
    ),
    (
        "korean", False,
        r"[（(\[](?P<place>[가-힣·]{1,12})\s*=\s*(?P<agency>[가-힣A-Za-z0-9]{2,10})[）)\]]"
        r"\s*(?P<credit>[가-힣·\s,]{2,30}?(?:기자|특파원))?\s*=\s*",
    ),
    ("agency-first", False, rf"\((?P<agency>{_AGENCY})\)\s*[-–—]\s*{_PLACE}\s*,\s*{_DATE}{_END}"),
    ("agency-and-dash", False, rf"(?P<agency>{_NAME})\s[-–—]\s{_PLACE},\s*{_DATE}\s*[-–—]+\s+"),
    (
        "site-first", False,
        rf"(?P<agency>{_SITES}),\s*{_PLACE}\s*[-–—]+\s+",
    ),
    (
        "agency-in-slashes", False,
        rf"(?P<place>)/(?P<agency>{_NAME})/\s*[.:–—-]\s+",
    ),
    (
        "no-place", False,
        rf"(?P<place>){_DATE}\s*\((?P<agency>{_AGENCY})\)\s*[-–—]+\s+",
    ),
    (
        "date-first", False,
        rf"(?P<date>{_WRITTEN}|{_NUMBERS})\s*,?\s+{_PLACE}\s*\((?P<agency>{_AGENCY})\){_STOP}",
    ),
    (
        "slashes", False,
        rf"{_PLACE}/(?P<date>\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})/(?P<agency>{_NAME})\s*:\s*",
    ),
    (
        "reporter-first", False,
        r"(?P<credit>\p{Lu}\w+\s\p{Lu}{2,})/(?P<place>\p{Lu}[\p{Lu} ]+),?\s*"
        r"\((?P<agency>DHA|İHA|AA)\)\s*[-–—]\s*",
    ),
    (
        "reporter-and-agency", False,
        rf"(?P<place>{_CAPITAL}{_WORD})(?:\.\s(?P<credit>\p{{Lu}}\w+\s\p{{Lu}}\w+))?\s[-–—]\s"
        rf"(?P<agency>APA|АПА)\.\s+(?=\p{{Lu}})",
    ),
    (
        "correspondent", False,
        rf"(?:{_PLACE}\s*[,.]\s*{_DATE}|{_DATE}\s*,\s*{_PLACE})\s*[,.]?\s*/Корр\.?\s*"
        rf"(?P<agency>{_NAME})\s*(?P<credit>[^/]{{2,40}})?/{_END}",
    ),
    (
        "no-comma", False,
        rf"{_PLACE}\s+{_DATE}\s*[(/]\s*(?P<agency>{_AGENCY})\s*[)/]{_END}",
    ),
    (
        "full", False,
        rf"{_PLACE}\s*[,.]\s*{_DATE}\s*[,.]?\s*(?:[-–—]\s*)?(?:[(/\[]?)\s*(?P<agency>{_AGENCY})"
        rf"(?:,\s(?P<credit>\p{{Lu}}\w+\s\p{{Lu}}\w+)(?=\.\s))?\s*[)/\]]?{_END}",
    ),
    (
        "numbers", False,
        rf"(?:{_PLACE}\s*[,.]|{_CAPITALS}\s)\s*(?P<date>{_NUMBERS})"
        rf"\s*[,.]?\s*[(/]\s*(?P<agency>{_AGENCY})\s*[)/]{_STOP}",
    ),
    (
        "day-alone", False,
        rf"{_CAPITALS},\s*(?P<date>\d{{1,2}})\s*\((?P<agency>{_AGENCY})\)\s*(?:[-–—]+\s*|(?=[\p{{Lu}}“«])|$)",
    ),
    (
        "no-date", False,
        rf"{_PLACE}\s*[.,]?\s*(?:[-–—]+\s*)?[(/\[](?P<agency>{_AGENCY})[)/\]]"
        rf"\s*(?:[-–—―_]+|[:.]|$|\s(?=[\p{{Lu}}{_CJK}\d“\"‘'«„]))\s*(?:[-–—]+\s*)?",
    ),
    (
        "capitals", False,
        rf"(?P<place>\p{{Lu}}[\p{{Lu}}’'\- ]{{2,30}})\.\s+(?P<agency>{_NAME})\s+(?=\p{{Lu}})",
    ),
    ("no-date-comma", False, rf"{_PLACE}\s*[.,]\s*(?P<agency>{_AGENCY})\s*(?:[-–—]+|$)\s*"),
    ("agency-only", True, rf"(?P<place>)\((?P<agency>{_AGENCY})\)\s*[-–—_]+\s+"),
    ("no-agency", True, rf"{_PLACE}\s*,\s*{_DATE}\s*(?:[-–—]+\s+|[.:]\s+|$)"),
    (
        "place-only", True,
        r"(?P<place>\p{Lu}[\p{Lu} .’'\-/]{2,30}\p{Lu})"
        r"(?:,\s(?P<region>\p{Lu}[\w.]+(?:\s\p{Lu}\w+)?))?"
        r"\s(?:—|–|--)\s+(?=[\p{Lu}“\"‘'])(?!(?:\p{Lu}{2,}\W+){2})",
    ),
    (
        "arabic", False,
        r"(?P<place>[\p{Arabic} ]{3,25}?)[،,]?\s*"
        r"(?:\d{1,2}\s+[\p{Arabic} ]{3,20}\s+\d{4}\s*هـ\s+الموافق\s+)?"
        r"(?P<date>(?:في\s*)?\d{1,2}\s+(?:(?:\p{Arabic}+[\s/]+)?(?:كانون|تشرين)\s(?:الأول|الثاني)|\p{Arabic}+)"
        r"(?:\s*/?\s*\d{4})?\s*م?)"
        rf"\s*[/(،]?\s*(?P<agency>{_longest_first(_ARABIC)})\s*[/)]?\s*[-–—]*\s*",
    ),
    (
        "joined", False,
        rf"(?P<place>\p{{Arabic}}{{2,15}}(?:\s\p{{Arabic}}{{2,15}})?)\s*[-–]\s*"
        rf"(?P<agency>{_longest_first(JOINED_AGENCIES)})(?:\s*[-–]\s*|\s+)",
    ),
)  # fmt: skip
LONGEST = 160  # characters; no dateline is longer, and the rules stay fast on any text
# Every rule that is not weak asks for one of these; few texts have one where they begin.
_HINTS = (
    *AGENCIES, *CJK_AGENCIES, *JOINED_AGENCIES, "中央社", "【", "[", "［", "=",
)  # fmt: skip


@cache
def _compiled() -> tuple[tuple[str, bool, Any], ...]:
    """Return the rules; compiling them takes longer than reading an article."""
    return tuple((name, weak, regex.compile(rule)) for name, weak, rule in _RULES)


# Words that begin sentences, titles and labels, never the name of a place.
_NOT_A_PLACE = regex.compile(
    r"(?:The|On|In|At|From|To|President|Minister|Mr|Mrs|Ms|Dr|Prof|A|An|By|If|When|Since|As|For|"
    r"Correction|Editor|Editors|Note|Update|Updated|Published|Posted|Last|Breaking|Exclusive|"
    r"UPDATE|BREAKING|EXCLUSIVE|WATCH|OPINION|ANALYSIS|CORRECTION|EDITOR|NOTE|VIDEO|PHOTOS?|READ|"
    r"CHAPTER|PART|SECTION|TABLE|FIGURE|BOX|STEP|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tue|Wed|Thu|Fri|Sat|Sun|"
    r"Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Lundi|Mardi|Mercredi|Jeudi|"
    r"Vendredi|Samedi|Dimanche|Lunes|Martes|Miércoles|Jueves|Viernes|Sábado|Domingo|"
    r"Понедельник|Вторник|Среда|Четверг|Пятница|Суббота|Воскресенье)\b"
)
# Rules that may find an agency alone.
_PLACELESS = (
    "chinese",
    "chinese-brackets",
    "agency-only",
    "agency-in-slashes",
    "no-place",
    "japanese-agencies",
)
_ONLY_MONTH = regex.compile(rf"{_MONTH}$")


def _refused(rule: str, groups: dict[str, str | None]) -> bool:
    """Whether a match is a sentence or a label after all."""
    place = groups["place"]
    if place is None or _NOT_A_PLACE.match(place) or _ONLY_MONTH.match(place):
        return True
    return not _place(place) and rule not in _PLACELESS


def _date(parts: PartialDate, raw: str | None) -> str | None:
    year, month, day = parts
    if year and month and day:
        return f"{year:04}-{month:02}-{day:02}"
    return raw


def _agency(name: str | None) -> str | None:
    """Return the agency of `name`, which may hold a service or a second agency after it."""
    if not name:
        return name
    first = regex.split(r"[/ -]", name)[0]
    return AGENCIES.get(name) or JOINED_AGENCIES.get(name) or AGENCIES.get(first, name)


def _place(text: str | None) -> str | None:
    """Return a place without the full stop and the preposition that lead on to the date."""
    place = regex.sub(r"(?:^|\s+)في$", "", (text or "").strip(" ,，"))
    return place.removesuffix(".") if place.count(".") == 1 else place or None


def parse_dateline(text: str, *, weak: bool = True) -> Found | None:
    """Return the dateline at the start of `text`, or None.

    With `weak=False` rules that ordinary prose could match are left out.
    """
    line = nfc(text).strip().replace("\xa0", " ")
    if not weak and not any(hint in line[:LONGEST] for hint in _HINTS):
        return None
    for name, is_weak, pattern in _compiled():
        if is_weak and not weak:
            continue
        match = pattern.match(line, endpos=LONGEST)
        if match is None:
            continue
        groups = match.groupdict()
        if _refused(name, groups):
            continue
        agency = groups.get("agency")
        raw_date = groups.get("date")
        parts = partial_date(raw_date) if raw_date else (None, None, None)
        raw = line[: match.end()].rstrip(" -–—―:：_").strip()
        return Found(
            Dateline(raw, _place(groups["place"]), _date(parts, raw_date), _agency(agency)),
            name,
            line[match.end() :].strip(),
            groups.get("region"),
            groups.get("credit"),
            parts,
            is_weak,
        )
    return None
