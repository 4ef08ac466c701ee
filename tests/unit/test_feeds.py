"""Feeds as sites really write them: people, texts, pictures, addresses, damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsbook.content import Figure, Link, Picture
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
LONG = "It rained in Baku, and the people of the town went out to see it. " * 8


def read(name: str, data: str | bytes) -> tuple[list[Article], World]:
    world = World(root=Path("/nowhere"))
    content = data.encode() if isinstance(data, str) else data
    return list(read_many(Source(name, content), world)), world


def rss(items: str, more: str = "", attributes: str = "") -> str:
    channel = f"<title>Site</title><link>https://x.example/</link>{more}{items}"
    return f'<rss version="2.0" {SPACES} {attributes}><channel>{channel}</channel></rss>'


def item(title: str, *parts: str) -> str:
    return f"<item><title>{title}</title>{''.join(parts)}</item>"


def text(article: Article) -> str:
    return "\n".join(plain_text(block) for block in article.body)


# ---------------------------------------------------------------- people
@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("<author>bob@x.agency (Bob Cee)</author>", ["Bob Cee"]),
        ("<author>ann@x.media (Ann)</author><author>bob@x.media (Bob)</author>", ["Ann", "Bob"]),
        ("<author>Ann Bee &lt;ann@x.media&gt;</author>", ["Ann Bee"]),
        ("<author>ann@x.media</author>", []),
        ("<author>ann@x.media</author><dc:creator>Ann Bee</dc:creator>", ["Ann Bee"]),
        ("<author>Ann Bee</author><dc:creator>Ann Bee</dc:creator>", ["Ann Bee"]),
        ("<author>ann@x.com (Ann Bee and Bob Cee)</author>", ["Ann Bee", "Bob Cee"]),
    ],
)
def test_authors_are_named_without_their_mail(written: str, names: list[str]) -> None:
    (article,), _ = read("a.rss", rss(item("A", written, f"<description>{LONG}</description>")))

    assert [person.name for person in article.byline] == names


def test_an_editor_of_the_feed_is_named_without_mail() -> None:
    feed = rss(
        item("A", f"<description>{LONG}</description>"),
        "<managingEditor>ed@x.agency (Ed Itor)</managingEditor>",
    )
    (article,), _ = read("a.rss", feed)

    assert [person.name for person in article.byline] == ["Ed Itor"]


def test_an_entry_of_another_feed_is_of_its_author_and_source() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>'
        "<author><name>Gatherer</name></author><entry><title>A</title><id>urn:1</id>"
        f"<content>{LONG}</content><source><title>Origin</title>"
        "<author><name>Ann Bee</name></author></source></entry></feed>"
    )
    (article,), _ = read("a.atom", feed)

    assert [person.name for person in article.byline] == ["Ann Bee"]
    assert article.source == "Origin"


# ---------------------------------------------------------------- texts
def test_the_longer_of_a_description_and_a_summary_of_itunes_is_the_text() -> None:
    for said, short in ((LONG, "In short."), ("In short.", LONG)):
        feed = rss(
            item("A", f"<description>{said}</description>",
                 f"<itunes:summary>{short}</itunes:summary>")
        )  # fmt: skip
        (article,), _ = read("a.rss", feed)
        assert text(article) == LONG.strip()


def test_what_a_site_signs_its_feed_with_is_left_out() -> None:
    signed = (
        '<p>The post <a href="https://x.example/a/">A</a> appeared first on '
        '<a href="https://x.example">Site</a>.</p>'
    )
    own = (
        '<p>See <a href="https://y.example/a">this</a> and <a href="https://x.example">us</a>.</p>'
    )
    parts = f"<p>{LONG}</p>{own}{signed}\n"
    feed = rss(
        item("A", "<link>https://x.example/a/</link>",
             f"<content:encoded><![CDATA[{parts}]]></content:encoded>")
    )  # fmt: skip
    (article,), _ = read("a.rss", feed)

    assert text(article) == f"{LONG.strip()}\nSee this and us."


def test_content_that_is_no_text_is_not_read_as_one() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>'
        '<entry><title>A</title><id>urn:1</id><content type="application/pdf">AAAA</content>'
        f"<summary>{LONG}</summary></entry></feed>"
    )
    (article,), _ = read("a.atom", feed)

    assert text(article) == LONG.strip()


def test_a_summary_without_a_title_is_named_by_its_address() -> None:
    feed = rss("<item><link>https://x.example/six</link><description>Short.</description></item>")
    _, world = read("a.rss", feed)

    (found,) = [d for d in world.diagnostics if d.code == "summary-only"]
    assert "https://x.example/six" in found.message


def test_an_invalid_date_is_reported_once() -> None:
    feed = rss(item("A", "<pubDate>2024-13-45</pubDate>", f"<description>{LONG}</description>"))
    _, world = read("a.rss", feed)

    assert [d.code for d in world.diagnostics] == ["metadata-invalid"]


# ---------------------------------------------------------------- pictures and addresses
def test_the_largest_picture_of_a_group_stands_before_the_text() -> None:
    medium = '<media:content url="https://x.example/{0}.jpg" width="{1}" medium="image"/>'
    group = "".join(medium.format(*pair) for pair in (("small", 100), ("large", 1000)))
    feed = rss(
        item("A", f"<description>{LONG}</description>", f"<media:group>{group}</media:group>",
             "<media:credit>Agency</media:credit>")
    )  # fmt: skip
    (article,), _ = read("a.rss", feed)

    (figure,) = [n for n in walk(article.body) if isinstance(n, Figure)]
    assert figure.pictures[0].source == "https://x.example/large.jpg"
    assert plain_text(figure.credit) == "Agency"


def test_relative_addresses_lead_from_the_base_that_is_stated() -> None:
    body = f'<p>{LONG} <a href="up">up</a> <img src="pic.jpg" alt="P"/></p>'
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://x.example/"><title>S</title>'
        '<entry><title>A</title><link href="e/1"/><id>urn:1</id>'
        f'<content type="xhtml" xml:base="sub/"><div xmlns="http://www.w3.org/1999/xhtml">{body}'
        "</div></content></entry></feed>"
    )
    (article,), _ = read("a.atom", feed)

    links = [n.href for n in walk(article.body) if isinstance(n, Link)]
    pictures = [n.source for n in walk(article.body) if isinstance(n, Picture)]
    assert links == ["https://x.example/sub/up"]
    assert pictures == ["https://x.example/sub/pic.jpg"]


def test_relative_links_of_a_json_feed_lead_from_its_site() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "S",
        "home_page_url": "https://x.example/",
        "items": [{"id": "1", "title": "A",
                   "content_html": '<p>A <a href="/rel">link</a> and <a href="two">two</a>.</p>'}],
    }  # fmt: skip
    (article,), world = read("a.json", json.dumps(feed))

    links = [n.href for n in walk(article.body) if isinstance(n, Link)]
    assert links == ["https://x.example/rel", "https://x.example/two"]
    assert not list(world.diagnostics)


# ---------------------------------------------------------------- damage
def test_ampersands_and_entities_of_html_are_repaired() -> None:
    feed = rss(
        item("AT&T & caf&eacute;&#x1F;", f"<description>{LONG} &nbsp;&hellip; rain</description>")
    )
    (article,), world = read("a.rss", feed)

    assert plain_text(article.headline) == "AT&T & café"
    assert text(article).endswith("… rain")
    (found,) = world.diagnostics
    assert found.code == "malformed-source"
    assert "repaired" in found.message


def test_latin_letters_in_a_feed_that_claims_utf8_are_read() -> None:
    feed = '<?xml version="1.0" encoding="utf-8"?>' + rss(
        item("Café à Genève", f"<description>{LONG}</description>")
    )
    (article,), world = read("a.rss", feed.encode("latin-1"))

    assert plain_text(article.headline) == "Café à Genève"
    assert [d.code for d in world.diagnostics] == ["encoding-guessed"]


def test_a_character_that_was_cut_in_two_does_not_spoil_a_feed() -> None:
    feed = rss(item("Café", f"<description>{LONG * 9} caf\u00e9</description>")).encode()
    (article,), world = read("a.rss", feed.replace("é</d".encode(), b"\xc3</d"))

    assert plain_text(article.headline) == "Café"
    assert text(article).endswith(" caf")
    assert [d.code for d in world.diagnostics] == ["bad-encoding"]
    assert not world.diagnostics.errors


# ---------------------------------------------------------------- Blogger
KIND = (
    "<category scheme='http://schemas.google.com/g/2005#kind' "
    "term='http://schemas.google.com/blogger/2008/kind#{}'/>"
)


def blogger(*entries: str) -> str:
    head = (
        "xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'"
    )
    return f"<feed {head}><title>B</title>{''.join(entries)}</feed>"


def entry(title: str, *parts: str, words: str = "Chuva em Lisboa.") -> str:
    said = f"<title>{title}</title><content type='html'>{words}</content>"
    return f"<entry>{''.join(parts)}{said}</entry>"


def test_posts_and_pages_of_blogger_are_articles_in_the_language_of_its_settings() -> None:
    feed = blogger(
        entry("Template", KIND.format("template")),
        entry("Language", "<id>tag:blogger.com,1999:blog-9.settings.BLOG_LOCALE</id>",
              KIND.format("settings"), words="pt"),
        entry("A", KIND.format("post")),
        entry("B", KIND.format("page")),
        entry("Nice", KIND.format("comment")),
    )  # fmt: skip
    articles, world = read("a.atom", feed)

    assert [plain_text(a.headline) for a in articles] == ["A", "B"]
    assert {a.language for a in articles} == {"pt"}
    assert not list(world.diagnostics)


def test_a_blogger_export_of_google_takeout_is_read() -> None:
    kind = "<blogger:type>{}</blogger:type><blogger:status>{}</blogger:status>"
    author = "<author><name>Ann</name><blogger:type>BLOGGER</blogger:type></author>"
    feed = blogger(
        entry("A", author, kind.format("POST", "LIVE")),
        entry("B", kind.format("PAGE", "LIVE")),
        entry("C", kind.format("POST", "DRAFT")),
        entry("D", kind.format("POST", "SOFT_TRASHED")),
        entry("E", kind.format("COMMENT", "LIVE")),
    )
    articles, world = read("a.atom", feed)

    assert [plain_text(a.headline) for a in articles] == ["A", "B"]
    assert [d.code for d in world.diagnostics] == ["not-usable"] * 2
    assert "'trashed'" in list(world.diagnostics)[1].message


def test_pictures_of_blogger_stand_alone_and_trackers_are_left_out() -> None:
    words = (
        '<div class="separator"><a href="https://b.example/img/AB=s1600"><img '
        'src="https://b.example/img/AB=s320"/></a></div>Rain.<div class="blogger-post-footer">'
        "<img width='1' height='1' src='https://b.example/tracker/9'/></div>"
    )
    unknown = "<author><name>Unknown</name><email>noreply@blogger.com</email></author>"
    escaped = words.replace("<", "&lt;")
    (article,), _ = read("a.atom", blogger(entry("A", KIND.format("post"), unknown, words=escaped)))

    assert [type(block).__name__ for block in article.body] == ["Figure", "Paragraph"]
    assert article.byline == ()
