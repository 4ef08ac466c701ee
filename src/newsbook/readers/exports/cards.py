"""From the cards of editors (Ghost, and some of Medium and WordPress) to what a book can hold.

https://ghost.org/docs/themes/content/ lists Ghost's. Their buttons, clocks and icons are left
out; their words, pictures and addresses stay.
"""

from __future__ import annotations

import html as entities
import re
from typing import Any

from newsbook.readers.fields import squeeze
from newsbook.readers.pagetree import parse_page, serialise

__all__ = ["box", "opened_cards", "pointer"]

_ADDRESS = re.compile(r"url\(\s*['\"]?(.*?)['\"]?\s*\)")
_CARDS = re.compile(r"\bkg-[a-z]|graf--mixtapeEmbed|wp-block-file")
_CONTROLS = (
    "kg-video-overlay", "kg-video-player-container", "kg-audio-thumbnail", "kg-signup-card",
    "kg-toggle-card-icon", "kg-file-card-icon", "kg-product-card-rating", "kg-cta-button",
)  # fmt: skip


def pointer(address: str, title: str, about: str = "") -> str:
    """Return the markup of a line with a link to `address`, and of what it is about."""
    words = f"<p>{entities.escape(about)}</p>" if about else ""
    link = f'<a href="{entities.escape(address)}">{entities.escape(title or address)}</a>'
    return f'<aside class="embed"><p>{link}</p>{words}</aside>'


def box(html: str, title: str = "") -> str:
    """Return `html` as a box beside the text."""
    heading = f'<p class="aside-title">{entities.escape(title)}</p>' if title else ""
    return f'<aside class="sidebar">{heading}{html}</aside>'


def _part(card: Any, name: str) -> Any | None:
    found = card.xpath(".//*[contains(concat(' ', @class, ' '), $name)]", name=f" {name} ")
    return found[0] if found else None


def _words(card: Any, name: str) -> str:
    part = _part(card, name)
    return " ".join(part.text_content().split()) if part is not None else ""


def _inside(part: Any | None) -> str:
    """Return the markup inside `part`."""
    if part is None:
        return ""
    return entities.escape(part.text or "") + "".join(
        serialise(child) + entities.escape(child.tail or "") for child in part
    )


def _caption(card: Any) -> str:
    found = next(card.iter("figcaption"), None)
    return f"<p>{_inside(found)}</p>" if found is not None else ""


def _bookmark(card: Any) -> str:
    link = next(card.iter("a"), None)
    address = link.get("href") if link is not None else ""
    about = _words(card, "kg-bookmark-description")
    return pointer(address or "", _words(card, "kg-bookmark-title"), about) + _caption(card)


def _toggle(card: Any) -> str:
    return box(_inside(_part(card, "kg-toggle-content")), _words(card, "kg-toggle-heading"))


def _callout(card: Any) -> str:
    text = _inside(_part(card, "kg-callout-text"))
    return box(text if re.match(r"\s*<(?:p|ul|ol|h\d)\b", text) else f"<p>{text}</p>")


def _audio(card: Any) -> str:
    sound = next(card.iter("audio"), None)
    title = entities.escape(_words(card, "kg-audio-title"))
    address = entities.escape(sound.get("src") or "") if sound is not None else ""
    return f'<audio src="{address}" title="{title}"></audio>'


def _file(card: Any) -> str:
    link = next(card.iter("a"), None)
    title = _words(card, "kg-file-card-title") or _words(card, "kg-file-card-filename")
    address = (link.get("href") if link is not None else "") or ""
    return pointer(address, title, _words(card, "kg-file-card-caption"))


def _worded_link(card: Any) -> Any | None:
    return next((x for x in card.iter("a") if x.text_content().strip()), None)


def _mixtape(card: Any) -> str:
    """Return Medium's card of another page."""
    link = _worded_link(card)
    if link is None:
        return ""
    title, about = (squeeze(link.findtext(name) or "") for name in ("strong", "em"))
    return pointer(link.get("href") or "", title or squeeze(link.text_content()), about)


def _wordpress_file(card: Any) -> str:
    """Return WordPress's block of a file to take away: its link, without the button."""
    link = _worded_link(card)
    return pointer(link.get("href") or "", squeeze(link.text_content())) if link is not None else ""


def _product(card: Any) -> str:
    """Return a product as a box: its picture, name and description, without its button."""
    shown = next(card.iter("img"), None)
    picture = f"<figure>{serialise(shown)}</figure>" if shown is not None else ""
    about = _inside(_part(card, "kg-product-card-description"))
    return box(picture + about, _words(card, "kg-product-card-title"))


_MAKERS = {
    "kg-bookmark-card": _bookmark, "kg-toggle-card": _toggle, "kg-callout-card": _callout,
    "kg-audio-card": _audio, "kg-file-card": _file, "kg-product-card": _product,
    "graf--mixtapeEmbed": _mixtape, "wp-block-file": _wordpress_file,
}  # fmt: skip


def _poster(film: Any, card: Any) -> None:
    """Give a film the picture its card shows: the player has a spacer in its place."""
    shown = _ADDRESS.search(film.get("style") or "")
    still = card.get("data-kg-custom-thumbnail") or card.get("data-kg-thumbnail")
    address = still or (shown[1] if shown else "")
    if address:
        film.set("poster", address)
    elif "spacergif" in (film.get("poster") or ""):
        del film.attrib["poster"]


def opened_cards(html: str) -> str:
    """Return `html` with cards as quotations, boxes, figures and links."""
    if not _CARDS.search(html):
        return html
    tree = parse_page(html)
    for name in _CONTROLS:
        for element in tree.xpath("//*[contains(concat(' ', @class, ' '), $n)]", n=f" {name} "):
            if element.getparent() is not None:
                element.drop_tree()
    for name, make in _MAKERS.items():
        for card in tree.xpath("//*[contains(concat(' ', @class, ' '), $n)]", n=f" {name} "):
            made = parse_page(make(card)).find("body")
            made.tag, made.tail = "div", card.tail
            card.getparent().replace(card, made)
    for card in tree.xpath("//*[contains(concat(' ', @class, ' '), ' kg-video-card ')]"):
        for film in card.iter("video"):
            _poster(film, card)
    return serialise(tree) if "<body" in html else _inside(tree.find("body"))
