"""Films, recordings and posts of networks: quotations, posters, links, QR codes, in every format."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

from newsbook.assemble import assemble
from newsbook.content import Aside, Block, Figure, Link, Paragraph, Picture, Quote, Text
from newsbook.manifest import load
from newsbook.measure import body_text
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from newsbook.xhtml import Renderer, parse_fragment
from tests.support.documents import epub, zipped
from tests.support.newsroom import Newsroom

STATUS = "https://twitter.com/ann/status/1500"
WORDS = "The bridge of twelve arches is open again."
FILM = "https://www.youtube.com/watch?v=abcdefghijk"
TITLE = "How the bridge was built"
TWEET = (
    f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{WORDS}</p>&mdash; Ann Example '
    f'(@ann) <a href="{STATUS}?ref_src=twsrc%5Etfw">March 6, 2022</a></blockquote>\n'
    '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
)
FRAME = (
    '<iframe width="560" height="315" src="https://www.youtube.com/embed/abcdefghijk?feature=oembed" '
    f'title="{TITLE}" frameborder="0" allowfullscreen></iframe>'
)
PARAGRAPH = (
    "<p>The stone bridge on the northern road reopened after two years of repair, and masons "
    "replaced forty-one blocks of the middle arch.</p>"
)
BODY = f"{PARAGRAPH}\n{TWEET}\n{PARAGRAPH.replace('stone', 'old')}\n{FRAME}\n{PARAGRAPH.replace('northern', 'southern')}"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>The Bridge - Daily</title></head><body><nav>'
    '<a href="/">Home</a> <a href="/news">News</a></nav><div class="main"><article>'
    f"<h1>The Bridge</h1>{BODY}</article></div><footer>© 2022</footer></body></html>"
)


def rss(html: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>D</title><item><title>T</title><content:encoded><![CDATA[{html}]]>"
        "</content:encoded></item></channel></rss>"
    )


def atom(html: str, kind: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry><id>1</id>{kind}'
        f'<title>T</title><content type="html">{escape(html)}</content></entry></feed>'
    )


BLOGGER = (
    '<category scheme="http://schemas.google.com/g/2005#kind" '
    'term="http://schemas.google.com/blogger/2008/kind#post"/>'
)


def wxr(text: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>D</title><item><title>T</title>'
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status></item></channel></rss>"
    )


def gutenberg(address: str, provider: str) -> str:
    return (
        f'<!-- wp:embed {{"url":"{address}","providerNameSlug":"{provider}"}} -->\n<figure '
        f'class="wp-block-embed is-provider-{provider}"><div class="wp-block-embed__wrapper">\n'
        f"{address}\n</div></figure>\n<!-- /wp:embed -->"
    )


def ghost(**post: str) -> str:
    posts = [{"id": 1, "title": "T", "status": "published", **post}]
    return json.dumps({"db": [{"data": {"posts": posts}}]})


def lexical(*cards: dict[str, object]) -> str:
    return ghost(lexical=json.dumps({"root": {"children": cards}}))


CARDS: tuple[dict[str, object], ...] = (
    {"type": "paragraph", "children": [{"type": "text", "text": "Words."}]},
    {"type": "embed", "url": STATUS, "embedType": "twitter", "html": TWEET},
    {
        "type": "embed",
        "url": FILM,
        "html": FRAME.replace("title", "x"),
        "metadata": {"title": TITLE},
    },
)


def substack(html: str) -> bytes:
    table = (
        "post_id,post_date,is_published,type,audience,title,subtitle\n"
        "1.a,2021-12-27T09:00:00.000Z,true,newsletter,everyone,T,\n"
    )
    return zipped({"posts.csv": table, "posts/1.a.html": html})


ATTRIBUTES = escape(
    json.dumps({"url": STATUS, "full_text": WORDS, "username": "ann", "name": "Ann Example",
                "date": "Sun Mar 06 10:00:00 +0000 2022"})
)  # fmt: skip
SUBSTACK = (
    f'{PARAGRAPH}<div class="tweet" data-attrs="{ATTRIBUTES}"></div><div id="youtube2-abcdefghijk" '
    'class="youtube-wrap" data-attrs="{&quot;videoId&quot;:&quot;abcdefghijk&quot;}"><div '
    f'class="youtube-inner">{FRAME.replace("youtube.com", "youtube-nocookie.com")}</div></div>'
)


def medium(html: str) -> bytes:
    page = (
        '<html><head><title>T</title></head><body><article><h1 class="p-name">T</h1><section '
        f'data-field="body"><div class="section-inner">{html}</div></section></article></body></html>'
    )
    return zipped({"posts/2021-12-27_T-0a1b2c3d4e5f.html": page})


def ninjs(**item: object) -> str:
    return json.dumps({"uri": "x", "headline": "T", **item})


def g2(html: str, more: str = "") -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="1" version="1"><itemMeta>'
        '<itemClass qcode="ninat:text"/></itemMeta><contentMeta><headline>T</headline></contentMeta>'
        '<contentSet><inlineXML contenttype="application/xhtml+xml"><html '
        f'xmlns="http://www.w3.org/1999/xhtml"><body>{html}</body></html></inlineXML>{more}'
        "</contentSet></newsItem>"
    )


XML = BODY.replace("&mdash;", "—").replace(" allowfullscreen", "").replace(" async", "")
BOTH: dict[str, str | bytes] = {
    "page.html": PAGE,
    "bare.html": f"<h1>T</h1>{BODY}",
    "a.md": f"# T\n\nWords.\n\n{TWEET}\n\nWords.\n\n{FRAME}\n\nWords.\n",
    "a.rss": rss(BODY),
    "a.atom": atom(BODY),
    "blogger.xml": atom(BODY, BLOGGER),
    "a.jsonfeed": json.dumps({"version": "https://jsonfeed.org/version/1.1",
                              "items": [{"id": "1", "title": "T", "content_html": BODY}]}),
    "classic.wxr": wxr(f"Words.\n\n{TWEET}\n\n{FRAME}\n\nEnd."),
    "ghost-html.json": ghost(html=f'{PARAGRAPH}<figure class="kg-card kg-embed-card">{TWEET}</figure>'
                             f'<figure class="kg-card kg-embed-card">{FRAME}</figure>'),
    "ghost-lexical.json": lexical(*CARDS),
    "ghost-mobiledoc.json": ghost(mobiledoc=json.dumps({
        "version": "0.3.1", "markups": [], "cards": [["embed", CARDS[1]], ["html", {"html": FRAME}]],
        "sections": [[1, "p", [[0, [], 0, "Words."]]], [10, 0], [10, 1]]})),
    "substack.zip": substack(SUBSTACK),
    "medium.zip": medium(f'{PARAGRAPH}<figure class="graf--iframe">{TWEET}</figure>'
                         f'<figure class="graf--iframe">{FRAME}</figure>'),
    "ninjs.json": ninjs(body_html=BODY),
    "ninjs3.json": ninjs(bodies=[{"contentType": "text/html", "value": BODY}]),
    "g2.xml": g2(XML),
    "a.epub": epub({"a.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title>"
                    f"</head><body><h1>T</h1>{XML}</body></html>"}, {}),
}  # fmt: skip


def read(name: str, data: str | bytes) -> tuple[tuple[Block, ...], World]:
    world = World(root=Path("/nowhere"))
    content = data if isinstance(data, bytes) else data.encode()
    articles = read_many(Source(name, content), world)
    assert len(articles) == 1, [d.message for d in world.diagnostics]
    assert not world.diagnostics.errors
    return articles[0].body, world


def quotes(body: tuple[Block, ...]) -> list[Quote]:
    return [n for n in walk(body) if isinstance(n, Quote)]


def players(body: tuple[Block, ...]) -> list[tuple[str, str, list[str]]]:
    """What stands for players: the address, its words, and the posters."""
    found = []
    for node in walk(body):
        if isinstance(node, Aside) and node.style == "embed":
            links = [n for n in walk(node.blocks) if isinstance(n, Link)]
            posters = [n.source for n in walk(node.blocks) if isinstance(n, Picture)]
            found.append((links[0].href, plain_text(links[0]), posters))
    return found


@pytest.mark.parametrize("name", BOTH)
def test_a_post_is_a_quotation_and_a_film_a_line_with_a_link(name: str) -> None:
    body, world = read(name, BOTH[name])
    (quote,) = quotes(body)

    assert plain_text(quote.blocks) == WORDS
    assert plain_text(quote.attribution).startswith("Ann Example (@ann) ")
    assert [n.href for n in walk(quote.attribution) if isinstance(n, Link)] == [STATUS]
    assert quote.source == STATUS
    assert players(body) == [(FILM, TITLE, [])]
    assert "stands for it" in " ".join(d.message for d in world.diagnostics)
    assert "widgets.js" not in plain_text(body)


NITF = (
    "<nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>Words.</p>"
    '<media media-type="video"><media-reference source="https://x.example/v.mp4" '
    f'mime-type="video/mp4" alternate-text="{TITLE}"/><media-caption>Masons at work</media-caption>'
    "<media-producer>AP</media-producer></media></body.content></body></nitf>"
)
RENDITIONS = {
    "original": {"href": "https://x.example/v.mp4", "mimetype": "video/mp4"},
    "viewImage": {"href": "p.jpg", "mimetype": "image/jpeg"},
}
NEWSML = (
    "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>T</HeadLine></NewsLines><NewsComponent>"
    "<ContentItem><DataContent>Words.</DataContent></ContentItem></NewsComponent><NewsComponent>"
    '<NewsLines><CreditLine>AP</CreditLine></NewsLines><ContentItem Href="https://x.example/v.mp4">'
    '<MediaType FormalName="Video"/></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>'
)
MEDIA = (
    '<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:title>Film</media:title>'
    '<media:content url="https://x.example/v.mp4" type="video/mp4"/><media:thumbnail url="t.jpg"/>'
    "</media:group>"
)
KEPT: dict[str, tuple[str, str | bytes, tuple[str, str, list[str]]]] = {
    "an address alone on its line": (
        "a.wxr", wxr(f"Words.\n\n{FILM}\n\nEnd."), (FILM, FILM, [])),
    "a shortcode": (
        "a.wxr", wxr("Words.\n\n[embed]https://vimeo.com/1234[/embed]\n\nEnd."),
        ("https://vimeo.com/1234", "https://vimeo.com/1234", [])),
    "a film of the site": (
        "a.wxr", wxr('Words.\n\n[video mp4="https://x.example/v.mp4" poster="p.jpg"][/video]\n\nEnd.'),
        ("https://x.example/v.mp4", "https://x.example/v.mp4", ["p.jpg"])),
    "a block": ("a.wxr", wxr(gutenberg(FILM, "youtube")), (FILM, FILM, [])),
    "a block with a post": ("a.wxr", wxr(gutenberg(STATUS, "twitter")), (STATUS, STATUS, [])),
    "NITF": ("a.nitf", NITF, ("https://x.example/v.mp4", TITLE, [])),
    "ninjs": (
        "a.json", ninjs(body_text="Words.", associations={"a": {
            "type": "video", "headline": TITLE, "renditions": RENDITIONS}}),
        ("https://x.example/v.mp4", TITLE, ["p.jpg"])),
    "NewsML": ("a.xml", NEWSML, ("https://x.example/v.mp4", "https://x.example/v.mp4", [])),
    "NewsML-G2": (
        "a.xml", g2("<p>Words.</p>", '<remoteContent href="https://x.example/v.mp4" '
                    'contenttype="video/mp4"/>'),
        ("https://x.example/v.mp4", "https://x.example/v.mp4", [])),
    "Media RSS": (
        "a.rss", rss(PARAGRAPH).replace("</item>", f"{MEDIA}</item>"),
        ("https://x.example/v.mp4", "Film", ["t.jpg"])),
    "an enclosure": (
        "a.rss", rss(PARAGRAPH).replace(
            "</item>", '<enclosure url="https://x.example/a.mp3" type="audio/mpeg"/></item>'),
        ("https://x.example/a.mp3", "https://x.example/a.mp3", [])),
    "an attachment": (
        "a.jsonfeed", json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{
            "id": "1", "title": "T", "content_html": PARAGRAPH, "attachments": [
                {"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg", "title": "Talk"}]}]}),
        ("https://x.example/a.mp3", "Talk", [])),
    "a film of Ghost": (
        "a.json", lexical({"type": "video", "src": "https://x.example/v.mp4", "thumbnailSrc": "t.jpg"}),
        ("https://x.example/v.mp4", "https://x.example/v.mp4", ["t.jpg"])),
    "a card of another page": (
        "a.zip", medium('<p>Words.</p><div class="graf--mixtapeEmbed"><a href="https://m.example/x">'
                        "<strong>Other story</strong><br><em>Its deck</em>m.example</a></div>"),
        ("https://m.example/x", "Other story", [])),
    "a picture of a network": (
        "a.zip", substack(PARAGRAPH + '<div class="instagram-embed-wrap" data-attrs="{&quot;'
                          'instagram_id&quot;:&quot;CX&quot;,&quot;title&quot;:&quot;A post by Ann'
                          '&quot;}"></div>'),
        ("https://www.instagram.com/p/CX/", "A post by Ann", [])),
    "Hugo": ("a.md", "# T\n\nWords.\n\n{{< youtube abcdefghijk >}}\n\nEnd.\n", (FILM, FILM, [])),
    "Jekyll": ("a.md", "# T\n\nWords.\n\n{% youtube abcdefghijk %}\n\nEnd.\n", (FILM, FILM, [])),
    "AsciiDoc": ("a.adoc", "= T\n\nWords.\n\nvideo::abcdefghijk[youtube]\n\nEnd.\n", (FILM, FILM, [])),
    "reStructuredText": ("a.rst", "T\n=\n\nWords.\n\n.. youtube:: abcdefghijk\n\nEnd.\n", (FILM, FILM, [])),
    "MediaWiki": ("a.mediawiki", "Words.\n\n<youtube>abcdefghijk</youtube>\n\nEnd.\n", (FILM, FILM, [])),
}  # fmt: skip


@pytest.mark.parametrize("kind", KEPT)
def test_what_stands_beside_or_instead_of_markup_is_kept(kind: str) -> None:
    name, data, expected = KEPT[kind]
    body, _ = read(name, data)

    assert players(body) == [expected]


def test_captions_and_credits_of_films_are_kept() -> None:
    body, _ = read("a.nitf", NITF)
    (figure,) = [b for b in body if isinstance(b, Figure)]

    assert (plain_text(figure.caption), plain_text(figure.credit)) == ("Masons at work", "AP")


PLAYERS = {
    "//www.youtube-nocookie.com/embed/abcdefghijk?rel=0": FILM,
    "https://player.vimeo.com/video/76979871?h=8272103f6e": "https://vimeo.com/76979871",
    "https://open.spotify.com/embed/episode/4x?utm_source=generator":
        "https://open.spotify.com/episode/4x",
    "https://player.bilibili.com/player.html?aid=1&bvid=BV1x&page=1":
        "https://www.bilibili.com/video/BV1x",
    "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fann%2Fposts%2F1":
        "https://www.facebook.com/ann/posts/1",
    "https://w.soundcloud.com/player/?url=javascript%3Aalert(1)":
        "https://w.soundcloud.com/player/?url=javascript%3Aalert(1)",
    "https://maps.example.org/embed?pb=1": "https://maps.example.org/embed?pb=1",
}  # fmt: skip


@pytest.mark.parametrize("address", PLAYERS)
def test_the_address_is_that_of_the_page_a_person_would_see(address: str) -> None:
    assert (
        players(parse_fragment(f'<iframe src="{escape(address)}"></iframe>'))[0][0]
        == (PLAYERS[address])
    )


POSTS = {
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/CX/?utm_s'
    'ource=ig_embed"><div><a href="https://www.instagram.com/p/CX/?utm_source=ig_embed"><div>View this'
    ' post on Instagram</div></a><p><a href="https://www.instagram.com/p/CX/">A post shared by Ann</a>'
    "</p></div></blockquote>": ("https://www.instagram.com/p/CX/", "A post shared by Ann", []),
    f'<blockquote class="twitter-tweet"><a href="{STATUS}"></a></blockquote>': (STATUS, STATUS, []),
    f'<figure class="media"><oembed url="{FILM}"></oembed></figure>': (FILM, FILM, []),
    '<lite-youtube videoid="abcdefghijk" playlabel="Play: Film"></lite-youtube>':
        (FILM, "Play: Film", []),
}  # fmt: skip


@pytest.mark.parametrize("html", POSTS)
def test_a_post_without_words_is_a_line_with_a_link(html: str) -> None:
    assert players(parse_fragment(html)) == [POSTS[html]]


def test_posts_of_other_networks_are_quotations_too() -> None:
    facebook = (
        '<div class="fb-post" data-href="https://www.facebook.com/ann/posts/1"><blockquote cite="http'
        's://www.facebook.com/ann/posts/1"><p>It is open.</p>Posted by Ann on <a href="https://www.fac'
        'ebook.com/ann/posts/1">Monday</a></blockquote></div>'
    )
    bluesky = (
        '<blockquote class="bluesky-embed"><p>It is open.</p>&mdash; Ann (<a href="https://bsky.app/pr'
        'ofile/x">@ann</a>) <a href="https://bsky.app/profile/x/post/y?ref_src=embed">May 1</a>'
        "</blockquote>"
    )
    for html, who, address in (
        (facebook, "Posted by Ann on Monday", "https://www.facebook.com/ann/posts/1"),
        (bluesky, "Ann (@ann) May 1", "https://bsky.app/profile/x/post/y"),
    ):
        (quote,) = quotes(parse_fragment(html))
        assert plain_text(quote.blocks) == "It is open."
        assert plain_text(quote.attribution) == who
        assert quote.source == address


def test_a_component_of_which_an_export_has_only_the_place_is_reported() -> None:
    html = (
        PARAGRAPH
        + '<div class="native-video-embed" data-attrs="{&quot;mediaUploadId&quot;:1}"></div>'
    )
    _, world = read("a.zip", substack(html))

    assert "native-video-embed" in " ".join(d.message for d in world.diagnostics)


def test_cards_of_ghost_keep_their_words() -> None:
    html = (
        '<div class="kg-card kg-toggle-card"><div class="kg-toggle-heading"><h4>More</h4><button></button>'
        '</div><div class="kg-toggle-content"><p>Hidden words</p></div></div><div class="kg-card '
        'kg-callout-card"><div class="kg-callout-emoji">!</div><div class="kg-callout-text">Mind the '
        '<b>gap</b></div></div><figure class="kg-card kg-bookmark-card"><a href="https://b.example/">'
        '<div class="kg-bookmark-title">B title</div><div class="kg-bookmark-description">Desc</div>'
        '<div class="kg-bookmark-thumbnail"><img src="https://b.example/t.jpg" alt=""></div></a></figure>'
        '<figure class="kg-card kg-video-card"><div class="kg-video-container"><video src="https://x.exa'
        'mple/v.mp4" poster="https://img.spacergif.org/v1/1x1/0a/spacer.png" style="background: url(\'t.'
        'jpg\')"></video><div class="kg-video-player-container"><span>0:00</span></div></div><figcaption>'
        "Cap</figcaption></figure>"
    )
    body, _ = read("a.json", ghost(html=PARAGRAPH + html))
    boxes = [b for b in body if isinstance(b, Aside) and b.style == "sidebar"]

    assert [(plain_text(b.title), plain_text(b.blocks)) for b in boxes] == [
        ("More", "Hidden words"), ("", "Mind the gap"),
    ]  # fmt: skip
    assert players(body) == [
        ("https://b.example/", "B title", []),
        ("https://x.example/v.mp4", "https://x.example/v.mp4", ["t.jpg"]),
    ]
    assert "0:00" not in plain_text(body)
    assert "Desc" in plain_text(body)


@pytest.mark.parametrize("text", ["{% for x in y %}", "{{< note >}}", "{{ 7*7 }}", "a {% b %} c"])
def test_other_shortcodes_of_markdown_are_text(text: str) -> None:
    body, _ = read(
        "a.md", f"# T\n\nWords.\n\n{text}\n\nEnd.\n\n```\n{{{{< youtube abcdefghijk >}}}}\n```\n"
    )

    assert [plain_text(block) for block in body] == [
        "Words.", text, "End.", "{{< youtube abcdefghijk >}}",
    ]  # fmt: skip


# ---------------------------------------------------------------- in print and in an EPUB
def rendered(medium: str, addresses: str = "notes") -> str:
    body = parse_fragment(
        f'<video src="https://x.example/v.mp4" poster="p.jpg" title="{TITLE}"></video>'
    )
    renderer = Renderer(medium, language="en", addresses=addresses)  # type: ignore[arg-type]
    return renderer.blocks(body)


def test_print_draws_a_qr_code_beside_poster_and_title() -> None:
    html = rendered("print")

    assert html.count('class="qr"') == 1
    assert html.index("<img") < html.index('class="qr"') < html.index(f">{TITLE}</a>")
    assert f'<img src="p.jpg" alt="{TITLE}"/>' in html
    assert f">{TITLE}</a>" in html
    assert "x.example/v.mp4</span>" in html
    assert rendered("print", "qr").count('class="qr"') == 1
    assert 'class="qr"' not in rendered("print", "none")


def test_an_epub_has_poster_title_and_link() -> None:
    html = rendered("epub")

    assert 'class="qr"' not in html
    assert f'<a href="https://x.example/v.mp4">{TITLE}</a>' in html
    assert parse_fragment(html) == parse_fragment(
        f'<video src="https://x.example/v.mp4" poster="p.jpg" title="{TITLE}"></video>'
    )


def test_what_stands_for_a_player_is_not_read_through() -> None:
    poster = Figure(pictures=(Picture("p.jpg", "A"),))
    line = Paragraph((Link(FILM, (Text(TITLE),)),))

    assert body_text((Aside((poster, line), (), "embed"), Paragraph((Text("x"),)))) == "x"


def test_a_poster_that_is_not_at_hand_fails_no_book(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    room.write("a.html", f"<h1>T</h1>{PARAGRAPH}<video src='https://x.example/v.mp4' title='Film' "
               "poster='https://x.example/p.jpg'></video>")  # fmt: skip
    room.write("manifest.yml", "title: T\nlanguage: en\ndate: 2022-01-01\ncontents: [a.html]\n")
    manifest = load(room.folder / "manifest.yml")
    world = World(root=manifest.root)
    book = assemble(manifest, world)

    assert not world.diagnostics.errors
    assert "remote-picture" in {d.code for d in world.diagnostics}
    assert players(book.articles()[0].body) == [("https://x.example/v.mp4", "Film", [])]
