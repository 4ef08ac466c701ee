"""Players, charts and documents as pages really embed them, and where a script would draw them."""

from __future__ import annotations

import pytest

from newsbook.content import Figure
from newsbook.tree import plain_text
from newsbook.xhtml import Dropped, parse_fragment
from tests.unit.test_embeds import FILM, PARAGRAPH, TITLE, players, read

ADDRESSES = {
    "https://www.youtube.com/embed/videoseries?list=PL1": "https://www.youtube.com/playlist?list=PL1",
    "https://geo.dailymotion.com/player.html?video=x8": "https://www.dailymotion.com/video/x8",
    "https://vk.com/video_ext.php?oid=-2&id=45&hd=2": "https://vk.com/video-2_45",
    "//ok.ru/videoembed/12": "https://ok.ru/video/12",
    "https://tv.naver.com/embed/12": "https://tv.naver.com/v/12",
    "https://t.me/ann/12?embed=1&mode=tme": "https://t.me/ann/12",
    "https://m.example/@ann/1096/embed": "https://m.example/@ann/1096",
    "https://embed.bsky.app/embed/did:plc:u/app.bsky.feed.post/3m?id=1":
        "https://bsky.app/profile/did:plc:u/post/3m",
    "https://www.linkedin.com/embed/feed/update/urn:li:share:6":
        "https://www.linkedin.com/feed/update/urn:li:share:6",
    "https://www.scribd.com/embeds/12/content?start_page=1": "https://www.scribd.com/document/12",
    "https://embed.documentcloud.org/documents/20-snow/?embed=1":
        "https://www.documentcloud.org/documents/20-snow/",
    "https://flo.uri.sh/visualisation/12/embed": "https://public.flourish.studio/visualisation/12/",
    "https://cdn.embedly.com/widgets/media.html?src=x&url=https%3A%2F%2Fyoutu.be%2Fabcdefghijk":
        "https://youtu.be/abcdefghijk",
    "https://docs.google.com/forms/d/e/1F/viewform?embedded=true":
        "https://docs.google.com/forms/d/e/1F/viewform",
    "https://www.google.com/maps/embed/v1/place?key=SECRET&q=Baku":
        "https://www.google.com/maps/search/?api=1&query=Baku",
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_is_that_of_the_page_a_person_would_see(address: str) -> None:
    found = players(parse_fragment(f'<iframe src="{address.replace("&", "&amp;")}"></iframe>'))

    assert [x[0] for x in found] == [ADDRESSES[address]]


PLACES = {
    '<amp-twitter data-tweetid="12" width="1"></amp-twitter>': "https://twitter.com/i/status/12",
    '<twitter-widget data-tweet-id="12"></twitter-widget>': "https://twitter.com/i/status/12",
    '<amp-instagram data-shortcode="Cab"></amp-instagram>': "https://www.instagram.com/p/Cab/",
    '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="ann/12"></scr'
    "ipt>": "https://t.me/ann/12",
    '<script src="https://gist.github.com/ann/9.js"></script>': "https://gist.github.com/ann/9",
    '<script src="https://cdn.jwplayer.com/players/AbCdEfGh-12345678.js"></script>':
        "https://cdn.jwplayer.com/previews/AbCdEfGh",
    '<video-js data-account="17" data-player="d" data-video-id="61"></video-js>':
        "https://players.brightcove.net/17/default_default/index.html?videoId=61",
    '<div class="epyt"><div data-ytid="abcdefghijk"></div></div>': FILM,
    '<div class="rll-youtube-player" data-src="https://www.youtube.com/embed/abcdefghijk" data-id="abcde'
    'fghijk"></div><noscript><iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe></noscript'
    ">": FILM,
    '<div class="infogram-embed" data-id="aa-bb" data-title="Snow"></div>': "https://infogram.com/aa-bb",
    '<div class="flourish-embed" data-src="visualisation/12"><script src="https://public.flourish.studio'
    '/resources/embed.js"></script></div>': "https://public.flourish.studio/visualisation/12/",
    '<div class="pym" data-pym-src="https://apps.x.example/snow/"></div>': "https://apps.x.example/snow/",
    '<div class="embed" data-embed-url="https://www.youtube.com/watch?v=abcdefghijk"></div>': FILM,
    '<iframe data-cookieblock-src="https://www.youtube.com/embed/abcdefghijk"></iframe>': FILM,
    '<fb:post href="https://www.facebook.com/ann/posts/1"></fb:post>':
        "https://www.facebook.com/ann/posts/1",
    '<div id="vk_post_-1_45"></div><script src="https://vk.com/js/api/openapi.js"></script>':
        "https://vk.com/wall-1_45",
    '<div data-tf-widget="AbCdE"></div>': "https://form.typeform.com/to/AbCdE",
    '<script src="https://www.aparat.com/embed/AbC?data[rnddiv]=1"></script>':
        "https://www.aparat.com/v/AbC",
    '<a data-pin-do="embedPin" href="https://www.pinterest.com/pin/99/"></a>':
        "https://www.pinterest.com/pin/99/",
    '<object width="4"><param name="movie" value="http://www.youtube.com/v/abcdefghijk&hl=en"><embed src'
    '="http://www.youtube.com/v/abcdefghijk&hl=en"><p>You need Flash to see it.</p></object>': FILM,
}  # fmt: skip


@pytest.mark.parametrize("html", PLACES)
def test_a_place_that_a_script_would_fill_is_a_line_with_a_link(html: str) -> None:
    assert [x[0] for x in players(parse_fragment(html))] == [PLACES[html]]


def page(html: str) -> str:
    return (
        "<!DOCTYPE html><html lang='en'><head><title>The Bridge</title></head><body><nav><a href='/'>"
        f"Home</a></nav><article><h1>The Bridge</h1>{PARAGRAPH * 2}{html}{PARAGRAPH * 2}</article>"
        "<script src='x.js'></script></body></html>"
    )


@pytest.mark.parametrize("html", PLACES)
def test_the_engines_keep_such_places(html: str) -> None:
    body, _ = read("a.html", page(html))

    assert [x[0] for x in players(body)] == [PLACES[html]]
    assert "Flash" not in plain_text(body)


KEPT = {
    '<video controls poster="p.jpg"><source src="https://x.example/v.mp4"><track src="v.vtt"><p>Your brow'
    'ser is old. <a href="https://x.example/v.mp4">Download</a>.</p></video>':
        ("https://x.example/v.mp4", "https://x.example/v.mp4", ["p.jpg"]),
    '<audio src="https://x.example/a.mp3">Your browser does not support it.</audio>':
        ("https://x.example/a.mp3", "https://x.example/a.mp3", []),
    f'<iframe src="https://www.youtube.com/embed/abcdefghijk" title="{TITLE}">Loading…</iframe>':
        (FILM, TITLE, []),
    f'<lite-youtube videoid="abcdefghijk" playlabel="{TITLE}"><a href="{FILM}">Play</a></lite-youtube>':
        (FILM, TITLE, []),
    '<div class="wp-block-file"><object data="https://x.example/r.pdf" type="application/pdf"></object><'
    'a href="https://x.example/r.pdf">Snow report</a><a href="https://x.example/r.pdf" download>Download'
    "</a></div>": ("https://x.example/r.pdf", "Snow report", []),
    '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://b.example/s'
    '"><div class="kg-bookmark-content"><div class="kg-bookmark-title">Snow report</div></div></a></figu'
    "re>": ("https://b.example/s", "Snow report", []),
    '<div class="kg-card kg-audio-card"><div class="kg-audio-player-container"><audio src="https://x.exa'
    'mple/a.mp3"></audio><div class="kg-audio-title">Snow talk</div><div class="kg-audio-player"><span c'
    'lass="kg-audio-current-time">0:00</span></div></div></div>':
        ("https://x.example/a.mp3", "Snow talk", []),
    '<div class="graf--mixtapeEmbed"><a href="https://m.example/x"><strong>Other story</strong><br><em>'
    "Its deck</em>m.example</a></div>": ("https://m.example/x", "Other story", []),
}  # fmt: skip


@pytest.mark.parametrize("html", KEPT)
def test_players_and_cards_of_pages_are_kept_without_their_excuses(html: str) -> None:
    body, _ = read("a.html", page(html))

    assert players(body) == [KEPT[html]]
    assert "browser" not in plain_text(body)
    assert "0:00" not in plain_text(body)


def test_boxes_whose_addresses_are_for_scripts_are_only_boxes() -> None:
    html = (
        '<div class="fb-share-button" data-href="https://x.example/"></div><div class="share" data-url="'
        f'{FILM}"></div><div class="lazy" data-src="https://x.example/a.jpg"><p>Words.</p></div>'
    )
    assert players(parse_fragment(html)) == []


COUNTERS = (
    '<iframe src="https://www.googletagmanager.com/ns.html?id=G" height="0" width="0"></iframe>',
    '<iframe src="https://x.doubleclick.net/pagead/ads?client=1" title="Advertisement"></iframe>',
    '<iframe src="https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fx.example"></iframe>',
    '<iframe src="https://stat.example/c" style="display:none"></iframe>',
)


@pytest.mark.parametrize("html", COUNTERS)
def test_frames_that_count_or_sell_are_left_out(html: str) -> None:
    dropped: list[Dropped] = []
    assert parse_fragment(f"<p>Words.</p>{html}", report=dropped.append) == parse_fragment(
        "<p>Words.</p>"
    )
    assert all(x.machinery for x in dropped)


def test_a_drawing_in_an_object_is_a_picture() -> None:
    (figure,) = parse_fragment('<object data="map.svg" type="image/svg+xml">No SVG here.</object>')

    assert isinstance(figure, Figure)
    assert figure.pictures[0].source == "map.svg"
