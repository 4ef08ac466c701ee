"""From what a page embeds (players, frames, posts of social networks) to what a book can hold.

A player becomes its poster and a line with a link, which print draws as a QR code; a post becomes a
quotation of its words. Nothing is fetched: what the page does not say is not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from newsbook import content as c
from newsbook.tree import plain_text
from newsbook.xhtml import vocabulary
from newsbook.xhtml.elements import Element, Node

if TYPE_CHECKING:
    from newsbook.xhtml.flow import Flow

__all__ = ["POSTS", "embed", "is_post", "named_player", "post", "public_address", "without_dash"]

POSTS: Final = frozenset(
    """twitter-tweet twitter-video tweet instagram-media tiktok-embed fb-post fb-video
    bluesky-embed mastodon-embed text-post-media reddit-embed-bq reddit-card""".split()
)
_PERMALINKS: Final = (
    "data-instgrm-permalink", "data-href", "data-embed-url", "data-text-post-permalink", "cite",
)  # fmt: skip
_WRAPPERS: Final = frozenset({"wp-block-embed__wrapper", "embed-block", "oembed", "media-embed"})
_BY_NUMBER: Final = {
    "lite-youtube": "https://www.youtube.com/watch?v={0}",
    "amp-youtube": "https://www.youtube.com/watch?v={0}",
    "lite-vimeo": "https://vimeo.com/{0}",
    "amp-vimeo": "https://vimeo.com/{0}",
}
# Addresses of players, and those of the pages on which a person sees the same.
_PAGES: Final = tuple(
    (re.compile(pattern), page)
    for pattern, page in (
        (r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/(?!videoseries)([\w-]{5,20})",
         "https://www.youtube.com/watch?v={0}"),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{0}"),
        (r"(?:www\.|geo\.)?dailymotion\.com/embed/video/(\w+)",
         "https://www.dailymotion.com/video/{0}"),
        (r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "https://open.spotify.com/{0}"),
        (r"embed\.podcasts\.apple\.com/(.+)", "https://podcasts.apple.com/{0}"),
        (r"rutube\.ru/(?:play/embed|embed)/(\w+)", "https://rutube.ru/video/{0}/"),
        (r"player\.youku\.com/embed/([\w=]+)", "https://v.youku.com/v_show/id_{0}.html"),
        (r"www\.ted\.com/embed|embed\.ted\.com/talks/([\w/]+)", "https://www.ted.com/talks/{0}"),
        (r"www\.instagram\.com/((?:p|reel|tv)/[\w-]+)/embed", "https://www.instagram.com/{0}/"),
        (r"www\.tiktok\.com/(?:embed(?:/v2)?|player/v1)/(\d+)",
         "https://www.tiktok.com/embed/v2/{0}"),
    )
)  # fmt: skip
# Players whose query says what they play: the name in the query, and the page.
_QUERIES: Final = (
    ("platform.twitter.com", "id", "https://twitter.com/i/status/{0}"),
    ("player.bilibili.com", "bvid", "https://www.bilibili.com/video/{0}"),
    ("v.qq.com", "vid", "https://v.qq.com/x/page/{0}.html"),
    ("www.facebook.com", "href", "{0}"),
    ("w.soundcloud.com", "url", "{0}"),
)
_TALES: Final = re.compile(r"(?:ref_src|ref_url|utm_\w+|s|t|igsh|igshid|si|feature)=[^&#]*&?")
_SOCIAL: Final = re.compile(
    r"(?:www\.|mobile\.|m\.)?(?:twitter|x|instagram|threads|tiktok|facebook|bsky)\.(?:com|net|app)"
)
_DASH: Final = re.compile(r"^[\s\u00a0]*[—–―-]+[\s\u00a0]*")
_GENERIC: Final = re.compile(
    r"(?:youtube|vimeo|dailymotion|spotify|embedded|video|audio|iframe|player|content|embed|html5|"
    r"\W)+",
    re.IGNORECASE,
)


def public_address(address: str) -> str:
    """Return the page on which a person sees what a player at `address` plays."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    for pattern, page in _PAGES:
        found = pattern.match(host + parts.path)
        if found and found[1]:
            return page.format(found[1])
    for name, key, page in _QUERIES:
        value = parse_qs(parts.query).get(key, [""])[0] if host == name else ""
        made = vocabulary.clean_href(page.format(value)) if value else None
        if made is not None and made.startswith(("http:", "https:")):
            return made
    if _SOCIAL.fullmatch(host) and parts.query:
        return address.replace("?" + parts.query, f"?{_TALES.sub('', parts.query)}").rstrip("?&")
    return address


def without_dash(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Return an attribution without the dash before it: style sheets set their own."""
    while inlines and isinstance(inlines[0], c.Text | c.LineBreak):
        first = inlines[0]
        rest = _DASH.sub("", first.text) if isinstance(first, c.Text) else ""
        if rest.strip():
            return (c.Text(rest), *inlines[1:])
        inlines = inlines[1:]
    return inlines


def _common(flow: Flow, element: Element) -> dict[str, Any]:
    return {"id": element.get("id"), "language": flow.language_of(element)}


# ---------------------------------------------------------------- players
def _address(element: Element) -> str | None:
    """Return the public address of what `element` embeds, or None."""
    number = element.get("videoid") or element.get("data-videoid") or ""
    if element.tag in _BY_NUMBER and re.fullmatch(r"[\w-]{1,32}", number):
        return _BY_NUMBER[element.tag].format(number)
    inner = [x for x in element.walk() if x.tag in ("source", "embed", "iframe")]
    for candidate in (element, *inner):
        for name in ("src", "data-src", "data-lazy-src", "data", "url"):
            value = vocabulary.clean_href(candidate.get(name))
            if value and value.startswith(("http:", "https:")):
                return public_address(value)
    return None


def _label(element: Element) -> str:
    """Return the title of an embedded player, unless it only says that it is one."""
    for name in ("title", "aria-label", "playlabel"):
        label = " ".join((element.get(name) or "").split())
        if label and not _GENERIC.fullmatch(label):
            return label
    return ""


def named_player(element: Element) -> c.Aside | None:
    """Return what stands for a wrapper in which an editor left nothing but an address."""
    if not _WRAPPERS & set(element.classes):
        return None
    text = element.text().strip()
    address = vocabulary.clean_href(text) if re.fullmatch(r"https?://\S+", text) else None
    if address is None:
        return None
    address = public_address(address)
    return c.Aside((c.Paragraph((c.Link(address, (c.Text(address),)),)),), (), "embed")


def embed(flow: Flow, element: Element) -> list[c.Block]:
    """Return the poster of an embedded player, frame or document, and a line with a link."""
    address, label = _address(element), _label(element)
    kind = {"iframe": "frame"}.get(element.tag, element.tag)
    fallback = flow.blocks(element.children) if element.tag == "object" else []
    source = vocabulary.clean_source(element.get("poster"))
    said = label or address or kind
    poster = [c.Figure(pictures=(c.Picture(source, said),))] if source else []
    if address is None:
        flow.drop(f"an embedded {kind} without a public address", element)
        words: list[c.Block] = [c.Paragraph((c.Text(label),))] if label else []
        return [*poster, *words, *fallback]
    flow.drop(f"an embedded {kind}", element, instead="a link")
    link = c.Link(address, (c.Text(label or address),))
    blocks = (*poster, c.Paragraph((link,)), *fallback)
    return [c.Aside(blocks, (), "embed", **_common(flow, element))]


# ---------------------------------------------------------------- posts
def is_post(element: Element) -> bool:
    """Whether `element` holds a post of a social network."""
    return bool(POSTS & set(element.classes))


def _permalink(element: Element) -> str | None:
    """Return the address of a post: as stated, else that of its last link."""
    stated = [element.get(name) for name in _PERMALINKS]
    links = [x.get("href") for x in element.walk() if x.tag == "a"]
    for value in (*stated, *reversed(links)):
        address = vocabulary.clean_href(value)
        if address is not None and address.startswith(("http:", "https:")):
            return public_address(address)
    return None


def _shorter(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Return inlines whose links do not tell where a reader came from."""
    return tuple(
        c.Link(public_address(x.href), x.children, x.title) if isinstance(x, c.Link) else x
        for x in inlines
    )


def _last_line(children: list[Node], address: str | None) -> int:
    """Return where the line after the last paragraph of a post begins: who wrote it, and when.

    Systems that make a paragraph of every line make one of that line too.
    """
    blocks = [n for n, x in enumerate(children) if isinstance(x, Element)
              and x.tag in ("p", "div", "section", "blockquote", "figure", "ul", "ol")]  # fmt: skip
    if not blocks:
        return len(children)
    last = children[blocks[-1]]
    assert isinstance(last, Element)
    links = [public_address(x.get("href") or "") for x in last.walk() if x.tag == "a"]
    signed = last.tag == "p" and _DASH.match(last.text()) and address in links
    return blocks[-1] if len(blocks) > 1 and signed else blocks[-1] + 1


def post(flow: Flow, element: Element) -> list[c.Block]:
    """Return a post as a quotation with its author, date and address.

    A post of which the page holds only the address is a line with a link.
    """
    address = _permalink(element)
    inner = [x for x in element.children if isinstance(x, Element)]
    if len(inner) == 1 and inner[0].tag == "blockquote" and not is_post(inner[0]):
        element = inner[0]
    cut = _last_line(element.children, address)
    body = flow.blocks(element.children[:cut])
    attribution = without_dash(_shorter(flow.inlines(element.children[cut:])))
    words = plain_text(tuple(body)).strip()
    common = _common(flow, element)
    if attribution and words:
        return [c.Quote(tuple(body), attribution, None, address, **common)]
    linked = "".join(x.text() for x in element.walk() if x.tag == "a")
    if address is None or len("".join(linked.split())) < 0.6 * len("".join(words.split())):
        named = (c.Link(address, (c.Text(address),)),) if address else ()
        return [c.Quote(tuple(body), attribution or named, None, address, **common)] if body else []
    named_links = [" ".join(x.text().split()) for x in element.walk() if x.tag == "a"]
    label = next((text for text in reversed(named_links) if text), address)
    line = c.Paragraph((c.Link(address, (c.Text(label),)),))
    return [c.Aside((line,), (), "embed", **common)]
