"""From a post of a social network that a page embeds to a quotation of its words.

The quotation has its author, its date and its address; a post of which the page holds only the
address is a line with a link. What a network writes around it for a browser is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from newsbook import content as c
from newsbook.tree import map_blocks, plain_text, walk
from newsbook.xhtml.addresses import public_address, shown_address
from newsbook.xhtml.elements import Element, Node
from newsbook.xhtml.embeds import pointer

if TYPE_CHECKING:
    from newsbook.xhtml.flow import Flow

__all__ = ["POSTS", "is_post", "post", "without_dash"]

POSTS: Final = frozenset(
    """twitter-tweet twitter-video tweet instagram-media tiktok-embed fb-post fb-video
    bluesky-embed mastodon-embed text-post-media reddit-embed-bq reddit-card imgur-embed-pub
    tumblr-post wp-embedded-content""".split()
)
_PERMALINKS: Final = (
    "data-instgrm-permalink", "data-href", "data-text-post-permalink", "data-bluesky-uri",
    "data-embed-url", "cite",
)  # fmt: skip
_BLOCKS: Final = frozenset("p div section blockquote figure ul ol".split())
_OF_A_POST: Final = re.compile(
    r"/(?:status(?:es)?|p|reel|tv|posts?|comments|videos?|photos?)/", re.IGNORECASE
)
_DASH: Final = re.compile(r"^[\s\u00a0]*[—–―-]+[\s\u00a0]*")
# What networks write for browsers: a call to look at the post there, or that it is loading.
_NETWORKS: Final = (
    r"(?:instagram|facebook|twitter|x|threads|mastodon|bluesky|tiktok|reddit|imgur\.com|tumblr)"
)
_CALL: Final = re.compile(
    rf"(?:\W*{_NETWORKS}\W{{0,3}}(?:で|에서|上|पर).{{0,30}}"
    rf"|.{{0,60}}?\b(?<!@)(?<!#){_NETWORKS}\W*"
    rf"|\W*(?:在|通过|於)\s*{_NETWORKS}.{{0,30}}"
    r")",
    re.IGNORECASE | re.DOTALL,
)
_LOADING: Final = re.compile(r"\s*loading\W*", re.IGNORECASE)
_SIGNED: Final = re.compile(
    r"^\W*(?:a (?:post|photo|video|reel) shared by|post by|posted by|by|von|par|от)\b|@\w",
    re.IGNORECASE,
)
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")


def is_post(element: Element) -> bool:
    """Whether `element` holds a post of a social network."""
    return element.tag in ("blockquote", "div") and bool(POSTS & set(element.classes))


def without_dash(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Return an attribution without the dash before it: style sheets set their own."""
    while inlines and isinstance(inlines[0], c.Text | c.LineBreak):
        first = inlines[0]
        rest = _DASH.sub("", first.text) if isinstance(first, c.Text) else ""
        if rest.strip():
            return (c.Text(rest), *inlines[1:])
        inlines = inlines[1:]
    return inlines


def _permalink(element: Element) -> str | None:
    """Return the address of a post: as stated, else that of the link that looks like one."""
    stated = [element.get(name) for name in _PERMALINKS]
    links = [x.get("href") for x in element.walk() if x.tag == "a"]
    by_look = [x for x in links if x and _OF_A_POST.search(urlsplit(x).path)]
    for value in (*stated, *by_look[:1], *reversed(links)):
        if (address := shown_address(value)) is not None:
            return address
    return None


def _shorter(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Return inlines whose links do not tell where a reader came from, and days without hours."""
    result: list[c.Inline] = []
    for x in inlines:
        if isinstance(x, c.Link):
            x = c.Link(public_address(x.href), _shorter(x.children), x.title)
        elif isinstance(x, c.Text):
            x = c.Text(_INSTANT.sub(r"\1", x.text))
        result.append(x)
    return tuple(result)


# ---------------------------------------------------------------- what networks write for browsers
def _same(value: str | None, address: str | None) -> bool:
    """Whether `value` is the post at `address`; networks know one author by several names."""
    shown = shown_address(value)
    if shown is None or address is None:
        return False
    ours, theirs = urlsplit(shown), urlsplit(address)
    return ours.hostname == theirs.hostname and (
        ours.path.rstrip("/").rpartition("/")[2] == theirs.path.rstrip("/").rpartition("/")[2]
    )


def _is_call(element: Element, address: str | None, *, linked: bool) -> bool:
    """Whether `element` says only that the post is to be seen on its network.

    Such words lead to the post, as those of `linked` elements do.
    """
    words = " ".join(element.text().split())
    if len(words) > 70 or _SIGNED.search(words) or not _CALL.fullmatch(words):
        return False
    text = "".join(words.split())
    links = (x for x in element.walk() if x.tag == "a" and _same(x.get("href"), address))
    return linked or "".join("".join(x.text().split()) for x in links) == text


def _without_calls(node: Element, address: str | None, *, linked: bool = False) -> None:
    """Take what networks write for browsers out of `node`, and boxes with nothing in them.

    A paragraph is the post's own words.
    """
    kept: list[Node] = []
    for child in node.children:
        if not isinstance(child, Element):
            kept.append(child)
            continue
        if child.tag != "p":
            leads = linked or (child.tag == "a" and _same(child.get("href"), address))
            if _is_call(child, address, linked=leads):
                kept.append(" ")
                continue
            _without_calls(child, address, linked=leads)
        else:
            child.children = [x for x in child.children if not _is_mark(x)]
        emptied = child.tag in ("a", "div", "section") and not child.text().strip()
        kept.append(" " if emptied and not any(x.tag == "img" for x in child.walk()) else child)
    node.children = kept


def _is_mark(node: Node) -> bool:
    """Whether `node` stands for a picture that Bluesky does not give away."""
    return isinstance(node, Element) and node.text().strip() == "[image or embed]"


def _lines(nodes: Iterable[Node]) -> list[Element]:
    """Return the innermost elements that are lines of a post, in order."""
    found: list[Element] = []
    for node in nodes:
        if not isinstance(node, Element):
            continue
        inner = [x for x in node.children if isinstance(x, Element)]
        if any(y.tag in _BLOCKS for x in inner for y in x.walk()):
            found += _lines(node.children)
        elif node.text().strip():
            found.append(node)
    return found


# ---------------------------------------------------------------- who wrote it, and when
def _plain_links(blocks: list[c.Block]) -> list[c.Block]:
    """Return the words of a post with links that do not tell where a reader came from."""
    return list(
        map_blocks(tuple(blocks), lambda x: _shorter((x,))[0] if isinstance(x, c.Link) else x)
    )


def _last_line(children: list[Node], address: str | None) -> int:
    """Return where the line after the last paragraph of a post begins: who wrote it, and when.

    Systems that make a paragraph of every line make one of that line too.
    """
    blocks = [n for n, x in enumerate(children) if isinstance(x, Element) and x.tag in _BLOCKS]
    if not blocks:
        return len(children)
    last = children[blocks[-1]]
    assert isinstance(last, Element)
    links = [public_address(x.get("href") or "") for x in last.walk() if x.tag == "a"]
    signed = last.tag == "p" and _DASH.match(last.text()) and address in links
    return blocks[-1] if len(blocks) > 1 and signed else blocks[-1] + 1


def _addressed(attribution: tuple[c.Inline, ...], address: str | None) -> tuple[c.Inline, ...]:
    """Return who wrote a post with a link to it, which the day is where it ends the line."""
    links = [x.href for x in walk(attribution) if isinstance(x, c.Link)]
    if address is None or any(_same(x, address) for x in links):
        return attribution
    last = attribution[-1] if attribution else None
    if isinstance(last, c.Span) and last.style == "time":
        return (*attribution[:-1], c.Link(address, (last,)))
    return (*attribution, c.LineBreak(), c.Link(address, (c.Text(address),)))


def _framed_post(
    flow: Flow, element: Element, address: str | None
) -> tuple[list[c.Block], tuple[c.Inline, ...]] | None:
    """Return words and author of a post that its network wraps in boxes, or None.

    Instagram, TikTok, Threads and Mastodon put its words into a paragraph, and into the lines
    before or after it who wrote it.
    """
    if any(isinstance(x, str) and x.strip() for x in element.children):
        return None
    lines = _lines(element.children)
    signed = [x for x in lines if _SIGNED.search(x.text())]
    words = [x for x in lines if x.tag in ("p", "blockquote") and x not in signed]
    if not signed or not words:
        return None
    body: list[c.Block] = []
    for line in words:
        body += _plain_links(flow.blocks([_unlinked(line)]))
    attribution = without_dash(_shorter(flow.inlines(_opened(signed[-1]))))
    return body, _addressed(attribution, address)


def _opened(line: Element) -> list[Node]:
    return [line] if line.tag in ("a", "span") else line.children


def _unlinked(line: Element) -> Element:
    """Return a line of a post of which all the words are a link to it, without that link."""
    inner = [x for x in line.children if not (isinstance(x, str) and not x.strip())]
    if len(inner) == 1 and isinstance(inner[0], Element) and inner[0].tag == "a":
        return Element(line.tag, line.attributes, inner[0].children, line.line, line.parent)
    return line


def _headed_post(flow: Flow, element: Element) -> c.Block | None:
    """Return a post that is a title and a line of who wrote it where (Reddit), or None."""
    links = [x for x in element.walk() if x.tag == "a" and x.text().strip()]
    if len(links) < 2 or not any(x.startswith("reddit-") for x in element.classes):
        return None
    title = links[0]
    address = shown_address(title.get("href"))
    if address is None or title not in element.children:
        return None
    rest = element.children[element.children.index(title) + 1 :]
    spaced = [y for x in rest for y in ((" ", x, " ") if isinstance(x, Element) else (x,))]
    by = without_dash(_shorter(flow.inlines([x for x in spaced if not _is_break(x)])))
    words = (c.Paragraph((c.Link(address, flow.inlines(title.children)),)),)
    return c.Quote(words, by, None, address, **_common(flow, element))


def _is_break(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "br"


def _common(flow: Flow, element: Element) -> dict[str, Any]:
    return {"id": element.get("id"), "language": flow.language_of(element)}


def post(flow: Flow, element: Element) -> list[c.Block]:
    """Return a post as a quotation with its author, date and address, or a line with a link."""
    address = _permalink(element)
    if (headed := _headed_post(flow, element)) is not None:
        return [headed]
    common = _common(flow, element)
    if _is_call(element, address, linked=False) or _LOADING.fullmatch(element.text()):
        return [pointer(address, **common)] if address else []
    _without_calls(element, address)
    inner = [x for x in element.children if isinstance(x, Element)]
    if len(inner) == 1 and inner[0].tag == "blockquote" and not is_post(inner[0]):
        element = inner[0]
    if (framed := _framed_post(flow, element, address)) is not None:
        body, attribution = framed
        return [c.Quote(tuple(body), attribution, None, address, **common)]
    cut = _last_line(element.children, address)
    body = _plain_links(flow.blocks(element.children[:cut]))
    attribution = without_dash(_shorter(flow.inlines(element.children[cut:])))
    words = plain_text(tuple(body)).strip()
    if attribution and words:
        return [c.Quote(tuple(body), attribution, None, address, **common)]
    return _pointed(element, body, words, attribution, address, common)


def _pointed(
    element: Element,
    body: list[c.Block],
    words: str,
    attribution: tuple[c.Inline, ...],
    address: str | None,
    common: dict[str, Any],
) -> list[c.Block]:
    """Return a post that says no more than where it is as a line with a link."""
    if body and all(isinstance(x, c.Aside) and x.style == "embed" for x in body):
        return body
    linked = "".join(x.text() for x in element.walk() if x.tag == "a")
    if address is None or len("".join(linked.split())) < 0.6 * len("".join(words.split())):
        named = (c.Link(address, (c.Text(address),)),) if address else ()
        return [c.Quote(tuple(body), attribution or named, None, address, **common)] if body else []
    named_links = [" ".join(x.text().split()) for x in element.walk() if x.tag == "a"]
    label = next((text for text in reversed(named_links) if text), "")
    return [pointer(address, label, **common)]
