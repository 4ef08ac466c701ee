"""Months, pairs, front pages and wide blocks: how layouts group and divide articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from newsbook.compose import compose, page_geometry
from newsbook.compose.arrange import arranged
from newsbook.compose.columns import widened
from newsbook.compose.front import front_page
from newsbook.compose.pairs import align, partners
from newsbook.compose.views import article_view
from newsbook.content import Block, Heading, Note, Paragraph, Quote, Text
from newsbook.layout import labels_for, load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Asset, Section, SpecialPage
from newsbook.tree import plain_text
from tests.support.editions import EPUB, LATIN, article, edition, para, paragraphs

ROOT = Path(__file__).parent
TABLOID = PrintOptions(280, 430)


# ---------------------------------------------------------------- months
def test_a_yearbook_goes_by_the_calendar() -> None:
    layout = load_layout("yearbook", root=ROOT)
    made = edition(
        SpecialPage("title"),
        Section(
            "s", (Text("S"),), (article("c", published="2022-03-01"), article("u", published=None))
        ),
        article("a", published="2021-12-27T10:00:00Z"),
        article("b", published="2021-12-28"),
        SpecialPage("contributors"),
    )
    parts = arranged(made, layout, labels_for(layout.labels, "en"), "print")
    shown = [
        part.name if isinstance(part, SpecialPage)
        else (plain_text(part.title), [inner.slug for inner in part.parts])  # type: ignore[union-attr]
        for part in parts
    ]  # fmt: skip
    assert shown == [
        "title",
        ("December 2021", ["a", "b"]),
        ("March 2022", ["c"]),
        ("Undated", ["u"]),
        "contributors",
    ]
    documents = compose(made, layout, "epub", options=EPUB).documents
    assert [d.article for d in documents if d.article] == ["a", "b", "c", "u"]


@pytest.mark.parametrize(
    ("articles", "units"), [("page", ["", "", "", "may", "may"]), ("recto", [""] * 5)]
)
def test_a_month_of_one_article_opens_on_its_first_page(articles: str, units: list[str]) -> None:
    layout = load_layout("yearbook", root=ROOT, options={"articles": articles, "half-title": "no"})
    items = [article("a", published="2022-03-01"), article("b", published="2022-03-02")]
    made = edition(*items, article("c", published="2022-05-03"))
    documents = compose(made, layout, "print", options=PrintOptions()).documents
    body = [d for d in documents if d.kind in ("section", "article")]
    assert [d.unit for d in body] == [unit and "month-2022-05" for unit in units]
    lists = ["timeline" in d.xhtml for d in body if d.kind == "section"]
    assert lists == [True, articles == "recto"]
    screens = compose(made, layout, "epub", options=EPUB).documents
    assert all("timeline" in d.xhtml for d in screens if d.kind == "section")


# ---------------------------------------------------------------- pairs
def test_articles_pair_with_the_next_in_another_language() -> None:
    def in_(slug: str, language: str):  # type: ignore[no-untyped-def]
        return article(slug, language=language)

    parts = (
        in_("a", "en"), in_("a2", "zh-Hans"),
        in_("b", "en"), in_("c", "en-GB"), in_("c2", "ja"),
        SpecialPage("credits"), in_("d", "en"),
        Section("s", (Text("S"),), (in_("e", "zh-Hans"), in_("e2", "zh-Hant"))),
    )  # fmt: skip
    found = partners(parts, "en")
    assert {slug: partner.slug for slug, partner in found.items()} == {
        "a": "a2", "c": "c2", "e": "e2",
    }  # fmt: skip


def test_blocks_stand_beside_their_counterparts() -> None:
    left: tuple[Block, ...] = (
        para("One two three. " * 10), Heading(2, (Text("A heading"),)), para("A long one. " * 30),
        Quote((para("Only here."),)), para("The end of it. " * 5),
    )  # fmt: skip
    right: tuple[Block, ...] = (
        para("一二三。" * 8), Heading(2, (Text("小标题"),)), para("很长的一段。" * 20),
        para("完了。" * 6),
    )  # fmt: skip
    rows = align(left, right)
    assert [(bool(r.left), bool(r.right)) for r in rows] == [
        (True, True), (True, True), (True, True), (True, False), (True, True),
    ]  # fmt: skip
    assert tuple(b for r in rows for b in r.left) == left
    assert tuple(b for r in rows for b in r.right) == right


@pytest.mark.parametrize(("n", "m"), [(0, 0), (3, 0), (0, 2), (40, 7)])
def test_nothing_is_lost_in_alignment(n: int, m: int) -> None:
    left, right = (tuple(para(f"{k} " * (i % 5 + 1)) for i in range(k)) for k in (n, m))
    rows = align(left, right)
    assert tuple(b for r in rows for b in r.left) == left
    assert tuple(b for r in rows for b in r.right) == right


@pytest.mark.parametrize("medium", ["print", "epub"])
def test_a_parallel_document_holds_both_articles(medium: str) -> None:
    layout = load_layout("parallel", root=ROOT)
    body = (Paragraph((Text("Text"), Note((para("A note."),)))), *paragraphs("en", 2))
    made = edition(
        SpecialPage("toc"),
        article("a", body=body),
        article("b", language="zh-Hans", body=(*body, *paragraphs("zh-Hans", 1))),
        article("c"),
    )
    options = PrintOptions() if medium == "print" else EPUB
    composition = compose(made, layout, medium, options=options)  # type: ignore[arg-type]
    documents = {d.name: d for d in composition.documents}
    assert (documents["a"].article, documents["a"].also) == ("a", ("b",))
    assert "b" not in documents
    root = etree.fromstring(documents["a"].xhtml)
    sides = root.xpath("//*[contains(@class, 'side-right')]")
    assert all(side.get("lang") == "zh-Hans" for side in sides)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"a", "b"} <= set(ids)
    if medium == "epub":
        assert {"a-fn-1", "b-fn-1"} <= set(ids)
    assert [entry.label for entry in composition.contents] == ["A", "B", "C"]


# ---------------------------------------------------------------- front pages
def test_stories_break_between_blocks_and_lose_nothing() -> None:
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    body = (*paragraphs("en", 6), Heading(2, (Text("H"),)), *paragraphs("en", 30))
    items = [article(f"s{n}", body=body if n != 2 else body[:1]) for n in range(9)]
    views = tuple(article_view(a, words=layout.labels, language="en") for a in items)
    stories = front_page(views, page)
    assert [s.rank for s in stories] == ["lead", "second", "brief", "brief", "brief", "brief"]
    for story, item in zip(stories, items, strict=False):
        assert story.opening + story.rest == item.body
        assert not isinstance(story.opening[-1], Heading)
    assert stories[2].rest == ()
    assert len(stories[0].opening) > len(stories[1].opening) >= len(stories[3].opening) >= 1


def test_a_story_without_an_opening_stands_inside() -> None:
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    long = article("long", body=(para(LATIN * 60), para("end")))
    short = article("short")
    views = tuple(article_view(a, words=layout.labels, language="en") for a in (long, short))
    assert [s.article.anchor for s in front_page(views, page)] == ["short"]


def test_short_stories_fill_the_page_with_further_rows() -> None:
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    items = [article(f"s{n}", body=(para(LATIN),)) for n in range(30)]
    views = tuple(article_view(a, words=layout.labels, language="en") for a in items)
    stories = front_page(views, page)
    assert max(story.row for story in stories) >= 2
    assert [story.row for story in stories] == sorted(story.row for story in stories)
    assert all(story.rest == () for story in stories)


def test_under_a_story_that_ends_early_another_one_stands() -> None:
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    long, short = paragraphs("en", 30), paragraphs("en", 1)
    items = [article(f"s{n}", body=short if n in (1, 3) else long) for n in range(9)]
    views = tuple(article_view(a, words=layout.labels, language="en") for a in items)
    stories = front_page(views, page)
    cells: dict[tuple[bool, int], list[str]] = {}
    for story in stories:
        cells.setdefault((story.row > 0, story.cell), []).append(story.article.anchor)
    shared = [names for names in cells.values() if len(names) > 1]
    assert ["s1", "s2"] in [names[:2] for names in shared]


@pytest.mark.parametrize("count", range(3, 8))
def test_cells_below_are_as_many_as_their_stories(count: int) -> None:
    """A cell without neighbours would become as wide as the page, with its text in one column."""
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    sizes = (5, 14, 10, 9, 2, 3, 4)
    items = [article(f"s{n}", body=(para("A line. " * 9),) * sizes[n]) for n in range(count)]
    views = tuple(article_view(a, words=layout.labels, language="en") for a in items)
    below = [s.columns for s in front_page(views, page) if s.row == 1]
    assert sum(below) in (0, page.columns)


def test_a_jump_leads_to_more_than_a_few_lines() -> None:
    layout = load_layout("newspaper", root=ROOT)
    page = page_geometry(layout, width_mm=280, height_mm=430)
    body = (*(para("A line.") for _ in range(200)),)
    for count in range(60, 200, 3):
        item = article("long", body=body[:count])
        view = article_view(item, words=layout.labels, language="en")
        (story,) = front_page((view,), page)
        assert not story.rest or len(story.rest) >= 6


def test_a_newspaper_continues_its_stories_inside() -> None:
    layout = load_layout("newspaper", root=ROOT)
    whole, long = article("whole"), article("long", body=paragraphs("en", 30))
    made = edition(article("lead", body=paragraphs("en", 40)), long, whole)
    composition = compose(made, layout, "print", options=TABLOID)
    documents = {d.name: d for d in composition.documents}
    assert documents["front"].also == ("lead", "long", "whole")
    assert "whole" not in documents
    front = etree.fromstring(documents["front"].xhtml)
    refs = front.xpath("//*[@class='page-ref']/@data-ref")
    assert refs == ["lead-continued", "long-continued"]
    inside = etree.fromstring(documents["long"].xhtml)
    assert inside.xpath("//*[@class='page-ref']/@data-ref") == ["long"]
    assert inside.xpath("//*[local-name()='section']/@id") == ["long-continued"]
    words = [
        " ".join("".join(e.itertext()).split())
        for root in (front, inside)
        for e in root.iter("{http://www.w3.org/1999/xhtml}p")
        if e.get("class") is None and not e.xpath("ancestor::header")
    ]
    assert sum(word.startswith("The pine keeps") for word in words) >= 30
    assert {d.unit for d in composition.documents} == {"edition"}
    names = [d.name for d in compose(made, layout, "epub", options=EPUB).documents]
    assert "front" not in names
    assert names[:3] == ["lead", "long", "whole"]


def test_a_story_that_is_whole_on_the_front_says_where_it_is_from() -> None:
    layout = load_layout("newspaper", root=ROOT)
    note = (para("The author is a ferryman."),)
    whole = article("whole", source="The Quay", published="2022-06-01", note=note)
    long = article("long", body=paragraphs("en", 60), source="The Quay", note=note)
    composition = compose(edition(whole, long), layout, "print", options=TABLOID)
    documents = {d.name: " ".join("".join(etree.fromstring(d.xhtml).itertext()).split()) for d in composition.documents}  # fmt: skip
    assert "First published by The Quay, 1 June 2022." in documents["front"]
    assert documents["front"].count("The author is a ferryman.") == 1, "of the whole story alone"
    assert "The author is a ferryman." in documents["long"]


def test_a_section_that_is_whole_on_the_front_leaves_no_band_inside() -> None:
    layout = load_layout("newspaper", root=ROOT)
    town = Section("town", (Text("Town"),), (article("a"), article("b")))
    world = Section("world", (Text("World"),), (article("c", body=paragraphs("en", 40)),))
    composition = compose(edition(town, world), layout, "print", options=TABLOID)
    assert [d.name for d in composition.documents] == ["front", "world", "c", "copyright"]
    entries = [entry.document for entry in composition.contents]
    assert entries == ["front", "world"]


# ---------------------------------------------------------------- initials
@pytest.mark.parametrize(
    ("text", "expected"),
    [("Once", True), ("“Once", True), ("Баку", True), ("18:40. The", False), ("在山里", False)],
)
def test_only_letters_are_set_large(text: str, expected: bool) -> None:
    layout = load_layout("magazine", root=ROOT)
    made = compose(edition(article("a", body=(para(text),))), layout, "print", options=TABLOID)
    (document,) = [d for d in made.documents if d.name == "a"]
    assert ('class="body initial"' in document.xhtml) is expected


# ---------------------------------------------------------------- wide blocks
def test_wide_tables_and_pictures_are_marked_and_nothing_moves() -> None:
    cells = "<td>x</td>" * 5
    source = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="body">'
        f'<p>a</p><table><tr>{cells}</tr></table>tail<p>b</p><table><tr><td colspan="2">y</td>'
        '</tr></table><figure><img src="asset:wide.jpg"/></figure>'
        '<figure><img src="asset:high.jpg"/></figure>'
        f"<blockquote><table><tr>{cells}</tr></table></blockquote></div></body></html>"
    )
    root = etree.fromstring(source)
    assets = {
        "wide.jpg": Asset("wide.jpg", "image/jpeg", b"", width_px=900, height_px=300),
        "high.jpg": Asset("high.jpg", "image/jpeg", b"", width_px=300, height_px=300),
    }
    before = "".join(root.itertext())
    assert widened(root, assets)
    assert "".join(root.itertext()) == before
    body = root[0][0]
    assert [etree.QName(e).localname for e in body] == [
        "p", "div", "p", "table", "div", "figure", "blockquote",
    ]  # fmt: skip
    assert [e.get("class") for e in body if e.tag.endswith("div")] == ["wide", "wide"]
    plain = replace(edition().parts[0].parts[0], body=paragraphs("en", 1))  # type: ignore[union-attr]
    layout = load_layout("classic", root=ROOT)
    made = compose(edition(plain), layout, "print", options=PrintOptions())
    assert "wide" not in made.documents[-1].xhtml
