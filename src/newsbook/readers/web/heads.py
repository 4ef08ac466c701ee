"""From the lines beside a page's headline to the byline and the date they show.

What a page says of itself in metadata comes first; this is for pages that only show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex
from lxml import etree

from newsbook.readers.dates import date_in
from newsbook.readers.fields import same_text, squeeze
from newsbook.readers.months import MONTHS
from newsbook.readers.people import looks_like_names

__all__ = ["Head", "head_of", "names_by"]

BELOW, ABOVE = 8, 2  # lines beside the headline that belong to it
SHORT = 110  # characters; a longer line is text
TEXTS = 60  # pieces of text that are looked at

_BLOCKS = frozenset("p div li h1 h2 h3 h4 h5 h6 td section header article ul ol main body".split())
_HEADINGS = frozenset({"h1", "h2", "h3"})
_HIDDEN = frozenset("script style noscript template select option button svg".split())
_SIGNED = re.compile(r"byline|author|writer|contributor|reporter", re.IGNORECASE)
_ELSEWHERE = re.compile(r"comment|related|footer|sidebar|caption|credit", re.IGNORECASE)
_PICTURE = re.compile(r"photo|image|picture|illustrat|video|credit|getty|courtesy", re.IGNORECASE)
_WORD = r"\p{Lu}[\p{L}\p{M}’'.-]+"
_PARTICLE = r"(?:\s(?:de|del|della|di|da|dos|du|van|von|der|den|bin|al|el|la|le)\b)*"
_NAME = rf"(?!The\b|An?\b){_WORD}{_PARTICLE}(?:\s{_WORD}){{1,3}}"
_BY = regex.compile(
    rf"(?:^|[\s|/·•,;:—–-])(?:(?i:by)|von|Von|par|Par|por|Por)\s+"
    rf"(?P<names>{_NAME}(?:(?:\s?,\s*|,?\s+(?:and|&|und|et|y|e)\s+){_NAME})*)"
)
_STOP = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|published|updated|posted|leave|view|share|on|at|in|"
    r"for|follow|filed|last|modified",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands beside a headline: the names of a byline, and a date (ISO 8601)."""

    byline: tuple[str, ...] = ()
    date: str | None = None


def names_by(line: str) -> str:
    """Return the names after `by` in a line, without a date or a label that follows; or ''."""
    match = _BY.search(squeeze(line))
    if match is None:
        return ""
    kept: list[str] = []
    words = match["names"].replace(" ,", ",").split()
    for index, word in enumerate(words):
        bare = word.strip(".,’'")
        dated = index == len(words) - 1 > 0 and bare.lower() in MONTHS  # `Jack Davis December 23`
        if dated or _STOP.fullmatch(bare):
            break
        kept.append(word)
    names = " ".join(kept).strip(" ,.&")
    return names if " " in names and looks_like_names(names.replace(",", " and")) else ""


@dataclass(slots=True)
class _Line:
    """A line of a page: its text, the classes of what is in it, and those of what holds it."""

    text: str
    classes: str
    around: str
    heading: bool


def _lines(heading: Any, axis: str) -> Iterator[_Line]:
    """Yield the lines after (or before) `heading`."""
    pieces = heading.xpath(f"({axis}::text()[normalize-space()])[position() <= {TEXTS}]")
    if axis == "preceding":
        pieces = heading.xpath("preceding::text()[normalize-space()][position() <= 9]")
    held: Any = None
    line: _Line | None = None
    for piece in pieces:
        element = piece.getparent().getparent() if piece.is_tail else piece.getparent()
        parents = [element, *element.iterancestors()]
        block = next((e for e in parents if e.tag in _BLOCKS), None)
        if block is None or any(e.tag in _HIDDEN or e.tag is etree.Comment for e in parents):
            continue
        if line is None or block is not held:
            if line is not None:
                yield line
            named = [e.get("class") or "" for e in (block, block.getparent()) if e is not None]
            line = _Line("", "", " ".join(named), block.tag in _HEADINGS)
            held = block
        line.text = squeeze(f"{line.text} {piece}")
        line.classes += " " + " ".join(e.get("class") or "" for e in parents[:3])
    if line is not None:
        yield line


def _heading(tree: Any, headline: str) -> Any | None:
    """Return the element that shows the headline; else the only `h1`."""
    for tags in (("h1",), ("h2", "h3"), ("a", "div", "span")):
        for element in tree.iter(*tags):
            if len(element) < 8 and same_text(squeeze(element.text_content()[:400]), headline):
                return element
    first = list(tree.iter("h1"))
    return first[0] if len(first) == 1 else None


def _signed(line: _Line) -> tuple[str, ...]:
    if line.heading or _PICTURE.search(line.text):
        return ()
    if names := names_by(line.text):
        return (names,)
    plain = line.text.rstrip(" ,|")
    named = _SIGNED.search(line.classes) and regex.fullmatch(_NAME, plain) is not None
    return (plain,) if named and looks_like_names(plain) else ()


def head_of(tree: Any, headline: str) -> Head:
    """Return what the lines beside the headline on a page show."""
    heading = _heading(tree, headline) if headline else None
    if heading is None:
        return Head()
    byline: tuple[str, ...] = ()
    date: str | None = None
    for count, line in enumerate(_lines(heading, "following")):
        if count >= BELOW:
            break
        if len(line.text) > SHORT or _ELSEWHERE.search(line.around):
            continue
        byline = byline or _signed(line)
        date = date or date_in(line.text)
    if date is None:
        above = [line.text for line in _lines(heading, "preceding")][-ABOVE:]
        date = next((found for line in above if len(line) < 40 and (found := date_in(line))), None)
    return Head(byline, date)
