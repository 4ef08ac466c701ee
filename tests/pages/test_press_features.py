"""What a page may hold beside type: each thing is converted right, or refused with its reason.

Right is measured: the plates, seen through the profile of the printing condition, against the page
before it was pressed. The differences are within what ink on paper can show of a screen; they stand
in the report of the tests (`--junitxml`, properties of the suite).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFilter

from newsbook.checks.preflight import preflight, rules_for
from newsbook.cli import main
from newsbook.diagnostics import Severity
from newsbook.pdf.press.inks import Inks
from newsbook.pdf.press.profile import read_profile
from newsbook.pdf.press.samples import picture_of
from newsbook.resources import profiles_dir
from tests.support.deltas import delta_e
from tests.support.printing import has, png, pressed, typeset
from tests.support.profiles import adobe_rgb

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed"),
]


def photo(size: tuple[int, int] = (480, 360)) -> Image.Image:
    """A soft picture in colours that print."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    red = across.point(lambda v: 90 + v * 110 // 255)
    green = down.point(lambda v: 80 + v * 100 // 255)
    blue = across.point(lambda v: 150 - v * 70 // 255)
    return Image.merge("RGB", (red, green, blue))


def cut_out() -> Image.Image:
    """The picture with a soft edge."""
    alpha = Image.new("L", (480, 360), 0)
    ImageDraw.Draw(alpha).ellipse((40, 40, 440, 320), fill=255)
    made = photo().convert("RGBA")
    made.putalpha(alpha.filter(ImageFilter.GaussianBlur(20)))
    return made


FILES = {
    "rgb.png": png(photo()),
    "rgb.jpg": png(photo(), "JPEG", quality=92),
    "rgba.png": png(cut_out()),
    "grey.png": png(photo().convert("L")),
    "grey.jpg": png(photo().convert("L"), "JPEG", quality=95),
    "palette.png": png(photo().quantize(64)),
    "cmyk.jpg": png(photo().convert("CMYK"), "JPEG", quality=92),
}


def block(style: str, inner: str = "") -> str:
    return f"<div style='height:40mm;{style}'>{inner}</div>"


def svg(inner: str) -> str:
    return f"<svg width='220' height='120' viewBox='0 0 220 120'>{inner}</svg>"


# What a page holds, how far it may be from the screen (mean CIE76), and why PDF/X-1a refuses it.
TRANSPARENT, MASK = "not opaque", "a soft mask"
FEATURES: dict[str, tuple[str, float, str]] = {
    "linear gradient": (
        block("background:linear-gradient(90deg,#b04a3a,#e8d8a0 60%,#406a8a)"), 5, "",
    ),
    "radial gradient": (block("background:radial-gradient(circle,#fff,#4a7a5a)"), 5, ""),
    "gradient into nothing": (
        block("background:linear-gradient(#405a80,rgba(64,90,128,0))"), 6, MASK,
    ),
    "gradient in SVG": (
        svg(
            "<defs><linearGradient id='g'><stop offset='0' stop-color='#a05040'/>"
            "<stop offset='1' stop-color='#f0e0b0'/></linearGradient></defs>"
            "<rect width='220' height='120' fill='url(#g)'/>"
        ), 4, "",
    ),
    "soft shadow": (
        block("margin:10mm;background:#c9b58a;box-shadow:2mm 2mm 5mm rgba(0,0,0,.5)"), 6, MASK,
    ),
    "SVG": (
        svg(
            "<rect width='220' height='120' fill='#dce6ee'/><path d='M110 20L190 100'"
            " stroke='#305070' stroke-width='9'/><circle cx='60' cy='60' r='40' fill='#a05040'/>"
        ), 5, "",
    ),
    "SVG with opacity": (
        svg(
            "<rect width='120' height='120' fill='#a05040'/>"
            "<circle cx='110' cy='60' r='50' fill='#305070' opacity='.5'/>"
        ), 6, TRANSPARENT,
    ),
    "SVG with a mask": (
        svg(
            "<mask id='m'><rect width='220' height='120' fill='#fff'/><circle cx='100' cy='60'"
            " r='30' fill='#000'/></mask><rect width='220' height='120' fill='#305070'"
            " mask='url(#m)'/>"
        ), 6, MASK,
    ),
    "picture": ("<img src='asset:rgb.png' style='width:45mm'>", 4, ""),
    "JPEG": ("<img src='asset:rgb.jpg' style='width:45mm'>", 4, ""),
    "picture with a palette": ("<img src='asset:palette.png' style='width:45mm'>", 4, ""),
    "picture with a soft edge": (
        "<img src='asset:rgba.png' style='width:45mm'>", 5, "",
    ),
    "soft edge over type": (
        "<p>Under the picture</p><img src='asset:rgba.png' style='width:45mm;margin-top:-12mm'>",
        6, "a transparent part lies over something else",
    ),
    "grey picture": ("<img src='asset:grey.png' style='width:45mm'>", 3, ""),
    "grey JPEG": ("<img src='asset:grey.jpg' style='width:45mm'>", 3, ""),
    "greys": (
        block("background:#808080") + block("background:#404040") + block("background:#d0d0d0"),
        3, "",
    ),
    "CMYK JPEG": ("<img src='asset:cmyk.jpg' style='width:45mm'>", 6, ""),
    "background picture": (block("background:url(asset:rgb.png) 0 0 / 45mm"), 5, ""),
    "CSS colours": (
        block("background:lab(60% 30 20)") + block("background:oklch(70% .1 150)"), 5, "",
    ),
    "opacity": (block("opacity:.5;background:#a05040", "text"), 6, TRANSPARENT),
    "emoji": ("<p style='font-size:40pt;line-height:1'>\N{EVERGREEN TREE}\N{BOOKS}</p>", 15, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FEATURES)
def test_what_a_page_holds_is_converted(
    name: str, record_testsuite_property: Callable[[str, object], None]
) -> None:
    body, most, _ = FEATURES[name]
    raw = typeset(body, files=FILES)
    made = pressed(raw)
    assert made.diagnostics == ()
    report = preflight(made.pdf, rules_for("pdf/x-4"), render=True)
    assert [f.message for f in report.findings if f.severity is not Severity.INFO] == []
    far = delta_e(raw, made.pdf)
    record_testsuite_property(f"mean difference of {name}", round(far, 2))
    assert 0 < far < most


@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.parametrize("standard", ["pdf/x-1a", "pdf/x-3", "none"])
def test_other_standards_hold_it_or_refuse_it(
    name: str, standard: str, record_testsuite_property: Callable[[str, object], None]
) -> None:
    body, most, reason = FEATURES[name]
    raw = typeset(body, files=FILES)
    made = pressed(raw, standard=standard)
    errors = [d for d in made.diagnostics if d.severity is Severity.ERROR]
    if reason and standard != "none":
        assert any(reason in error.message for error in errors)
        assert all(error.message.startswith("page 1, ") for error in errors)
        assert any("pdf/x-4" in (error.hint or "") for error in errors)
    else:
        assert errors == []
        assert preflight(made.pdf, rules_for(standard)).passed
        far = delta_e(raw, made.pdf)
        record_testsuite_property(f"mean difference of {name} ({standard})", round(far, 2))
        assert 0 < far < most


# ---------------------------------------------------------------- files of every kind, by a build
def tagged() -> bytes:
    return png(Image.new("RGB", (300, 200), (200, 40, 40)), icc_profile=adobe_rgb())


def deep_grey() -> bytes:
    levels = b"".join(
        (256 * (y % 256)).to_bytes(2, "little") for y in range(200) for _ in range(300)
    )
    return png(Image.frombytes("I;16", (300, 200), levels))


SOURCES: dict[str, tuple[Callable[[], bytes], tuple[int, int, int] | None]] = {
    # What is in the file, and the sRGB colour it stands for.
    "tagged.png": (tagged, (233, 35, 35)),
    "tagged.jpg": (
        lambda: png(
            Image.new("RGB", (300, 200), (200, 40, 40)), "JPEG", quality=95, icc_profile=adobe_rgb()
        ),
        (233, 35, 35),
    ),
    "plain.png": (lambda: png(Image.new("RGB", (300, 200), (200, 40, 40))), (200, 40, 40)),
    "plain.webp": (
        lambda: png(Image.new("RGB", (300, 200), (40, 90, 160)), "WEBP", lossless=True),
        (40, 90, 160),
    ),
    "plain.tif": (lambda: png(Image.new("RGB", (300, 200), (40, 120, 60)), "TIFF"), (40, 120, 60)),
    "deep.png": (deep_grey, None),
    "inks.tif": (lambda: png(Image.new("CMYK", (300, 200), (0, 200, 200, 20)), "TIFF"), None),
}


def test_picture_files_of_every_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, (make, _) in SOURCES.items():
        Path(name).write_bytes(make())
    text = "# Pictures\n\n" + "\n\n".join(f"![{name}]({name})" for name in SOURCES) + "\n"
    Path("a.md").write_text(text, "utf-8")
    Path("manifest.yml").write_text(
        "title: Pictures\nlanguage: en\ncontents: [a.md]\n"
        "outputs: {print: {trim: a5, press: {standard: pdf/x-4}, cover: none}}\n",
        "utf-8",
    )
    assert main(["build", "--no-cache", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["errors"] == 0
    found = []
    with pikepdf.open("dist/pictures-print.pdf") as pdf:
        for page in pdf.pages:
            for image in page.obj.Resources.get("/XObject", pikepdf.Dictionary()).values():
                if image.get("/Subtype") == pikepdf.Name.Image:
                    found.append(picture_of(image))
    assert sorted(p.mode for p in found) == ["CMYK"] * 6 + ["L"]
    inks = Inks(read_profile((profiles_dir() / "FOGRA39L.icc").read_bytes()), 300)
    middles = [p.getpixel((p.width // 2, p.height // 2)) for p in found if p.mode == "CMYK"]
    for _, colour in SOURCES.values():
        if colour is None:
            continue
        wanted = tuple(round(v * 255) for v in inks.rgb(*(v / 255 for v in colour)))
        assert any(
            isinstance(got, tuple)
            and max(abs(a - b) for a, b in zip(got, wanted, strict=True)) <= 4
            for got in middles
        ), (colour, wanted, middles)
    (grey,) = (p for p in found if p.mode == "L")
    assert len(set(grey.tobytes())) > 60


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS files cannot be read"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC files cannot be read"),
        (FILES["rgb.jpg"][:900], "damaged"),
    ],
)
def test_pictures_that_cannot_be_printed_are_refused(
    data: bytes,
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.jpg").write_bytes(data)
    Path("a.md").write_text("# A\n\n![p](p.jpg)\n", "utf-8")
    Path("manifest.yml").write_text(
        "title: A\ncontents: [a.md]\noutputs: {print: {press: {standard: pdf/x-4}}}\n", "utf-8"
    )
    assert main(["build", "--no-cache"]) == 1
    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""
    assert not Path("dist").exists()


def test_a_cmyk_gradient_of_a_style_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine cannot mix device-cmyk() colours; the build says so, naming no file of its own."""
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# A\n\nText.\n", "utf-8")
    Path("house.css").write_text(
        "h1 { background: linear-gradient(device-cmyk(.8 .2 0 0), device-cmyk(0 .2 .8 0)) }",
        "utf-8",
    )
    Path("manifest.yml").write_text(
        "title: A\ncontents: [a.md]\nlayout: {name: classic, css: [house.css]}\n"
        "outputs: {print: {press: {standard: pdf/x-4}, cover: none}}\n",
        "utf-8",
    )
    code = main(["build", "--no-cache"])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    if code == 0:
        assert main(["check", "dist/a-print.pdf"]) == 0
    else:
        assert "error[" in shown.err


def test_the_profile_of_the_test_is_the_one_it_stands_for() -> None:
    picture = Image.open(io.BytesIO(tagged()))
    assert picture.info["icc_profile"] == adobe_rgb()
