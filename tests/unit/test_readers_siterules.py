"""Rules for a site (`sites/<host>.txt`, ftr-site-config syntax) decide where its articles stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support import webpages

RULES = """
# The Littoral Times
title: //h1
author: //div[@class='byline']
date: substring-after(//p[@class='when'], 'Published ')
body: //div[@id='nothing']
body: //div[contains(@class, 'story-body')]
strip: //div[@class='newsletter-inline']
strip_id_or_class: pullbox
strip_image_src: pixel.gif
replace_string(<i>): <em>
tidy: no
prune: no
test_url: https://littoral.example/ferry
single_page_link: //a[@class='print']
"""
PAGE = webpages.modern().replace(
    '<div class="story-body">',
    '<p class="when">Published 28 March 2024</p><div class="story-body"><div class="x pullbox">Box</div>'
    '<img src="/pixel.gif">',
)


COUNTS = "content-dropped"  # of the picture that counts readers, where no rule strips it


def codes(world: World) -> list[str]:
    return [finding.code for finding in world.diagnostics]


def read_with(tmp_path: Path, rules: dict[str, str], html: str = PAGE) -> tuple[Article, World]:
    for name, text in rules.items():
        path = tmp_path / "sites" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    world = World(root=tmp_path)
    (article,) = read(Source("page.html", html.encode()), world)
    return article, world


@pytest.mark.parametrize("name", ["littoral.example.txt", ".littoral.example.txt"])
def test_rules_find_the_article_and_its_fields(tmp_path: Path, name: str) -> None:
    article, world = read_with(tmp_path, {name: RULES})

    assert inspection(article, world)["text"].split("\n\n") == list(webpages.STORY)
    assert plain_text(article.headline) == webpages.HEADLINE
    assert [p.name for p in article.byline] == ["Leyla Mamed"]
    assert article.published == "2024-03-28"
    assert article.origin.confidence >= 0.9
    assert f"sites/{name}" in [d.value for d in article.origin.decisions]
    assert not list(world.diagnostics)


def test_strings_are_replaced_before_anything_is_looked_for(tmp_path: Path) -> None:
    rules = (
        'find_string: <figure class="lead">\nreplace_string: <figure class="gone">\n'
        "replace_string(Kuryk): Aktau\nstrip: //figure[@class='gone']\nbody: //article\n"
    )
    article, _ = read_with(tmp_path, {"littoral.example.txt": rules})

    assert plain_text(*article.body).count("Kuryk") == 0
    assert "The ferry at Alat" not in plain_text(*article.body)


def test_rules_without_a_body_only_prepare_the_page(tmp_path: Path) -> None:
    rules = "title: //title\nstrip: //figure\n"
    article, world = read_with(tmp_path, {"littoral.example.txt": rules})

    assert inspection(article, world)["text"].split("\n\n") == list(webpages.STORY)
    assert plain_text(article.headline).endswith("The Littoral Times")
    assert "The ferry at Alat" not in plain_text(*article.body)
    assert codes(world) == [COUNTS]


def test_rules_of_another_site_are_not_used(tmp_path: Path) -> None:
    article, _ = read_with(tmp_path, {"other.example.txt": "body: //footer"})

    assert inspection(article, World(root=tmp_path))["text"].startswith(webpages.STORY[0])


def test_rules_that_find_nothing_are_reported_and_the_engines_asked(tmp_path: Path) -> None:
    article, world = read_with(tmp_path, {"littoral.example.txt": "body: //main[@id='old']"})

    assert inspection(article, world)["text"].split("\n\n") == list(webpages.STORY)
    assert codes(world) == ["extract-no-match", COUNTS]


def test_mistakes_in_rules_name_their_line(tmp_path: Path) -> None:
    rules = "body: //div[\nbody: //div[contains(@class, 'story-body')]\nbdy: //div\nnonsense\n"
    _, world = read_with(tmp_path, {"littoral.example.txt": rules})

    wrong = [d for d in world.diagnostics if d.code != COUNTS]
    places = [(d.where.file, d.where.line) for d in wrong if d.where]
    assert sorted(places) == [("sites/littoral.example.txt", n) for n in (1, 3, 4)]
