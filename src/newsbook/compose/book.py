"""From an Edition and a layout, page by page, to a Composition for one medium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import jinja2
from lxml import etree

from newsbook.compose import lists
from newsbook.compose.about import about
from newsbook.compose.arrange import arranged
from newsbook.compose.geometry import PageGeometry, page_geometry, page_rules, page_values
from newsbook.compose.plain import runs_of
from newsbook.compose.plan import Place, plan
from newsbook.compose.running import short_title
from newsbook.compose.sheets import option_classes, option_values, settled
from newsbook.compose.templates import Pen, environment, render
from newsbook.compose.views import (
    ArticleView,
    BookView,
    SectionView,
    article_view,
    book_view,
    section_view,
)
from newsbook.composition import Composition, Document, Medium, Stylesheet
from newsbook.diagnostics import Collector, Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.fonts import Catalogue, bundled_catalogue, font_values
from newsbook.layout import Labels, Layout, labels_for
from newsbook.manifest.types import EpubOptions
from newsbook.model import Article, Edition, Section
from newsbook.tree import plain_text

__all__ = ["TrimmedPage", "compose"]

# Pages that show no number, though they are counted.
_SILENT = frozenset({"half-title", "title", "copyright", "cover", "section"})
# What a running head may take of the measure, and its size over that of the text: layouts whose
# heads are wider or larger cut them off with an ellipsis of their own.
HEAD_SHARE, HEAD_SIZE = 0.7, 0.84

# Titles of special pages: the key of the word that names each.
_TITLES = {
    "half-title": "half-title",
    "title": "title-page",
    "copyright": "copyright-page",
    "toc": "contents",
    "cover": "cover",
}


class TrimmedPage(Protocol):
    """What compose asks of the options of a print output.

    Where they have them, these are obeyed too: `bleed_mm` (a number, or a `manifest.Bleed`; else
    that of `press`) and `gutter_mm`, what the binding swallows.
    """

    @property
    def trim_width_mm(self) -> float:
        """The width of the finished page."""

    @property
    def trim_height_mm(self) -> float:
        """The height of the finished page."""


@dataclass(frozen=True, slots=True)
class PageView:
    """What every template knows of the page it makes.

    `classes` go on the body; `verso` and `recto` are the running heads, each with its language.
    """

    name: str
    kind: str
    title: str
    language: str
    classes: str
    verso: str = ""
    recto: str = ""
    verso_language: str = ""
    recto_language: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that composing one edition for one medium needs at hand."""

    edition: Edition
    layout: Layout
    medium: Medium
    labels: Labels
    places: tuple[Place, ...]
    views: Mapping[str, ArticleView]
    book: BookView
    made: jinja2.Environment
    page: PageGeometry | None
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.edition.metadata.language


# ---------------------------------------------------------------- what pages say
def _section_of(desk: _Desk, place: Place) -> SectionView | None:
    chain = place.sections
    section = place.part if isinstance(place.part, Section) else (chain[-1] if chain else None)
    if section is None:
        return None
    numbers = {p.name: p.number for p in desk.places if isinstance(p.part, Section)}
    depth = len(chain) + (1 if isinstance(place.part, Section) else 0)
    return section_view(
        section,
        words=desk.layout.labels,
        language=desk.language,
        number=numbers[section.slug],
        depth=depth,
    )


def _heads(desk: _Desk, place: Place, section: SectionView | None) -> Mapping[str, str]:
    """Return the running heads of the document at `place`."""
    if desk.page is None:
        return {}
    limit = desk.page.measure_pt * HEAD_SHARE / (desk.page.text_pt * HEAD_SIZE)
    view = desk.views.get(place.name) if isinstance(place.part, Article) else None
    verso, verso_language = desk.book.title, desk.language
    choice = desk.layout.options.get("verso", "book")
    if choice == "section" and section is not None:
        verso, verso_language = section.plain, section.language
    elif choice == "author" and view is not None and view.authors:
        verso, verso_language = view.authors, view.language
    recto = view.title if view else desk.titles.get(place.name, desk.book.title)
    return {
        "verso": short_title(verso, limit),
        "recto": short_title(recto, limit),
        "verso_language": verso_language,
        "recto_language": view.language if view else desk.language,
    }


def _title_of(place: Place, labels: Labels, views: Mapping[str, ArticleView]) -> str:
    if isinstance(place.part, Article):
        return views[place.part.slug].title
    if isinstance(place.part, Section):
        return plain_text(place.part.title)
    return labels[_TITLES.get(place.part.name, place.part.name)]


def _classes(desk: _Desk, place: Place) -> str:
    names = {"half-title": "half-title", "title": "title-page", "copyright": "copyright-page",
             "toc": "contents", "section": "section-opener"}  # fmt: skip
    words = [names.get(place.kind, place.kind), f"medium-{desk.medium}"]
    if isinstance(place.part, Article):
        words.append("in-section" if place.sections else "top-level")
    return " ".join([*words, option_classes(desk.layout)]).strip()


def _lists(desk: _Desk, place: Place) -> dict[str, Any]:
    """Return the lists a special page prints; only those it is made of."""
    edition, views = desk.edition, desk.views
    kind = place.kind
    found: dict[str, Any] = {}
    if kind in ("toc", "title"):
        found["contents"] = lists.contents(desk.places, views, desk.titles, desk.language)
    if kind in ("copyright", "credits"):
        shown = kind == "credits" or all(other.kind != "credits" for other in desk.places)
        found["sources"] = lists.sources(views.values()) if shown else ()
    if kind == "pictures":
        found["pictures"] = lists.picture_credits(edition.articles(), views, edition.assets)
    if kind == "contributors":
        found["contributors"] = lists.contributors(edition.articles(), views)
    if kind == "chronology":
        found["periods"] = lists.chronology(
            views.values(), language=desk.language, labels=desk.labels
        )
    if kind == "colophon":
        found["families"] = tuple(dict.fromkeys(desk.layout.fonts.values()))
    return found


# ---------------------------------------------------------------- documents
def _asset_href(medium: str) -> Any:
    return (lambda key: f"asset:{key}") if medium == "print" else str


def _checked(xhtml: str, place: Place, layout: Layout) -> str:
    """Return `xhtml`; raises `InputError` when the layout's template made no well-formed XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        etree.fromstring(xhtml.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        template = layout.templates.get(f"{place.kind}.xhtml")
        finding = Diagnostic(
            Severity.ERROR,
            "layout-invalid",
            f"the template makes a page that is not XHTML: {error.msg}",
            Location(template.file if template else place.kind),
            "close every element and quote every attribute",
        )
        raise InputError(f"{place.name}: the layout makes no XHTML", (finding,)) from error
    return xhtml


def _document(desk: _Desk, place: Place) -> Document:
    view = desk.views.get(place.name) if isinstance(place.part, Article) else None
    section = _section_of(desk, place)
    language = view.language if view else desk.language
    if isinstance(place.part, Section) and section is not None:
        language = section.language
    heads = _heads(desk, place, section)
    title = desk.titles[place.name]
    page = PageView(
        place.name, place.kind, title or desk.book.title, language, _classes(desk, place), **heads
    )
    pen = Pen(
        desk.medium,
        language,
        runs_of(desk.edition.typography),
        article=view.anchor if view else "",
        labels=view.labels if view else desk.labels,
        asset_href=_asset_href(desk.medium),
    )
    context: dict[str, Any] = {
        "pen": pen,
        "page": page,
        "book": desk.book,
        "labels": view.labels if view else desk.labels,
        "medium": desk.medium,
        "options": desk.layout.options,
        "section": section,
        **_lists(desk, place),
    }
    if view is not None:
        context["article"] = view
    names = (f"{place.kind}.{desk.medium}.xhtml", f"{place.kind}.xhtml")
    xhtml = render(desk.made, desk.layout, names, context)
    return Document(
        name=place.name,
        kind=place.kind,
        title=page.title,
        language=language,
        xhtml=_checked(xhtml, place, desk.layout),
        article=view.anchor if view else None,
        start=place.start if desk.medium == "print" else "any",
        landmark=place.landmark,
        numbering=place.numbering,
        folios=place.kind not in _SILENT or bool(place.unit),
        unit=place.unit,
        running=heads,
    )


# ---------------------------------------------------------------- style sheets
def _stylesheets(desk: _Desk, catalogue: Catalogue, findings: Collector) -> tuple[Stylesheet, ...]:
    values = option_values(desk.layout, desk.medium)
    values |= font_values(
        catalogue,
        medium=desk.medium,
        families=desk.layout.fonts,
        han_default=desk.edition.typography.han_default,
    )
    first: tuple[Stylesheet, ...] = ()
    if desk.page is not None:
        direction = desk.edition.metadata.direction
        values |= page_values(desk.page)
        first = (Stylesheet("page.css", page_rules(desk.page, direction=direction)),)
    return (*first, *settled(desk.layout.sheets[desk.medium], values, findings))


def _geometry(layout: Layout, options: TrimmedPage) -> PageGeometry:
    press = getattr(options, "press", None)
    bleed: Any = getattr(options, "bleed_mm", None) or (press.bleed_mm if press else None) or 0.0
    if isinstance(bleed, int | float):
        sides = (bleed, bleed, bleed, bleed)
    else:
        sides = (bleed.top, bleed.outside, bleed.bottom, bleed.inside)
    return page_geometry(
        layout,
        width_mm=options.trim_width_mm,
        height_mm=options.trim_height_mm,
        bleed_mm=sides,
        gutter_mm=getattr(options, "gutter_mm", 0.0),
    )


def _desk(edition: Edition, layout: Layout, medium: Medium, options: Any) -> _Desk:
    language = edition.metadata.language
    labels = labels_for(layout.labels, language)
    places = plan(arranged(edition, layout, labels), layout, medium)
    views = {
        place.part.slug: article_view(
            place.part,
            words=layout.labels,
            language=language,
            section=plain_text(place.sections[-1].title) if place.sections else "",
        )
        for place in places
        if isinstance(place.part, Article)
    }
    return _Desk(
        edition=edition,
        layout=layout,
        medium=medium,
        labels=labels,
        places=places,
        views=views,
        book=book_view(edition.metadata, medium, labels),
        made=environment(layout),
        page=_geometry(layout, options) if medium == "print" else None,
        titles={place.name: _title_of(place, labels, views) for place in places},
    )


def compose(
    edition: Edition,
    layout: Layout,
    medium: Medium,
    *,
    options: TrimmedPage | EpubOptions | None,
    catalogue: Catalogue | None = None,
) -> Composition:
    """Return `edition` poured into `layout` for `medium`.

    `options` are those of the output (print takes its trim size and bleed from them);
    `catalogue` names the families each language is set in (None: the bundled ones). Raises
    `InputError` with `layout-invalid` diagnostics when a template or a sheet of it is broken.
    """
    desk = _desk(edition, layout, medium, options)
    findings = Collector()
    sheets = _stylesheets(desk, catalogue or bundled_catalogue(), findings)
    if findings.errors:
        raise InputError(f"the layout {layout.name!r} cannot be used", findings.errors)
    lines = lists.contents(desk.places, desk.views, desk.titles, desk.language)
    return Composition(
        medium=medium,
        metadata=edition.metadata,
        documents=tuple(_document(desk, place) for place in desk.places),
        stylesheets=sheets,
        assets=edition.assets,
        contents=lists.toc_entries(lines),
        cover=edition.cover,
        cover_alt=edition.cover_alt,
        options=dict(layout.options),
        labels=dict(desk.labels.words),
        fonts=dict(layout.fonts),
        articles={
            article.slug: about(
                article,
                title=desk.views[article.slug].title,
                byline=desk.views[article.slug].authors,
                language=desk.views[article.slug].language,
            )
            for article in edition.articles()
            if article.slug in desk.views
        },
    )
