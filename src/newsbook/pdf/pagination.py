"""From galleys to the pages of a book: sides, blank pages, folios.

The pages of the units follow each other; a document that begins on a recto or verso gets a bare
page before it where needed. Front matter is numbered in roman numerals, the body in arabic from
1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from newsbook.composition import Composition, Document, Galley, PageMark
from newsbook.pdf.units import Side, unit_documents

__all__ = ["Pagination", "PlannedPage", "page_map", "paginate", "roman"]

Numbering = Literal["front", "body", "none"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """Return `number` (from 1) in lower-case roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page of the book: page `index` of the galley `unit`, or a bare page (`unit` empty).

    `number` counts within `numbering`; `folio` is that number as printed ("" for `none`).
    """

    unit: str
    index: int
    document: str
    side: Side
    numbering: Numbering
    number: int
    folio: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages in order; `misplaced` names the units that stand on a side they were not set for.

    `folios` gives the folio of the page on which an id (or a document, by name) stands, `starts`
    the index of the first page of each unit, `last` the highest number of each numbering.
    """

    pages: tuple[PlannedPage, ...]
    misplaced: Mapping[str, Side]
    folios: Mapping[str, str]
    starts: Mapping[str, int]
    last: Mapping[Numbering, int]


class _Plan:
    def __init__(self, documents: Sequence[Document], direction: str) -> None:
        self.documents = {d.name: d for d in documents}
        self.recto: Side = "left" if direction == "rtl" else "right"
        self.verso: Side = "right" if direction == "rtl" else "left"
        self.pages: list[PlannedPage] = []
        self.counts: dict[Numbering, int] = {"front": 0, "body": 0, "none": 0}
        self.numbering: Numbering | None = None

    def side(self) -> Side:
        return self.verso if len(self.pages) % 2 else self.recto

    def add(self, unit: str, index: int, document: str, *, blank: bool) -> None:
        numbering = self.documents[document].numbering
        self.counts[numbering] += 1
        number = self.counts[numbering]
        folio = {"front": roman(number), "body": str(number), "none": ""}[numbering]
        page = PlannedPage(
            unit, index, document, self.side(), numbering, number, folio, blank=blank
        )
        self.pages.append(page)
        self.numbering = numbering

    def begin(self, document: Document, unit: str) -> None:
        """Put a bare page before `document` when it must begin on the other side."""
        start = document.start
        body_begins = document.numbering == "body" and self.counts["body"] == 0
        if start == "any" and body_begins and self.pages:
            start = "recto"
        wanted = {"recto": self.recto, "verso": self.verso}.get(start, self.side())
        if wanted != self.side() and self.pages:
            self.add("", 0, self.pages[-1].document, blank=True)
        elif wanted != self.side():
            self.add("", 0, document.name, blank=True)


def paginate(
    documents: Sequence[Document], galleys: Mapping[str, Galley], direction: str = "ltr"
) -> Pagination:
    """Return the pages of the book made of `galleys` (by unit name) in the order of `documents`.

    A unit without a galley (it could not be typeset) has no pages. `direction` is that of the book:
    in `rtl` the first page is a left-hand one.
    """
    plan = _Plan(documents, direction)
    misplaced: dict[str, Side] = {}
    starts: dict[str, int] = {}
    for name, group in unit_documents(documents):
        galley = galleys.get(name)
        if galley is None or not galley.pages:
            continue
        plan.begin(group[0], name)
        starts[name] = len(plan.pages)
        for index, page in enumerate(galley.pages):
            if plan.side() not in page.furniture:
                misplaced.setdefault(name, _first_side(plan.side(), index))
            plan.add(name, index, page.document or group[0].name, blank=page.blank)
    return Pagination(
        tuple(plan.pages), misplaced, _folios(plan.pages, starts, galleys), starts, plan.counts
    )


def _first_side(side: Side, index: int) -> Side:
    """The side of the first page of a unit whose page `index` stands on `side`."""
    if index % 2 == 0:
        return side
    return "left" if side == "right" else "right"


def _folios(
    pages: Sequence[PlannedPage], starts: Mapping[str, int], galleys: Mapping[str, Galley]
) -> dict[str, str]:
    folios: dict[str, str] = {}
    for name, start in starts.items():
        for anchor in galleys[name].anchors:
            folios.setdefault(anchor.id, pages[start + anchor.page].folio)
    for page in pages:
        if not page.blank:
            folios.setdefault(page.document, page.folio)
    return folios


def page_map(
    composition: Composition, galleys: Mapping[str, Galley], plan: Pagination
) -> dict[str, tuple[PageMark, ...]]:
    """Return where each page of the book begins in its document, by article (or document)."""
    articles = {d.name: d.article or d.name for d in composition.documents}
    marks: dict[str, list[PageMark]] = {}
    for unit, start in plan.starts.items():
        for opening in galleys[unit].openings:
            page = plan.pages[start + opening.page]
            # A story on a front page says whose it is as `front/slug`.
            name = articles.get(opening.document) or opening.document.rpartition("/")[2]
            mark = PageMark(
                start + opening.page,
                page.folio,
                opening.letters,
                opening.text,
                opening.rank,
                opening.picture,
            )
            marks.setdefault(name, []).append(mark)
    return {name: tuple(entries) for name, entries in marks.items()}
