"""From inlines with the white space of their source to inlines with the white space that prints.

White space collapses as in CSS Text 3, 4.1 (`white-space: normal`): runs become one space, a line
feed between two CJK characters becomes nothing, and nothing is left beside the ends of a block or a
line break, also when the neighbours stand in different inlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from newsbook import content as c

__all__ = ["collapse", "squeeze"]

# Characters between which a line feed is no space: Han, kana, bopomofo, CJK and full-width marks
# (CSS Text 3, 4.1.3; Hangul is written with spaces, so it is not among them).
_WIDE = (
    "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_FEED = re.compile(f"(?<=[{_WIDE}])[ \t\f]*\n[ \t\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\n\r\f]+")


def collapse(text: str) -> str:
    """Return `text` with its white space collapsed (spaces at the ends stay, as one)."""
    if "\n" in text:
        text = _FEED.sub("", text)
    return _SPACES.sub(" ", text)


def squeeze(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Return `inlines` without spaces that do not print: doubled across inlines, or at an edge."""
    return _pass(_pass(inlines, _Edge(forward=True)), _Edge(forward=False))


class _Edge:
    """Walks the leaves in one direction, dropping spaces that stand at an edge.

    Going forward it also drops a space that follows a space; going backward only edges are left.
    """

    def __init__(self, *, forward: bool) -> None:
        self.forward = forward
        self.at_edge = True

    def text(self, text: str) -> str:
        if self.forward:
            if self.at_edge:
                text = text.lstrip(" ")
            if text:
                self.at_edge = text.endswith(" ")
        else:
            if self.at_edge:
                text = text.rstrip(" ")
            if text:
                self.at_edge = False
        return text


def _pass(inlines: tuple[c.Inline, ...], edge: _Edge) -> tuple[c.Inline, ...]:
    order: Callable[[Any], Any] = tuple if edge.forward else lambda x: tuple(x)[::-1]
    result: list[c.Inline] = []
    for inline in order(inlines):
        if isinstance(inline, c.Text):
            text = edge.text(inline.text)
            if text:
                result.append(c.Text(text))
        elif isinstance(inline, c.LineBreak):
            edge.at_edge = True
            result.append(inline)
        elif isinstance(inline, c.Emphasis | c.Strong | c.Superscript | c.Subscript | c.Link):
            children = _pass(inline.children, edge)
            if children:
                result.append(replace(inline, children=children))
        elif isinstance(inline, c.Span):
            children = _pass(inline.children, edge)
            if children or inline.id is not None:
                result.append(replace(inline, children=children))
        else:
            edge.at_edge = False
            result.append(inline)
    return order(result)  # type: ignore[no-any-return]
