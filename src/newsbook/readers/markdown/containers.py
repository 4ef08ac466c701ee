"""From fenced containers (`::: sidebar Title {#id lang=zh}`) to the blocks they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from newsbook.content import (
    PARAGRAPH_STYLES,
    Aside,
    Block,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Quote,
    Text,
    Verse,
)  # fmt: skip
from newsbook.readers.markdown.inlines import Context, inlines_of_line
from newsbook.readers.markdown.syntax import attributes_at_end
from newsbook.xhtml import normal_form

__all__ = ["container", "with_attributes"]

Convert = Callable[[Sequence[SyntaxTreeNode], Context], tuple[Block, ...]]

_QUOTES = {"pull-quote": "pull", "pullquote": "pull", "epigraph": "epigraph", "quote": None,
           "verbatim": "verbatim"}  # fmt: skip
_ASIDES = {
    "sidebar": "sidebar", "box": "sidebar", "aside": "sidebar", "fact-box": "fact-box",
    "factbox": "fact-box", "facts": "fact-box", "note": "editors-note",
    "editors-note": "editors-note", "embed": "embed",
}  # fmt: skip
_VERSE = frozenset({"verse", "poem", "poetry"})


def with_attributes(
    blocks: tuple[Block, ...], node: SyntaxTreeNode, context: Context
) -> tuple[Block, ...]:
    """Return `blocks` with the id (the first of them) and the language (all) that `node` states."""
    attributes = {str(key): str(value) for key, value in node.attrs.items()}
    return _attributed(blocks, attributes, context)


def _attributed(
    blocks: tuple[Block, ...], attributes: dict[str, str], context: Context
) -> tuple[Block, ...]:
    language = attributes.get("lang") or attributes.get("xml:lang")
    name = attributes.get("id")
    made: list[Any] = list(blocks)
    for index, block in enumerate(made):
        if language and hasattr(block, "language") and block.language is None:
            made[index] = block = replace(block, language=language)
        if name and hasattr(block, "id"):
            made[index] = replace(block, id=block.id or name)
            name = None
    if name:
        context.dropped(f"the id {name!r} has nothing to stand on")
    return tuple(made)


def _verse(inside: tuple[Block, ...], context: Context) -> tuple[Block, ...]:
    """Return paragraphs as stanzas whose line ends are kept; other blocks stay beside them."""
    stanzas: list[tuple[tuple[Inline, ...], ...]] = []
    others: list[Block] = []
    for block in inside:
        if isinstance(block, Paragraph):
            lines: list[list[Inline]] = [[]]
            for child in block.children:
                if isinstance(child, LineBreak) or (isinstance(child, Text) and child.text == "\n"):
                    lines.append([])
                else:
                    lines[-1].append(child)
            stanzas.append(tuple(tuple(line) for line in lines))
        else:
            others.append(block)
    if others:
        context.dropped("only paragraphs can be verse; the rest of the container follows it")
    return (Verse(tuple(stanzas)), *others)


def _figure(inside: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks as one figure; text after the pictures is the caption."""
    made = list(normal_form(inside))
    caption: tuple[Inline, ...] = ()
    last = made[-1] if len(made) > 1 else None
    if isinstance(last, Paragraph):
        caption = last.children
        made.pop()
    if len(made) == 1 and isinstance(made[0], Figure):
        return (replace(made[0], caption=made[0].caption or caption),)
    pictures = tuple(p for block in made if isinstance(block, Figure) for p in block.pictures)
    rest = tuple(block for block in made if not isinstance(block, Figure))
    return (Figure(rest, pictures, caption),)


def container(node: SyntaxTreeNode, context: Context, convert: Convert) -> tuple[Block, ...]:
    """Return the blocks of a container; one that nobody knows gives its content and a report."""
    info, attributes = attributes_at_end(f" {node.info}")
    words = info.split()
    classes = attributes.get("class", "").split()
    name = words[0].lower() if words else (classes.pop(0).lower() if classes else "")
    title = inlines_of_line(" ".join(words[1:]), context) if words[1:] else ()
    for word in classes:
        context.dropped(f"the class {word!r} means nothing for a container")
    line = context.line
    inside = convert(node.children, context)
    context.line = line
    made = _named(name, title, inside, context)
    return _attributed(made, attributes, context)


def _named(
    name: str, title: tuple[Inline, ...], inside: tuple[Block, ...], context: Context
) -> tuple[Block, ...]:
    if name in _ASIDES:
        first = inside[0] if inside else None
        if not title and isinstance(first, Heading) and first.id is None:
            title, inside = first.children, inside[1:]
        return (Aside(inside, title, _ASIDES[name]),)
    head = (Paragraph(title),) if title else ()
    if name in _QUOTES:
        return (Quote((*head, *inside), (), _QUOTES[name]),)
    if name in _VERSE:
        return (*head, *_verse(inside, context))
    if name == "figure":
        return _figure((*inside, *head))
    if name in PARAGRAPH_STYLES:
        return tuple(
            replace(block, style=name) if isinstance(block, Paragraph) else block
            for block in (*head, *inside)
        )
    if name:
        known = sorted({*_ASIDES, *_QUOTES, *_VERSE, *PARAGRAPH_STYLES, "figure"})
        context.dropped(
            f"newsbook knows no container {name!r}; its content was kept",
            hint="containers: " + ", ".join(known),
        )
    return (*head, *inside)
