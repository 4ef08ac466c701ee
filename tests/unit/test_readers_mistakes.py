"""What is wrong with a file is said as it is, at its place, with a next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.documents import Line, docx, epub, odt

TEXT = "The shop is a dim space that smells of linseed oil, and Mr. Chen opens it at seven."


def read(name: str, data: str | bytes) -> tuple[list[Article], World]:
    world = World(Path())
    content = data.encode() if isinstance(data, str) else data
    return list(read_many(Source(name, content), world)), world


@pytest.mark.parametrize(
    ("head", "line", "column", "hint"),
    [
        ("---\ntitle: Ink\nauthor: Chen\n", 1, 1, "end it with a line of its own: ---"),
        ('+++\ntitle = "Ink"\n', 1, 1, "end it with a line of its own: +++"),
        ('{\n"title": "Ink",\n"author" "Chen"\n}\n', 3, 10, None),
    ],
)
def test_front_matter_without_an_end_is_an_error(
    head: str, line: int, column: int, hint: str | None
) -> None:
    _, world = read("a.md", f"{head}\n{TEXT}\n")
    (error,) = world.diagnostics.errors

    assert error.code == "metadata-invalid"
    assert error.where is not None
    assert (error.where.line, error.where.column) == (line, column)
    assert hint is None or error.hint == hint


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA break at the head.\n",
        "---\n\nSource: a break at the head, and a word that is a key.\n",
        "---\nHe said: a break at the head.\n",
        "+++\nA line of signs.\n",
        '{ "quoted" } is how it begins.\n',
    ],
)
def test_a_text_that_begins_like_front_matter_is_text(text: str) -> None:
    (article,), world = read("a.md", f"{text}\n{TEXT}\n")

    assert not world.diagnostics.errors
    assert TEXT in plain_text(article.body)


def test_numbers_of_a_json_head_stay_what_was_written() -> None:
    (article,), _ = read("a.md", f'{{"title": 1.50}}\n\n{TEXT}\n')

    assert plain_text(article.headline) == "1.50"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx([Line("Normal", TEXT)])),
        ("a.odt", odt([Line("Normal", TEXT)])),
        ("a.epub", epub({"a.xhtml": f"<html><body><p>{TEXT}</p></body></html>"}, {})),
    ],
)
def test_a_truncated_document_is_called_damaged(name: str, data: bytes) -> None:
    articles, world = read(name, data[: len(data) * 2 // 3])
    (error,) = world.diagnostics.errors

    assert not articles
    assert error.code == "malformed-source"
    assert "damaged" in error.message
    assert error.hint


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_an_error_at_its_place(constant: str) -> None:
    text = (
        f'{{"uri": "x", "type": "text",\n "headline": "No NaN, \\" Infinity", "slug": {constant}}}'
    )
    articles, world = read("a.json", text)
    (error,) = world.diagnostics.errors

    assert not articles
    assert (error.code, error.message) == ("malformed-source", f"{constant} is no value of JSON")
    assert error.where is not None
    assert (error.where.line, error.where.column) == (
        2,
        text.splitlines()[1].index(f" {constant}}}") + 2,
    )


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_what_a_link_stands_for_is_said_in_a_sentence(name: str) -> None:
    frame = '<iframe src="https://example.org/v" title="A film"></iframe>'
    _, world = read(name, f"<h1>Ink</h1>\n\n<p>{TEXT}</p>\n\n<div>{frame}</div>\n\n<p>{TEXT}</p>\n")
    found = [d.message for d in world.diagnostics if d.code == "content-dropped"]

    assert found == ["an embedded frame was left out; a link stands for it"]
