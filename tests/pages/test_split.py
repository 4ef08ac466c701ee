"""A book set in units looks like the book set in one piece, in every layout."""

from __future__ import annotations

import dataclasses
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest

from newsbook.compose import compose
from newsbook.composition import Composition, Document, Galley, Stylesheet
from newsbook.fonts import bundled_catalogue
from newsbook.layout import available, load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.pdf import bind
from newsbook.pdf.units import unit_documents
from tests.support.editions import edition
from tests.support.galleys import TIME, galleys_of
from tests.support.glyphs import pages_of_glyphs

ROOT = Path(__file__).parent
NAMES = [name for name in sorted(available()) if "print" in load_layout(name, root=ROOT).media]
# PDF numbers are written with six decimals; lengths are in pt.
CLOSE_PT = 2e-6

pytestmark = pytest.mark.slow


def in_larger_units(composition: Composition, unit_of: Callable[[Document], str]) -> Composition:
    """The same book in fewer units: what began a unit begins a page. `unit_of` gives the name of
    the larger unit of the document with which a unit of the layout begins.
    """
    documents: list[Document] = []
    rules: list[str] = []
    for _, group in unit_documents(composition.documents):
        unit = unit_of(group[0])
        if documents and documents[-1].unit == unit:
            start = "page" if group[0].start == "any" else group[0].start
            rules.append(
                f'[data-document="{group[0].name}"] {{ counter-reset: footnote; '
                f"break-before: {start} }}\n"
            )
        documents += [dataclasses.replace(document, unit=unit) for document in group]
    sheets = (*composition.stylesheets, Stylesheet("pieces.css", "".join(rules)))
    return dataclasses.replace(composition, documents=tuple(documents), stylesheets=sheets)


def by_section(composition: Composition) -> Composition:
    """The book in one unit a section; what stands in none is a unit with its like."""
    sections = itertools.accumulate(
        (d.name if d.kind == "section" else "" for d in composition.documents),
        lambda section, name: name or section,
    )
    of = {
        d.name: section or "front"
        for d, section in zip(composition.documents, sections, strict=True)
    }
    return in_larger_units(composition, lambda document: of[document.name])


def in_one_piece(composition: Composition) -> Composition:
    """The book as a single unit."""
    return in_larger_units(composition, lambda _: "whole")


def without_furniture(galleys: Sequence[Galley]) -> tuple[Galley, ...]:
    def bare(galley: Galley) -> Galley:
        pages = tuple(
            dataclasses.replace(
                page,
                furniture={
                    side: dataclasses.replace(furniture, over=b"", under=b"")
                    for side, furniture in page.furniture.items()
                },
            )
            for page in galley.pages
        )
        return dataclasses.replace(galley, pages=pages)

    return tuple(map(bare, galleys))


def bodies(composition: Composition) -> bytes:
    """The pages of the book without what stands in their margins."""
    galleys = without_furniture(galleys_of(composition))
    options = PrintOptions()
    return bind(
        composition, galleys, options, catalogue=bundled_catalogue(), timestamp=TIME
    ).pdf  # fmt: skip


def rasters(pdf: bytes) -> Iterator[bytes]:
    """What PDFium draws of each page, at 144 dpi, in shades of gray."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page in document:
            yield page.render(scale=2, grayscale=True).to_pil().tobytes()


def assert_same_pages(split: bytes, whole: bytes) -> None:
    """Every glyph has the same outline, size and place, and every page the same points of ink."""
    ours, theirs = pages_of_glyphs(split), pages_of_glyphs(whole)
    assert len(ours) == len(theirs) > 4
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        assert [(g.face, g.glyph) for g in one] == [(g.face, g.glyph) for g in other], number
        for mine, its in zip(one, other, strict=True):
            off = max(abs(a - b) for a, b in zip(mine.places, its.places, strict=True))
            assert off <= CLOSE_PT, (number, mine, its)
    assert list(rasters(split)) == list(rasters(whole))


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_the_same_in_units_and_in_one_piece(name: str) -> None:
    composition = compose(edition(), load_layout(name, root=ROOT), "print", options=PrintOptions())
    whole = bodies(in_one_piece(composition))
    assert_same_pages(bodies(composition), whole)
    assert_same_pages(bodies(by_section(composition)), whole)
