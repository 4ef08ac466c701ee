"""From ninjs 1, 2 and 3 (news in JSON) to an Article.

https://iptc.org/std/ninjs/. The spelling of keys differs between versions (`versioncreated`,
`versionCreated`), so they are compared in lower case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from newsbook.model import Article, Person, Rights
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.jsonfile import items_of, mapping, parse_json, text
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup, markup_of_text
from newsbook.readers.news.nitf import item_of_nitf
from newsbook.readers.news.xml import last_word
from newsbook.readers.people import people
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, find, local_name, parse_xml
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_PICTURES = frozenset({"picture", "graphic", "image", "photo"})
_STILL = ("image/", "text/")
_MARKUP = ("html", "xhtml", "nitf", "xml")


def _lower(value: Any) -> Any:
    """Return `value` with every key in lower case."""
    if isinstance(value, dict):
        return {str(key).lower(): _lower(inner) for key, inner in value.items()}
    return [_lower(inner) for inner in value] if isinstance(value, list) else value


def _pick(values: Any, *roles: str, only: bool = False) -> str:
    """Return the value with one of `roles`; without `only`, else the first."""
    listed = items_of(values)
    for role in roles:
        for value in listed:
            if role in text(value.get("role")).lower():
                return text(value.get("value"))
    if only or not listed:
        return ""
    return text(next((v for v in listed if not v.get("role")), listed[0]).get("value"))


# ---------------------------------------------------------------- text
def _body(item: dict[str, Any]) -> str:
    """Return the text of an item in its richest form, as it is written."""
    bodies = items_of(item.get("bodies"))
    for kind in _MARKUP:
        for body in bodies:
            if kind in (text(body.get("contenttype")) or text(body.get("role"))).lower():
                return text(body.get("value"))
    if bodies:
        return text(bodies[0].get("value"))
    names = ("body_html", "body_xhtml", "body_richhtml", "body_nitf", "body_xml", "body_text")
    others = sorted(name for name in item if name.startswith("body_"))
    return next((t for name in (*names, *others) if (t := text(item.get(name)))), "")


def _markup(written: str, source: Source, world: World) -> str:
    """Return a body as HTML; it may itself be NITF or a whole XHTML document."""
    if not written.lstrip().startswith(("<?xml", "<nitf")):
        return markup_of_text(written)
    try:
        root = parse_xml(written.encode("utf-8", "replace"))
    except RefusedXMLError:
        return markup_of_text(written)
    nitf = root if local_name(root) == "nitf" else find(root, "nitf")
    return item_of_nitf(nitf, source, world).html if nitf is not None else markup_of_text(written)


# ---------------------------------------------------------------- pictures
def _width(rendition: dict[str, Any]) -> float:
    width = rendition.get("width")
    return float(width) if isinstance(width, int | float) and not isinstance(width, bool) else 0.0


def _shot(picture: dict[str, Any]) -> Shot | None:
    """Return the picture of an item: its largest rendition."""
    renditions = [r for r in items_of(picture.get("renditions")) if text(r.get("href"))]
    address = text(max(renditions, key=_width)["href"]) if renditions else text(picture.get("href"))
    if not address:
        return None
    descriptions = picture.get("descriptions")
    alt = _pick(descriptions, "alt", only=True) or text(picture.get("alttext"))
    rest = [d for d in items_of(descriptions) if "alt" not in text(d.get("role")).lower()]
    named = [name for name in sorted(picture) if name.startswith("description")
             and isinstance(picture[name], str)]  # fmt: skip
    caption = _pick(rest, "caption") or next(
        (text(picture[name]) for name in ("description_caption", "description_text", *named)
         if text(picture.get(name))), ""
    )  # fmt: skip
    if not alt and caption:
        alt = text(picture.get("body_text"))
    credit = next(
        (t for key in ("credit", "creditline", "credit_line", "by", "byline", "copyrightholder")
         if (t := text(picture.get(key)))), ""
    )  # fmt: skip
    return Shot(address, alt, _line(caption), escaped(credit))


def _player(item: dict[str, Any]) -> Player | None:
    """Return the film or recording of an item: its largest rendition, and a picture as poster."""
    renditions = [r for r in items_of(item.get("renditions")) if text(r.get("href"))]
    kinds = {id(r): text(r.get("mimetype") or r.get("contenttype")).lower() for r in renditions}
    kind = text(item.get("type")).lower()
    played = [r for r in renditions if kinds[id(r)].startswith((kind, "application/"))]
    played = played or [r for r in renditions if not kinds[id(r)].startswith(_STILL)]
    address = text(max(played, key=_width)["href"]) if played else text(item.get("href"))
    stills = [r for r in renditions if kinds[id(r)].startswith("image/")]
    poster = text(max(stills, key=_width)["href"]) if stills else ""
    shot = _shot({**item, "renditions": [{"href": address or poster}]})
    if not address or shot is None:
        return None
    title = _pick(item.get("headlines"), "main") or text(item.get("headline"))
    return Player(address, kind, title, poster, shot.caption, shot.credit)


def _line(value: str) -> str:
    """Return a caption as markup without a paragraph around it."""
    html = markup_of_text(value).strip()
    return html.removeprefix("<p>").removesuffix("</p>")


def _shots(item: dict[str, Any]) -> tuple[Shot, ...]:
    related = items_of(item.get("associations"))
    pictures = [a for a in related if text(a.get("type")).lower() in _PICTURES]
    return tuple(shot for picture in pictures if (shot := _shot(picture)) is not None)


def _players(item: dict[str, Any]) -> tuple[Player, ...]:
    related = items_of(item.get("associations"))
    found = [a for a in related if text(a.get("type")).lower() in ("video", "audio")]
    return tuple(player for a in found if (player := _player(a)) is not None)


# ---------------------------------------------------------------- fields
def _authors(item: dict[str, Any]) -> tuple[Person, ...] | str:
    stated = text(item.get("by")) or text(item.get("byline"))
    if stated:
        return people(stated)
    found = [*items_of(item.get("authors")), *items_of(item.get("creators"))]
    return tuple(
        Person(name, affiliation=text(a.get("jobtitle")) or text(a.get("affiliation")) or None)
        for a in found
        if (name := text(a.get("name")) or text(a.get("literal")))
    )


def _names(values: Any) -> tuple[str, ...]:
    """Return names from a list of strings or of objects with `name`."""
    listed: Iterable[Any] = values if isinstance(values, list) else ()
    names = (text(v.get("name")) if isinstance(v, dict) else text(v) for v in listed)
    return tuple(name for name in names if name)


def _source(item: dict[str, Any]) -> str:
    infos = items_of(item.get("infosources"))
    named = next((text(i.get("name")) for i in infos if text(i.get("name"))), "")
    provider = item.get("provider")
    return (
        named or text(item.get("source")) or text(mapping(provider).get("name") or provider)
        or text(item.get("copyrightholder"))
    )  # fmt: skip


def _place(item: dict[str, Any]) -> str:
    places = item.get("places") or item.get("place")
    named = next(iter(_names(places)), "")
    return text(item.get("located")) or named


def _fields(item: dict[str, Any]) -> Fields:
    headlines = item.get("headlines")
    title = (
        _pick(headlines, "main", "headline") or text(item.get("headline"))
        or text(item.get("title")) or text(item.get("slugline"))
    )  # fmt: skip
    embargo = item.get("embargoed")
    address = text(item.get("url")) or text(item.get("canonicalurl")) or text(item.get("uri"))
    return Fields(
        headline=inlines_of_markup(escaped(title) if "<" not in title else title),
        kicker=_pick(headlines, "kicker", "over", only=True)
        or text(item.get("headline_kicker")) or text(item.get("kicker")),
        deck=_pick(headlines, "sub", "deck", only=True)
        or text(item.get("subheadline")) or text(item.get("headline_sub")),
        byline=_authors(item),
        dateline=dateline_of(text(item.get("dateline")) or text(
            mapping(item.get("dateline")).get("text"))),
        published=next(
            (t for key in ("contentcreated", "firstpublished", "firstcreated", "versioncreated")
             if (t := text(item.get(key)))), None),
        modified=text(item.get("contentmodified")) or text(item.get("versioncreated")),
        language=text(item.get("language")) or None,
        source=_source(item),
        url=address if address.startswith(("http://", "https://")) else None,
        rights=Rights(
            notice=text(item.get("copyrightnotice")) or None,
            holder=text(item.get("copyrightholder")) or None,
            usage=text(item.get("usageterms")) or None,
        ),
        keywords=_names(item.get("keywords"))
        or _names(item.get("subjects") or item.get("subject")),
        status=last_word(text(item.get("pubstatus"))),
        embargo="further notice" if embargo is True else text(embargo),
    )  # fmt: skip


def _article(item: dict[str, Any], source: Source, world: World, slug: str | None) -> Article:
    descriptions = item.get("descriptions")
    abstract = _pick(descriptions, "lead", "summary", "abstract", only=True)
    made = Item(
        _markup(_body(item), source, world),
        replace(_fields(item), slug=slug),
        shots=_shots(item),
        players=_players(item),
        abstract=abstract or text(item.get("description_summary")),
        editors=text(item.get("ednote")),
        place=_place(item),
    )
    return article_of_item(made, source, world, "ninjs")


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a ninjs file, or the articles of a list or package of them."""
    value = _lower(parse_json(source, world))
    if value is None:
        return ()
    listed = items_of(value) if isinstance(value, list) else [mapping(value)]
    if len(listed) == 1 and not _body(listed[0]):
        inside = listed[0].get("items") or listed[0].get("_items")
        inside = inside or listed[0].get("associations")
        listed = [i for i in items_of(inside) if _body(i)] or listed
    texts = [i for i in listed if _body(i) and text(i.get("type")).lower() not in _PICTURES]
    if not texts:
        kind = text(listed[0].get("type")) if listed else ""
        message = f"the file holds a {kind}, no text" if kind else "this JSON holds no news item"
        world.diagnostics.error("empty-article", message, where=source.at(), hint=ITEM.hint)
        return ()
    several = len(texts) > 1
    return tuple(
        _article(i, source, world, ascii_slug(last_word(text(i.get("uri")))) if several else None)
        for i in texts
    )
