"""From an Article to a Markdown file that reads back as the same article.

What Markdown has no signs for stands as HTML in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from newsbook.content import (
    Block,
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
    Note,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Text,
)  # fmt: skip
from newsbook.model import Article
from newsbook.tree import plain_text, walk
from newsbook.xhtml import Renderer

__all__ = ["markdown_of"]

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~^$])")
_OPENING = re.compile(r"^(\d{1,9}(?=[.)])|)([#+\-=:>.)])")
_AWKWARD = re.compile(r'[\\"\[\]*_`{}<>~^$|&\n]')  # what the names of pictures cannot hold
_ENTITY = re.compile(r"&(?=#?\w+;)")


class _Writer:
    """Writes blocks; gathers the notes they call."""

    def __init__(self, language: str | None) -> None:
        self.language = language or "und"
        self.notes: list[Note] = []

    # ------------------------------------------------------------ inlines
    def inlines(self, nodes: Iterable[Inline]) -> str:
        """Return inlines as Markdown."""
        return "".join(self.inline(node) for node in nodes)

    def inline(self, node: Inline) -> str:
        """Return one inline as Markdown, or as HTML where there are no signs for it."""
        if isinstance(node, Text):
            return _ENTITY.sub("&amp;", _SIGNS.sub(r"\\\1", node.text))
        if isinstance(node, Emphasis | Strong):
            mark = "*" if isinstance(node, Emphasis) else "**"
            return f"{mark}{self.inlines(node.children)}{mark}"
        if isinstance(node, Code):
            longest = max((len(run) for run in re.findall("`+", node.text)), default=0)
            ticks, space = "`" * (longest + 1), " " if "`" in node.text else ""
            return f"{ticks}{space}{node.text}{space}{ticks}"
        if isinstance(node, LineBreak):
            return "\\\n"
        if isinstance(node, Link):
            title = f" {json.dumps(node.title, ensure_ascii=False)}" if node.title else ""
            return f"[{self.inlines(node.children)}](<{node.href}>{title})"
        if isinstance(node, Note):
            self.notes.append(node)
            return f"[^{len(self.notes)}]"
        if isinstance(node, Picture) and not _AWKWARD.search(node.alt or ""):
            return f"![{node.alt or ''}](<{node.source}>)"
        return Renderer("epub", language=self.language).inlines((node,))

    # ------------------------------------------------------------ blocks
    def blocks(self, nodes: Iterable[Block]) -> str:
        """Return blocks as Markdown, with blank lines between them."""
        return "\n\n".join(self.block(node) for node in nodes)

    def block(self, node: Block) -> str:
        """Return one block as Markdown, or as HTML where there are no signs for it."""
        made = self._plain(node)
        if made is not None:
            return made
        renderer = Renderer("epub", language=self.language)
        html = renderer.blocks((node,)) + renderer.notes()
        return re.sub(r"\n{2,}", "\n", html).strip()

    def _plain(self, node: Block) -> str | None:
        if isinstance(node, Paragraph) and node == Paragraph(node.children):
            return _OPENING.sub(r"\1\\\2", self.inlines(node.children))
        if isinstance(node, Heading) and node == Heading(node.level, node.children):
            return f"{'#' * node.level} {self.inlines(node.children)}"
        if isinstance(node, Quote) and node == Quote(node.blocks):
            return _indented(self.blocks(node.blocks), "> ")
        if isinstance(node, Listing) and node == Listing(node.text, node.syntax):
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", node.text)), 3)
            return f"{fence}{node.syntax or ''}\n{node.text}\n{fence}"
        if isinstance(node, Divider):
            return "* * *"
        if isinstance(node, Items) and node.kind != "definition":
            return self._items(node)
        if isinstance(node, Figure):
            return self._figure(node)
        return None

    def _items(self, node: Items) -> str | None:
        if node.id or node.language:
            return None
        lines = []
        for number, item in enumerate(node.items, node.start):
            if not isinstance(item, Item):
                return None
            mark = "- " if node.kind == "bullet" else f"{number}. "
            if node.tight and not all(map(_follows, item.blocks[1:])):
                return None
            inside = ("\n" if node.tight else "\n\n").join(self.block(b) for b in item.blocks)
            lines.append(mark + _indented(inside, " " * len(mark)).lstrip())
        return ("\n" if node.tight else "\n\n").join(lines)

    def _figure(self, node: Figure) -> str | None:
        if len(node.pictures) != 1 or node.blocks or node.id or node.language:
            return None
        picture = node.pictures[0]
        if picture != Picture(picture.source, picture.alt):
            return None
        credit = plain_text(node.credit)
        if node.credit and (node.credit != (Text(credit),) or _AWKWARD.search(credit)):
            return None
        if _AWKWARD.search(picture.alt or "") or _holds_notes(node.caption):
            return None
        title = self.inlines(node.caption).replace("\\", "\\\\").replace('"', '\\"')
        caption = f' "{title}"' if title else ""
        after = f'{{credit="{credit}"}}' if credit else ""
        return f"![{picture.alt or ''}](<{picture.source}>{caption}){after}"


def _follows(block: Block) -> bool:
    """Whether `block` may follow a paragraph without a blank line between them."""
    return isinstance(block, Items) and block.tight and (block.kind == "bullet" or block.start == 1)


def _holds_notes(inlines: tuple[Inline, ...]) -> bool:
    return any(isinstance(node, Note | LineBreak) for node in walk(inlines))


def _indented(text: str, margin: str) -> str:
    return "\n".join((margin + line).rstrip() for line in text.split("\n"))


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _head(article: Article) -> list[str]:
    """Return the lines of the front matter."""
    byline = [
        {"name": p.name, **({"role": p.role} if p.role != "aut" else {}),
         **({"affiliation": p.affiliation} if p.affiliation else {})}
        for p in article.byline
    ]  # fmt: skip
    values: list[tuple[str, Any]] = [
        ("title", plain_text(article.headline)),
        ("kicker", plain_text(article.kicker)),
        ("deck", plain_text(article.deck)),
        ("byline", byline),
        ("dateline", article.dateline.raw if article.dateline else ""),
        ("date", article.published or ""),
        ("updated", article.modified or ""),
        ("language", article.language or ""),
        ("source", article.source or ""),
        ("url", article.url or ""),
        ("rights", article.rights.notice or article.rights.holder or ""),
        ("licence", article.rights.licence or ""),
        ("keywords", list(article.keywords)),
        ("status", "" if article.status in ("usable", "publish", "published") else article.status),
        ("embargo", article.embargo or ""),
    ]
    lines = [f"{key}: {_quoted(value)}" for key, value in values if value and key != "byline"]
    if byline:
        people = (", ".join(f"{k}: {_quoted(v)}" for k, v in p.items()) for p in byline)
        lines.insert(1, "byline: [" + ", ".join(f"{{{person}}}" for person in people) + "]")
    return [re.sub(r'^(date|updated|language|status): "([\w:+-]*)"$', r"\1: \2", x) for x in lines]


def markdown_of(article: Article) -> str:
    """Return `article` as Markdown with YAML front matter."""
    writer = _Writer(article.language)
    body = writer.blocks(article.body)
    notes = []
    number = 0
    while number < len(writer.notes):  # a note may call notes
        inside = writer.blocks(writer.notes[number].blocks)
        number += 1
        notes.append(f"[^{number}]: " + _indented(inside, "    ").lstrip())
    return "\n".join(("---", *_head(article), "---", "", "\n\n".join((body, *notes)), ""))
