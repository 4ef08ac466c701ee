from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbook.content import Block, Heading, Inline, Link, Paragraph, Span, Text
from newsbook.model import Article, Edition, Metadata, Origin, Section
from newsbook.transforms.headings import level_headings
from newsbook.transforms.links import resolve_links
from newsbook.tree import plain_text, walk
from newsbook.world import World


def text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def article(slug: str, *body: Block, url: str | None = None) -> Article:
    return Article(
        slug, text(slug), body, origin=Origin(f"articles/{slug}.md", "markdown"), url=url
    )


def edition(*articles: Article) -> Edition:
    first, *rest = articles
    return Edition(Metadata("T", "en"), (first, Section("s", text("S"), tuple(rest))))


def link(href: str) -> Paragraph:
    return Paragraph((Link(href, text("there")),))


def hrefs(book: Edition) -> list[str]:
    return [n.href for a in book.articles() for n in walk(a.body) if isinstance(n, Link)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def resolve(world: World, *articles: Article) -> Edition:
    return resolve_links(edition(*articles), world)


def test_a_link_to_a_file_leads_to_its_article(world: World) -> None:
    book = resolve(world, article("a", link("b.md"), link("../articles/b.md")), article("b"))
    assert hrefs(book) == ["#b", "#b"]
    assert not len(world.diagnostics)


def test_a_link_to_an_element_is_namespaced_and_keeps_its_target(world: World) -> None:
    target = Heading(2, text("Last"), id="last")
    other = Paragraph((Span(text("x"), id="unused"), Text(" y")), id="also-unused")
    book = resolve(
        world, article("a", link("b.md#last"), link("#here")), article("b", target, other)
    )
    assert hrefs(book) == ["#b-last"]
    b = book.articles()[1]
    assert b.body[0] == Heading(2, text("Last"), id="b-last")
    assert b.body[1] == Paragraph((Text("x"), Text(" y")))
    assert [d.code for d in world.diagnostics] == ["broken-link"]
    assert "'here'" in world.diagnostics.items[0].message


@pytest.mark.parametrize(
    "href", ["nowhere.md", "javascript:alert(1)", "b.md#missing", "http://[bad", "//host/x", "/etc"]
)
def test_a_link_that_leads_nowhere_keeps_its_text(world: World, href: str) -> None:
    book = resolve(world, article("a", link(href)), article("b"))
    assert hrefs(book) == []
    assert plain_text(book.articles()[0].body) == "there"
    found = world.diagnostics.items
    assert [d.code for d in found] == ["broken-link"]
    assert found[0].where is not None
    assert found[0].where.file == "articles/a.md"


def test_web_addresses_stay_and_relative_ones_join_the_article_s_own(world: World) -> None:
    a = article(
        "a", link("https://e.org/x"), link("mailto:a@e.org"), link("more/1"), url="https://e.org/n/"
    )
    assert hrefs(resolve(world, a)) == [
        "https://e.org/x",
        "mailto:a@e.org",
        "https://e.org/n/more/1",
    ]


def test_ids_that_stand_twice_are_reported(world: World) -> None:
    twice = (Paragraph(text("x"), id="i"), Paragraph(text("y"), id="i"))
    resolve(world, article("a", *twice))
    assert [d.code for d in world.diagnostics.errors] == ["duplicate-id"]


def test_of_elements_of_a_page_with_the_same_id_the_first_has_it(world: World) -> None:
    twice = (Paragraph(text("x"), id="i"), Paragraph(text("y"), id="i"), link("#i"))
    page = replace(article("a", *twice), origin=Origin("articles/a.html", "html"))
    (a,) = resolve(world, page).articles()
    assert list(world.diagnostics) == []
    assert a.body[:2] == (Paragraph(text("x"), id="a-i"), Paragraph(text("y")))


def test_paragraphs_of_nothing_but_ids_nobody_links_to_are_gone(world: World) -> None:
    empty = Paragraph((Span((), id="one"), Text(" "), Span((), id="two")))
    wanted = Paragraph((Span((), id="three"),))
    (a,) = resolve(world, article("a", empty, wanted, link("#three"))).articles()
    assert a.body[0] == Paragraph((Span((), id="a-three"),))


def levels(*given: int) -> list[int]:
    body: tuple[Any, ...] = tuple(Heading(level, text("h")) for level in given)
    book = level_headings(edition(article("a", *body)), World(Path()))
    return [n.level for n in walk(book.articles()[0].body) if isinstance(n, Heading)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([2, 3, 3, 2], [2, 3, 3, 2]),
        ([3, 4, 3], [2, 3, 2]),
        ([2, 4, 6, 4, 2], [2, 3, 4, 3, 2]),
        ([4, 2, 3], [2, 2, 3]),
        ([1, 1], [2, 2]),
        ([], []),
    ],
)
def test_headings_skip_no_level(given: list[int], expected: list[int]) -> None:
    assert levels(*given) == expected
    assert levels(*expected) == expected
