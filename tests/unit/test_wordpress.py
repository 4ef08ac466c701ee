"""WordPress exports: blocks, shortcodes, page builders, people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsbook.content import Figure, Heading, Note, Verse
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World

SPACES = (
    'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
)


def post(content: str, *more: str, kind: str = "post", number: int = 1) -> str:
    return (
        f"<item><title>Rain {number}</title><content:encoded><![CDATA[{content}]]>"
        f"</content:encoded><wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type>{''.join(more)}</item>"
    )


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def read(*parts: str) -> tuple[list[Article], World]:
    world = World(root=Path("/nowhere"))
    data = f"<rss {SPACES}><channel><title>Site</title>{''.join(parts)}</channel></rss>"
    return list(read_many(Source("a.xml", data.encode()), world)), world


def texts(article: Article) -> list[str]:
    return [plain_text(block) for block in article.body]


# ---------------------------------------------------------------- blocks
def test_reusable_blocks_are_put_in_their_places() -> None:
    text = '<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph -->\n<!-- wp:block {"ref":7} /-->'
    inner = '<!-- wp:paragraph --><p>Two.</p><!-- /wp:paragraph --><!-- wp:block {"ref":7} /-->'
    (article,), world = read(post(text), post(inner, kind="wp_block", number=7))

    assert texts(article) == ["One.", *["Two."] * 4]
    assert [d.message for d in world.diagnostics] == [
        "the export does not hold what 1 block(s) show: block"
    ]


def test_footnotes_of_blocks_are_notes() -> None:
    text = (
        '<!-- wp:paragraph -->\n<p>Rain.<sup data-fn="a1-b2" class="fn"><a href="#a1-b2" '
        'id="a1-b2-link">1</a></sup></p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->'
    )
    notes = json.dumps([{"content": "A <em>note</em>.", "id": "a1-b2"}])
    (article,), world = read(post(text, meta("footnotes", notes)))

    (note,) = [n for n in walk(article.body) if isinstance(n, Note)]
    assert plain_text(note.blocks) == "A note."
    assert texts(article) == ["Rain."]
    assert not list(world.diagnostics)


def test_blocks_that_the_site_fills_in_are_named() -> None:
    text = (
        "<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph -->"
        '<!-- wp:acf/testimonial {"data":{"quote":"Best"}} /--><!-- wp:latest-posts /-->'
    )
    (article,), world = read(post(text))

    assert texts(article) == ["One."]
    assert [d.message for d in world.diagnostics] == [
        "the export does not hold what 1 block(s) show: acf/testimonial"
    ]


def test_a_verse_keeps_its_lines() -> None:
    text = '<!-- wp:verse -->\n<pre class="wp-block-verse">Red\nBlue\n\nGreen</pre>\n<!-- /wp:verse -->'
    (article,), _ = read(post(text))

    (verse,) = article.body
    assert isinstance(verse, Verse)
    assert [len(stanza) for stanza in verse.stanzas] == [2, 1]


# ---------------------------------------------------------------- shortcodes
def test_shortcodes_of_footnotes_are_notes() -> None:
    text = 'Rain [footnote]The first.[/footnote] fell[ref name="a"]The second.[/ref]. See [ref].\n\nSun.'
    (article,), world = read(post(text))

    notes = [plain_text(n.blocks) for n in walk(article.body) if isinstance(n, Note)]
    assert notes == ["The first.", "The second."]
    assert texts(article) == ["Rain fell. See [ref].", "Sun."]
    assert not list(world.diagnostics)


def test_pictures_and_headings_in_settings_of_page_builders_stay() -> None:
    text = (
        '[et_pb_section fb_built="1"][et_pb_row a="1"][et_pb_text a="1"]<p>One.</p>[/et_pb_text]'
        '[et_pb_image src="https://x.example/p.jpg" alt="A pine" a="1"][/et_pb_image]'
        '[et_pb_blurb title="Two &amp; three" a="1"]<p>Four.</p>[/et_pb_blurb]'
        '[et_pb_contact_form email="a"][/et_pb_contact_form][/et_pb_row][/et_pb_section]'
        '[vc_single_image image="9"][vc_custom_heading text="Five"]'
    )
    shot = post(
        "", "<wp:attachment_url>https://x.example/own.jpg</wp:attachment_url>", kind="attachment",
        number=9,
    )  # fmt: skip
    (article,), world = read(post(text), shot)

    figures = [n.pictures[0].source for n in walk(article.body) if isinstance(n, Figure)]
    headings = [plain_text(n) for n in walk(article.body) if isinstance(n, Heading)]
    assert figures == ["https://x.example/p.jpg", "https://x.example/own.jpg"]
    assert headings == ["Two & three", "Five"]
    assert "Four." in texts(article)
    assert [d.message for d in world.diagnostics] == [
        "2 shortcode(s) of plugins were left out: et_pb_contact_form"
    ]


def test_a_text_that_only_elementor_holds_is_read() -> None:
    def widget(kind: str, **settings: object) -> dict[str, object]:
        return {"elType": "widget", "widgetType": kind, "settings": settings, "elements": []}

    widgets = [
        widget("heading", title="Head"),
        widget("text-editor", editor="<p>One.</p><p>Two.</p>"),
        widget("image", image={"url": "https://x.example/p.jpg"}),
        widget("countdown"),
    ]
    stored = json.dumps([{"elType": "section", "settings": [], "elements": [
        {"elType": "column", "settings": {}, "elements": widgets}]}])  # fmt: skip
    (article,), world = read(post("", meta("_elementor_data", stored)))

    assert [type(block).__name__ for block in article.body] == [
        "Heading", "Paragraph", "Paragraph", "Figure",
    ]  # fmt: skip
    assert [d.message for d in world.diagnostics] == [
        "the export does not hold what 1 block(s) show: countdown"
    ]


def test_posts_without_text_are_named() -> None:
    articles, world = read(post("One."), post("", number=2), post("", kind="attachment", number=3))

    assert len(articles) == 1
    assert [d.message for d in world.diagnostics] == [
        "1 post(s) without text were left out: 'Rain 2'"
    ]


# ---------------------------------------------------------------- people and labels
def test_several_authors_are_named_by_their_names() -> None:
    author = (
        "<wp:author><wp:author_login>annb</wp:author_login>"
        "<wp:author_display_name>Ann Bee</wp:author_display_name></wp:author>"
    )
    guest = post("", meta("cap-display_name", "Guest Gee"), meta("cap-user_login", "guest"),
                 kind="guest-author", number=8)  # fmt: skip
    labels = "".join(
        f'<category domain="author" nicename="cap-{name}"><![CDATA[{name}]]></category>'
        for name in ("annb", "guest", "Bob Cee", "annb")
    )
    (article,), _ = read(author, guest, post("One.", labels))

    assert [person.name for person in article.byline] == ["Ann Bee", "Guest Gee", "Bob Cee"]


def test_labels_are_words() -> None:
    label = '<category domain="post_tag"><![CDATA[Port &amp; Sea]]></category>'
    (article,), _ = read(post("One.", label))

    assert article.keywords == ("Port & Sea",)


@pytest.mark.parametrize(
    "content",
    ["x" + " " * 200_000 + "y", "[ref]" * 20_000, "<!-- wp:x {" * 10_000,
     '<pre class="wp-block-verse">' * 5_000],
    ids=["spaces", "notes", "blocks", "verses"],
)  # fmt: skip
def test_posts_that_never_end_are_read_within_limits(content: str) -> None:
    _, world = read(post(content))

    assert not world.diagnostics.errors
