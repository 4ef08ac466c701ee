"""Pages on sheets: every page once, in its place when folded, cut at the fold, moved by creep."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from newsbook.checks.preflight import preflight, rules_for
from newsbook.cli import main
from newsbook.cli.imposing import leaf_mm
from newsbook.errors import InputError, UsageError
from newsbook.pdf.geometry import MM
from newsbook.pdf.impose import FOLDS, Order, impose
from newsbook.pdf.impose.plan import Section, plan_sections, sides
from newsbook.trim import Trim
from tests.support.printing import has, pressed, run, typeset


# ---------------------------------------------------------------- which page where
def fold(pages: int, up: int) -> list[tuple[int | None, ...]]:
    """Return the spreads of one section from the outermost in, as (left, right)."""
    (section,) = plan_sections(pages, up, None)
    found: dict[tuple[int, bool], tuple[int | None, ...]] = {}
    for side in sides((section,), section.pages, up):
        for slot in side.slots:
            front = slot.left is not None and slot.left > section.pages // 2
            found[slot.depth, front] = (slot.left, slot.right)
    return [found[key] for key in sorted(found, key=lambda k: (k[0], not k[1]))]


@pytest.mark.parametrize("up", FOLDS)
def test_sixteen_pages_as_binders_fold_them(up: int) -> None:
    # The order that pdfimpose gives for a stapled book of sixteen pages.
    assert fold(16, up) == [
        (16, 1), (2, 15), (14, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9),
    ]  # fmt: skip


@pytest.mark.parametrize("up", FOLDS)
@pytest.mark.parametrize("right_to_left", [False, True])
def test_what_lies_back_to_back(up: int, right_to_left: bool) -> None:
    """A leaf holds two pages in a row; its back is where its front is, turned over sideways."""
    pages = 6 * up
    section = plan_sections(pages, up, None)
    both = sides(section, pages, up, right_to_left=right_to_left)
    columns = max(slot.column for slot in both[0].slots)
    for front, back in zip(both[::2], both[1::2], strict=True):
        assert (front.front, back.front, front.sheet) == (True, False, back.sheet)
        behind = {(columns - s.column, s.row): s for s in back.slots}
        for slot in front.slots:
            other = behind[slot.column, slot.row]
            for a, b in ((slot.left, other.right), (slot.right, other.left)):
                assert a is not None
                assert b is not None
                assert abs(a - b) == 1
                assert (min(a, b) - 1) % 2 == 0


@pytest.mark.parametrize("up", FOLDS)
@pytest.mark.parametrize("pages", [1, 5, 16, 34, 96])
@pytest.mark.parametrize("signature", [None, 16, 32])
def test_every_page_is_there_once(pages: int, up: int, signature: int | None) -> None:
    sections = plan_sections(pages, up, signature)
    assert sections[0].first == 1
    for one, two in pairwise(sections):
        assert two.first == one.first + one.pages
    found = [
        n
        for side in sides(sections, pages, up)
        for slot in side.slots
        for n in (slot.left, slot.right)
    ]
    assert sorted(n for n in found if n is not None) == list(range(1, pages + 1))
    total = sum(section.pages for section in sections)
    assert len(found) == total
    assert total - pages < 2 * up


def test_the_last_section_is_as_short_as_it_can_be() -> None:
    assert plan_sections(34, 2, 16) == (Section(1, 16), Section(17, 16), Section(33, 4))
    with pytest.raises(ValueError, match="does not divide"):
        plan_sections(34, 8, 24)


# ---------------------------------------------------------------- the sheets
PAGE = (
    "<p style='break-before:page'>page {n}</p>"
    "<div style='position:absolute;left:-15mm;right:-15mm;top:{top}mm;height:6mm;"
    "background:device-cmyk(.5 0 0 0)'></div>"
)


@pytest.fixture(scope="module")
def book() -> bytes:
    body = "".join(PAGE.format(n=n, top=16 + 8 * n) for n in range(1, 15))
    return pressed(typeset(body), marks=("crop", "registration", "bar")).pdf


def seen(pdf: bytes, page: int, scale: float = 1.0) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def texts(pdf: bytes) -> list[list[str]]:
    """Return the words on each side, from left to right."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            rects = [text.get_rect(i) for i in range(text.count_rects())]
            found.append([text.get_text_bounded(*r).strip() for r in sorted(rects)])
        return found
    finally:
        document.close()


def test_a_booklet(book: bytes) -> None:
    made = impose(book, Order())
    assert (made.pages, made.blanks, made.sheets, made.lost) == (14, 2, 4, 0)
    assert made.creep_mm == pytest.approx(0.3)
    assert texts(made.pdf)[:4] == [
        ["page 1"],
        ["page 2"],
        ["page 14", "page 3"],
        ["page 4", "page 13"],
    ]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == 8
        boxes: Any = pdf.pages[0].obj
        assert [round(float(v) / MM, 2) for v in boxes.TrimBox] == [10, 10, 210, 160]
        assert [round(float(v) / MM, 2) for v in boxes.BleedBox] == [7, 7, 213, 163]
        assert [round(float(v) / MM, 2) for v in boxes.MediaBox] == [0, 0, 220, 170]


def test_a_sheet_keeps_the_standard(book: bytes) -> None:
    made = impose(book, Order(signature=8))
    errors = [
        f for f in preflight(made.pdf, rules_for("pdf/x-4")).findings if f.severity == "error"
    ]
    assert errors == []
    assert impose(book, Order(signature=8)).pdf == made.pdf


def test_bleed_outside_and_a_clean_fold(book: bytes) -> None:
    """Page 3's band is seen from the fold to the end of the bleed, and not left of the fold."""
    made = impose(book, Order(leaf_mm=0.2, marks=frozenset()))
    side = seen(made.pdf, 2, 4 * 25.4 / 72)  # four pixels a mm; pages 14 and 3
    y = 4 * (3 + 12 + 16 + 8 * 3 + 3)
    coloured = [x for x in range(side.width) if side.getpixel((x, y))[0] < 200]
    fold = 4 * 103
    # The page moved 0.2 mm towards the fold: so much of its bleed is missing outside.
    assert min(coloured) == pytest.approx(fold, abs=1)
    assert max(coloured) == pytest.approx(side.width - 1 - 0.2 * 4, abs=1.5)


def test_inner_sheets_move_towards_the_fold(book: bytes) -> None:
    def left(order: Order, side: int) -> float:
        document = pypdfium2.PdfDocument(impose(book, order).pdf)
        try:
            text = document[side].get_textpage()
            return max(text.get_rect(i)[0] for i in range(text.count_rects())) / MM
        finally:
            document.close()

    flat, thick = Order(leaf_mm=0), Order(leaf_mm=0.4)
    for side, sheets_outside in ((0, 0), (2, 1), (4, 2), (6, 3)):
        moved = left(flat, side) - left(thick, side)
        assert moved == pytest.approx(0.4 * sheets_outside, abs=0.01)


def test_right_to_left(book: bytes) -> None:
    made = impose(book, Order(right_to_left=True))
    assert texts(made.pdf)[2] == ["page 3", "page 14"]


def test_upper_rows_stand_on_their_heads(book: bytes) -> None:
    made = impose(book, Order(up=4, marks=frozenset()))
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        page = document[0].get_textpage()
        high = [page.get_rect(i) for i in range(page.count_rects())]
        tops = {page.get_text_bounded(*r).strip(): r[1] / MM for r in high}
    finally:
        document.close()
    # Heads meet in the middle of the sheet: 3 + 150 + 6 + 150 + 3 mm.
    assert tops["page 1"] == pytest.approx(3 + 150 - 12 - 4, abs=2)
    assert tops["page 4"] == pytest.approx(3 + 150 + 6 + 12, abs=3)


def test_paper_of_a_given_size(book: bytes) -> None:
    made = impose(book, Order(sheet=Trim(297, 420)))
    assert made.sheet == Trim(420, 297)
    with pytest.raises(UsageError, match="too small"):
        impose(book, Order(sheet=Trim(148, 210)))


def test_turned_pages_stand_upright() -> None:
    with pikepdf.open(io.BytesIO(pressed(typeset("<p>upright</p>")).pdf)) as pdf:
        pdf.pages[0].obj.Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    made = impose(out.getvalue(), Order(marks=frozenset()))
    assert made.sheet == Trim(306, 106)


def test_books_that_cannot_be_imposed(book: bytes) -> None:
    with pytest.raises(InputError, match="no PDF that can be read: unable to find trailer"):
        impose(b"not a PDF", Order())
    with pikepdf.open(io.BytesIO(book)) as pdf:
        pdf.pages[3].obj.TrimBox = [0, 0, 200, 300]
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(InputError, match=r"page 4 is 70\.6 × 105\.8 mm"):
        impose(out.getvalue(), Order())
    with pytest.raises(UsageError, match="divide it into sections"):
        impose(book, Order(leaf_mm=10))
    with pytest.raises(UsageError, match="does not divide"):
        impose(book, Order(signature=6))


@pytest.mark.parametrize(
    ("text", "mm"), [("80g", 0.1), ("100um", 0.1), ("0.15 mm", 0.15), ("120 gsm", 0.15)]
)
def test_the_thickness_of_paper(text: str, mm: float) -> None:
    assert leaf_mm(text) == pytest.approx(mm)


def test_the_command(
    book: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.pdf").write_bytes(book)
    assert main(["impose", "a.pdf", "--signature", "8", "--paper", "80g"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "a-signatures.pdf\n"
    assert "14 pages and 2 blank pages at the end on 4 sheets of 220 × 170 mm" in shown.err
    assert main(["impose", "a.pdf", "-o", "a.pdf"]) == 2
    assert main(["impose", "none.pdf"]) == 2
    Path("b.pdf").write_text("nothing", "utf-8")
    assert main(["impose", "b.pdf"]) == 1
    assert not Path("b-booklet.pdf").exists()
    assert Path("a.pdf").read_bytes() == book
    for tool in (["qpdf", "--check"], ["mutool", "draw", "-q", "-N", "-o", "/dev/null"]):
        if has(tool[0]):
            done = run(*tool, "a-signatures.pdf")
            assert (done.returncode, done.stderr) == (0, "")
