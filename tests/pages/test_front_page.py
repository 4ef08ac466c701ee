"""The front page of a newspaper is full, and holds all that it is to hold."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Paragraph, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Article
from tests.support.editions import TEXT, article, edition
from tests.support.pages import laid_out, leaves_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent
SHEETS = {"4": PrintOptions(280, 430), "6": PrintOptions(375, 600)}
FULL = 0.8  # the share of the text's depth that columns reach down, in the mean


def story(random: Random, number: int, language: str) -> Article:
    """A story of one to twelve paragraphs of any length."""
    words = TEXT[language]
    body = tuple(
        Paragraph((Text(words[: random.randint(30, len(words))] * random.randint(1, 2)),))
        for _ in range(random.randint(1, 12))
    )
    return article(f"s{number}", words[: random.randint(12, 60)], body=body, language=language)


def stories_of(page: Any) -> list[Any]:
    return [
        box
        for box in page.descendants()
        if box.element_tag == "section" and "front-story" in (box.element.get("class") or "")
    ]


@pytest.mark.parametrize("columns", SHEETS)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("seed", range(3))
def test_the_front_page_is_full(columns: str, language: str, seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    items = [story(random, n, language) for n in range(24)]
    layout = load_layout("newspaper", root=ROOT, options={"columns": columns})
    composition = compose(edition(*items), layout, "print", options=SHEETS[columns])
    (pages,) = laid_out(composition, tmp_path)
    front, *inside = pages
    assert len(stories_of(front)) >= 5
    assert not any(stories_of(page) for page in inside), "the front page runs over"
    width = front.width / int(columns)
    ends = [0.0] * int(columns)
    for box in leaves_of([front]):
        middle = box.position_x + min(box.width, width) / 2 - front.content_box_x()
        column = int(middle / width)
        if 0 <= column < len(ends):
            ends[column] = max(ends[column], box.position_y + box.height - front.content_box_y())
    assert sum(ends) / len(ends) > FULL * front.height
