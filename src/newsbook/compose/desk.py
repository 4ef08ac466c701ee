"""From an Edition, a layout and a medium to all that composing needs at hand: the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

import jinja2

from newsbook.compose.arrange import arranged
from newsbook.compose.front import FrontStory, front_page
from newsbook.compose.geometry import PageGeometry, page_geometry
from newsbook.compose.lists import is_bare
from newsbook.compose.plan import Place, plan
from newsbook.compose.plates import with_plates
from newsbook.compose.templates import environment
from newsbook.compose.views import ArticleView, BookView, article_view, book_view
from newsbook.composition import Medium
from newsbook.layout import Labels, Layout, labels_for
from newsbook.model import Article, Edition, Section
from newsbook.recall import FORGETFUL, Recall, value_digest
from newsbook.tree import plain_text
from newsbook.typography import is_cjk
from newsbook.xhtml import Addresses

__all__ = ["Desk", "TrimmedPage", "set_up_desk"]

# Titles of special pages: the key of the word that names each.
_TITLES = {
    "half-title": "half-title",
    "title": "title-page",
    "copyright": "copyright-page",
    "toc": "contents",
    "cover": "cover",
    "front": "front-page",
}


class TrimmedPage(Protocol):
    """What compose asks of the options of a print output.

    Where they have them, these are obeyed too: `bleed_mm` (a number, or a `manifest.Bleed`; else
    that of `press`), `gutter_mm`, what the binding swallows, and `inner_least_mm`, the least that
    the inner margin may be.
    """

    @property
    def trim_width_mm(self) -> float:
        """The width of the finished page."""

    @property
    def trim_height_mm(self) -> float:
        """The height of the finished page."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that composing one edition for one medium needs at hand.

    `places` become documents, `listed` stand in the contents (a story that is whole on the front
    page has no document of its own). `views` are the articles by slug, `titles` of documents by
    name; `front` are the stories of a front page, `page` the printed page (None for EPUB).
    `design` is a digest of the layout; `recall` remembers documents between builds.
    """

    edition: Edition
    layout: Layout
    medium: Medium
    labels: Labels
    places: tuple[Place, ...]
    listed: tuple[Place, ...]
    views: Mapping[str, ArticleView]
    book: BookView
    made: jinja2.Environment
    page: PageGeometry | None
    titles: Mapping[str, str] = field(default_factory=dict)
    front: tuple[FrontStory, ...] = ()
    design: str = ""
    recall: Recall = FORGETFUL
    addresses: Addresses = "none"
    page_references: bool = False

    @property
    def language(self) -> str:
        """The language of the book."""
        return self.edition.metadata.language


def _title_of(place: Place, labels: Labels, views: Mapping[str, ArticleView]) -> str:
    if isinstance(place.part, Article):
        return views[place.part.slug].title
    if isinstance(place.part, Section):
        return plain_text(place.part.title)
    return labels[_TITLES.get(place.part.name, place.part.name)]


def _geometry(layout: Layout, options: TrimmedPage, language: str) -> PageGeometry:
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
        inner_least_mm=getattr(options, "inner_least_mm", 0.0),
        full_width=is_cjk(language),
    )


def _views(
    edition: Edition, layout: Layout, places: tuple[Place, ...], language: str
) -> dict[str, ArticleView]:
    found = {}
    for place in places:
        section = plain_text(place.sections[-1].title) if place.sections else ""
        for part in (place.part, place.partner):
            if isinstance(part, Article):
                found[part.slug] = article_view(
                    part, words=layout.labels, language=language, section=section
                )
    return found


def _inside(places: tuple[Place, ...], whole: frozenset[str]) -> tuple[Place, ...]:
    """Return the places inside a paper whose front page has the articles `whole` complete: without
    them, and without sections of which nothing is left.
    """
    kept = [place for place in places if place.name not in whole]
    alive = {
        section.slug
        for place in kept
        if not isinstance(place.part, Section)
        for section in place.sections
    }
    return tuple(
        place for place in kept if not isinstance(place.part, Section) or place.name in alive
    )


def set_up_desk(
    edition: Edition, layout: Layout, medium: Medium, options: Any, recall: Recall
) -> Desk:
    """Return the desk on which `edition` is composed: places, views, titles, the page."""
    language = edition.metadata.language
    labels = labels_for(layout.labels, language)
    page = _geometry(layout, options, language) if medium == "print" else None
    parts = arranged(edition, layout, labels, medium)
    places = plan(parts, layout, medium, language=language, bare=partial(is_bare, edition))
    views = _views(edition, layout, places, language)
    titles = {place.name: _title_of(place, labels, views) for place in places}
    if page is not None:
        views = {
            slug: with_plates(view, layout, page, edition.assets) for slug, view in views.items()
        }
    front: tuple[FrontStory, ...] = ()
    listed = places
    if page is not None and layout.arrange == "front-page":
        title = edition.metadata.title
        front = front_page(tuple(views.values()), page, edition.assets, title=title)
        rests = {story.article.anchor: story.rest for story in front}
        views |= {
            slug: replace(views[slug], body=rest, continued=True) for slug, rest in rests.items()
        }
        places = _inside(places, frozenset(slug for slug, rest in rests.items() if not rest))
    return Desk(
        edition=edition,
        layout=layout,
        medium=medium,
        labels=labels,
        places=places,
        listed=listed,
        views=views,
        book=book_view(edition.metadata, medium, labels),
        made=environment(layout),
        page=page,
        titles=titles,
        front=front,
        design=value_digest(layout) if recall.store is not None else "",
        recall=recall,
        addresses=getattr(options, "addresses", "none"),
        page_references=getattr(options, "page_references", False),
    )
