"""From a plain text to its blocks: paragraphs as the file divides them, with their lines.

A file has a blank line between paragraphs, or one paragraph a line, or paragraphs whose lines were
broken at a fixed width; which of these is decided by how full the lines are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from newsbook.readers.wire.phrases import TERMINAL

__all__ = ["RawBlock", "split_blocks"]

_INVISIBLE = re.compile("[\u200b\u2060]")
_NO_SPACE = re.compile(
    "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffee\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"([^\W\d_]{2,})-$")
WIDEST = 110  # columns; a line of a hard-wrapped text is no wider, but for addresses and tables
LEAST = 40  # columns; a shorter line says nothing about the width
FILLED = 0.9  # of the width; so full is a line with the next word of a hard-wrapped paragraph
LOOSE = 0.75  # the same, where somebody broke the lines by hand
MOSTLY = 0.6  # of the long lines that another one follows
WHOLE = 5  # filled lines speak against one that is a whole paragraph
FEW = 3  # filled lines
_BULLET = re.compile(r"\s*[•●▪◦‣∙*+]\s")
_ADDRESS = re.compile(r"\s*(\d+)\. (?:https?|ftp|file|mailto|javascript|about):\S*\s*$")
_NUMBER = re.compile(rf"(?:(?<=[{_NO_SPACE.pattern[1:-1]}])|(?<![\w.,;:!?)”’]))\[(\d+)\](?=\S)")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block: its text, its first line (from 1), and the blank lines before it."""

    text: str
    line: int
    gap: int


Measure: TypeAlias = Callable[[str], int]


def _width(line: str) -> int:
    """Return the columns of a line: wide characters take two."""
    return len(line) + sum(character >= "\u1100" for character in line)


def _indented(line: str) -> bool:
    """Whether a line begins a paragraph by its indent (two spaces, a tab, an ideographic space)."""
    return line.startswith(("  ", "\t", "\u3000"))


def _needs(line: str, after: str, measure: Measure) -> int:
    """Return the width of `line` with the first word of the line after it."""
    start = after.lstrip()
    word = start[0] if _NO_SPACE.match(start) else " " + start.split()[0]
    return measure(line) + measure(word)


def _wrapped_at(lines: list[str], measure: Measure) -> tuple[int, int]:
    """Return how many lines are full, and the width at which lines of paragraphs were broken.

    Both are 0 for whole paragraphs. `measure` is how somebody measured them, by columns or by
    characters. Such a text shows its paragraphs by blank lines or by the indent of their first
    lines, and its lines are as full as the next word lets them be: those of verses are not.
    """
    full = [line for line in lines if line.strip()]
    blank = (len(lines) - len(full)) / max(1, len(lines))
    indents = sum(map(_indented, full)) / max(1, len(full))
    long = [line for line in full if measure(line) > LEAST and "://" not in line]
    widths = sorted(w for line in long if (w := measure(line)) <= WIDEST)
    if len(full) <= 5 or len(widths) < FEW or not (blank > 0.05 or 0.05 < indents < 0.6):
        return 0, 0
    width = widths[int(0.9 * len(widths))]
    known = set(long)
    follow = [(a, b) for a, b in pairwise(lines) if a in known and b.strip() and not _is_item(b)]
    filled = sum(_needs(line, after, measure) > FILLED * width for line, after in follow)
    whole = sum(measure(line) > WIDEST and TERMINAL.search(line) is not None for line in long)
    enough = filled >= max(FEW, MOSTLY * len(follow), 1 + WHOLE * whole)
    return (filled, width) if enough else (0, 0)


def _is_item(line: str) -> bool:
    return _BULLET.match(line) is not None or _ADDRESS.match(line) is not None


def _goes_on(before: str, line: str, measure: Measure, width: int) -> bool:
    """Whether `line` goes on with the paragraph of the line before it, broken at `width`."""
    if _is_item(line):
        return False
    return _BROKEN.search(before) is not None or _needs(before, line, measure) > LOOSE * width


def _unnumbered(lines: list[str]) -> list[str]:
    """Return `lines` without the numbers that a text browser puts before links.

    It lists their addresses at the end of the page, by the same numbers.
    """
    listed = {int(found[1]) for line in lines if (found := _ADDRESS.match(line))}
    if len(listed) < FEW or 1 not in listed:
        return lines
    return [_NUMBER.sub(lambda m: "" if int(m[1]) in listed else m[0], line) for line in lines]


def _glue(before: str, after: str, words: frozenset[str]) -> tuple[str, str]:
    """Return `before`, and what stands between it and the next line of its paragraph.

    Between two Chinese or Japanese characters a line end is no space, nor is it between one and a
    figure. A hyphen at the end of a line
    is dropped when the text has the whole word elsewhere, and else kept.
    """
    ends = before[-1], after[0]
    dense = [_NO_SPACE.match(end) is not None for end in ends]
    if any(dense) and all(d or e.isdigit() for d, e in zip(dense, ends, strict=True)):
        return before, ""
    broken = _BROKEN.search(before)
    if broken is None or not after[0].islower():
        return before, " "
    rest = _WORD.match(after)
    whole = (broken[1] + (rest[0] if rest else "")).lower()
    return (before[:-1] if whole in words else before), ""


def _joined(lines: list[str], words: frozenset[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text, glue = _glue(text, line, words)
        text += glue + line
    return text


def split_blocks(text: str) -> tuple[list[RawBlock], bool]:
    """Return the blocks of `text` (clean, with line feeds), and whether it is hard-wrapped."""
    lines = [_INVISIBLE.sub("", line).rstrip().replace("\xa0", " ") for line in text.split("\n")]
    measure: Measure = max((_width, len), key=lambda by: _wrapped_at(lines, by)[0])
    width = _wrapped_at(lines, measure)[1]
    lines, wrapped = _unnumbered(lines), width > 0
    indents = wrapped and sum(map(_indented, lines)) < 0.6 * sum(map(bool, lines))
    words = frozenset(word.lower() for word in _WORD.findall(text)) if wrapped else frozenset()
    found: list[RawBlock] = []
    current: list[str] = []
    start = gap = before = 0
    for number, line in enumerate([*lines, ""], 1):
        goes_on = line.strip() and wrapped and not (indents and _indented(line))
        if current and not (goes_on and _goes_on(lines[number - 2], line, measure, width)):
            found.append(RawBlock(_joined(current, words), start, before))
            current, gap = [], 0
        if line.strip():
            if not current:
                start, before = number, gap
            current.append(line.strip())
            gap = 0
        else:
            gap += 1
    return found, wrapped
