"""Tables of many columns stay inside the measure of the page, in every layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Cell, Row, Table, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out

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
