"""From inlines and notes to XHTML: the part of the renderer below the block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any, Final, Literal
from urllib.parse import quote

from newsbook import content as c
from newsbook.formulas import drawing, spelled
from newsbook.tree import plain_text
from newsbook.typography.tags import is_rtl
from newsbook.xhtml import vocabulary
from newsbook.xhtml.mathml import NAMESPACE
from newsbook.xhtml.print_links import Addresses, page_note, qr_code, shown_address
from newsbook.xhtml.print_markup import as_spans

__all__ = ["InlineWriter", "default_href"]

_ALLOWED_IN_PATH: Final = "/~!$&'()*+,;=@-._"


def default_href(source: str) -> str:
    """Return the address of a picture whose asset keeps its name."""
    if source.startswith(("http:", "https:", "data:")):
        return source
    return quote(source, safe=_ALLOWED_IN_PATH)


class InlineWriter(ABC):
    """Writes inlines, remembering the language around them and the notes they call."""

    def __init__(
        self,
        medium: Literal["epub", "print"],
        *,
        language: str,
        article: str = "",
        asset_href: Callable[[str], str] = default_href,
        labels: Mapping[str, str] | None = None,
        addresses: Addresses = "none",
        page_references: bool = False,
    ) -> None:
        self.medium = medium
        self.article = article
        self.asset_href = asset_href
        self.labels = labels or {}
        self.addresses = addresses if medium == "print" else "none"
        self.page_references = page_references and medium == "print"
        self._addressed: set[str] = set()
        self._drawn: set[str] = set()  # addresses whose QR code stands in the text
        self._languages = [language]
        self._notes: list[str] = []
        self._note_ids: set[str] = set()
        self._in_note = 0

    @abstractmethod
    def _block(self, block: c.Block) -> str: ...

    def _nested(self, blocks: tuple[c.Block, ...]) -> str:
        return "".join(self._block(block) for block in blocks)

    @abstractmethod
    def _paragraph(self, node: c.Paragraph, opening: str = "") -> str: ...

    # ------------------------------------------------------------ attributes
    @contextmanager
    def _in(self, language: str | None) -> Any:
        self._languages.append(language or self._languages[-1])
        try:
            yield
        finally:
            self._languages.pop()

    def _attributes(
        self,
        *,
        classes: str | None = None,
        id: str | None = None,
        language: str | None = None,
        title: str | None = None,
    ) -> str:
        parts = []
        if id:
            parts.append(f' id="{escape(id)}"')
        if classes:
            parts.append(f' class="{escape(classes)}"')
        if language:
            parts.append(f' lang="{escape(language)}" xml:lang="{escape(language)}"')
            if is_rtl(language) != is_rtl(self._languages[-1]):
                parts.append(f' dir="{"rtl" if is_rtl(language) else "ltr"}"')
        if title:
            parts.append(f' title="{escape(title)}"')
        return "".join(parts)

    # ------------------------------------------------------------ inlines
    def _inlines(self, inlines: tuple[c.Inline, ...]) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: c.Inline) -> str:
        method = getattr(self, _INLINE[type(inline)])
        result = method(inline)
        assert isinstance(result, str)
        return result

    def _text(self, node: c.Text) -> str:
        return escape(node.text, quote=False)

    def _emphasis(self, node: c.Emphasis) -> str:
        return f"<em>{self._inlines(node.children)}</em>"

    def _strong(self, node: c.Strong) -> str:
        return f"<strong>{self._inlines(node.children)}</strong>"

    def _superscript(self, node: c.Superscript) -> str:
        return f"<sup>{self._inlines(node.children)}</sup>"

    def _subscript(self, node: c.Subscript) -> str:
        return f"<sub>{self._inlines(node.children)}</sub>"

    def _code(self, node: c.Code) -> str:
        return f"<code>{escape(node.text, quote=False)}</code>"

    def _line_break(self, node: c.LineBreak) -> str:
        return "<br/>"

    def _link(self, node: c.Link) -> str:
        href = vocabulary.clean_href(node.href)
        if href is None:
            return self._inlines(node.children)
        title = self._attributes(title=node.title)
        link = f'<a href="{escape(href)}"{title}>{self._inlines(node.children)}</a>'
        if href.startswith("#"):
            return link + self._page_note(href[1:])
        return link + self._address_note(node, href)

    def _page_note(self, target: str) -> str:
        """Return where in the printed book a link to another article leads."""
        here = target == self.article or target.startswith(f"{self.article}-")
        if not self.page_references or not self.article or here:
            return ""
        return page_note(target, self.labels, self._languages[-1])

    def _address_note(self, node: c.Link, href: str) -> str:
        """Return the address of a link as a footnote, where the text itself does not tell it."""
        shown = shown_address(href, plain_text(node.children))
        if self.addresses == "none" or not shown or href in self._addressed:
            return ""
        self._addressed.add(href)
        words = f'<span class="address">{escape(shown, quote=False)}</span>'
        if self._in_note:
            return f'<span class="url-note"> ({words})</span>'
        drawn = qr_code(href) if self.addresses == "qr" and href not in self._drawn else ""
        return f'<span class="note url-note">{words}{drawn}</span>'

    def _picture(self, node: c.Picture) -> str:
        # A tagged PDF takes an empty description for a forgotten one; a space says nothing aloud.
        empty = " " if self.medium == "print" else ""
        alt = empty if node.decorative else node.alt
        stated = f' alt="{escape(alt)}"' if alt is not None else ""
        rest = self._attributes(language=node.language, title=node.title)
        return f'<img src="{escape(self.asset_href(node.source))}"{stated}{rest}/>'

    def _ruby(self, node: c.Ruby) -> str:
        outer = self._attributes(language=node.language)
        with self._in(node.language):
            inner = self._attributes(language=node.annotation_language)
            pairs = "".join(
                f"{escape(pair.base, quote=False)}"
                f"<rt{inner}>{escape(pair.annotation, quote=False)}</rt>"
                for pair in node.pairs
            )
        return f"<ruby{outer}>{pairs}</ruby>"

    def _span(self, node: c.Span) -> str:
        tag, classes, title = vocabulary.SPAN_TAGS.get(node.style or "", "span"), None, node.title
        stated = ""
        if node.style == "time" and title and vocabulary.is_datetime(title):
            tag, stated, title = "time", f' datetime="{escape(title)}"', None
        elif tag == "span" and node.style in c.SPAN_STYLES:
            classes = node.style
        attributes = self._attributes(
            classes=classes, id=node.id, language=node.language, title=title
        )
        with self._in(node.language):
            return f"<{tag}{stated}{attributes}>{self._inlines(node.children)}</{tag}>"

    def _math(self, node: c.Math) -> str:
        attributes = identity = f' id="{escape(node.id)}"' if node.id else ""
        if node.alt:
            attributes += f' alttext="{escape(node.alt)}"'
        if node.display:
            attributes += ' display="block"'
        opening = f'<math xmlns="{NAMESPACE}">'
        if self.medium == "print" and node.mathml:
            drawn = drawing(node.mathml, node.display, node.alt or spelled(node.mathml))
            inner = drawn or escape(spelled(node.mathml), quote=False)
            return f'<span class="formula"{identity}>{inner}</span>'
        if not node.mathml.startswith(opening):
            return escape(node.alt or "", quote=False)
        return f'<math xmlns="{NAMESPACE}"{attributes}>{node.mathml[len(opening) :]}'

    # ------------------------------------------------------------ notes
    def _note(self, node: c.Note) -> str:
        if self.medium == "print":
            return self._footnote(node)
        number = len(self._notes) + 1
        prefix = f"{self.article}-" if self.article else ""
        name = node.id if node.id and node.id not in self._note_ids else f"{prefix}fn-{number}"
        self._note_ids.add(name)
        call = f"{prefix}fnref-{number}"
        self._notes.append("")
        language = self._languages[-1] if self._languages[-1] != self._languages[0] else None
        opening = self._note_opening(node.blocks, call, number)
        attributes = self._attributes(id=name, classes="footnote", language=None)
        if language:
            attributes += f' lang="{escape(language)}" xml:lang="{escape(language)}"'
            if is_rtl(language) != is_rtl(self._languages[0]):
                attributes += f' dir="{"rtl" if is_rtl(language) else "ltr"}"'
        self._notes[number - 1] = (
            f'<aside{attributes} epub:type="footnote" role="doc-footnote">{opening}</aside>\n'
        )
        return (
            f'<a class="noteref" id="{escape(call)}" href="#{escape(name)}" '
            f'epub:type="noteref" role="doc-noteref">{number}</a>'
        )

    def _footnote(self, node: c.Note) -> str:
        """Return a note as the span that print floats to the foot of the page.

        The span stands in a line of text, so its blocks are written as spans too; style sheets make
        `as-p` and the others blocks again. The first paragraph runs in after the number.
        """
        self._in_note += 1
        try:
            first, rest = node.blocks[:1], node.blocks[1:]
            inner = ""
            if first and isinstance(first[0], c.Paragraph):
                attributes = self._attributes(language=first[0].language)
                with self._in(first[0].language):
                    inner = f"<span{attributes}>{self._inlines(first[0].children)}</span>"
                first = ()
            inner += as_spans(self._nested((*first, *rest)))
        finally:
            self._in_note -= 1
        if self._in_note:
            return f'<span class="nested-note"> ({inner})</span>'
        return f'<span class="note">{inner}</span>'

    def _note_opening(self, blocks: tuple[c.Block, ...], call: str, number: int) -> str:
        """Return a note's blocks with its number, linking back to the call, before them."""
        label = self.labels.get("back-to-text")
        named = f' aria-label="{escape(label)}"' if label else ""
        back = (
            f'<a class="note-number" href="#{escape(call)}" role="doc-backlink"{named}>{number}</a>'
        )
        first, rest = blocks[0], blocks[1:]
        if isinstance(first, c.Paragraph):
            return self._paragraph(first, opening=f"{back} ") + "".join(map(self._block, rest))
        return f'<p class="note-number">{back}</p>' + "".join(map(self._block, blocks))


_INLINE: Final[dict[type, str]] = {
    c.Text: "_text",
    c.Emphasis: "_emphasis",
    c.Strong: "_strong",
    c.Code: "_code",
    c.Link: "_link",
    c.Picture: "_picture",
    c.Note: "_note",
    c.Ruby: "_ruby",
    c.Span: "_span",
    c.Superscript: "_superscript",
    c.Subscript: "_subscript",
    c.LineBreak: "_line_break",
    c.Math: "_math",
}
