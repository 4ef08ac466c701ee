"""From lines that were broken at a fixed width to whole paragraphs.

Systems of agencies end lines after some seventy columns and show paragraphs by an indent.
"""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["BROKEN", "NO_SPACE", "columns", "is_indented", "joined", "paragraphs_of_lines"]

_WIDE = re.compile("[\u1100-\U0010ffff]")
NO_SPACE = re.compile(
    "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffee\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W\d_]+")
BROKEN = re.compile(r"([^\W\d_]{2,})-$")
WIDEST = 110  # columns: no line of a text broken at a width is wider
LEAST = 35  # columns: a line that goes on in the next is as wide as this, but for one in five


def columns(line: str) -> int:
    """Return the columns of a line: wide characters take two."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def is_indented(line: str) -> bool:
    """Whether a line begins a paragraph by its indent (two spaces, a tab, an ideographic space)."""
    return line.startswith(("  ", "\t", "\u3000"))


def _glue(before: str, after: str, words: frozenset[str]) -> tuple[str, str]:
    """Return `before`, and what stands between it and the next line of its paragraph.

    Between two Chinese or Japanese characters a line end is no space, nor is it between one and a
    figure. A hyphen at the end of a line is dropped when the text has the whole word elsewhere, and
    else kept.
    """
    ends = before[-1], after[0]
    dense = [NO_SPACE.match(end) is not None for end in ends]
    if any(dense) and all(d or e.isdigit() for d, e in zip(dense, ends, strict=True)):
        return before, ""
    broken = BROKEN.search(before)
    if broken is None or not after[0].islower():
        return before, " "
    rest = _WORD.match(after)
    whole = (broken[1] + (rest[0] if rest else "")).lower()
    return (before[:-1] if whole in words else before), ""


def joined(lines: list[str], words: frozenset[str]) -> str:
    """Return the paragraph that was broken into `lines`; `words` are those of the whole text."""
    text = lines[0]
    for line in lines[1:]:
        text, glue = _glue(text, line, words)
        text += glue + line
    return text


def _is_broken(parts: list[list[str]]) -> bool:
    """Whether lines go on in lines without an indent, and others have one."""
    lines = [line for part in parts for line in part]
    going_on = [
        before for part in parts for before, after in pairwise(part) if not is_indented(after)
    ]  # fmt: skip
    if not going_on or not any(map(is_indented, lines)) or max(map(columns, lines)) > WIDEST:
        return False
    return sum(columns(line) >= LEAST for line in going_on) >= 0.8 * len(going_on)


def paragraphs_of_lines(text: str) -> tuple[list[str], bool]:
    """Return the paragraphs of a plain text, and whether its lines were broken at a width.

    Paragraphs stand between blank lines, or begin with an indent where lines were broken, or are
    the lines.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    parts = [
        [line.rstrip() for line in part.split("\n") if line.strip()]
        for part in re.split(r"\n[ \t]*\n", text)
    ]
    parts = [part for part in parts if part]
    broken = _is_broken(parts)
    words = frozenset(word.lower() for word in _WORD.findall(text)) if broken else frozenset()
    found: list[list[str]] = []
    for part in parts:
        for number, line in enumerate(part):
            goes_on = not is_indented(line) if broken else len(parts) > 1
            if number and goes_on:
                found[-1].append(line.strip())
            else:
                found.append([line.strip()])
    return [" ".join(joined(lines, words).split()) for lines in found], broken
