"""From content to XHTML for one medium.

EPUB gets clean semantic XHTML whose text is the text of the content; print gets the same structure
with what the typesetting engine cannot do by itself written out as markup.
"""

from __future__ import annotations

from html import escape
from itertools import takewhile
from typing import Final

from newsbook import content as c
from newsbook.tree import walk
from newsbook.xhtml import vocabulary
from newsbook.xhtml.print_links import qr_code
from newsbook.xhtml.writer import InlineWriter

__all__ = ["Renderer"]


class Renderer(InlineWriter):
    """Renders content for one document, numbering its notes from 1.

    `medium` is `epub` or `print`; `language` is that of the element the output will stand in;
    `article` prefixes the ids of notes; `asset_href` maps the `source` of a picture to the address
    written; `labels` are localised words (`notes`, `back-to-text`). One instance renders one
    document: it gathers notes.
    """

    # ------------------------------------------------------------ public
    def inlines(self, inlines: tuple[c.Inline, ...]) -> str:
        """Return `inlines` as XHTML."""
        return self._inlines(inlines)

    def blocks(self, blocks: tuple[c.Block, ...]) -> str:
        """Return `blocks` as XHTML, one block a line."""
        return "".join(f"{self._block(block)}\n" for block in blocks)

    def notes(self) -> str:
        """Return the section of the notes called so far, or `""`.

        Print needs none: a note is a footnote that floats from where it is called.
        """
        if not self._notes:
            return ""
        label = self.labels.get("notes")
        named = f' aria-label="{escape(label)}"' if label else ""
        inner = "".join(self._notes)
        return f'<section class="notes" epub:type="footnotes"{named}>\n{inner}</section>\n'

    # ------------------------------------------------------------ blocks
    def _block(self, block: c.Block) -> str:
        method = getattr(self, _BLOCK[type(block)])
        result = method(block)
        assert isinstance(result, str)
        return result

    def _element(self, tag: str, inlines: tuple[c.Inline, ...], classes: str | None = None) -> str:
        opening = f'<{tag} class="{classes}">' if classes else f"<{tag}>"
        return f"{opening}{self._inlines(inlines)}</{tag}>"

    def _paragraph(self, node: c.Paragraph, opening: str = "") -> str:
        classes = vocabulary.PARAGRAPH_CLASSES.get(node.style or "")
        if classes is None and _shows_only_pictures(node.children):
            classes = "pictures"
        attributes = self._attributes(classes=classes, id=node.id, language=node.language)
        with self._in(node.language):
            return f"<p{attributes}>{opening}{self._inlines(node.children)}</p>"

    def _heading(self, node: c.Heading) -> str:
        tag = f"h{min(max(node.level, 2), 6)}"
        attributes = self._attributes(id=node.id, language=node.language)
        with self._in(node.language):
            return f"<{tag}{attributes}>{self._inlines(node.children)}</{tag}>"

    def _quote(self, node: c.Quote) -> str:
        tag, classes, kind = _QUOTES[node.style]
        attributes = self._attributes(classes=classes, id=node.id, language=node.language)
        cite = f' cite="{escape(node.source)}"' if node.source and tag == "blockquote" else ""
        with self._in(node.language):
            inner = self._nested(node.blocks)
            if node.attribution:
                inner += self._element("p", node.attribution, "attribution")
        return f"<{tag}{attributes}{kind}{cite}>{inner}</{tag}>"

    def _listing(self, node: c.Listing) -> str:
        attributes = self._attributes(id=node.id)
        syntax = f' class="language-{escape(node.syntax)}"' if node.syntax else ""
        return f"<pre{attributes}><code{syntax}>{escape(node.text, quote=False)}</code></pre>"

    def _items(self, node: c.Items) -> str:
        if node.kind == "definition":
            return self._definitions(node)
        tag = "ol" if node.kind == "ordered" else "ul"
        with self._in(node.language):
            items = [self._item(x, node.tight) for x in node.items if isinstance(x, c.Item)]
        spread = any(paragraph for _, paragraph in items)
        classes = "loose" if not node.tight else "tight" if spread else None
        attributes = self._attributes(classes=classes, id=node.id, language=node.language)
        if node.kind == "ordered" and node.start != 1:
            attributes += f' start="{node.start}"'
            if self.medium == "print":  # the engine reads no `start`
                attributes += f' style="counter-reset: list-item {node.start - 1}"'
        return f"<{tag}{attributes}>{''.join(text for text, _ in items)}</{tag}>"

    def _item(self, item: c.Item, tight: bool) -> tuple[str, bool]:
        """Return a list item, and whether paragraphs stand in it as elements."""
        first, rest = item.blocks[:1], item.blocks[1:]
        opening = ""
        if tight and first and _is_plain(first[0]):
            opening, first = self._inlines(first[0].children), ()  # type: ignore[union-attr]
        inner = opening + self._nested((*first, *rest))
        return f"<li>{inner}</li>", any(isinstance(x, c.Paragraph) for x in (*first, *rest))

    def _definitions(self, node: c.Items) -> str:
        attributes = self._attributes(
            classes=None if node.tight else "loose", id=node.id, language=node.language
        )
        parts = []
        with self._in(node.language):
            for term in node.items:
                if not isinstance(term, c.Term):
                    continue
                parts += [self._element("dt", name) for name in term.terms]
                for blocks in term.definitions:
                    plain = len(blocks) == 1 and _is_plain(blocks[0])
                    inner = (
                        self._inlines(blocks[0].children)  # type: ignore[union-attr]
                        if plain
                        else self._nested(blocks)
                    )
                    parts.append(f"<dd>{inner}</dd>")
        return f"<dl{attributes}>{''.join(parts)}</dl>"

    def _figure(self, node: c.Figure) -> str:
        classes = f"figure {node.style}" if node.style else "figure"
        attributes = self._attributes(classes=classes, id=node.id, language=node.language)
        with self._in(node.language):
            inner = self._nested(node.blocks) + "".join(map(self._picture, node.pictures))
            caption = self._inlines(node.caption)
            if node.credit:
                credit = self._element("span", node.credit, "credit")
                caption = f"{caption} {credit}" if caption else credit
        if caption:
            inner += f'<figcaption class="caption">{caption}</figcaption>'
        return f"<figure{attributes}>{inner}</figure>"

    def _table(self, node: c.Table) -> str:
        classes = _columns(node) if self.medium == "print" else None
        attributes = self._attributes(classes=classes, id=node.id, language=node.language)
        with self._in(node.language):
            inner = self._element("caption", node.caption) if node.caption else ""
            for tag, rows in (("thead", node.head), ("tbody", node.body), ("tfoot", node.foot)):
                if rows:
                    cells = "".join(self._row(row, head=tag == "thead") for row in rows)
                    inner += f"<{tag}>{cells}</{tag}>"
        return f"<table{attributes}>{inner}</table>"

    def _row(self, row: c.Row, *, head: bool) -> str:
        cells = []
        for cell in row.cells:
            tag = "th" if cell.header else "td"
            attributes = f' class="align-{cell.align}"' if cell.align else ""
            if cell.header:
                group = "group" if (cell.colspan if head else cell.rowspan) > 1 else ""
                attributes += f' scope="{"col" if head else "row"}{group}"'
            if cell.colspan > 1:
                attributes += f' colspan="{cell.colspan}"'
            if cell.rowspan > 1:
                attributes += f' rowspan="{cell.rowspan}"'
            cells.append(f"<{tag}{attributes}>{self._inlines(cell.children)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _divider(self, node: c.Divider) -> str:
        return "<hr/>"

    def _verse(self, node: c.Verse) -> str:
        attributes = self._attributes(classes="verse", id=node.id, language=node.language)
        with self._in(node.language):
            stanzas = []
            for stanza in node.stanzas:
                lines = "<br/>".join(self._element("span", line, "line") for line in stanza)
                stanzas.append(f'<p class="stanza">{lines}</p>')
        return f"<div{attributes}>{''.join(stanzas)}</div>"

    def _aside(self, node: c.Aside) -> str:
        kind = ' epub:type="sidebar"' if node.style == "sidebar" else ""
        attributes = self._attributes(classes=node.style, id=node.id, language=node.language)
        with self._in(node.language):
            title = self._element("p", node.title, "aside-title") if node.title else ""
            drawn = self._embed_code(node) if node.style == "embed" else ""
            posters = sum(1 for _ in takewhile(_is_poster, node.blocks)) if drawn else 0
            shown, said = self._nested(node.blocks[:posters]), self._nested(node.blocks[posters:])
            return f"<aside{attributes}{kind}>{title}{shown}{drawn}{said}</aside>"

    def _embed_code(self, node: c.Aside) -> str:
        """Return a QR code of the first address in what stands for a player, in print."""
        if self.medium != "print" or self.addresses == "none":
            return ""
        links = (x.href for x in walk(node.blocks) if isinstance(x, c.Link))
        href = next((x for x in links if x.startswith(("http://", "https://"))), None)
        if href is None:
            return ""
        self._drawn.add(href)
        return qr_code(href)

    def _formula(self, node: c.Math) -> str:
        return f'<div class="math">{self._math(node)}</div>'


def _is_poster(block: c.Block) -> bool:
    return isinstance(block, c.Figure)


def _is_plain(block: c.Block) -> bool:
    return isinstance(block, c.Paragraph) and block == c.Paragraph(block.children)


_QUOTES: Final = {
    None: ("blockquote", None, ""),
    "pull": ("aside", "pull-quote", ' epub:type="pullquote" role="doc-pullquote"'),
    "epigraph": ("blockquote", "epigraph", ' epub:type="epigraph" role="doc-epigraph"'),
    "verbatim": ("blockquote", "verbatim", ""),
}
_BLOCK: Final[dict[type, str]] = {
    c.Paragraph: "_paragraph",
    c.Heading: "_heading",
    c.Quote: "_quote",
    c.Listing: "_listing",
    c.Items: "_items",
    c.Figure: "_figure",
    c.Table: "_table",
    c.Divider: "_divider",
    c.Verse: "_verse",
    c.Aside: "_aside",
    c.Math: "_formula",
}


# Tables whose longest row has so many cells are called `columns-N` in print.
_COLUMNS: Final = (3, 6, 8)


def _columns(table: c.Table) -> str:
    """Return the classes that tell style sheets how many columns `table` has.

    A selector could tell too (`:has()`), but would look through the whole table for every cell.
    """
    most = max((len(row.cells) for row in (*table.head, *table.body, *table.foot)), default=0)
    return " ".join(f"columns-{count}" for count in _COLUMNS if most >= count)


def _shows_only_pictures(inlines: tuple[c.Inline, ...]) -> bool:
    """Whether a paragraph is nothing but pictures, each a link perhaps."""
    solid = [x for x in inlines if not (isinstance(x, c.Text) and not x.text.strip())]
    return bool(solid) and all(
        isinstance(x, c.Picture)
        or (isinstance(x, c.Link) and all(isinstance(y, c.Picture) for y in x.children))
        for x in solid
    )
