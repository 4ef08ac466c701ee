"""From the text of a sanitised fragment to a tree of elements.

The sanitiser writes every end tag and quotes every attribute, so a pattern for tags and the list of
void elements rebuild exactly the tree that the HTML standard's parser saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final, TypeAlias

__all__ = ["VOID", "Element", "Node", "read_elements"]

VOID: Final = frozenset(
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source
    track wbr""".split()
)


@dataclass(slots=True)
class Element:
    """An element: lower-case name, attributes, children, and its line in the source if known.

    `blocky` remembers whether it is a block or holds one (None: not yet asked).
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    line: int | None = None
    parent: Element | None = field(default=None, repr=False)
    blocky: bool | None = None

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        return self.attributes.get(name)

    @property
    def classes(self) -> list[str]:
        """The class names, in order."""
        return (self.get("class") or "").split()

    @property
    def kinds(self) -> list[str]:
        """The values of `epub:type` and `role`, in order."""
        return f"{self.get('epub:type') or ''} {self.get('role') or ''}".split()

    def walk(self) -> Iterator[Element]:
        """Yield this element and every element below it, in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(x for x in reversed(element.children) if isinstance(x, Element))

    def text(self) -> str:
        """Return the text inside, markup left out."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            else:
                stack.extend(reversed(node.children))
        return "".join(parts)


Node: TypeAlias = Element | str


# What the sanitiser writes: lower-case names, every value in double quotes.
_TOKEN: Final = re.compile(r'<(/?)([a-z][^\s/>]*)((?: [^\s=>]+="[^"]*")*)>')
_PAIR: Final = re.compile(r' ([^\s=>]+)="([^"]*)"')


def read_elements(text: str) -> list[Node]:
    """Return the top-level nodes of `text`, which a sanitiser has written."""
    root = Element("#root")
    open_elements = [root]
    position = 0
    for token in _TOKEN.finditer(text):
        _add_text(open_elements[-1], text[position : token.start()])
        position = token.end()
        closing, tag, pairs = token.groups()
        if closing:
            if len(open_elements) > 1 and open_elements[-1].tag == tag:
                open_elements.pop()
            continue
        attributes = {name: unescape(value) for name, value in _PAIR.findall(pairs)}
        line = attributes.pop("data-line", "")
        element = Element(
            tag,
            attributes,
            line=int(line) if len(line) < 9 and line.isdecimal() else None,
            parent=open_elements[-1],
        )
        open_elements[-1].children.append(element)
        if tag not in VOID:
            open_elements.append(element)
    _add_text(open_elements[-1], text[position:])
    return root.children


def _add_text(element: Element, text: str) -> None:
    if text:
        element.children.append(unescape(text))
