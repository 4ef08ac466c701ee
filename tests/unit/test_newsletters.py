"""Exports of Ghost, Substack and Medium: what their editors write besides HTML."""

from __future__ import annotations

import html
import json
from pathlib import Path

from newsbook.content import Link
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import zipped


def read(name: str, data: bytes) -> tuple[list[Article], World]:
    world = World(root=Path("/nowhere"))
    return list(read_many(Source(name, data), world)), world


def texts(article: Article) -> list[str]:
    return [plain_text(block) for block in article.body]


def links(article: Article) -> list[str]:
    return [node.href for node in walk(article.body) if isinstance(node, Link)]


# ---------------------------------------------------------------- Ghost
def ghost(*nodes: dict[str, object]) -> bytes:
    stored = json.dumps({"root": {"type": "root", "children": nodes}})
    post = {"id": "1", "title": "Rain", "status": "published", "lexical": stored, "html": None}
    return json.dumps({"db": [{"data": {"posts": [post]}}]}).encode()


def test_markdown_cards_are_read_as_markdown() -> None:
    card = {"type": "markdown", "markdown": "A *card*:\n\n- one\n- two\n\n|a|b|\n|-|-|\n|c|d|"}
    (article,), world = read("a.json", ghost(card))

    assert [type(block).__name__ for block in article.body] == ["Paragraph", "Items", "Table"]
    assert texts(article)[0] == "A card:"
    assert not list(world.diagnostics)


def test_what_cards_of_products_and_calls_say_stays() -> None:
    product = {"type": "product", "productTitle": "<span>Book &amp; map</span>",
               "productDescription": "<p>Of Baku.</p>", "productButton": "Buy"}  # fmt: skip
    call = {"type": "call-to-action", "textValue": "<p>Come.</p>", "buttonText": "Go"}
    (article,), world = read("a.json", ghost(product, {"type": "paywall"}, call))

    assert texts(article) == ["Book & map\n\nOf Baku.", "Come."]
    assert not list(world.diagnostics)


# ---------------------------------------------------------------- Substack
def substack(body: str, more: str = "") -> bytes:
    table = f"post_id,is_published,title,podcast_url\n1.rain,true,Rain & <em>sun</em>,{more}\n"
    return zipped({"posts.csv": table.encode(), "posts/1.rain.html": body.encode()})


def said(**values: object) -> str:
    return html.escape(json.dumps(values))


def test_names_that_a_newsletter_mentions_stay() -> None:
    name = said(name="Jane Roe", type="user")
    body = f'<p>See <span class="mention-wrap" data-attrs="{name}"></span>, who went out.</p>'
    (article,), _ = read("a.zip", substack(body))

    assert texts(article) == ["See Jane Roe, who went out."]


def test_files_and_posts_of_a_newsletter_are_links_without_their_buttons() -> None:
    button = '<a class="file-embed-button" href="https://x.example/1.pdf"><span>Download</span></a>'
    body = (
        '<div class="file-embed-wrapper"><div class="file-embed-details"><div '
        'class="file-embed-details-h1">The Report</div><div class="file-embed-details-h2">1 MB</div>'
        f"</div>{button}{button}</div><div class=\"digest-post-embed\" data-attrs=\""
        + said(title="Another", canonical_url="https://x.example/p/a") + '"></div>'
        '<div class="preformatted-block"><label class="hide-text">Text within this block</label>'
        "<pre>A poem</pre></div>"
    )  # fmt: skip
    (article,), world = read("a.zip", substack(body))

    assert texts(article) == ["The Report", "Another", "A poem"]
    assert links(article) == ["https://x.example/1.pdf", "https://x.example/p/a"]
    assert not list(world.diagnostics)


def test_episodes_are_linked_and_polls_are_named() -> None:
    body = f'<p>One.</p><div class="poll-embed" data-attrs="{said(id=5)}"></div>'
    (article,), world = read("a.zip", substack(body, "https://x.example/a.mp3"))

    assert links(article) == ["https://x.example/a.mp3"]
    message = next(iter(world.diagnostics)).message
    assert message.endswith("1 component(s) of 'Rain & sun': poll-embed")


# ---------------------------------------------------------------- Medium
def medium(title: str, body: str, deck: str = "") -> bytes:
    page = (
        f'<html><body><article class="h-entry"><h1 class="p-name">{title}</h1><section '
        f'data-field="subtitle">{deck}</section><section data-field="body">{body}</section>'
        "</article></body></html>"
    )
    return zipped({"posts/2024-01-02_Rain-1.html": page.encode()})


def test_a_response_keeps_its_words() -> None:
    words = "I agree with this."
    (article,), _ = read("a.zip", medium(words, f'<p class="graf graf--p">{words}</p>', words))

    assert plain_text(article.headline) == words
    assert not article.deck
    assert texts(article) == [words]


def test_gists_are_links() -> None:
    script = '<figure><script src="https://gist.github.com/ann/12.js"></script></figure>'
    (article,), _ = read("a.zip", medium("Rain", f"<p>One.</p>{script}<p>Two.</p>"))

    assert links(article) == ["https://gist.github.com/ann/12"]
