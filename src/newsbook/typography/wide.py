"""From half-width punctuation to the full-width marks of Chinese and Japanese, and back.

Han characters take the marks of their own script: in Chinese and Japanese text everywhere, in other
text only where a mark stands between two such characters with no space beside it. Korean keeps its
half-width marks. Letters and digits typed full-width become plain ones (clreq, 2.2.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsbook.typography.line import Edit, Line
from newsbook.typography.tags import is_cjk, primary

__all__ = [
    "narrow_edits",
    "plain_edits",
    "wide_dash_edits",
    "wide_edits",
    "wide_ellipsis_edits",
    "wide_space_edits",
]

_HAN: Final = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_KANA: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_STRONG: Final = f"{_HAN}{_KANA}\u3105-\u312f\u31a0-\u31bf"
_OPEN: Final = "（〈《「『【〔〖"
_CLOSE: Final = "）〉》」』】〕〗"
_STOPS: Final = "，。、；：！？"
_IS_STRONG = re.compile(f"[{_STRONG}]")
_QUOTES: Final = "“”‘’"
_BESIDE: Final = frozenset(f"{_CLOSE}{_STOPS}{_QUOTES}")
_AROUND: Final = f"{_STRONG}{_OPEN}{_CLOSE}{_STOPS}{_QUOTES}…—·"
_WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_NARROW_OF: Final = {
    "，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "。": ".", "、": ",", "．": ".",
    "（": "(", "）": ")", "\u3000": " ", "％": "%",
}  # fmt: skip

_MARK = re.compile(f"(?<=[{_AROUND}])( ?)([,;:!?]+)( ?)|( ?)([,;:!?]+)( ?)(?=[{_AROUND}])")
_STOP = re.compile(f"(?<=[{_STRONG}{_CLOSE}”’])\\.(?=\\s|$|[”’」』）(（])")
_STOP_INSIDE = re.compile(f"(?<=[{_STRONG}])\\.(?=[{_STRONG}])")
_NUMBERING = re.compile("^[一二三四五六七八九十〇百]+\\.")
_PARENTHESES = re.compile(r"( ?)\(([^()（）]*)\)( ?)")
_ELLIPSIS = re.compile(r"(?<![.…。・])(?:\.{3,6}|…|。{3,6}|・{3,6})(?![.…。・])")
_DASHES = re.compile(r"(?<!-)( ?)(-{2,3})( ?)(?!-)")
_SPACE = re.compile(
    f"(?<=[{_STOPS}{_OPEN}{_CLOSE}])( +)(?=\\S)|(?<=\\S)( +)(?=[{_STOPS}{_OPEN}{_CLOSE}])"
    f"|(?<=[{_STRONG}])( +)(?=[{_QUOTES}…—])|(?<=[{_QUOTES}…—])( +)(?=[{_STRONG}])"
)
_PLAIN = re.compile("[Ａ-Ｚａ-ｚ０-９]+")
_NARROWED = re.compile("[，；：！？。、．（）％\u3000]")
_TILDE = re.compile(f"(?<=[0-9{_STRONG}%％])~(?=[0-9{_STRONG}])")
_DOT = re.compile(f"(?<=[{_STRONG}])[·•‧・･](?=[{_STRONG}])")
_KANA_DOT = re.compile(f"(?<=[{_KANA}])[·•‧･](?=[{_KANA}])")


def _cjk(tag: str) -> bool:
    """Whether `tag` is Chinese or Japanese (or Han of no stated language)."""
    return is_cjk(tag) and primary(tag) != "ko"


def _strong(text: str) -> bool:
    return _IS_STRONG.match(text) is not None


def _between(line: Line, start: int, end: int) -> str | None:
    """The language of the run these characters are part of, or of Han or kana on both sides of
    them; None where they stand in another script.
    """
    text = line.text
    if _cjk(line.languages[start]):
        return line.languages[start]
    if start and end < len(text) and _strong(text[start - 1]) and _strong(text[end]):
        language = line.languages[start - 1]
        return language if _cjk(language) else None
    return None


def _wide_of(marks: str, language: str) -> str:
    comma = "、" if primary(language) == "ja" else "，"
    return "".join(comma if mark == "," else _WIDE[mark] for mark in marks)


def wide_edits(line: Line) -> Iterator[Edit]:
    """Commas, stops, parentheses, dots, tildes; full-width letters and strays in other text."""
    text = line.text
    if not text.isascii():
        yield from _punctuation(line)
        yield from _full_stops(line)
        yield from _parentheses(line)
        yield from _dots(line)


def _punctuation(line: Line) -> Iterator[Edit]:
    text = line.text
    for match in _MARK.finditer(text):
        first = 1 if match[2] else 4
        start, end = match.span(first + 1)
        base = line.bases[start]
        if not _cjk(base):
            language = _between(line, start, end)
            if language and not match[first] and not match[first + 2]:
                yield Edit(start, end, _wide_of(match[first + 1], language), "full-width")
            continue
        after = text[end : end + 1]
        if match[first + 1] == ":" and text[start - 1 : start].isdecimal() and after.isdecimal():
            continue
        yield Edit(*match.span(first + 1), _wide_of(match[first + 1], base), "full-width")


def _full_stops(line: Line) -> Iterator[Edit]:
    found = [m.start() for m in _STOP.finditer(line.text) if _cjk(line.bases[m.start()])]
    numbering = _NUMBERING.match(line.text)
    for index in found:
        yield Edit(index, index + 1, "。", "full-width")
    for match in _STOP_INSIDE.finditer(line.text) if found else ():
        if _cjk(line.bases[match.start()]) and not (numbering and match.end() == numbering.end()):
            yield Edit(*match.span(), "。", "full-width")


def _parentheses(line: Line) -> Iterator[Edit]:
    text = line.text
    for match in _PARENTHESES.finditer(text):
        opening, closing = match.start() + len(match[1]), match.end() - len(match[3]) - 1
        before, after = text[opening - 1 : opening], text[closing + 1 : closing + 2]
        if _cjk(line.bases[opening]) and _cjk(line.bases[closing]):
            left = text[match.start() - 1 : match.start()] if match.start() else ""
            wide = (
                any(map(_strong, match[2]))
                or any(_strong(one) or one in _BESIDE for one in (before, left) if one)
                or _strong(after)
            )
        else:
            inner = match[2]
            language = line.languages[opening - 1] if opening else ""
            wide = bool(
                inner and _strong(before) and _cjk(language) and _strong(inner[0])
                and _strong(inner[-1]) and (_strong(after) or not after or not after.isalnum())
            )  # fmt: skip
        if wide:
            yield Edit(opening, opening + 1, "（", "full-width")
            yield Edit(closing, closing + 1, "）", "full-width")


def _dots(line: Line) -> Iterator[Edit]:
    for match in _TILDE.finditer(line.text):
        if _cjk(line.bases[match.start()]):
            yield Edit(*match.span(), "～", "full-width")
    for match in _DOT.finditer(line.text):
        language = line.languages[match.start() - 1]
        if primary(language) == "zh" and "hant" not in language.lower() and _cjk(language):
            yield Edit(*match.span(), "·", "middle-dots")
    for match in _KANA_DOT.finditer(line.text):
        yield Edit(*match.span(), "・", "middle-dots")


def plain_edits(line: Line) -> Iterator[Edit]:
    """Full-width letters and digits, in any text."""
    for match in _PLAIN.finditer(line.text):
        plain = "".join(chr(ord(character) - 0xFEE0) for character in match[0])
        yield Edit(*match.span(), plain, "half-width")


def narrow_edits(line: Line) -> Iterator[Edit]:
    """Full-width marks between words of an alphabet."""
    text = line.text
    for match in _NARROWED.finditer(text):
        index = match.start()
        if is_cjk(line.bases[index]) and match[0] != "％":
            continue
        before, after = text[:index].rstrip(" \u3000")[-1:], text[index + 1 :].lstrip(" \u3000")[:1]
        if _foreign(before) and _foreign(after) and (before or after):
            yield Edit(index, index + 1, _spaced(line, index), "half-width")


def _foreign(character: str) -> bool:
    """Whether a neighbour does not keep a mark full-width."""
    return not character or character < "\u2e80"


def _spaced(line: Line, index: int) -> str:
    """The half-width mark at `index` with the space its kind needs."""
    text, mark = line.text, _NARROW_OF[line.text[index]]
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if mark == "(":
        return " (" if before and not before.isspace() and before not in "([“‘\"'" else "("
    if mark in " %":
        return mark
    follows = after.isalnum() or (after and after in "“‘(（")
    return f"{mark} " if follows and not (before.isdecimal() and after.isdecimal()) else mark


def wide_ellipsis_edits(line: Line) -> Iterator[Edit]:
    """An ellipsis of two characters in Chinese and Japanese (GB/T 15834, 4.11; jlreq, 3.1.10)."""
    text = line.text
    for match in _ELLIPSIS.finditer(text):
        start, end = match.span()
        language = line.bases[start]
        if not _cjk(language):
            language = _between(line, start, end) or ""
        elif not any(_wide_around(text[i : i + 1]) for i in (start - 1, end) if i >= 0):
            language = ""
        if language:
            yield Edit(start, end, "……", "ellipses")


def _wide_around(character: str) -> bool:
    return bool(character) and (
        _strong(character) or character in f"{_OPEN}{_CLOSE}{_STOPS}{_QUOTES}"
    )


def wide_dash_edits(line: Line) -> Iterator[Edit]:
    """A dash of two characters for typed hyphens (GB/T 15834, 4.10)."""
    if "--" not in line.text:
        return
    for match in _DASHES.finditer(line.text):
        start, end = match.span(2)
        language = line.bases[start]
        if not _cjk(language):
            language = _between(line, start, end) or ""
        if language:
            dash = "――" if primary(language) == "ja" else "——"
            yield Edit(start, end, dash, "dashes")


def wide_space_edits(line: Line) -> Iterator[Edit]:
    """Spaces beside full-width marks, which bring their own; in Japanese a full one stands behind
    an exclamation or question mark in mid-paragraph (jlreq, 3.1.6).
    """
    if " " not in line.text or line.text.isascii():
        return
    for match in _SPACE.finditer(line.text):
        group = next(index for index in (1, 2, 3, 4) if match[index])
        start, end = match.span(group)
        base = line.bases[start]
        if primary(base) == "ja" and line.text[start - 1] in "！？" and _strong(line.text[end]):
            yield Edit(start, end, "\u3000", "spaces")
        elif _cjk(base):
            yield Edit(start, end, "", "spaces")
