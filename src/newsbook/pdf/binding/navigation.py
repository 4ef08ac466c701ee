"""From contents, anchors and folios to what a reader's program navigates by.

The outline follows the contents of the book; destinations have the ids of the XHTML as names; page
labels are the folios.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from newsbook.composition import Composition, Galley, TocEntry
from newsbook.pdf.pagination import Pagination, PlannedPage

__all__ = [
    "Places",
    "Subhead",
    "add_destinations",
    "add_labels",
    "add_outline",
    "gather_places",
    "gather_subheads",
]

PT = 0.75


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in the bound book, as destinations (page object, x and y in pt).

    `anchors` by id, `documents` by name of a document (an id too unless an element has it).
    """

    anchors: Mapping[str, Array]
    documents: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Subhead:
    """A bookmark of a document: level, label, destination."""

    level: int
    label: str
    place: Array


def _destination(page: Any, x: float, y: float) -> Array:
    return Array([page, Name.XYZ, round(x, 2), round(y, 2), 0])


def gather_places(
    pages: Sequence[Any], pagination: Pagination, galleys: Mapping[str, Galley]
) -> Places:
    """Return where every anchor and document of the book stands; `pages` are its page objects."""
    anchors: dict[str, Array] = {}
    for unit, start in pagination.starts.items():
        galley = galleys[unit]
        for anchor in galley.anchors:
            number = start + anchor.page
            typeset = galley.pages[anchor.page]
            shift = typeset.furniture[pagination.pages[number].side].shift_px * PT
            x, y = anchor.x_pt + shift, typeset.height_pt - anchor.y_pt
            anchors.setdefault(anchor.id, _destination(pages[number], x, y))
    documents: dict[str, Array] = {}
    for number, plan in enumerate(pagination.pages):
        if not plan.blank and plan.document not in documents:
            height = galleys[plan.unit].pages[plan.index].height_pt if plan.unit else 0
            documents[plan.document] = _destination(pages[number], 0, height)
    return Places(anchors, documents)


def add_destinations(pdf: Pdf, places: Places, wanted: Iterable[str]) -> tuple[str, ...]:
    """Name the destinations that links lead to, and each document; return the ids not found."""
    known = {**places.documents, **places.anchors}
    names = {name: known[name] for name in (*wanted, *places.documents) if name in known}
    ordered = sorted(names, key=lambda name: name.encode("utf-16-be"))
    if ordered:
        flat = [v for name in ordered for v in (String(name), names[name])]
        tree = pdf.make_indirect(Dictionary(Names=Array(flat)))
        pdf.Root.Names = Dictionary(Dests=tree)
    return tuple(sorted(name for name in wanted if name not in known))


def add_outline(
    pdf: Pdf,
    composition: Composition,
    places: Places,
    subheads: Mapping[str, Sequence[Subhead]],
) -> None:
    """Write the outline: the contents of the book, and below each article its `subheads`.

    Without contents it is made of all bookmarks.
    """

    def item(entry: TocEntry) -> OutlineItem | None:
        place = _place_of(entry, places)
        if place is None:
            return None
        made = OutlineItem(entry.label, place)
        children = [child for e in entry.children if (child := item(e)) is not None]
        made.children.extend(children)
        if entry.kind == "article" and not children:
            made.children.extend(_nest(subheads.get(entry.document, ())[1:]))
            made.is_closed = True
        return made

    with pdf.open_outline() as outline:
        made = [item(entry) for entry in composition.contents]
        outline.root.extend(entry for entry in made if entry is not None)
        if not outline.root:
            outline.root.extend(_nest([mark for marks in subheads.values() for mark in marks]))


def _place_of(entry: TocEntry, places: Places) -> Array | None:
    for name in (entry.anchor, entry.document):
        if name and name in places.anchors:
            return places.anchors[name]
    return places.documents.get(entry.document)


def gather_subheads(
    pages: Sequence[Any], pagination: Pagination, galleys: Mapping[str, Galley]
) -> dict[str, list[Subhead]]:
    """Return the bookmarks of each document, in order; `pages` are the page objects of the book."""
    marks: dict[str, list[Subhead]] = {}
    for unit, start in pagination.starts.items():
        galley = galleys[unit]
        for bookmark in galley.bookmarks:
            typeset = galley.pages[bookmark.page]
            number = start + bookmark.page
            shift = typeset.furniture[pagination.pages[number].side].shift_px * PT
            place = _destination(
                pages[number], bookmark.x_pt + shift, typeset.height_pt - bookmark.y_pt
            )
            mark = Subhead(bookmark.level, bookmark.label, place)
            marks.setdefault(typeset.document, []).append(mark)
    return marks


def _nest(marks: Sequence[Subhead]) -> list[OutlineItem]:
    """Return `marks` as a tree: each below the nearest one before it with a lower level."""
    roots: list[OutlineItem] = []
    stack: list[tuple[int, OutlineItem]] = []
    for mark in marks:
        made = OutlineItem(mark.label, mark.place)
        while stack and stack[-1][0] >= mark.level:
            stack.pop()
        (stack[-1][1].children if stack else roots).append(made)
        stack.append((mark.level, made))
    return roots


def add_labels(pdf: Pdf, pages: Sequence[PlannedPage], titles: Mapping[str, str]) -> None:
    """Write page labels (ISO 32000-2, 12.4.2): roman, arabic, or the title of the document."""
    nums = Array()
    previous: PlannedPage | None = None
    for index, page in enumerate(pages):
        follows = (
            previous is not None
            and previous.numbering == page.numbering
            and (page.numbering != "none" or previous.document == page.document)
        )
        if not follows:
            nums.append(index)
            nums.append(_label(page, titles))
        previous = page
    pdf.Root.PageLabels = Dictionary(Nums=nums)


def _label(page: PlannedPage, titles: Mapping[str, str]) -> Dictionary:
    if page.numbering == "none":
        return Dictionary(P=String(titles.get(page.document, "")))
    style = Name("/r") if page.numbering == "front" else Name.D
    return Dictionary(S=style, St=page.number)
