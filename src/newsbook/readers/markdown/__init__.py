"""From a Markdown file with front matter to an Article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from newsbook.content import Block, Heading, Inline
from newsbook.model import Article, Dateline, Person, Rights, SourceBlock
from newsbook.readers.cutting import cut_body
from newsbook.readers.datelines import parse_dateline
from newsbook.readers.decoding import decode
from newsbook.readers.fields import Fields, Reading, build, level_headings, same_text
from newsbook.readers.leads import take_dateline, take_instructions, tell_labels
from newsbook.readers.markdown.blocks import blocks, numbered
from newsbook.readers.markdown.frontmatter import Head, split
from newsbook.readers.markdown.inlines import Context, inlines_of_line
from newsbook.readers.markdown.shortcodes import with_players
from newsbook.readers.markdown.syntax import MAX_NESTING, parse_document
from newsbook.readers.people import people
from newsbook.readers.source import Source
from newsbook.tree import plain_text
from newsbook.world import World
from newsbook.xhtml import normal_form, normal_inlines
from newsbook.yamltree import Node, Scalar, Sequence, plain

__all__ = ["read"]


def _strings(node: Node | None) -> list[str]:
    """Return the strings of a scalar or a list (also one written with commas)."""
    if isinstance(node, Scalar):
        return [part.strip() for part in (node.text or "").split(",") if part.strip()]
    if isinstance(node, Sequence):
        return [text for item in node.items for text in _strings(item)]
    return []


def _people(node: Node | None) -> tuple[Person, ...]:
    """Return the people of `author:`: a byline, or a list of names or of mappings."""
    found: list[Person] = []
    for item in node.items if isinstance(node, Sequence) else (node,) if node else ():
        value = plain(item)
        if isinstance(value, dict) and value.get("name"):
            name, role = str(value["name"]), str(value.get("role") or "aut")
            affiliation = value.get("affiliation") or value.get("institution")
            sort = value.get("file_as") or value.get("sort")
            found.append(
                Person(name, role, str(affiliation) if affiliation else None,
                       str(sort) if sort else None)
            )  # fmt: skip
        elif isinstance(value, str):
            found.extend(people(value))
    return tuple(found)


def _rights(head: Head) -> Rights:
    return Rights(notice=head.text("rights"), licence=head.text("licence"))


def _status(head: Head) -> str | None:
    draft = (head.text("draft") or "").lower() in ("true", "yes", "1", "on")
    return "draft" if draft else head.text("status")


def _line(head: Head, name: str, context: Context) -> tuple[Inline, ...]:
    node = head.values.get(name)
    if not isinstance(node, Scalar) or not node.text:
        return ()
    context.line = node.where.line or 1
    return inlines_of_line(" ".join(node.text.split()), context)


def _dateline(text: str | None) -> Dateline | None:
    if not text:
        return None
    found = parse_dateline(text)
    return found.dateline if found else Dateline(text)


def _fields(head: Head, context: Context) -> Fields:
    note_node = head.values.get("note")
    note: tuple[Block, ...] = ()
    if isinstance(note_node, Scalar) and note_node.text:
        tree, _ = parse_document(note_node.text)
        note = normal_form(blocks(tree.children, context))
    return Fields(
        headline=_line(head, "headline", context),
        kicker=_line(head, "kicker", context),
        deck=_line(head, "deck", context),
        byline=_people(head.values.get("byline")),
        dateline=_dateline(head.text("dateline")),
        published=head.text("published"),
        modified=head.text("modified"),
        language=head.text("language"),
        source=head.text("source"),
        url=head.text("url"),
        rights=_rights(head),
        note=note,
        keywords=tuple(_strings(head.values.get("keywords"))),
        status=_status(head),
        embargo=head.text("embargo"),
        han=head.text("han"),
        slug=head.text("slug"),
        rule="front-matter",
    )


def _context(
    source: Source, world: World, line: int, tree: SyntaxTreeNode, environment: Mapping[str, Any]
) -> Context:
    context = Context(source, world, line)
    context.notes = {
        node.meta["label"]: node for node in tree.walk() if node.type == "footnote_reference"
    }
    entries = environment.get("footnotes", {}).get("list", {})
    context.lines = {n: entry["tokens"] for n, entry in entries.items() if "tokens" in entry}
    context.convert = lambda nodes: blocks(nodes, context)
    return context


def _check(tree: SyntaxTreeNode, context: Context) -> None:
    """Report notes nobody calls and nesting that the parser does not follow."""
    for label, node in context.notes.items():
        if label not in context.called:
            line = (node.map[0] if node.map else 0) + context.first_line
            context.dropped(f"nothing calls the note [^{label}]; it was left out", line=line)
    deep = next((n for n in tree.walk() if not n.is_root and n.level >= MAX_NESTING - 2), None)
    if deep is not None:
        line = (deep.map[0] if deep.map else 0) + context.first_line
        context.world.diagnostics.error(
            "limit-exceeded",
            f"lists and quotations are nested more than {MAX_NESTING} levels deep",
            where=context.source.at(line),
        )


def _take_headline(found: list[tuple[int, Block]], fields: Fields) -> Fields:
    """Take a first heading of level 1 off `found` when it is, or repeats, the headline."""
    first = found[0][1] if found else None
    if not isinstance(first, Heading) or first.level != 1:
        return fields
    if not fields.headline:
        del found[0]
        rules = (("headline", "inferred: first heading"),)
        return replace(fields, headline=normal_inlines(first.children), rules=rules)
    if same_text(plain_text(first), plain_text(fields.headline)):
        del found[0]
    return fields


def _take_dateline(body: tuple[Block, ...], fields: Fields) -> tuple[tuple[Block, ...], Fields]:
    """Take the dateline of an agency off the first paragraph, unless one is stated."""
    if fields.dateline is not None:
        return body, fields
    rest, found = take_dateline(body, weak=False)
    if found is None:
        return body, fields
    rules = [("dateline", "extracted: first paragraph")]
    published, source = fields.published, fields.source
    if published is None and found.iso_date:
        published = found.iso_date
        rules.append(("published", "extracted: dateline"))
    if source is None and found.dateline.agency:
        source = found.dateline.agency
        rules.append(("source", "inferred: dateline"))
    return rest, replace(
        fields,
        dateline=found.dateline,
        published=published,
        source=source,
        rules=(*fields.rules, *rules),
    )


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a Markdown file (CommonMark with the extensions of `syntax`).

    Without a title in the front matter a first heading of level 1 is the headline.
    """
    head = split(decode(source, world), source, world)
    tree, environment = parse_document(with_players(head.body))
    context = _context(source, world, head.line, tree, environment)
    fields = _fields(head, context)
    found = list(numbered(tree.children, context))
    _check(tree, context)
    fields = _take_headline(found, fields)
    levelled = level_headings(tuple(block for _, block in found))
    made = [(line, normal_form((block,))) for (line, _), block in zip(found, levelled, strict=True)]
    body = tuple(block for _, blocks in made for block in blocks)
    seen = tuple(
        SourceBlock(type(block).__name__.lower(), plain_text(block), line)
        for line, blocks in made
        for block in blocks
    )
    body, fields = cut_body(
        body, fields, source, world, [line for line, blocks in made for _ in blocks]
    )
    body, embargo, labels = take_instructions(body)
    tell_labels(labels, source.at(), world)
    fields = replace(fields, embargo=fields.embargo or embargo)
    body, fields = _take_dateline(body, fields)
    return (build(source, world, body, fields, Reading("markdown", blocks=seen)),)
