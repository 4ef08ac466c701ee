"""From a text to what belongs to a web page or to a draft, not to a printed book.

`Click here` in print, `Share on Facebook`, `lorem ipsum`, `TK`, a word written twice. The phrases
are data: adding a language means adding a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsbook.checks.editorial.desk import Copy
from newsbook.diagnostics import Diagnostic

__all__ = ["leftovers"]

# Wherever they stand, these speak to somebody with a mouse or a telephone.
_ANYWHERE = (
    r"\bclick(?:ing)? (?:here|below|(?:on )?(?:the|this) (?:link|button|image|photo))\b",
    r"\btap here\b", r"\bread (?:more|the full (?:story|article)) here\b",
    r"\bscroll (?:down|up) (?:for|to)\b", r"\bsee (?:the )?link (?:below|above)\b",
    r"\b(?:follow|like|find) us on "
    r"(?:facebook|twitter|x\b|instagram|youtube|telegram|linkedin|social)",
    r"\bsubscribe to our\b", r"\bsign up (?:for|to) our\b",
    r"\bwatch the video (?:above|below)\b", r"\byour browser does(?:n[’']t| not) support\b",
    r"\bthis article was originally published\b(?=[^.]{0,40}\bclick\b)",
    r"\bhier klicken\b", r"\bklicken sie (?:hier|auf)\b", r"\bfolgen sie uns auf\b",
    r"\bcliquez ici\b", r"\bsuivez-nous sur\b", r"\babonnez-vous à notre\b",
    r"\bha(?:ga|z) clic\b", r"\bpincha aquí\b", r"\bs[ií]guenos en\b",
    r"\bclique aqui\b", r"\bsiga-nos n[oa]\b", r"\bclicca(?:re)? qui\b", r"\bseguici su\b",
    r"\bнажмите (?:здесь|сюда|на ссылку)\b", r"\bподписывайтесь на наш\b",
    r"\bbura(?:ya|nı)? (?:klik(?:ləyin)?|basın|tıklayın)\b", r"\bburaya tıkla(?:yın(?:ız)?)?\b",
    r"\bkliknij tutaj\b", r"\bklik di sini\b", r"\bklik hier\b",
    "点击(?:这里|此处|链接|查看|下载|阅读|上方|下方)", "點擊(?:這裡|這裏|此處|連結|查看|下載|閱讀)",
    "(?:请|長按|长按|扫描|掃描)[^。]{0,6}二[维維](?:码|碼)", "阅读原文", "閱讀原文", 
    "关注(?:我们的)?公众号",
    "(?:こちら|ここ)を(?:クリック|タップ)", "(?:여기를?|링크를) ?(?:클릭|누르)",
    "اضغط هنا", "انقر هنا",
)  # fmt: skip
# A block that is nothing but one of these (and a few words) is furniture of a page.
_WHOLE = (
    r"(?:read|see|view|load|show) more(?: \S+){0,4}", r"continue reading",
    r"read (?:also|next)\b.*",
    r"(?:share|tweet|print|email)(?: (?:this|on|via|to))?(?: [\w,]+){0,6}", r"advertisement",
    r"advertisement(?:s)?\W+scroll.*", r"sponsored(?: content)?", r"story continues below.*",
    r"(?:leave a|post a|add a)? ?(?:comment|reply)s?", r"\d+ comments?", r"back to top",
    r"related (?:stories|articles|news|posts|links)\W*", r"you may also like\W*",
    r"(?:newsletter|subscribe|sign up|log in|sign in)(?: \S+){0,4}",
    r"(?:we|this site) uses? cookies.*",
    r"accept (?:all )?cookies", r"skip to (?:main )?content", r"previous article|next article",
    r"weiterlesen|mehr lesen|anzeige|teilen|lire (?:aussi|la suite)|leer más|leia mais",
    r"leggi (?:anche|tutto)",
    r"читать далее|читайте также\b.*|поделиться|ətraflı|paylaş|devamını oku",
    r"czytaj (?:dalej|także).*",
    "(?:相关|相關)(?:新闻|阅读|链接|新聞|閱讀).*", "(?:分享|转发)(?:到|至).{0,20}", 
    "展开全文|阅读更多|閱讀更多|返回顶部",
    "続きを読む|もっと見る|関連記事.*|더 ?보기|관련 ?기사.*",
)  # fmt: skip
_PLACEHOLDERS = re.compile(
    r"\b(?:TODO|FIXME|TK{1,3}|XXX+)\b|\[(?:\.\.\.|…|insert|tbd|tbc|todo|tk)[^\]]{0,40}\]"
    r"|\b[Ll]orem ipsum\b|\b(?:TBD|TBC)\b|□□|◯◯◯|{{[^}]{1,60}}}|\$\{[^}]{1,60}\}"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|ndash|mdash|rsquo|lsquo|rdquo|ldquo|hellip|#\d+);")
_DOUBLED = re.compile(r"\b(the|a|an|and|of|to|in|is|for|on|with|at|by|from|that|und|der|die|das|"
                      r"le|la|les|de|et|el|en|y)[ \u00a0]+\1\b(?!-)", re.IGNORECASE)  # fmt: skip
# Words that honestly follow themselves: "he said that that was so", "la la la", "die, die...".
_HONEST = frozenset({"that", "la", "die", "das", "der"})

_PHRASE = re.compile("|".join(_ANYWHERE), re.IGNORECASE)
_FURNITURE = re.compile(rf"\W{{0,3}}(?:{'|'.join(_WHOLE)})\W{{0,3}}", re.IGNORECASE)


def leftovers(copy: Copy) -> Iterator[Diagnostic]:
    """Yield what is left in `copy` of its web page and of its draft, one for each place."""
    for text in copy.texts():
        if match := _PHRASE.search(text):
            yield _web(copy, match[0], text)
        elif len(text) <= 80 and _FURNITURE.fullmatch(text.strip()):
            yield _web(copy, text.strip(), text)
        if match := _PLACEHOLDERS.search(text):
            yield copy.warn(
                "placeholder",
                f"{match[0]!r} holds the place of something",
                copy.place(match[0], near=text),
                "write what belongs there, or take it out",
            )
        if match := _ENTITY.search(text):
            yield copy.warn(
                "web-leftover",
                f"{match[0]!r} is a character reference of HTML, not a character",
                copy.place(match[0], near=text),
                "write the character itself",
            )
        if (match := _DOUBLED.search(text)) and match[1].casefold() not in _HONEST:
            yield copy.warn(
                "doubled-word",
                f"{match[1]!r} stands twice",
                copy.place(match[0], near=text),
                "take one out",
            )


def _web(copy: Copy, phrase: str, text: str) -> Diagnostic:
    return copy.warn(
        "web-leftover",
        f"{phrase!r} belongs to a web page, not to a book",
        copy.place(phrase, near=text),
        "take it out, or say in words where the reader finds it",
    )
