"""Markdown with tags of HTML in a line, and with blocks of HTML around its own."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsbook.readers.markdown.rawhtml import ends_of_runs
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


def nodes(*parts: str) -> list[Any]:
    """What stands between blank lines: raw HTML, or a paragraph."""
    return [
        SimpleNamespace(type="html_block" if part.startswith("<") else "paragraph", content=part)
        for part in parts
    ]


@pytest.mark.parametrize(
    ("parts", "ends"),
    [
        (("<div>", "a", "</div>", "b"), [3, 2, 3, 4]),
        (("<div>", "<div>", "</div>", "</div>"), [4, 3, 3, 4]),
        (("<div>", "a", "<p>", "b", "</p>"), [1, 2, 5, 4, 5]),
        (("<div>", "<br><i>", "</div>", "a"), [3, 2, 3, 4]),
        (("</div>", "<div>a</div>", "b"), [1, 2, 3]),
        (("<b>", "<i><a>", "a", "</b><i>"), [1, 2, 3, 4]),
        (("<div>", "</div><div>", "a", "</div>"), [4, 2, 3, 4]),
    ],
)
def test_raw_html_goes_to_the_block_that_closes_it(parts: tuple[str, ...], ends: list[int]) -> None:
    assert ends_of_runs(nodes(*parts)) == ends


@pytest.mark.parametrize(
    "last", [(), ("</div>",), ("</p>",) * 20_000], ids=["none", "one", "other"]
)
def test_raw_html_that_is_never_closed_takes_no_square_of_time(last: tuple[str, ...]) -> None:
    began = time.process_time()
    ends_of_runs(nodes(*["<div>"] * 20_000, *last))
    assert time.process_time() - began < 3
