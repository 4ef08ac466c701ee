"""From a Composition, step by step, to a `Package` and its bytes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from newsbook import __version__
from newsbook.composition import Composition, Document, PageMark
from newsbook.diagnostics import Collector
from newsbook.epub import navigation
from newsbook.epub.accessibility import Facts, inspect, onix_record, statements
from newsbook.epub.archive import Item, Package, Statement, write
from newsbook.epub.articles import article_statements, describe, writers
from newsbook.epub.documents import Leaf, normalise, parse, properties, serialise
from newsbook.epub.links import Places, link_documents, locate
from newsbook.epub.metadata import PREFIXES, book_statements, unique_identifier
from newsbook.epub.navigation import LANDMARKS, Landmark, PageTarget
from newsbook.epub.pagemarks import mark_pages
from newsbook.epub.profiles import PROFILES, Profile
from newsbook.epub.resources import (
    COVER_ID,
    cover_key,
    font_items,
    gather,
    picture_items,
    sheet_items,
    style_sheets,
)
from newsbook.epub.split import split_leaf
from newsbook.epub.typefaces import Typefaces, choose_typefaces
from newsbook.epub.vocabulary import OPS, XHTML, relative
from newsbook.epub.words import summary
from newsbook.errors import UsageError
from newsbook.fonts import Catalogue
from newsbook.manifest.types import EpubOptions
from newsbook.model import Asset
from newsbook.recall import FORGETFUL, Recall

__all__ = ["package"]

_ENGLISH = {
    "contents": "Contents",
    "cover": "Cover",
    "landmarks": "Landmarks",
    "page-list": "Pages",
    "start": "Beginning",
}
_NAV = "nav.xhtml"
_ONIX = "meta/onix.xml"


def package(
    composition: Composition,
    options: EpubOptions,
    *,
    timestamp: datetime.datetime,
    catalogue: Catalogue | None,
    page_map: Mapping[str, Sequence[PageMark]] | None = None,
    diagnostics: Collector | None = None,
    recall: Recall = FORGETFUL,
) -> bytes:
    """Return the EPUB of `composition`.

    `timestamp` (aware) is stated as the time of modification; `catalogue` gives the fonts to embed;
    `page_map` is that of the print edition, keyed by article slug or document name. Findings go to
    `diagnostics`; `recall` remembers subsets of fonts and what is seen in documents. Raises
    `InputError` when the layout made a document that is not XHTML.
    """
    findings = diagnostics if diagnostics is not None else Collector()
    profile = _profile(options)
    labels = {**_ENGLISH, **composition.labels}
    leaves = _leaves(composition, profile, labels)
    paged = page_map if page_map and options.page_list else {}
    marked = mark_pages(leaves, paged, findings, recall) if paged else ()
    known = len(findings)
    pictures = gather(composition, leaves, findings)
    # Words stand in place of a picture that is not there.
    unchanged = recall if len(findings) == known else FORGETFUL
    typefaces = choose_typefaces(
        composition, leaves, catalogue, options.embed_fonts, profile, unchanged
    )
    _tell_left_out(typefaces, findings)
    sheets = style_sheets(composition, pictures, typefaces, profile)
    for leaf in leaves:
        normalise(leaf, tuple(relative(file, leaf.file) for file in sheets))
        about = composition.articles.get(leaf.document.article or "")
        if about:
            describe(leaf, about)
    taken = {leaf.file for leaf in leaves}
    leaves = [part for leaf in leaves for part in split_leaf(leaf, profile.document_bytes, taken)]
    places = locate(leaves)
    gone = frozenset(d.name for d in composition.documents) - places.files.keys()
    link_documents(leaves, places, findings, gone=gone)
    pages = tuple(PageTarget(m.folio, f"{places.ids[m.id]}#{m.id}") for m in marked)
    book = _Book(
        composition,
        options,
        profile,
        labels,
        leaves,
        places,
        pages,
        pictures,
        sheets,
        typefaces,
        recall,
    )
    return write(book.package(timestamp))


def _tell_left_out(typefaces: Typefaces, findings: Collector) -> None:
    for family in typefaces.guests_left_out:
        findings.info(
            "epub-font-left-out",
            f"the EPUB does not embed {family}: its text is so much that reading systems will "
            "have a font for it",
            hint="embed_fonts: always embeds it",
        )


def _profile(options: EpubOptions) -> Profile:
    try:
        profile = PROFILES[options.profile]
    except KeyError:
        raise UsageError(
            f"there is no EPUB profile {options.profile!r}: take {', '.join(PROFILES)}"
        ) from None
    return profile.with_cover_page(options.cover_page)


# ---------------------------------------------------------------- documents
def _leaves(composition: Composition, profile: Profile, labels: Mapping[str, str]) -> list[Leaf]:
    """The documents of the book as trees, with the cover page the profile wants."""
    documents = list(composition.documents)
    if composition.cover is not None:
        if profile.cover_page == "none":
            documents = [d for d in documents if d.kind != "cover"]
        elif not any(d.kind == "cover" for d in documents):
            documents.insert(0, _cover_page(composition, labels))
    return [Leaf(d, f"text/{d.name}.xhtml", parse(d)) for d in documents]


def _cover_page(composition: Composition, labels: Mapping[str, str]) -> Document:
    """A page with nothing but the cover picture, as Kobo and Apple want it."""
    language = composition.metadata.language
    title = labels["cover"]
    alt = composition.cover_alt or f"{title}: {composition.metadata.title}"
    taken = {document.name for document in composition.documents}
    return Document(
        name="cover" if "cover" not in taken else "cover_page",
        kind="cover",
        title=title,
        language=language,
        landmark="cover",
        xhtml=(
            f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang={quoteattr(language)}>'
            f'<head><title>{escape(title)}</title></head><body class="cover">'
            f'<section epub:type="cover" aria-label={quoteattr(title)}>'
            f'<img role="doc-cover" src={quoteattr(composition.cover or "")}'
            f" alt={quoteattr(alt)}/></section></body></html>"
        ),
    )


def _landmarks(leaves: Sequence[Leaf], labels: Mapping[str, str]) -> tuple[Landmark, ...]:
    """One landmark of each kind: Apple Books takes the first and ignores the rest."""
    found: dict[str, Landmark] = {}
    for leaf in leaves:
        kind = leaf.document.landmark
        if kind in LANDMARKS and kind not in found:
            label = labels["start"] if kind == "bodymatter" else leaf.document.title
            found[kind] = Landmark(kind, label, leaf.file)
    found.setdefault("toc", Landmark("toc", labels["contents"], f"{_NAV}#toc"))
    if "bodymatter" not in found:
        body = [leaf for leaf in leaves if leaf.document.kind in ("section", "article")]
        for leaf in (body or leaves)[:1]:
            found["bodymatter"] = Landmark("bodymatter", labels["start"], leaf.file)
    return tuple(found[kind] for kind in LANDMARKS if kind in found)


# ---------------------------------------------------------------- the package
@dataclass(frozen=True, slots=True)
class _Book:
    """A book whose documents are finished, about to be described and navigated."""

    composition: Composition
    options: EpubOptions
    profile: Profile
    labels: Mapping[str, str]
    leaves: Sequence[Leaf]
    places: Places
    pages: tuple[PageTarget, ...]
    pictures: Mapping[str, tuple[str, Asset]]
    sheets: Mapping[str, bytes]
    typefaces: Typefaces
    recall: Recall = FORGETFUL

    def package(self, timestamp: datetime.datetime) -> Package:
        """Return everything the archive holds."""
        metadata = self.composition.metadata
        identifier = unique_identifier(metadata)
        toc = navigation.entries(
            self.composition.contents,
            depth=self.profile.contents_depth,
            resolve=self.places.resolve,
        )
        marks = _landmarks(self.leaves, self.labels)
        nav = self._nav(toc, marks)
        facts = inspect([nav.root, *(leaf.root for leaf in self.leaves)])
        ncx = navigation.ncx(
            toc,
            self.pages,
            identifier=identifier,
            title=metadata.title,
            author=next((c.name for c in metadata.contributors), None),
            language=metadata.language,
        )
        items = [
            _document_item("nav", nav, ("nav",)),
            Item("ncx", "toc.ncx", partial(bytes, ncx)),
            *sheet_items(self.sheets),
            *(_document_item(_item_id(leaf), leaf) for leaf in self.leaves),
            *picture_items(self.pictures, cover_key(self.composition), self.profile, self.recall),
            *font_items(self.typefaces),
        ]
        stated = self._statements(identifier, facts)
        if self.options.onix:
            record = self._onix(identifier, facts, timestamp)
            items.append(Item("onix", _ONIX, partial(bytes, record), in_manifest=False))
            stated.append(_ONIX_LINK)
        return Package(
            identifier=identifier,
            language=metadata.language,
            modified=timestamp,
            statements=tuple(stated),
            items=tuple(items),
            spine=self._spine(),
            guide=navigation.guide(marks),
            prefixes=PREFIXES,
            direction=metadata.direction,
            page_progression="rtl" if self._turns_left else "default",
        )

    @property
    def _turns_left(self) -> bool:
        """Whether pages are turned from left to right, as in vertical writing (EPUB 3.3, 5.7.1)."""
        vertical = self.composition.options.get("writing") == "vertical"
        return vertical or self.composition.metadata.direction == "rtl"

    def _nav(self, toc: Sequence[navigation.Entry], marks: Sequence[Landmark]) -> Leaf:
        language = self.composition.metadata.language
        text = navigation.nav_document(
            toc,
            marks,
            self.pages,
            language=language,
            labels=self.labels,
        )
        document = Document("nav", "toc", self.labels["contents"], language, text, landmark="toc")
        leaf = Leaf(document, _NAV, parse(document))
        normalise(leaf, tuple(self.sheets))
        return leaf

    def _spine(self) -> tuple[tuple[str, bool], ...]:
        """Reading order; the nav document is the page of contents unless the layout has one."""
        linear = self.profile.cover_page != "nonlinear"
        spine = [
            (_item_id(leaf), leaf.document.linear and (linear or leaf.document.kind != "cover"))
            for leaf in self.leaves
        ]
        kinds = [leaf.document.kind for leaf in self.leaves]
        if "toc" not in kinds:
            body = (n for n, kind in enumerate(kinds) if kind in ("section", "article"))
            spine.insert(next(body, len(spine)), ("nav", True))
        return tuple(spine)

    def _conformance(self) -> Mapping[str, str]:
        return self.options.conformance or self.composition.metadata.conformance

    def _statements(self, identifier: str, facts: Facts) -> list[Statement]:
        metadata = self.composition.metadata
        languages = [metadata.language]
        if not self.profile.one_language:
            languages += [leaf.document.language for leaf in self.leaves]
        slugs = dict.fromkeys(d.article for d in self.composition.documents if d.article)
        articles = self.composition.articles
        said, said_in = summary(facts, paged=bool(self.pages), language=metadata.language)
        made = [
            *book_statements(
                metadata,
                identifier=identifier,
                languages=dict.fromkeys(languages),
                authors=writers(articles, slugs),
                paged=bool(self.pages),
                cover=COVER_ID if cover_key(self.composition) else None,
                generator=f"newsbook {__version__}",
            ),
            *statements(
                facts,
                paged=bool(self.pages),
                conformance=self._conformance(),
                summary=said,
                language=said_in,
            ),
        ]
        if self.typefaces.faces:
            made.append(Statement("ibooks:specified-fonts", "true"))
        first_files = set(self.places.files.values())
        for leaf in self.leaves:
            about = articles.get(leaf.document.article or "")
            if about and leaf.file in first_files:
                made += article_statements(_item_id(leaf), about)
        return made

    def _onix(self, identifier: str, facts: Facts, timestamp: datetime.datetime) -> bytes:
        metadata = self.composition.metadata
        said, _ = summary(facts, paged=bool(self.pages), language=metadata.language)
        return onix_record(
            facts,
            paged=bool(self.pages),
            conformance=self._conformance(),
            identifier=identifier,
            title=metadata.title,
            publisher=metadata.publisher,
            language=metadata.language,
            sent=timestamp.astimezone(datetime.UTC).strftime("%Y%m%d"),
            summary=said,
        )


_ONIX_LINK = Statement(
    "link",
    "",
    attributes={
        "rel": "record",
        "href": _ONIX,
        "media-type": "application/xml",
        "properties": "onix",
    },
)


def _item_id(leaf: Leaf) -> str:
    return "doc-" + leaf.file.rsplit("/", 1)[-1].removesuffix(".xhtml")


def _document_item(identifier: str, leaf: Leaf, more: tuple[str, ...] = ()) -> Item:
    content = serialise(leaf.root)
    return Item(identifier, leaf.file, partial(bytes, content), (*more, *properties(leaf.root)))
