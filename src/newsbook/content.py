"""From what an article can say to a closed vocabulary of blocks and inlines.

Every reader returns these types and every output renders them; what does not fit becomes a
diagnostic, never silence. All values are frozen; children are tuples. `id` is local to the article
until the `links` transform namespaces it; `language` is a BCP 47 tag or None (inherited).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "ASIDE_STYLES",
    "FIGURE_STYLES",
    "PARAGRAPH_STYLES",
    "QUOTE_STYLES",
    "SPAN_STYLES",
    "Aside",
    "Block",
    "Cell",
    "Code",
    "Divider",
    "Emphasis",
    "Figure",
    "Heading",
    "Inline",
    "Item",
    "Items",
    "LineBreak",
    "Link",
    "Listing",
    "Math",
    "Node",
    "Note",
    "Paragraph",
    "Picture",
    "Quote",
    "Row",
    "Ruby",
    "RubyPair",
    "Span",
    "Strong",
    "Subscript",
    "Superscript",
    "Table",
    "Term",
    "Text",
    "Verse",
]

SPAN_STYLES = frozenset(
    {
        "abbr", "cite", "definition", "deleted", "inserted", "keyboard", "marked", "quoted",
        "small", "smallcaps", "time", "underline", "variable", "sample", "verbatim",
        "person", "place", "organisation", "topic",
    }
)  # fmt: skip
PARAGRAPH_STYLES = frozenset({"lead", "subhead", "signature", "source", "question", "answer"})
QUOTE_STYLES = frozenset({"pull", "epigraph", "verbatim"})
ASIDE_STYLES = frozenset({"sidebar", "editors-note", "fact-box", "embed"})
FIGURE_STYLES = frozenset({"full-page"})


# ---------------------------------------------------------------- inlines
@dataclass(frozen=True, slots=True)
class Text:
    """Characters. White space is already collapsed; no line feeds."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stress emphasis (XHTML `em`)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong importance (XHTML `strong`)."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of code in running text; kept verbatim."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `href` is an absolute URL (http, https, mailto, tel) or `#id` inside the book.

    Readers may also leave a relative path to another article's source (`pine.md`, `pine.md#id`);
    the `links` transform turns it into `#id`.
    """

    href: str
    children: tuple[Inline, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in running text or in a figure. `source` is a path relative to the article's file
    as read, and the key of an `Asset` of the Edition after the `pictures` transform.
    """

    source: str
    alt: str | None = None
    title: str | None = None
    decorative: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing where its call stands. Its number is given when it is rendered."""

    blocks: tuple[Block, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class RubyPair:
    """One base text and its annotation."""

    base: str
    annotation: str


@dataclass(frozen=True, slots=True)
class Ruby:
    """Base text with annotations (XHTML `ruby`); languages of base and annotation may differ."""

    pairs: tuple[RubyPair, ...]
    language: str | None = None
    annotation_language: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Inlines in another language, with a named style of `SPAN_STYLES`, or with an id."""

    children: tuple[Inline, ...]
    language: str | None = None
    style: str | None = None
    id: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised inlines."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered inlines."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author meant."""


@dataclass(frozen=True, slots=True)
class Math:
    """A formula as presentation MathML (one serialised `math` element), in a line or as a block."""

    mathml: str
    alt: str | None = None
    display: bool = False
    id: str | None = None


# ---------------------------------------------------------------- blocks
@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` is None or one of `PARAGRAPH_STYLES`."""

    children: tuple[Inline, ...]
    style: str | None = None
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an article; level 2 to 6 (the headline is level 1)."""

    level: int
    children: tuple[Inline, ...]
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation; `style` is None or one of `QUOTE_STYLES` (`pull`: a pull quote;
    `verbatim`: no character of it is ever normalised).
    """

    blocks: tuple[Block, ...]
    attribution: tuple[Inline, ...] = ()
    style: str | None = None
    source: str | None = None
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Preformatted text, kept verbatim with its line feeds; `syntax` names the code's language."""

    text: str
    syntax: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a definition list: terms and their definitions."""

    terms: tuple[tuple[Inline, ...], ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `kind` is bullet, ordered or definition; `tight` items have no space between them.

    `items` holds `Item` values, or `Term` values when `kind` is definition.
    """

    kind: Literal["bullet", "ordered", "definition"]
    items: tuple[Item | Term, ...]
    start: int = 1
    tight: bool = True
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures (or other blocks) with a caption and a credit line; `style` is None or one of
    `FIGURE_STYLES`. A `full-page` figure may take a page of its own.
    """

    blocks: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    caption: tuple[Inline, ...] = ()
    credit: tuple[Inline, ...] = ()
    id: str | None = None
    language: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `header` cells get a scope of `col` in the head and `row` elsewhere."""

    children: tuple[Inline, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Literal["left", "center", "right"] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with an optional caption, head rows and body rows."""

    body: tuple[Row, ...]
    head: tuple[Row, ...] = ()
    foot: tuple[Row, ...] = ()
    caption: tuple[Inline, ...] = ()
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Divider:
    """A break in thought (XHTML `hr`)."""


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines whose breaks are the author's; a stanza is one tuple of lines."""

    stanzas: tuple[tuple[tuple[Inline, ...], ...], ...]
    id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """Matter beside the article; `style` is one of `ASIDE_STYLES`."""

    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    style: str | None = None
    id: str | None = None
    language: str | None = None


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | Code
    | Link
    | Picture
    | Note
    | Ruby
    | Span
    | Superscript
    | Subscript
    | LineBreak
    | Math
)
Block: TypeAlias = (
    Paragraph | Heading | Quote | Listing | Items | Figure | Table | Divider | Verse | Aside | Math
)
Node: TypeAlias = Inline | Block | Item | Term | Cell | Row | RubyPair
