"""Every bundled layout keeps its grid, its measure and its page furniture."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose, page_geometry
from newsbook.composition import Composition
from newsbook.layout import Layout, available, load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.pdf.units import unit_documents
from tests.support.editions import edition
from tests.support.galleys import bound, page_texts
from tests.support.pages import Line, laid_out, lines_of, overfull

ROOT = Path(__file__).parent
NAMES = [name for name in sorted(available()) if "print" in load_layout(name, root=ROOT).media]
TRIMS = {"us-trade": PrintOptions(), "a5": PrintOptions(148, 210), "a4": PrintOptions(210, 297)}
PX = 4 / 3

pytestmark = pytest.mark.slow


def layout_of(name: str) -> Layout:
    return load_layout(name, root=ROOT)


def composed(name: str, trim: str) -> Composition:
    return compose(edition(), layout_of(name), "print", options=TRIMS[trim])


@cache
def lines(name: str, trim: str, folder: Path) -> dict[str, list[Line]]:
    """The lines of each unit of the sample edition; units that hold no article have a `-` before."""
    composition = composed(name, trim)
    units = laid_out(composition, folder)
    found = {}
    for (unit, documents), boxes in zip(unit_documents(composition.documents), units, strict=True):
        holds = any(document.article for document in documents)
        found[unit if holds else f"-{unit}"] = list(lines_of(boxes))
    return found


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


def articles(found: dict[str, list[Line]]) -> list[Line]:
    return [line for unit, lines in found.items() if unit[0] != "-" for line in lines]


@pytest.mark.parametrize("trim", TRIMS)
@pytest.mark.parametrize("name", NAMES)
def test_lines_of_text_stand_on_the_grid(name: str, trim: str, work: Path) -> None:
    options = TRIMS[trim]
    page = page_geometry(
        layout_of(name), width_mm=options.trim_width_mm, height_mm=options.trim_height_mm
    )
    step, top = page.baseline_pt * PX, page.top_pt * PX
    offsets: dict[tuple[str, float], list[tuple[float, str]]] = defaultdict(list)
    for line in articles(lines(name, trim, work)):
        if line.tag == "p" and abs(line.height - step) < 0.02 and line.align == "justify":
            size = round(line.font_size, 1)
            offset = (line.baseline - top) % step
            offsets[line.language.split("-")[0], size].append((offset, line.text))
    assert len(offsets) >= 3, "text in several scripts was set"
    for key, found in offsets.items():
        first = found[0][0]
        off = [
            text
            for offset, text in found
            if min(abs(offset - first), step - abs(offset - first)) > 0.05
        ]
        assert not off, f"{key}: {len(off)} of {len(found)} lines are off the grid: {off[:3]}"


@pytest.mark.parametrize("trim", TRIMS)
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_longer_than_its_measure(name: str, trim: str, work: Path) -> None:
    found = lines(name, trim, work)
    assert [line.text for unit in found.values() for line in overfull(unit, 0.5)] == []


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "hanging" in load_layout(name, root=ROOT).options]
)
def test_hanging_marks_leave_the_measure_by_their_parts_only(name: str, work: Path) -> None:
    layout = load_layout(name, root=ROOT, options={"hanging": "punctuation"})
    composition = compose(edition(), layout, "print", options=PrintOptions())
    found = [line for unit in laid_out(composition, work) for line in lines_of(unit)]
    assert [line.text for line in overfull(found, 0.5)] == []
    western = [line for line in found if not line.language.startswith(("zh", "ja", "ko"))]
    parts = [max(line.trimmed) / line.font_size for line in western]
    assert 0.1 < max(parts) < 0.5
    plain = [line for unit in lines(name, "us-trade", work).values() for line in unit]
    assert [line.text for line in plain] == [line.text for line in found]


@pytest.mark.parametrize("name", NAMES)
def test_text_lines_are_as_high_as_the_grid(name: str, work: Path) -> None:
    page = page_geometry(layout_of(name), width_mm=152.4, height_mm=228.6)
    step = page.baseline_pt * PX
    body = [line for line in articles(lines(name, "us-trade", work))
            if line.tag == "p" and line.align == "justify" and line.font_size > page.cjk_pt * PX - 0.1]  # fmt: skip
    assert body
    grown = [(round(line.height, 2), line.text) for line in body if line.height > step + 0.02]
    assert grown == []


@pytest.mark.parametrize("name", NAMES)
def test_the_book_is_whole(name: str) -> None:
    composition = composed(name, "us-trade")
    book = bound(composition)
    assert [d.message for d in book.diagnostics] == []
    texts = page_texts(book)
    whole = " ".join(texts)
    for needed in ("What the Cold Reveals", "Friendship", "AZERTAC", "Two places", "The road"):
        assert needed in whole
    for page, text in zip(book.pages, texts, strict=True):
        if page.blank:
            assert text == ""


def test_classic_openers_carry_no_head_and_other_pages_do() -> None:
    composition = composed("classic", "us-trade")
    book = bound(composition)
    texts = page_texts(book)
    seen: set[str] = set()
    for page, text in zip(book.pages, texts, strict=True):
        if page.blank or page.unit in ("half-title", "title", "copyright", "one", "two"):
            continue
        words = text.split()
        if page.unit in seen:
            assert page.folio in words
            head = composition_head(composition, page)
            assert head.split()[0].casefold() in text.casefold()
        else:
            assert words[-1] == page.folio
            seen.add(page.unit)
    assert {"pine", "tea", "ruri", "hyecho", "toc"} <= seen


def composition_head(composition: Composition, page: Any) -> str:
    (document,) = [d for d in composition.documents if d.name == page.unit]
    return document.running["verso" if page.side == "left" else "recto"]
