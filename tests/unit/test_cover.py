from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageStat

from newsbook.checks.preflight import preflight, rules_for_job
from newsbook.content import Text
from newsbook.fonts import bundled_catalogue
from newsbook.layout import load_layout
from newsbook.manifest.types import Binding, Paper, PressOptions, PrintOptions
from newsbook.model import Article, Asset, Edition, Identifier, Metadata, Person
from newsbook.pdf.barcode import read_ean13
from newsbook.pdf.cover import CoverResult, cover_kind, make_cover, spine_for
from newsbook.pdf.cover.geometry import wrap_sheet
from newsbook.pdf.front import cover_image
from newsbook.pdf.geometry import MM
from newsbook.targets import Target, load_target
from newsbook.trim import Trim
from tests.support.printing import TIME, has, opened, plates, png

ISBN = "978-0-306-40615-7"
HERE = Path(__file__).parent
NONE = Target("", "")
SIX_BY_NINE = Trim(152.4, 228.6)


def edition(picture: bytes | None = None) -> Edition:
    metadata = Metadata(
        "The Pine and the Cypress",
        "en",
        subtitle="Thirty years",
        publisher="Silk Road Press",
        description="Eight articles around one saying about a tree that stays green.",
        identifiers=(Identifier("isbn", ISBN, "print"),),
    )
    articles = tuple(
        Article(f"a{n}", (Text(f"Headline number {n}"),), (), language="en") for n in range(5)
    )
    if picture is None:
        return Edition(metadata, articles)
    art = Asset("art.png", "image/png", picture, sha256="0", width_px=900, height_px=1300)
    return Edition(metadata, articles, {"art.png": art}, cover="art.png", cover_alt="a tree")


def cover(
    style: str = "frame",
    *,
    pages: int = 224,
    book: Edition | None = None,
    layout: dict[str, str] | None = None,
    **order: object,
) -> CoverResult:
    options = PrintOptions(press=PressOptions(**({"marks": ()} | order)))  # type: ignore[arg-type]
    chosen = load_layout("classic", root=HERE, options={"cover": style} | (layout or {}))
    return make_cover(
        book or edition(),
        chosen,
        options,
        pages=pages,
        catalogue=bundled_catalogue(),
        timestamp=TIME,
    )


def millimetres(made: CoverResult, key: str) -> list[float]:
    with opened(made.pdf) as file:
        return [round(float(v) / MM, 2) for v in file.pages[0].obj[f"/{key}Box"]]


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("pages", "stock", "inches"),
    [(120, "white", 0.27024), (300, "cream", 0.75), (200, "premium-colour", 0.4694)],
)
def test_kdp_spines(pages: int, stock: str, inches: float) -> None:
    spine = spine_for(pages, PressOptions(paper=Paper(stock=stock)), load_target("kdp"))
    assert spine.width_mm == pytest.approx(inches * 25.4, abs=0.006)


def test_kdp_cover_is_as_large_as_kdp_says() -> None:
    # KDP: bleed + back + spine + front + bleed = .125 + 6 + 224 x .002252 + 6 + .125 in
    order = PressOptions(for_="kdp")
    kdp = load_target("kdp")
    sheet = wrap_sheet(SIX_BY_NINE, spine_for(224, order, kdp), order, kdp)
    width = sheet.trim.width_mm + 2 * sheet.bleed_mm
    assert width == pytest.approx((12.25 + 224 * 0.002252) * 25.4, abs=0.01)
    assert sheet.trim.height_mm + 2 * sheet.bleed_mm == pytest.approx(9.25 * 25.4)


def test_an_offset_wrap_by_hand() -> None:
    # 224 pages = 112 leaves of 80 g x 1.25 = 100 µm: 11.2 mm, and two boards of .25 mm: 11.7 mm.
    order = PressOptions(paper=Paper(80, 1.25))
    spine = spine_for(224, order, NONE)
    assert (spine.width_mm, spine.text, spine.assumed) == (11.7, True, False)
    sheet = wrap_sheet(SIX_BY_NINE, spine, order, NONE)
    assert sheet.trim == Trim(316.5, 228.6)
    assert sheet.folds == (152.4, 164.1)
    flaps = PressOptions(paper=Paper(80, 1.25), binding=Binding("perfect", flap_mm=80))
    sheet = wrap_sheet(SIX_BY_NINE, spine, flaps, NONE)
    assert sheet.trim.width_mm == 316.5 + 160
    assert sheet.folds == (80, 232.4, 244.1, 396.5)


def test_a_case_stands_over_the_pages_and_is_turned_in() -> None:
    order = PressOptions(binding=Binding("hardcover"))
    spine = spine_for(224, order, NONE)
    assert spine.width_mm == 11.2 + 5
    sheet = wrap_sheet(SIX_BY_NINE, spine, order, NONE)
    assert sheet.panel == Trim(155.4, 234.6)
    assert sheet.trim == Trim(359.0, 266.6)


@pytest.mark.parametrize(
    ("pages", "order", "text", "says"),
    [
        (32, PressOptions(), False, "too narrow"),
        (78, PressOptions(for_="kdp"), False, "from 80 pages on"),
        (80, PressOptions(for_="kdp"), False, "room for"),
        (200, PressOptions(for_="kdp"), True, ""),
        (60, PressOptions(binding=Binding("saddle")), False, "too narrow"),
        (60, PressOptions(binding=Binding(spine_mm=20)), True, ""),
        (224, PressOptions(for_="eu-offset", paper=Paper(caliper_um=90)), True, ""),
    ],
)
def test_type_on_the_spine_only_where_it_fits(
    pages: int, order: PressOptions, text: bool, says: str
) -> None:
    spine = spine_for(pages, order, load_target(order.for_) if order.for_ else NONE)
    assert spine.text is text
    assert says in spine.reason


def test_what_a_printer_states_goes_first() -> None:
    order = PressOptions(for_="kdp", binding=Binding(spine_mm=9.9))
    assert spine_for(300, order, load_target("kdp")).width_mm == 9.9
    order = PressOptions(for_="kdp", paper=Paper(80, 1.25))
    assert spine_for(200, order, load_target("kdp")).width_mm == 10.5
    assert spine_for(200, PressOptions(), NONE).assumed


def test_which_cover() -> None:
    assert cover_kind(PrintOptions()) == "none"
    assert cover_kind(PrintOptions(press=PressOptions())) == "wrap"
    assert cover_kind(PrintOptions(press=PressOptions(for_="newspaper-club"))) == "none"
    assert cover_kind(PrintOptions(cover="front")) == "front"


# ---------------------------------------------------------------- sheets
def test_a_cover_has_the_sheet_it_should() -> None:
    made = cover(paper=Paper(80, 1.25), price="51999")
    assert {d.code for d in made.diagnostics} == {"press-spine"}
    assert millimetres(made, "Trim") == [0, 0, 316.5, 228.6]
    assert millimetres(made, "Bleed") == [-3, -3, 319.5, 231.6]
    assert preflight(made.pdf, rules_for_job(made.job)).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("style", ["frame", "band", "type"])
def test_a_cover_passes_preflight_on_plates(style: str) -> None:
    made = cover(style, paper=Paper(80, 1.25), price="51999")
    report = preflight(made.pdf, rules_for_job(made.job), render=has("gs"), isbn=made.isbn)
    assert [f.message for f in report.findings if f.code != "tool-missing"] == []


def test_the_same_cover_gives_the_same_bytes() -> None:
    assert cover().pdf == cover().pdf


@pytest.mark.slow
@pytest.mark.skipif(not has("gs"), reason="Ghostscript is not installed")
@pytest.mark.parametrize(
    ("style", "order"),
    [
        ("band", {}),
        ("frame", {"binding": Binding("perfect", flap_mm=60)}),
        ("type", {"binding": Binding("perfect", flap_mm=60), "marks": ("crop", "registration")}),
        ("type", {"binding": Binding("hardcover"), "standard": "pdf/x-1a"}),
        ("band", {"for_": "kdp"}),
        ("frame", {"for_": "ingram"}),
    ],
)
def test_the_barcode_is_read_from_the_black_plate_alone(
    style: str, order: dict[str, object]
) -> None:
    made = cover(style, price="51999", **order)
    (inks,) = plates(made.pdf, dpi=300)
    black = inks["Black"]
    found = zxingcpp.read_barcodes(
        black.point(lambda v: 255 - v), ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read
    )
    assert "978030640615751999" in {item.text for item in found}
    assert read_ean13(black) == {"9780306406157"}
    # Nothing else prints where its bars are.
    place = next(item for item in found if item.text.startswith("978")).position
    box = (place.top_left.x, place.top_left.y, place.bottom_right.x, place.bottom_right.y)
    for name in ("Cyan", "Magenta", "Yellow"):
        assert inks[name].crop(box).getextrema() == (0, 0), name


def test_marks_and_folds() -> None:
    made = cover(marks=("crop", "registration"))
    with opened(made.pdf) as file:
        drawn = bytes(file.pages[0].Contents.read_bytes())
    assert drawn.count(b"[2 1.5] 0 d") == 1
    assert millimetres(made, "Media")[0] == -12


def test_a_picture_fills_the_front_and_its_bleed() -> None:
    picture = png(Image.new("RGB", (900, 1300), (40, 90, 60)))
    made = cover(book=edition(picture), standard="pdf/x-1a")
    assert made.job.standard.name == "pdf/x-1a"
    report = preflight(made.pdf, rules_for_job(made.job))
    assert {f.code for f in report.findings} == {"pdf-resolution"}


def test_flaps_and_turn_ins_are_part_of_the_cut_sheet() -> None:
    flaps = cover("band", binding=Binding("perfect", flap_mm=60), paper=Paper(80, 1.25))
    assert millimetres(flaps, "Trim") == [0, 0, 436.5, 228.6]
    case = cover("band", binding=Binding("hardcover"))
    assert millimetres(case, "Trim") == [-16, -16, 343, 250.6]
    for made in (flaps, case):
        assert preflight(made.pdf, rules_for_job(made.job)).passed


def test_a_wrong_number_is_told() -> None:
    book = edition()
    metadata = Metadata("T", "en", identifiers=(Identifier("isbn", "978-0-306-40615-8", "print"),))
    made = cover(book=Edition(metadata, book.parts))
    assert made.isbn is None
    assert "press-barcode" in {d.code for d in made.diagnostics}


# ---------------------------------------------------------------- what stands on it
def words(made: CoverResult) -> str:
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


@pytest.mark.parametrize("style", ["frame", "band", "type"])
@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("The Selected Correspondence of Distinguished Astronomers of Both Hemispheres", "en"),
        ("岁寒知松柏", "zh-Hans"),
        ("AI 与报纸", "zh-Hans"),
    ],
)
def test_titles_of_every_length_stand_inside_the_cover(
    style: str, title: str, language: str
) -> None:
    book = edition()
    book = replace(book, metadata=replace(book.metadata, title=title, language=language))
    made = cover(style, book=book)
    assert made.diagnostics == () or {d.code for d in made.diagnostics} == {"press-spine"}
    assert preflight(made.pdf, rules_for_job(made.job, cover=True)).findings == ()


@pytest.mark.parametrize("title", ["Water for Tomorrow", "Mammals WWW", "Summer", "Шумом"])
def test_a_title_of_broad_letters_stands_inside_the_frame(title: str) -> None:
    book = edition()
    language = "ru" if title == "Шумом" else "en"
    book = replace(book, metadata=replace(book.metadata, title=title, language=language))
    document = pypdfium2.PdfDocument(cover("frame", book=book).pdf)
    page = document[0].get_textpage()
    letters = [page.get_charbox(index) for index in range(page.count_chars())]
    front = document[0].get_width() - 152.4 * MM
    large = [box for box in letters if box[0] > front and box[3] - box[1] > 18]
    document.close()
    wide = max(box[2] for box in large) - min(box[0] for box in large)
    assert wide <= (152.4 - 2 * 10) * MM * 0.88 + 1


def test_every_author_is_named_once_and_headlines_only_where_they_fit() -> None:
    book = edition()
    articles = tuple(
        replace(article, byline=(Person(name),))
        for article, name in zip(book.articles(), ("Ada", "Bo", "Ada", "Cem", "Bo"), strict=True)
    )
    made = words(cover("type", book=replace(book, parts=articles)))
    # Small capitals of A and a are one glyph, whose letter in the text layer is either.
    assert [made.casefold().count(name) for name in ("ada ·", "bo ·", "cem")] == [1, 1, 1]
    assert made.count("Headline number") == 5
    long = tuple(replace(a, headline=(Text("A headline that goes on " * 12),)) for a in articles)
    assert words(cover("type", book=replace(book, parts=long))).count("A headline") < 5 * 12


def test_a_title_can_be_printed_on_the_picture() -> None:
    book = edition(png(Image.new("RGB", (900, 1300), (120, 130, 110)), "JPEG", quality=90))
    assert words(cover(book=book)).count("Cypress") == 1  # on the spine
    made = cover(book=book, layout={"picture-title": "true"})
    assert words(made).count("Cypress") == 2
    assert preflight(made.pdf, rules_for_job(made.job, cover=True)).passed


def test_the_front_alone() -> None:
    options = PrintOptions(press=PressOptions(marks=()), cover="front")
    layout = load_layout("classic", root=HERE, options={})
    made = make_cover(
        edition(), layout, options, pages=1, catalogue=bundled_catalogue(), timestamp=TIME
    )
    assert millimetres(made, "Trim") == [0, 0, 152.4, 228.6]
    assert made.diagnostics == ()


# ---------------------------------------------------------------- pictures
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_cover_as_a_picture(kind: str) -> None:
    layout = load_layout("classic", root=HERE, options={"cover": "band"})
    arguments = {"width_px": 400, "height_px": 600, "media_type": f"image/{kind.lower()}"}
    data = cover_image(edition(), layout, catalogue=bundled_catalogue(), **arguments)
    assert data == cover_image(edition(), layout, catalogue=bundled_catalogue(), **arguments)
    with Image.open(io.BytesIO(data)) as shown:
        assert (shown.size, shown.mode, shown.format) == ((400, 600), "RGB", kind)
        head = ImageStat.Stat(shown.crop((10, 10, 390, 40))).mean
    assert head == pytest.approx([125, 29, 38], abs=3)  # the accent as stated in sRGB
