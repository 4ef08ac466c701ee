from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from PIL import Image

from newsbook.checks.preflight import preflight, rules_for
from newsbook.errors import InputError
from newsbook.manifest.types import Binding, Bleed, PressOptions, Spot
from newsbook.pdf.geometry import MM
from newsbook.pdf.press import STANDARDS, job_for, plan_pages
from newsbook.pdf.press.samples import picture_of
from newsbook.trim import Trim
from tests.support.printing import (
    TRIM,
    contents,
    has,
    opened,
    plates,
    png,
    pressed,
    run,
    typeset,
)

TEXT = "<p>The canal reopened on Tuesday.</p>"
X = [name for name in STANDARDS if name != "none"]


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typeset(
        f"{TEXT}<p style='color:#000'>screen black</p><p style='color:#c00'>red</p>"
        "<p style='background:device-cmyk(.4 .1 0 0)'>on a tint</p>"
        "<p><a href='https://example.org/'>a link</a></p>"
    )


# ---------------------------------------------------------------- identity
@pytest.mark.parametrize("standard", STANDARDS)
def test_each_standard_says_what_it_is(plain: bytes, standard: str) -> None:
    rules = STANDARDS[standard]
    made = pressed(plain, standard=standard)
    assert made.diagnostics == ()
    assert made.pdf.startswith(f"%PDF-{rules.version}".encode())
    with opened(made.pdf) as file:
        info = file.docinfo
        assert str(info["/Title"]) == "Test pages"
        assert str(info["/CreationDate"]) == "D:20260402120000+00'00'"
        assert info["/Trapped"] == pikepdf.Name("/False")
        assert info.get("/GTS_PDFXVersion") == rules.info
        assert info.get("/GTS_PDFXConformance") == rules.conformance
        assert len(file.trailer["/ID"]) == 2
        if rules.is_x:
            (intent,) = file.Root.OutputIntents
            assert str(intent.OutputConditionIdentifier) == "FOGRA39"
            assert str(intent.RegistryName) == "http://www.color.org"
            assert intent.DestOutputProfile.N == 4
        else:
            assert "/OutputIntents" not in file.Root
        if rules.version != "1.3":
            xmp = bytes(file.Root.Metadata.read_bytes()).decode()
            assert "/Filter" not in file.Root.Metadata
            assert (rules.xmp is not None) == ("pdfxid:GTS_PDFXVersion>PDF/X-4<" in xmp)
            assert ">Test pages<" in xmp
            assert xmp.count("2026-04-02T12:00:00+00:00") == 3
    assert (b"/ObjStm" in made.pdf) == rules.object_streams


def test_the_same_book_gives_the_same_bytes(plain: bytes) -> None:
    assert pressed(plain).pdf == pressed(plain).pdf
    assert pressed(plain).pdf != pressed(plain, title="Other").pdf


def test_markup_in_a_title_is_text(plain: bytes) -> None:
    made = pressed(plain, title='Tom & <Jerry> "论语"')
    with opened(made.pdf) as file, file.open_metadata() as xmp:
        assert xmp["dc:title"] == str(file.docinfo["/Title"]) == 'Tom & <Jerry> "论语"'


def test_nothing_interactive_is_left(plain: bytes) -> None:
    made = pressed(plain)
    assert made.done["links taken out"] == 1
    with opened(made.pdf) as file:
        assert all("/Annots" not in page.obj for page in file.pages)
        assert not {"/Names", "/Outlines", "/OpenAction", "/AcroForm"} & set(file.Root.keys())


# ---------------------------------------------------------------- boxes and marks
def boxes(pdf: bytes, page: int = 0) -> dict[str, list[float]]:
    with opened(pdf) as file:
        obj = file.pages[page].obj
        return {
            key: [round(float(v) / MM, 2) for v in obj[f"/{key}Box"]]
            for key in ("Media", "Bleed", "Trim")
        }


def test_what_text_says_and_what_is_ruby_goes_along_and_structure_does_not(plain: bytes) -> None:
    with opened(plain) as file:
        page = file.pages[0]
        said = b"/Span << /ActualText (x) >> BDC 0 0 m EMC /RT BMC 1 1 m EMC "
        structure = b"/P << /MCID 0 >> BDC /Span << /ActualText (y) /MCID 1 >> BDC 2 2 m EMC EMC "
        file.pages[0].Contents = file.make_stream(said + structure + page.Contents.read_bytes())
        out = io.BytesIO()
        file.save(out)
    made = " ".join(contents(pressed(out.getvalue()).pdf).split())
    assert "/Span << /ActualText (x) >> BDC 0 0 m EMC" in made
    assert "/RT BMC 1 1 m EMC" in made
    assert "MCID" not in made
    assert made.count("EMC") == 2


def test_boxes_are_exact(plain: bytes) -> None:
    assert boxes(pressed(plain).pdf) == {
        "Media": [-3, -3, 103, 153],
        "Bleed": [-3, -3, 103, 153],
        "Trim": [0, 0, 100, 150],
    }
    marked = boxes(pressed(plain, marks=("crop", "registration", "bar")).pdf)
    assert marked["Media"] == [-12, -12, 112, 162]
    assert marked["Bleed"] == [-3, -3, 103, 153]


def test_bleed_on_three_sides_changes_with_the_page() -> None:
    pages = typeset(f"{TEXT}<p style='break-before:page'>two</p>")
    made = pressed(pages, bleed_mm=Bleed(3, 3, 3, 0)).pdf
    assert boxes(made, 0)["Bleed"] == [0, -3, 103, 153]
    assert boxes(made, 1)["Bleed"] == [-3, -3, 100, 153]


def test_a_page_of_the_wrong_size_is_refused(plain: bytes) -> None:
    made = pressed(plain, trim=Trim(120, 150))
    assert [d.code for d in made.diagnostics] == ["press-refused"] * 2
    assert "100.0 × 150.0 mm" in made.diagnostics[0].message


def test_artwork_that_stops_short_of_the_bleed_is_refused() -> None:
    made = pressed(typeset(TEXT, "@page { bleed: 1mm }"))
    assert "not set as far as the bleed" in made.diagnostics[0].message


def test_marks_stand_outside_the_bleed(plain: bytes) -> None:
    made = pressed(plain, marks=("crop", "registration", "bar", "fold"))
    drawn = contents(made.pdf).rsplit("/NBall CS", 1)[1]
    low, high_x, high_y = -3 * MM, 103 * MM, 153 * MM
    points = [
        (float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+) (?:m|l)\b", drawn)
    ]
    assert len(points) > 20
    for x, y in points:
        assert not (low < x < high_x and low < y < high_y)
    patches = re.findall(r"k -?[\d.]+ (-?[\d.]+) [\d.]+ [\d.]+ re f", drawn)
    assert len(patches) == 9
    assert all(float(y) > high_y for y in patches)


# ---------------------------------------------------------------- colour
def test_black_type_is_black_ink_that_overprints(plain: bytes) -> None:
    text = contents(pressed(plain).pdf)
    assert " rg" not in text
    assert " scn" not in text
    assert "0 0.9216 0.8392 0.1216 k" in text  # red
    assert text.index("/NBop1 gs") < text.index("TJ")


SVG_TEXT = (
    "<svg width='100' height='30' viewBox='0 0 100 30'>"
    "<text x='50' y='20' text-anchor='middle'>Baku</text></svg>"
)


def test_a_form_holds_the_graphics_states_it_names() -> None:
    made = pressed(typeset(f"{TEXT}{SVG_TEXT}<p style='break-before:page'>two</p>{SVG_TEXT}"))
    with opened(made.pdf) as file:
        forms = [
            form
            for page in file.pages
            for form in page.obj.Resources.get("/XObject", pikepdf.Dictionary()).values()
        ]
        assert forms
        for form in forms:
            named = {
                str(step.operands[0])
                for step in pikepdf.parse_content_stream(form)
                if str(step.operator) == "gs"
            }
            assert "/NBop1" in named
            assert named <= set(form.Resources.ExtGState.keys())


@pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed")
def test_plates(plain: bytes) -> None:
    (inks,) = plates(pressed(plain).pdf)
    black = inks["Black"]
    solid = black.point(lambda v: 255 if v == 255 else 0)
    assert solid.getbbox() is not None
    for name, tint in (("Cyan", 102), ("Magenta", 26), ("Yellow", 0)):
        under = inks[name].copy()
        under.paste(0, mask=solid.point(lambda v: 255 - v))
        # Under black letters there is the tint they overprint, or nothing.
        assert {v for _, v in under.getcolors(256)} <= {0, tint, tint - 1}, name


def test_colour_in_a_screen_file_stays(plain: bytes) -> None:
    made = pressed(plain, standard="none", images="rgb")
    assert "0.8 0 0 rg" in contents(made.pdf)
    assert made.diagnostics == ()


def test_a_printer_that_makes_the_plates_gets_no_inks() -> None:
    inks = png(Image.new("CMYK", (30, 30), (0, 200, 200, 20)), "JPEG", quality=95)
    raw = typeset(
        "<p style='background:device-cmyk(.4 .1 0 0)'>black on a tint</p>"
        "<p style='background:device-cmyk(0 0 0 .25);color:#c00'>red on grey</p>"
        "<p style='color:lab(60% 30 20)'>managed</p><img src='asset:a.jpg'>",
        files={"a.jpg": inks},
    )
    made = pressed(raw, standard="none", images="rgb", for_="lulu")
    text = contents(made.pdf)
    assert made.diagnostics == ()
    assert " k\n" not in text
    assert "DeviceCMYK" not in text
    assert "0.75 g" in text
    assert "0.8 0 0 rg" in text
    report = preflight(made.pdf, rules_for("lulu"))
    assert "pdf-colour" not in {f.code for f in report.findings}
    assert "pdf-colour" in {f.code for f in preflight(raw, rules_for("lulu")).findings}
    with opened(made.pdf) as file:
        (image,) = file.pages[0].Resources.XObject.values()
        assert str(image.ColorSpace) == "/DeviceRGB"
        r, g, b = picture_of(image).getpixel((9, 9))
    assert r > 150 > 100 > max(g, b)
    # The tint on screen: light blue, as the profile shows it.
    tint = next(line for line in text.splitlines() if line.endswith(" rg"))
    red, green, blue = (float(v) for v in tint.split()[:3])
    assert 0.5 < red < green < blue <= 1


def test_heavy_colours_are_thinned() -> None:
    made = pressed(typeset("<p style='background:device-cmyk(1 1 1 1)'>x</p>"), max_ink=280)
    assert "0.6 0.6 0.6 1 k" in contents(made.pdf)


def test_black_knocks_out_where_ink_would_pile_up() -> None:
    page = typeset(
        "<p style='background:device-cmyk(.9 .8 .6 0)'>dark</p>"
        "<p style='background:device-cmyk(.2 .2 .2 0)'>light</p>"
    )
    text = contents(pressed(page).pdf)
    # Two fills, then one text object: the first line knocks out, the second overprints.
    assert text.count("/NBop1 gs") == 1
    assert text.index("/NBop1 gs") > text.index("TJ")


def test_special_ink_by_its_stand_in() -> None:
    spot = Spot("accent", "PANTONE 185 C", (0, 0.9, 0.8, 0))
    page = typeset(
        "<p style='color:device-cmyk(0 .9 .8 0)'>full</p>"
        "<p style='background:device-cmyk(0 .45 .4 0)'>half</p>"
        "<p style='color:device-cmyk(0 .9 .1 0)'>another</p>"
    )
    made = pressed(page, spots=(spot,))
    text = contents(made.pdf)
    assert re.findall(r"/NBink0 cs\s+([\d.]+) scn", text) == ["0.5", "1"]
    assert "0 0.9 0.1 0 k" in text
    if has("gs"):
        (inks,) = plates(made.pdf)
        assert inks["PANTONE 185 C"].getextrema()[1] == 255
        assert inks["Yellow"].getextrema()[1] <= 26


# ---------------------------------------------------------------- orders
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"standard": "pdf/x-4", "images": "rgb"}, "needs inks"),
        ({"standard": "pdf/x-1a", "images": "icc"}, "takes no RGB pictures"),
        ({"condition": "FOGRA51"}, "give the printer's own with icc:"),
        ({"condition": "FORGA"}, "did you mean"),
        ({"for_": "kpd"}, "did you mean kdp"),
        ({"marks": ("crap",)}, "there are no crap marks"),
        ({"max_ink": 0}, "makes no sense"),
        ({"spots": (Spot("a", "Gold"),)}, "needs process inks"),
    ],
)
def test_orders_that_cannot_be(options: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        job_for(PressOptions(**options), trim=TRIM)


def test_a_target_fills_in_what_the_order_leaves_open() -> None:
    job = job_for(PressOptions(for_="ingram"), trim=TRIM)
    assert (job.standard.name, job.max_ink, job.identifier) == ("pdf/x-1a", 240, "CGATS TR 006")
    assert job.bleed == Bleed(3.175, 3.175, 3.175, 0)
    job = job_for(PressOptions(for_="ingram", max_ink=280.0, marks=("crop",)), trim=TRIM)
    assert (job.max_ink, job.marks) == (280, {"crop"})


def test_sections_come_from_the_binding() -> None:
    for binding, multiple in (
        (None, 16),
        (Binding("saddle"), 4),
        (Binding("perfect", signature=32), 32),
    ):
        order = PressOptions(for_="eu-offset", binding=binding)
        assert job_for(order, trim=TRIM).multiple == multiple


@pytest.mark.parametrize(
    ("pages", "multiple", "blanks", "hint"),
    [
        (16, 16, 0, ""),
        (15, 16, 1, ""),
        (17, 16, 15, "cut 1 page to save a section (16 pages)"),
        (20, 16, 12, "cut 4 pages to save a section (16 pages)"),
        (28, 16, 4, "there is room for 4 pages more at no cost"),
        (3, 2, 1, ""),
    ],
)
def test_page_plan(pages: int, multiple: int, blanks: int, hint: str) -> None:
    plan = plan_pages(pages, multiple)
    assert (plan.blanks, plan.total % multiple, plan.hint) == (blanks, 0, hint)
    assert bool(plan.message) == bool(blanks)


def test_a_printer_that_keeps_the_last_page() -> None:
    assert plan_pages(16, 2, last_blank=True).blanks == 2
    assert plan_pages(15, 2, last_blank=True).blanks == 1


@pytest.mark.parametrize("standard", X)
def test_other_readers_have_nothing_to_say(plain: bytes, standard: str, tmp_path: Any) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(pressed(plain, standard=standard, marks=("crop", "bar")).pdf)
    for command in (
        ("qpdf", "--check", str(path)),
        ("pdftoppm", "-r", "20", "-png", str(path), str(tmp_path / "p")),
        ("mutool", "draw", "-q", "-r", "20", "-o", str(tmp_path / "m.png"), str(path)),
    ):
        if has(command[0]):
            done = run(*command)
            noise = [n for n in done.stderr.splitlines() if "ICC support is not" not in n]
            assert (done.returncode, noise) == (0, []), command
