"""From an element of a page to whether it points elsewhere, or is a list that the text announces.

The engines leave out lists of links: most of them are menus. What the text announces belongs to it,
unless a page only points to its other articles (“Related:”).
"""

from __future__ import annotations

from typing import Any

from newsbook.readers.web.likeness import letters
from newsbook.readers.wire.phrases import BOILERPLATE

__all__ = ["HOLDS_MEDIA", "in_announced", "is_announced", "is_signpost"]

HOLDS_MEDIA = (
    "self::node()[.//img or .//iframe or .//video or .//table or .//math or .//figure or .//audio]"
)
POINTS = 0.7  # share of a box's letters in links from which it only points elsewhere


def is_announced(element: Any) -> bool:
    """Whether `element` is a list right below a paragraph that ends with a colon."""
    before = element.getprevious() if element.tag in ("ul", "ol") else None
    if before is None or before.tag != "p":
        return False
    line = before.text_content().strip()
    return line.endswith((":", "：")) and BOILERPLATE.match(line) is None


def in_announced(element: Any) -> bool:
    """Whether `element` stands in such a list."""
    return any(is_announced(e) for e in (element, *element.iterancestors()))


def is_signpost(element: Any) -> bool:
    """Whether a box says little more than a link to another page."""
    text = element.text_content().strip()
    linked = sum(len(letters(link.text_content())) for link in element.iter("a"))
    if linked < POINTS * len(letters(text)) or text.endswith((".", "!", "?", "。", "”", ":", "：")):
        return False
    return not element.xpath(HOLDS_MEDIA) and element.find(".//a[@href]") is not None
