"""Lists at the foot of a page: no item stands alone before or after the break."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.compose import compose
from newsbook.content import Item, Items
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out, lines_of


@pytest.mark.parametrize("items", [2, 3, 5])
@pytest.mark.parametrize("layout", ["classic", "digest"])
def test_no_item_is_left_alone(layout: str, items: int, tmp_path: Path) -> None:
    names = [f"Item {number} of them" for number in range(items)]
    broken = 0
    for filler in range(14, 44):
        listed = Items("bullet", tuple(Item((para(name),)) for name in names))
        body = (*(para("A line.") for _ in range(filler)), listed, para("The end of it. " * 60))
        story = edition(article("story", "Lists", body=body))
        made = compose(story, load_layout(layout, root=tmp_path), "print", options=PrintOptions())
        pages = [
            line.page
            for unit in laid_out(made, tmp_path)
            for line in lines_of(unit)
            if line.text.lstrip("–\u2002\u00a0 ").startswith("Item ")
        ]
        assert len(pages) == items
        counts = [pages.count(page) for page in sorted(set(pages))]
        broken += len(counts) > 1
        assert 1 not in counts, (filler, counts)
    assert broken or items < 4


def test_a_list_begins_with_its_number(tmp_path: Path) -> None:
    items = tuple(Item((para(f"Item {word}"),)) for word in ("a", "b"))
    inner = Items("ordered", items, start=7)
    body = (
        para("A line."), Items("ordered", items, start=3),
        Items("ordered", (Item((para("Item c"), inner)),)),
    )  # fmt: skip
    story = edition(article("story", "Lists", body=body))
    made = compose(story, load_layout("classic", root=tmp_path), "print", options=PrintOptions())
    pages = [page for unit in laid_out(made, tmp_path) for page in unit]
    boxes = [box for page in pages for box in page.descendants(placeholders=True)]
    markers = [
        b.text.strip() for b in boxes if b.element_tag == "li::marker" and hasattr(b, "text")
    ]

    assert markers == ["3.", "4.", "1.", "7.", "8."]
