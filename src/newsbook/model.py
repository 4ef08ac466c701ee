"""From articles to an Edition: the types of the waist.

All values are frozen and slotted; stages return new ones (`dataclasses.replace`). Lengths carry
their unit in the name. Nothing here reads a file or knows a format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsbook.content import Block, Inline
from newsbook.diagnostics import Location

__all__ = [
    "SPECIAL_PAGES",
    "Article",
    "Asset",
    "Category",
    "Change",
    "Contributor",
    "Dateline",
    "Decision",
    "Edition",
    "Identifier",
    "IndexEntry",
    "IndexTerm",
    "Metadata",
    "Origin",
    "Person",
    "Rights",
    "Section",
    "Series",
    "SourceBlock",
    "SpecialPage",
    "Typography",
]


SPECIAL_PAGES = (
    "cover", "half-title", "title", "copyright", "toc", "credits", "pictures", "contributors",
    "chronology", "index", "colophon",
)  # fmt: skip
"""The pages a layout can make, by the names they have in `contents`."""


# ---------------------------------------------------------------- people and rights
@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, translated or took pictures; `role` is a MARC relator code (`aut`, `trl`)."""

    name: str
    role: str = "aut"
    affiliation: str | None = None
    file_as: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """Someone responsible for the book as a whole; `role` is a MARC relator code (`edt`)."""

    name: str
    role: str = "edt"
    file_as: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a story was filed; `raw` is what the source says, verbatim."""

    raw: str
    place: str | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """Who owns an article and how it may be used."""

    notice: str | None = None
    holder: str | None = None
    usage: str | None = None
    licence: str | None = None


# ---------------------------------------------------------------- articles
@dataclass(frozen=True, slots=True)
class Decision:
    """One value a reader or the manifest settled, and the rule it came from (for the report).

    `rule` is one of `manifest`, `front-matter`, `format`, `extracted`, `inferred`, plus detail
    after a colon (`inferred: dateline`).
    """

    field: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change made for typesetting: by `rule`, `before` became `after`.

    `article` is the slug of the article (None: the book's own titles), `part` says where in it
    (`headline`, `body`...), `context` are the words around it as they were, `where` the place in
    the source file as far as it can be found. `leaf` counts the texts of the article, `at` the
    characters of that text: undoing changes from the last to the first gives what was read.
    """

    rule: str
    before: str
    after: str
    article: str | None
    part: str
    context: str
    leaf: int
    at: int
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One block as a reader saw it (for `newsbook inspect`): also what was *not* kept.

    `label` says what it was taken for (`body`, `headline`, `byline`, `tail`...); `score` is the
    reader's confidence or weight, None where it has none.
    """

    kind: str
    text: str
    line: int | None = None
    label: str = "body"
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from and how it was read.

    `file` is relative to the project; `confidence` runs from 0 to 1 (1 for structured formats);
    `told` is the language its reader was told beforehand, `encoding` the encoding.
    """

    file: str
    reader: str = ""
    sha256: str = ""
    confidence: float = 1.0
    decisions: tuple[Decision, ...] = ()
    blocks: tuple[SourceBlock, ...] = ()
    where: Location | None = None
    told: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `slug` is unique in the Edition and safe in ids and file names.

    `headline`, `kicker` and `deck` are inlines. `published` is a date as stated (ISO 8601 date or
    date-time string). `language` is a BCP 47 tag. `body` does not repeat the headline, the byline
    or the dateline. `note` is the author's or editor's note printed after the body. `pictures`
    came inside the source (DOCX, MHTML, `data:` URLs): `Asset.source` is what `Picture.source`
    says in the body.
    """

    slug: str
    headline: tuple[Inline, ...]
    body: tuple[Block, ...]
    language: str | None = None
    kicker: tuple[Inline, ...] = ()
    deck: tuple[Inline, ...] = ()
    byline: tuple[Person, ...] = ()
    dateline: Dateline | None = None
    published: str | None = None
    modified: str | None = None
    source: str | None = None
    url: str | None = None
    rights: Rights = Rights()
    note: tuple[Block, ...] = ()
    keywords: tuple[str, ...] = ()
    status: str = "usable"
    embargo: str | None = None
    han: str | None = None
    pictures: tuple[Asset, ...] = ()
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class SpecialPage:
    """A page the layout makes: `cover`, `title`, `copyright`, `toc`, `credits`, `index`..."""

    name: str
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the book; sections may nest."""

    slug: str
    title: tuple[Inline, ...]
    parts: tuple[Article | Section | SpecialPage, ...]
    subtitle: tuple[Inline, ...] = ()
    language: str | None = None


# ---------------------------------------------------------------- the book
@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of one output or of all: `scheme` is `isbn`, `issn`, `doi`, `uuid`, `url`;
    `medium` is `epub`, `print` or None.
    """

    scheme: str
    value: str
    medium: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The series a book belongs to."""

    name: str
    position: str | None = None
    issn: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of the book as a whole (Dublin Core, MARC relators)."""

    title: str
    language: str
    subtitle: str | None = None
    contributors: tuple[Contributor, ...] = ()
    publisher: str | None = None
    date: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    rights: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    series: Series | None = None
    slug: str = "book"
    direction: Literal["ltr", "rtl"] = "ltr"
    conformance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typography:
    """How far the text is normalised for typesetting; source files never change.

    `level`: `none` prints verbatim, `quotes` sets only quotation marks and apostrophes, `full`
    applies every rule. `pinyin`: `keep` repairs tone marks only, `off` does not look for pinyin.
    `han_default` is the language of Han characters that nothing else decides.
    """

    level: Literal["none", "quotes", "full"] = "full"
    normalise: bool = True
    quotes: bool = True
    pinyin: Literal["keep", "off"] = "keep"
    han_default: str = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Translation:
    """What a picture says of itself in one `language`, a tag of BCP 47 in lower case."""

    language: str
    alt: str | None = None
    caption: str | None = None
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture, font or other resource of the book.

    `key` is its name inside the book (ASCII, unique, with suffix); exactly one of `data` and `path`
    is set (`path` is read when the bytes are needed). Sizes are pixels after EXIF orientation.
    `translations` are what its file says in languages that it names.
    """

    key: str
    media_type: str
    data: bytes | None = None
    path: Path | None = None
    sha256: str = ""
    width_px: int | None = None
    height_px: int | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    rights: str | None = None
    source: str | None = None
    translations: tuple[Translation, ...] = ()

    def said(self, name: Literal["alt", "caption", "rights"], *languages: str | None) -> str | None:
        """Return what the file says in the first of `languages` it has, else what it says first."""
        for wanted in filter(None, languages):
            for close in (wanted.lower(), wanted.lower().split("-")[0]):
                for each in self.translations:
                    text: str | None = getattr(each, name)
                    if text and close in (each.language, each.language.split("-")[0]):
                        return text
        first: str | None = getattr(self, name)
        return first

    def read(self) -> bytes:
        """Return the bytes. Raises OSError when the file has gone."""
        if self.data is not None:
            return self.data
        assert self.path is not None
        return self.path.read_bytes()


Category = Literal["people", "places", "organisations", "topics"]
"""What an index lists; each kind has a part of its own."""


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A name the manifest lists for the index: as it stands in the text, and as it is filed.

    `also` are other spellings; `see` sends the reader to another entry instead of to pages.
    """

    category: Category
    name: str
    sort: str | None = None
    also: tuple[str, ...] = ()
    see: str | None = None
    language: str | None = None
    where: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry of the index: `heading` as printed, `sort` as filed, and the ids of its places."""

    category: Category
    heading: str
    sort: str
    language: str
    anchors: tuple[str, ...] = ()
    see: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """The waist: metadata, parts in order, and assets; the same for every output.

    `parts` are what the manifest lists at the top level. `cover` is the key of the cover picture.
    `index_terms` are the names the manifest lists; `index` is what a transform found of them.
    `changes` are the changes of characters made so far, in the order they were made.
    """

    metadata: Metadata
    parts: tuple[Article | Section | SpecialPage, ...]
    assets: Mapping[str, Asset] = field(default_factory=dict)
    cover: str | None = None
    cover_alt: str | None = None
    typography: Typography = Typography()
    index_terms: tuple[IndexTerm, ...] = ()
    index: tuple[IndexEntry, ...] = ()
    changes: tuple[Change, ...] = ()

    def articles(self) -> tuple[Article, ...]:
        """Return every article in reading order."""
        return tuple(part for part in self._walk() if isinstance(part, Article))

    def pages(self) -> tuple[SpecialPage, ...]:
        """Return every special page that the manifest names, in reading order."""
        return tuple(part for part in self._walk() if isinstance(part, SpecialPage))

    def _walk(self) -> Iterator[Article | Section | SpecialPage]:
        stack = list(self.parts)[::-1]
        while stack:
            part = stack.pop()
            yield part
            if isinstance(part, Section):
                stack.extend(part.parts[::-1])
