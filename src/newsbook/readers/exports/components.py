"""From the components of Substack's editor, whose content stands in JSON attributes, to markup.

An export holds `<div class="tweet" data-attrs="{...}"></div>` where the site draws a post. What the
JSON says stays; a component of which nothing can be kept is reported.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable
from typing import Any

from newsbook.readers.exports.cards import opened_cards, pointer
from newsbook.readers.jsonfile import items_of, mapping, text
from newsbook.readers.markup import Shot, escaped
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["open_components", "opened_components"]


_TWEET = re.compile(r'class="tweet"[^<>]*data-attrs')
_TWEET_LINK = re.compile(r'<a class="tweet-url"[^<>]*>([^<>]*)</a>')
_TIME = re.compile(r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| ?[+-]\d\d:?\d\d)?")


def _first(said: dict[str, Any], *names: str) -> str:
    return next((t for name in names if (t := text(said.get(name)))), "")


def _tweet(said: dict[str, Any]) -> str:
    """Return a post as the quotation its network would have given."""
    lines = _TWEET_LINK.sub(r"\1", text(said.get("full_text"))).split("\n")
    words = "<br>".join(escaped(line) for line in lines)
    handle = text(said.get("username")).lstrip("@")
    name = escaped(text(said.get("name")) or handle)
    who = f"{name} (@{escaped(handle)})" if handle else name
    date = escaped(_TIME.sub("", text(said.get("date"))))
    address = text(said.get("url"))
    when = f' <a href="{entities.escape(address)}">{date or address}</a>' if address else date
    quoted = mapping(said.get("quoted_tweet"))
    inner = f"<p>{escaped(text(quoted.get('full_text')))}</p>" if quoted else ""
    return f'<blockquote class="twitter-tweet"><p>{words}</p>{inner}— {who}{when}</blockquote>'


def _instagram(said: dict[str, Any]) -> str:
    name = text(said.get("instagram_id"))
    return pointer(f"https://www.instagram.com/p/{name}/", _first(said, "title")) if name else ""


def _tiktok(said: dict[str, Any]) -> str:
    address = _first(said, "url", "video_url")
    return pointer(address, _first(said, "title"), _first(said, "author")) if address else ""


def _post(said: dict[str, Any]) -> str:
    """Return a card of another post."""
    address = _first(said, "url", "canonical_url")
    title, about = _first(said, "title"), _first(said, "truncated_body_text", "subtitle")
    return pointer(address, title, about) if address else ""


def _bluesky(said: dict[str, Any]) -> str:
    words = escaped(text(said.get("text")) or text(mapping(said.get("record")).get("text")))
    author = _first(said, "authorName", "authorHandle")
    address = _first(said, "url", "postUrl")
    link = f' <a href="{entities.escape(address)}">{escaped(address)}</a>' if address else ""
    if not words:
        return pointer(address, author) if address else ""
    return f'<blockquote class="bluesky-embed"><p>{words}</p>— {escaped(author)}{link}</blockquote>'


def _gallery(said: dict[str, Any]) -> str:
    gallery = mapping(said.get("gallery")) or said
    shots = [Shot(text(i.get("src"))) for i in items_of(gallery.get("images"))]
    inside = "".join(
        shot.markup().removeprefix("<figure>").removesuffix("</figure>") for shot in shots
    )
    caption = escaped(text(gallery.get("caption")))
    return f"<figure>{inside}<figcaption>{caption}</figcaption></figure>" if shots else ""


def _mention(said: dict[str, Any]) -> str:
    """Return the name of a person or publication that is mentioned in a line."""
    return escaped(_first(said, "name", "title"))


def _formula(said: dict[str, Any]) -> str:
    return f"<pre><code>{escaped(text(said.get('persistentExpression')))}</code></pre>"


def _chart(said: dict[str, Any]) -> str:
    """Return a chart: the picture of it that the site keeps, and its address."""
    address, title = _first(said, "url"), _first(said, "title")
    still = _first(said, "thumbnail_url_full", "thumbnail_url")
    shot = Shot(still, title).markup() if still else ""
    return shot + (pointer(address, title, _first(said, "description")) if address else "")


_MAKERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "tweet": _tweet, "twitter-embed": _tweet, "instagram-embed-wrap": _instagram,
    "instagram": _instagram, "tiktok-wrap": _tiktok, "embedded-post-wrap": _post,
    "embedded-publication-wrap": _post, "digest-post-embed": _post, "mention-wrap": _mention,
    "bluesky-wrap": _bluesky,
    "image-gallery-embed": _gallery, "latex-rendered": _formula, "datawrapper-wrap": _chart,
}  # fmt: skip
# What holds its own markup, or was never meant for print.
_SILENT = frozenset(
    """youtube-wrap vimeo-wrap spotify-wrap captioned-image-container
    subscription-widget-wrap""".split()
)


def _said(element: Any) -> dict[str, Any]:
    try:
        return mapping(json.loads(element.get("data-attrs") or "{}"))
    except (ValueError, RecursionError):
        return {}


def _replace(element: Any, html: str) -> None:
    """Put `html` in the place of a component, or of the link that a site draws around it."""
    parent = element.getparent()
    if parent.tag == "a" and parent.get("data-component-name") and parent.getparent() is not None:
        element = parent
    made = parse_page(html).find("body")
    made.tag, made.tail = "span" if element.tag == "span" else "div", element.tail
    element.getparent().replace(element, made)


def _open_files(tree: Any) -> None:
    """Put a link in the place of a file to download, which has its size and two buttons."""
    for box in tree.xpath("//div[contains(@class,'file-embed-wrapper')]"):
        link = next((a for a in box.iter("a") if a.get("href")), None)
        title = box.find_class("file-embed-details-h1")
        about = box.find_class("file-embed-description")
        words = [
            " ".join(part[0].text_content().split()) if part else "" for part in (title, about)
        ]
        if link is not None and box.getparent() is not None:
            _replace(box, pointer(link.get("href"), *words))


def open_components(tree: Any) -> list[str]:
    """Put what components say in their places; return the names of those that say nothing."""
    lost: list[str] = []
    _open_files(tree)
    for element in list(tree.iter("div", "p", "a", "span")):
        if not element.get("data-attrs") or element.getparent() is None:
            continue
        classes = (element.get("class") or "").split()
        make = next((_MAKERS[name] for name in classes if name in _MAKERS), None)
        html = make(_said(element)) if make is not None else ""
        if html:
            _replace(element, html)
            continue
        silent = _SILENT & set(classes) or element.tag == "a"
        holds = element.text_content().strip() or element.find(".//img") is not None
        if not (silent or holds or element.find(".//iframe") is not None):
            lost.append(classes[0] if classes else "unnamed")
    return lost


def opened_components(html: str, source: Source, world: World) -> str:
    """Return `html`, of whatever page or feed, with cards of Ghost and components of Substack as
    quotations, boxes, figures and links; those that say nothing are reported.
    """
    html = opened_cards(html)
    if "data-component-name" not in html and not _TWEET.search(html):
        return html
    tree = parse_page(html)
    if lost := open_components(tree):
        world.diagnostics.warning(
            "content-dropped",
            f"there is nothing but the place of {len(lost)} component(s): "
            + ", ".join(sorted(set(lost))),
            where=source.at(),
            hint="look at the page on the site, and say in words what is missing",
        )
    return serialise(tree if "<body" in html else tree.find("body"))
