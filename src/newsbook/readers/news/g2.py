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

from newsbook.model import Article, Person, Rights
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup
from newsbook.readers.news.furniture import item_of_page
from newsbook.readers.news.nested import completed, written
from newsbook.readers.news.nitf import item_of_nitf, markup_of_content
from newsbook.readers.news.xml import (
    attribute,
    child,
    descend,
    in_language,
    inner,
    language_of,
    last_word,
    spaced,
    tree_of,
)
from newsbook.readers.people import people
from newsbook.readers.source import Source
from newsbook.safexml import children, local_name
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["WITHDRAWN", "read"]

_PICTURES = frozenset({"picture", "graphic"})
_PLAYED = frozenset({"video", "audio"})
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# What a role of a creator or contributor says, and the role it is; others are not in bylines.
_ROLES = (
    ("descr", None), ("photo", "pht"), ("camera", "pht"), ("illustrat", "ill"), ("graphic", "ill"),
    ("translat", "trl"), ("writer", "aut"), ("author", "aut"), ("report", "aut"),
    ("journalist", "aut"), ("correspondent", "aut"), ("byline", "aut"),
)  # fmt: skip
_OTHERS = {
    "conceptItem": "a concept (a person, a place, a subject)",
    "knowledgeItem": "a list of concepts",
    "planningItem": "a plan of coverage",
    "catalogItem": "a catalogue of vocabularies",
}
WITHDRAWN = frozenset({"kill", "killed", "withdraw", "withdrawn", "retract", "retracted",
                       "retraction", "takedown", "cancel", "canceled", "delete"})  # fmt: skip


def _name(element: Any | None) -> str:
    """Return what a property is called: its name, its literal, or the end of its QCode."""
    if element is None:
        return ""
    named = spaced(next(iter(in_language(children(element, "name"), language_of(element))), None))
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
def _inline(part: Any, source: Source, world: World) -> Item:
    """Return what an `inlineXML` element says."""
    root = next(iter(part), None)
    if root is None:
        return written(part.text or "", source, world)
    if local_name(root) == "nitf":
        return item_of_nitf(root, source, world)
    if local_name(root) in ("body.content", "body"):
        return Item(markup_of_content(root), Fields())
    body = next(descend(part, "body"), None)
    return item_of_page(body if body is not None else part)


def _text(item: Any, source: Source, world: World) -> Item:
    """Return what the content of a news item says: in its language, in the richest rendition."""
    content = child(item, "contentSet")
    for name in ("inlineXML", "inlineData"):
        for part in in_language(descend(content, name), _language(item)):
            found = (
                _inline(part, source, world) if len(part)
                else written(part.text or "", source, world)
            )  # fmt: skip
            if found.html.strip():
                return found
    return Item("", Fields())


# ---------------------------------------------------------------- pictures
def _size(content: Any) -> int:
    number = re.sub(r"\D", "", attribute(content, "width"))
    return int(number[:6]) if number else 0


def _is_reachable(content: Any) -> bool:
    """Whether a rendition has an address and not a name alone (`tag:`, `urn:`)."""
    address = attribute(content, "href")
    return bool(address) and not address.lower().startswith(("tag:", "urn:"))


def _shot(item: Any) -> Shot | None:
    """Return the picture of a picture item: its largest rendition."""
    found = [c for c in descend(item, "remoteContent") if _is_reachable(c)]
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
    credit = "" if _is_login(credit) else credit
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
    found = [c for c in descend(item, "remoteContent") if _is_reachable(c)]
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
def _is_login(name: str) -> bool:
    """Whether a name is that of an account or the initials of a desk."""
    return " " not in name and (name.islower() or "." in name or (name.isupper() and len(name) < 5))


def _role(maker: Any) -> str | None:
    """Return the role of who made an item; None for those a byline does not name."""
    stated = last_word(attribute(maker, "role")).lower()
    if not stated:
        return "aut" if local_name(maker) == "creator" else None
    return next((role for word, role in _ROLES if word in stated), None)


def _makers(meta: Any, known: set[str]) -> tuple[Person, ...]:
    """Return the people who made an item; `known` are the names of its sources."""
    found: list[Person] = []
    for maker in (c for c in meta if local_name(c) in ("creator", "contributor")):
        name, role = spaced(child(maker, "name")) or attribute(maker, "literal"), _role(maker)
        kind = last_word(attribute(maker, "type")).lower()
        body = kind in ("organisation", "org") or child(maker, "organisationDetails") is not None
        coded = attribute(maker, "qcode").startswith(("nprov:", "prov:"))
        if role is None or body or coded or _is_login(name) or name.casefold() in known:
            continue
        belonging = _name(next(descend(maker, "affiliation"), None)) or None
        found += [
            replace(p, affiliation=p.affiliation or belonging) for p in people(name, role=role)
        ]
    return tuple(found)


def _byline(meta: Any, known: set[str]) -> tuple[str, ...] | tuple[Person, ...]:
    stated = tuple(text for by in children(meta, "by") if (text := spaced(by)))
    return stated or _makers(meta, known)


def _rights(item: Any) -> Rights:
    info = child(item, "rightsInfo")
    holder = child(info, "copyrightHolder")
    return Rights(
        notice=spaced(child(info, "copyrightNotice")) or None,
        holder=_name(holder) or None,
        usage=" ".join(spaced(t) for t in descend(info, "usageTerms")) or None,
        licence=attribute(child(info, "link"), "href") or None,
    )


def _sources(meta: Any, management: Any | None) -> list[str]:
    """Return the names of where an item comes from, those that are no addresses first."""
    provider = child(management, "provider")
    found = [_name(provider), *(_name(info) for info in children(meta, "infoSource"))]
    found.append(spaced(child(meta, "creditline")).rstrip(" -–—"))
    return sorted(filter(None, found), key=lambda name: _SITE.fullmatch(name) is not None)


def _status(management: Any | None) -> str:
    """Return the status of an item; a signal that it is withdrawn counts more."""
    signals = (last_word(attribute(s, "qcode", "uri")) for s in descend(management, "signal"))
    withdrawn = next((signal for signal in signals if signal.lower() in WITHDRAWN), "")
    return withdrawn or last_word(attribute(child(management, "pubStatus"), "qcode", "uri"))


def _language(item: Any) -> str | None:
    return attribute(child(item, "contentMeta", "language"), "tag") or language_of(item)


def _address(management: Any | None) -> str | None:
    """Return the address where an item is published."""
    links = descend(management, "link")
    found = (attribute(e, "href") for e in links if attribute(e, "rel").endswith("canonical"))
    return next(found, None)


def _embargo(management: Any | None) -> str:
    element = child(management, "embargoed")
    return "" if element is None else spaced(element) or "further notice"


def _fields(item: Any) -> Fields:
    meta, management = child(item, "contentMeta"), child(item, "itemMeta")
    nowhere = item.makeelement("none")
    meta = nowhere if meta is None else meta
    headlines = in_language(children(meta, "headline"), _language(item))
    sources = _sources(meta, management)
    plain = [h for h in headlines if not attribute(h, "role")]
    main = inner(plain[0]) if plain else _by_role(headlines, "main", "title")
    title = main or (inner(headlines[0]) if headlines else "")
    version = spaced(child(management, "versionCreated"))
    return Fields(
        headline=inlines_of_markup(title),
        kicker=inlines_of_markup(_by_role(headlines, "kicker", "over", "top")),
        deck=inlines_of_markup(_by_role(headlines, "sub", "deck")),
        byline=_byline(meta, {name.casefold() for name in sources}),
        dateline=dateline_of(spaced(child(meta, "dateline"))),
        published=spaced(child(meta, "contentCreated"))
        or spaced(child(management, "firstCreated")) or version,
        modified=spaced(child(meta, "contentModified")) or version,
        language=_language(item),
        source=sources[0] if sources else None,
        url=_address(management),
        rights=_rights(item),
        keywords=tuple(spaced(k) for k in children(meta, "keyword")),
        status=_status(management),
        embargo=_embargo(management),
    )  # fmt: skip


def _item(item: Any, source: Source, world: World, media: dict[str, Any], *, alone: bool) -> Item:
    meta, management = child(item, "contentMeta"), child(item, "itemMeta")
    described = [] if meta is None else list(children(meta, "description"))
    located = None if meta is None else next(children(meta, "located"), None)
    outer = Item(
        "",
        _fields(item),
        shots=_shots(item, {k: m for k, m in media.items() if _class(m) in _PICTURES}, alone=alone),
        players=_players(
            item, {k: m for k, m in media.items() if _class(m) in _PLAYED}, alone=alone
        ),
        abstract=spaced(next((d for d in described if "summary" in attribute(d, "role")), None)),
        editors=" ".join(spaced(n) for n in descend(management, "edNote")),
        place=_name(located),
        line=item.sourceline,
    )
    whole = completed(outer, _text(item, source, world))
    if whole.fields.headline:
        return whole
    title = escaped(spaced(child(management, "title")) or spaced(child(meta, "slugline")))
    return replace(whole, fields=replace(whole.fields, headline=inlines_of_markup(title)))


def _is_medium(item: Any) -> bool:
    """Whether a news item is a picture, or a film or recording without a text of its own."""
    kind = _class(item)
    texts = (*descend(item, "inlineXML"), *descend(item, "inlineData"))
    return kind in _PICTURES or (kind in _PLAYED and not texts)


def _ordered(root: Any, texts: list[Any]) -> list[Any]:
    """Return the text items in the order in which a package of the file lists them."""
    refs = [attribute(ref, "residref") for ref in descend(root, "itemRef")]
    places = {name: place for place, name in reversed(list(enumerate(refs)))}
    return sorted(texts, key=lambda text: places.get(attribute(text, "guid"), len(refs)))


def _say_unreachable(root: Any, source: Source, world: World) -> None:
    """Report pictures, films and recordings of which the file has only a name."""
    for item in (e for e in root.iter() if local_name(e) == "newsItem"):
        contents = list(descend(item, "remoteContent"))
        kinds = [k for c in contents if (k := _kind(c)) in ("image", *_PLAYED)]
        if kinds and not any(map(_is_reachable, contents)):
            what = {"image": "a picture", "video": "a film", "audio": "a recording"}[kinds[0]]
            world.diagnostics.warning(
                "content-dropped",
                f"{what} that the item names was left out: it has no address in the file",
                where=source.at(item.sourceline),
                hint="put it beside the file and into the text, or ask for it with its address",
            )


def _say_none(root: Any, media: dict[str, Any], source: Source, world: World) -> None:
    """Say what a file without a text item holds, and the next step."""
    films = {_class(i) for i in media.values()} & _PLAYED
    name, hint = local_name(root), ITEM.hint
    refs = [e for e in root.iter() if local_name(e) == "itemRef"]
    titles = [title for ref in refs if (title := spaced(child(ref, "title")))]
    if media:
        held = "films or recordings only" if films else "pictures only"
    elif refs:
        listed = ": " + "; ".join(titles[:3]) if titles else ""
        held = f"a package of {len(refs)} items that are not in it{listed}"
        hint = "list the items themselves, or ask for the package with its items"
    elif name in _OTHERS:
        held, hint = f"{_OTHERS[name]}, no story", "take it out of the contents"
    else:
        held = f"no news item (its root is {name!r})"
    world.diagnostics.error("empty-article", f"the file holds {held}", where=source.at(), hint=hint)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the text items of a NewsML-G2 file, with the pictures that came with them."""
    root = tree_of(source, world)
    if root is None:
        return ()
    every = [e for e in root.iter() if local_name(e) == "newsItem"]
    media = {attribute(i, "guid"): i for i in every if _is_medium(i)}
    texts = [i for i in every if not _is_medium(i)]
    if not texts:
        _say_none(root, media, source, world)
        return ()
    _say_unreachable(root, source, world)
    articles = []
    for text in _ordered(root, texts):
        item = _item(text, source, world, media, alone=len(texts) == 1)
        if len(texts) > 1:
            item = replace(
                item, fields=replace(item.fields, slug=ascii_slug(attribute(text, "guid")))
            )
        articles.append(article_of_item(item, source, world, "newsml-g2"))
    return tuple(articles)
