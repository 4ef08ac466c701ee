"""Feeds and exports of publishing systems, with what real ones do wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsbook.content import Figure, Items, Link, Listing, Quote
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import warc, zipped
from tests.support.newsroom import Newsroom
from tests.support.story import HERE


def read(name: str, data: str | bytes, **more: str) -> tuple[list[Article], World]:
    world = World(root=Path("/nowhere"))
    content = data.encode() if isinstance(data, str) else data
    return list(read_many(Source(name, content, **more), world)), world


def codes(world: World) -> list[str]:
    return [d.code for d in world.diagnostics]


# ---------------------------------------------------------------- feeds
def rss(items: str, spaces: str = "") -> str:
    return f'<rss version="2.0" {spaces}><channel><title>Site</title>{items}</channel></rss>'


LONG = "It rained in Baku, and the people of the town went out to see it. " * 8


def test_a_feed_of_summaries_says_so() -> None:
    feed = rss(
        "<item><title>A</title><description>It rained, and then […]</description></item>"
        f"<item><title>B</title><description>{LONG}</description></item>"
    )
    articles, world = read("a.xml", feed)

    assert [plain_text(a.headline) for a in articles] == ["A", "B"]
    assert [d.message for d in world.diagnostics] == ["the feed carries only a summary of 'A'"]


def test_a_feed_that_is_not_well_formed_is_read_with_a_warning() -> None:
    feed = rss(f"<item><title>A & B</title><description>{LONG}</description></item>")
    (article,), world = read("a.rss", feed)

    assert plain_text(article.headline) == "A & B"
    assert codes(world) == ["malformed-source"]
    assert not world.diagnostics.errors


def test_headlines_of_feeds_may_hold_markup() -> None:
    feed = rss(
        "<item><title>&lt;i&gt;Letters&lt;/i&gt; &amp;amp; more</title>"
        f"<link>https://x.example/a</link><description>{LONG}</description></item>"
    )
    (article,), _ = read("a.rss", feed)

    assert plain_text(article.headline) == "Letters & more"
    assert article.url == "https://x.example/a"
    assert article.slug == "letters-more"


def test_enclosed_and_embedded_pictures_are_not_repeated() -> None:
    item = (
        "<item><title>A</title><content:encoded><![CDATA[<p>It rained.</p>{}]]></content:encoded>"
        '<enclosure url="https://x.example/p/pine.png" type="image/png" length="1"/></item>'
    )
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    for inside in ("", '<img src="https://cdn.example/w/pine.png">'):
        (article,), _ = read("a.rss", rss(item.format(inside), spaces))
        figures = [n for n in walk(article.body) if isinstance(n, Figure)]
        assert len(figures) == 1


def test_json_feed_text_has_paragraphs() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [
            {"id": 1, "title": "A", "author": {"name": "Ann"}, "content_text": "One.\n\nb < c"}
        ],
    }
    (article,), _ = read("a.json", json.dumps(feed))

    assert plain_text(article.body) == "One.\n\nb < c"
    assert [p.name for p in article.byline] == ["Ann"]


def test_feeds_are_books(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    items = "".join(
        f"<item><title>Day {n}</title><pubDate>0{n} Jan 2021 00:00:00 GMT</pubDate>"
        f"<description>{LONG}</description></item>" for n in (1, 2, 3)
    )  # fmt: skip
    room.write("feeds/a.xml", rss(items))
    room.write(
        "manifest.yml",
        "title: T\nlanguage: en\ndate: 2022-01-01\n"
        "contents: [{feed: feeds/a.xml, since: 2021-01-02, limit: 1, sort: date}]\n",
    )
    done = room.run("build", "-f", "epub", "--json")

    assert done.code == 0, done.err
    assert list(done.json["decisions"]) == ["day-3"]


# ---------------------------------------------------------------- WordPress
def wxr(content: str, more: str = "") -> str:
    return (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/'
        'modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel>'
        "<title>Site</title><item><title>Rain</title><content:encoded><![CDATA["
        f"{content}]]></content:encoded><wp:post_id>1</wp:post_id><wp:status>publish</wp:status>"
        f"<wp:post_type>post</wp:post_type>{more}</item></channel></rss>"
    )


def test_wordpress_paragraphs_stand_between_blank_lines() -> None:
    text = "One\ntwo.\n\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nThree.\n<blockquote>Four\n\nFive</blockquote>"
    (article,), _ = read("a.xml", wxr(text))

    kinds = [type(block) for block in article.body]
    assert [k.__name__ for k in kinds] == ["Paragraph", "Items", "Paragraph", "Quote"]
    assert plain_text(article.body[0]) == "One\ntwo."
    quote = article.body[3]
    assert isinstance(quote, Quote)
    assert [plain_text(b) for b in quote.blocks] == ["Four", "Five"]


def test_wordpress_shortcodes_become_figures_links_and_code() -> None:
    text = (
        '[caption id="a" width="300"]<a href="x"><img src="pine.png" alt="A pine" /></a> A '
        "<em>pine</em>.[/caption]\n\n[embed]https://video.example/1[/embed]\n\n"
        '[code lang="py"]a = [1]\nb[/code]\n\nSee [1] and [sic].\n\n[contact-form to="x"]'
    )
    (article,), world = read("a.xml", wxr(text))

    figure = article.body[0]
    assert isinstance(figure, Figure)
    assert (figure.pictures[0].source, plain_text(figure.caption)) == ("pine.png", "A pine.")
    assert any(isinstance(b, Listing) and b.text == "a = [1]\nb" for b in article.body)
    assert "See [1] and [sic]." in plain_text(article.body)
    assert "https://video.example/1" in plain_text(article.body)
    dropped = [d.message for d in world.diagnostics if "shortcode" in d.message]
    assert dropped == ["1 shortcode(s) of plugins were left out: contact-form"]


def test_wordpress_blocks_are_left_as_they_are() -> None:
    text = (
        "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n"
        "<ul><!-- wp:list-item -->\n<li>a</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->"
    )
    (article,), _ = read("a.xml", wxr(text))

    assert [type(b).__name__ for b in article.body] == ["Paragraph", "Items"]
    assert isinstance(article.body[1], Items)


def test_broken_wordpress_exports_are_repaired_and_the_place_is_named() -> None:
    text = wxr("One & two.").replace("<title>Rain", "<title>Rain & <b>\x08wind")
    (article,), world = read("a.xml", text)

    assert plain_text(article.headline).startswith("Rain &")
    assert codes(world)[0] == "malformed-source"
    assert world.diagnostics.items[0].where is not None
    assert world.diagnostics.items[0].where.line == 1


def test_posts_of_a_sites_own_type_are_read() -> None:
    found = {}
    for kind in ("news", "page", "revision", "wp_template"):
        text = wxr("One.").replace("post</wp:post_type>", f"{kind}</wp:post_type>")
        found[kind] = len(read("a.xml", text)[0])
    assert found == {"news": 1, "page": 1, "revision": 0, "wp_template": 0}


def test_private_posts_are_left_out() -> None:
    for more in ("<wp:post_password>x</wp:post_password>",):
        articles, world = read("a.xml", wxr("One.", more))
        assert articles == []
        assert codes(world) == ["not-usable"]


# ---------------------------------------------------------------- Ghost
def ghost(**post: object) -> str:
    base = {"id": "1", "title": "Rain", "status": "published", "visibility": "public"}
    return json.dumps({"db": [{"data": {"posts": [{**base, **post}]}}]})


def test_ghost_lexical_is_read_where_there_is_no_html() -> None:
    text = {"type": "extended-text", "text": "rained", "format": 2}
    link = {"type": "link", "url": "https://x.example/", "children": [text]}
    nodes = [
        {"type": "paragraph", "children": [{"type": "extended-text", "text": "It "}, link]},
        {"type": "extended-heading", "tag": "h2", "children": [text]},
        {"type": "image", "src": "__GHOST_URL__/pine.png", "alt": "A", "caption": "B"},
        {
            "type": "list",
            "listType": "number",
            "children": [{"type": "listitem", "children": [text]}],
        },
        {"type": "product", "title": "x"},
    ]
    stored = json.dumps({"root": {"type": "root", "children": nodes}})
    (article,), world = read("a.json", ghost(html=None, lexical=stored))

    assert [type(b).__name__ for b in article.body] == ["Paragraph", "Heading", "Figure", "Items"]
    assert plain_text(article.body[0]) == "It rained"
    assert [d.message for d in world.diagnostics] == ["cards of these kinds were left out: product"]


def test_ghost_mobiledoc_is_read_where_there_is_no_html() -> None:
    stored = json.dumps(
        {
            "version": "0.3.1", "atoms": [], "markups": [["em"], ["a", ["href", "https://x.example/"]]],
            "cards": [["image", {"src": "pine.png", "caption": "B"}], ["hr", {}]],
            "sections": [[1, "p", [[0, [], 0, "It "], [0, [0, 1], 2, "rained"], [0, [], 0, "."]]],
                         [10, 0], [3, "ul", [[[0, [], 0, "a"]]]], [10, 99]],
        }
    )  # fmt: skip
    (article,), _ = read("a.json", ghost(html=None, mobiledoc=stored))

    assert [type(b).__name__ for b in article.body] == ["Paragraph", "Figure", "Items"]
    assert plain_text(article.body[0]) == "It rained."


def test_ghost_posts_for_subscribers_are_reported_and_drafts_left_out() -> None:
    assert codes(read("a.json", ghost(html="<p>One.</p>", visibility="paid"))[1]) == ["usage-terms"]
    assert read("a.json", ghost(html="<p>One.</p>", status="draft"))[0] == []


# ---------------------------------------------------------------- newsletters
def test_substack_drafts_and_missing_texts() -> None:
    table = (
        "post_id,post_date,is_published,audience,title,subtitle\n"
        '1.rain,2021-12-27T09:00:00.000Z,true,only_paid,Rain,"&ldquo;Wet&rdquo;"\n'
        "2.draft,,false,everyone,Draft,\n3.lost,2021-12-27,true,everyone,Lost,\n"
    )
    page = (
        '<p>One.</p><div class="subscription-widget-wrap"><form><input type="email"></form></div>'
        '<img src="https://substackcdn.com/image/fetch/w_1456,c_limit,f_auto/https%3A%2F%2Fbucket.'
        'example%2Fpine.png">'
    )
    data = zipped({"posts.csv": table, "posts/1.rain.html": page, "posts/2.draft.html": "<p>x</p>"})
    (article,), world = read("a.zip", data)

    assert plain_text(article.deck) == "“Wet”"
    assert sorted(codes(world)) == ["content-dropped", "not-usable", "usage-terms"]
    figures = [n for n in walk(article.body) if isinstance(n, Figure)]
    assert figures[0].pictures[0].source == "https://bucket.example/pine.png"


def test_a_copy_of_a_remote_picture_beside_the_export_is_used(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    text = (
        '<img src="https://site.example/wp-content/uploads/2021/12/pine.png" alt="A pine">\n\nOne.'
    )
    room.write("export/a.xml", wxr(text))
    room.write(
        "manifest.yml",
        "title: T\nlanguage: en\ndate: 2022-01-01\ncontents: [{feed: export/a.xml}]\n",
    )

    assert "error[remote-picture]" in room.run("check").err
    room.write("export/uploads/2021/12/pine.png", (HERE / "pine.png").read_bytes())
    assert room.run("check").code == 0


# ---------------------------------------------------------------- web archives
PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>"


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_holds_pages_and_their_pictures(packed: bool) -> None:
    data = warc(
        {
            "https://x.example/rain.html": ("text/html", PAGE.format("Rain", LONG).encode()),
            "https://x.example/wind.html": ("text/html", PAGE.format("Wind", LONG).encode()),
            "https://x.example/a.js": ("text/javascript", b"1"),
        },
        packed=packed,
    )
    articles, _ = read("a.warc", data)
    assert [a.url for a in articles] == [
        "https://x.example/rain.html",
        "https://x.example/wind.html",
    ]

    (article,), _ = read("a.warc", data, url="https://x.example/wind.html")
    assert plain_text(article.headline) == "Wind"

    none, world = read("a.warc", data, url="https://x.example/snow.html")
    assert none == []
    assert codes(world) == ["extract-no-match"]


def test_a_wacz_holds_web_archives() -> None:
    inside = warc(
        {"https://x.example/rain.html": ("text/html", PAGE.format("Rain", LONG).encode())}
    )
    data = zipped({"archive/data.warc.gz": inside, "datapackage.json": "{}"})
    (article,), _ = read("a.wacz", data)

    assert article.url == "https://x.example/rain.html"
    assert article.slug == "rain"


def test_links_of_a_feed_that_are_relative_lead_to_its_site() -> None:
    text = (
        f'<p>{"It rained in Baku. " * 30}<a href="/x?a=1">x</a> <a href="//b.example/y">y</a></p>'
    )
    feed = (
        "<rss><channel><title>D</title><link>https://d.example/blog/</link><item><title>T</title>"
        f"<link>/2021/rain</link><description><![CDATA[{text}]]></description></item></channel></rss>"
    )
    world = World(root=Path("/nowhere"))
    (article,) = read_many(Source("a.rss", feed.encode()), world)

    assert article.url == "https://d.example/2021/rain"
    assert [n.href for n in walk(article.body) if isinstance(n, Link)] == [
        "https://d.example/x?a=1", "https://b.example/y",
    ]  # fmt: skip
