"""Laws of the readers: any text gives an article or says why not, and nothing is invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbook.letters import letters_of
from newsbook.readers import Source
from newsbook.readers.datelines import parse_dateline
from newsbook.readers.inspect import explain, inspection
from newsbook.readers.markdown import read as read_markdown
from newsbook.readers.web import read as read_page
from newsbook.readers.web.mhtml import read as read_mhtml
from newsbook.readers.wire import read as read_text
from newsbook.world import World

LAW = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LINES = [
    "", "", "Home", "Baku, December 27, AZERTAC", "LONDON, Dec 27 (Reuters) -", "By Ann Example",
    "Share news on social media", "12 Comments", "-30-", "新华社北京12月27日电（记者 张三）",
    "The ferry left the port in the evening, and the captain said that it was late. It was cold.",
    "Nobody believed that the ramp would be ready in time, but all of them hoped that it would.",
    "渡轮在晚上离开阿拉特港，船员等候风势减弱已经停留了两天。船长说，这次航程很长。",
    "® Soap", "© 2024 The Littoral Times. All rights reserved.", "| a | b |", "* one", "* two",
    "Dec 27, 2021", "Ph.D. in Everything (Somewhere University)", "###", "<p>x</p>", "\x00", "\u202e",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), max_size=14)
TAGS = [
    "<p>", "</p>", "<div class='share'>", "<div>", "</div>", "<table><tr><td>", "</td></tr></table>",
    "<br>", "<br><br>", "<figure>", "<img src='a.png'>", "<figcaption>", "</figure>", "<h1>", "</h1>",
    "<script>", "</script>", "<svg><text>", "<form>", "<ul><li>", "</ul>", "<a href='javascript:x'>",
    "<body>", "<!--", "-->", "<math>", "<template>", "<noscript><img src=x>", "</noscript>", "<font>",
]  # fmt: skip
PAGES = st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(LINES)), max_size=24)


@LAW
@given(TEXTS)
def test_any_plain_text_gives_an_article_made_of_its_letters(lines: list[str]) -> None:
    text = "\n".join(lines)
    world = World(root=Path("/nowhere"))
    for article in read_text(Source("a.txt", text.encode("utf-8", "replace")), world):
        seen = inspection(article, world)
        assert 0 <= seen["confidence"] <= 1
        assert not Counter(letters_of(seen["text"])) - Counter(letters_of(text))
        explain(article, world.diagnostics)


@LAW
@given(PAGES)
def test_any_page_gives_an_article(parts: list[str]) -> None:
    world = World(root=Path("/nowhere"))
    page = "<html><body><nav>x</nav>" + "".join(parts)
    for article in read_page(Source("a.html", page.encode("utf-8", "replace")), world):
        assert 0 <= inspection(article, world)["confidence"] <= 1


@LAW
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_none(data: bytes) -> None:
    for read, name in ((read_text, "a.txt"), (read_page, "a.html"), (read_markdown, "a.md"),
                       (read_mhtml, "a.mhtml")):  # fmt: skip
        world = World(root=Path("/nowhere"))
        for article in read(Source(name, data), world):
            inspection(article, world)


@pytest.mark.parametrize("weak", [True, False])
def test_a_dateline_is_the_beginning_of_its_text(weak: bool) -> None:
    @LAW
    @given(st.lists(st.sampled_from(LINES), min_size=1, max_size=3).map(" ".join))
    def law(text: str) -> None:
        found = parse_dateline(text, weak=weak)
        assert found is None or text.strip().startswith(found.dateline.raw)

    law()
