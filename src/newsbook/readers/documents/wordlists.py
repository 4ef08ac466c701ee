"""From the numbering of Word (ECMA-376 part 1, 17.9) to items that mammoth knows as such, with the
numbers Word shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from newsbook.readers.documents.wordshapes import child_of, open_with, space_of, value_of
from newsbook.readers.documents.wordstyles import Styles, heading_named
from newsbook.safexml import attribute, children, local_name

__all__ = ["Numbering"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HAN = "〇一二三四五六七八九"


def _lettered(number: int) -> str:
    return _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


def _han(number: int) -> str:
    """Return a number below a hundred as it is counted in Chinese and Japanese."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return ten + (_HAN[ones] if ones or not tens else "")


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _lettered,
    "upperLetter": lambda number: _lettered(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": "{:02}".format,
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "japaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
}


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: of which `series`, in which form, from which number on."""

    series: str
    form: str
    start: int
    text: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    root: Any | None
    styles: Styles
    mark: str
    shown: dict[str, None] = field(default_factory=dict)
    _found: dict[tuple[str, str], Any] = field(default_factory=dict)
    _levels: dict[tuple[str, int], _Level | None] = field(default_factory=dict)
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for element in self.root if self.root is not None else ():
            kind = local_name(element)
            key = attribute(element, "numId" if kind == "num" else "abstractNumId")
            self._found.setdefault((kind, key), element)

    def _of(self, kind: str, key: str) -> Any | None:
        return self._found.get((kind, key))

    def _series(self, number: str) -> Any | None:
        """Return the numbering the list `number` is of, through a style if it says so."""
        for _ in range(4):
            series = self._of("abstractNum", value_of(self._of("num", number), "abstractNumId"))
            style = self.styles.found.get(value_of(series, "numStyleLink"))
            if style is None:
                return series
            number = value_of(style, "pPr", "numPr", "numId")
        return None

    def _level(self, number: str, depth: int) -> _Level | None:
        if (number, depth) not in self._levels:
            self._levels[number, depth] = self._read_level(number, depth)
        return self._levels[number, depth]

    def _read_level(self, number: str, depth: int) -> _Level | None:
        series = self._series(number)
        for level in children(series, "lvl") if series is not None else ():
            if attribute(level, "ilvl") in (str(depth), "" if depth == 0 else str(depth)):
                return _Level(
                    attribute(series, "abstractNumId"), value_of(level, "numFmt") or "decimal",
                    _number(value_of(level, "start"), 1), value_of(level, "lvlText"),
                )  # fmt: skip
        return None

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list of a paragraph and its depth; `""` when it is in none."""
        properties = child_of(paragraph, "pPr")
        own = child_of(properties, "numPr")
        key = value_of(properties, "pStyle")
        number, depth = value_of(own, "numId"), value_of(own, "ilvl")
        for style in self.styles.above(key):
            stated = child_of(child_of(style, "pPr"), "numPr")
            number = number or value_of(stated, "numId")
            depth = depth or value_of(stated, "ilvl") or self._linked(number, style)
        return ("" if number == "0" else number), _number(depth, 0)

    def _linked(self, number: str, style: Any) -> str:
        """Return the level of the list `number` that goes with a style (17.9.23)."""
        series = self._series(number) if number else None
        levels = children(series, "lvl") if series is not None else ()
        found = (e for e in levels if value_of(e, "pStyle") == attribute(style, "styleId"))
        level = next(found, None)
        return attribute(level, "ilvl") if level is not None else ""

    def _count(self, number: str, depth: int, level: _Level) -> dict[int, int]:
        """Count one item on; return the numbers of its level and those above."""
        counted = self._counted.setdefault(level.series, {})
        start = next(
            (
                value_of(e, "startOverride")
                for e in children(self._of("num", number), "lvlOverride")
                if attribute(e, "ilvl") == str(depth)
            ),
            "",
        )
        if start and (number, depth) not in self._begun:
            counted[depth] = _number(start, 1)
        else:
            counted[depth] = counted[depth] + 1 if depth in counted else level.start
        self._begun.add((number, depth))
        for deeper in [d for d in counted if d > depth]:
            del counted[deeper]
        return counted

    def _label(self, number: str, level: _Level, counted: dict[int, int]) -> str:
        """Return what Word shows before an item."""

        def place(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self._level(number, depth)
            value = counted.get(depth, other.start if other else 1)
            form = _FORMS.get(other.form if other else "")
            return form(value) if form and 0 < value < 100 else str(value)

        return re.sub(r"%([1-9])", place, level.text)

    def write(self, root: Any) -> None:
        """Say of the paragraphs below `root` in which list they are, and with which number."""
        for paragraph in [e for e in root.iter() if local_name(e) == "p"]:
            number, depth = self._place(paragraph)
            level = self._level(number, depth) if number else None
            listed = level is not None and level.form != "none"
            if level is not None and level.form == "bullet" and level.text.isspace():
                listed = False  # a paragraph that goes on after an item
            _put_into(paragraph, number if listed else "", depth)
            if level is None or not listed or level.form == "bullet":
                continue
            counted = self._count(number, depth, level)
            label = self._label(number, level, counted)
            meant = self.styles.meant(value_of(paragraph, "pPr", "pStyle"))
            if meant.startswith(heading_named(0)[:-1]):
                open_with(paragraph, f"{label} ")
                continue
            open_with(paragraph, f"{self.mark}{counted[depth]}X")
            if depth == 0 and re.sub(r"[\W_]+", "", label) != str(counted[0]):
                self.shown.setdefault(label)

    def told(self) -> str:
        """Return a sentence on numbers that a book writes in another way; `""` without any."""
        if not self.shown:
            return ""
        first = ", ".join(list(self.shown)[:3])
        return f"items of lists are numbered 1, 2, 3; in the document they are {first}"


def _number(text: str, other: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else other


def _put_into(paragraph: Any, number: str, depth: int) -> None:
    """Say that a paragraph is in the list `number`, or in none."""
    properties = child_of(paragraph, "pPr")
    own = child_of(properties, "numPr")
    if properties is not None and own is not None:
        properties.remove(own)
    space = space_of(paragraph)
    if not number and properties is None:
        return
    if properties is None:
        properties = etree.Element(f"{{{space}}}pPr")
        paragraph.insert(0, properties)
    stated = etree.SubElement(properties, f"{{{space}}}numPr")
    for name, value in (("ilvl", str(depth)), ("numId", number or "0")):
        etree.SubElement(stated, f"{{{space}}}{name}").set(f"{{{space}}}val", value)
