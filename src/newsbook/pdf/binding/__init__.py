"""From galleys to a bound book block: one PDF, one subset of each face, numbered and linked."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pikepdf import ObjectStreamMode, Pdf

from newsbook.composition import (
    BookBlock,
    BookPage,
    Composition,
    Galley,
    GalleySlot,
)
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.pdf.binding.fonts import build_fonts, unite_faces
from newsbook.pdf.binding.metadata import add_metadata
from newsbook.pdf.binding.navigation import (
    add_destinations,
    add_labels,
    add_outline,
    gather_places,
    gather_subheads,
)
from newsbook.pdf.binding.sheets import Assembly, add_bare_page, add_galley, assembly
from newsbook.pdf.binding.structure import Structure
from newsbook.pdf.pagination import Pagination, PlannedPage, page_map, paginate, roman
from newsbook.pdf.units import unit_documents
from newsbook.recall import FORGETFUL, Recall

__all__ = ["bind_galleys"]


def bind_galleys(
    composition: Composition,
    galleys: Sequence[Galley],
    *,
    fonts: Mapping[str, Path],
    timestamp: datetime.datetime,
    tagged: bool = False,
    digests: Mapping[str, str] = MappingProxyType({}),
    recall: Recall = FORGETFUL,
) -> BookBlock:
    """Return the book of `galleys`, in the order of the documents of `composition`.

    `fonts` tells where each file of the font catalogue is, `digests` the SHA-256 of each; `recall`
    remembers subsets of fonts. Raises `ValueError` when a galley stands
    on a side for which it was not set (`typeset` sees to that).
    """
    by_unit = {galley.unit: galley for galley in galleys}
    plan = paginate(composition.documents, by_unit, composition.metadata.direction)
    if plan.misplaced:
        raise ValueError(f"set for the other side: {sorted(plan.misplaced)}")
    faces = unite_faces(face for galley in galleys for face in galley.faces)
    missing = {target for galley in galleys for target in galley.refs} - plan.folios.keys()
    silent = {d.name for d in composition.documents if not d.folios}

    def text(page: PlannedPage, slot: GalleySlot) -> str:
        if slot.kind == "ref":
            if slot.target not in plan.folios:
                missing.add(slot.target)
            return plan.folios.get(slot.target, "")
        if page.document in silent or page.numbering == "none":
            return ""
        number = page.number if slot.kind == "folio" else plan.last[page.numbering]
        return _numeral(number, page.numbering, slot.numerals)

    with Pdf.new() as pdf:
        book = assembly(pdf, faces, text, tagged=tagged)
        pages = _add_pages(book, composition, by_unit, plan)
        used = {name: union for name, union in faces.items() if union.widths}
        for name, font in build_fonts(pdf, used, fonts, digests, recall).items():
            book.fonts[name] = font
        lost = _navigate(book, composition, by_unit, plan, pages)
        add_metadata(pdf, composition.metadata, timestamp)
        data = _save(pdf)
    found = [_broken(name, composition) for name in sorted(missing | set(lost))]
    kept = [d for galley in galleys for d in galley.diagnostics]
    return BookBlock(
        data,
        _book_pages(composition, plan),
        page_map(composition, by_unit, plan),
        tuple(dict.fromkeys([*kept, *found])),
    )


def _numeral(number: int, numbering: str, numerals: str) -> str:
    if numbering == "front":
        return roman(number)
    if numerals == "decimal":
        return str(number)
    from newsbook.pdf.engine.numerals import render

    return render(number, numerals)


def _add_pages(
    book: Assembly, composition: Composition, galleys: Mapping[str, Galley], plan: Pagination
) -> list[Any]:
    structure = Structure(book.pdf) if book.tagged else None
    book.headed = frozenset(
        name
        for name, group in unit_documents(composition.documents)
        if any("<th" in document.xhtml for document in group)
    )
    languages = {d.name: d.language for d in composition.documents}
    pages: list[Any] = []
    number = 0
    while number < len(plan.pages):
        unit = plan.pages[number].unit
        if not unit:
            like = pages[-1] if pages else _first_page(galleys, plan)
            pages.append(add_bare_page(book, like))
            number += 1
            continue
        galley = galleys[unit]
        planned = list(plan.pages[number : number + len(galley.pages)])
        made = add_galley(book, galley, planned, structure, number, languages)
        pages += made
        number += len(planned)
    if structure is not None:
        structure.finish(len(pages))
    return pages


def _first_page(galleys: Mapping[str, Galley], plan: Pagination) -> Any:
    first = next(page for page in plan.pages if page.unit)
    furniture = galleys[first.unit].pages[first.index].furniture[first.side]
    return {f"/{name}": box for name, box in furniture.boxes.items()}


def _navigate(
    book: Assembly,
    composition: Composition,
    galleys: Mapping[str, Galley],
    plan: Pagination,
    pages: Sequence[Any],
) -> tuple[str, ...]:
    places = gather_places(pages, plan, galleys)
    lost = add_destinations(book.pdf, places, sorted(book.wanted))
    add_outline(book.pdf, composition, places, gather_subheads(pages, plan, galleys))
    add_labels(book.pdf, plan.pages, {d.name: d.title for d in composition.documents})
    return lost


def _save(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        min_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return target.getvalue()


def _broken(name: str, composition: Composition) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "broken-link",
        f"nothing in the printed book has the id {name!r}, to which a link or page number leads",
    )


def _book_pages(composition: Composition, plan: Pagination) -> tuple[BookPage, ...]:
    articles = {d.name: d.article for d in composition.documents}
    titles = {d.name: d.title for d in composition.documents}
    return tuple(
        BookPage(
            folio=page.folio,
            label=page.folio or titles.get(page.document, ""),
            side=page.side,
            blank=page.blank,
            unit=page.unit,
            document=page.document,
            article=None if page.blank else articles.get(page.document),
        )
        for page in plan.pages
    )
