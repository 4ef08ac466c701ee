"""From allowed elements to blocks and inlines.

`Flow` walks the sanitised tree. Blocks found where only inlines can stand are joined by line
breaks; inline elements wrapped around blocks are pushed down onto each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, TypeAlias

from newsbook import content as c
from newsbook.typography.tags import is_valid
from newsbook.xhtml import blocks as make
from newsbook.xhtml import inlines as mark
from newsbook.xhtml.elements import Element, Node
from newsbook.xhtml.embeds import embed, without_doubles
from newsbook.xhtml.footnotes import Notes, without_backlinks
from newsbook.xhtml.sanitise import Dropped, Report
from newsbook.xhtml.tables import figure, table

__all__ = ["Flow"]

Wrap: TypeAlias = Callable[[tuple[c.Inline, ...]], tuple[c.Inline, ...]]

_BLOCK_TAGS: Final = frozenset(
    """oembed lite-youtube lite-vimeo amp-youtube amp-vimeo
    address article aside blockquote center dd details dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe audio video embed
    object legend li main menu nav ol p pre search section summary table tbody td
    tfoot th thead tr ul caption""".split()
)
_MAKERS: Final = {**make.MAKERS, "figure": figure, "table": table}
_EMBEDS: Final = frozenset(
    """iframe audio video embed object oembed lite-youtube lite-vimeo amp-youtube
    amp-vimeo""".split()
)


class Flow:
    """Turns elements into content, remembering the language around it and what it left out."""

    def __init__(
        self,
        root: Element,
        notes: Notes,
        *,
        language: str | None = None,
        report: Report | None = None,
    ) -> None:
        self.root = root
        self.notes = notes
        self.base = language
        self.languages: list[str | None] = [language]
        self.in_note: list[str] = []
        self.shift = int(any(e.tag == "h1" for e in root.walk()))
        self._report = report
        self._dropped: dict[str, Dropped] = {}

    # ------------------------------------------------------------ reporting
    def drop(
        self,
        what: str,
        element: Element,
        *,
        machinery: bool = False,
        instead: str = "",
        slight: bool = False,
    ) -> None:
        """Remember that `what` was left out at `element`; `instead` stands for it."""
        seen = self._dropped.get(what)
        self._dropped[what] = (
            replace(seen, count=seen.count + 1)
            if seen
            else Dropped(what, element.line, machinery=machinery, instead=instead, slight=slight)
        )

    def finish(self) -> None:
        """Tell the caller what was left out."""
        if self._report is not None:
            for dropped in self._dropped.values():
                self._report(dropped)

    # ------------------------------------------------------------ language
    def language_of(self, element: Element) -> str | None:
        """Return the valid language `element` states, or None."""
        tag = (element.get("lang") or element.get("xml:lang") or "").strip().replace("_", "-")
        return tag if tag and is_valid(tag) else None

    @contextmanager
    def inside(self, element: Element) -> Any:
        """Be inside `element`: its language is the one inherited."""
        self.languages.append(self.language_of(element) or self.languages[-1])
        try:
            yield
        finally:
            self.languages.pop()

    # ------------------------------------------------------------ blocks
    def is_blocky(self, element: Element) -> bool:
        """Return whether `element` is a block or holds one."""
        if element.blocky is None:
            element.blocky = (
                element.tag in _BLOCK_TAGS
                or (element.tag == "math" and element.get("display") == "block")
                or any(isinstance(x, Element) and self.is_blocky(x) for x in element.children)
            )
        return element.blocky

    def blocks(self, nodes: Iterable[Node]) -> list[c.Block]:
        """Return `nodes` as blocks: runs of inlines become paragraphs."""
        result: list[c.Block] = []
        run: list[Node] = []

        def flush() -> None:
            children = self.inlines(run)
            run.clear()
            if children:
                result.append(c.Paragraph(children))

        for node in nodes:
            if id(node) in self.notes.consumed and not self.in_note:
                continue
            if isinstance(node, Element) and self.is_blocky(node):
                flush()
                result.extend(self.block(node))
            else:
                run.append(node)
        flush()
        return without_doubles(result)

    def block(self, element: Element) -> list[c.Block]:
        """Return the blocks that `element`, a block or something around one, stands for."""
        with self.inside(element):
            if element.tag in _EMBEDS:
                return embed(self, element)
            maker = _MAKERS.get(element.tag)
            if maker is not None:
                return maker(self, element)
            wrap = mark.wrapper(self, element)
            made = self.blocks(element.children)
            if wrap is not None:
                return [make.wrap_block(block, wrap) for block in made]
            return make.mark_first(made, element, self.language_of(element))

    # ------------------------------------------------------------ inlines
    def inlines(self, nodes: Sequence[Node]) -> tuple[c.Inline, ...]:
        """Return `nodes` as inlines; blocks among them are joined by line breaks."""
        result: list[c.Inline] = []
        for node in nodes:
            if isinstance(node, str):
                result.append(c.Text(node))
            elif id(node) in self.notes.consumed and not self.in_note:
                continue
            elif node.tag in _BLOCK_TAGS:
                with self.inside(node):
                    inner = make.flattened(self, node)
                if inner:
                    result += [c.LineBreak(), *inner, c.LineBreak()]
            else:
                with self.inside(node):
                    result += mark.inline(self, node)
        return tuple(result)

    # ------------------------------------------------------------ notes
    def note(self, link: Element) -> c.Note | None:
        """Return the note that `link` calls, or None when it calls none (or itself)."""
        name = link.get("data-note")
        container = self.notes.texts.get(name or "")
        if name is None or container is None or name in self.in_note or len(self.in_note) > 8:
            return None
        self.in_note.append(name)
        try:
            copy = without_backlinks(container, name)
            if container.tag == "p":
                made: list[c.Block] = [c.Paragraph(self.inlines(copy.children))]
            else:
                made = self.blocks(copy.children)
        finally:
            self.in_note.pop()
        stated = self.language_of(container)
        if stated is not None and stated not in (self.languages[-1],):
            made = [make.with_language(block, stated) for block in made]
        return c.Note(tuple(made), name)
