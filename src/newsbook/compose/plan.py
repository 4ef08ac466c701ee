"""From the parts of an Edition to the order of documents: what stands where, and on which side.

Front matter is what comes before the first section or article. When the manifest names no special
page, the layout's own are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from newsbook.compose.arrange import Parts
from newsbook.compose.pairs import partners
from newsbook.layout import Layout
from newsbook.model import Article, Section, SpecialPage

__all__ = ["WRITERS", "Place", "plan"]

Side = Literal["any", "recto", "verso"]
Numbering = Literal["front", "body", "none"]

# Whom a list of contributors names: MARC relators.
WRITERS = frozenset(("aut", "cre", "rpt", "trl"))
# Pages that make sense in one medium only: an EPUB has no use for a half-title, and a cover is
# never a document: of a printed book it is a sheet of its own, an EPUB gets its page when packed.
_ONLY = {"cover": "", "half-title": "print"}
_SIDES: dict[str, Side] = {
    "half-title": "recto",
    "title": "recto",
    "toc": "recto",
    "credits": "recto",
    "contributors": "recto",
    "chronology": "recto",
    "index": "recto",
}
LANDMARKS = {
    "half-title": "halftitlepage",
    "title": "titlepage",
    "copyright": "copyright-page",
    "toc": "toc",
    "cover": "cover",
    "credits": "credits",
    "contributors": "contributors",
    "index": "index",
    "colophon": "colophon",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One document to be: `part` is what it shows, `sections` the sections around it (outermost
    first), `number` counts the sections or the articles from 1; places of one `unit` share pages;
    `partner` is the translation that stands beside an article.
    """

    name: str
    part: Article | Section | SpecialPage
    sections: tuple[Section, ...] = ()
    number: int = 0
    start: Side = "any"
    numbering: Numbering = "body"
    landmark: str | None = None
    opens: bool = False
    unit: str = ""
    partner: Article | None = None

    @property
    def kind(self) -> str:
        """What kind of document it is: `article`, `section` or the name of the special page."""
        if isinstance(self.part, Article):
            return "article"
        return "section" if isinstance(self.part, Section) else self.part.name


def _flat(
    parts: tuple[Article | Section | SpecialPage, ...], around: tuple[Section, ...] = ()
) -> Iterator[tuple[Article | Section | SpecialPage, tuple[Section, ...]]]:
    for part in parts:
        yield part, around
        if isinstance(part, Section):
            yield from _flat(part.parts, (*around, part))


def _with_special_pages(
    parts_: Parts, layout: Layout, medium: str, bare: Callable[[str], bool]
) -> list[tuple[Article | Section | SpecialPage, tuple[Section, ...]]]:
    parts = list(_flat(parts_))
    named = {part.name for part, _ in parts if isinstance(part, SpecialPage)}
    if not named - {"front"}:
        front = [(SpecialPage(name), ()) for name in layout.front]
        back = [(SpecialPage(name), ()) for name in layout.back]
        parts = [*front, *parts, *back]
    parts = [
        (part, around)
        for part, around in parts
        if not isinstance(part, SpecialPage)
        or (not bare(part.name) and _ONLY.get(part.name, medium) == medium)
    ]
    if medium == "print" and layout.options.get("half-title") is True:
        names = [part.name for part, _ in parts if isinstance(part, SpecialPage)]
        first = parts[0][0] if parts else None
        is_title = isinstance(first, SpecialPage) and first.name == "title"
        if is_title and "half-title" not in names:
            parts.insert(0, (SpecialPage("half-title"), ()))
    return parts


def _unique(name: str, taken: set[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    taken.add(found)
    return found


def _side(kind: str, before: str, layout: Layout) -> Side:
    """Return where a document of `kind` begins after one of the kind `before`."""
    if layout.units != "article":
        return "any"
    if kind == "copyright":
        return "verso" if before == "title" else "any"
    if kind == "section":
        return "recto" if layout.options.get("sections", "recto") == "recto" else "any"
    if kind == "article":
        recto = layout.options.get("articles") == "recto"
        alone = layout.options.get("sections", "recto") == "recto"
        return "recto" if recto or (before == "section" and alone) else "any"
    return "any" if layout.numbering == "issue" else _SIDES.get(kind, "any")


def _unit(place: Place, layout: Layout, medium: str) -> str:
    """Return the name of what `place` is typeset with; empty when it is typeset by itself."""
    if medium != "print" or layout.units == "article":
        return _shared_month(place, layout) if medium == "print" else ""
    if layout.units == "edition":
        return "edition"
    if isinstance(place.part, Section) and not place.sections:
        return place.part.slug
    if place.sections:
        return place.sections[0].slug
    return "" if place.kind == "front" else "loose"


def _shared_month(place: Place, layout: Layout) -> str:
    """Return the name of a month whose only article begins on the page that opens the month."""
    month = place.part if isinstance(place.part, Section) else next(iter(place.sections), None)
    if layout.arrange != "months" or month is None or len(month.parts) > 1:
        return ""
    return month.slug if layout.options.get("articles", "page") == "page" else ""


def plan(
    given: Parts,
    layout: Layout,
    medium: str,
    *,
    language: str = "en",
    bare: Callable[[str], bool] = lambda _: False,
) -> tuple[Place, ...]:
    """Return the documents of the parts `given` in `layout` for `medium`, in reading order.

    `bare` tells of a special page that it would have nothing to list: it is left out.
    Names are unique: slugs for sections and articles, the page's own name for special pages.
    """
    parts = _with_special_pages(given, layout, medium, bare)
    taken = {part.slug for part, _ in parts if not isinstance(part, SpecialPage)}
    places: list[Place] = []
    body, before, counts = False, "", {"section": 0, "article": 0}
    issue = layout.numbering == "issue"
    beside = partners(given, language) if layout.arrange == "pairs" else {}
    second = {partner.slug for partner in beside.values()}
    for part, around in parts:
        if isinstance(part, Article) and part.slug in second:
            continue
        place = Place(
            name=_unique(part.name, taken) if isinstance(part, SpecialPage) else part.slug,
            part=part,
            sections=around,
        )
        kind = place.kind
        if kind in counts:
            counts[kind] += 1
        start = _side(kind, before, layout)
        opens = kind in counts and not body
        body = body or opens
        places.append(
            replace(
                place,
                number=counts.get(kind, 0),
                start="recto" if opens and not issue else start,
                numbering="body" if body or issue else "front",
                landmark="bodymatter" if opens else LANDMARKS.get(kind),
                opens=opens,
                unit=_unit(place, layout, medium),
                partner=beside.get(place.name),
            )
        )
        before = kind
    return tuple(places)
