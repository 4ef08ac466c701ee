"""The picture an article opens with stays with the headline, and captions with their pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from newsbook.compose import compose
from newsbook.content import Block, Figure, Picture, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Asset
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}"/>'


def pages_of(layout: str, body: tuple[Block, ...], tmp_path: Path, high: int) -> list[Any]:
    """The pages of an article with a picture 900 px wide and so high."""
    picture = Asset(
        "p.svg", "image/svg+xml", data=SVG.format(900, high).encode(), width_px=900, height_px=high
    )
    story = article("story", "A story that opens with a picture", body=body)
    made = compose(
        edition(story, assets={"p.svg": picture}),
        load_layout(layout, root=tmp_path),
        "print",
        options=PrintOptions(148, 210),
    )
    (pages,) = [
        unit for unit in laid_out(made, tmp_path) if any(_tagged(page, "header") for page in unit)
    ]
    return pages


def _tagged(page: Any, tag: str) -> list[Any]:
    return [box for box in page.descendants() if box.element_tag == tag]


def _pictures(page: Any) -> list[Any]:
    return [box for box in page.descendants() if isinstance(box, boxes.ReplacedBox)]


def figure(caption: str) -> Figure:
    return Figure(pictures=(Picture("p.svg", "A picture"),), caption=(Text(caption),))


@pytest.mark.parametrize("caption", ["Short.", "A caption that is longer than one line. " * 3])
@pytest.mark.parametrize("high", [900, 2400])
@pytest.mark.parametrize("layout", ["classic", "digest", "magazine", "yearbook"])
def test_an_opening_picture_stays_with_the_headline(
    layout: str, high: int, caption: str, tmp_path: Path
) -> None:
    body = (figure(caption), *(para("The text goes on. " * 30) for _ in range(3)))
    first = pages_of(layout, body, tmp_path, high)[0]
    assert _tagged(first, "h1")
    assert len(_pictures(first)) == 1
    foot = max(box.position_y + box.margin_height() for box in _tagged(first, "figcaption"))
    assert foot <= first.content_box_y() + first.height + 1


@pytest.mark.parametrize("layout", ["classic", "digest"])
def test_a_caption_begins_where_its_picture_does(layout: str, tmp_path: Path) -> None:
    body = (para("A word before. " * 20), figure("The tower."), para("The text goes on. " * 60))
    for page in pages_of(layout, body, tmp_path, 1900):
        for picture in _pictures(page):
            caption = _tagged(page, "figcaption")[0]
            assert caption.content_box_x() == pytest.approx(picture.content_box_x(), abs=1)


def test_text_in_columns_stays_before_a_picture_that_does_not_fit(tmp_path: Path) -> None:
    """The engine took the columns before it along to the next page."""
    body = (para("A word before. " * 20), figure("The tower."), para("The text goes on. " * 60))
    first = pages_of("magazine", body, tmp_path, 4000)[0]
    assert any("A word before" in getattr(box, "text", "") for box in first.descendants())
