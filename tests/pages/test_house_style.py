"""What every layout owes to a careful reader: headlines whole, first lines flush, words of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Aside, Cell, Row, Table, Text
from newsbook.layout import available, load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import SpecialPage
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out, lines_of

LAYOUTS = sorted(available())


def units(layout: str, tmp_path: Path, *parts: Any, trim: PrintOptions | None = None) -> list[Any]:
    """The pages of each unit of an edition of `parts`."""
    made = compose(
        edition(*parts),
        load_layout(layout, root=tmp_path),
        "print",
        options=trim or PrintOptions(148, 210),
    )
    return laid_out(made, tmp_path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_of_a_headline_is_divided(layout: str, tmp_path: Path) -> None:
    title = "Transcontinental passengers congratulate the conductor for unprecedented punctuality"
    parts = (
        article("a", title),
        article("b", "横贯大陆的旅客向列车员致敬", language="zh-Hans", body=(para("字" * 40),)),
    )
    lines = [
        line.text.strip()
        for unit in units(layout, tmp_path, *parts)
        for line in lines_of(unit)
        if line.tag == "h1"
    ]
    assert len(lines) > 2
    assert [text for text in lines if text.endswith(("-", "\u2010"))] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_first_paragraph_of_a_box_has_no_indent(layout: str, tmp_path: Path) -> None:
    box = Aside((para("First of the box."), para("Second.")), (Text("Its title"),), "sidebar")
    pages = units(layout, tmp_path, article("a", body=(para("Before."), box, para("After."))))
    indents = [
        block.style["text_indent"].value
        for unit in pages
        for page in unit
        for block in page.descendants()
        if block.element_tag == "p" and "First of" in "".join(_texts(block))
    ]
    assert indents
    assert set(indents) == {0}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_lines_of_the_imprint_have_no_indent(layout: str, tmp_path: Path) -> None:
    pages = units(layout, tmp_path, SpecialPage("title"), article("a"))
    indents = [
        block.style["text_indent"].value
        for unit in pages
        for page in unit
        for block in page.descendants()
        if block.element_tag == "p" and "".join(_texts(block)) in ("Silk Road Press", "2022")
    ]
    assert set(indents) <= {0}


def test_words_of_a_table_that_fits_are_whole(tmp_path: Path) -> None:
    heads = "District|Water points inspected|Of standard quality|Repaired|Closed|Served|Cost"
    names = ("İsmayıllı", "36", "33", "2", "0", "1,908", "52.00")
    rows = tuple(
        Row(tuple(Cell((Text(word),)) for word in words)) for words in (heads.split("|"), names)
    )
    body = (para("Before."), Table(rows), para("After."))
    pages = units("classic", tmp_path, article("a", body=body), trim=PrintOptions())
    found = [line.text.strip() for unit in pages for line in lines_of(unit)]
    assert {"İsmayıllı", "Repaired"} <= set(found)


def _texts(box: Any) -> list[str]:
    return [inner.text for inner in box.descendants() if hasattr(inner, "text")]
