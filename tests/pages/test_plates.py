"""Plates and openers run past the edges of the paper, on pages of either side."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsbook.compose import compose, page_geometry
from newsbook.content import Figure, Picture, Text
from newsbook.layout import load_layout
from newsbook.model import Asset
from tests.support.editions import article, edition, paragraphs
from tests.support.pages import laid_out, lines_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent
MM = 96 / 25.4
HALF = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210" height="297">'
    b'<path d="M0 0H210V297H0Z"/></svg>'
)


def units(folder: Path, bleed: float, **options: str) -> list[list[Any]]:
    """The pages of four articles that open with a picture; the second and the fourth have plates."""
    drawing = Asset("half.svg", "image/svg+xml", data=HALF, width_px=210, height_px=190)

    def shown(style: str | None) -> Figure:
        return Figure(
            pictures=(Picture("half.svg", "A half"),), caption=(Text("What it is."),), style=style
        )

    text = paragraphs("en", 3)
    parts = [
        article("one", body=(shown(None), *text)),
        article("two", body=(shown("full-page"), *text, shown("full-page"), *text)),
        article("three", body=(shown(None), *text)),
        article("four", body=(shown("full-page"), shown(None), *text, shown("full-page"))),
    ]
    made = edition(*parts, assets={drawing.key: drawing})
    layout = load_layout("magazine", root=ROOT, options=options)
    page = SimpleNamespace(trim_width_mm=210.0, trim_height_mm=297.0, bleed_mm=bleed)
    composition = compose(made, layout, "print", options=page)
    wanted = {"one", "two", "three", "four"}
    found = laid_out(composition, folder)
    return [pages for pages, d in zip(found, composition.documents, strict=True)
            if d.article in wanted]  # fmt: skip


def pictures(page: Any) -> list[Any]:
    return [box for box in page.descendants() if box.element_tag == "img"]


def past(page: Any, box: Any, bleed: float) -> tuple[bool, bool, bool, bool]:
    """Whether a picture reaches the bleed at the head, on the right, at the foot and on the left."""
    edge = bleed * MM - 0.01
    x, y = box.content_box_x(), box.content_box_y()
    return (
        y <= -edge,
        x + box.width >= page.margin_width() + edge,
        y + box.height >= page.margin_height() + edge,
        x <= -edge,
    )


@pytest.mark.parametrize("bleed", [0.0, 3.0])
def test_plates_and_openers_reach_the_bleed(bleed: float, tmp_path: Path) -> None:
    sides, plates = set(), 0
    for pages in units(tmp_path, bleed, openers="bleed"):
        for number, page in enumerate(pages):
            for box in pictures(page):
                is_plate = not any(line.tag == "h1" for line in lines_of([page])) and (
                    box.height > 0.9 * page.margin_height()
                )
                reached = past(page, box, bleed)
                assert reached == (True, True, is_plate, True), number
                sides.add(page.page_type.side)
                plates += is_plate
    assert plates == 4
    assert sides == {"left", "right"}


def test_text_runs_on_where_a_plate_stands_in_it(tmp_path: Path) -> None:
    _, pages, *_ = units(tmp_path, 0.0)
    words = [" ".join(line.text for line in lines_of([page])) for page in pages]
    assert words[0].strip() == words[-1].strip() == "What it is."
    assert "Two" in words[1]
    assert len(pages) == 3, "the text after the plate stands under the text before it"


def test_what_follows_an_opener_stands_on_the_grid(tmp_path: Path) -> None:
    layout = load_layout("magazine", root=ROOT)
    page = page_geometry(layout, width_mm=210, height_mm=297)
    step, top = page.baseline_pt * 4 / 3, page.top_pt * 4 / 3

    def offsets(**options: str) -> set[float]:
        return {
            round((line.baseline - top) % step, 1) % round(step, 1)
            for pages in units(tmp_path, 0.0, **options)
            for line in lines_of(pages)
            if line.tag == "p" and line.align == "justify" and abs(line.height - step) < 0.02
        }

    assert offsets(openers="bleed") == offsets()
    assert len(offsets()) == 1
