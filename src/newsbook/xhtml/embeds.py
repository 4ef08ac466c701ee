"""From what a page embeds (players, frames, documents, cards) to what a book can hold.

A player becomes its poster and a line with a link, which print draws as a QR code. Nothing is
fetched: what the page does not say is not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from newsbook import content as c
from newsbook.tree import plain_text, walk
from newsbook.xhtml import vocabulary
from newsbook.xhtml.addresses import (
    WAITING,
    is_counter,
    public_address,
    shown_address,
    shows_one_thing,
)
from newsbook.xhtml.elements import Element

if TYPE_CHECKING:
    from newsbook.xhtml.flow import Flow

__all__ = ["embed", "lone_addresses", "named_player", "pointer", "without_doubles"]

_WRAPPERS: Final = frozenset({"wp-block-embed__wrapper", "embed-block", "oembed", "media-embed"})
_BY_NUMBER: Final = {
    "lite-youtube": "https://www.youtube.com/watch?v={0}",
    "amp-youtube": "https://www.youtube.com/watch?v={0}",
    "lite-vimeo": "https://vimeo.com/{0}",
    "amp-vimeo": "https://vimeo.com/{0}",
}
_GENERIC: Final = re.compile(
    r"(?:youtube|vimeo|dailymotion|spotify|soundcloud|twitter|facebook|instagram|tiktok|linkedin|"
    r"reddit|embedded|video|audio|iframe|player|content|embed|html5|post|tweet|widget|x|of|from|"
    r"by|on|\W)+",
    re.IGNORECASE,
)
_SERVICE: Final = re.compile(r"^(?:Spotify Embed|Embed of):?\s+", re.IGNORECASE)
# What an element says to those who cannot see what it embeds.
_FALLBACK: Final = re.compile(
    r"flash|plug-?in|javascript|browser|navigat|navegador|html ?5|浏览器|ブラウザ|브라우저|браузер",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PICTURE: Final = re.compile(r"[^?#]+\.(?:svg|png|jpe?g|gif|webp)", re.IGNORECASE)
_SPACER: Final = re.compile(r"spacer|blank\.|transparent\.|1x1", re.IGNORECASE)


def _common(flow: Flow, element: Element) -> dict[str, Any]:
    return {"id": element.get("id"), "language": flow.language_of(element)}


def pointer(address: str, label: str = "", **common: Any) -> c.Aside:
    """Return a line with a link to `address`."""
    link = c.Link(address, (c.Text(label or address),))
    return c.Aside((c.Paragraph((link,)),), (), "embed", **common)


def _address(element: Element) -> str | None:
    """Return the public address of what `element` embeds, or None."""
    number = element.get("videoid") or element.get("data-videoid") or ""
    if element.tag in _BY_NUMBER and re.fullmatch(r"[\w-]{1,32}", number):
        return _BY_NUMBER[element.tag].format(number)
    inner = [x for x in element.walk() if x.tag in ("source", "embed", "iframe")]
    for candidate in (element, *inner):
        for name in ("src", *WAITING, "data", "url"):
            if address := shown_address(candidate.get(name)):
                return address
    return None


def _label(element: Element) -> str:
    """Return the title of an embedded player, unless it only says that it is one."""
    for name in ("title", "aria-label", "playlabel"):
        label = _SERVICE.sub("", " ".join((element.get(name) or "").split()))
        if label and not _GENERIC.fullmatch(label):
            return label
    return ""


def _counts(element: Element) -> bool:
    """Whether a frame is one that nobody is meant to look at, or that sells something."""
    stated = (element.get(x) for x in ("src", *WAITING))
    source = next((y for x in stated if (y := vocabulary.clean_href(x))), "") or ""
    if is_counter(source):
        return True
    unseen = _UNSEEN.search(element.get("style") or "") or any(
        (element.get(x) or "").strip() in ("0", "1", "0px", "1px") for x in ("width", "height")
    )
    return bool(unseen) and public_address(source) == source


def named_player(element: Element) -> c.Aside | None:
    """Return what stands for a wrapper in which an editor left nothing but an address."""
    if not _WRAPPERS & set(element.classes):
        return None
    text = element.text().strip()
    address = shown_address(text) if re.fullmatch(r"https?://\S+", text) else None
    return pointer(address) if address is not None else None


def _fallback(flow: Flow, element: Element, address: str | None) -> list[c.Block]:
    """Return what an object holds for those who cannot see it, if it is more than an excuse."""
    if element.tag != "object":
        return []
    blocks = flow.blocks(x for x in element.children if not _is_embed(x))
    return [
        block
        for block in blocks
        if not (_address_of(block) == address and address)
        and not (isinstance(block, c.Paragraph) and _FALLBACK.search(plain_text(block)))
    ]


def _is_embed(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag == "embed"


def embed(flow: Flow, element: Element) -> list[c.Block]:
    """Return the poster of an embedded player, frame or document, and a line with a link."""
    if element.tag == "iframe" and _counts(element):
        flow.drop("a frame that counts or sells", element, machinery=True)
        return []
    drawn = vocabulary.clean_source(element.get("data")) if element.tag == "object" else None
    if drawn and _PICTURE.fullmatch(drawn):
        return [c.Figure(pictures=(c.Picture(drawn, _label(element) or None),))]
    address, label = _address(element), _label(element)
    kind = {"iframe": "frame", "embed": "object"}.get(element.tag, element.tag)
    fallback = _fallback(flow, element, address)
    source = vocabulary.clean_source(element.get("poster"))
    said = label or address or kind
    shown = source is not None and not _SPACER.search(source)
    poster = [c.Figure(pictures=(c.Picture(source, said),))] if source and shown else []
    if address is None:
        flow.drop(f"an embedded {kind} without a public address", element)
        words: list[c.Block] = [c.Paragraph((c.Text(label),))] if label else []
        return [*poster, *words, *fallback]
    flow.drop(f"an embedded {kind}", element, instead="a link")
    line = c.Paragraph((c.Link(address, (c.Text(label or address),)),))
    return [c.Aside((*poster, line, *fallback), (), "embed", **_common(flow, element))]


# ---------------------------------------------------------------- an address on its own line
def lone_addresses(blocks: tuple[c.Block, ...]) -> tuple[c.Block, ...]:
    """Return `blocks` with a box for each line that is only the address of a film or a post.

    That is how most systems are told to draw one.
    """
    return tuple(_boxed(block) or block for block in blocks)


def _boxed(block: c.Block) -> c.Aside | None:
    if not isinstance(block, c.Paragraph) or block.style is not None:
        return None
    said = plain_text(block).strip()
    link = _only_link(block)
    plain = all(isinstance(x, c.Text) for x in block.children)
    if not (plain or (link is not None and link.href.rstrip("/") == said.rstrip("/"))):
        return None
    address = shown_address(said) if re.fullmatch(r"https?://\S+", said) else None
    if address is None or not shows_one_thing(address):
        return None
    return pointer(address, id=block.id, language=block.language)


# ---------------------------------------------------------------- said twice
def _address_of(block: c.Block) -> str | None:
    """Return the address that a box for something embedded, a quoted post or a line that is a
    link leads to.
    """
    if isinstance(block, c.Quote):
        return block.source
    if (link := _only_link(block)) is not None:
        return public_address(link.href)
    if not isinstance(block, c.Aside) or block.style != "embed":
        return None
    return next((x.href for x in walk(block.blocks) if isinstance(x, c.Link)), None)


def _only_link(block: c.Block) -> c.Link | None:
    """Return the link that is all that a paragraph says, or None."""
    children = block.children if isinstance(block, c.Paragraph) else ()
    said = [x for x in children if not (isinstance(x, c.Text) and not x.text.strip())]
    return said[0] if len(said) == 1 and isinstance(said[0], c.Link) else None


def _says(block: c.Block) -> tuple[bool, bool, bool]:
    """Return how much a box or a quotation tells of what it leads to."""
    poster = any(isinstance(x, c.Picture) for x in walk((block,)))
    return isinstance(block, c.Quote), poster, plain_text(block).strip() != _address_of(block)


def _with_line(before: c.Block, block: c.Block, address: str) -> list[c.Block]:
    """Return a box and a line beside it that lead to the same address: one, where the box has no
    words of its own.
    """
    pair = [before, block]
    boxes = [x for x in pair if isinstance(x, c.Aside)]
    lines = [x for x in pair if isinstance(x, c.Paragraph)]
    if len(boxes) != 1 or len(lines) != 1 or _says(boxes[0])[2]:
        return pair
    words = plain_text(lines[0])
    if any(isinstance(x, c.Picture) for x in walk(lines)):
        return pair
    return [pointer(address, words, id=boxes[0].id, language=boxes[0].language)]


def without_doubles(blocks: list[c.Block]) -> list[c.Block]:
    """Return `blocks` without the poorer of two neighbours that lead to the same address.

    Pages write a player twice, for browsers with scripts and for those without.
    """
    result: list[c.Block] = []
    for block in blocks:
        address = _address_of(block)
        before = result[-1] if result else None
        if before is None or address is None or _address_of(before) != address:
            result.append(block)
        elif isinstance(before, c.Paragraph) or isinstance(block, c.Paragraph):
            result[-1:] = _with_line(before, block, address)
        elif isinstance(before, c.Quote) and isinstance(block, c.Quote):
            result.append(block)
        elif _says(block) > _says(before):
            result[-1] = block
    return result
