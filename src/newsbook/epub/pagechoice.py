"""From the openings of printed pages to the one place in the EPUB where each page is marked.

A page that several articles share opens with one of them. Where that one is not in the EPUB (the
nameplate of a front page), or stands there before pages that were printed earlier (a story that
jumps back inside), the next article on the page takes its place: readers need the list of pages in
order (EPUB Accessibility 1.1, 3.2.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsbook.composition import PageMark
from newsbook.diagnostics import Collector
from newsbook.epub.documents import Leaf

__all__ = ["choose_marks"]

_Place = tuple[int, int]  # number of the leaf, letters before it
_Candidate = tuple[_Place, PageMark]
# Pages marked, the sum of their ranks (negative), the last page, its place, what comes before.
_Chain = tuple[int, int, int, _Candidate | None, Any]
_NOTHING: _Chain = (0, 0, -1, None, None)


def choose_marks(
    leaves: Sequence[Leaf],
    page_map: Mapping[str, Sequence[PageMark]],
    findings: Collector,
) -> dict[int, list[PageMark]]:
    """Return the marks to set in each leaf, by its number, in order.

    `page_map` is keyed by article slug or document name. A page for which no place is left in order
    is reported.
    """
    pages = _candidates(leaves, page_map)
    chosen = _best_order(pages)
    marks: dict[int, list[PageMark]] = {}
    for found, taken in zip(pages, chosen, strict=True):
        if taken is None:
            findings.info(
                "epub-page-unplaced",
                f"page {found[0][1].folio} of the print edition begins with text that the EPUB "
                "has before the page printed ahead of it, and is not in its list of pages",
            )
        else:
            (number, _), mark = taken
            marks.setdefault(number, []).append(mark)
    return marks


def _candidates(
    leaves: Sequence[Leaf], page_map: Mapping[str, Sequence[PageMark]]
) -> list[list[_Candidate]]:
    """Return the places of each printed page, pages in the order of printing, best places first."""
    found: dict[str, list[_Candidate]] = {}
    for number, leaf in enumerate(leaves):
        document = leaf.document
        marks = page_map.get(document.article or document.name) or page_map.get(document.name, ())
        for mark in marks:
            if mark.folio:
                found.setdefault(mark.folio, []).append(((number, mark.letters), mark))
    for places in found.values():
        places.sort(key=lambda c: (c[1].page, c[1].rank, c[0]))
    return sorted(found.values(), key=lambda places: places[0][1].page)


def _best_order(pages: Sequence[Sequence[_Candidate]]) -> list[_Candidate | None]:
    """Return a place for as many pages as can have one in order, with the lowest ranks in all.

    The heaviest rising chain of candidates, by a tree of running maxima (Fenwick) over places: the
    places of one page are looked at from the last to the first, so that none follows another.
    """
    order = {place: n for n, place in enumerate(sorted({p for page in pages for p, _ in page}), 1)}
    best: list[_Chain] = [_NOTHING] * (len(order) + 1)
    for number, page in enumerate(pages):
        for candidate in sorted(page, key=lambda c: c[0], reverse=True):
            place, mark = candidate
            at = order[place]
            before = _NOTHING
            step = at
            while step:
                before = max(before, best[step], key=_weight)
                step -= step & -step
            chain: _Chain = (before[0] + 1, before[1] - mark.rank, number, candidate, before)
            while at < len(best):
                best[at] = max(best[at], chain, key=_weight)
                at += at & -at
    made: list[_Candidate | None] = [None] * len(pages)
    last = max(best, key=_weight)
    while last[0]:
        made[last[2]] = last[3]
        last = last[4]
    return made


def _weight(chain: _Chain) -> tuple[int, int]:
    return chain[0], chain[1]
