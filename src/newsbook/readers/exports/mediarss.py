"""From the Media RSS module and enclosures to the pictures and players of an entry.

https://www.rssboard.org/media-rss - feedparser mixes up the descriptions of media and entries, so
the elements themselves are read.
"""

from __future__ import annotations

import re
from typing import Any

from newsbook.readers.fields import same_text
from newsbook.readers.markup import Player, Shot, escaped
from newsbook.safexml import local_name, text_of

__all__ = ["attached", "enclosed", "films", "pictures"]


def _of_media(element: Any, name: str) -> str:
    """Return the text of the Media RSS element `name` in `element` or around it."""
    while element is not None and local_name(element) not in ("item", "entry", "channel"):
        for inner in element:
            if local_name(inner) == name and "mrss" in str(inner.tag):
                return text_of(inner)
        element = element.getparent()
    return ""


def _own(item: Any, name: str) -> str:
    """Return the text of the Media RSS element `name` that stands beside the media."""
    found = (e for e in item if local_name(e) == name and "mrss" in str(e.tag))
    return text_of(next(found, None))


def _is_picture(medium: Any) -> bool:
    kind = f"{medium.get('type', '')} {medium.get('medium', '')}"
    address = medium.get("url", "")
    named = re.search(r"\.(?:jpe?g|png|gif|webp)\b", address)
    return "mrss" in str(medium.tag) and bool(address) and ("image" in kind or named is not None)


def _width(medium: Any) -> int:
    stated = medium.get("width", "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else 0


def pictures(item: Any) -> tuple[Shot, ...]:
    """Return the picture of an entry: the first of its media, in its largest version."""
    found = [medium for medium in item.iter("{*}content") if _is_picture(medium)]
    if not found:
        return ()
    group = found[0].getparent()
    medium = max((m for m in found if m.getparent() is group), key=_width)
    if group is item:
        medium = found[0]
    caption = _of_media(medium, "description") or _own(item, "description")
    credit = _of_media(medium, "credit") or _own(item, "credit")
    alt = _of_media(medium, "title") or _own(item, "title")
    if same_text(alt, caption) or re.search(r"\.\w{3,4}$|^\W*$", alt):
        alt = ""
    return (Shot(medium.get("url"), alt, escaped(caption), escaped(credit)),)


def films(item: Any) -> tuple[Player, ...]:
    """Return the films and recordings of an entry, with their thumbnails."""
    found = []
    for medium in item.iter("{*}content", "{*}player"):
        kind = f"{medium.get('type', '')} {medium.get('medium', '')}"
        played = next((k for k in ("audio", "video") if k in kind), "")
        if "mrss" not in str(medium.tag) or not medium.get("url") or not played:
            continue
        still = next((e.get("url", "") for e in item.iter("{*}thumbnail")
                      if "mrss" in str(e.tag)), "")  # fmt: skip
        title = _of_media(medium, "title") or _own(item, "title")
        caption, credit = _of_media(medium, "description"), _of_media(medium, "credit")
        found.append(
            Player(medium.get("url"), played, title, still, escaped(caption), escaped(credit))
        )
    return tuple(found)


def enclosed(entry: Any) -> tuple[Shot, ...]:
    """Return the picture that is enclosed with an entry of feedparser."""
    for enclosure in entry.get("enclosures", []):
        if (enclosure.get("type") or "").startswith("image/") and enclosure.get("href"):
            return (Shot(enclosure["href"]),)
    return ()


def attached(entry: Any) -> tuple[Player, ...]:
    """Return the films and recordings that are enclosed with an entry of feedparser."""
    found = ((e.get("href"), (e.get("type") or "").partition("/")[0])
             for e in entry.get("enclosures", []))  # fmt: skip
    return tuple(Player(href, kind) for href, kind in found if href and kind in ("audio", "video"))
