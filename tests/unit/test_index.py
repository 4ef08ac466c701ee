from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbook.compose import compose
from newsbook.content import Code, Link, Paragraph, Span, Text
from newsbook.layout import load_layout
from newsbook.model import Article, Edition, IndexTerm, Metadata, Person, SpecialPage
from newsbook.pdf.engine.tree import folio_ranges
from newsbook.transforms.index import make_index
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.editions import EPUB, PRINT

HERE = Path(__file__).parent


def article(slug: str, *paragraphs: Any, **more: Any) -> Article:
    body = tuple(Paragraph(p if isinstance(p, tuple) else (Text(p),)) for p in paragraphs)
    return Article(slug, (Text(slug.title()),), body, language="en", **more)


def indexed(*parts: Any, terms: tuple[IndexTerm, ...] = (), page: bool = True) -> Any:
    world = World(HERE)
    pages = (SpecialPage("index"),) if page else ()
    edition = Edition(Metadata("A Book", "en"), (*parts, *pages), index_terms=terms)
    return make_index(edition, world), world


def places(edition: Edition) -> dict[str, tuple[str, ...]]:
    return {entry.heading: entry.anchors for entry in edition.index}


XI = IndexTerm("people", "Xi Jinping")
BAKU = IndexTerm("places", "Baku", also=("Bakı",))


def test_every_paragraph_that_names_a_term_has_one_anchor() -> None:
    text = "In Baku, Xi Jinping said: Baku."
    made, world = indexed(article("one", text, "No name.", "Bakı again."), terms=(XI, BAKU))
    assert places(made) == {
        "Baku": ("one-index-1", "one-index-3"),
        "Xi Jinping": ("one-index-2",),
    }
    assert plain_text(made.articles()[0].body[0]) == text
    assert list(world.diagnostics) == []


@pytest.mark.parametrize("text", ["Bakuvian", "Aybaku", "BAKU"])
def test_names_are_whole_words(text: str) -> None:
    made, _ = indexed(article("one", text), terms=(BAKU,))
    assert made.articles()[0].body[0] == Paragraph((Text(text),))


def test_chinese_names_need_no_spaces_around_them() -> None:
    made, _ = indexed(
        article("one", "从撒马尔罕到长安。"), terms=(IndexTerm("places", "撒马尔罕"),)
    )
    assert places(made) == {"撒马尔罕": ("one-index-1",)}


def test_apostrophes_and_spaces_may_differ() -> None:
    terms = (IndexTerm("people", "Flann O'Brien"),)
    made, world = indexed(article("one", "By Flann\u00a0O’Brien."), terms=terms)
    assert places(made) == {"Flann O'Brien": ("one-index-1",)}
    assert not world.diagnostics.warnings


def test_marked_names_are_entries_with_their_sort_form() -> None:
    marked = (Text("By "), Span((Text("Ilham Aliyev"),), style="person", title="Aliyev, Ilham"))
    made, _ = indexed(article("one", marked))
    (entry,) = made.index
    assert (entry.category, entry.heading) == ("people", "Aliyev, Ilham")
    (node,) = made.articles()[0].body
    assert node.children[1] == Span((Text("Ilham Aliyev"),), id="one-index-1")


def test_without_an_index_page_nothing_is_anchored_and_marks_are_gone() -> None:
    marked = (Span((Text("Baku"),), style="place"), Text(" and Baku."))
    made, world = indexed(article("one", marked), terms=(BAKU,), page=False)
    assert made.articles()[0].body == (Paragraph((Text("Baku"), Text(" and Baku."))),)
    assert made.index == ()
    assert list(world.diagnostics) == []


def test_writers_are_found_at_the_beginning_of_their_articles() -> None:
    terms = (IndexTerm("people", "Sadig Gachayev"),)
    made, _ = indexed(article("one", "Text.", byline=(Person("Sadig Gachayev"),)), terms=terms)
    assert places(made) == {"Sadig Gachayev": ("one",)}


def test_code_and_addresses_are_left_alone() -> None:
    body = (Code("Baku"), Link("https://example.org/Baku", (Text("here"),)))
    made, world = indexed(article("one", body), terms=(BAKU,))
    assert made.articles()[0].body == (Paragraph(body),)
    assert [d.code for d in world.diagnostics] == ["index-unused", "index-unused"]


def test_what_sends_elsewhere_has_no_pages() -> None:
    terms = (BAKU, IndexTerm("places", "Badkube", see="Baku"))
    made, world = indexed(article("one", "Baku."), terms=terms)
    assert places(made)["Badkube"] == ()
    assert [e.see for e in made.index] == [None, "Baku"]
    assert not world.diagnostics.warnings


@pytest.mark.parametrize(
    ("folios", "printed"),
    [
        (["3"], "3"),
        (["3", "3", "4"], "3, 4"),
        (["3", "4", "5", "7"], "3–5, 7"),
        (["ix", "x", "1", "2", "3"], "ix, x, 1–3"),
        (["9", "10", "11", "12", "20", "21"], "9–12, 20, 21"),
    ],
)
def test_pages_in_a_row_are_a_range(folios: list[str], printed: str) -> None:
    assert folio_ranges(folios) == printed


@pytest.mark.parametrize("medium", ["print", "epub"])
def test_the_page_lists_the_entries_in_both_media(medium: Any) -> None:
    terms = (XI, BAKU, IndexTerm("places", "Badkube", see="Baku"))
    made, _ = indexed(article("one", "Xi Jinping in Baku.", "Baku."), terms=terms)
    made = replace(made, metadata=replace(made.metadata, slug="a-book"))
    layout = load_layout("classic", root=HERE, options={})
    options = PRINT if medium == "print" else EPUB
    composition = compose(made, layout, medium, options=options)
    page = next(d for d in composition.documents if d.name == "index").xhtml
    assert page.index("Badkube") < page.index(">Baku<")
    assert page.index("People") < page.index("Places")
    if medium == "print":
        assert 'data-refs="one-index-2 one-index-3 "' in page
    else:
        assert page.count('href="#one-index-') == 3
    assert [entry.label for entry in composition.contents] == ["One", "Index"]


def test_a_book_without_an_index_keeps_what_it_has() -> None:
    story = article("harbour", (Link((Text("Baku"),), "#"), Text(" opens.")))
    edition, _ = indexed(story, page=False)
    assert edition.articles()[0].body[0] is story.body[0]
