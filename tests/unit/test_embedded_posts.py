"""Posts as networks and systems really write them: quotations, without what is said to browsers."""

from __future__ import annotations

import json
from html import escape

import pytest

from newsbook.content import Aside, Link, Quote
from newsbook.tree import plain_text, walk
from newsbook.xhtml import parse_fragment
from tests.unit.test_embeds import PARAGRAPH, players, quotes, read, rss

INSTAGRAM = (
    '<blockquote class="instagram-media" data-instgrm-captioned data-instgrm-permalink="https://www.i'
    'nstagram.com/p/Cab/?utm_source=ig_embed"><div><a href="https://www.instagram.com/p/Cab/?utm_sour'
    'ce=ig_embed"><div></div><div>View this post on Instagram</div></a><p><a href="https://www.instag'
    'ram.com/p/Cab/?utm_source=ig_embed">Snow on Instagram</a></p><p>A post shared by <a href="https:'
    '//www.instagram.com/ann/?utm_source=ig_embed">Ann</a> (@ann) on <time>May 4, 2019</time></p></di'
    "v></blockquote>"
)
TIKTOK = (
    '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@ann/video/7"><section><a href="h'
    'ttps://www.tiktok.com/@ann?refer=embed">@ann</a> <p>Snow <a href="https://www.tiktok.com/tag/sno'
    'w?refer=embed">#snowinthemountains</a></p> <a href="https://www.tiktok.com/music/1">♬ a song</a>'
    "</section></blockquote>"
)
REDDIT = (
    '<blockquote class="reddit-embed-bq"><a href="https://www.reddit.com/r/pics/comments/a1/x/">Snow '
    'at last</a><br> by<a href="https://www.reddit.com/user/ann/">u/ann</a> in<a href="https://www.re'
    'ddit.com/r/pics/">pics</a></blockquote>'
)
BLUESKY = (
    '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:u/app.bsky.feed.post/3m"><p>Sno'
    'w<br><br><a href="https://bsky.app/profile/did:plc:u/post/3m?ref_src=embed">[image or embed]</a>'
    '</p>&mdash; Ann (<a href="https://bsky.app/profile/did:plc:u?ref_src=embed">@ann.example</a>) <a '
    'href="https://bsky.app/profile/did:plc:u/post/3m?ref_src=embed">2026-01-13T16:08:00.000Z</a></bl'
    "ockquote>"
)
SAID = escape(
    json.dumps({
        "url": "https://x.com/ann/status/2", "username": "ann", "name": "Ann", "like_count": 1205,
        "full_text": 'Snow <a class="tweet-url" href="https://a.example/x">a.example/x</a>',
        "date": "2026-03-23T19:36:25.000Z",
    })
)  # fmt: skip
SUBSTACK = (
    '<a href="https://x.com/ann/status/2" data-component-name="Twitter2ToDOM"><div class="twitter-emb'
    f'ed" data-attrs="{SAID}"><img src="a.jpg" alt="X avatar for @ann"><div>Snow a.example/x</div><di'
    "v>1.2K Likes</div></div></a>"
)
QUOTED = {
    "Instagram": (INSTAGRAM, "Snow on Instagram", "A post shared by Ann (@ann) on May 4, 2019",
                  "https://www.instagram.com/p/Cab/"),
    "TikTok": (TIKTOK, "Snow #snowinthemountains", "@ann\nhttps://www.tiktok.com/@ann/video/7",
               "https://www.tiktok.com/@ann/video/7"),
    "Reddit": (REDDIT, "Snow at last", "by u/ann in pics",
               "https://www.reddit.com/r/pics/comments/a1/x/"),
    "Bluesky": (BLUESKY, "Snow", "Ann (@ann.example) 2026-01-13",
                "https://bsky.app/profile/did:plc:u/post/3m"),
}  # fmt: skip


@pytest.mark.parametrize("network", QUOTED)
def test_a_post_of_any_network_is_its_words_its_author_and_its_address(network: str) -> None:
    html, words, author, address = QUOTED[network]
    (quote,) = quotes(parse_fragment(html))

    assert plain_text(quote.blocks) == words
    assert plain_text(quote.attribution) == author
    assert quote.source == address
    links = [x.href for x in walk((quote,)) if isinstance(x, Link)]
    assert address in links
    assert not [x for x in links if "utm_" in x or "ref_src" in x or "refer=" in x]


def test_a_component_of_substack_is_a_quotation_in_a_feed_and_on_a_page() -> None:
    page = (
        "<!DOCTYPE html><html lang='en'><head><title>The Bridge</title></head><body><nav><a href='/'>"
        f"Home</a></nav><article><h1>The Bridge</h1>{PARAGRAPH * 2}{SUBSTACK}{PARAGRAPH * 2}</article>"
        "<script src='x.js'></script></body></html>"
    )
    for name, data in (("a.rss", rss(PARAGRAPH + SUBSTACK)), ("a.html", page)):
        body, _ = read(name, data)
        (quote,) = quotes(body)
        assert plain_text(quote.blocks) == "Snow a.example/x"
        assert plain_text(quote.attribution) == "Ann (@ann) 2026-03-23"
        assert quote.source == "https://x.com/ann/status/2"


ADDRESS_ONLY = {
    '<blockquote class="twitter-tweet"><a href="https://x.com/ann/status/2">View this post on X</a></b'
    "lockquote>": ("https://x.com/ann/status/2", "https://x.com/ann/status/2"),
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cab/"><a '
    'href="https://www.instagram.com/p/Cab/">Ver no Instagram</a></blockquote>':
        ("https://www.instagram.com/p/Cab/", "https://www.instagram.com/p/Cab/"),
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cab/"></b'
    "lockquote>": ("https://www.instagram.com/p/Cab/", "https://www.instagram.com/p/Cab/"),
    '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:u/app.bsky.feed.post/3m"><p><a h'
    'ref="https://bsky.app/profile/ann.example/post/3m">View on Bluesky</a></p></blockquote>':
        ("https://bsky.app/profile/did:plc:u/post/3m", "https://bsky.app/profile/did:plc:u/post/3m"),
    '<blockquote class="mastodon-embed" data-embed-url="https://m.example/@ann/11/embed"><a href="http'
    's://m.example/@ann/11"><div>Post by @ann@m.example</div><div>View on Mastodon</div></a></blockquo'
    "te>": ("https://m.example/@ann/11", "Post by @ann@m.example"),
    '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.com/@ann/post/D'
    '"><a href="https://www.threads.com/@ann/post/D"><div><div>Post by @ann</div><div>View on Threads<'
    "/div></div></a></blockquote>": ("https://www.threads.com/@ann/post/D", "Post by @ann"),
    '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@ann/video/7"><section>Loading...</'
    "section></blockquote>":
        ("https://www.tiktok.com/@ann/video/7", "https://www.tiktok.com/@ann/video/7"),
    '<blockquote class="imgur-embed-pub" data-id="a/A"><a href="//imgur.com/a/A">View post on imgur.co'
    "m</a></blockquote>": ("https://imgur.com/a/A", "https://imgur.com/a/A"),
    '<blockquote class="wp-embedded-content"><a href="https://a.example/s/">Snow report</a></blockquot'
    'e><iframe class="wp-embedded-content" style="position: absolute; visibility: hidden;" title="“Snow'
    '”" src="https://a.example/s/embed/#?secret=a"></iframe>': ("https://a.example/s/", "Snow report"),
    '<div class="fb-post" data-href="https://www.facebook.com/ann/posts/1"></div>':
        ("https://www.facebook.com/ann/posts/1", "https://www.facebook.com/ann/posts/1"),
    '<div class="twitter-tweet twitter-tweet-rendered"><iframe title="X Post" src="https://platform.tw'
    'itter.com/embed/Tweet.html?id=12"></iframe></div>':
        ("https://twitter.com/i/status/12", "https://twitter.com/i/status/12"),
}  # fmt: skip


@pytest.mark.parametrize("html", ADDRESS_ONLY)
def test_what_a_network_says_to_browsers_is_not_printed(html: str) -> None:
    assert players(parse_fragment(html)) == [(*ADDRESS_ONLY[html], [])]
    assert not [x for x in walk(parse_fragment(html)) if isinstance(x, Quote)]


@pytest.mark.parametrize("html", ADDRESS_ONLY)
def test_the_engines_keep_what_stands_for_a_post(html: str) -> None:
    page = (
        "<!DOCTYPE html><html lang='en'><head><title>The Bridge</title></head><body><nav><a href='/'>"
        f"Home</a></nav><article><h1>The Bridge</h1>{PARAGRAPH * 2}<div class='social-embed'>{html}"
        f"</div>{PARAGRAPH * 2}</article><script src='x.js'></script></body></html>"
    )
    body, _ = read("a.html", page)

    assert players(body) == [(*ADDRESS_ONLY[html], [])]


def test_words_that_name_a_network_are_words() -> None:
    html = (
        '<blockquote class="twitter-tweet"><p>Follow us on X</p>&mdash; Ann (@ann) '
        '<a href="https://x.com/ann/status/2">May 1</a></blockquote>'
    )
    (quote,) = quotes(parse_fragment(html))

    assert plain_text(quote.blocks) == "Follow us on X"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://x.com/ann/status/2",
        "https://vimeo.com/76979871",
    ],
)
def test_the_address_of_a_film_alone_on_its_line_is_a_box(text: str) -> None:
    for name, data in (
        ("a.md", f"# T\n\nWords of it.\n\n{text}\n\nMore words.\n"),
        ("b.md", f"# T\n\nWords of it.\n\n<{text}>\n\nMore words.\n"),
        ("a.html", f"<h1>T</h1><p>Words of it.</p><p>{text}</p><p>More words.</p>"),
    ):
        body, _ = read(name, data)
        assert players(body) == [(text, text, [])]


def test_other_addresses_alone_on_their_line_are_text() -> None:
    body, _ = read("a.md", "# T\n\nWords.\n\nhttps://a.example/watch\n\nMore words.\n")

    assert not [x for x in body if isinstance(x, Aside)]
