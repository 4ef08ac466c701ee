"""Pictures that take a page of their own, and those an article opens with."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from newsbook.compose import compose, page_geometry
from newsbook.compose.plates import with_plates
from newsbook.compose.views import ArticleView, article_view
from newsbook.content import Block, Figure, Picture, Text
from newsbook.layout import load_layout
from newsbook.model import Asset
from newsbook.readers import Source, read
from newsbook.world import World
from tests.support.editions import EPUB, article, edition, para

ROOT = Path(__file__).parent
TALL = Asset("tall.jpg", "image/jpeg", data=b"", width_px=2480, height_px=3508)
WIDE = Asset("wide.svg", "image/svg+xml", data=b"", width_px=900, height_px=420)


def figure(key: str, style: str | None = "full-page") -> Figure:
    return Figure(pictures=(Picture(key, "What it shows"),), caption=(Text(key),), style=style)


def divided(*body: Block, asset: Asset = TALL, name: str = "magazine", **options: str):  # type: ignore[no-untyped-def]
    layout = load_layout(name, root=ROOT, options=options)
    page = page_geometry(layout, width_mm=210, height_mm=297)
    view = article_view(article("one", body=body), words=layout.labels, language="en")
    return with_plates(view, layout, page, {asset.key: asset, WIDE.key: WIDE})


def keys(blocks: tuple[Block, ...]) -> list[str]:
    return [b.pictures[0].source if isinstance(b, Figure) else "text" for b in blocks]


def parts(view: ArticleView) -> list[list[str]]:
    return [keys(b) for b in (view.plates_before, view.opener, view.body, view.plates_after)]


def test_plates_stand_before_the_text_or_after_it() -> None:
    plate, text = figure("tall.jpg"), para("Text.")
    assert parts(divided(plate, text, plate, text)) == [
        ["tall.jpg"],
        [],
        ["text", "text"],
        ["tall.jpg"],
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"width_px": 800, "height_px": 1131}, "too few pixels"),
        ({"width_px": 4700}, "too much would be cut off"),
        ({"width_px": None}, "of unknown size"),
    ],
)
def test_a_picture_that_cannot_fill_a_page_stays_in_the_text(change: dict, why: str) -> None:
    view = divided(figure("tall.jpg"), para("Text."), asset=replace(TALL, **change))
    assert parts(view) == [[], [], ["tall.jpg", "text"], []], why


def test_a_drawing_has_no_pixels_to_count() -> None:
    small = replace(TALL, media_type="image/svg+xml", width_px=210, height_px=297)
    assert parts(divided(figure("tall.jpg"), asset=small))[0] == ["tall.jpg"]


def test_layouts_and_editors_without_plates_have_none() -> None:
    assert parts(divided(figure("tall.jpg"), plates="no"))[2] == ["tall.jpg"]
    assert parts(divided(figure("tall.jpg"), name="classic"))[2] == ["tall.jpg"]


def test_the_picture_an_article_begins_with_opens_its_page_on_request() -> None:
    body = (figure("wide.svg", None), para("Text."), figure("wide.svg", None))
    assert parts(divided(*body)) == [[], [], ["wide.svg", "text", "wide.svg"], []]
    assert parts(divided(*body, openers="bleed")) == [[], ["wide.svg"], ["text", "wide.svg"], []]
    after_text = divided(*body[1:], openers="bleed")
    assert parts(after_text)[1] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", '# A\n\nText.\n\n![A sea](sea.png "The sea"){.full-page credit="Somebody"}\n'),
        (
            "a.xhtml",
            '<h1>B</h1><p>Text.</p><figure class="full-page"><img src="sea.png"/></figure>',
        ),
    ],
)
def test_a_class_says_it_in_markdown_and_in_html(tmp_path: Path, name: str, text: str) -> None:
    source = Source(name, text.encode("utf-8"))
    found = read(source, World(root=tmp_path))
    (shown,) = [b for b in found.body if isinstance(b, Figure)]
    assert shown.style == "full-page"


def test_an_epub_keeps_the_order_of_the_text() -> None:
    shown, text = figure("tall.jpg"), para("Text.")
    made = edition(article("one", "Headline", body=(shown, text, shown, text)))
    layout = load_layout("magazine", root=ROOT)
    (document,) = [d for d in compose(made, layout, "epub", options=EPUB).documents if d.article]
    places = [found.start() for found in re.finditer("<h1|figure full-page|Text", document.xhtml)]
    words = [document.xhtml[at : at + 3] for at in places]
    assert words == ["<h1", "fig", "Tex", "fig", "Tex"]
