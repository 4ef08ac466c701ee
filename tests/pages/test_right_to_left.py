"""Articles that run from right to left stand by their own direction in a book that does not."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Paragraph, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Edition, Metadata, Person, Section
from tests.support.editions import article, edition
from tests.support.pages import laid_out, leaves_of, lines_of

AR = (
    "قال الوزير إن الاتفاق الجديد بين البلدين سيدخل حيز التنفيذ في عام 2023، وهو خبر سار للجميع. "
    * 6
)
LAYOUTS = ("classic", "digest", "magazine", "newspaper", "yearbook", "parallel")


def book() -> Edition:
    story = article(
        "story",
        "توقيع اتفاقية",
        language="ar",
        deck=(Text("تفاصيل التعاون"),),
        byline=(Person("ليلى حسن", role="aut"),),
        body=(Paragraph((Text(AR),)), Paragraph((Text("انظر https://example.org/bridge/here"),))),
        published="2022-04-02",
    )
    return edition(story, metadata=Metadata(title="Book", language="en"))


def pages(layout: str) -> list[Any]:
    loaded = load_layout(layout, root=Path(__file__).parent)
    made = replace(
        compose(book(), loaded, "print", options=PrintOptions()),
    )
    with tempfile.TemporaryDirectory() as folder:
        return laid_out(made, Path(folder))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_belongs_to_the_article_stands_at_the_right(layout: str) -> None:
    units = pages(layout)
    found = [x for unit in units for x in lines_of(unit)]
    (head,) = [x for x in found if x.tag == "h1" and "توقيع" in x.text]
    around = [x for x in found if "الوزير" in x.text or "التعاون" in x.text or "ليلى" in x.text]
    around = [x for x in around if x.page == head.page and x.language == "ar"]
    assert len(around) >= 2
    right = head.x + head.width
    body = max(x.x + x.width for x in around)
    assert right == pytest.approx(body, abs=1.5)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_letters_that_join_are_not_spaced(layout: str) -> None:
    for unit in pages(layout):
        for box in leaves_of(unit):
            if any("\u0620" <= c <= "\u06ff" for c in box.text):
                assert box.style["letter_spacing"] in (0, "normal"), box.text


def test_an_address_runs_from_left_to_right() -> None:
    found = [b for unit in pages("classic") for b in leaves_of(unit) if "example" in b.text]
    assert found
    assert {box.style["direction"] for box in found} == {"ltr"}
    assert {box.style["hyphens"] for box in found} == {"manual"}


def test_a_title_in_a_list_of_another_book_stands_where_all_others_do() -> None:
    english = article("other", "Bridges", language="en", byline=())
    arabic = replace(book().articles()[0], slug="arabic", deck=(), byline=())
    part = Section(slug="part", title=(Text("Part"),), parts=(english, arabic))
    whole = replace(book(), parts=(part,))
    loaded = load_layout("magazine", root=Path(__file__).parent)
    made = compose(whole, loaded, "print", options=PrintOptions())
    with tempfile.TemporaryDirectory() as folder:
        units = laid_out(made, Path(folder))
    found = [
        x for unit in units for x in lines_of(unit) if "Bridges" in x.text or "توقيع" in x.text
    ]
    listed = [x for x in found if x.tag == "p" and x.font_size == found[0].font_size]
    assert {x.language for x in listed} == {"en", "ar"}
    assert max(x.x for x in listed) - min(x.x for x in listed) < 12


def test_stories_of_a_front_page_keep_the_gap_between_columns(tmp_path: Path) -> None:
    stories = [
        article(f"s{n}", "توقيع اتفاقية", language="ar", body=(Paragraph((Text(AR),)),) * 6)
        for n in range(6)
    ]
    paper = edition(*stories, metadata=Metadata(title="كتاب", language="ar", direction="rtl"))
    loaded = load_layout("newspaper", root=Path(__file__).parent)
    front = laid_out(compose(paper, loaded, "print", options=PrintOptions()), tmp_path)[0][0]
    cells: dict[float, list[Any]] = {}
    for box in front.descendants():
        if box.element is not None and "cell" in (box.element.get("class") or "").split():
            cells.setdefault(box.position_y, []).append(box)
    rows = [row for row in cells.values() if len(row) > 1]
    assert rows
    for row in rows:
        row.sort(key=lambda cell: -float(cell.position_x))
        for right, left in pairwise(row):
            assert right.content_box_x() - (left.content_box_x() + left.width) > 8
