"""Posts of social networks that an article quotes, whichever reader chose its text."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from newsbook.readers.web.engines import choose
from tests.support.webpages import STORY

TEXT = [f"{text} So says the log of day {day}." for day in range(1, 4) for text in STORY]
SIGNED = '— Ann Ash (@ann) <a href="https://twitter.com/ann/status/1">May 3, 2021</a>'
LONG_POST = (
    '<blockquote class="twitter-tweet"><p>Water is in our kitchen now, and the cat sits on the '
    f"stove and will not come down.</p>{SIGNED}</blockquote>"
)
LINKED_POST = (
    '<blockquote class="twitter-tweet"><p>Look. <a href="https://t.co/a">pic.twitter.com/a1b2</a>'
    f"</p>{SIGNED}</blockquote>"
)
PHOTO = (
    '<blockquote class="instagram-media"><div><a href="https://www.instagram.com/p/a/">View this '
    "post on Instagram</a><p>A post by Ann Ash</p></div></blockquote>"
)
FRAMES = [
    "{}",
    "<div>{}</div>",
    '<div class="embed-twitter">{}</div>',
    '<div class="social-embed"><div>{}</div></div>',
    '<div class="twitter-widget widget">{}</div>',
    '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{}</div></figure>',
]


def article(inserted: str, prefer: str | None) -> Any:
    parts = [f"<p>{text}</p>" for text in TEXT]
    parts.insert(3, inserted)
    html = (
        "<html><head><title>Flood</title></head><body><div id=main><div class=entry><h1>Flood</h1>"
        f"{''.join(parts)}</div></div></body></html>"
    )
    choice = choose(html, lxml.html.document_fromstring(html), prefer=prefer)
    assert choice is not None
    return choice.element


@pytest.mark.parametrize("prefer", [None, "readability"])
@pytest.mark.parametrize("post", [LONG_POST, LINKED_POST, PHOTO], ids=["long", "linked", "photo"])
@pytest.mark.parametrize("frame", FRAMES)
def test_a_post_stays_where_the_article_quotes_it(
    frame: str, post: str, prefer: str | None
) -> None:
    element = article(frame.format(post), prefer)

    (kept,) = element.iter("blockquote")
    assert kept.text_content() == lxml.html.fragment_fromstring(post).text_content()
    before = [p.text_content() for p in kept.xpath("preceding::p") if p.text_content() in TEXT]
    assert before == TEXT[:3]


@pytest.mark.parametrize(
    "inserted",
    [
        f'<div class="sidebar">{LONG_POST}</div>',
        '<div class="share"><a class="tweet" href="https://twitter.com/intent/tweet">Tweet</a></div>',
    ],
    ids=["sidebar", "button"],
)
def test_what_no_article_quotes_is_not_kept(inserted: str) -> None:
    element = article(inserted, "readability")

    assert "kitchen" not in element.text_content()
    assert not element.xpath(".//*[contains(@class, 'tweet')]")
