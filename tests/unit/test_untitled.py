"""Articles of feeds and exports that have no headline, or nothing but one."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.newsroom import Newsroom


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>S</title>{"".join(items)}</channel></rss>'


def untitled(words: str) -> str:
    return f"<item><description>{words}</description></item>"


def read(data: str) -> tuple[Article, ...]:
    return read_many(Source("a.rss", data.encode()), World(root=Path("/nowhere")))


@pytest.mark.parametrize(
    ("words", "headline"),
    [
        ("It rained. The people went out.", "It rained"),
        ("Who went out? Everybody.", "Who went out?"),
        ("The 3.5 per cent of Mr. Smith", "The 3.5 per cent of Mr"),
        ("The people of the town went out to see the rain that fell on the roofs, the "
         "mosques and the old walls", "The people of the town went out to see the rain that fell on "
         "the…"),
        ("昨日巴库下雨了。人们都出去看雨。", "昨日巴库下雨了"),
        ("下雨" * 40, "下雨" * 17 + "下…"),
    ],
)  # fmt: skip
def test_an_article_without_headline_is_named_by_its_first_words(words: str, headline: str) -> None:
    (article,) = read(feed(untitled(words)))

    assert plain_text(article.headline) == headline
    assert plain_text(article.body) == words
    (rule,) = [d.rule for d in article.origin.decisions if d.field == "headline"]
    assert rule.startswith("inferred")


def test_a_text_that_only_repeats_its_headline_stays() -> None:
    item = "<item><title>It rained in Baku.</title><description>It rained in Baku.</description>"
    (article,) = read(feed(item + "</item>"))

    assert plain_text(article.headline) == plain_text(article.body) == "It rained in Baku."


def test_drafts_are_named_when_they_are_left_out() -> None:
    world = World(root=Path("/nowhere"))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"><entry>'
        "<title>Unfinished</title><app:control><app:draft>yes</app:draft></app:control>"
        "<content>Words.</content></entry></feed>"
    )
    assert not read_many(Source("a.atom", atom.encode()), world)
    assert "'Unfinished'" in next(iter(world.diagnostics)).message


LINK = "<item><title>Only {0}</title><link>https://x.example/{0}</link></item>"


@pytest.mark.slow
def test_a_feed_of_links_builds_without_them_or_says_what_to_do(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("m.yml", "title: T\nlanguage: en\ndate: 2024-01-01\ncontents: [{feed: a.rss}]\n")
    room.write("a.rss", feed(LINK.format("one"), untitled("It rained. It stopped.")))
    done = room.run("build", "m.yml", "-f", "epub")
    assert done.code == 0, done.err
    assert "1 article of 'a.rss' without text: 'Only one'" in done.err

    room.write("a.rss", feed(LINK.format("one"), LINK.format("two")))
    done = room.run("build", "m.yml", "-f", "epub")
    assert done.code == 1
    assert "2 articles of 'a.rss' without text" in done.err
    assert "newsbook import a.rss --fetch" in done.err

    room.write("a.rss", feed())
    done = room.run("build", "m.yml", "-f", "epub")
    assert done.code == 1
    assert "the feed holds no entries" in done.err
    assert "widen" not in done.err


@pytest.mark.slow
def test_an_import_leaves_out_what_has_no_text_and_names_what_has_no_headline(
    tmp_path: Path,
) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("a.rss", feed(LINK.format("one"), untitled("It rained. It stopped.")))
    done = room.run("import", "a.rss", "-o", "book")

    assert done.code == 0, done.err
    assert "'Only one' was left out: it has no text" in done.err
    assert "Imported 1 article." in done.err
    (file,) = (tmp_path / "room" / "book" / "articles").iterdir()
    assert 'title: "It rained"' in file.read_text()
    assert room.run("build", "book/manifest.yml", "-f", "epub").code == 0


@pytest.mark.slow
def test_an_import_of_nothing_but_headlines_is_an_error(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("texts/a.md", "---\ntitle: Only a headline\n---\n")
    done = room.run("import", "texts", "-o", "book")

    assert done.code == 1
    assert "'Only a headline' was left out: it has no text" in done.err
    assert "texts holds no article with text" in done.err
    assert not (tmp_path / "room" / "book").exists()


@pytest.mark.slow
def test_an_import_onto_a_file_says_that_it_is_one(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("a.rss", feed(untitled("It rained."))).write("book", "words")
    done = room.run("import", "a.rss", "-o", "book")

    assert done.code == 2
    assert "book is a file" in done.err
