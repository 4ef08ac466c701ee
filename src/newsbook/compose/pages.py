"""From a place in the plan to its document: what a page says, poured into its template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from newsbook.compose import lists
from newsbook.compose.columns import widened
from newsbook.compose.desk import Desk
from newsbook.compose.endings import with_endings
from newsbook.compose.front import is_short
from newsbook.compose.pairs import align
from newsbook.compose.plain import runs_of
from newsbook.compose.plan import Place
from newsbook.compose.running import short_title
from newsbook.compose.sheets import option_classes
from newsbook.compose.templates import Pen, render
from newsbook.compose.upright import with_upright_numbers
from newsbook.compose.views import ArticleView, SectionView, section_view
from newsbook.composition import Document
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.layout import is_vertical
from newsbook.model import Article, Section

__all__ = ["HEAD_SHARE", "HEAD_SIZE", "PageView", "document_of"]

# Pages that show no number, though they are counted.
_SILENT = frozenset({"half-title", "title", "copyright", "cover", "section", "front"})
# What a running head may take of the measure, and its size over that of the text: layouts whose
# heads are wider or larger cut them off with an ellipsis of their own.
HEAD_SHARE, HEAD_SIZE = 0.7, 0.84

# Values of a page's context that follow from the others.
_DERIVED = frozenset({"pen", "pens", "beside", "rows"})


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


# ---------------------------------------------------------------- what pages say
def _section_of(desk: Desk, place: Place) -> SectionView | None:
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


def _heads(desk: Desk, place: Place, section: SectionView | None) -> Mapping[str, str]:
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


def _classes(desk: Desk, place: Place) -> str:
    names = {"half-title": "half-title", "title": "title-page", "copyright": "copyright-page",
             "toc": "contents", "section": "section-opener"}  # fmt: skip
    words = [names.get(place.kind, place.kind), f"medium-{desk.medium}"]
    if isinstance(place.part, Article):
        words.append("in-section" if place.sections else "top-level")
        if place.unit and desk.page is not None:
            view = desk.views[place.name]
            if is_short(view, desk.page, desk.edition.assets):
                words.append("short")
    elif place.kind == "section" and place.unit and desk.layout.units == "article":
        words.append("shared")
    return " ".join([*words, option_classes(desk.layout)]).strip()


def _lists(desk: Desk, place: Place) -> dict[str, Any]:
    """Return the lists a special page prints; only those it is made of."""
    edition, views = desk.edition, desk.views
    kind = place.kind
    found: dict[str, Any] = {}
    if kind in ("toc", "title"):
        found["contents"] = lists.contents(desk.listed, views, desk.titles, desk.language)
    if kind in ("copyright", "credits"):
        shown = kind == "credits" or all(other.kind != "credits" for other in desk.places)
        found["sources"] = lists.sources(views.values()) if shown else ()
    if kind == "pictures":
        found["pictures"] = lists.picture_credits(edition.articles(), views, edition.assets)
    if kind == "contributors":
        found["contributors"] = lists.contributors(edition.articles(), views, desk.language)
    if kind == "chronology":
        found["periods"] = lists.chronology(
            views.values(), language=desk.language, labels=desk.labels
        )
    if kind == "index":
        found["parts"] = lists.index_parts(
            edition.index, views, language=desk.language, labels=desk.labels
        )
    if kind == "front":
        found["stories"] = desk.front
        found["contents"] = lists.contents(desk.listed, views, desk.titles, desk.language)
    if kind == "colophon":
        found["families"] = tuple(dict.fromkeys(desk.layout.fonts.values()))
    return found


# ---------------------------------------------------------------- documents
def _asset_href(medium: str) -> Any:
    return (lambda key: f"asset:{key}") if medium == "print" else str


_CLOSE = "close every element and quote every attribute"
_EXTEND = (
    'begin the template with {% extends "document.xhtml" %} and put the page between '
    "{% block content %} and {% endblock %}"
)
_WHOLE_PAGE = re.compile(r"(?:\s|<[?!].*?>)*<html[\s>]", re.DOTALL)


def _names(desk: Desk, place: Place) -> tuple[str, str]:
    """Return the templates that may make the document at `place`, the one for its medium first."""
    return f"{place.kind}.{desk.medium}.xhtml", f"{place.kind}.xhtml"


def _root(xhtml: str, place: Place, desk: Desk) -> etree._Element:
    """Return the html element of a page. Raises `InputError` at the template that made none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    message = "the template makes a part of a page, and no html element around it"
    try:
        root = etree.fromstring(xhtml.encode("utf-8"), parser)
        if etree.QName(root).localname == "html":
            return root
    except etree.XMLSyntaxError as error:
        message = f"the template makes a page that is not XHTML: {error.msg}"
    made = [desk.layout.templates[n] for n in _names(desk, place) if n in desk.layout.templates]
    where, hint = Location(made[0].file if made else place.kind), _CLOSE
    if not _WHOLE_PAGE.match(xhtml):
        where, hint = replace(where, line=1, column=1), _EXTEND
    finding = Diagnostic(Severity.ERROR, "layout-invalid", message, where, hint)
    raise InputError(f"{place.name}: the layout makes no XHTML", (finding,))


def _checked(xhtml: str, place: Place, desk: Desk) -> str:
    """Return `xhtml`, with the ends of printed paragraphs, wide blocks of a page in columns and
    short numbers in vertical writing marked as such.

    Raises `InputError` when the layout's template made no well-formed XML.
    """
    layout = desk.layout
    root = _root(xhtml, place, desk)
    changed = desk.medium == "print" and with_endings(root)
    if desk.page is not None and desk.page.columns > 1:
        changed = widened(root, desk.edition.assets) or changed
    if changed:
        return etree.tostring(root, encoding="unicode")
    if desk.medium == "epub" and is_vertical(layout) and with_upright_numbers(root, ""):
        return etree.tostring(root, encoding="unicode")
    return xhtml


def _pen(desk: Desk, view: ArticleView | None, language: str) -> Pen:
    return Pen(
        desk.medium,
        language,
        runs_of(desk.edition.typography),
        article=view.anchor if view else "",
        labels=view.labels if view else desk.labels,
        asset_href=_asset_href(desk.medium),
        addresses=desk.addresses,
        page_references=desk.page_references,
    )


def _beside(desk: Desk, place: Place, view: ArticleView) -> dict[str, Any]:
    """Return what a template needs of the translation that stands beside an article."""
    if place.partner is None:
        return {"partner": None}
    partner = desk.views[place.partner.slug]
    return {
        "partner": partner,
        "beside": _pen(desk, partner, partner.language),
        "rows": align(view.body, partner.body),
    }


def _context(desk: Desk, place: Place, view: ArticleView | None, page: PageView) -> dict[str, Any]:
    context: dict[str, Any] = {
        "pen": _pen(desk, view, page.language),
        "page": page,
        "book": desk.book,
        "labels": view.labels if view else desk.labels,
        "medium": desk.medium,
        "options": desk.layout.options,
        "section": _section_of(desk, place),
        **_lists(desk, place),
    }
    if view is not None:
        context |= {"article": view, **_beside(desk, place, view)}
    if place.kind == "front":
        context["pens"] = {
            story.article.anchor: _pen(desk, story.article, story.article.language)
            for story in desk.front
        }
    return context


def _also(desk: Desk, place: Place) -> tuple[str, ...]:
    if place.kind == "front":
        return tuple(story.article.anchor for story in desk.front)
    return (place.partner.slug,) if place.partner is not None else ()


def _sizes(desk: Desk) -> Any:
    """Return what decides which pictures of a page in columns are wide."""
    if desk.page is None or desk.page.columns == 1:
        return None
    return {key: (a.width_px, a.height_px) for key, a in desk.edition.assets.items()}


def _is_counted(desk: Desk, place: Place) -> bool:
    """Whether a page that is silent in a book has its number: the imprint of an issue has."""
    return place.kind == "copyright" and desk.layout.numbering == "issue"


def document_of(desk: Desk, place: Place) -> Document:
    """Return the document at `place`. Raises `InputError` when its template is broken."""
    view = desk.views.get(place.name) if isinstance(place.part, Article) else None
    section = _section_of(desk, place)
    language = view.language if view else desk.language
    if isinstance(place.part, Section) and section is not None:
        language = section.language
    heads = _heads(desk, place, section)
    title = desk.titles[place.name] or desk.book.title
    page = PageView(place.name, place.kind, title, language, _classes(desk, place), **heads)
    names = _names(desk, place)
    context = _context(desk, place, view, page)
    said = {key: value for key, value in context.items() if key not in _DERIVED}
    if view is not None:
        said["article"] = replace(view, body=()), desk.recall.mark(view.body)
    printed = (desk.addresses, desk.page_references, _sizes(desk))
    inputs = (desk.design, names, place.name, said, desk.edition.typography, printed)
    xhtml = desk.recall.made(
        "document",
        inputs,
        lambda: _checked(render(desk.made, desk.layout, names, context), place, desk),
    )
    return Document(
        name=place.name,
        kind=place.kind,
        title=page.title,
        language=language,
        xhtml=xhtml,
        article=view.anchor if view else None,
        also=_also(desk, place),
        start=place.start if desk.medium == "print" else "any",
        landmark=place.landmark,
        numbering=place.numbering,
        folios=place.kind not in _SILENT or bool(place.unit) or _is_counted(desk, place),
        unit=place.unit,
        running=heads,
    )
