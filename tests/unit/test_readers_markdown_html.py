"""Markdown with tags of HTML in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import Newsroom


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The *ab* and <b>more</b> is.", "The ab and more is."),
        ("The *岁寒* and <ruby>岁<rt>suì</rt></ruby> is.", "The 岁寒 and 岁 is."),
        ("A <span>*ab* `c` d</span> e.", "A ab c d e."),
    ],
)
def test_spaces_beside_marked_text_stay(tmp_path: Path, source: str, text: str) -> None:
    room = Newsroom(tmp_path).write("a.md", f"# Headline\n\n{source}\n")
    found = room.run("inspect", "a.md", "--json").json
    assert found["text"] == text
