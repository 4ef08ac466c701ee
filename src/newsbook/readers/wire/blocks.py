"""From a plain text to its blocks: paragraphs as the file divides them, with their lines.

A file has a blank line between paragraphs, or one paragraph a line, or paragraphs whose lines were
broken at a fixed width; which of these is decided by the lengths and ends of the lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsbook.readers.wire.phrases import TERMINAL

__all__ = ["RawBlock", "split_blocks"]

_INVISIBLE = re.compile("[\u200b\u2060]")
_NO_SPACE = re.compile(
    "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffee\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"([^\W\d_]{2,})-$")
WIDEST = 110  # all but a few (addresses, tables) no wider than this: a page's dump has wide lines
WRAP_WIDTH = 90  # nine lines in ten of a hard-wrapped text are no longer than this


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block: its text, its first line (from 1), and the blank lines before it."""

    text: str
    line: int
    gap: int


def _width(line: str) -> int:
    """Return the columns of a line: wide characters take two."""
    return len(line) + sum(character >= "\u1100" for character in line)


def _indented(line: str) -> bool:
    """Whether a line begins a paragraph by its indent (two spaces, a tab, an ideographic space)."""
    return line.startswith(("  ", "\t", "\u3000"))


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines of paragraphs were broken at a fixed width.

    Such a text shows its paragraphs by blank lines or by the indent of their first lines.
    """
    full = [line for line in lines if line.strip()]
    blank = (len(lines) - len(full)) / max(1, len(lines))
    indents = sum(map(_indented, full)) / max(1, len(full))
    if len(full) <= 5 or not (blank > 0.05 or 0.05 < indents < 0.6):
        return False
    widths = sorted(map(_width, full))
    usual, widest = widths[int(0.9 * len(full))], widths[int(0.97 * len(full))]
    least = 40 if indents > 0.05 else 50  # columns; without indents the lines may be headlines
    broken = sum(_width(line) > least and not TERMINAL.search(line.strip()) for line in full)
    return usual <= WRAP_WIDTH and widest <= WIDEST and broken > 0.4 * len(full)


def _glue(before: str, after: str, words: frozenset[str]) -> tuple[str, str]:
    """Return `before`, and what stands between it and the next line of its paragraph.

    Between two Chinese or Japanese characters a line end is no space. A hyphen at the end of a line
    is dropped when the text has the whole word elsewhere, and else kept.
    """
    if _NO_SPACE.match(before[-1]) and _NO_SPACE.match(after[0]):
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
    wrapped = _is_wrapped(lines)
    indents = wrapped and sum(map(_indented, lines)) < 0.6 * sum(map(bool, lines))
    words = frozenset(word.lower() for word in _WORD.findall(text)) if wrapped else frozenset()
    found: list[RawBlock] = []
    current: list[str] = []
    start = gap = before = 0
    for number, line in enumerate([*lines, ""], 1):
        goes_on = line.strip() and wrapped and not (indents and _indented(line))
        if current and not goes_on:
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
