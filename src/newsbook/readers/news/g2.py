"""From NewsML-G2 (newsItem, newsMessage, packageItem) to Articles.

https://iptc.org/std/NewsML-G2/guidelines/. Picture items that came in the same message belong to
the text items that link to them, or to the only text item.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from newsbook.model import Article, Rights
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup, markup_of_text
from newsbook.readers.news.nitf import item_of_nitf, markup_of_content
from newsbook.readers.news.xml import (
    attribute,
    child,
    descend,
    inner,
    language_of,
    last_word,
    spaced,
    tree_of,
)
from newsbook.readers.source import Source
from newsbook.safexml import children, local_name
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_PICTURES = frozenset({"picture", "graphic"})
_PLAYED = frozenset({"video", "audio"})


def _name(element: Any | None) -> str:
    """Return what a property is called: its name, its literal, or the end of its QCode."""
    if element is None:
        return ""
    named = spaced(child(element, "name"))
    return named or attribute(element, "literal") or last_word(attribute(element, "qcode", "uri"))


def _class(item: Any) -> str:
    stated = attribute(child(item, "itemMeta", "itemClass"), "qcode", "uri")
    return last_word(stated).lower()


def _by_role(elements: Iterable[Any], *roles: str) -> str:
    """Return the markup of the first element whose role contains one of `roles`."""
    for element in elements:
        role = attribute(element, "role").lower()
        if any(word in role for word in roles):
            return inner(element)
    return ""


# ---------------------------------------------------------------- text
def _inline(part: Any, source: Source, world: World) -> str:
    """Return the markup of an `inlineXML` element."""
    root = next(iter(part), None)
    if root is None:
        return markup_of_text(part.text or "")
    if local_name(root) == "nitf":
        return item_of_nitf(root, source, world).html
    if local_name(root) in ("body.content", "body"):
        return markup_of_content(root)
    body = next(descend(part, "body"), None)
    return inner(body if body is not None else part)


def _text(item: Any, source: Source, world: World) -> str:
    """Return the markup of the text of a news item; of several renditions the richest."""
    content = child(item, "contentSet")
    for part in children(content, "inlineXML") if content is not None else ():
        if html := _inline(part, source, world):
            return html
    for part in children(content, "inlineData") if content is not None else ():
        if (part.text or "").strip():
            return markup_of_text(part.text)
    return ""


# ---------------------------------------------------------------- pictures
def _size(content: Any) -> int:
    number = re.sub(r"\D", "", attribute(content, "width"))
    return int(number[:6]) if number else 0


def _shot(item: Any) -> Shot | None:
    """Return the picture of a picture item: its largest rendition."""
    found = [c for c in descend(item, "remoteContent") if attribute(c, "href")]
    pictures = [c for c in found if _kind(c) == "image"] or [c for c in found if not _kind(c)]
    return _described(item, max(pictures, key=_size)) if pictures else None


def _kind(content: Any) -> str:
    """Return what a rendition is: `image`, `video`, `audio`...; `""` where nothing says so."""
    stated = attribute(content, "contenttype").lower()
    return stated.partition("/")[0] or _class_of_name(attribute(content, "href"))


def _class_of_name(address: str) -> str:
    return (mimetypes.guess_type(address)[0] or "").partition("/")[0]


def _described(item: Any, best: Any) -> Shot | None:
    """Return the rendition `best` with what its item says of it."""
    meta = child(item, "contentMeta")
    if meta is None:
        return None
    descriptions = list(children(meta, "description"))
    alt = " ".join(spaced(d) for d in descriptions if "alt" in attribute(d, "role").lower())
    captions = [d for d in descriptions if "alt" not in attribute(d, "role").lower()]
    caption = _by_role(captions, "caption") or (inner(captions[0]) if captions else "")
    creator = next(children(meta, "creator"), None)
    credit = spaced(child(meta, "creditline")) or _name(creator)
    return Shot(attribute(best, "href"), alt, caption.strip(), escaped(credit))


def _shots(item: Any, pictures: dict[str, Any], *, alone: bool) -> tuple[Shot, ...]:
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
    found = [c for c in descend(item, "remoteContent") if attribute(c, "href")]
    played = [c for c in found if _kind(c) in _PLAYED]
    if not played:
        return None
    best = max(played, key=_size)
    stills = [c for c in found if _kind(c) == "image"]
    said = _described(item, best)
    own = _class(item) in _PLAYED and said is not None
    caption, credit = (said.caption, said.credit) if own and said is not None else ("", "")
    title = spaced(child(item, "contentMeta", "headline")) if own else ""
    poster = attribute(max(stills, key=_size), "href") if stills and own else ""
    return Player(attribute(best, "href"), _kind(best), title, poster, caption, credit)


def _players(item: Any, films: dict[str, Any], *, alone: bool) -> tuple[Player, ...]:
    """Return the films and recordings of a text item: its own, and those it links to."""
    linked = [attribute(link, "residref", "href") for link in descend(item, "link")]
    chosen = [films[name] for name in linked if name in films]
    others = chosen or (list(films.values()) if alone else [])
    found = (_player(each) for each in (item, *others))
    return tuple(player for player in found if player is not None)


# ---------------------------------------------------------------- fields
def _byline(meta: Any) -> str | tuple[str, ...]:
    stated = tuple(text for by in children(meta, "by") if (text := spaced(by)))
    if stated:
        return stated
    makers = [c for c in meta if local_name(c) in ("creator", "contributor")]
    return tuple(
        name
        for maker in makers
        if last_word(attribute(maker, "type")).lower() not in ("organisation", "org")
        and not attribute(maker, "qcode").startswith(("nprov:", "prov:"))
        and (name := spaced(child(maker, "name")) or attribute(maker, "literal"))
    )


def _rights(item: Any) -> Rights:
    info = child(item, "rightsInfo")
    holder = child(info, "copyrightHolder")
    return Rights(
        notice=spaced(child(info, "copyrightNotice")) or None,
        holder=_name(holder) or None,
        usage=" ".join(spaced(t) for t in descend(info, "usageTerms")) or None,
        licence=attribute(child(info, "link"), "href") or None,
    )


def _embargo(management: Any | None) -> str:
    element = child(management, "embargoed")
    return "" if element is None else spaced(element) or "further notice"


def _fields(item: Any) -> Fields:
    meta, management = child(item, "contentMeta"), child(item, "itemMeta")
    nowhere = item.makeelement("none")
    meta = nowhere if meta is None else meta
    headlines = list(children(meta, "headline"))
    plain = [h for h in headlines if not attribute(h, "role")]
    main = inner(plain[0]) if plain else _by_role(headlines, "main", "title")
    title = main or (inner(headlines[0]) if headlines else "") or escaped(
        spaced(child(management, "title")) or spaced(child(meta, "slugline")))  # fmt: skip
    version = spaced(child(management, "versionCreated"))
    return Fields(
        headline=inlines_of_markup(title),
        kicker=inlines_of_markup(_by_role(headlines, "kicker", "over", "top")),
        deck=inlines_of_markup(_by_role(headlines, "sub", "deck")),
        byline=_byline(meta),
        dateline=dateline_of(spaced(child(meta, "dateline"))),
        published=spaced(child(meta, "contentCreated"))
        or spaced(child(management, "firstCreated")) or version,
        modified=spaced(child(meta, "contentModified")) or version,
        language=attribute(child(meta, "language"), "tag") or language_of(item),
        source=_name(child(management, "provider")) or spaced(child(meta, "creditline")),
        rights=_rights(item),
        keywords=tuple(spaced(k) for k in children(meta, "keyword")),
        status=last_word(attribute(child(management, "pubStatus"), "qcode", "uri")),
        embargo=_embargo(management),
    )  # fmt: skip


def _item(item: Any, source: Source, world: World, media: dict[str, Any], *, alone: bool) -> Item:
    meta = child(item, "contentMeta")
    described = [] if meta is None else list(children(meta, "description"))
    located = None if meta is None else next(children(meta, "located"), None)
    return Item(
        _text(item, source, world),
        _fields(item),
        shots=_shots(item, {k: m for k, m in media.items() if _class(m) in _PICTURES}, alone=alone),
        players=_players(
            item, {k: m for k, m in media.items() if _class(m) in _PLAYED}, alone=alone
        ),
        abstract=spaced(next((d for d in described if "summary" in attribute(d, "role")), None)),
        editors=" ".join(spaced(n) for n in descend(child(item, "itemMeta"), "edNote")),
        place=spaced(child(located, "name")) or attribute(located, "literal"),
        line=item.sourceline,
    )


def _is_medium(item: Any) -> bool:
    """Whether a news item is a picture, or a film or recording without a text of its own."""
    kind = _class(item)
    texts = (*descend(item, "inlineXML"), *descend(item, "inlineData"))
    return kind in _PICTURES or (kind in _PLAYED and not texts)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the text items of a NewsML-G2 file, with the pictures that came with them."""
    root = tree_of(source, world)
    if root is None:
        return ()
    every = [e for e in root.iter() if local_name(e) == "newsItem"]
    media = {attribute(i, "guid"): i for i in every if _is_medium(i)}
    texts = [i for i in every if not _is_medium(i)]
    if not texts:
        films = {_class(i) for i in media.values()} & _PLAYED
        held = "films or recordings only" if films else "pictures only"
        what = held if media else f"no news item (its root is {local_name(root)!r})"
        world.diagnostics.error(
            "empty-article", f"the file holds {what}", where=source.at(), hint=ITEM.hint
        )
        return ()
    articles = []
    for text in texts:
        item = _item(text, source, world, media, alone=len(texts) == 1)
        if len(texts) > 1:
            item = replace(
                item, fields=replace(item.fields, slug=ascii_slug(attribute(text, "guid")))
            )
        articles.append(article_of_item(item, source, world, "newsml-g2"))
    return tuple(articles)
