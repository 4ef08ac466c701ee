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
    "Composition",
    "Document",
    "Galley",
    "GalleyAnchor",
    "GalleyBookmark",
    "GalleyFace",
    "GalleyPage",
    "Medium",
    "PageOpening",
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

    `label` is plain text; `byline` the authors as printed; `language` of the label.
    """

    label: str
    document: str
    anchor: str | None = None
    language: str | None = None
    byline: str = ""
    kind: Literal["section", "article", "page"] = "article"
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML document of a Composition: a whole serialised `html` element (UTF-8, well-formed).

    `name` is an ASCII slug, unique, used for file names and ids. `kind` is `cover`, `title`,
    `copyright`, `toc`, `section`, `article`, `index`... `article` is the slug of the article it
    holds (one at most). `start` says on which side its first page must fall in print. `landmark` is
    the EPUB structural semantic (`cover`, `titlepage`, `toc`, `bodymatter`...). `folios` is false
    for pages that carry no page number. `numbering` is `front` (roman), `body` (arabic) or `none`.
    Neighbours with the same non-empty `unit` are typeset together, as one.

    A reference to a page is an element `<span class="page-ref" data-ref="ID"></span>`: print fills
    in the folio of the page on which ID stands.
    """

    name: str
    kind: str
    title: str
    language: str
    xhtml: str
    article: str | None = None
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

    `file` is relative to its fonts folder; `index` the face in a collection; `widths` maps glyph id
    to advance (1/1000 em), `unicode` glyph id to the text it stands for.
    """

    resource: str
    name: str
    file: str
    index: int
    widths: Mapping[int, float]
    unicode: Mapping[int, str]
    descriptor: Mapping[str, Any] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class PageOpening:
    """Which letter of an article starts a page.

    `letters` counts the letters of the document's text before the page, white space, hyphens and
    generated text left out; `text` is the first words of the page.
    """

    page: int
    letters: int
    text: str


@dataclass(frozen=True, slots=True)
class GalleyPage:
    """One page: size, whether it is blank (added by a forced break), and its running material."""

    width_pt: float
    height_pt: float
    blank: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Galley:
    """One typeset unit: PDF pages without font programs, and what binding needs to know of them."""

    unit: str
    pdf: bytes
    pages: tuple[GalleyPage, ...]
    faces: tuple[GalleyFace, ...]
    anchors: tuple[GalleyAnchor, ...] = ()
    bookmarks: tuple[GalleyBookmark, ...] = ()
    openings: tuple[PageOpening, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
