"""The object of `newsbook inspect FILE --json` is the one that is promised, whatever the format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from newsbook.readers import Source, read_many
from newsbook.readers.inspect import answer
from newsbook.world import World
from tests.support import story

KEYS = (
    "headline", "kicker", "deck", "byline", "dateline", "date", "language", "source", "url",
    "blocks", "text", "confidence", "diagnostics",
)  # fmt: skip
WITHOUT_LINES = (".mhtml", ".eml", ".docx", ".odt", ".epub", ".zip", ".gz")


def asked(name: str, data: bytes, folder: Path = Path("/nowhere")) -> dict[str, Any]:
    world, source = World(root=folder), Source(name, data)
    return answer(read_many(source, world), source, world)


def check(value: dict[str, Any]) -> None:
    """Hold an object against the contract, key by key."""
    assert tuple(key for key in value if key != "articles") == KEYS
    for key in ("headline", "kicker", "deck", "date", "language", "source", "url"):
        assert value[key] is None or (isinstance(value[key], str) and value[key].strip())
    for person in value["byline"]:
        assert tuple(person) == ("name", "role", "affiliation")
        assert person["name"]
        assert re.fullmatch("[a-z]{3}", person["role"])
    if value["dateline"] is not None:
        assert tuple(value["dateline"]) == ("raw", "place", "date", "agency")
        assert value["dateline"]["raw"]
    assert value["date"] is None or re.match(r"\d{4}-\d\d-\d\d", value["date"])
    for block in value["blocks"]:
        assert tuple(block) == ("kind", "text", "line", "label", "score")
        assert all(isinstance(block[key], str) and block[key] for key in ("kind", "label"))
        assert block["line"] is None or block["line"] >= 1
        assert block["score"] is None or isinstance(block["score"], float)
    assert isinstance(value["text"], str)
    assert isinstance(value["confidence"], float)
    assert 0 <= value["confidence"] <= 1
    for finding in value["diagnostics"]:
        assert tuple(finding) == (
            "severity", "code", "message", "file", "line", "column", "hint",
        )  # fmt: skip
        assert finding["severity"] in ("error", "warning", "info")
        assert finding["message"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    story.write_edition(folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("form", story.FORMATS, ids=lambda form: form.file)
def test_every_format_answers_the_object_of_the_contract(form: story.Kept, edition: Path) -> None:
    data = (edition / form.file).read_bytes()
    value = asked(form.file, data, edition)

    check(value)
    assert value["text"] == "\n\n".join(story.PARAGRAPHS)
    assert value["headline"] == story.HEADLINE
    body = [block for block in value["blocks"] if block["label"] == "body"]
    assert [b["text"] for b in body if b["kind"] == "paragraph"] == list(story.PARAGRAPHS)
    if form.file.endswith(WITHOUT_LINES):
        assert {block["line"] for block in body} == {None}
        return
    lines = data.decode().split("\n")
    for block in body:
        word = "snow" if block["kind"] == "figure" else block["text"].split()[1].strip(",")
        assert word in lines[block["line"] - 1], "the block begins on the line it names"


def test_lines_are_those_of_the_text_and_not_of_what_repeats_it() -> None:
    page = """<!DOCTYPE html><html><head><title>Rain</title>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rain",
"articleBody": "It rained in Baku for three days. Nobody minded the rain at all."}</script></head>
<!-- It rained in Baku for three days. -->
<body><h1>Rain</h1>
<p>It rained in Baku
for three days.</p>
<h2>Umbrellas</h2>
<p>Nobody minded the rain at all.</p>
<p>Nobody minded the rain at all.</p></body></html>"""
    value = asked("a.html", page.encode())

    assert [(b["kind"], b["line"]) for b in value["blocks"]] == [
        ("paragraph", 6), ("heading", 8), ("paragraph", 9), ("paragraph", 10),
    ]  # fmt: skip


def test_a_file_of_several_articles_answers_with_all_of_them() -> None:
    items = "".join(
        f"<item><title>Rain {n}</title>\n<description>It rained {n} times in Baku.</description></item>\n"
        for n in range(3)
    )
    value = asked("a.rss", f"<rss><channel>\n{items}</channel></rss>".encode())

    check(value)
    assert [a["headline"] for a in value["articles"]] == ["Rain 0", "Rain 1", "Rain 2"]
    assert [a["blocks"][0]["line"] for a in value["articles"]] == [3, 5, 7]
    assert value["headline"] == "Rain 0"
    for article in value["articles"]:
        check(article)


@pytest.mark.parametrize(
    ("name", "data"), [("a.nitf", b"<nitf"), ("a.bin", b"\0\1"), ("a.txt", b"")]
)
def test_a_file_without_articles_answers_the_same_object(name: str, data: bytes) -> None:
    value = asked(name, data)

    check(value)
    assert value["articles"] == []
    assert (value["headline"], value["text"], value["confidence"]) == (None, "", 0.0)


@pytest.mark.parametrize(
    "text",
    ["<script>" * 50_000, "<!--" * 100_000, "<" * 300_000, "<p>x</p>" * 20_000, "&lt;" * 100_000],
)
def test_lines_are_found_in_linear_time(text: str) -> None:
    """The file is looked through once, whatever stands in it (a quadratic search never ends)."""
    from newsbook.content import Paragraph, Text
    from newsbook.model import SourceBlock
    from newsbook.readers.fields import Fields, Reading, build
    from newsbook.readers.places import with_lines

    source, world = Source("a.html", text.encode()), World(root=Path("/nowhere"))
    blocks = tuple(SourceBlock("paragraph", f"nowhere {n}") for n in range(2000))
    body = (Paragraph((Text("nowhere"),)),)
    article = build(source, world, body, Fields(), Reading("html", 1.0, blocks))
    (placed,) = with_lines((article,), source, world)

    assert {block.line for block in placed.origin.blocks} == {None}
