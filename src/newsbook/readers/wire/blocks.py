"""From a plain text to its blocks: paragraphs as the file divides them, with their lines.

A file has a blank line between paragraphs, or one paragraph a line, or paragraphs whose lines were
broken at a fixed width; which of these is decided by the lengths and ends of the lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsbook.readers.wire.phrases import CJK, TERMINAL

__all__ = ["RawBlock", "split_blocks"]

_INVISIBLE = re.compile("[\u200b\u2060]")
WRAP_WIDTH = 90  # nine lines in ten of a hard-wrapped text are no longer than this


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block: its text, its first line (from 1), and the blank lines before it."""

    text: str
    line: int
    gap: int


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines of paragraphs were broken at a fixed width."""
    full = [line for line in lines if line.strip()]
    blank = (len(lines) - len(full)) / max(1, len(lines))
    if len(full) <= 5 or blank <= 0.05:
        return False
    usual = sorted(map(len, full))[int(0.9 * len(full))]
    broken = sum(len(line) > 50 and not TERMINAL.search(line.strip()) for line in full)
    return usual <= WRAP_WIDTH and broken > 0.4 * len(full)


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph; between two CJK characters a line end is no space."""
    text = lines[0]
    for line in lines[1:]:
        glue = "" if CJK.match(text[-1]) and CJK.match(line[0]) else " "
        text += glue + line
    return text


def split_blocks(text: str) -> tuple[list[RawBlock], bool]:
    """Return the blocks of `text` (clean, with line feeds), and whether it is hard-wrapped."""
    lines = [_INVISIBLE.sub("", line).rstrip().replace("\xa0", " ") for line in text.split("\n")]
    wrapped = _is_wrapped(lines)
    found: list[RawBlock] = []
    current: list[str] = []
    start = gap = before = 0
    for number, line in enumerate([*lines, ""], 1):
        if current and not (line.strip() and wrapped):
            found.append(RawBlock(_joined(current), start, before))
            current, gap = [], 0
        if line.strip():
            if not current:
                start, before = number, gap
            current.append(line.strip())
            gap = 0
        else:
            gap += 1
    return found, wrapped
