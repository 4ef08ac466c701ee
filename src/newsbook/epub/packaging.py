"""From a Composition, step by step, to a `Package` and its bytes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from newsbook import __version__
from newsbook.composition import Composition, Document, PageOpening
from newsbook.diagnostics import Collector
from newsbook.epub import navigation
from newsbook.epub.accessibility import inspect, statements
from newsbook.epub.archive import Item, Package, write
from newsbook.epub.documents import Leaf, normalise, parse, properties, serialise
from newsbook.epub.links import Places, find_assets, link_assets, link_documents, locate
from newsbook.epub.metadata import PREFIXES, book_statements, unique_identifier
from newsbook.epub.navigation import LANDMARKS, Landmark, PageTarget
from newsbook.epub.profiles import PROFILES, Profile
from newsbook.epub.vocabulary import OPS, XHTML, relative
from newsbook.errors import UsageError
from newsbook.model import Asset

__all__ = ["Options", "package"]

_COVER_ID = "cover-image"
_GENERATED_CSS = "style/languages.css"
_ENGLISH = {
    "contents": "Contents",
    "cover": "Cover",
    "landmarks": "Landmarks",
    "page-list": "List of pages",
    "start": "Beginning",
}


class Options(Protocol):
    """What `package` asks of an output's options."""

    @property
    def profile(self) -> str:
        """A key of `PROFILES`."""

    @property
    def embed_fonts(self) -> str:
        """`auto`, `always` or `never`."""

    @property
    def page_list(self) -> bool:
        """Whether the pages of the print edition are marked when they are known."""


def package(
    composition: Composition,
    options: Options,
    *,
    timestamp: datetime.datetime,
    catalogue: Any,
    page_map: Mapping[str, Sequence[PageOpening]] | None = None,
    diagnostics: Collector | None = None,
) -> bytes:
    """Return the EPUB of `composition`.

    `timestamp` (aware) is stated as the time of modification; `catalogue` gives the fonts to embed;
    `page_map` the page openings of the print edition by article slug or document name. Findings go
    to `diagnostics`. Raises `InputError` when the layout made a document that is not XHTML.
    """
    findings = diagnostics if diagnostics is not None else Collector()
    profile = _profile(options.profile)
    labels = {**_ENGLISH, **composition.labels}
    leaves = _leaves(composition, profile, labels)
    pictures = _pictures(composition, leaves, findings)
    sheets = _sheets(composition)
    for leaf in leaves:
        normalise(leaf, tuple(relative(file, leaf.file) for file in sheets))
    places = locate(leaves)
    gone = frozenset(d.name for d in composition.documents) - places.files.keys()
    link_documents(leaves, places, findings, gone=gone)
    nav = _nav(composition, leaves, places, (), labels, profile, tuple(sheets))
    return write(
        _package(composition, profile, timestamp, leaves, nav, places, pictures, sheets, ())
    )


def _profile(name: str) -> Profile:
    try:
        return PROFILES[name]
    except KeyError:
        raise UsageError(f"there is no EPUB profile {name!r}: take {', '.join(PROFILES)}") from None


# ---------------------------------------------------------------- documents
def _leaves(composition: Composition, profile: Profile, labels: Mapping[str, str]) -> list[Leaf]:
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
    alt = composition.cover_alt or f"{labels['cover']}: {composition.metadata.title}"
    return Document(
        name="cover",
        kind="cover",
        title=labels["cover"],
        language=language,
        landmark="cover",
        xhtml=(
            f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang={quoteattr(language)}>'
            f'<head><title>{escape(labels["cover"])}</title></head><body class="cover">'
            f'<section epub:type="cover" aria-label={quoteattr(labels["cover"])}>'
            f'<img role="doc-cover" src={quoteattr(composition.cover or "")}'
            f" alt={quoteattr(alt)}/></section></body></html>"
        ),
    )


def _nav(
    composition: Composition,
    leaves: Sequence[Leaf],
    places: Places,
    pages: Sequence[PageTarget],
    labels: Mapping[str, str],
    profile: Profile,
    sheets: tuple[str, ...],
) -> tuple[Leaf, tuple[navigation.Entry, ...], tuple[Landmark, ...]]:
    toc = navigation.entries(
        composition.contents, depth=profile.contents_depth, resolve=places.resolve
    )
    marks = _landmarks(leaves, labels)
    language = composition.metadata.language
    text = navigation.nav_document(
        toc, marks, pages, language=language, labels=labels, tag=lambda label, _: label
    )
    document = Document("nav", "toc", labels["contents"], language, text, landmark="toc")
    leaf = Leaf(document, "nav.xhtml", parse(document))
    normalise(leaf, sheets)
    return leaf, toc, marks


def _landmarks(leaves: Sequence[Leaf], labels: Mapping[str, str]) -> tuple[Landmark, ...]:
    """One landmark of each kind: Apple Books takes the first and ignores the rest."""
    found: dict[str, Landmark] = {}
    for leaf in leaves:
        kind = leaf.document.landmark
        if kind in LANDMARKS and kind not in found:
            label = labels["start"] if kind == "bodymatter" else leaf.document.title
            found[kind] = Landmark(kind, label, leaf.file)
    found.setdefault("toc", Landmark("toc", labels["contents"], "nav.xhtml#toc"))
    if "bodymatter" not in found:
        for leaf in leaves:
            if leaf.document.kind in ("section", "article"):
                found["bodymatter"] = Landmark("bodymatter", labels["start"], leaf.file)
                break
    return tuple(found[kind] for kind in LANDMARKS if kind in found)


# ---------------------------------------------------------------- resources
def _sheets(composition: Composition) -> dict[str, bytes]:
    """The style sheets: file in the package to content."""
    sheets = {f"style/{sheet.name}": sheet.css.encode("utf-8") for sheet in composition.stylesheets}
    return sheets


def _pictures(
    composition: Composition, leaves: Sequence[Leaf], findings: Collector
) -> dict[str, tuple[str, Asset]]:
    """Key of each picture the book shows to its file and asset; documents are pointed at them."""
    assets = composition.assets
    used = find_assets(leaves, assets)
    if composition.cover in assets:
        used = {str(composition.cover): None, **used}
    pictures = {key: (f"image/{key}", assets[key]) for key in used}
    files = {key: file for key, (file, _) in pictures.items()}
    link_assets(leaves, assets, files, findings)
    return pictures


# ---------------------------------------------------------------- the package
def _package(
    composition: Composition,
    profile: Profile,
    timestamp: datetime.datetime,
    leaves: Sequence[Leaf],
    navigation_parts: tuple[Leaf, tuple[navigation.Entry, ...], tuple[Landmark, ...]],
    places: Places,
    pictures: Mapping[str, tuple[str, Asset]],
    sheets: Mapping[str, bytes],
    pages: Sequence[PageTarget],
) -> Package:
    nav, toc, marks = navigation_parts
    metadata = composition.metadata
    identifier = unique_identifier(metadata)
    facts = inspect([nav.root, *(leaf.root for leaf in leaves)])
    items = [_document_item("nav", nav, ("nav",))]
    ncx = navigation.ncx(
        toc, pages, identifier=identifier, title=metadata.title, author=None,
        language=metadata.language,
    )  # fmt: skip
    items.append(Item("ncx", "toc.ncx", lambda: ncx))
    for number, (file, content) in enumerate(sheets.items(), 1):
        items.append(Item(f"css-{number}", file, partial(bytes, content)))
    items += [_document_item(_item_id(leaf), leaf) for leaf in leaves]
    items += [
        _picture_item(key, file, asset, composition.cover)
        for key, (file, asset) in pictures.items()
    ]
    spine = [(_item_id(leaf), leaf.document.linear) for leaf in leaves]
    spine.insert(1, ("nav", True))
    stated = [
        *book_statements(
            metadata,
            identifier=identifier,
            languages=[metadata.language],
            authors=[],
            paged=bool(pages),
            cover=_COVER_ID if composition.cover in pictures else None,
            generator=f"newsbook {__version__}",
        ),
        *statements(
            facts, paged=bool(pages), conformance=metadata.conformance, summary=None,
            language=metadata.language,
        ),
    ]  # fmt: skip
    return Package(
        identifier=identifier,
        language=metadata.language,
        modified=timestamp,
        statements=tuple(stated),
        items=tuple(items),
        spine=tuple(spine),
        guide=navigation.guide(marks),
        prefixes=PREFIXES,
        direction=metadata.direction,
    )


def _item_id(leaf: Leaf) -> str:
    return "doc-" + leaf.file.rsplit("/", 1)[-1].removesuffix(".xhtml")


def _document_item(identifier: str, leaf: Leaf, more: tuple[str, ...] = ()) -> Item:
    content = serialise(leaf.root)
    return Item(identifier, leaf.file, lambda: content, (*more, *properties(leaf.root)))


def _picture_item(key: str, file: str, asset: Asset, cover: str | None) -> Item:
    if key == cover:
        return Item(_COVER_ID, file, asset.read, ("cover-image",))
    return Item("img-" + key.replace("/", "-"), file, asset.read)
