"""A book set in units looks like the book set in one piece, in every layout."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from newsbook.compose import compose
from newsbook.composition import Composition, Galley, Stylesheet
from newsbook.fonts import bundled_catalogue
from newsbook.layout import available, load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.pdf import bind
from newsbook.pdf.units import unit_documents
from tests.support.editions import edition
from tests.support.galleys import TIME, galleys_of

ROOT = Path(__file__).parent
NAMES = [name for name in sorted(available()) if "print" in load_layout(name, root=ROOT).media]

# How much darker or lighter two points of paper may be, of 255: a note with another number is more.
SHADE = 48

pytestmark = pytest.mark.slow


def in_one_piece(composition: Composition) -> Composition:
    """The same book as a single unit: what began a unit begins a page."""
    starts = [group[0] for _, group in unit_documents(composition.documents)]
    css = "".join(
        f'[data-document="{document.name}"] {{ counter-reset: footnote; '
        f"break-before: {'page' if document.start == 'any' else document.start} }}\n"
        for document in starts[1:]
    )
    documents = tuple(dataclasses.replace(d, unit="whole") for d in composition.documents)
    sheets = (*composition.stylesheets, Stylesheet("pieces.css", css))
    return dataclasses.replace(composition, documents=documents, stylesheets=sheets)


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


def bodies(composition: Composition) -> list[Image.Image]:
    """The rasters of all pages without what stands in their margins."""
    galleys = without_furniture(galleys_of(composition))
    book = bind(composition, galleys, PrintOptions(), catalogue=bundled_catalogue(), timestamp=TIME)
    with pypdfium2.PdfDocument(io.BytesIO(book.pdf)) as pdf:
        return [page.render(scale=2, grayscale=True).to_pil().reduce(4) for page in pdf]


def is_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pages look the same. A font size that is inherited from the root of a document,
    and not from that of the book, may be 1/1024 px smaller: edges are a shade lighter, no more.
    """
    return one.size == other.size and ImageChops.difference(one, other).getextrema()[1] <= SHADE


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_the_same_in_units_and_in_one_piece(name: str) -> None:
    composition = compose(edition(), load_layout(name, root=ROOT), "print", options=PrintOptions())
    split, whole = bodies(composition), bodies(in_one_piece(composition))
    assert len(split) == len(whole) > 4
    pairs = zip(split, whole, strict=True)
    assert [n for n, (one, other) in enumerate(pairs, 1) if not is_same(one, other)] == []
