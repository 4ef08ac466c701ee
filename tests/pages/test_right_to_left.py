"""Articles that run from right to left stand by their own direction in a book that does not."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Paragraph, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Edition, Metadata, Person
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
