"""Tables of many columns, and pictures in tables and lines, stay inside their measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cssselect2 import ElementWrapper

from newsbook.compose import compose
from newsbook.content import (
    Cell,
    Emphasis,
    Heading,
    Item,
    Items,
    Paragraph,
    Picture,
    Row,
    Strong,
    Table,
    Text,
)
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Asset
from newsbook.pdf.engine.tables import fit_table
from tests.support.compositions import picture
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out
from tests.support.set_pages import pages_of

LAYOUTS = ("classic", "digest", "magazine", "newspaper", "yearbook", "parallel")
WORDS = ("Constantinople", "northern", "passengers", "1,204", "delivered", "2021-12-27", "Azerbaijan",
         "4,000", "returned", "harbours")  # fmt: skip


def row(columns: int, *, header: bool = False) -> Row:
    return Row(tuple(Cell((Text(word),), header) for word in WORDS[:columns]))


def tables(box: Any, right: float = 0.0) -> Iterator[tuple[float, float]]:
    """Where each table ends, and where what it stands in ends, in px."""
    if box.element_tag == "table" and type(box).__name__ == "TableBox":
        yield box.position_x + box.border_width(), right
    if getattr(box, "element_tag", "") in ("div", "section", "article", "body"):
        right = box.content_box_x() + box.width
    for child in getattr(box, "children", ()):
        yield from tables(child, right)


@pytest.mark.parametrize("columns", [3, 6, 8, 10])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_of_many_columns_is_no_wider_than_its_measure(
    layout: str, columns: int, tmp_path: Path
) -> None:
    table = Table((row(columns), row(columns)), (row(columns, header=True),))
    story = article(
        "story", "A table", body=(para("Words before. " * 30), table, para("After. " * 9))
    )
    options = PrintOptions()
    made = compose(edition(story), load_layout(layout, root=tmp_path), "print", options=options)
    found = [ends for unit in laid_out(made, tmp_path) for page in unit for ends in tables(page)]
    assert found
    assert [(end, right) for end, right in found if end > right + 0.5] == []


@pytest.mark.parametrize("columns", [3, 4, 5])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_are_divided_where_a_table_would_be_wider_than_its_measure(
    layout: str, columns: int, tmp_path: Path
) -> None:
    long = ("internationalization agreement", "harbour_master_number()", "Constantinople, 1453",
            "https://example.org/boats/in/the/fog", "Donaudampfschifffahrt")  # fmt: skip
    cells = tuple(
        Cell((Strong((Text(word),)) if n % 2 else Text(word),)) for n, word in enumerate(long)
    )
    table = Table((Row(cells[:columns]), row(columns)), (Row(cells[:columns]),))
    story = article("story", "A table", body=(para("Words before. " * 30), table, para("After.")))
    made = compose(
        edition(story), load_layout(layout, root=tmp_path), "print", options=PrintOptions()
    )
    found = [ends for unit in laid_out(made, tmp_path) for page in unit for ends in tables(page)]
    assert found
    assert [(end, right) for end, right in found if end > right + 0.5] == []


def pictures(box: Any, right: float = 0.0) -> Iterator[tuple[float, float]]:
    """Where each picture ends, and where what it stands in ends, in px."""
    if box.element_tag == "img":
        yield box.position_x + box.border_width(), right
    elif getattr(box, "element_tag", "") in ("td", "li", "p", "div", "section", "article", "body"):
        right = box.content_box_x() + box.width
    for child in getattr(box, "children", ()):
        yield from pictures(child, right)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pictures_in_tables_lists_and_lines_are_no_wider_than_what_holds_them(
    layout: str, tmp_path: Path
) -> None:
    shown = Picture("big.jpg", "A mill")
    rows = (row(2), Row((Cell((Text("Mill"),)), Cell((shown, Text(" in spring"))))))
    body = (
        para("Words before. " * 30),
        Table(rows, (row(2, header=True),)),
        Items("bullet", (Item((Paragraph((Text("One "), shown)),)),)),
        Heading(2, (Text("Mills "), shown)),
        Paragraph((Emphasis((Text("See "), shown, Text(" here."))),)),
        Table((Row((Cell((shown,)),)), Row((Cell((Text("One column"),)),)))),
        para("After. " * 9),
    )
    story = article("story", "Pictures", body=body)
    large = Asset(
        "big.jpg", "image/jpeg", data=picture(1600, 900, "JPEG"), width_px=1600, height_px=900
    )
    book = edition(story, assets={"big.jpg": large})
    made = compose(book, load_layout(layout, root=tmp_path), "print", options=PrintOptions())
    found = [ends for unit in laid_out(made, tmp_path) for page in unit for ends in pictures(page)]
    assert len(found) == 5
    assert [(end, right) for end, right in found if end > right + 0.5] == []


def test_rules_for_tables_of_many_columns_do_not_look_through_the_table_for_each_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = [0]
    iter_children = ElementWrapper.iter_children

    def counting(self: ElementWrapper) -> Iterator[ElementWrapper]:
        looked[0] += 1
        return iter_children(self)

    monkeypatch.setattr(ElementWrapper, "iter_children", counting)
    found = []
    for rows in (5, 10, 20):
        looked[0] = 0
        pages_of("en", Table((row(8),) * rows))
        found.append(looked[0])
    assert found[2] - found[1] < 2.5 * (found[1] - found[0])


class Box(SimpleNamespace):
    """A box as the engine has them: known by what it is, not by what it holds."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def test_a_table_that_fits_nowhere_is_tried_once() -> None:
    """However many pages it goes over: fitting looks at every cell."""
    cell = SimpleNamespace(style={"hyphens": "manual", "overflow_wrap": "normal"})
    table = Box(element_tag="table", descendants=lambda: [cell])
    wrapper = SimpleNamespace(width=900.0, get_wrapped_table=lambda: table)
    context = SimpleNamespace(tables={})
    calls: list[Any] = []
    for _ in range(3):
        fit_table(lambda *given: calls.append(given), context, wrapper, (300.0, 400.0))
    assert len(calls) == 3 + 2
    assert cell.style == {"hyphens": "auto", "overflow_wrap": "anywhere"}


def test_a_table_is_not_measured_again_where_its_style_sheet_divides_words() -> None:
    cell = SimpleNamespace(style={"hyphens": "auto", "overflow_wrap": "anywhere"})
    wrapper = SimpleNamespace(
        width=900.0, get_wrapped_table=lambda: Box(element_tag="table", descendants=lambda: [cell])
    )
    calls: list[Any] = []
    fit_table(lambda *given: calls.append(given), SimpleNamespace(tables={}), wrapper, (300.0, 4.0))
    assert len(calls) == 1
