"""Columns are as short as they can be where a story ends, and begin on one line."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from newsbook.compose import compose, page_geometry
from newsbook.composition import Composition
from newsbook.content import Cell, Figure, Heading, Paragraph, Picture, Row, Table, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Asset, Metadata
from newsbook.xhtml import parse_fragment
from tests.support.columns import Group, column_groups, least_height
from tests.support.compositions import picture
from tests.support.editions import article, edition
from tests.support.pages import laid_out, overfull

ROOT = Path(__file__).parent
PX = 4 / 3
A4 = PrintOptions(210, 297)
CASES = {
    "magazine": ({"columns": "2"}, A4),
    "magazine-3": ({"columns": "3"}, A4),
    "digest": ({"columns": "2"}, A4),
    "newspaper": ({"columns": "4"}, PrintOptions(280, 430)),
}
WORDS = (
    "the quay a ferry of wheat stands under lamps while somebody counts in a notebook what has been "
    "promised and what has come over the water since morning without any hurry"
).split()

pytestmark = pytest.mark.slow


def story(number: int) -> list[Paragraph]:
    """So many paragraphs of one to seven lines, the same in every run; none opens with a large
    initial, which takes a line of its own.
    """
    chance = random.Random(number)
    return [
        Paragraph((Text(" ".join(chance.choices(WORDS, k=chance.randint(4, 60))) + "."),))
        for _ in range(number)
    ]


def book(name: str, bodies: list[list[object]]) -> tuple[Composition, float]:
    options, trim = CASES[name]
    stories = [
        article(f"s{n}", f"Story {n}", body=tuple(body), byline=(), source=None, published=None)
        for n, body in enumerate(bodies, 1)
    ]
    made = edition(*stories, metadata=Metadata(title="Columns", language="en"))
    layout = load_layout(name.split("-")[0], root=ROOT, options=options)
    page = page_geometry(layout, width_mm=trim.trim_width_mm, height_mm=trim.trim_height_mm)
    return compose(made, layout, "print", options=trim), page.baseline_pt * PX


@cache
def groups(name: str) -> tuple[list[Group], float]:
    composition, step = book(name, [story(n) for n in range(1, 41)])
    with TemporaryDirectory() as folder:
        units = laid_out(composition, Path(folder))
    return [group for pages in units for group in column_groups(pages)], step


def paragraphs(group: Group) -> list[int]:
    """The lines of each paragraph, or part of one, in a group."""
    counts = [0]
    for line in group.lines:
        counts[-1] += 1
        if line.last:
            counts.append(0)
    return [count for count in counts if count]


@pytest.mark.parametrize("name", CASES)
def test_where_a_story_ends_its_columns_are_as_short_as_they_can_be(name: str) -> None:
    found, _ = groups(name)
    ending = [g for g in found if g.ends and g.lines and {line.tag for line in g.lines} == {"p"}]
    assert len(ending) >= 30
    count = int(CASES[name][0]["columns"])
    for group in ending:
        whole = paragraphs(group)
        tallest = max(len(column) for column in group.columns)
        assert tallest == least_height(whole, count), (whole, [len(c) for c in group.columns])


@pytest.mark.parametrize("name", CASES)
def test_lines_of_neighbouring_columns_stand_on_one_grid(name: str) -> None:
    found, step = groups(name)
    for group in found:
        firsts = [column[0].baseline for column in group.columns if column]
        if not firsts:
            continue
        assert max(firsts) - min(firsts) < 0.05, "columns begin on one line"
        for line in group.lines:
            off = (line.baseline - firsts[0]) % step
            assert min(off, step - off) < 0.05, line.text
        assert overfull(group.lines, 0.5) == []


@pytest.mark.parametrize("name", CASES)
def test_no_column_begins_or_ends_with_a_single_line_of_a_paragraph(name: str) -> None:
    found, _ = groups(name)
    for group in found:
        for column, after in zip(group.columns, group.columns[1:], strict=False):
            if not column or column[-1].last:
                continue
            tail = [line.last for line in column[::-1]]
            assert len(column) == 1 or not tail[1], "an orphan"
            assert not after[0].last, "a widow"


@cache
def mixed() -> list[Group]:
    """Stories of paragraphs with a heading and a table with its caption at many places."""
    table = Table(
        (Row((Cell((Text("Morning"),)), Cell((Text("four"),)))),) * 4,
        caption=(Text("The boats of one day"),),
    )
    heading = Heading(2, (Text("Of the quay"),))
    bodies = [
        [*story(9)[:at], heading, *story(9)[at:], table, *story(5)[: at % 3 + 1]]
        for at in range(1, 9)
    ]
    line = Paragraph((Text("a line of the quay"),))
    bodies += [
        [line] * k + [table] + [line] * (k - less) for k in range(6, 13) for less in range(2, 7)
    ]
    composition, _ = book("magazine", bodies)
    with TemporaryDirectory() as folder:
        units = laid_out(composition, Path(folder))
    return [group for pages in units for group in column_groups(pages)]


def test_a_heading_at_the_top_of_a_column_stands_on_its_first_line() -> None:
    firsts = [[column[0] for column in group.columns if column] for group in mixed()]
    headed = [lines for lines in firsts if any(line.tag == "h2" for line in lines[1:])]
    assert headed, "a heading opens a column in one of the stories"
    for lines in headed:
        baselines = [line.baseline for line in lines if line.tag in ("h2", "p")]
        assert max(baselines) - min(baselines) < 3, "no space above it, as beside it"


def test_a_table_at_the_top_of_a_column_has_no_space_above() -> None:
    firsts = [[column[0] for column in group.columns if column] for group in mixed()]
    tabled = [lines for lines in firsts if any(line.tag == "caption" for line in lines[1:])]
    assert tabled, "a table opens a column in one of the stories"
    for lines in tabled:
        baselines = [line.baseline for line in lines]
        assert max(baselines) - min(baselines) < 6


def test_a_table_goes_with_its_caption() -> None:
    seen = 0
    for group in mixed():
        for column in group.columns:
            tags = [line.tag for line in column]
            if "caption" in tags:
                seen += 1
                assert tags[tags.index("caption") + 1] == "td"
    assert seen == 8 + 35


@pytest.mark.parametrize("height", range(900, 1500, 100))
def test_a_note_for_which_columns_have_no_room_goes_to_the_next_page(
    height: int, tmp_path: Path
) -> None:
    film = (
        '<iframe src="https://www.youtube.com/embed/abc" title="The harbour of the city"></iframe>'
    )
    tall = Asset(
        "p.jpg", "image/jpeg", data=picture(600, height, "JPEG"), width_px=600, height_px=height
    )
    body = (
        *parse_fragment(film),
        Figure((), (Picture("p.jpg", "A mill"),), (Text("Mill. " * 20),)),
    )
    title = "Twice harbour over boats twice risen nobody counted over harbour as Constantinople"
    book = edition(article("a", title, body=body), assets={"p.jpg": tall})
    made = compose(book, load_layout("magazine", root=tmp_path), "print", options=PrintOptions())
    pages = [page for unit in laid_out(made, tmp_path) for page in unit]
    text = "".join(getattr(box, "text", "") for page in pages for box in page.descendants())
    shown = text.replace("\u200b", "").replace("\u2060", "")
    assert shown.count("youtube.com/embed/abc") == 1
