"""Books for the press from the command line: preflight in the build, covers, boxes, other tools."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import ImageChops

from newsbook.checks.preflight.plates import Renderer, separate
from newsbook.cli import main
from newsbook.pdf.geometry import MM, Box
from newsbook.targets import target_names
from tests.support.printing import has, run

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = """\
title: A Book
language: en
publisher: A Press
date: 2026-04-02
identifiers: {{isbn_print: 978-0-306-40615-7}}
{more}
contents: [pine.md]
outputs: {{print: {print}}}
"""
PINE = "# The Pine\n\nA paragraph about a pine that stays green in the snow.\n"


def project(folder: Path, options: str, more: str = "", css: str = "") -> Path:
    (folder / "manifest.yml").write_text(MANIFEST.format(print=options, more=more), "utf-8")
    (folder / "pine.md").write_text(PINE, "utf-8")
    (folder / "house.css").write_text(css, "utf-8")
    return folder


def newsbook(folder: Path, *arguments: str) -> int:
    with contextlib.chdir(folder):
        return main([*arguments])


def checked(path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    newsbook(path.parent, "check", path.name, "--json", *arguments)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


# ---------------------------------------------------------------- preflight belongs to the build
def test_a_book_that_would_not_print_is_not_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    css = "p { color: device-cmyk(.6 .4 .4 1) }"
    more = "layout: {name: classic, css: [house.css]}"
    folder = project(tmp_path, "{press: {standard: pdf/x-4}}", more, css)
    code = newsbook(folder, "build", "--no-cache")
    shown = capsys.readouterr()
    assert code == 1
    assert shown.out == ""
    assert re.search(r"a-book-print\.pdf: error\[pdf-rich-black\]: page \d+, \d+ mm", shown.err)
    assert re.search(r"error\[pdf-rich-black\]: pages \d+, \d+", shown.err)
    assert "hint: set it as device-cmyk(0 0 0 1)" in shown.err
    assert not (folder / "dist").exists()


def test_pages_and_cover_of_one_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(
        tmp_path,
        "{trim: a5, press: {bleed: 3mm, signature: 16, paper: {gsm: 80, bulk: 1.8}}}",
    )
    assert newsbook(folder, "build", "--no-cache") == 0
    shown = capsys.readouterr()
    assert shown.out.split() == ["dist/a-book-print.pdf", "dist/a-book-cover.pdf"]
    assert "blank pages added at the end" in shown.err
    assert "to make 1 section of 16" in shown.err
    assert "the spine is 1.65 mm: 16 pages, 80 g paper of bulk 1.8" in shown.err
    with pikepdf.open(folder / "dist/a-book-print.pdf") as pages:
        assert len(pages.pages) == 16
    with pikepdf.open(folder / "dist/a-book-cover.pdf") as cover:
        assert len(cover.pages) == 1
        trim = [float(v) / MM for v in cover.pages[0].obj.TrimBox]
        bleed = [float(v) / MM for v in cover.pages[0].obj.BleedBox]
    assert trim == pytest.approx([0, 0, 2 * 148 + 1.65, 210], abs=0.01)
    assert bleed == pytest.approx([-3, -3, 2 * 148 + 1.65 + 3, 213], abs=0.01)
    for name in ("a-book-print.pdf", "a-book-cover.pdf"):
        assert checked(folder / "dist" / name, capsys)["diagnostics"] == []


@pytest.mark.parametrize(
    ("options", "files"),
    [
        ("{trim: a5}", ["dist/a-book-print.pdf"]),
        ("{trim: a5, press: {standard: pdf/x-4}, cover: none}", ["dist/a-book-print.pdf"]),
        (
            "{trim: a5, press: {standard: pdf/x-1a}, cover: front}",
            ["dist/a-book-print.pdf", "dist/a-book-cover.pdf"],
        ),
    ],
)
def test_a_cover_is_made_where_it_is_asked_for(
    options: str, files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path, options)
    assert newsbook(folder, "build", "--no-cache") == 0
    assert capsys.readouterr().out.split() == files


@pytest.mark.parametrize("press", ["", ", press: {standard: pdf/x-4}"])
def test_a_book_can_begin_with_its_cover(
    press: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path, f"{{trim: a5{press}, cover: page}}")
    assert newsbook(folder, "build", "--no-cache") == 0
    (line,) = capsys.readouterr().out.split()
    plain = project(tmp_path, f"{{trim: a5{press}, cover: none}}")
    assert newsbook(plain, "build", "--no-cache", "-o", "without") == 0
    document = pypdfium2.PdfDocument(folder / line)
    bare = pypdfium2.PdfDocument(folder / "without" / "a-book-print.pdf")
    try:
        assert len(document) - len(bare) == (2 if press else 1)
        assert "A Book" in document[0].get_textpage().get_text_range()
        last = document[len(document) - 1].get_size()
        assert document[0].get_size() == pytest.approx(last, abs=0.01)
        words = [page.get_textpage().get_text_range() for page in document]
        assert any("stays green" in text for text in words)
        if not press:
            assert document.get_page_label(0) == "Cover"
            assert document.get_page_label(1) == bare.get_page_label(0)
    finally:
        document.close()
        bare.close()


# ---------------------------------------------------------------- the example
@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("press")
    manifest = ROOT / "examples" / "silk-road" / "manifest.yml"
    assert main(["build", str(manifest), "-f", "print", "-o", str(folder), "-q"]) == 0
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", ["print", "cover"])
def test_preflight_finds_nothing_in_the_example(
    name: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = checked(example / f"the-pine-and-the-cypress-{name}.pdf", capsys, "--for", "pdf/x-4")
    assert found["ok"]
    assert found["diagnostics"] == []


@pytest.mark.slow
def test_boxes_of_the_example(example: Path) -> None:
    with pikepdf.open(example / "the-pine-and-the-cypress-print.pdf") as pdf:
        assert len(pdf.pages) % 2 == 0
        for page in pdf.pages:
            boxes = {
                key: [float(v) / MM for v in page.obj[key]]
                for key in ("/TrimBox", "/BleedBox", "/MediaBox")
            }
            assert boxes["/TrimBox"] == pytest.approx([0, 0, 152.4, 228.6], abs=0.01)
            assert boxes["/BleedBox"] == pytest.approx([-3, -3, 155.4, 231.6], abs=0.01)
            assert boxes["/MediaBox"] == pytest.approx([-12, -12, 164.4, 240.6], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["print", "cover"])
@pytest.mark.parametrize(
    "command",
    [
        ("qpdf", "--check"),
        ("pdftotext", "{}", "-"),
        ("mutool", "draw", "-q", "-N", "-F", "pam", "-r", "20", "-o", "/dev/null"),
        ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage"),
    ],
    ids=lambda command: command[0],
)
def test_other_tools_say_nothing(command: tuple[str, ...], name: str, example: Path) -> None:
    if not has(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    pdf = str(example / f"the-pine-and-the-cypress-{name}.pdf")
    words = command if "{}" in command else (*command, "{}")
    done = run(*(pdf if word == "{}" else word for word in words))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("renderer", ["gs", "mutool"])
def test_plates_of_the_example(renderer: Renderer, example: Path) -> None:
    """Type is on black alone, in two renderers; nowhere is more ink than the paper takes."""
    if not has(renderer):
        pytest.skip(f"{renderer} is not installed")
    trim = Box(0, 0, 152.4 * MM, 228.6 * MM)
    data = (example / "the-pine-and-the-cypress-print.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        media = [Box.of(page.mediabox) for page in pdf.pages]
        words = [b"BT" in bytes(page.Contents.read_bytes()) for page in pdf.pages]
    seen = 0
    for sheet in separate(data, media, dpi=72, renderer=renderer):
        black = sheet.cut("Black", trim)
        solid = black.point(lambda v: 255 if v == 255 else 0)
        seen += bool(solid.getbbox()) and words[sheet.page - 1]
        for name in ("Cyan", "Magenta", "Yellow"):
            under = ImageChops.multiply(sheet.cut(name, trim), solid)
            assert under.getextrema() == (0, 0), (sheet.page, name)
        most = sheet.ink(trim).getextrema()[1]
        assert isinstance(most, int | float)
        assert most / 2.55 <= 302, sheet.page
    assert seen > 20


@pytest.mark.slow
def test_the_barcode_is_read_from_the_black_plate(example: Path) -> None:
    if not has("gs"):
        pytest.skip("Ghostscript is not installed")
    data = (example / "the-pine-and-the-cypress-cover.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        media = [Box.of(pdf.pages[0].mediabox)]
    (sheet,) = separate(data, media, dpi=300, renderer="gs")
    picture = ImageChops.invert(sheet.plates["Black"])
    found = {result.text for result in zxingcpp.read_barcodes(picture)}
    assert found == {"9780306406157"}


@pytest.mark.slow
@pytest.mark.parametrize("target", sorted(set(target_names()) - {"kdp"}))
def test_each_target_takes_what_is_built_for_it(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path, f"{{press: {{for: {target}, signature: 32}}}}")
    assert newsbook(folder, "build") == 0
    for line in capsys.readouterr().out.split():
        name = f"{target}-cover" if "cover" in line else target
        found = checked(folder / line, capsys, "--for", name)
        assert found["errors"] == 0, found["diagnostics"]


def test_a_book_too_short_for_its_printer_is_not_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path, "{press: {for: kdp}}")
    assert newsbook(folder, "build", "--no-cache") == 1
    assert "pages; KDP paperback starts at 24" in capsys.readouterr().err
    assert not (folder / "dist").exists()
