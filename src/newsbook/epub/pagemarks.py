"""From the page map of the print edition to page markers inside the documents of the EPUB.

A marker stands where a printed page begins (`pageplaces`). Markers follow EPUB Accessibility 1.1,
section 3.2: `epub:type="pagebreak"` with the DPUB-ARIA role and the page number as their label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import etree

from newsbook.composition import PageMark
from newsbook.diagnostics import Collector
from newsbook.epub.documents import Leaf
from newsbook.epub.pagechoice import choose_marks
from newsbook.epub.pageplaces import find_places
from newsbook.epub.vocabulary import EPUB_TYPE, html, strings
from newsbook.recall import FORGETFUL, Recall

__all__ = ["Marked", "mark_pages"]

_ids = strings("//@id")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marker that was set: the page number as printed, and the id of the marker."""

    folio: str
    id: str


def mark_pages(
    leaves: Sequence[Leaf],
    page_map: Mapping[str, Sequence[PageMark]],
    findings: Collector,
    recall: Recall = FORGETFUL,
) -> tuple[Marked, ...]:
    """Set the markers of all printed pages in the trees of `leaves`; return them in reading order.

    The trees are as they were parsed; `page_map` is keyed by article slug or document name. A page
    whose opening words cannot be found is reported and marked by its offset alone. `recall`
    remembers places.
    """
    taken = {name for leaf in leaves for name in _ids(leaf.root)}
    marked: list[Marked] = []
    for number, marks in sorted(choose_marks(leaves, page_map, findings).items()):
        leaf = leaves[number]
        inputs = (leaf.document.xhtml, tuple((m.letters, m.text, m.picture) for m in marks))
        places = recall.made("epub-pages", inputs, partial(find_places, leaf.root, marks))
        elements = list(leaf.root.iter())
        for mark, place in zip(marks, places, strict=False):
            if not place.sure:
                _tell_unplaced(mark, leaf, findings)
        set_here = []
        for mark, place in reversed(list(zip(marks, places, strict=False))):
            identifier = _free(f"page-{mark.folio}", taken)
            marker = _marker(identifier, mark.folio)
            _insert(marker, elements[place.element], place.tail, place.index)
            set_here.append(Marked(mark.folio, identifier))
        marked += reversed(set_here)
    return tuple(marked)


def _tell_unplaced(mark: PageMark, leaf: Leaf, findings: Collector) -> None:
    findings.warning(
        "epub-page-unplaced",
        f"page {mark.folio} of the print edition begins with {mark.text[:40]!r}, which is "
        "not in the EPUB at that place; its marker is set by counting letters",
        article=leaf.document.article,
    )


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate)
    return candidate


def _marker(identifier: str, folio: str) -> etree._Element:
    marker = etree.Element(html("span"))
    marker.set(EPUB_TYPE, "pagebreak")
    marker.set("role", "doc-pagebreak")
    marker.set("id", identifier)
    marker.set("aria-label", folio)
    return marker


def _insert(marker: etree._Element, element: etree._Element, tail: bool, index: int) -> None:
    if tail:
        text = element.tail or ""
        element.addnext(marker)  # moves the tail along with the new element's place
        element.tail, marker.tail = text[:index], text[index:]
    else:
        text = element.text or ""
        element.insert(0, marker)
        element.text, marker.tail = text[:index], text[index:]
