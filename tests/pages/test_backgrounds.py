"""A background that covers its box once is drawn once: nothing of a second copy shows at its edges."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.support.galleys import PAGE, bound, document, opened, print_composition
from tests.support.printing import has, run

CSS = PAGE + "div { width: 61.3mm; height: 40.7mm; margin: 3.3mm 1.7mm }"
COVERING = {
    "gradient": "linear-gradient(#102040, #fff)",
    "gradient with its size": "linear-gradient(#102040, #fff) 0 0 / 100% 100%",
    "picture": "url(asset:chart.png) 0 0 / 100% 100%",
}


def patterns(css: str) -> int:
    book = bound(print_composition([document("a", f'<div style="background: {css}"></div>')], CSS))
    with opened(book) as pdf:
        contents = bytes(pdf.pages[0].obj.Contents.read_bytes())
    return contents.count(b"/Pattern cs")


@pytest.mark.parametrize("name", COVERING)
def test_what_covers_its_box_is_no_tile(name: str) -> None:
    assert patterns(COVERING[name]) == 0


def test_what_repeats_is_a_tile() -> None:
    assert patterns("linear-gradient(#102040, #fff) 0 0 / 20mm 10mm") == 1
    assert patterns("linear-gradient(#102040, #fff) 5mm 5mm / 100% 100%") == 1


@pytest.mark.skipif(not has("pdftoppm"), reason="poppler is not installed")
def test_the_light_end_of_a_gradient_has_no_dark_line(tmp_path: Path) -> None:
    css = COVERING["gradient"]
    book = bound(print_composition([document("a", f'<div style="background: {css}"></div>')], CSS))
    (tmp_path / "a.pdf").write_bytes(book.pdf)
    run(
        "pdftoppm",
        "-r",
        "171",
        "-gray",
        "-singlefile",
        str(tmp_path / "a.pdf"),
        str(tmp_path / "a"),
    )
    picture = Image.open(tmp_path / "a.pgm")
    column = [picture.getpixel((picture.width // 2, y)) for y in range(picture.height)]
    ink = [value for value in column if isinstance(value, int) and value < 250]
    assert ink[0] < 60
    assert ink == sorted(ink)
