"""From an Edition to the lists a book prints of itself: contents, sources, pictures, people, dates.

Each line names the id it leads to; print turns that into a page number, an EPUB into a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from newsbook.compose.dates import date_words
from newsbook.compose.plan import WRITERS, Place
from newsbook.compose.views import ArticleView
from newsbook.composition import TocEntry
from newsbook.content import Emphasis, Figure, Inline, Span, Strong, Text
from newsbook.layout import Labels
from newsbook.model import Article, Asset, Edition, IndexEntry, Section
from newsbook.tree import plain_text, walk
from newsbook.typography.collation import group_of, sort_key

__all__ = [
    "ChronologyLine",
    "ContentsLine",
    "ContributorLine",
    "IndexGroup",
    "IndexLine",
    "IndexPart",
    "Period",
    "PictureLine",
    "SourceGroup",
    "chronology",
    "contents",
    "contributors",
    "index_parts",
    "is_bare",
    "picture_credits",
    "sources",
    "toc_entries",
]

# Fewer entries than these need no letters between them.
_FEW = 25
# A full stop that ends a sentence, not an abbreviation as "a.m.".
_STOP = re.compile(r"(?:(?<=\w\w)\.|。)\s*\Z")
_LISTED = ("credits", "pictures", "contributors", "chronology", "index")


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents; `kind` is `section`, `article` or `page`, `depth` counts from 1."""

    kind: Literal["section", "article", "page"]
    anchor: str
    title: tuple[Inline, ...]
    plain: str
    language: str
    document: str
    authors: str = ""
    depth: int = 1
    deck: tuple[Inline, ...] = ()
    children: tuple[ContentsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Where articles first appeared: a source and its articles, in reading order."""

    source: str
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class PictureLine:
    """Whose a picture is; `title` is its caption, or else its description."""

    anchor: str
    title: tuple[Inline, ...]
    credit: tuple[Inline, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ContributorLine:
    """Someone who wrote in the book, with the articles."""

    name: str
    language: str
    affiliation: str
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """An article and the day it first appeared, in the words of the book's language."""

    date: str
    article: ArticleView


@dataclass(frozen=True, slots=True)
class Period:
    """A year of the chronology."""

    name: str
    lines: tuple[ChronologyLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A place an entry of the index leads to; `title` is that of its article."""

    anchor: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """An entry of the index. `see` is the heading of another entry, or empty."""

    heading: str
    language: str
    places: tuple[IndexPlace, ...]
    see: str = ""


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The entries under one letter (`letter` is empty where a script has none)."""

    letter: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPart:
    """A part of the index (people, places...); `name` is empty when it is the only one."""

    name: str
    groups: tuple[IndexGroup, ...]


def is_bare(edition: Edition, name: str) -> bool:
    """Whether the special page `name` would have nothing of `edition` to list."""
    articles = edition.articles()
    match name:
        case "contributors":
            return not any(p.role in WRITERS for a in articles for p in a.byline)
        case "chronology":
            return not any(a.published for a in articles)
        case "pictures":
            figures = (node for a in articles for node in walk(a.body) if isinstance(node, Figure))
            return not any(_credit_of(figure, edition.assets) for figure in figures)
        case "credits":
            owned = any(a.rights.notice or a.rights.usage or a.rights.licence for a in articles)
            return not (owned or any(a.source or a.url or a.published for a in articles))
        case "index":
            return not edition.index
    return False


# ---------------------------------------------------------------- contents
def _article_line(view: ArticleView, place: Place) -> ContentsLine:
    return ContentsLine(
        "article", view.anchor, view.headline, view.title, view.language, place.name,
        view.authors, len(place.sections) + 1, view.deck,
    )  # fmt: skip


def _line(
    place: Place, views: Mapping[str, ArticleView], titles: Mapping[str, str], language: str
) -> ContentsLine | None:
    part = place.part
    if isinstance(part, Article):
        return _article_line(views[part.slug], place)
    if isinstance(part, Section):
        own = part.language or language
        plain = plain_text(part.title)
        return ContentsLine(
            "section", part.slug, part.title, plain, own, place.name, "", len(place.sections) + 1
        )
    if part.name not in _LISTED:
        return None
    title = titles[place.name]
    return ContentsLine("page", place.name, (Text(title),), title, language, place.name)


def _nested(lines: list[ContentsLine], depth: int) -> tuple[ContentsLine, ...]:
    """Return flat `lines` as a tree: what is deeper belongs to the line before it."""
    made: list[ContentsLine] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and lines[end].depth > depth:
            end += 1
        made.append(replace(lines[at], children=_nested(lines[at + 1 : end], depth + 1)))
        at = end
    return tuple(made)


def contents(
    places: Iterable[Place],
    views: Mapping[str, ArticleView],
    titles: Mapping[str, str],
    language: str,
) -> tuple[ContentsLine, ...]:
    """Return the contents as a tree: sections with their articles, and the pages of back matter.

    `views` maps slugs to articles, `titles` names of documents to their titles; `language` is the
    book's.
    """
    lines: list[ContentsLine] = []
    for place in places:
        line = _line(place, views, titles, language)
        if line is not None:
            lines.append(line)
        if line is not None and place.partner is not None:
            view = views[place.partner.slug]
            lines.append(replace(_article_line(view, place), depth=line.depth))
    return _nested(lines, 1)


def toc_entries(lines: Iterable[ContentsLine], documents: frozenset[str]) -> tuple[TocEntry, ...]:
    """Return the contents as the entries a backend makes its navigation of.

    What is no document by itself (of `documents`) stands on the front page.
    """
    return tuple(
        TocEntry(
            label=line.plain,
            document=line.document if line.document in documents else "front",
            anchor=line.anchor,
            language=line.language,
            byline=line.authors,
            kind=line.kind,
            children=toc_entries(line.children, documents),
            runs=_label_runs(line),
        )
        for line in lines
    )  # fmt: skip


def _label_runs(line: ContentsLine) -> tuple[tuple[str, str | None], ...]:
    """Return the label of `line` cut where its language changes, () when it is in one.

    A label is plain text, so a title that says more (a break, a note) is not cut.
    """

    def pieces(nodes: Iterable[Inline], language: str | None) -> Iterator[tuple[str, str | None]]:
        for node in nodes:
            if isinstance(node, Text):
                yield node.text, language
            elif isinstance(node, Span | Emphasis | Strong):
                yield from pieces(node.children, getattr(node, "language", None) or language)
            else:
                yield plain_text(node), language

    found: list[tuple[str, str | None]] = []
    for text, language in pieces(line.title, None):
        if found and found[-1][1] == language:
            found[-1] = (found[-1][0] + text, language)
        elif text:
            found.append((text, language))
    plain = "".join(text for text, _ in found) == line.plain
    return tuple(found) if plain and any(language for _, language in found) else ()


# ---------------------------------------------------------------- sources and credits
def sources(views: Iterable[ArticleView]) -> tuple[SourceGroup, ...]:
    """Return the articles that name a source, a date, rights or an address, by source.

    Sources stand in the order in which they first appear in the book.
    """
    groups: dict[str, list[ArticleView]] = {}
    for view in views:
        if view.source or view.url or view.rights or view.date:
            groups.setdefault(view.source, []).append(view)
    return tuple(SourceGroup(source, tuple(group)) for source, group in groups.items())


def _credit_of(figure: Figure, assets: Mapping[str, Asset]) -> tuple[Inline, ...]:
    """Whose the picture of `figure` is, by its caption or else by its file."""
    found = [assets[p.source] for p in figure.pictures if p.source in assets]
    stated = [asset.credit or asset.rights or "" for asset in found]
    return figure.credit or tuple(Text(words) for words in stated[:1] if words)


def _without_stop(title: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return `title` as it stands before a colon: without the full stop at its end."""
    last = title[-1] if title else None
    if not isinstance(last, Text):
        return title
    return (*title[:-1], Text(_STOP.sub("", last.text)))


def picture_credits(
    articles: Iterable[Article],
    views: Mapping[str, ArticleView],
    assets: Mapping[str, Asset],
) -> tuple[PictureLine, ...]:
    """Return a line for every picture that says whose it is, in the caption or in its file."""
    lines: list[PictureLine] = []
    for article in articles:
        view = views[article.slug]
        for node in walk(article.body):
            if not isinstance(node, Figure):
                continue
            credit = _credit_of(node, assets)
            title = node.caption or tuple(
                Text(picture.alt) for picture in node.pictures[:1] if picture.alt
            )
            if credit:
                anchor = node.id or view.anchor
                language = node.language or view.language
                lines.append(PictureLine(anchor, _without_stop(title), credit, language))
    return tuple(lines)


# ---------------------------------------------------------------- people and dates
def contributors(
    articles: Iterable[Article], views: Mapping[str, ArticleView], language: str
) -> tuple[ContributorLine, ...]:
    """Return who wrote in the book, by the name they are filed under, with their articles."""
    found: dict[str, ContributorLine] = {}
    keys: dict[str, str] = {}
    for article in articles:
        view = views[article.slug]
        for person in article.byline:
            if person.role not in WRITERS:
                continue
            line = found.get(person.name) or ContributorLine(
                person.name, person.language or view.language, "", ()
            )
            affiliation = line.affiliation or person.affiliation or ""
            found[person.name] = replace(
                line, affiliation=affiliation, articles=(*line.articles, view)
            )
            keys.setdefault(person.name, person.file_as or person.name)
    return tuple(sorted(found.values(), key=lambda line: sort_key(keys[line.name], language)))


def chronology(
    views: Iterable[ArticleView], *, language: str, labels: Labels
) -> tuple[Period, ...]:
    """Return the articles by the day they first appeared, year by year; undated ones come last."""
    dated = sorted((view for view in views if view.day), key=lambda view: view.day)
    undated = [view for view in views if not view.day]
    years: dict[str, list[ChronologyLine]] = {}
    for view in dated:
        line = ChronologyLine(date_words(view.day, language), view)
        years.setdefault(date_words(view.day[:4], language), []).append(line)
    if undated:
        years[labels["undated"]] = [ChronologyLine("", view) for view in undated]
    return tuple(Period(name, tuple(lines)) for name, lines in years.items())


# ---------------------------------------------------------------- index
def index_parts(
    entries: Iterable[IndexEntry],
    views: Mapping[str, ArticleView],
    *,
    language: str,
    labels: Labels,
) -> tuple[IndexPart, ...]:
    """Return the index of a book in `language`: by kind of entry, and within it by letter.

    `views` maps slugs to articles: an id of the index begins with the slug of its article.
    """
    kinds: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        kinds.setdefault(entry.category, []).append(entry)
    order = [name for name in ("people", "places", "organisations", "topics") if name in kinds]
    return tuple(
        IndexPart(labels[name] if len(order) > 1 else "", _letters(kinds[name], views, language))
        for name in order
    )


def _letters(
    entries: Iterable[IndexEntry], views: Mapping[str, ArticleView], language: str
) -> tuple[IndexGroup, ...]:
    groups: dict[str, list[IndexLine]] = {}
    for entry in sorted(entries, key=lambda one: sort_key(one.sort, language)):
        places = tuple(_index_place(anchor, views) for anchor in entry.anchors)
        line = IndexLine(entry.heading, entry.language, places, entry.see or "")
        groups.setdefault(group_of(entry.sort, language), []).append(line)
    if sum(map(len, groups.values())) < _FEW:
        return (IndexGroup("", tuple(line for lines in groups.values() for line in lines)),)
    return tuple(IndexGroup(letter, tuple(lines)) for letter, lines in groups.items())


def _index_place(anchor: str, views: Mapping[str, ArticleView]) -> IndexPlace:
    view = views[anchor.rpartition("-index-")[0] or anchor]
    return IndexPlace(anchor, view.title, view.language)
