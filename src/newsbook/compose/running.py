"""From titles of any length to what fits into a running head.

Widths are counted in ems of the head's own size, on the safe side: a Chinese, Japanese or Korean
character takes a little more than one, a letterspaced small capital two thirds of one.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["reading_em", "short_title", "width_em"]

# Where a title breaks in sense, the deepest breaks first.
_BREAKS = (
    re.compile(r"\s*[:：;；|｜]\s*|(?<=[.?!。？！])\s*"),
    re.compile(r"\s*[—–―]+\s*|\s+-\s+"),
)
_NARROW = frozenset(" .,;:'’‘!|ilI1()[]")
_TRAILING = " ,.;:–—-，、；：·「『（("


def width_em(text: str) -> float:
    """Return about how wide `text` is, in ems."""
    total = 0.0
    for character in text:
        if unicodedata.combining(character):
            continue
        wide = unicodedata.east_asian_width(character) in "WF"
        total += 1.08 if wide else 0.32 if character in _NARROW else 0.68
    return total


def reading_em(text: str, *, letter: float = 0.5) -> float:
    """Return about how wide `text` is in ems of a text face whose mean letter is `letter` wide."""
    return sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else letter
        for character in text
        if not unicodedata.combining(character)
    )


def short_title(title: str, limit_em: float) -> str:
    """Return `title`, or as much of it as is at most `limit_em` wide.

    A long title is cut where it has a break in sense (a colon, a dash) if at least a third of the
    width is left before it; otherwise between words, with an ellipsis.
    """
    title = " ".join(title.split())
    if width_em(title) <= limit_em:
        return title
    for pattern in _BREAKS:
        for match in reversed(list(pattern.finditer(title))):
            head = title[: match.start()].rstrip(_TRAILING)
            if head and limit_em / 3 <= width_em(head) <= limit_em:
                return head
    kept = ""
    for piece in re.findall(r"\s*[^\s\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]+|\s*.", title):
        if width_em(kept + piece) > limit_em - 1:
            break
        kept += piece
    return (kept.rstrip(_TRAILING) or title[: int(limit_em)]) + "…"
