"""From a page in vertical writing to one whose short numbers stand upright, side by side.

A number of up to three figures, and two marks like `!?`, take the place of one character
(tate-chu-yoko: JLREQ 3.2.5; CSS Writing Modes 3, 9.1). The text stays what it is; they get a span
of the class `tcy`.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from newsbook.typography import is_cjk

__all__ = ["with_upright_numbers"]

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SHORT = re.compile(r"(?<![\w.,:/%+-])(?:[0-9]{1,3}|[!?]{2})(?![A-Za-z0-9.,:/%+-])", re.ASCII)
_SKIPPED = frozenset(
    f"{_XHTML}{name}" for name in ("head", "pre", "code", "kbd", "samp", "rt", "table")
)


def with_upright_numbers(root: Any, language: str) -> bool:
    """Mark short numbers of the CJK text below `root` (of lxml); return whether there were any."""
    stated = root.get("lang") or language
    if not isinstance(root.tag, str) or root.tag in _SKIPPED or not root.tag.startswith(_XHTML):
        return False
    found = False
    for child in list(root):
        found = with_upright_numbers(child, stated) or found
        if is_cjk(stated) and _SHORT.search(child.tail or ""):
            found = True
            _split(child.tail, root, child)
    if is_cjk(stated) and "tcy" not in (root.get("class") or "") and _SHORT.search(root.text or ""):
        found = True
        _split(root.text, root, None)
    return found


def _split(text: str, parent: Any, after: Any) -> None:
    position = 0
    at = 0 if after is None else parent.index(after) + 1
    first, last = "", None
    for match in _SHORT.finditer(text):
        span = etree.Element(f"{_XHTML}span", {"class": "tcy"})
        span.text = match[0]
        before = text[position : match.start()]
        if last is None:
            first = before
        else:
            last.tail = before
        parent.insert(at, span)
        at, last, position = at + 1, span, match.end()
    assert last is not None
    last.tail = text[position:]
    if after is None:
        parent.text = first
    else:
        after.tail = first
