"""From a tree of content to its parts, its text, or a changed tree.

Every walk goes in reading order; every change returns new values and leaves the old ones alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from newsbook.content import (
    Aside,
    Block,
    Cell,
    Code,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    Items,
    LineBreak,
    Link,
    Listing,
    Math,
    Node,
    Note,
    Paragraph,
    Picture,
    Quote,
    Row,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Term,
    Text,
    Verse,
)  # fmt: skip

__all__ = ["children_of", "depth", "has_content", "map_blocks", "map_inlines", "plain_text", "walk"]

_NODES = (
    Text, Emphasis, Strong, Code, Link, Picture, Note, Ruby, Span, Superscript, Subscript,
    LineBreak, Math, Paragraph, Heading, Quote, Listing, Items, Figure, Table, Divider, Verse,
    Aside, Item, Term, Cell, Row, RubyPair,
)  # fmt: skip


_KINDS = frozenset(_NODES)


def _flatten(value: Any) -> Iterator[Any]:
    if type(value) in _KINDS:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _flatten(part)


# Text order of a node's fields where it differs from their declaration.
_ORDER: dict[type, tuple[str, ...]] = {
    Table: ("caption", "head", "body", "foot"),
    Aside: ("title", "blocks"),
    Figure: ("blocks", "pictures", "caption", "credit"),
}


_DECLARED: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in _NODES
}
_READ = _DECLARED | _ORDER


def children_of(node: Node) -> Iterator[Any]:
    """Yield the direct children of `node` in the order in which they are read."""
    for name in _READ[type(node)]:
        yield from _flatten(getattr(node, name))


def walk(*nodes: Any) -> Iterator[Any]:
    """Yield every node below (and including) `nodes`, depth first, in reading order.

    Each argument is a node or a (nested) tuple of nodes.
    """
    stack = list(_flatten(nodes))[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(list(children_of(node))[::-1])


def depth(*nodes: Any) -> int:
    """Return how many levels of nodes stand in one another below (and including) `nodes`."""
    levels, level = 0, list(_flatten(nodes))
    while level:
        levels += 1
        level = [child for node in level for child in children_of(node)]
    return levels


class _TextVisitor:
    """Collects the text of nodes, block by block."""

    def __init__(self, *, notes: bool) -> None:
        self.blocks: list[str] = []
        self.line: list[str] = []
        self.notes = notes

    def close(self) -> None:
        text = "".join(self.line).strip()
        self.line.clear()
        if text:
            self.blocks.append(text)

    def visit(self, node: Any) -> None:
        if isinstance(node, Text | Code):
            self.line.append(node.text)
        elif isinstance(node, RubyPair):
            self.line.append(node.base)
        elif isinstance(node, LineBreak):
            self.line.append("\n")
        elif isinstance(node, Note):
            if self.notes:
                self.note(node)
        elif isinstance(node, _TRANSPARENT):
            self.visit_all(children_of(node))
        elif isinstance(node, Listing):
            self.close()
            self.blocks.append(node.text)
        elif isinstance(node, Verse):
            self.verse(node)
        elif not isinstance(node, Picture | Math):
            self.groups(node)

    def visit_all(self, nodes: Any) -> None:
        for node in nodes:
            self.visit(node)

    def note(self, node: Note) -> None:
        for block in node.blocks:
            self.line.append(" ")
            self.visit_all(children_of(block))

    def verse(self, node: Verse) -> None:
        self.close()
        for stanza in node.stanzas:
            for verse_line in stanza:
                self.visit_all(verse_line)
                self.line.append("\n")
            self.close()

    def groups(self, node: Any) -> None:
        """Each field of a block starts a new text block; so does each part of a nested tuple."""
        names = _READ[type(node)]
        for name in names:
            value = getattr(node, name)
            for part in value if isinstance(node, Term) else (value,):
                self.close()
                self.visit_all(_flatten(part))
        self.close()


_TRANSPARENT = (Emphasis, Strong, Link, Span, Superscript, Subscript, Ruby)


def plain_text(*nodes: Any, notes: bool = False, separator: str = "\n\n") -> str:
    """Return the text of `nodes`: blocks are joined by `separator`, pictures and formulas are left
    out, ruby gives its base, notes only when `notes` is true.
    """
    visitor = _TextVisitor(notes=notes)
    visitor.visit_all(_flatten(nodes))
    visitor.close()
    return separator.join(visitor.blocks)


def has_content(blocks: tuple[Block, ...]) -> bool:
    """Whether there is anything to print in `blocks`: words, or what stands for itself."""
    if plain_text(blocks, notes=True).strip():
        return True
    return any(isinstance(n, Picture | Figure | Table | Listing | Math) for n in walk(blocks))


def _rebuild(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        result: list[Any] = []
        for part in value:
            new = _rebuild(part, change)
            if type(part) in _KINDS and isinstance(new, tuple):
                result.extend(new)
            else:
                result.append(new)
        return tuple(result)
    if type(value) in _KINDS:
        return change(_descend(value, change))
    return value


def _descend(node: Any, change: Callable[[Any], Any]) -> Any:
    changes = {}
    for name in _DECLARED[type(node)]:
        old = getattr(node, name)
        if isinstance(old, tuple):
            new = _rebuild(old, change)
            if new != old:
                changes[name] = new
    return replace(node, **changes) if changes else node


def map_blocks(blocks: tuple[Block, ...], change: Callable[[Any], Any]) -> tuple[Block, ...]:
    """Return `blocks` with `change` applied to every node, children first.

    `change` gets a node and returns a node, or a tuple of nodes that takes its place (an empty
    tuple removes it).
    """
    result = _rebuild(tuple(blocks), change)
    assert isinstance(result, tuple)
    return result


def map_inlines(inlines: tuple[Inline, ...], change: Callable[[Any], Any]) -> tuple[Inline, ...]:
    """Like `map_blocks`, for inlines (a headline, a deck)."""
    result = _rebuild(tuple(inlines), change)
    assert isinstance(result, tuple)
    return result
