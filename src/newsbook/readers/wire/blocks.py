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

from newsbook.readers.lines import BROKEN, NO_SPACE, columns, is_indented, joined
from newsbook.readers.release import split_end_mark
from newsbook.readers.wire.phrases import END_MARK, RULE, TERMINAL

__all__ = ["RawBlock", "split_blocks"]

_INVISIBLE = re.compile("[\u200b\u2060]")
_WORD = re.compile(r"[^\W\d_]+")
WIDEST = 110  # columns; a line of a hard-wrapped text is no wider, but for addresses and tables
LEAST = 40  # columns; a shorter line says nothing about the width
FILLED = 0.9  # of the width; so full is a line with the next word of a hard-wrapped paragraph
LOOSE = 0.75  # the same, where somebody broke the lines by hand
MOSTLY = 0.6  # of the long lines that another one follows
WHOLE = 5  # filled lines speak against one that is a whole paragraph
FEW = 3  # filled lines
_BULLET = re.compile(r"\s*[•●▪◦‣∙*+]\s")
_ADDRESS = re.compile(r"\s*(\d+)\. (?:https?|ftp|file|mailto|javascript|about):\S*\s*$")
_NUMBER = re.compile(rf"(?:(?<=[{NO_SPACE.pattern[1:-1]}])|(?<![\w.,;:!?)”’]))\[(\d+)\](?=\S)")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block: its text, its first line (from 1), and the blank lines before it."""

    text: str
    line: int
    gap: int


Measure: TypeAlias = Callable[[str], int]


def _needs(line: str, after: str, measure: Measure) -> int:
    """Return the width of `line` with the first word of the line after it."""
    start = after.lstrip()
    word = start[0] if NO_SPACE.match(start) else " " + start.split()[0]
    return measure(line) + measure(word)


def _wrapped_at(lines: list[str], measure: Measure) -> tuple[int, int]:
    """Return how many lines are full, and the width at which lines of paragraphs were broken.

    Both are 0 for whole paragraphs. `measure` is how somebody measured them, by columns or by
    characters. Such a text shows its paragraphs by blank lines or by the indent of their first
    lines, and its lines are as full as the next word lets them be: those of verses are not.
    """
    full = [line for line in lines if line.strip()]
    blank = (len(lines) - len(full)) / max(1, len(lines))
    indents = sum(map(is_indented, full)) / max(1, len(full))
    long = [line for line in full if measure(line) > LEAST and "://" not in line]
    widths = sorted(w for line in long if (w := measure(line)) <= WIDEST)
    if len(full) <= 5 or len(widths) < FEW or not (blank > 0.05 or 0.05 < indents < 0.6):
        return 0, 0
    width = widths[int(0.9 * len(widths))]
    known = set(long)
    begins = is_indented if 0.05 < indents < 0.6 else _is_item
    follow = [(a, b) for a, b in pairwise(lines) if a in known and b.strip() and not begins(b)]
    follow = [(a, b) for a, b in follow if not _is_item(b)]
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
    return BROKEN.search(before) is not None or _needs(before, line, measure) > LOOSE * width


def _unnumbered(lines: list[str]) -> list[str]:
    """Return `lines` without the numbers that a text browser puts before links.

    It lists their addresses at the end of the page, by the same numbers.
    """
    listed = {int(found[1]) for line in lines if (found := _ADDRESS.match(line))}
    if len(listed) < FEW or 1 not in listed:
        return lines
    return [_NUMBER.sub(lambda m: "" if int(m[1]) in listed else m[0], line) for line in lines]


def _stands_alone(line: str) -> bool:
    """Whether a line is an end mark or a rule, which no paragraph of a wrapped text holds."""
    return END_MARK.match(line.strip()) is not None or RULE.fullmatch(line.strip()) is not None


def split_blocks(text: str) -> tuple[list[RawBlock], bool]:
    """Return the blocks of `text` (clean, with line feeds), and whether it is hard-wrapped."""
    lines = [_INVISIBLE.sub("", line).rstrip().replace("\xa0", " ") for line in text.split("\n")]
    measure: Measure = max((columns, len), key=lambda by: _wrapped_at(lines, by)[0])
    width = _wrapped_at(lines, measure)[1]
    lines, wrapped = _unnumbered(lines), width > 0
    indents = wrapped and sum(map(is_indented, lines)) < 0.6 * sum(map(bool, lines))
    words = frozenset(word.lower() for word in _WORD.findall(text)) if wrapped else frozenset()
    found: list[RawBlock] = []
    current: list[str] = []
    start = gap = before = 0
    for number, line in enumerate([*lines, ""], 1):
        goes_on = line.strip() and wrapped and not (indents and is_indented(line))
        goes_on = goes_on and not any(_stands_alone(x) for x in (line, *current[-1:]))
        if current and not (goes_on and _goes_on(lines[number - 2], line, measure, width)):
            whole, mark = split_end_mark(joined(current, words))
            found.append(RawBlock(whole, start, before))
            if mark:
                found.append(RawBlock(mark, start + len(current) - 1, 0))
            current, gap = [], 0
        if line.strip():
            if not current:
                start, before = number, gap
            current.append(line.strip())
            gap = 0
        else:
            gap += 1
    return found, wrapped
