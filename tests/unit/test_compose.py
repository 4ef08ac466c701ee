"""An edition poured into a layout: order, sides, pages, words, and errors with their place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from newsbook.compose import compose, compose_cover, page_geometry
from newsbook.compose.cover import CoverPlan
from newsbook.compose.dates import date_words, list_words
from newsbook.compose.geometry import page_rules
from newsbook.compose.plan import plan
from newsbook.compose.running import short_title, width_em
from newsbook.composition import Composition, TocEntry
from newsbook.content import Figure, LineBreak, Link, Note, Picture, Text
from newsbook.diagnostics import Location
from newsbook.errors import InputError
from newsbook.layout import available, load_layout
from newsbook.manifest.types import Bleed, PressOptions, PrintOptions
from newsbook.model import Person, Rights, Section, SpecialPage
from newsbook.trim import TRIMS
from tests.support.editions import EPUB, METADATA, PRINT, article, edition, para

XHTML = "{http://www.w3.org/1999/xhtml}"
ROOT = Path(__file__).parent
CLASSIC = load_layout("classic", root=ROOT)


def pour(medium: str = "print", layout=CLASSIC, parts=(), **more) -> Composition:  # type: ignore[no-untyped-def]
    options = PRINT if medium == "print" else EPUB
    return compose(edition(*parts, **more), layout, medium, options=options)


def tree(composition: Composition, name: str) -> etree._Element:
    (found,) = [d for d in composition.documents if d.name == name]
    return etree.fromstring(found.xhtml)


def text_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def classed(root: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


# ---------------------------------------------------------------- order
def test_a_book_without_special_pages_gets_those_of_the_layout() -> None:
    names = [d.name for d in pour().documents]
    assert names == [
        "half-title", "title", "copyright", "toc", "one", "pine", "tea", "two", "ruri", "hyecho",
    ]  # fmt: skip
    assert [d.name for d in pour("epub").documents][:3] == ["title", "copyright", "toc"]


def test_a_list_of_the_layout_that_would_be_empty_is_left_out() -> None:
    layout = load_layout("yearbook", root=Path(__file__).parent)
    for byline, listed in (((), False), ((Person("Lala", role="aut"),), True)):
        made = compose(edition(article("a", byline=byline)), layout, "print", options=PRINT)
        assert ("contributors" in [document.name for document in made.documents]) is listed


def test_a_list_that_the_manifest_names_is_left_out_when_it_would_be_empty() -> None:
    bare = article("a", byline=(), published=None, source=None)
    wanted = ("contributors", "chronology", "credits", "pictures", "index", "colophon")
    for medium in ("print", "epub"):
        made = pour(medium, parts=(bare, *map(SpecialPage, wanted)))
        assert [document.name for document in made.documents] == ["a", "colophon"]
        assert [entry.label for entry in made.contents] == ["A"]


def test_special_pages_stand_where_they_are_named() -> None:
    parts = (SpecialPage("toc"), article("a"), SpecialPage("credits"), article("b"))
    documents = pour(parts=parts).documents
    assert [(d.name, d.kind, d.numbering) for d in documents] == [
        ("toc", "toc", "front"),
        ("a", "article", "body"),
        ("credits", "credits", "body"),
        ("b", "article", "body"),
    ]


def test_sides_follow_the_trade() -> None:
    sides = {d.name: d.start for d in pour().documents}
    assert sides == {
        "half-title": "recto", "title": "recto", "copyright": "verso", "toc": "recto",
        "one": "recto", "pine": "recto", "tea": "any",
        "two": "recto", "ruri": "recto", "hyecho": "any",
    }  # fmt: skip
    assert {d.start for d in pour("epub").documents} == {"any"}


def test_options_change_the_sides() -> None:
    layout = load_layout("classic", root=ROOT, options={"sections": "page", "articles": "recto"})
    sides = {d.name: d.start for d in pour(layout=layout).documents}
    assert (sides["two"], sides["hyecho"]) == ("any", "recto")


def test_names_are_unique_when_an_article_is_called_like_a_page() -> None:
    places = plan((SpecialPage("toc"), article("toc"), article("title")), CLASSIC, "print")
    assert [p.name for p in places] == ["toc-2", "toc", "title"]


def test_contents_nest_like_sections() -> None:
    inner = Section("inner", (Text("Inner"),), (article("b"),))
    outer = Section("outer", (Text("Outer"),), (article("a"), inner))
    parts = (SpecialPage("toc"), outer, article("c"), SpecialPage("contributors"))
    contents = pour("epub", parts=parts).contents

    def shape(entries: tuple[TocEntry, ...]) -> list[object]:
        return [(e.label, e.kind, shape(e.children)) if e.children else e.label for e in entries]

    assert shape(contents) == [
        ("Outer", "section", ["A", ("Inner", "section", ["B"])]),
        "C",
        "Contributors",
    ]
    assert [e.byline for e in contents[0].children[:1]] == ["Author of a"]


# ---------------------------------------------------------------- documents
@pytest.mark.parametrize("medium", ["epub", "print"])
@pytest.mark.parametrize("name", sorted(available()))
def test_every_layout_makes_sound_documents(name: str, medium: str) -> None:
    layout = load_layout(name, root=ROOT)
    parts = (*edition().parts, *(SpecialPage(p) for p in (
        "credits", "pictures", "contributors", "chronology", "colophon")))  # fmt: skip
    front = (SpecialPage("title"), SpecialPage("copyright"), SpecialPage("toc"))
    composition = compose(
        edition(*front, *parts), layout, medium, options=PRINT if medium == "print" else EPUB
    )
    ids: Counter[str] = Counter()
    for document in composition.documents:
        root = etree.fromstring(document.xhtml)
        assert root.tag == f"{XHTML}html"
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert root.find(f"{XHTML}head/{XHTML}title").text  # type: ignore[union-attr]
        assert not list(root.iter(f"{XHTML}link", f"{XHTML}style", f"{XHTML}script"))
        assert not [e for e in root.iter() if e.get("style")]
        ids.update(e.get("id") for e in root.iter() if e.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    for document in composition.documents:
        for link in etree.fromstring(document.xhtml).iter(f"{XHTML}a"):
            href = link.get("href") or ""
            assert not href.startswith("#") or href[1:] in ids
    css = "".join(sheet.css for sheet in composition.stylesheets)
    assert "var(--" not in css
    assert css.count("{") == css.count("}")


def test_an_article_says_everything_it_has() -> None:
    root = tree(pour("epub"), "pine")
    section = classed(root, "article")[1]
    assert (section.get("id"), section.get("role")) == ("pine", "doc-chapter")
    shown = {
        name: text_of(classed(root, name)[0])
        for name in ("kicker", "headline", "deck", "name", "dateline", "source-line")
    }
    assert shown == {
        "kicker": "A saying",
        "headline": "What the Cold Reveals",
        "deck": "How six characters became a shorthand",
        "name": "Author of pine",
        "dateline": "BAKU, December 27, AZERTAC",
        "source-line": "First published by AZERTAC, 27 December 2021.",
    }
    order = [(e.get("class") or "").split()[0] for e in section]
    assert order == ["article-header", "body", "notes", "article-footer"]


def test_an_article_is_labelled_in_its_own_language() -> None:
    root = tree(pour("epub"), "tea")
    assert root.get("lang") == "zh-Hans"
    assert text_of(classed(root, "source-line")[0]) == "原载：AZERTAC，2021年12月27日。"


def test_roles_beside_the_author_get_lines_of_their_own() -> None:
    people = (Person("A"), Person("B"), Person("C", "trl"), Person("D", "trl"), Person("E", "zzz"))
    root = tree(pour("epub", parts=(article("x", byline=people),)), "x")
    assert [text_of(e) for e in classed(root, "name")] == ["A", "B"]
    assert [text_of(e) for e in classed(root, "byline-credit")] == [
        "Translated by C and D", "With E",
    ]  # fmt: skip


def test_a_bare_article_leaves_nothing_empty() -> None:
    bare = article("x", byline=(), published=None, source=None)
    root = tree(pour("epub", parts=(bare,)), "x")
    for name in ("kicker", "deck", "byline", "dateline", "article-footer", "notes"):
        assert classed(root, name) == []
    assert not [e for e in root.iter(f"{XHTML}p") if not text_of(e)]


def test_markup_in_words_stays_words() -> None:
    nasty = '<b title="x">&amp;</b> {{ book }} {% for %}'
    item = article("x", nasty, byline=(Person(nasty, affiliation=nasty),), source=nasty,
                   rights=Rights(nasty))  # fmt: skip
    metadata = replace(METADATA, title=nasty, publisher=nasty, rights=nasty)
    for medium in ("epub", "print"):
        composition = pour(medium, parts=(SpecialPage("title"), SpecialPage("copyright"),
                                          SpecialPage("toc"), item), metadata=metadata)  # fmt: skip
        root = tree(composition, "x")
        assert text_of(classed(root, "headline")[0]) == nasty
        assert text_of(classed(root, "name")[0]) == nasty
        assert text_of(classed(tree(composition, "title"), "book-title")[0]) == nasty


def test_notes_in_a_headline_are_called_once() -> None:
    note = Note((para("Where it comes from."),))
    item = replace(
        article("x"), headline=(Text("A"), LineBreak(), Link("#y", (Text("tree"),)), note)
    )
    composition = pour("epub", parts=(SpecialPage("toc"), item))
    assert len(classed(tree(composition, "x"), "footnote")) == 1
    (name,) = classed(tree(composition, "toc"), "contents-name")
    assert text_of(name) == "A tree"
    assert not list(name)


def test_the_copyright_page_says_where_articles_first_appeared() -> None:
    items = (
        article("a", source="Xinhua", rights=Rights("© Xinhua")),
        article("b", source="AZERTAC"),
        article("c", source="Xinhua", published="2022"),
    )
    front = (SpecialPage("title"), SpecialPage("copyright"))
    groups = classed(tree(pour(parts=(*front, *items)), "copyright"), "source-group")
    assert [text_of(group) for group in groups] == [
        "Xinhua: A (27 December 2021) © Xinhua; C (2022).",
        "AZERTAC: B (27 December 2021).",
    ]
    with_credits = pour(parts=(*front, *items, SpecialPage("credits")))
    assert classed(tree(with_credits, "copyright"), "source-group") == []
    assert len(classed(tree(with_credits, "credits"), "source-entry")) == 3


def test_each_medium_shows_its_own_number_first() -> None:
    front = (SpecialPage("title"), SpecialPage("copyright"), article("a"))
    for medium, first in (("print", "978-0-306-40615-7"), ("epub", "978-3-16-148410-0")):
        numbers = classed(tree(pour(medium, parts=front), "copyright"), "identifier")
        assert first in text_of(numbers[0])
        assert len(numbers) == 2


def test_printed_contents_ask_for_page_numbers() -> None:
    root = tree(pour(), "toc")
    assert [e.get("data-ref") for e in classed(root, "page-ref")] == [
        "pine", "tea", "ruri", "hyecho",
    ]  # fmt: skip
    assert classed(tree(pour("epub"), "toc"), "page-ref") == []


def test_pictures_are_called_by_their_key() -> None:
    assert 'src="asset:road.svg"' in next(d for d in pour().documents if d.name == "pine").xhtml
    assert 'src="road.svg"' in next(d for d in pour("epub").documents if d.name == "pine").xhtml


def test_lists_at_the_back() -> None:
    items = (
        article("b", published="2022-01", byline=(Person("Zoe"), Person("Émile"))),
        article("a", published="2021-12-27", byline=(Person("Eva", affiliation="Baku"),)),
        article("c", published=None, byline=(Person("Zoe"),)),
    )
    pages = tuple(SpecialPage(name) for name in ("contributors", "chronology", "pictures"))
    composition = pour("epub", parts=(*items, *edition().parts[:1], *pages))
    people = [text_of(e) for e in classed(tree(composition, "contributors"), "contributor")]
    assert [line for line in people if not line.startswith("Author")] == [
        "Émile. B", "Eva, Baku. A", "Zoe. B; C",
    ]  # fmt: skip
    chronology = tree(composition, "chronology")
    assert [text_of(e) for e in classed(chronology, "period")] == ["2021", "2022", "Undated"]
    assert text_of(classed(chronology, "back-line")[0]) == "27 December 2021 A"
    lines = [text_of(e) for e in classed(tree(composition, "pictures"), "back-line")]
    assert lines == ["The road: Press Office"] * 2


@pytest.mark.parametrize(
    ("caption", "printed"),
    [("Snow.", "Snow"), ("雪。", "雪"), ("Snow at 5 a.m.", "Snow at 5 a.m."), ("Who?", "Who?")],
)
def test_a_caption_in_the_credits_has_no_stop_before_the_colon(caption: str, printed: str) -> None:
    figure = Figure(
        pictures=(Picture("road.svg", "A road"),), caption=(Text(caption),), credit=(Text("Lala"),)
    )
    parts = (article("a", body=(figure,)), SpecialPage("pictures"))
    lines = classed(tree(pour("epub", parts=parts), "pictures"), "back-line")
    assert [text_of(line) for line in lines] == [f"{printed}: Lala"]


# ---------------------------------------------------------------- running heads
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Short enough", "Short enough"),
        (
            "The cooperation based on a strong friendship: China – Azerbaijan",
            "The cooperation based on a strong friendship",
        ),
        ("What the river said – and what nobody who lived there heard", "What the river said"),
        (
            "A word that goes on and on without any break in its sense whatever it says",
            "A word that goes on and on without any break in its…",
        ),
        ("岁寒知松柏" * 8, "岁寒知松柏" * 5 + "岁寒…"),
        ("岁寒知松柏：" + "患难见真情" * 6, "岁寒知松柏：" + "患难见真情" * 4 + "患…"),
    ],
)
def test_heads_fit_their_line(title: str, expected: str) -> None:
    assert short_title(title, 31) == expected
    assert width_em(expected) <= 31


def test_heads_are_those_the_option_asks_for() -> None:
    for choice, verso in (("book", "The Pine & the Cypress"), ("section", "Friendship"),
                          ("author", "Author of tea")):  # fmt: skip
        layout = load_layout("classic", root=ROOT, options={"verso": choice})
        (document,) = [d for d in pour(layout=layout).documents if d.name == "tea"]
        assert document.running["verso"] == verso
        assert document.running["recto"] == "一杯茶的距离"
        head = classed(etree.fromstring(document.xhtml), "running-recto")[0]
        assert text_of(head) == "一杯茶的距离"


# ---------------------------------------------------------------- the page
@pytest.mark.parametrize("name", sorted(available()))
@pytest.mark.parametrize(
    "trim", ["a4", "a5", "a6", "us-trade", "32开", "16开", "shinsho", "tabloid"]
)
def test_the_text_block_is_whole_lines_and_whole_characters(trim: str, name: str) -> None:
    size = TRIMS[trim]
    layout = load_layout(name, root=ROOT)
    page = page_geometry(layout, width_mm=size.width_mm, height_mm=size.height_mm, gutter_mm=4)
    assert page.depth_pt == pytest.approx(page.lines * page.baseline_pt)
    ems = page.column_pt / page.cjk_pt
    assert ems == pytest.approx(round(ems))
    assert page.width_pt == pytest.approx(page.inner_pt + page.measure_pt + page.outer_pt)
    assert page.height_pt == pytest.approx(page.top_pt + page.depth_pt + page.bottom_pt)
    assert min(page.inner_pt, page.outer_pt, page.top_pt, page.bottom_pt) > 14
    assert page.baseline_pt > page.text_pt


@pytest.mark.parametrize("trim", ["a4", "a5", "us-trade", "16开", "royal"])
def test_a_line_of_text_can_be_read(trim: str) -> None:
    size = TRIMS[trim]
    page = page_geometry(CLASSIC, width_mm=size.width_mm, height_mm=size.height_mm)
    letters = page.column_pt / (page.text_pt * CLASSIC.page.ratio)
    assert 50 <= letters <= 75


def test_density_and_size_are_obeyed() -> None:
    def page(**options: str):  # type: ignore[no-untyped-def]
        layout = load_layout("classic", root=ROOT, options=options)
        return page_geometry(layout, width_mm=152.4, height_mm=228.6)

    assert page(density="compact").lines > page().lines > page(density="airy").lines
    assert page(**{"text-size": "9pt"}).text_pt == pytest.approx(9, abs=0.01)


def test_margins_are_mirrored_and_bleed_stands_outside() -> None:
    page = page_geometry(CLASSIC, width_mm=150, height_mm=220, bleed_mm=(3, 3, 3, 0))
    ltr, rtl = page_rules(page), page_rules(page, direction="rtl")
    left = next(line for line in ltr.splitlines() if line.startswith("@page :left"))
    right = next(line for line in rtl.splitlines() if line.startswith("@page :right"))
    assert left.removeprefix("@page :left") == right.removeprefix("@page :right")
    assert "bleed-left: 8.5039pt; bleed-right: 0pt" in left
    options = PrintOptions(press=PressOptions(bleed_mm=Bleed.even(3)))
    css = compose(edition(), CLASSIC, "print", options=options).stylesheets[0].css
    assert css.count("8.5039pt") == 6


# ---------------------------------------------------------------- words of a language
@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2021-12-27", "en", "27 December 2021"),
        ("2021-12-27", "en-US", "December 27, 2021"),
        ("2021-12-27T08:00:00Z", "zh-Hant", "2021年12月27日"),
        ("2021-12", "de", "Dezember 2021"),
        ("2021", "fr", "2021"),
        ("2021", "ja", "2021年"),
        ("2021-02-30", "en", "2021-02-30"),
        ("last spring", "en", "last spring"),
        (None, "en", ""),
        ("2021-12-27", "xx", "27 December 2021"),
    ],
)
def test_dates_are_written_as_a_language_writes_them(
    date: str | None, language: str, words: str
) -> None:
    assert date_words(date, language) == words


def test_names_are_joined_as_a_language_joins_them() -> None:
    three = ("A", "B", "C")
    found = {tag: list_words(three, tag) for tag in ("en", "de", "zh-Hans", "ko", "xx")}
    assert found == {
        "en": "A, B and C", "de": "A, B und C", "zh-Hans": "A、B、C", "ko": "A, B, C",
        "xx": "A, B and C",
    }  # fmt: skip
    assert list_words((), "en") == ""


# ---------------------------------------------------------------- layouts that are wrong
def broken(tmp_path: Path, medium: str = "epub", **files: str) -> tuple[str, Location | None]:
    folder = tmp_path / "mine"
    (folder / "templates").mkdir(parents=True)
    (folder / "css").mkdir()
    text = "name: mine\ntitle: M\ndescription: D\nextends: classic\n"
    (folder / "layout.yml").write_text(text)
    for name, content in files.items():
        part = "css" if name in ("epub", "print") else "templates"
        suffix = "css" if part == "css" else "xhtml.j2"
        (folder / part / f"{name}.{suffix}").write_text(content)
    layout = load_layout("mine", root=tmp_path)
    with pytest.raises(InputError) as caught:
        pour(medium, layout)
    (finding,) = caught.value.diagnostics
    assert finding.code == "layout-invalid"
    return finding.message, finding.where


@pytest.mark.parametrize(
    ("template", "message", "line"),
    [
        ("\n{{ article.titel }}", "has no attribute 'titel'", 2),
        ("\n\n{{ nobody }}", "'nobody' is undefined", 3),
        ("{% if %}", "Expected an expression", 1),
        ("<p>\n{{ article.body }}</p>", "cannot be printed: use the filter xhtml", 2),
        ("{% extends 'nothing.xhtml' %}", "there is no template nothing.xhtml", None),
        ("\n{{ article.__class__.__mro__ }}", "is unsafe", 2),
        ("\n{{ range(10000000) | length }}", "'range' is undefined", 2),
        ("<p><b></p>", "is not XHTML: ", None),
        ("{% include 'article.xhtml' %}", "maximum recursion depth exceeded", None),
    ],
)
def test_a_broken_template_says_its_line(
    tmp_path: Path, template: str, message: str, line: int | None
) -> None:
    found, where = broken(tmp_path, article=template)
    assert message in found
    if line is not None:
        assert where == Location("mine/templates/article.xhtml.j2", line)


@pytest.mark.parametrize(
    ("css", "message", "place"),
    [
        ("p {}\np { color: var(--akzent) }", "--akzent is neither an option", (2, 12)),
        ("/* @import */\n @import 'x.css';", "can load nothing from outside", (2, 2)),
        ("p { background: url(https://example.org/x.png) }", "can load nothing", (1, 17)),
        ("p { line-height: var(--baseline) }", "--baseline is neither", (1, 18)),
    ],
)
def test_a_broken_sheet_says_its_place(
    tmp_path: Path, css: str, message: str, place: tuple[int, int]
) -> None:
    found, where = broken(tmp_path, epub=css)
    assert message in found
    assert where == Location("mine/css/epub.css", *place)


# ---------------------------------------------------------------- covers
@pytest.mark.parametrize("name", sorted(available()))
def test_every_layout_draws_a_cover(name: str) -> None:
    layout = load_layout(name, root=ROOT)
    plan_ = CoverPlan(152.4, 228.6, spine_mm=12, bleed_mm=3)
    for ink, colour in (("cmyk", "device-cmyk("), ("rgb", "#")):
        composition = compose_cover(edition(), layout, plan_, ink=ink)  # type: ignore[arg-type]
        (document,) = composition.documents
        root = etree.fromstring(document.xhtml)
        assert "The Pine & the Cypress" in text_of(root)
        css = "".join(sheet.css for sheet in composition.stylesheets)
        assert colour in css
        assert "size: 316.8mm 228.6mm" in css
        assert [len(classed(root, part)) for part in ("back", "spine", "front")] == [1, 1, 1]
    front = compose_cover(edition(cover="road.svg"), layout, CoverPlan(105, 148))
    root = etree.fromstring(front.documents[0].xhtml)
    assert classed(root, "back") == []
    assert classed(root, "cover-picture")[0].get("src") == "asset:road.svg"


def test_a_narrow_spine_carries_no_text() -> None:
    composition = compose_cover(edition(), CLASSIC, CoverPlan(152, 228, spine_mm=3))
    assert classed(etree.fromstring(composition.documents[0].xhtml), "spine-line") == []


@pytest.mark.parametrize("title", ["A", "Donaudampfschifffahrtsgesellschaft", "松", "word " * 40])
def test_a_title_of_any_length_gets_a_size(title: str) -> None:
    made = edition(metadata=replace(METADATA, title=title))
    css = compose_cover(made, CLASSIC, CoverPlan(105, 148)).stylesheets
    sizes = re.findall(r"\.cover-title \{ font-size: ([\d.]+)pt", "".join(s.css for s in css))
    assert 10 <= float(sizes[0]) <= 105 * 72 / 25.4 / 3


def test_the_same_input_gives_the_same_composition() -> None:
    assert pour() == pour()
    assert compose_cover(edition(), CLASSIC, CoverPlan(105, 148)) == compose_cover(
        edition(), CLASSIC, CoverPlan(105, 148)
    )


@pytest.mark.parametrize("least", [0.0, 12.0, 20.0, 32.0])
def test_a_printer_can_ask_for_a_wide_inner_margin(least: float) -> None:
    layout = load_layout("classic", root=Path(__file__).parent, options={})
    plain = page_geometry(layout, width_mm=152.4, height_mm=228.6)
    page = page_geometry(layout, width_mm=152.4, height_mm=228.6, inner_least_mm=least)
    assert page.inner_pt >= least * 72 / 25.4 - 1e-3
    assert (page == plain) is (plain.inner_pt >= least * 72 / 25.4)
    text = page.inner_pt + page.outer_pt + page.column_pt
    assert text == pytest.approx(152.4 * 72 / 25.4)
