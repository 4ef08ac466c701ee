"""From what an editor wrote to what newsbook builds: the types of a resolved manifest.

Everything here is checked, converted and in its final unit: past `load` nobody looks at YAML. None
means "not stated" wherever something else may still decide; an empty value ("", ()) means "none,
and that was meant".
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from newsbook.diagnostics import Diagnostic, Location
from newsbook.extract import Expect, Extract
from newsbook.model import Dateline, IndexTerm, Metadata, Person, Rights, SpecialPage, Typography

__all__ = [
    "ArticleEntry",
    "ArticleFields",
    "Binding",
    "Bleed",
    "Cover",
    "EpubOptions",
    "FeedEntry",
    "FontChoice",
    "LayoutChoice",
    "Manifest",
    "Output",
    "Paper",
    "Part",
    "PressOptions",
    "PrintOptions",
    "SectionEntry",
    "SortedEntries",
    "Spot",
    "default_outputs",
]


# ---------------------------------------------------------------- the book's looks
@dataclass(frozen=True, slots=True)
class Cover:
    """The cover picture: `image` is a path relative to the manifest, None for a cover the layout
    draws; `alt` says what the picture shows.
    """

    image: str | None = None
    alt: str | None = None
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """A layout by name, with the options the editor set (as written: strings, lists of strings).

    `css` are style sheets relative to the manifest, applied after the layout's own. `places` maps
    an option to the place of its value in the manifest, `keys` to that of its name.
    """

    name: str = "classic"
    options: Mapping[str, Any] = field(default_factory=dict)
    css: tuple[str, ...] = ()
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)
    keys: Mapping[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The editor's own fonts: `dir` is a folder relative to the manifest, `roles` maps a role
    (`text`, `head`, `sans`, `mono`...) to a family.
    """

    dir: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    where: Location | None = None


# ---------------------------------------------------------------- contents
@dataclass(frozen=True, slots=True)
class ArticleFields:
    """What the manifest says of an article over what its file says; None: as found.

    `date` is ISO 8601 (YYYY, YYYY-MM, YYYY-MM-DD or a date-time); `language` and `han` are BCP 47
    tags, `han` the language of Han characters that nothing else decides; `note` is Markdown,
    printed after the body; `slug` is the article's name in ids and file names; `captions` is where
    a picture without a caption takes one.
    """

    language: str | None = None
    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    byline: tuple[Person, ...] | None = None
    dateline: Dateline | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    rights: Rights | None = None
    keywords: tuple[str, ...] | None = None
    slug: str | None = None
    han: str | None = None
    note: str | None = None
    captions: Literal["file", "article"] | None = None


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One article: `file` is relative to the manifest (POSIX separators).

    `places` maps a field to the place of its value in the manifest.
    """

    file: str
    fields: ArticleFields = ArticleFields()
    format: str | None = None
    encoding: str | None = None
    extract: Extract | None = None
    expect: Expect | None = None
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Every article of a feed or an export: `since` and `until` are ISO dates, both included.

    `limit` keeps so many, the newest first; `sort` orders what is kept (`feed`: as in the file).
    """

    file: str
    fields: ArticleFields = ArticleFields()
    format: str | None = None
    encoding: str | None = None
    limit: int | None = None
    since: str | None = None
    until: str | None = None
    sort: Literal["feed", "date", "headline"] = "feed"
    reverse: bool = False
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class SortedEntries:
    """Articles whose order is only known when they have been read: by `date` or `headline`.

    `limit` keeps so many of the sorted articles.
    """

    entries: tuple[ArticleEntry, ...]
    sort: Literal["date", "headline"]
    reverse: bool = False
    limit: int | None = None
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A part of the book with a title of its own; sections may nest."""

    title: str
    contents: tuple[Part, ...] = ()
    subtitle: str | None = None
    language: str | None = None
    slug: str | None = None
    where: Location | None = None


Part: TypeAlias = ArticleEntry | SectionEntry | FeedEntry | SortedEntries | SpecialPage


# ---------------------------------------------------------------- outputs
@dataclass(frozen=True, slots=True)
class Bleed:
    """How far artwork runs past each edge of the trim, in mm; `inside` is the spine's edge."""

    top: float
    outside: float
    bottom: float
    inside: float

    @classmethod
    def even(cls, mm: float) -> Bleed:
        """Return the same bleed on four sides."""
        return cls(mm, mm, mm, mm)


@dataclass(frozen=True, slots=True)
class Paper:
    """What the inside is printed on: `gsm` grams a square metre, `bulk` in cm³/g, `caliper_um` the
    thickness of a leaf in micrometres (states what gsm x bulk would give), `stock` the name a
    printer gives one of its own papers (`cream`).
    """

    gsm: float | None = None
    bulk: float | None = None
    caliper_um: float | None = None
    stock: str | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """How the sheets become a book: `signature` is pages a section, `cover_mm` the thickness of
    the cover's board, `spine_mm` the printer's own figure for the spine, `flap_mm` the width of
    flaps folded in at the front and the back of the cover.
    """

    kind: Literal["perfect", "saddle", "hardcover"] | None = None
    signature: int | None = None
    cover_mm: float | None = None
    spine_mm: float | None = None
    flap_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A special ink: its name on the plate, the CSS colour space `--key`, and the shares (0 to 1)
    of cyan, magenta, yellow and black that stand in for it.
    """

    key: str
    name: str
    cmyk: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class PressOptions:
    """An order for the press as the editor wrote it; None is filled in by the target `for_`.

    `standard` is `pdf/x-4`, `pdf/x-3`, `pdf/x-1a`, `pdf/x-3:2002`, `pdf/x-1a:2001` or `none`;
    `condition` a registered printing condition; `icc` a profile relative to the manifest; `marks`
    of crop, registration, bar, fold; `images` what becomes of colour pictures; `max_ink` percent;
    `price` the five digits beside the barcode.
    """

    standard: str | None = None
    condition: str | None = None
    icc: str | None = None
    bleed_mm: Bleed | None = None
    marks: tuple[str, ...] | None = None
    images: Literal["cmyk", "icc", "rgb"] | None = None
    max_ink: float | None = None
    ppi: int | None = None
    black_overprint: bool | None = None
    for_: str | None = None
    paper: Paper | None = None
    binding: Binding | None = None
    spots: tuple[Spot, ...] = ()
    price: str | None = None
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What a PDF is to be: the finished page in mm, the press order (None: a PDF for the screen or
    the office), and whether it is tagged for assistive technology.

    `trim_stated` is false when no trim was written and a press target may still set it.
    `cover` says whether the cover is a page of the book, a file of its own (a `wrap` of back, spine
    and front, or the `front` alone), or left out; None leaves it to the press target. `addresses`
    says how links out of the book are printed, `page_references` whether links inside it tell their
    page.
    """

    trim_width_mm: float = 152.4
    trim_height_mm: float = 228.6
    trim_stated: bool = True
    press: PressOptions | None = None
    tagged: bool = False
    cover: Literal["page", "wrap", "front", "none"] | None = None
    blank_pages: bool = True
    addresses: Literal["notes", "qr", "none"] = "notes"
    page_references: bool = True


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """What an EPUB is to be.

    `page_list` names the print output whose page numbers it carries: True for the first one, False
    for none. `cover_page` None leaves the choice to the profile. `accessibility` over the book's.
    """

    embed_fonts: Literal["auto", "always", "never"] = "auto"
    page_list: bool | str = True
    profile: Literal["epub", "kindle", "apple", "kobo", "google"] = "epub"
    cover_page: Literal["linear", "nonlinear", "none"] | None = None
    conformance: Mapping[str, str] = field(default_factory=dict)
    onix: bool = True


@dataclass(frozen=True, slots=True)
class Output:
    """One file to build. `layout` is set when this output has a layout of its own."""

    name: str
    medium: Literal["epub", "print"]
    options: EpubOptions | PrintOptions
    layout: LayoutChoice | None = None
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


# ---------------------------------------------------------------- the whole
def default_outputs() -> tuple[Output, ...]:
    """Return what is built when the manifest names no outputs: an EPUB and a printed book."""
    return (
        Output("epub", "epub", EpubOptions()),
        Output("print", "print", PrintOptions(trim_stated=False)),
    )


@dataclass(frozen=True, slots=True)
class Manifest:
    """A checked manifest. `path` is its file, `root` its folder (absolute); globs are expanded.

    `timestamp` is what the outputs carry as their time (aware, UTC). `locations` maps a top-level
    key to the place of its value. `findings` are warnings about the manifest itself. `text` is the
    manifest as written, for code frames.
    """

    path: Path
    root: Path
    metadata: Metadata
    cover: Cover | None = None
    layout: LayoutChoice = LayoutChoice()
    fonts: FontChoice = FontChoice()
    typography: Typography = field(default_factory=Typography)
    contents: tuple[Part, ...] = ()
    outputs: tuple[Output, ...] = field(default_factory=default_outputs)
    defaults: ArticleFields = ArticleFields()
    index: tuple[IndexTerm, ...] = ()
    timestamp: datetime.datetime = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    locations: Mapping[str, Location] = field(default_factory=dict, compare=False)
    findings: tuple[Diagnostic, ...] = ()
    text: str = field(default="", repr=False, compare=False)

    @property
    def file(self) -> str:
        """The manifest's file name, as messages call it."""
        return self.path.name

    def articles(self) -> tuple[ArticleEntry | FeedEntry, ...]:
        """Return the articles and feeds in reading order."""
        found: list[ArticleEntry | FeedEntry] = []
        stack: list[Part] = list(self.contents)[::-1]
        while stack:
            part = stack.pop()
            if isinstance(part, ArticleEntry | FeedEntry):
                found.append(part)
            elif isinstance(part, SortedEntries):
                found.extend(part.entries)
            elif isinstance(part, SectionEntry):
                stack.extend(part.contents[::-1])
        return tuple(found)
