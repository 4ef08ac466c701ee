"""From the players of a page, as browsers of all ages were given them, to plain frames.

The engines judge a page by its text, and what stands inside a player is none: it is what a browser
shows that cannot play it.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["plain_players"]

_AMP = {
    "amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio",
    "amp-iframe": "iframe",
}  # fmt: skip
_BY_NUMBER = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/embed/"),
    "amp-vimeo": ("data-videoid", "https://player.vimeo.com/video/"),
    "lite-youtube": ("videoid", "https://www.youtube.com/embed/"),
    "lite-vimeo": ("videoid", "https://player.vimeo.com/video/"),
}
_PICTURE = re.compile(r"[^?#]+\.(?:svg|png|jpe?g|gif|webp)", re.IGNORECASE)
_PLAYED = frozenset({"source", "track"})


def _emptied(element: Any) -> bool:
    """Take out of a player what is there for those who cannot see it; whether there was any."""
    inside = [e for e in element.iterdescendants("*")]
    held = bool(element.text_content().strip()) or any(e.tag not in _PLAYED for e in inside)
    element.text = None
    for child in list(element):
        element.remove(child)
    for child in inside:
        if child.tag in _PLAYED:
            child.text = child.tail = None
            for nested in list(child):
                child.remove(nested)
            element.append(child)
    return held


def _shown(element: Any) -> str:
    """Return the address of what an `object` or `embed` shows."""
    for name in ("data", "src"):
        if value := (element.get(name) or "").strip():
            return str(value)
    for child in element.iter("param", "embed"):
        named = (child.get("name") or "").lower() in ("movie", "src", "url")
        value = child.get("value") if child.tag == "param" and named else child.get("src")
        if value and value.strip():
            return str(value).strip()
    return ""


def _open_object(element: Any) -> bool:
    """Turn an `object` or `embed` into a frame or a picture, unless it stands in another."""
    address = _shown(element)
    if element.getparent() is None:
        return False
    label = element.get("title") or element.get("aria-label") or ""
    is_picture = _PICTURE.fullmatch(address) is not None
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.text, element.tag = None, "img" if is_picture else "iframe"
    if address:
        element.set("src", address)
    if label:
        element.set("alt" if is_picture else "title", label)
    return True


def _by_number(element: Any) -> None:
    name, address = _BY_NUMBER[element.tag]
    label = element.get("playlabel") or element.get("title") or ""
    number = element.get(name) or ""
    for child in list(element):
        element.remove(child)
    element.text, element.tag = None, "iframe"
    element.set("src", address + number)
    if label:
        element.set("title", label)


def plain_players(tree: Any) -> bool:
    """Turn what only a browser shows into plain elements; whether there was any.

    Pages with shadow trees hold their text in `template` elements (HTML, 4.12.3), and AMP pages
    hold their pictures in elements of their own.
    """
    changed = False
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag
        if tag == "template" and any(n.startswith("shadowroot") for n in element.attrib):
            element.tag = "div"
        elif tag in _AMP:
            element.tag = _AMP[tag]
            if element.tag != "img":
                _emptied(element)
        elif tag in _BY_NUMBER:
            _by_number(element)
        elif tag in ("iframe", "video", "audio"):
            if not _emptied(element):
                continue
        elif tag not in ("object", "embed") or not _open_object(element):
            continue
        changed = True
    return changed
