"""A web page becomes its article: all of its text with its markup, and nothing around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsbook.content import Figure
from newsbook.extract import Extract
from newsbook.model import Article
from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support import webpages


def article_of(html: str, **source: Any) -> tuple[Article, World]:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.html", html.encode(), **source), world)
    return article, world


def text_of(html: str, **source: Any) -> list[str]:
    article, world = article_of(html, **source)
    return inspection(article, world)["text"].split("\n\n")


@pytest.mark.parametrize("name", webpages.PAGES)
def test_the_story_is_found_and_nothing_else(name: str) -> None:
    article, world = article_of(webpages.PAGES[name]())
    seen = inspection(article, world)

    assert seen["text"].split("\n\n") == list(webpages.STORY)
    whole = " ".join(plain_text(block) for block in article.body)
    assert not [junk for junk in webpages.JUNK if junk in whole]
    assert seen["headline"] == webpages.HEADLINE
    assert seen["confidence"] >= 0.8


def test_the_fields_come_from_what_the_page_says_of_itself() -> None:
    article, _ = article_of(webpages.modern())

    assert article.published == "2024-03-28T06:00:00+04:00"
    assert [p.name for p in article.byline] == ["Leyla Mamed"]
    assert article.source == "The Littoral Times"
    assert article.url == "https://littoral.example/ferry"
    assert article.language == "en"


def test_figures_keep_their_picture_caption_and_credit() -> None:
    article, _ = article_of(webpages.modern())

    (figure,) = [node for node in walk(article.body) if isinstance(node, Figure)]
    assert [p.source for p in figure.pictures] == ["https://littoral.example/ferry.jpg"]
    assert figure.pictures[0].alt == "The ferry"
    assert plain_text(*figure.caption) == "The ferry at Alat."
    assert "Leyla Mamed" in plain_text(*figure.credit)


def test_a_few_lines_are_too_little_to_be_sure_of() -> None:
    brief = f"<html><head><script src='/a.js'></script></head><body><nav>x</nav><p>{webpages.STORY[0]}</p>"
    article, world = article_of(brief)

    assert article.origin.confidence < 0.8
    assert "low-confidence" in [d.code for d in world.diagnostics]


def test_a_selector_comes_first() -> None:
    html = webpages.modern()

    assert text_of(html, extract=Extract(select=".related-stories h3")) == [
        "Oil prices fall for third day",
        "Ten lamps for your cabin",
        "What the minister of transport did not say about the new ramp",
    ]
    assert text_of(html, extract=Extract(select="//div[@class='story-body']/p[1]")) == [
        webpages.STORY[0]
    ]


def test_a_selector_that_finds_nothing_names_the_classes_of_the_page() -> None:
    _, world = article_of(webpages.modern(), extract=Extract(select=".storybody"))

    (found,) = world.diagnostics.errors
    assert found.code == "extract-no-match"
    assert ".story-body" in (found.hint or "")


def test_a_page_whose_text_stands_in_unknown_elements_is_kept() -> None:
    html = "<document><type>X<text><title>X</title>" + "".join(webpages.paragraphs()) + "</text>"

    assert set(webpages.STORY) <= set(text_of(f"<html><body>{html}</body></html>"))
