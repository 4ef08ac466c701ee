"""From an address of the net, a path, a number or a name of a program to where print may break it.

Readers copy what they see: no hyphen may come in, and a mark that belongs to the address should be
seen to go on. A line ends after a colon or the double slash, and before a single slash and every
other mark (The Chicago Manual of Style, 17th ed., 14.18); where letters stand in a long row without
a mark, at the humps of a name or after some of them.
"""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["BREAK", "JOINT", "find_addresses", "with_breaks"]

BREAK, JOINT = "\u200b", "\u2060"

_NOT = r"\s<>\"“”«»\u2e80-\uffff"
_ADDRESS = re.compile(
    rf"(?:(?:https?|ftp)://|www\.)[^{_NOT}]*[^{_NOT}.,;:!?)\]'’]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|\b(?:doi:\s?)?10\.\d{{4,9}}/[^{_NOT}]*[^{_NOT}.,;:!?)\]'’]"
    r"|(?<![\w/.])~?(?:/[\w.-]*\w){2,}/?"
    r"|(?<!\w)(?=\w*[0-9])[0-9A-Fa-f]{20,}(?!\w)|(?<![\w-])(?=[\w-]*_)[\w-]{19,}\w(?![\w-])"
    r"|(?<!\w)(?=[A-Za-z]*[a-z][A-Z])[A-Za-z0-9]{20,}(?!\w)",
    re.ASCII,
)
# What every address has, and little else.
_HINT = re.compile(r"://|www\.|@|10\.\d|/\w[^\s/]*/|[A-Za-z0-9_-]{20}")
_MARKS = "/.,_?#%=&~+@-"
_BREAKS = re.compile(
    rf"(?<=://)|(?<=:)(?!//)|(?<![:{re.escape(_MARKS)}])(?=[{re.escape(_MARKS)}])(?!//)"
    r"|(?<=[a-z])(?=[A-Z])"
)
_JOINED = re.compile(rf"(?<=[{re.escape(_MARKS)}])(?=[^/])|(?<=:)(?=//)|(?<=/)(?=/)")
_LEAST = 3  # characters before the first break and after the last
_ROW = 12  # characters without a place to break that are too many, and how many then stay together
_TOGETHER = 6


def find_addresses(text: str) -> tuple[tuple[int, int], ...]:
    """Return where addresses, paths and the like stand in `text`."""
    if not _HINT.search(text):
        return ()
    return tuple(found.span() for found in _ADDRESS.finditer(text))


def with_breaks(address: str) -> str:
    """Return `address` with `BREAK` where a line may end and `JOINT` where it must not."""
    breaks = {
        found.start()
        for found in _BREAKS.finditer(address)
        if _LEAST <= found.start() <= len(address) - _LEAST
    }
    edges = sorted({0, *breaks, len(address)})
    for begin, end in pairwise(edges):
        if end - begin > _ROW:
            breaks.update(range(begin + _TOGETHER, end - _LEAST + 1, _TOGETHER))
    joints = {found.start() for found in _JOINED.finditer(address)} - breaks
    parts = []
    for place, character in enumerate(address):
        if place in breaks:
            parts.append(BREAK)
        elif place in joints:
            parts.append(JOINT)
        parts.append(character)
    return "".join(parts)
