"""From the pictures, films and recordings of NewsML-G2 items to what a text shows of them."""

from __future__ import annotations

import mimetypes
import re
from typing import Any

from newsbook.readers.gates import may_be_shown
from newsbook.readers.markup import Player, Shot, escaped
from newsbook.readers.news.g2fields import (
    by_role,
    class_of,
    embargo_of,
    is_login,
    name_of,
    status_of,
)
from newsbook.readers.news.xml import attribute, child, descend, inner, spaced
from newsbook.readers.source import Source
from newsbook.safexml import children, local_name
from newsbook.world import World

__all__ = ["PICTURES", "PLAYED", "is_medium", "players_of", "say_unreachable", "shots_of", "shown"]

PICTURES = frozenset({"picture", "graphic"})
PLAYED = frozenset({"video", "audio"})


def is_medium(item: Any) -> bool:
    """Whether a news item is a picture, or a film or recording without a text of its own."""
    kind = class_of(item)
    texts = (*descend(item, "inlineXML"), *descend(item, "inlineData"))
    return kind in PICTURES or (kind in PLAYED and not texts)


def _size(content: Any) -> int:
    number = re.sub(r"\D", "", attribute(content, "width"))
    return int(number[:6]) if number else 0


def _is_reachable(content: Any) -> bool:
    """Whether a rendition has an address and not a name alone (`tag:`, `urn:`)."""
    address = attribute(content, "href")
    return bool(address) and not address.lower().startswith(("tag:", "urn:"))


def _kind(content: Any) -> str:
    """Return what a rendition is: `image`, `video`, `audio`...; `""` where nothing says so."""
    stated = attribute(content, "contenttype").lower()
    return stated.partition("/")[0] or _class_of_name(attribute(content, "href"))


def _class_of_name(address: str) -> str:
    return (mimetypes.guess_type(address)[0] or "").partition("/")[0]


def _shot(item: Any) -> Shot | None:
    """Return the picture of a picture item: its largest rendition."""
    found = [c for c in descend(item, "remoteContent") if _is_reachable(c)]
    pictures = [c for c in found if _kind(c) == "image"] or [c for c in found if not _kind(c)]
    return _described(item, max(pictures, key=_size)) if pictures else None


def _described(item: Any, best: Any) -> Shot | None:
    """Return the rendition `best` with what its item says of it."""
    meta = child(item, "contentMeta")
    if meta is None:
        return None
    descriptions = list(children(meta, "description"))
    alt = " ".join(spaced(d) for d in descriptions if "alt" in attribute(d, "role").lower())
    captions = [d for d in descriptions if "alt" not in attribute(d, "role").lower()]
    caption = by_role(captions, "caption") or (inner(captions[0]) if captions else "")
    creator = next(children(meta, "creator"), None)
    credit = spaced(child(meta, "creditline")) or name_of(creator)
    credit = "" if is_login(credit) else credit
    usage = " ".join(spaced(t) for t in descend(child(item, "rightsInfo"), "usageTerms"))
    return Shot(attribute(best, "href"), alt, caption.strip(), escaped(credit), usage)


def shots_of(item: Any, pictures: dict[str, Any], *, alone: bool) -> tuple[Shot, ...]:
    """Return the pictures of a text item: those it links to, else all when it is the only one."""
    linked = [attribute(link, "residref", "href") for link in descend(item, "link")]
    chosen = [pictures[name] for name in linked if name in pictures]
    if not chosen and alone:
        chosen = list(pictures.values())
    shots = [_shot(picture) for picture in chosen]
    if not chosen and child(item, "contentSet", "remoteContent") is not None:
        shots = [_shot(item)]
    return tuple(shot for shot in shots if shot is not None)


def _player(item: Any) -> Player | None:
    """Return the film or recording of an item, with a picture of it as poster."""
    found = [c for c in descend(item, "remoteContent") if _is_reachable(c)]
    played = [c for c in found if _kind(c) in PLAYED]
    if not played:
        return None
    best = max(played, key=_size)
    stills = [c for c in found if _kind(c) == "image"]
    said = _described(item, best)
    own = class_of(item) in PLAYED and said is not None
    caption, credit = (said.caption, said.credit) if own and said is not None else ("", "")
    title = spaced(child(item, "contentMeta", "headline")) if own else ""
    poster = attribute(max(stills, key=_size), "href") if stills and own else ""
    return Player(attribute(best, "href"), _kind(best), title, poster, caption, credit)


def players_of(item: Any, films: dict[str, Any], *, alone: bool) -> tuple[Player, ...]:
    """Return the films and recordings of a text item: its own, and those it links to."""
    linked = [attribute(link, "residref", "href") for link in descend(item, "link")]
    chosen = [films[name] for name in linked if name in films]
    others = chosen or (list(films.values()) if alone else [])
    found = (_player(each) for each in (item, *others))
    return tuple(player for player in found if player is not None)


def shown(media: dict[str, Any], source: Source, world: World) -> dict[str, Any]:
    """Return the pictures, films and recordings that may be shown; the others are reported."""
    kept = {}
    for name, item in media.items():
        management = child(item, "itemMeta")
        status, embargo = status_of(management), embargo_of(management)
        if may_be_shown(status, embargo, world):
            kept[name] = item
        else:
            why = f"under embargo until {embargo}" if embargo else f"its status is {status!r}"
            world.diagnostics.warning(
                "not-usable", f"a {class_of(item)} was left out: {why}",
                where=source.at(item.sourceline),
            )  # fmt: skip
    return kept


def say_unreachable(root: Any, source: Source, world: World) -> None:
    """Report pictures, films and recordings of which the file has only a name."""
    for item in (e for e in root.iter() if local_name(e) == "newsItem"):
        contents = list(descend(item, "remoteContent"))
        kinds = [k for c in contents if (k := _kind(c)) in ("image", *PLAYED)]
        if kinds and not any(map(_is_reachable, contents)):
            what = {"image": "a picture", "video": "a film", "audio": "a recording"}[kinds[0]]
            world.diagnostics.warning(
                "content-dropped",
                f"{what} that the item names was left out: it has no address in the file",
                where=source.at(item.sourceline),
                hint="put it beside the file and into the text, or ask for it with its address",
            )
