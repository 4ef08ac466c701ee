"""What was normalised is in the report and in both outputs; the conversation says one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom

STORY = """\
---
title: It's a saying
lang: en
---

“岁寒知松柏,患难见真情” (suìhán zhī sōngbăi): "a
saying" - of 1990-1995 from Brăila. Run `x - y --z`.

{.verbatim}
> "Kept -- so..."

::: verbatim
It's as it was.
:::
"""


def newsroom(folder: Path, typography: str = "{}") -> Newsroom:
    manifest = f"title: T\ncontents: [a.md]\noutputs: {{epub: {{}}}}\ntypography: {typography}\n"
    return Newsroom(folder / "p").write("manifest.yml", manifest).write("a.md", STORY)


def text_of(room: Newsroom) -> str:
    with zipfile.ZipFile(io.BytesIO(room.files()["t.epub"])) as epub:
        return "".join(epub.read(n).decode() for n in epub.namelist() if n.endswith("xhtml"))


def test_the_report_lists_every_change(tmp_path: Path) -> None:
    room = newsroom(tmp_path)
    done = room.run("build", "--json")
    assert done.code == 0, done.err
    changes = done.json["changes"]
    assert [(c["rule"], c["before"], c["after"], c["line"], c["column"]) for c in changes] == [
        ("apostrophes", "'", "’", 2, 10),
        ("pinyin", "ă", "ǎ", 6, 32),
        ("quotes", '"', "”", 7, 7),
        ("quotes", '"', "“", 6, 37),
        ("full-width", ",", "，", 6, 7),
        ("ranges", "-", "–", 7, 18),
        ("dashes", "-", "–", 7, 9),
    ]
    found = [d for d in done.json["diagnostics"] if d["code"] == "normalised"]
    assert len(found) == len(changes)
    assert all(d["severity"] == "info" and d["file"] == "a.md" for d in found)
    assert done.err.count("normalised") == 1
    assert "7 characters normalised for typesetting in 1 article\n" in done.err
    text = text_of(room)
    assert "岁寒知松柏，患难见真情" in text
    assert "sōngbǎi" in text
    assert "Brăila" in text
    assert "x - y --z" in text
    assert '"Kept -- so..."' in text.replace("&quot;", '"')
    assert "It's as it was." in text
    assert (room.folder / "a.md").read_text("utf-8") == STORY


@pytest.mark.parametrize("typography", ["{level: none}", "{normalise: false}"])
def test_verbatim_books_stay_verbatim(tmp_path: Path, typography: str) -> None:
    room = newsroom(tmp_path, typography)
    done = room.run("build", "--json")
    assert done.json["changes"] == []
    assert "normalised" not in done.err
    text = text_of(room)
    assert "岁寒知松柏,患难见真情" in text
    assert "sōngbăi" in text


def test_levels(tmp_path: Path) -> None:
    room = newsroom(tmp_path, "{level: quotes}")
    rules = {c["rule"] for c in room.run("build", "--json").json["changes"]}
    assert rules == {"quotes", "apostrophes"}
    room = newsroom(tmp_path, "{quotes: false, pinyin: off}")
    rules = {c["rule"] for c in room.run("build", "--json").json["changes"]}
    assert rules == {"apostrophes", "full-width", "ranges", "dashes"}
