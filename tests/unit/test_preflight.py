"""Each check: a good file passes, the same file with one thing broken does not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from newsbook.checks.preflight import Finding, preflight, rules_for
from newsbook.checks.preflight.finding import gathered, merged
from newsbook.diagnostics import CODES, Severity
from newsbook.errors import UsageError
from newsbook.pdf.geometry import MM, Box
from newsbook.trim import Trim
from tests.support.printing import opened, pressed, typeset

Break = Callable[[pikepdf.Pdf], object]

BODY = """
<p>The canal reopened on Tuesday. 运</p>
<div style="position:absolute;left:-15mm;top:40mm;width:106mm;height:20mm;
 background:device-cmyk(.2 .05 0 0)"><p style="margin:6mm 20mm">on a tint</p></div>
<p style="position:absolute;top:70mm;border-bottom:.5pt solid device-cmyk(0 0 0 1)">a rule</p>
"""


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    raw = typeset(BODY.replace(" 运", ""))
    return {
        name: pressed(raw, standard=name).pdf for name in ("pdf/x-4", "pdf/x-3", "pdf/x-1a")
    } | {"none": pressed(raw, standard="none").pdf}


def codes(data: bytes, name: str = "pdf/x-4", **options: Any) -> set[str]:
    report = preflight(data, rules_for(name), **options)
    return {f.code for f in report.findings if f.severity is not Severity.INFO}


def broken(data: bytes, change: Break, **options: Any) -> bytes:
    with opened(data) as file:
        change(file)
        out = io.BytesIO()
        keep = {"force_version": file.pdf_version, "fix_metadata_version": False}
        if "encryption" not in options:
            keep |= {
                "stream_decode_level": pikepdf.StreamDecodeLevel.none,
                "compress_streams": False,
            }
        file.save(out, **(keep | options))
        return out.getvalue()


# ---------------------------------------------------------------- ways to break a file
def page(file: pikepdf.Pdf) -> Any:
    return file.pages[0].obj


def paint(code: str, **resources: Any) -> Break:
    """Add instructions to the page, and resources: table -> name -> object or maker."""

    def change(file: pikepdf.Pdf) -> None:
        target = page(file)
        for table, entries in resources.items():
            if f"/{table}" not in target.Resources:
                target.Resources[f"/{table}"] = Dictionary()
            for name, thing in entries.items():
                made = thing(file) if callable(thing) else thing
                target.Resources[f"/{table}"][f"/{name}"] = made
        old = bytes(target.Contents.read_bytes())
        # The press pass ends on balanced q/Q; start from the page's default space.
        target.Contents = file.make_stream(b"q " + old + b" Q\nq " + code.encode() + b" Q")

    return change


def image(size: int, space: Any, data: bytes, **keys: Any) -> Callable[[pikepdf.Pdf], Any]:
    def make(file: pikepdf.Pdf) -> Any:
        stream = file.make_stream(data)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width = stream.Height = size
        stream.BitsPerComponent, stream.ColorSpace = 8, space
        for key, value in keys.items():
            stream[f"/{key}"] = value
        return stream

    return make


def put(**keys: Any) -> Break:
    """Set keys of the page."""

    def change(file: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            page(file)[f"/{key}"] = value(file) if callable(value) else value

    return change


def root(**keys: Any) -> Break:
    def change(file: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            file.Root[f"/{key}"] = value

    return change


def docinfo(key: str, value: Any) -> Break:
    def change(file: pikepdf.Pdf) -> None:
        if value is None:
            del file.docinfo[key]
        else:
            file.docinfo[key] = value

    return change


def xmp(old: str, new: str) -> Break:
    def change(file: pikepdf.Pdf) -> None:
        data = bytes(file.Root.Metadata.read_bytes())
        assert old.encode() in data
        file.Root.Metadata.write(data.replace(old.encode(), new.encode()))

    return change


def add(**keys: Any) -> Break:
    """Add an object that is reached from the catalog."""

    def change(file: pikepdf.Pdf) -> None:
        file.Root["/PieceInfo"] = file.make_indirect(Dictionary(**keys))

    return change


def intent(**keys: Any) -> Break:
    def change(file: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            if value is None:
                del file.Root.OutputIntents[0][f"/{key}"]
            else:
                file.Root.OutputIntents[0][f"/{key}"] = value

    return change


def two_intents(file: pikepdf.Pdf) -> None:
    file.Root.OutputIntents.append(file.Root.OutputIntents[0])


def monitor_profile(file: pikepdf.Pdf) -> None:
    from newsbook.pdf.press.conversion import srgb_profile

    stream = file.make_stream(srgb_profile())
    stream.N = 3
    file.Root.OutputIntents[0].DestOutputProfile = stream


def icc_same(file: pikepdf.Pdf) -> None:
    space = Array([Name.ICCBased, file.Root.OutputIntents[0].DestOutputProfile])
    paint("/C9 cs 0 0 0 1 scn 100 100 50 50 re f", ColorSpace={"C9": space})(file)


def opentype(file: pikepdf.Pdf) -> None:
    inner = next(iter(page(file).Resources.Font.values())).DescendantFonts[0]
    stream = file.make_stream(b"OTTO")
    stream.Subtype = Name.OpenType
    inner.FontDescriptor.FontFile3 = stream


def type3(file: pikepdf.Pdf) -> Any:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        FirstChar=65,
        LastChar=65,
        Widths=Array([1000]),
        Encoding=Dictionary(Differences=Array([65, Name.a])),
        CharProcs=Dictionary(a=file.make_stream(b"1000 0 d0 0 0 0 1 k 0 0 800 800 re f")),
    )


def rgb_type3(file: pikepdf.Pdf) -> Any:
    made = type3(file)
    made.CharProcs.a = file.make_stream(b"1000 0 d0 1 0 0 rg 0 0 800 800 re f")
    return made


def separation(name: str, alternate: Any = Name.DeviceCMYK, width: int = 4) -> Any:
    ink = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * width), C1=Array([1] * width), N=1
    )
    return Array([Name.Separation, Name(f"/{name}"), alternate, ink])


def devicen(file: pikepdf.Pdf) -> Any:
    code = file.make_stream(b"{pop}")
    code.FunctionType, code.Domain, code.Range = 4, Array([0, 1, 0, 1]), Array([0, 1] * 3)
    return Array([Name.DeviceN, Array([Name.Cyan, Name.Magenta]), Name.DeviceRGB, code])


def shading(file: pikepdf.Pdf) -> Any:
    blend = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 3), C1=Array([1] * 3), N=1
    )
    return Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 99, 0]), Function=blend
    )


def form(code: str, **keys: Any) -> Callable[[pikepdf.Pdf], Any]:
    def make(file: pikepdf.Pdf) -> Any:
        stream = file.make_stream(code.encode())
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox, stream.Resources = Array([0, 0, 999, 999]), Dictionary()
        for key, value in keys.items():
            stream[f"/{key}"] = value
        return stream

    return make


def stamp(file: pikepdf.Pdf) -> Any:
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=Array([50, 50, 90, 90]),
        AP=Dictionary(N=form("1 0 0 rg 0 0 9 9 re f")(file)),
    )
    return Array([file.make_indirect(annotation)])


def link(file: pikepdf.Pdf, **action: Any) -> Any:
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 90]), A=Dictionary(**action)
    )
    return Array([file.make_indirect(annotation)])


def broken_profile(file: pikepdf.Pdf) -> None:
    file.Root.OutputIntents[0].DestOutputProfile.write(b"x")


def masked(file: pikepdf.Pdf) -> Any:
    mask = image(100, GRAY, b"\x80" * 10000)(file)
    return image(100, GRAY, b"\0" * 10000, SMask=mask)(file)


def picture(made: Any, size: int = 20) -> Break:
    """Show an image `size` points wide."""
    return paint(f"{size} 0 0 {size} 50 100 cm /X0 Do", XObject={"X0": made})


def inside(code: str, **keys: Any) -> Break:
    """Show a form."""
    return paint("/X0 Do", XObject={"X0": form(code, **keys)})


def spaced(values: str, space: Any) -> Break:
    """Fill a square in a colour space."""
    return paint(f"/S9 cs {values} scn 100 100 50 50 re f", ColorSpace={"S9": space})


def type_in(colour: str, font: Any) -> Break:
    """Show a letter in a font."""
    return paint(f"BT {colour} /F9 9 Tf 100 100 Td (A) Tj ET", Font={"F9": font})


def letter(colour: str, at: str, size: int, *, before: str = "", **resources: Any) -> Break:
    """Show a letter in a colour, at a place, of a size."""
    code = f"{before} BT {colour} {at} Td /F9 {size} Tf (A) Tj ET"
    return paint(code, Font={"F9": type3}, **resources)


def lzw(file: pikepdf.Pdf) -> None:
    stream = file.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    file.Root["/PieceInfo"] = stream


def state(**keys: Any) -> dict[str, Any]:
    return {"G9": Dictionary(Type=Name.ExtGState, **keys)}


GREEN = b"\x40\x10\x10\x00" * 100
WHITE, BLACK = "0 0 0 0 k", "0 0 0 1 k"
PATCH = "90 90 50 50 re f"
NONE = Array([])
GRAY, CMYK = Name.DeviceGray, Name.DeviceCMYK
SQUARE = "0 0 0 1 k 100 100 50 50 re f"
OVER = state(OP=True, op=True, OPM=1)
OVERPRINT = {"ExtGState": OVER}
MIXED = Dictionary(S=Name.Transparency)
VIEW = Dictionary(PrintArea=Name.TrimBox)
HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
LAB = Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))])
PS = Name("/PS")

BREAKS: list[tuple[str, str, Break]] = [
    ("pdf-version", "pdf/x-4", lambda f: None),
    ("pdf-trapped", "pdf/x-4", docinfo("/Trapped", "False")),
    ("pdf-trapped", "pdf/x-4", docinfo("/Trapped", Name.Unknown)),
    ("pdf-info", "pdf/x-4", docinfo("/Title", None)),
    ("pdf-info", "pdf/x-1a", docinfo("/Creator", None)),
    ("pdf-conformance", "pdf/x-3", docinfo("/GTS_PDFXVersion", "PDF/X-3:2002")),
    ("pdf-conformance", "pdf/x-1a", docinfo("/GTS_PDFXConformance", "PDF/X-1a:2001")),
    ("pdf-conformance", "pdf/x-4", xmp("PDF/X-4", "PDF/X-9")),
    ("pdf-xmp", "pdf/x-4", xmp("<xmpMM:VersionID>1</xmpMM:VersionID>", "")),
    ("pdf-xmp", "pdf/x-4", xmp("Test pages", "Another title")),
    ("pdf-xmp", "pdf/x-4", xmp("<rdf:RDF", "<rdf:RDF <")),
    ("pdf-xmp", "pdf/x-4", lambda f: f.Root.__delitem__("/Metadata")),
    ("pdf-intent", "pdf/x-4", lambda f: f.Root.__delitem__("/OutputIntents")),
    ("pdf-intent", "pdf/x-4", two_intents),
    ("pdf-intent", "pdf/x-4", intent(OutputConditionIdentifier=String(""))),
    ("pdf-intent", "pdf/x-4", intent(OutputConditionIdentifier=String("a\nparagraph"))),
    ("pdf-intent-profile", "pdf/x-4", intent(DestOutputProfile=None)),
    ("pdf-intent-profile", "pdf/x-4", monitor_profile),
    ("pdf-intent-profile", "pdf/x-4", broken_profile),
    ("pdf-action", "pdf/x-4", root(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))),
    ("pdf-action", "pdf/x-4", put(Annots=lambda f: link(f, S=Name.URI, URI="http://x"))),
    ("pdf-action", "pdf/x-4", put(Annots=lambda f: link(f, S=Name.Unheard))),
    ("pdf-action", "pdf/x-4", put(AA=Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage)))),
    ("pdf-action", "pdf/x-4", add(A=Dictionary(Type=Name.Action, S=Name.Unheard))),
    ("pdf-action", "pdf/x-4", root(Names=Dictionary(JavaScript=Dictionary(Names=Array([]))))),
    ("pdf-annotation", "pdf/x-4", put(Annots=lambda f: link(f, S=Name.URI, URI="http://x"))),
    ("pdf-attachment", "pdf/x-4", root(Names=Dictionary(EmbeddedFiles=Dictionary()))),
    ("pdf-form", "pdf/x-4", root(AcroForm=Dictionary(Fields=Array([Dictionary(T="a")])))),
    ("pdf-layers", "pdf/x-3", root(OCProperties=Dictionary(OCGs=Array([]), D=Dictionary()))),
    ("pdf-layers", "pdf/x-4", root(OCProperties=Dictionary(OCGs=Array([])))),
    ("pdf-viewer-preferences", "pdf/x-4", root(ViewerPreferences=VIEW)),
    ("pdf-postscript", "pdf/x-4", paint("", XObject={"P": form("", Subtype=PS)})),
    ("pdf-opi", "pdf/x-4", paint("", XObject={"P": form("", OPI=Dictionary())})),
    ("pdf-alternates", "pdf/x-4", paint("", XObject={"P": image(9, GRAY, b"", Alternates=NONE)})),
    ("pdf-reference", "pdf/x-4", paint("", XObject={"P": form("", Ref=Dictionary(F="x.pdf"))})),
    ("pdf-external", "pdf/x-4", paint("", XObject={"P": form("", F="x.bin")})),
    ("pdf-filter", "pdf/x-4", lzw),
    ("pdf-transfer", "pdf/x-4", paint("/G9 gs", ExtGState=state(TR=Dictionary(FunctionType=2)))),
    ("pdf-transfer", "pdf/x-4", paint("/G9 gs", ExtGState=state(TR2=Dictionary(FunctionType=2)))),
    ("pdf-halftone", "pdf/x-4", paint("/G9 gs", ExtGState=state(HTP=Array([0, 0])))),
    ("pdf-halftone", "pdf/x-4", add(Type=Name.Halftone, HalftoneType=6)),
    ("pdf-boxes", "pdf/x-4", lambda f: page(f).__delitem__("/TrimBox")),
    ("pdf-boxes", "pdf/x-4", put(TrimBox=Array([0, 0, 9999, 9999]))),
    ("pdf-boxes", "pdf/x-4", put(ArtBox=Array([0, 0, 100, 100]))),
    ("pdf-bleed-box", "eu-offset", put(BleedBox=Array([-2, -2, 285, 427]))),
    ("pdf-media-size", "kdp", put(MediaBox=Array([-40, -40, 330, 470]))),
    ("pdf-crop-box", "pdf/x-4", put(CropBox=Array([0, 0, 200, 200]))),
    ("pdf-crop-box", "pdf/x-4", put(CropBox=Array([-900, 0, 200, 200]))),
    ("pdf-rotated", "pdf/x-4", put(Rotate=90)),
    ("pdf-user-unit", "pdf/x-4", put(UserUnit=2)),
    ("pdf-trim-size", "kdp", put(TrimBox=Array([0, 0, 90, 90]))),
    ("pdf-page-size", "pdf/x-4", lambda f: f.add_blank_page(page_size=(100, 100))),
    ("pdf-page-count", "kdp", lambda f: None),
    ("pdf-colour", "pdf/x-4", paint("1 0 0 rg 100 100 50 50 re f")),
    ("pdf-colour", "pdf/x-4", picture(image(100, Name.DeviceRGB, b"\xff\0\0" * 10000))),
    ("pdf-colour", "pdf/x-4", paint("9 0 0 9 99 99 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI")),
    ("pdf-colour", "pdf/x-4", type_in("", rgb_type3)),
    ("pdf-colour", "pdf/x-4", spaced(".5 .5", devicen)),
    ("pdf-colour", "pdf/x-4", spaced("1", separation("Black", Name.DeviceRGB, 3))),
    ("pdf-colour", "pdf/x-4", paint("/Missing cs 1 scn 100 100 50 50 re f")),
    ("pdf-colour", "pdf/x-4", inside("1 0 0 rg 9 9 9 9 re f")),
    ("pdf-colour", "pdf/x-4", put(Annots=stamp)),
    ("pdf-colour", "pdf/x-4", put(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    ("pdf-colour", "pdf/x-1a", spaced("50 0 0", LAB)),
    ("pdf-icc-intent", "pdf/x-4", icc_same),
    ("pdf-spot", "pdf/x-4", spaced("1", separation("Gold"))),
    ("pdf-shading", "pdf/x-4", paint("/S9 sh", Shading={"S9": shading})),
    ("pdf-transparency", "pdf/x-3", paint(f"/G9 gs {SQUARE}", ExtGState=state(ca=0.5))),
    ("pdf-transparency", "pdf/x-1a", paint(f"/G9 gs {SQUARE}", ExtGState=state(BM=Name.Multiply))),
    ("pdf-transparency", "pdf/x-1a", put(Group=MIXED)),
    ("pdf-transparency", "pdf/x-1a", inside("", Group=MIXED)),
    ("pdf-transparency", "pdf/x-3", picture(masked)),
    ("pdf-font-embedding", "pdf/x-4", type_in("0 0 0 1 k", HELVETICA)),
    ("pdf-font-type", "pdf/x-1a", opentype),
    ("pdf-type3", "pdf/x-4", type_in("", type3)),
    ("pdf-small-text", "pdf/x-4", letter("0 0 0 1 k", "200 200", 9, before=".4 0 0 .4 0 0 cm")),
    ("pdf-colour-text", "pdf/x-4", letter(".5 .5 0 0 k", "100 100", 6)),
    ("pdf-colour-text", "pdf/x-4", letter(WHITE, "100 100", 6, before=f".5 .5 0 0 k {PATCH}")),
    ("pdf-rich-black", "pdf/x-4", letter(".6 .4 .4 1 k", "100 100", 8)),
    ("pdf-white-overprint", "pdf/x-4", letter(WHITE, "100 100", 8, before="/G9 gs", **OVERPRINT)),
    ("pdf-black-knockout", "pdf/x-4", letter(BLACK, "100 100", 8, before=f".5 0 0 0 k {PATCH}")),
    ("pdf-hairline", "pdf/x-4", paint("0.05 w 100 100 m 200 200 l S")),
    ("pdf-hairline", "pdf/x-4", paint("100 100 90 0.1 re f")),
    ("pdf-resolution", "pdf/x-4", picture(image(10, CMYK, GREEN), 200)),
    ("pdf-ink", "pdf/x-4", paint("1 1 1 1 k 100 100 50 50 re f")),
    ("pdf-ink", "pdf/x-4", picture(image(10, CMYK, b"\xff" * 400), 1)),
    ("pdf-ink", "pdf/x-4", paint(f".9 .8 .7 0 k 90 90 99 99 re f /G9 gs {SQUARE}", ExtGState=OVER)),
    ("pdf-bleed-artwork", "pdf/x-4", paint(".2 0 0 0 k 0 100 100 50 re f")),
    ("pdf-safe-area", "pdf/x-4", letter("0 0 0 1 k", "2 100", 9)),
    ("pdf-safe-area", "pdf/x-4", letter("0 0 0 1 k", "-4 100", 9)),
    ("pdf-gutter", "kdp", letter("0 0 0 1 k", "22 100", 9)),
    ("pdf-content", "pdf/x-4", paint("/Nowhere Do")),
    ("pdf-content", "pdf/x-4", paint("BT /Nowhere 9 Tf (x) Tj ET")),
    ("pdf-content", "pdf/x-4", paint("(a) w")),
]  # fmt: skip


@pytest.mark.parametrize("name", ["pdf/x-4", "pdf/x-3", "pdf/x-1a", "none"])
def test_a_good_file_has_no_findings(good: dict[str, bytes], name: str) -> None:
    report = preflight(good[name], rules_for(name))
    assert (report.findings, report.passed, report.pages) == ((), True, 1)


@pytest.mark.parametrize(("code", "name", "change"), BREAKS)
def test_a_broken_file_is_found(
    good: dict[str, bytes], code: str, name: str, change: Break
) -> None:
    source = good.get(name, good["pdf/x-4"])
    options = {"force_version": "1.7"} if code == "pdf-version" else {}
    assert code in codes(broken(source, change, **options), name)


@pytest.mark.parametrize(
    "change",
    [
        # Things that look like trouble and are none.
        root(PageLabels=Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))),
        add(Type=Name.StructElem, S=Name.Link, K=Array([]), P=Dictionary()),
        add(S=Name.Dissolve, D=1),
        root(ViewerPreferences=Dictionary(PrintArea=Name.BleedBox, DisplayDocTitle=True)),
        put(CropBox=Array([-8.5, -8.5, 291.96, 433.7])),
        put(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)),
        paint("/G9 gs 0 0 0 1 k 100 100 50 50 re f", ExtGState=state(ca=0.5)),
        paint("/G9 gs", ExtGState=state(TR2=Name.Default)),
        paint("0 0 0 1 k 100 100 90 0.3 re f"),
        paint("0.3 w 100 100 m 200 200 l S"),
        paint("0 0 0 0 k 0 100 100 50 re f"),
        paint("q 2 0 0 2 100 100 cm BI /W 1 /H 1 /CS /CMYK /BPC 8 ID abcd EI Q"),
        paint("q 9 0 0 9 100 100 cm BI /W 8 /H 1 /IM true /D [1 0] ID x EI Q"),
        paint("1 .9 .8 .3 k 100 100 50 50 re f"),
        paint("/S9 cs 1 scn 100 100 50 50 re f", ColorSpace={"S9": separation("Cyan")}),
        paint("q 1 0 0 1 100 100 cm /X0 Do Q", XObject={"X0": image(10, Name.DeviceCMYK, GREEN)}),
        put(Annots=Array([])),
    ],
)
def test_what_is_allowed_is_not_found(good: dict[str, bytes], change: Break) -> None:
    assert codes(broken(good["pdf/x-4"], change)) == set()


def test_ruby_may_be_half_the_size_of_its_text(good: dict[str, bytes]) -> None:
    for size, expected in ((9, set()), (5, {"pdf-small-text"})):
        change = letter("0 0 0 1 k", "200 200", size, before="/RT BMC .5 0 0 .5 0 0 cm")
        found = codes(broken(good["pdf/x-4"], change))
        assert found - {"pdf-type3", "pdf-content"} == expected


def test_type_that_keeps_the_rules_is_not_found(good: dict[str, bytes]) -> None:
    raw = typeset(
        "<p style='background:device-cmyk(.9 .8 .7 0);color:device-cmyk(0 0 0 1)'>knocks out</p>"
        "<p style='background:device-cmyk(.3 .2 0 0);color:device-cmyk(0 0 0 0)'>white, 10 pt</p>"
        "<p style='color:device-cmyk(0 1 0 0);font-size:6pt'>one ink, 6 pt</p>"
        "<p style='color:device-cmyk(0 1 1 0)'>two inks, 10 pt</p>"
    )
    assert codes(pressed(raw).pdf) == set()


# ---------------------------------------------------------------- the file as bytes
def test_marks_outside_the_bleed_may_be_thin() -> None:
    made = pressed(typeset("<p>The canal reopened.</p>"), marks=("crop", "registration"))
    assert "pdf-hairline" not in codes(made.pdf, "cn-offset")


def test_black_type_of_a_file_in_screen_colours_need_not_overprint() -> None:
    raw = typeset("<div style='background:#cde'><p style='color:#000'>black on a tint</p></div>")
    made = pressed(raw, standard="none", images="rgb")
    assert "pdf-black-knockout" not in codes(made.pdf, "lulu")


def test_rules_of_a_cover_count_no_pages(good: dict[str, bytes]) -> None:
    assert {"pdf-page-count", "pdf-trim-size"} <= codes(good["none"], "kdp")
    assert not {"pdf-page-count", "pdf-trim-size"} & codes(good["none"], "kdp-cover")


def test_broken_bytes(good: dict[str, bytes]) -> None:
    data = good["pdf/x-4"]
    assert codes(b"junk\n" + data) >= {"pdf-header"}
    binary = data.replace(data[9:14], b"%text", 1)
    assert codes(binary) == {"pdf-header"}
    assert codes(b"nothing") == {"pdf-unreadable"}
    (finding,) = preflight(b"nothing", rules_for("pdf/x-4")).findings
    assert " at 0x" not in finding.message, "no address of memory, the same on every run"
    assert codes(b"") == {"pdf-unreadable"}
    assert codes(good["pdf/x-4"], "pdf/x-1a") >= {"pdf-object-streams", "pdf-version"}
    half = data[: len(data) // 2]
    assert codes(half)


def test_a_file_without_an_identifier(good: dict[str, bytes]) -> None:
    data = good["pdf/x-3"]
    start = data.rindex(b"/ID [")
    assert codes(data[:start] + b"/XX [" + data[start + 5 :], "pdf/x-3") == {"pdf-id"}


def test_encrypted_files(good: dict[str, bytes]) -> None:
    for password in ("", "secret"):
        locked = broken(
            good["pdf/x-4"],
            lambda f: None,
            encryption=pikepdf.Encryption(owner="o", user=password, R=4),
            force_version="1.6",
        )
        assert "pdf-encrypted" in codes(locked)


def test_missing_glyphs_are_found() -> None:
    raw = typeset("<p>a \U000f1234 b</p>")
    assert codes(pressed(raw).pdf) == {"pdf-notdef"}


def leaves(*pages: str) -> tuple[Finding, ...]:
    """Return what is found where each page holds one of `pages` (`-`: nothing)."""
    body = "".join(
        f"<p style='break-before:page'>{'' if text == '-' else text}</p>" for text in pages
    )
    return preflight(pressed(typeset(body)).pdf, rules_for("pdf/x-4")).findings


def test_blank_pages_are_told() -> None:
    (inside,) = leaves("one", "two", "-", "four")
    assert (inside.code, inside.page, inside.severity) == ("pdf-blank-page", 3, Severity.INFO)
    assert [f.page for f in leaves("one", "-", "-", "-", "five")] == [2, 3]
    assert [f.page for f in leaves("one", "-", "-", "-", "-")] == [2, 3, 4, 5]


def test_blank_pages_a_book_needs_are_not_told() -> None:
    assert leaves("one", "-", "three") == ()
    assert leaves("one", "two", "-", "-") == ()


def test_spreads_are_told_from_pages(good: dict[str, bytes]) -> None:
    """Two pages side by side: where the page is known, where the printer's are, and beside others."""
    wide = broken(
        good["none"],
        put(
            TrimBox=Array([0, 0, 2 * 152.4 * MM, 228.6 * MM]),
            BleedBox=Array([0, 0, 2 * 152.4 * MM, 228.6 * MM]),
            MediaBox=Array([0, 0, 2 * 152.4 * MM, 228.6 * MM]),
        ),
    )
    said = [f.message for f in preflight(wide, rules_for("kdp")).findings if f.page]
    assert any(text.endswith("two pages of 152.4 × 228.6 mm side by side") for text in said)
    known = replace(rules_for("pdf/x-4"), trim=Trim(152.4, 228.6))
    (found,) = (f for f in preflight(wide, known).findings if f.code == "pdf-trim-size")
    assert found.message.endswith("it is two pages side by side")
    assert "single pages" in found.fix
    size = (2 * 100 * MM, 150 * MM)
    mixed = broken(
        good["pdf/x-4"],
        lambda f: (
            [f.pages.append(f.pages[0]) for _ in range(2)] and f.add_blank_page(page_size=size)
        ),
    )
    (odd,) = (f for f in preflight(mixed, rules_for("none")).findings if f.code == "pdf-page-size")
    assert (odd.page, odd.message.endswith("it is two pages side by side")) == (4, True)


def test_links_lie_on_a_page_for_the_screen() -> None:
    raw = typeset("<p><a href='https://example.org/'>a link</a></p>")
    assert codes(raw, "none") == set()
    assert "pdf-annotation" in codes(raw, "kdp")


def test_a_page_that_loops_into_itself(good: dict[str, bytes]) -> None:
    def loop(file: pikepdf.Pdf) -> None:
        made = form("/X0 Do")(file)
        made.Resources = Dictionary(XObject=Dictionary(X0=made))
        paint("/X0 Do", XObject={"X0": made})(file)

    assert codes(broken(good["pdf/x-4"], loop)) == set()


# ---------------------------------------------------------------- findings
def test_every_code_is_broken_by_a_test() -> None:
    elsewhere = {
        "pdf-barcode",  # test_barcode
        "pdf-blank-page",
        "pdf-encrypted",
        "pdf-header",
        "pdf-id",
        "pdf-notdef",
        "pdf-object-streams",
        "pdf-unreadable",
    }
    mine = {code for code in CODES if code.startswith("pdf-")}
    assert mine == {code for code, _, _ in BREAKS} | elsewhere


# What is true of a file, and of no page.
OF_THE_FILE = {
    f"pdf-{name}"
    for name in (
        *("version", "trapped", "info", "conformance", "xmp", "intent", "intent-profile"),
        *("attachment", "form", "layers", "viewer-preferences", "page-count"),
    )
}
OF_THE_PAGE = {
    f"pdf-{name}"
    for name in (
        *("boxes", "bleed-box", "media-size", "crop-box", "rotated", "user-unit", "trim-size"),
        *("page-size", "annotation", "opi", "alternates", "reference", "external", "transfer"),
        *("halftone", "postscript", "filter", "action", "transparency", "colour"),
    )
}


@pytest.mark.parametrize(("code", "name", "change"), BREAKS)
def test_every_finding_has_its_place_and_its_fix(
    good: dict[str, bytes], code: str, name: str, change: Break
) -> None:
    options = {"force_version": "1.7"} if code == "pdf-version" else {}
    data = broken(good.get(name, good["pdf/x-4"]), change, **options)
    found = [f for f in preflight(data, rules_for(name)).findings if f.code == code]
    for finding in found:
        assert finding.fix
        if code not in OF_THE_FILE | OF_THE_PAGE:
            assert finding.boxes
        if code not in OF_THE_FILE:
            assert finding.page == (2 if code == "pdf-page-size" else 1) or finding.object


def test_a_finding_says_page_place_object_and_fix(good: dict[str, bytes]) -> None:
    data = broken(good["pdf/x-4"], paint("1 1 1 1 k 28.35 300 50 50 re f"))
    (finding,) = preflight(data, rules_for("pdf/x-4")).findings
    top = 150 - 350 / MM
    assert finding.as_json() == {
        "severity": "error",
        "code": "pdf-ink",
        "message": "a colour with 400 % ink; the limit is 300 %",
        "fix": "let the press pass limit it (max_ink)",
        "page": 1,
        "object": None,
        "count": 1,
        "places_mm": [[10.0, round(top, 2), 17.64, 17.64]],
    }
    diagnostic = finding.diagnostic("out.pdf")
    assert diagnostic.where is not None
    assert diagnostic.where.file == "out.pdf"
    assert diagnostic.message.startswith("page 1, 10 mm across and 27 mm down: a colour with 400 %")


def test_the_same_said_twice_is_said_once() -> None:
    one = Finding(Severity.WARNING, "pdf-ink", "m", page=2, boxes=(Box(0, 0, 1, 1),))
    two = Finding(Severity.WARNING, "pdf-ink", "m", page=2, boxes=(Box(5, 5, 6, 6),))
    bad = Finding(Severity.ERROR, "pdf-id", "n")
    (first, second) = merged([one, bad, two])
    assert first is bad
    assert (second.count, len(second.boxes)) == (2, 2)


def test_what_a_layout_does_on_every_page_is_said_once() -> None:
    def small(page: int, size: float, font: str) -> Finding:
        said = f"type of {size} pt; 5 pt is the least"
        return Finding(Severity.WARNING, "pdf-small-text", said, page=page, object=font)

    picture = Finding(Severity.WARNING, "pdf-resolution", "a picture of 9 × 9 pixels", page=2)
    other = Finding(Severity.WARNING, "pdf-resolution", "a picture of 8 × 8 pixels", page=2)
    whole = Finding(Severity.ERROR, "pdf-id", "n")
    found = [
        whole,
        *(
            small(p, s, f)
            for p, s, f in ((2, 4.6, "A"), (3, 4.1, "B"), (4, 4.6, "A"), (9, 4.6, "A"))
        ),
        picture,
        other,
    ]
    first, second, third, fourth = gathered(found)
    assert (first, third, fourth) == (whole, picture, other)
    told = second.diagnostic("a.pdf").message
    assert told == "pages 2\u20134, 9: type of 4.1 pt; 5 pt is the least [A, B] (4 times)"
    assert second.diagnostic("a.pdf").severity is Severity.WARNING
    cut = [Finding(Severity.ERROR, "pdf-safe-area", "type is cut off", page=p) for p in (7, 8)]
    (one,) = gathered(cut)
    assert one.diagnostic("a.pdf").message == "pages 7\u20138: type is cut off (2 times)"


def test_names_that_can_be_checked_for() -> None:
    assert rules_for("PDF/X-1a").standard.name == "pdf/x-1a"
    assert rules_for("x-4").standard.name == "pdf/x-4"
    assert rules_for("ingram").max_ink == 240
    with pytest.raises(UsageError, match="newspaper-club"):
        rules_for("pdf/x-99")


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_never_crash(good: dict[str, bytes], seed: int) -> None:
    data = bytearray(good["pdf/x-3"])
    step = len(data) // 41
    for k in range(8):
        data[(seed * step + k * 7919) % len(data)] = (seed * 37 + k * 101) % 256
    report = preflight(bytes(data), rules_for("pdf/x-3"))
    assert report.pages >= 0
