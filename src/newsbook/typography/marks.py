"""From marks as keyboards have them to those of a typographer: dashes, primes, dots, spaces.

These rules serve text in alphabets; `wide` serves Chinese and Japanese. A hyphen between numbers is
a range only where it can be nothing else: not in dates, telephone numbers, ISBNs, model numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsbook.typography.line import Edit, Line
from newsbook.typography.tags import is_cjk, primary

__all__ = [
    "dash_edits",
    "ellipsis_edits",
    "hyphen_edits",
    "prime_edits",
    "range_edits",
    "space_edits",
]

_NBSP: Final = "\u00a0"
_NARROW: Final = "\u202f"
# Languages that set a long dash between spaces, and those that set a short one for a typed `--`.
_LONG: Final = frozenset("ru uk be bg kk ky tt ba cv mn os es ca gl pt it hy".split())
_SHORT: Final = frozenset(
    "de fr sv nb nn no da nl fi pl cs sk hu tr az et lv lt sl hr sr bs is ro el uz tk sq".split()
)
# Languages that part thousands, and a number from its per cent sign, by a space.
_SPACED: Final = frozenset(
    "fr ru uk be bg pl cs sk sl hr sr bs hu sv nb nn no da fi et lv lt de es pt ro kk az".split()
)

_TYPED_DASH = re.compile(r"(?<!-)(-{2,3})(?!-)")
_SPACED_HYPHEN = re.compile(r"(?<=[^\s-]) (-) (?=[^\s-])")
_MINUS = re.compile(
    r"(?:(?<=^)|(?<=[\s(\[/:±~≈]))-(?=\d+(?:[.,]\d+)?(?:\s*[°%‰]|[\s),;:!?]|\.(?!\d)|$))"
)
_MONEY: Final = "$€£¥₼₽₺"
_RANGE = re.compile(
    rf"(?<![^\W\u2e80-\uffff])(?<![./:,+#№{_MONEY}§–—\\-])(?!7\d7-\d00)"
    rf"[{_MONEY}]?(?P<low>\d+(?:[.,]\d+)*)[%°]?(?P<dash>-)[{_MONEY}]?(?P<high>\d+(?:[.,]\d+)*)"
    r"(?![^\W\u2e80-\uffff]|[/\\-]|[.,:]\d)"
)
_HOURS = re.compile(
    r"(?<![\d.:-])(?:[01]?\d|2[0-4]):[0-5]\d(?P<dash>-)(?:[01]?\d|2[0-4]):[0-5]\d(?![\d.:-])"
)
_ERA = re.compile(r"\s?B\.?C\.?(?:E\b\.?)?")
_CODE_BEFORE = re.compile(
    r"(?:[A-Z]{2,}|№|#|[Nn]o\.):?[ \u00a0]?$|(?:\b[Tt]el|[Ff]ax|[Pp]hone)\b[.:]?[\d\s()+/-]*$"
)
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_FEET = re.compile(r"(?<![\w.])\d{1,3}('|’)\d{1,2}(?:\.\d+|[½¼¾])?(\"|”|'')")
_DEGREES = re.compile(
    r"\d\s?°\s?\d{1,2}(?:[.,]\d+)?\s?('|’)(?:\s?\d{1,2}(?:[.,]\d+)?\s?(\"|”|''))?"
)
_FEET_ALONE = re.compile(r"(?<![\w.,'’])\d{1,3}(')(?=\s(?:tall|wide|long|high|deep|by|x|×)\b)")
_GROUPS = re.compile(r"(?<![\d.,\u00a0\u202f ])\d{1,3}((?: \d{3})+)(?![\d])")
_PERCENT = re.compile(r"(?<=\d)( )[%‰]")
_HIGH = re.compile(r"(?<=[^\s;!?¿¡(\[«\u00a0\u202f])( ?)([;!?])(?=[\s;!?)\]»”’.…\u00a0\u202f]|$)")
_COLON = re.compile(r"(?<=[^\s:(\[«\u00a0\u202f])( ?)(:)(?=[\s»”’]|$)")
_INSIDE_OPEN = re.compile(r"«( ?)(?=[^\s\u00a0\u202f])")
_INSIDE_CLOSE = re.compile(r"(?<=[^\s\u00a0\u202f])( ?)»")


def _alphabetic(line: Line, index: int) -> bool:
    language = line.languages[index]
    return not is_cjk(language) or primary(language) == "ko"


def dash_edits(line: Line) -> Iterator[Edit]:
    """Dashes typed as two or three hyphens."""
    if "-" not in line.text:
        return
    text = line.text
    for match in _TYPED_DASH.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        flag = (not before or before.isspace()) and after.isalnum() and start > 0
        if not flag and _alphabetic(line, start) and text.strip(" -"):
            short = primary(line.bases[start]) in _SHORT and len(match[1]) == 2
            yield Edit(start, end, "–" if short else "—", "dashes")


def hyphen_edits(line: Line) -> Iterator[Edit]:
    """Hyphens between spaces, and minus signs."""
    if "-" not in line.text:
        return
    text = line.text
    for match in _SPACED_HYPHEN.finditer(text):
        start = match.start(1)
        if _alphabetic(line, start):
            long = primary(line.bases[start]) in _LONG
            yield Edit(start, start + 1, "—" if long else "–", "dashes")
    for match in _MINUS.finditer(text):
        if not text[: match.start()].rstrip()[-1:].isdecimal():
            yield Edit(match.start(), match.end(), "−", "minus")


def _amount(number: str) -> float:
    """Return the value of `number`; three digits behind a mark are thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return float(re.sub("[.,]", "", number))
    whole, _, rest = number.replace(",", ".").partition(".")
    return float(f"{whole}.{rest.replace('.', '')}")


def _is_range(low: str, high: str) -> bool:
    """Whether two numbers joined by a hyphen are a range, a score or a vote."""
    if any(mark in low + high for mark in ".,"):
        return _amount(low) < _amount(high)
    if (len(low) > 1 and low[0] == "0") or len(low) > 6 or len(high) > 6:
        return False
    if len(high) < len(low):
        shortened = len(high) == 2 and len(low) in (3, 4) and int(high) > int(low[-2:])
        return shortened or len(low) <= 2 or (len(low) == 3 and len(high) == 2 and int(low) < 200)
    if len(high) > 1 and high[0] == "0":
        return False
    if len(low) == 3 and len(high) == 4 and high[-1] != "0":
        return False  # a telephone number
    return int(low) < int(high) or len(low) <= 2


def range_edits(line: Line) -> Iterator[Edit]:
    """Hyphens between two numbers; Chinese in simplified characters has a longer dash (GB/T 15834,
    4.13).
    """
    if "-" not in line.text:
        return
    for pattern in (_RANGE, _HOURS):
        for match in pattern.finditer(line.text):
            before = line.text[max(0, match.start() - 24) : match.start()]
            if pattern is _RANGE and (
                _CODE_BEFORE.search(before)
                or not (
                    _is_range(match["low"], match["high"]) or _ERA.match(line.text, match.end())
                )
            ):
                continue
            start = match.start("dash")
            base = line.bases[start]
            long = is_cjk(base) and primary(base) == "zh" and "hant" not in base.lower()
            yield Edit(start, start + 1, "—" if long else "–", "ranges")


def prime_edits(line: Line) -> Iterator[Edit]:
    """Feet and inches, minutes and seconds."""
    if not any(mark in line.text for mark in "\"'’"):
        return
    for pattern in (_FEET, _DEGREES):
        for match in pattern.finditer(line.text):
            yield Edit(*match.span(1), "′", "primes")
            if match[2]:
                yield Edit(*match.span(2), "″", "primes")
    for match in _FEET_ALONE.finditer(line.text):
        yield Edit(*match.span(1), "′", "primes")


def ellipsis_edits(line: Line) -> Iterator[Edit]:
    """Three full stops in alphabets and in Korean."""
    for match in _DOTS.finditer(line.text):
        language = line.languages[match.start()]
        if not is_cjk(language) or primary(language) == "ko":
            yield Edit(*match.span(), "…", "ellipses")


def space_edits(line: Line) -> Iterator[Edit]:
    """Spaces that must not break: in numbers, and before high punctuation in French."""
    text = line.text
    for match in _GROUPS.finditer(text):
        if primary(line.bases[match.start()]) in _SPACED:
            for offset, character in enumerate(match[1], match.start(1)):
                if character == " ":
                    yield Edit(offset, offset + 1, _NARROW, "spaces")
    for match in _PERCENT.finditer(text):
        if primary(line.bases[match.start()]) in _SPACED:
            yield Edit(*match.span(1), _NBSP, "spaces")
    if any(primary(base) == "fr" for base in set(line.bases)):
        yield from _french(line)


def _french(line: Line) -> Iterator[Edit]:
    """Lexique des règles typographiques, Imprimerie nationale; Guide du typographe for Switzerland;
    in Canada high punctuation closes up (Office québécois de la langue française).
    """
    for pattern, space, mark in (
        (_HIGH, _NARROW, 2),
        (_COLON, _NBSP, 2),
        (_INSIDE_OPEN, _NBSP, 0),
        (_INSIDE_CLOSE, _NBSP, 0),
    ):
        for match in pattern.finditer(line.text):
            index = match.start(2) if mark else match.end() - 1 if pattern is _INSIDE_CLOSE else (
                match.start()
            )  # fmt: skip
            base = line.bases[index]
            if primary(base) != "fr":
                continue
            region = base.upper().split("-")[-1]
            if region == "CA" and pattern is _HIGH:
                continue
            wanted = _NARROW if region == "CH" else space
            if match[1]:
                yield Edit(*match.span(1), wanted, "spaces")
            elif pattern is _INSIDE_OPEN:
                yield Edit(index, index + 1, "«" + wanted, "spaces")
            else:
                yield Edit(index, index + 1, wanted + line.text[index], "spaces")
