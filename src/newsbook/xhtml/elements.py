"""From the text of a sanitised fragment to a tree of elements.

The sanitiser writes every end tag and quotes every attribute, so an event parser that knows the
void elements rebuilds exactly the tree that the HTML standard's parser saw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
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


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = attributes.pop("data-line", None)
        element = Element(
            tag,
            attributes,
            line=int(line) if line and len(line) < 9 and line.isdecimal() else None,
            parent=self.open[-1],
        )
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        children = self.open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def read_elements(text: str) -> list[Node]:
    """Return the top-level nodes of `text`, which a sanitiser has written."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root.children
