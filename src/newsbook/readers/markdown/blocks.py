"""From the block nodes of Markdown to blocks of the closed vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from newsbook.content import (
    FIGURE_STYLES,
    PARAGRAPH_STYLES,
    QUOTE_STYLES,
    Block,
    Cell,
    Divider,
    Figure,
    Heading,
    Inline,
    Item,
    Items,
    LineBreak,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Row,
    Table,
    Term,
    Text,
    Verse,
)  # fmt: skip
from newsbook.readers.markdown.containers import container, with_attributes
from newsbook.readers.markdown.inlines import (
    Context,
    attribute_words,
    formula,
    inlines,
    inlines_of_line,
    picture,
)
from newsbook.readers.markdown.rawhtml import ends_of_runs, html_run
from newsbook.readers.markdown.syntax import CONTAINER, FORMULA, FORMULA_BLOCK, attributes_at_end

__all__ = ["blocks", "numbered"]

_CAPTION = re.compile(r"(?:Table)?\s?:\s+")
_ATTRIBUTION = re.compile(r"\s*(?:[—–―]|--)\s*(?=\S)")
_VERSE_LINE = re.compile(r"\|(?:\s|$)")
_TASK = re.compile(r"\[([ xX])\]\s+")


def numbered(nodes: Sequence[SyntaxTreeNode], context: Context) -> Iterator[tuple[int, Block]]:
    """Yield the blocks of `nodes` (not yet in normal form), each with its line."""
    index = 0
    ends: list[int] = []
    while index < len(nodes):
        node = nodes[index]
        if node.map:
            context.line = node.map[0] + context.first_line
        line = context.line
        caption = _caption_after(nodes, index)
        if node.type == "html_block":
            ends = ends or ends_of_runs(nodes)
            made, index = html_run(nodes, index, ends[index], context, blocks), ends[index]
        else:
            made, index = _block(node, context), index + 1
        if caption is not None and made and isinstance(made[0], Table):
            made, index = (_captioned(made[0], caption, context),), index + 1
        for block in made:
            yield line, block


def blocks(nodes: Sequence[SyntaxTreeNode], context: Context) -> tuple[Block, ...]:
    """Return the blocks of `nodes` in order (not yet in normal form)."""
    return tuple(block for _, block in numbered(nodes, context))


def _block(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    convert = _BLOCKS.get(node.type)
    if convert is None:
        context.dropped(f"a {node.type} was left out")
        return ()
    return convert(node, context)


def _inline_nodes(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [part for child in node.children if child.type == "inline" for part in child.children]


def _source_text(node: SyntaxTreeNode) -> str:
    return "\n".join(child.content for child in node.children if child.type == "inline")


# ---------------------------------------------------------------- paragraphs and headings
def _paragraph(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    parts = _inline_nodes(node)
    lines = _source_text(node).split("\n")
    if len(lines) > 1 and all(_VERSE_LINE.match(line) for line in lines):
        return (_line_block(lines, context),)
    solid = [part for part in parts if not _is_blank(part)]
    if solid and all(part.type == "image" for part in solid):
        return with_attributes((_figure(solid, context),), node, context)
    if len(solid) == 1 and solid[0].type == FORMULA and solid[0].meta["display"]:
        return _formula(solid[0].content, context)
    words = attribute_words(node, context)
    styles = [word for word in words if word in PARAGRAPH_STYLES]
    for word in words:
        if word not in PARAGRAPH_STYLES:
            context.dropped(f"the class {word!r} means nothing for a paragraph")
    paragraph = Paragraph(inlines(parts, context), styles[0] if styles else None)
    return with_attributes((paragraph,), node, context)


def _is_blank(node: SyntaxTreeNode) -> bool:
    return node.type in ("softbreak", "hardbreak") or (
        node.type == "text" and not node.content.strip()
    )


def _line_block(lines: Sequence[str], context: Context) -> Verse:
    """Return lines that begin with `| ` as verse; an empty one ends a stanza."""
    stanzas: list[list[tuple[Inline, ...]]] = [[]]
    for line in lines:
        text = line[1:].strip()
        if text:
            stanzas[-1].append(inlines_of_line(text, context))
        elif stanzas[-1]:
            stanzas.append([])
    return Verse(tuple(tuple(stanza) for stanza in stanzas if stanza))


def _figure(images: Sequence[SyntaxTreeNode], context: Context) -> Figure:
    """Return pictures that stand alone as a figure: title or `caption=` below, `credit=` after."""
    pictures: list[Picture] = []
    captions: list[Inline] = []
    credits: list[Inline] = []
    for image in images:
        pictures.append(picture(image, context))
        title = str(image.attrs.get("caption") or image.attrs.get("title") or "")
        for text, target in ((title, captions), (str(image.attrs.get("credit", "")), credits)):
            found = inlines_of_line(text, context) if text else ()
            if found:
                target += [Text(" "), *found] if target else found
    name = next((str(i.attrs["id"]) for i in images if i.attrs.get("id")), None)
    words = {word for i in images for word in str(i.attrs.get("class", "")).split()}
    style = next(iter(words & FIGURE_STYLES), None)
    return Figure((), tuple(pictures), tuple(captions), tuple(credits), name, None, style)


def _heading(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    for word in attribute_words(node, context):
        context.dropped(f"the class {word!r} means nothing for a heading")
    level = int(node.tag[1:])
    heading = Heading(level, inlines(_inline_nodes(node), context))
    return with_attributes((heading,), node, context)


# ---------------------------------------------------------------- quotations, lists, code
def _quote(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    inside = blocks(node.children, context)
    inside, attribution = _attribution(inside)
    style = None
    for word in attribute_words(node, context, "cite"):
        plain = word.removesuffix("-quote").removesuffix("quote")
        if plain in QUOTE_STYLES:
            style = plain
        else:
            context.dropped(f"the class {word!r} means nothing for a quotation")
    cite = str(node.attrs.get("cite", "")) or None
    return with_attributes((Quote(inside, attribution, style, cite),), node, context)


def _attribution(
    inside: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Inline, ...]]:
    """Take the attribution off the end of a quotation: a paragraph or line that begins with —."""
    last = inside[-1] if inside else None
    if not isinstance(last, Paragraph) or last.style or not last.children:
        return inside, ()
    start = next(
        (
            i
            for i in range(len(last.children) - 1, -1, -1)
            if isinstance(last.children[i], LineBreak) or last.children[i] == Text("\n")
        ),
        -1,
    )
    first = last.children[start + 1] if start + 1 < len(last.children) else None
    if not isinstance(first, Text) or not _ATTRIBUTION.match(first.text):
        return inside, ()
    if start < 0 and len(inside) < 2:
        return inside, ()
    words = (Text(_ATTRIBUTION.sub("", first.text, 1)), *last.children[start + 2 :])
    before = last.children[: max(start, 0)]
    kept = (replace(last, children=before),) if before else ()
    return (*inside[:-1], *kept), words


def _list(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    items = []
    tight = True
    for child in node.children:
        inside = blocks(child.children, context)
        tight = tight and all(p.hidden for p in child.children if p.type == "paragraph")
        items.append(Item(_with_task(inside)))
    for word in attribute_words(node, context):
        context.dropped(f"the class {word!r} means nothing for a list")
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1)) if ordered else 1
    made = Items("ordered" if ordered else "bullet", tuple(items), start, tight)
    return with_attributes((made,), node, context)


def _with_task(inside: tuple[Block, ...]) -> tuple[Block, ...]:
    """Turn `[ ]` and `[x]` at the start of an item into ballot boxes."""
    first = inside[0] if inside else None
    if isinstance(first, Paragraph) and first.children and isinstance(first.children[0], Text):
        text = first.children[0].text
        if match := _TASK.match(text):
            box = "☐ " if match[1] == " " else "☑ "
            children = (Text(box + text[match.end() :]), *first.children[1:])
            return (replace(first, children=children), *inside[1:])
    return inside


def _definitions(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    entries: list[Term] = []
    for child in node.children:
        if child.type == "dt":
            term = inlines(_inline_nodes(child), context)
            if entries and not entries[-1].definitions:
                last = entries.pop()
                entries.append(Term((*last.terms, term), ()))
            else:
                entries.append(Term((term,), ()))
        elif entries:
            last = entries.pop()
            meaning = blocks(child.children, context)
            entries.append(Term(last.terms, (*last.definitions, meaning)))
    return with_attributes((Items("definition", tuple(entries)),), node, context)


def _listing(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    info, attributes = attributes_at_end(f" {node.info}") if node.info else ("", {})
    syntax = (info.split() or [""])[0].strip("{}.") or None
    if syntax == "math":
        return _formula(node.content.strip(), context)
    name = attributes.get("id") or node.attrs.get("id")
    return (Listing(node.content.rstrip("\n"), syntax, str(name) if name else None),)


def _formula(tex: str, context: Context) -> tuple[Block, ...]:
    return (formula(tex, context, display=True) or Listing(tex, "latex"),)


# ---------------------------------------------------------------- tables
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")


def _cell(node: SyntaxTreeNode, context: Context) -> Cell:
    style = _ALIGN.search(str(node.attrs.get("style", "")))
    align: Any = style[1] if style else None
    return Cell(inlines(_inline_nodes(node), context), header=node.type == "th", align=align)


def _rows(node: SyntaxTreeNode, kind: str, context: Context) -> tuple[Row, ...]:
    return tuple(
        Row(tuple(_cell(cell, context) for cell in row.children))
        for part in node.children
        if part.type == kind
        for row in part.children
    )


def _table(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    table = Table(body=_rows(node, "tbody", context), head=_rows(node, "thead", context))
    if all(not cell.children for row in table.head for cell in row.cells):
        table = replace(table, head=())
    return with_attributes((table,), node, context)


def _caption_after(nodes: Sequence[SyntaxTreeNode], index: int) -> SyntaxTreeNode | None:
    """Return the paragraph after the table at `index` that is its caption (`: What it shows`)."""
    following = nodes[index + 1] if index + 1 < len(nodes) else None
    if nodes[index].type != "table" or following is None or following.type != "paragraph":
        return None
    return following if _CAPTION.match(_source_text(following)) else None


def _captioned(table: Table, node: SyntaxTreeNode, context: Context) -> Table:
    text, attributes = attributes_at_end(_CAPTION.sub("", _source_text(node), count=1))
    caption = inlines_of_line(text, context)
    name = attributes.get("id") or table.id
    return replace(table, caption=caption, id=name, language=attributes.get("lang", table.language))


def _container(node: SyntaxTreeNode, context: Context) -> tuple[Block, ...]:
    return container(node, context, blocks)


_BLOCKS: dict[str, Callable[[SyntaxTreeNode, Context], tuple[Block, ...]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "blockquote": _quote,
    "bullet_list": _list,
    "ordered_list": _list,
    "dl": _definitions,
    "fence": _listing,
    "code_block": _listing,
    FORMULA_BLOCK: lambda node, context: _formula(node.content, context),
    "table": _table,
    "hr": lambda node, context: (Divider(),),
    "footnote_reference": lambda node, context: (),
    CONTAINER: _container,
}
