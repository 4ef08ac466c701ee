"""A picture that does not fit at the foot of a page lets the text that follows it go first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.galleys import PAGE, document, print_composition, words
from tests.support.pages import laid_out

CSS = PAGE + (
    "figure { margin: 14pt 0; break-inside: avoid; --defer: 1 } figure div { height: 120pt }"
    " p { margin: 0 } h2 { font-size: 10pt; line-height: 14pt; margin: 14pt 0; break-after: avoid }"
)
LINES, LINE_PX = 22, 14 * 96 / 72  # on a page of 110 mm
FIGURE = '<figure id="{}"><div></div><figcaption>The river.</figcaption></figure>'


def blocks_of(body: str, tmp_path: Path) -> list[list[str]]:
    """What stands on each page, in order: the ids and tags of the children of the body."""
    composition = print_composition([document("a", f'<div class="body">{body}</div>')], CSS)
    (pages,) = laid_out(composition, tmp_path)
    return [[name_of(box) for box in _body(page).children] for page in pages]


def name_of(box: Any) -> str:
    return str(box.element.get("id") or box.element_tag)


def _body(page: Any) -> Any:
    return next(
        b for b in page.descendants() if b.element is not None and b.element.get("class") == "body"
    )


def paragraph(name: str, lines: int) -> str:
    """A paragraph of about so many lines."""
    return words(int(lines * 7.3)).replace("<p>", f'<p id="{name}">')


@pytest.mark.parametrize("lines", range(12, LINES - 2))
def test_the_page_is_filled_with_what_follows(lines: int, tmp_path: Path) -> None:
    body = paragraph("p0", lines) + FIGURE.format("f") + paragraph("p1", 12)
    first, second, *_ = blocks_of(body, tmp_path)
    assert first == ["p0", "p1"]
    assert second[:2] == ["p1", "f"]


def test_a_picture_that_fits_stays(tmp_path: Path) -> None:
    body = paragraph("p0", 8) + FIGURE.format("f") + paragraph("p1", 12)
    assert blocks_of(body, tmp_path)[0][:2] == ["p0", "f"]


def test_it_passes_several_short_paragraphs(tmp_path: Path) -> None:
    short = "".join(paragraph(f"s{n}", 2) for n in range(4))
    body = paragraph("p0", 15) + FIGURE.format("f") + short + paragraph("p1", 12)
    first, second = blocks_of(body, tmp_path)[:2]
    assert first[:3] == ["p0", "s0", "s1"]
    assert "f" not in first
    assert "f" in second[:2]


@pytest.mark.parametrize(
    "next_block",
    ['<h2 id="h">A heading</h2>', '<p id="b" style="break-before: page">x</p>'],
)
def test_it_passes_nothing_but_paragraphs(next_block: str, tmp_path: Path) -> None:
    body = paragraph("p0", 18) + FIGURE.format("f") + next_block + paragraph("p1", 12)
    first, second = blocks_of(body, tmp_path)[:2]
    assert first == ["p0"]
    assert second[0] == "f"


def test_text_passes_all_pictures_that_stand_together(tmp_path: Path) -> None:
    body = paragraph("p0", 18) + FIGURE.format("f") + FIGURE.format("g") + paragraph("p1", 8)
    first, second, *_ = blocks_of(body, tmp_path)
    assert first == ["p0", "p1"]
    assert second == ["p1", "f"]


def test_a_picture_waits_no_longer_than_to_the_next_page(tmp_path: Path) -> None:
    """After the first page there are again more lines of text than leave room for the picture."""
    body = paragraph("p0", 18) + FIGURE.format("f") + "".join(paragraph(f"q{n}", 15) for n in "123")
    first, second, third = blocks_of(body, tmp_path)[:3]
    assert (first, second[0], third[0]) == (["p0", "q1"], "q1", "f")


def test_pictures_keep_their_order(tmp_path: Path) -> None:
    body = "".join(
        paragraph(f"p{n}", 7) + FIGURE.format(f"f{n}") + paragraph(f"q{n}", 5) for n in range(9)
    )
    pages = blocks_of(body, tmp_path)
    assert len(pages) > 4
    met = list(dict.fromkeys(name for page in pages for name in page))
    assert [m for m in met if m[0] == "f"] == [f"f{n}" for n in range(9)]
    assert [m for m in met if m[0] != "f"] == [f"{c}{n}" for n in range(9) for c in "pq"]


def test_a_picture_with_a_note_keeps_its_place(tmp_path: Path) -> None:
    noted = FIGURE.format("f").replace("river.", 'river.<span class="note">A note.</span>')
    body = paragraph("p0", 18) + noted + paragraph("p1", 12)
    first, second = blocks_of(body, tmp_path)[:2]
    assert (first, second[0]) == (["p0"], "f")


def test_notes_of_what_is_laid_out_twice_are_there_once(tmp_path: Path) -> None:
    note = '<span class="note">A note of its own.</span>'
    body = paragraph("p0", 16) + FIGURE.format("f") + f"<p>Noted.{note}</p>" + paragraph("p1", 12)
    composition = print_composition([document("a", f'<div class="body">{body}</div>')], CSS)
    (pages,) = laid_out(composition, tmp_path)
    texts = [getattr(box, "text", "") for page in pages for box in page.descendants()]
    assert sum("note of its" in text for text in texts) == 1


@pytest.mark.parametrize("seed", range(6))
def test_columns_are_filled_too(seed: int, tmp_path: Path) -> None:
    """With a picture after nearly every paragraph, hardly a column of a full page has room left."""
    numbers = range(28)
    body = "".join(
        paragraph(f"p{n}", 3 + (n * 5 + seed * 3) % 4) + (FIGURE.format(f"f{n}") if n % 3 else "")
        for n in numbers
    )
    css = CSS + ".body { columns: 2; column-gap: 12pt }"

    def columns(css: str) -> list[list[Any]]:
        composition = print_composition([document("a", f'<div class="body">{body}</div>')], css)
        (pages,) = laid_out(composition, tmp_path)
        return [list(_body(page).children) for page in pages]

    def gaps(css: str) -> int:
        return sum(room(column) > 3 * LINE_PX for page in columns(css)[:-1] for column in page)

    assert gaps(css) <= 1
    assert gaps(css.replace("--defer: 1", "")) >= 4
    met = [name_of(box) for page in columns(css) for column in page for box in column.children]
    order = list(dict.fromkeys(met))
    assert [m for m in order if m[0] == "p"] == [f"p{n}" for n in numbers]
    assert [m for m in order if m[0] == "f"] == [f"f{n}" for n in numbers if n % 3]


def room(column: Any) -> float:
    """How much of a column is empty at its foot, in px."""
    last = column.children[-1]
    return float(
        column.content_box_y() + column.height - last.border_box_y() - last.border_height()
    )


@pytest.mark.parametrize("balance", ["balance", "auto"])
@pytest.mark.parametrize("tall", [60, 130, 200, 245])
def test_nothing_is_lost_round_what_spans_the_columns(
    balance: str, tall: int, tmp_path: Path
) -> None:
    """Whatever the heights are, all blocks are there once, in order."""
    css = CSS + (
        f".body {{ columns: 2; column-gap: 12pt; column-fill: {balance} }} .tall div {{ height: {tall}pt }}"
        " .wide { column-span: all }"
    )
    wide = '<figure class="wide" id="{}"><div></div></figure>'
    high = '<figure class="tall" id="{}"><div></div><figcaption>The river.</figcaption></figure>'
    for lines in range(1, 24, 2):
        body = (
            paragraph("p0", lines) + wide.format("f1") + paragraph("p2", lines + 3)
            + high.format("f3") + wide.format("f4") + high.format("f5") + paragraph("p6", 3)
            + wide.format("f7")
        )  # fmt: skip
        composition = print_composition([document("a", f'<div class="body">{body}</div>')], css)
        (pages,) = laid_out(composition, tmp_path)
        met = [
            name_of(box)
            for page in pages
            for child in _body(page).children
            for box in (child.children if child.is_column else [child])
        ]
        order = list(dict.fromkeys(met))
        assert sorted(order, key=lambda name: int(name[1:])) == [
            "p0", "f1", "p2", "f3", "f4", "f5", "p6", "f7",
        ], lines  # fmt: skip
        assert [name for name in order if name in ("f1", "f4", "f7")] == ["f1", "f4", "f7"]


@pytest.mark.parametrize("lines", range(4, 30, 2))
def test_columns_after_what_spans_them_leave_room_for_notes_called_before(
    lines: int, tmp_path: Path
) -> None:
    css = (
        CSS
        + ".body { columns: 2; column-gap: 12pt } .wide { column-span: all } .wide div { height: 40pt }"
    )
    note = f'<span class="note">{words(24)[3:-4]}</span>'
    wide = '<figure class="wide" id="f1"><div></div></figure>'
    body = f"<p>Noted.{note}</p>" + paragraph("p0", 9) + wide + paragraph("p2", lines) + wide
    composition = print_composition([document("a", f'<div class="body">{body}</div>')], css)
    (pages,) = laid_out(composition, tmp_path)
    for page in pages:
        areas = [box for box in page.children if type(box).__name__ == "FootnoteAreaBox"]
        top = min((area.border_box_y() for area in areas), default=float("inf"))
        foot = max(
            child.border_box_y() + child.border_height()
            for column in _body(page).children
            for child in (column.children if column.is_column else [column])
        )
        assert foot <= top + 0.1
