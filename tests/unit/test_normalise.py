"""Normalising an edition: across markup, inside limits, with an account of every change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbook.content import (
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Text,
    Verse,
)
from newsbook.model import (
    Article,
    Edition,
    IndexEntry,
    Metadata,
    Origin,
    Person,
    Section,
    Typography,
)
from newsbook.transforms.normalise import normalise, normalise_titles, restored
from newsbook.tree import plain_text
from newsbook.world import World


def text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def edition(*body: Any, language: str = "en", **more: Any) -> Edition:
    article = Article(
        "a", text("It's on"), tuple(body), language=language, origin=Origin("a.md"), **more
    )
    return Edition(Metadata("The world's book", "en"), (article,))


def made(tmp_path: Path, *body: Any, asked: Typography | None = None, **more: Any) -> Any:
    book = edition(*body, **more)
    return normalise(replace(book, typography=asked or Typography()), World(tmp_path))


def test_marks_pair_across_markup(tmp_path: Path) -> None:
    paragraph = Paragraph(
        (
            Text('He said "'),
            Emphasis(text("no")),
            Text('", she "'),
            Strong(
                (Text("y"), Link("https://e.org/it's", text("es'"))),
            ),
            Text('"'),
            Note((Paragraph(text('"note"')),)),
            Text("; 松"),
            Link("#a", text(",柏")),
            Text("."),
        )
    )
    book = made(tmp_path, paragraph)
    (found,) = book.articles()[0].body
    assert plain_text(found, notes=True) == "He said “no”, she “yes’” “note”; 松，柏."
    assert found.children[3].children[1].href == "https://e.org/it's"


def test_what_is_verbatim_stays(tmp_path: Path) -> None:
    body = (
        Paragraph((Code('"x" - y'), Span(text("it's - 松,柏"), style="verbatim"))),
        Listing("it's -- so"),
        Quote((Paragraph(text('"An old, old" - text...')),), style="verbatim"),
        Quote((Paragraph((Emphasis(text("don't")),)),), text("it's"), style="verbatim"),
    )
    assert made(tmp_path, *body).articles()[0].body == body


def test_notes_verse_and_line_breaks(tmp_path: Path) -> None:
    verse = Verse(((text('"One'), text('two"')),))
    book = made(tmp_path, verse, Paragraph((Text('"a'), LineBreak(), Text('b" c'))))
    assert plain_text(*book.articles()[0].body) == "“One\ntwo”\n\n“a\nb” c"


def test_a_mark_follows_the_language_of_its_element(tmp_path: Path) -> None:
    paragraph = Paragraph(
        (Text('"a" '), Span(text('"b"'), language="de"), Text(' "c"')), language="fr"
    )
    book = made(tmp_path, paragraph, language="ja")
    assert plain_text(*book.articles()[0].body) == "«\u00a0a\u00a0» „b“ «\u00a0c\u00a0»"


def test_breves_are_repaired_where_the_paragraph_says_pinyin(tmp_path: Path) -> None:
    paragraph = Paragraph(
        (
            Text("岁寒知松柏 ("),
            Emphasis(text("sōngbăi")),
            Text(") and Brăila; "),
            Ruby((RubyPair("松", "sōng"), RubyPair("柏", "băi")), language="zh-Hans"),
        )
    )
    (found,) = made(tmp_path, paragraph).articles()[0].body
    assert plain_text(found) == "岁寒知松柏 (sōngbǎi) and Brăila; 松柏"
    assert [pair.annotation for pair in found.children[3].pairs] == ["sōng", "bǎi"]
    asked = Typography(pinyin="off")
    assert made(tmp_path, paragraph, asked=asked).articles()[0].body == (paragraph,)


@pytest.mark.parametrize("asked", [Typography(level="none"), Typography(normalise=False)])
def test_none_prints_verbatim(tmp_path: Path, asked: Typography) -> None:
    book = edition(Paragraph(text('"It\'s" -- 松,柏... sōngbăi')))
    world = World(tmp_path)
    book = replace(book, typography=asked)
    assert normalise(book, world) is book
    assert not len(world.diagnostics)


def test_titles_people_and_metadata(tmp_path: Path) -> None:
    book = edition(byline=(Person("Ann O'Brien", affiliation="Baku's Press"),))
    section = Section("s", text("China's road"), book.parts, text("1990-1995"))
    world = World(tmp_path)
    entries = (
        IndexEntry("people", "O'Brien, Ann", "obrien", "en"),
        IndexEntry("people", "Ann O'B.", "ann", "en", see="O'Brien, Ann"),
    )
    book = normalise(replace(book, parts=(section,), index=entries), world)
    book = normalise_titles(book, world)
    assert [(entry.heading, entry.see) for entry in book.index] == [
        ("O’Brien, Ann", None),
        ("Ann O’B.", "O’Brien, Ann"),
    ]
    assert book.metadata.title == "The world’s book"
    (section,) = book.parts
    assert plain_text(section.title) == "China’s road"
    assert plain_text(section.subtitle) == "1990–1995"
    (article,) = book.articles()
    assert article.byline == (Person("Ann O’Brien", affiliation="Baku’s Press"),)
    assert plain_text(article.headline) == "It’s on"
    assert {change.article for change in book.changes} == {"a", None}


def test_every_change_is_reported_where_it_stands(tmp_path: Path) -> None:
    source = "# It's on\n\nA saying: “松,柏” (the\n*pine*). It's old.\n"
    (tmp_path / "a.md").write_text(source, "utf-8")
    paragraph = Paragraph(
        (Text("A saying: “松,柏” (the "), Emphasis(text("pine")), Text("). It's old."))
    )
    book = edition(paragraph)
    world = World(tmp_path)
    book = normalise(book, world)
    places = {
        (c.rule, c.before, c.after): (c.where.file, c.where.line, c.where.column)
        for c in book.changes
        if c.where and c.part == "body"
    }
    assert places == {
        ("full-width", ",", "，"): ("a.md", 3, 13),
        ("apostrophes", "'", "’"): ("a.md", 4, 12),
    }
    found = [d for d in world.diagnostics if d.article == "a"]
    assert {d.code for d in found} == {"normalised"}
    assert {str(d.severity) for d in found} == {"info"}
    assert [d.where.line for d in found if d.where] == [1, 3, 4]
    assert found[1].message == "full-width: , became ， in 'A saying: “松,柏” (the pine). I'"
    assert (tmp_path / "a.md").read_text("utf-8") == source


def test_changes_can_be_undone(tmp_path: Path) -> None:
    body = (
        Paragraph(
            (
                Text('Il dit "Bonjour" - et 1990-1995...'),
                Note((Paragraph(text("l'ami: 10 000")),)),
                Emphasis(text('"Qui?" 松 ,柏 , 好')),
            ),
        ),
        Paragraph((Ruby((RubyPair("松柏", "sōngbăi"),), "zh-Hans"),)),
    )
    before = edition(*body, language="fr")
    after = normalise(before, World(tmp_path))
    assert after != before
    (article,) = after.articles()
    assert restored(article, after.changes, "en") == before.articles()[0]


def test_a_verbatim_quotation_is_not_read_for_marks(tmp_path: Path) -> None:
    paragraph = Paragraph(
        (Span(text("“a"), style="verbatim"), Text(' "b" '), Code('"'), Text("'c'"))
    )
    (found,) = made(tmp_path, paragraph).articles()[0].body
    assert plain_text(found) == '“a “b” "‘c’'
