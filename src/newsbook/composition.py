"""From an Edition to what each output is made of: compositions and galleys.

A Composition is an Edition poured into a layout for one medium; a Galley is one typeset unit of it.
Lengths carry their unit in the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from newsbook.diagnostics import Diagnostic
from newsbook.model import Asset, Metadata

__all__ = [
    "BookBlock",
    "BookPage",
    "Composition",
    "Document",
    "Furniture",
    "Galley",
    "GalleyAnchor",
    "GalleyBookmark",
    "GalleyFace",
    "GalleyPage",
    "GalleySlot",
    "Layer",
    "Medium",
    "PageMark",
    "PageOpening",
    "PlacedPicture",
    "SlotGlyph",
    "Stylesheet",
    "TocEntry",
]

Medium: TypeAlias = Literal["epub", "print"]


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """One style sheet: `name` is its file name in the output."""

    name: str
    css: str


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the contents: `document` is the name of a `Document`, `anchor` an id in it or None.

    `label` is plain text; `byline` the authors as printed; `language` of the label. `runs` is the
    label cut where its language changes, each piece with its own (None: that of the label), or ()
    when it is in one.
    """

    label: str
    document: str
    anchor: str | None = None
    language: str | None = None
    byline: str = ""
    kind: Literal["section", "article", "page"] = "article"
    children: tuple[TocEntry, ...] = ()
    runs: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML document of a Composition: a whole serialised `html` element (UTF-8, well-formed).

    `name` is an ASCII slug, unique, used for file names and ids. `kind` is `cover`, `title`,
    `copyright`, `toc`, `section`, `article`, `index`... `article` is the slug of the article it
    holds, `also` those of further ones of which it holds all or a part (a translation beside it,
    the stories of a front page). `start` says on which side its first page must fall in print.
    `landmark` is the EPUB structural semantic (`cover`, `titlepage`, `toc`, `bodymatter`...).
    `folios` is false for pages that carry no page number. `numbering` is `front` (roman), `body`
    (arabic) or `none`. Neighbours with the same non-empty `unit` are typeset together, as one.

    A reference to a page is an element `<span class="page-ref" data-ref="ID"></span>`: print fills
    in the folio of the page on which ID stands. `<span class="page-refs" data-refs="ID ID"></span>`
    gets the folios of several, each once, runs of them as ranges.
    """

    name: str
    kind: str
    title: str
    language: str
    xhtml: str
    article: str | None = None
    also: tuple[str, ...] = ()
    start: Literal["any", "recto", "verso"] = "any"
    landmark: str | None = None
    linear: bool = True
    numbering: Literal["front", "body", "none"] = "body"
    folios: bool = True
    unit: str = ""
    running: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """An Edition poured into a layout for one medium; holds everything a backend needs, and no
    Edition: a backend cannot decide about content again.

    `options` are the layout's resolved options; `labels` the localised words a backend may need.
    """

    medium: Medium
    metadata: Metadata
    documents: tuple[Document, ...]
    stylesheets: tuple[Stylesheet, ...]
    assets: Mapping[str, Asset]
    contents: tuple[TocEntry, ...]
    cover: str | None = None
    cover_alt: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, Any] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GalleyFace:
    """One font face a galley draws with, and the glyphs it used.

    `resource` is its name in the content streams, the same in every galley; `name` the PostScript
    name written; `file` is relative to its fonts folder; `index` the face in a collection; `widths`
    maps glyph id to advance (1/1000 em), `unicode` glyph id to the text it stands for;
    `descriptor` holds the entries of the PDF font descriptor. `extra` (1/1000 em) is what glyphs of
    full width are wider in this copy of the face than in the file.
    """

    resource: str
    name: str
    file: str
    index: int
    widths: Mapping[int, float]
    unicode: Mapping[int, str]
    descriptor: Mapping[str, Any] = field(default_factory=dict)
    extra: int = 0


@dataclass(frozen=True, slots=True)
class GalleyAnchor:
    """A named destination: page index in the galley, and place in pt from that page's top left."""

    id: str
    page: int
    x_pt: float
    y_pt: float


@dataclass(frozen=True, slots=True)
class GalleyBookmark:
    """An outline entry: level from 1, label, and place."""

    level: int
    label: str
    page: int
    x_pt: float
    y_pt: float
    closed: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture as it stands on a page: the key of its asset, how wide it prints, and the pixels
    that lie side by side in that width.
    """

    key: str
    width_mm: float
    pixels: int

    @property
    def ppi(self) -> float:
        """Its effective resolution, in pixels an inch."""
        return self.pixels / (self.width_mm / 25.4)


@dataclass(frozen=True, slots=True)
class PageOpening:
    """Which letter of an article starts a page.

    `letters` counts the letters of the document's text before the page, white space, hyphens and
    generated text left out; `text` is the first words of the page. Where several documents share a
    page, each has an opening, and `rank` tells their order (0: the one that opens the page).
    `picture` is the number (from 0) of the document's picture that stands before these words.
    """

    page: int
    letters: int
    text: str
    document: str = ""
    rank: int = 0
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class SlotGlyph:
    """One character a slot may show: face and glyph, its width in the font (1/1000 em), and its
    advance in px at the slot's size.
    """

    resource: str
    glyph: int
    width: float
    advance_px: float


@dataclass(frozen=True, slots=True)
class GalleySlot:
    """A place where a page number is stamped when the book is bound.

    `key` is the operand of the marked-content point that stands for it in the content;
    `kind` is `folio` (the page's own), `last` (the last of its numbering) or `ref` (the page of
    `target`). The number is set from `x_px`, `y_px` (baseline) in a space of `width_px` that stood
    for it while the line was set; `align` is the share of the difference that goes to the left
    (0 start, 0.5 centre, 1 end). `before` and `after` are the keys of what moves along.
    """

    key: str
    kind: Literal["folio", "last", "ref"]
    target: str
    numerals: str
    x_px: float
    y_px: float
    width_px: float
    size_px: float
    align: float
    glyphs: Mapping[str, SlotGlyph]
    transform: str = "none"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """Drawing operators of a page: plain, or deflated so that chunks can be joined.

    `data` is plain when `packed` is false, else a raw deflate run that ends on a byte boundary
    without a final block (RFC 1951, 3.2.3); `length` and `adler` are those of the plain bytes.
    """

    data: bytes = b""
    packed: bool = False
    length: int = 0
    adler: int = 1


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a page carries around its text on one side: `under` the text and `over` it.

    `shift_px` moves the text area from where it was typeset to where it stands on this side.
    `boxes` are MediaBox, TrimBox and BleedBox in pt, the trim's lower left corner at the origin.
    """

    shift_px: float = 0.0
    under: bytes = b""
    over: bytes = b""
    boxes: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """One page: its trimmed size, its text, and its running material by side.

    `blank` pages were added by a forced break. `furniture` has a value for each side (`left`,
    `right`) on which the page can stand. `document` is the name of the document it opens with.
    `boxes` are MediaBox, TrimBox and BleedBox in pt.
    """

    width_pt: float
    height_pt: float
    blank: bool = False
    name: str = ""
    document: str = ""
    body: Layer = Layer()
    furniture: Mapping[str, Furniture] = field(default_factory=dict)
    slots: tuple[GalleySlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Galley:
    """One typeset unit: PDF pages without text and font programs, and what binding needs of them.

    `pdf` holds page objects, resources, annotations and structure; the content of its pages is in
    `pages`. `side` is the side on which it was typeset to begin; `refs` are the ids of which it
    must be told the folio before it can be set for good; `pictures` are those made of pixels.
    """

    unit: str
    pdf: bytes
    pages: tuple[GalleyPage, ...]
    faces: tuple[GalleyFace, ...]
    anchors: tuple[GalleyAnchor, ...] = ()
    bookmarks: tuple[GalleyBookmark, ...] = ()
    openings: tuple[PageOpening, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    side: Literal["left", "right"] = "right"
    refs: tuple[str, ...] = ()
    pictures: tuple[PlacedPicture, ...] = ()

    @property
    def reversible(self) -> bool:
        """Whether every page can stand on either side."""
        return all(len(page.furniture) == 2 for page in self.pages)


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of a book block: `folio` is what is printed, or would be; `label` the PDF label."""

    folio: str
    label: str
    side: Literal["left", "right"]
    blank: bool = False
    unit: str = ""
    document: str = ""
    article: str | None = None


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a printed page begins in an article: as `PageOpening` says, `page` from 0."""

    page: int
    folio: str
    letters: int
    text: str
    rank: int = 0
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class BookBlock:
    """A bound book: the PDF, its pages, and per article (or document) the openings of its pages."""

    pdf: bytes
    pages: tuple[BookPage, ...]
    page_map: Mapping[str, tuple[PageMark, ...]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
