"""Pages drawn with their boxes and findings; plates; what only plates show."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from newsbook.checks.preflight import preflight, rules_for
from newsbook.checks.preflight.drawing import draw_pages, draw_plates
from newsbook.checks.preflight.plates import Renderer, separate
from newsbook.cli import main
from newsbook.diagnostics import Severity
from newsbook.pdf.barcode import ean13
from newsbook.pdf.geometry import MM, Box
from tests.support.printing import has, pressed, typeset

BODY = """<p>one</p>
<p style="position:absolute;top:40mm;left:10mm;color:device-cmyk(.6 .4 .4 1)">rich black</p>
<div style="position:absolute;left:-15mm;top:60mm;width:106mm;height:20mm;
 background:device-cmyk(.4 0 0 0)"></div><p style="break-before:page">two</p>
"""
RENDERERS: tuple[Renderer, ...] = ("gs", "mutool")


@pytest.fixture(scope="module")
def book() -> bytes:
    return pressed(typeset(BODY), marks=("crop", "registration", "bar")).pdf


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


# ---------------------------------------------------------------- pages
def test_a_finding_is_drawn_where_it_is(book: bytes) -> None:
    report = preflight(book, rules_for("pdf/x-4"))
    (finding,) = report.findings
    with_it = dict(draw_pages(book, report.rules, report.findings, dpi=72))
    without = dict(draw_pages(book, report.rules, (), dpi=72))
    assert sorted(with_it) == [1, 2]
    assert with_it[2] == without[2]
    page = shown(with_it[1])
    changed = ImageChops.difference(page, shown(without[1])).crop((0, 0, 380, page.height))
    place = changed.getbbox()
    assert place is not None
    (box,) = finding.boxes
    # 72 dpi: one pixel a unit; 14 pixels of ground; the badge hangs over on the left and the top.
    left, bottom = 14 + box.x0 + 12 * MM, 14 + (150 + 12) * MM - box.y0
    assert left - 22 <= place[0] <= left
    assert bottom <= place[3] <= bottom + 8
    red = [c for c in page.getcolors(1 << 20) or [] if c[1] == (198, 34, 34)]
    assert red


def test_boxes_are_drawn_in_their_colours(book: bytes) -> None:
    rules = rules_for("pdf/x-4")
    ((_, data),) = draw_pages(book, rules, (), pages=[2], dpi=72)
    page, at = shown(data), 14 + 12 * MM
    middle = round(at + 50 * MM)
    for mm, colour in ((0, (11, 98, 168)), (-3, (179, 18, 124)), (3, (35, 128, 58))):
        x = round(at + mm * MM)
        column = {page.getpixel((x + d, middle + y)) for d in (-1, 0, 1) for y in range(12)}
        assert colour in column, mm


def test_findings_of_the_whole_file_are_told_once(book: bytes) -> None:
    from newsbook.checks.preflight import Finding

    whole = Finding(Severity.ERROR, "pdf-id", "the file has no identifier")
    rules = rules_for("pdf/x-4")
    one, two = (shown(d) for _, d in draw_pages(book, rules, (whole,), dpi=40))
    plain_one, plain_two = (shown(d) for _, d in draw_pages(book, rules, (), dpi=40))
    assert ImageChops.difference(one, plain_one).getbbox() is not None
    assert ImageChops.difference(two, plain_two).getbbox() is None


# ---------------------------------------------------------------- plates
@pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed")
def test_plates_are_drawn(book: bytes) -> None:
    drawn = {(n, name): shown(d) for n, name, d in draw_plates(book, rules_for("pdf/x-4"), dpi=72)}
    names = {"Cyan", "Magenta", "Yellow", "Black", "ink"}
    assert set(drawn) == {(n, name) for n in (1, 2) for name in names}
    middle = (round(62 * MM), round((12 + 12 + 70) * MM))
    assert drawn[1, "Cyan"].getpixel(middle) == pytest.approx((153, 216, 243), abs=2)
    assert drawn[1, "Black"].getpixel(middle) == (255, 255, 255)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_both_renderers_give_the_same_plates(book: bytes, renderer: Renderer) -> None:
    if not has(renderer):
        pytest.skip(f"{renderer} is not installed")
    media = [Box(-12 * MM, -12 * MM, 112 * MM, 162 * MM)] * 2
    first, second = separate(book, media, dpi=72, renderer=renderer)
    trim = Box(0, 0, 100 * MM, 150 * MM)
    assert (first.page, second.page) == (1, 2)
    tint = Box(5 * MM, 60 * MM, 95 * MM, 70 * MM)
    assert first.cut("Cyan", tint).getextrema() == (102, 102)
    assert second.cut("Cyan", trim).getextrema() == (0, 0)
    assert second.cut("Black", trim).getextrema()[1] > 200


PILED = """
<div style="position:absolute;left:10mm;top:60mm;width:50mm;height:20mm;
 background:device-cmyk(.9 .9 0 0)"></div>
<svg style="position:absolute;left:20mm;top:65mm" width="60" height="20">
 <rect width="60" height="20" fill="device-cmyk(0 0 .9 .9)"/></svg>
"""


@pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed")
def test_ink_that_piles_up_is_found_on_the_plates() -> None:
    import pikepdf

    from tests.support.printing import opened

    good = pressed(typeset(PILED)).pdf
    with opened(good) as file:
        page = file.pages[0].obj
        over = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, OP=True, op=True, OPM=1)
        page.Resources.ExtGState = pikepdf.Dictionary(G9=over)
        old = bytes(page.Contents.read_bytes())
        at = old.index(b"0 0 0.9 0.9 k")
        page.Contents = file.make_stream(old[:at] + b"/G9 gs " + old[at:])
        out = io.BytesIO()
        file.save(out, force_version="1.6", fix_metadata_version=False)
    rules = rules_for("pdf/x-4")
    assert preflight(good, rules, render=True).findings == ()
    assert preflight(out.getvalue(), rules).findings == ()
    (found,) = preflight(out.getvalue(), rules, render=True).findings
    assert (found.code, found.page) == ("pdf-ink", 1)
    assert found.message.startswith("361 % ink")
    (box,) = found.boxes
    assert box.x0 / MM == pytest.approx(32, abs=0.6)


def barcode(ink: str) -> bytes:
    bars = ean13("978-0-306-40615-7").bars
    shapes = "".join(
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="device-cmyk({ink})"/>'
        for x, y, w, h in bars
    )
    return typeset(f'<svg width="40mm" height="27mm" viewBox="0 0 40 27">{shapes}</svg>')


@pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed")
@pytest.mark.parametrize(("ink", "codes"), [("0 0 0 1", set()), ("1 1 .5 0", {"pdf-barcode"})])
def test_barcodes_must_be_black(ink: str, codes: set[str]) -> None:
    report = preflight(pressed(barcode(ink)).pdf, rules_for("pdf/x-4"), render=True)
    assert {finding.code for finding in report.findings} == codes


# ---------------------------------------------------------------- the command
def test_check_draws_pictures(
    book: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out.pdf").write_bytes(book)
    assert main(["check", "out.pdf", "--picture", "proofs", "--pages", "2"]) == 1
    printed = capsys.readouterr().out.split()
    assert printed[-1] == "proofs/out-2.png"
    assert sorted(p.as_posix() for p in Path("proofs").iterdir()) == printed
    assert ("proofs/out-2-black.png" in printed) == (has("gs") or has("mutool"))
    main(["check", "out.pdf", "--picture", "proofs", "--pages", "1-2", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert "proofs/out-1.png" in answer["pictures"]
    assert answer["for"] == "PDF/X-4"
    (finding,) = answer["findings"]
    assert (finding["code"], finding["page"]) == ("pdf-rich-black", 1)
    ((across, down, _, _),) = finding["places_mm"]
    assert across == pytest.approx(22, abs=0.5)
    assert down == pytest.approx(52 + 2, abs=3)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--picture", "proofs", "--pages", "7"], "has 2 pages, no page 7"),
        (["--pages", "1"], "name a folder"),
        (["--picture", "out.pdf"], "out.pdf"),
    ],
)
def test_pictures_that_cannot_be_drawn(
    book: bytes,
    words: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out.pdf").write_bytes(book)
    assert main(["check", "out.pdf", *words]) in (1, 2)
    assert says in capsys.readouterr().err
    assert Path("out.pdf").read_bytes() == book
