"""From ninjs 1, 2 and 3 (news in JSON) to an Article.

https://iptc.org/std/ninjs/. The spelling of keys differs between versions (`versioncreated`,
`versionCreated`), so they are compared in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any

from newsbook.model import Article, Person, Rights
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.gates import may_be_shown
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.jsonfile import items_of, mapping, parse_json, text
from newsbook.readers.markup import Player, Shot, escaped, inlines_of_markup, markup_of_text
from newsbook.readers.news.g2fields import WITHDRAWN
from newsbook.readers.news.nested import completed, stricter, written
from newsbook.readers.news.xml import last_word
from newsbook.readers.people import people
from newsbook.readers.source import Source
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_PICTURES = frozenset({"picture", "graphic", "image", "photo"})
_PLAYED = frozenset({"video", "audio"})
_STILL = ("image/", "text/")
_MARKUP = ("html", "xhtml", "nitf", "xml")
_WRAPPERS = ("items", "_items", "item", "data", "result", "results", "hits", "news", "articles")
_AUTHORS = ("", "author", "writer", "reporter", "journalist", "correspondent", "byline", "creator")
_MARKED = re.compile(r"<|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE)
_SOURCE = re.compile(r'\bsrc="[^"]*"')


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
    return Shot(address, alt, _line(caption), escaped(credit), _texts(picture.get("usageterms")))


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


def _related(item: dict[str, Any], kinds: frozenset[str], source: Source, world: World
             ) -> list[dict[str, Any]]:  # fmt: skip
    """Return what is associated with an item of one of `kinds` and may be shown."""
    kept = []
    for other in items_of(item.get("associations")):
        kind = text(other.get("type")).lower()
        if kind not in kinds:
            continue
        status, embargo = _status(other), text(other.get("embargoed"))
        if may_be_shown(status, embargo, world):
            kept.append(other)
        else:
            why = f"under embargo until {embargo}" if embargo else f"its status is {status!r}"
            world.diagnostics.warning(
                "not-usable", f"a {kind} was left out: {why}", where=source.at()
            )
    return kept


def _shots(item: dict[str, Any], source: Source, world: World) -> tuple[Shot, ...]:
    pictures = _related(item, _PICTURES, source, world)
    return tuple(shot for picture in pictures if (shot := _shot(picture)) is not None)


def _players(item: dict[str, Any], source: Source, world: World) -> tuple[Player, ...]:
    found = _related(item, _PLAYED, source, world)
    return tuple(player for a in found if (player := _player(a)) is not None)


# ---------------------------------------------------------------- fields
def _authors(item: dict[str, Any]) -> tuple[Person, ...]:
    stated = [*_listed(item.get("by") or item.get("byline")),
              *(text(line.get("by")) for line in items_of(item.get("bylines")))]  # fmt: skip
    if any(stated):
        return people(filter(None, stated))
    found = [*items_of(item.get("authors")), *items_of(item.get("creators"))]
    return tuple(
        Person(name, affiliation=text(a.get("jobtitle")) or text(a.get("affiliation")) or None)
        for a in found
        if (name := text(a.get("name")) or text(a.get("literal")))
        and text(a.get("role")).lower() in _AUTHORS
    )


def _listed(value: Any) -> list[str]:
    """Return a text, or the texts or names of a list or an object, as a list."""
    listed = value if isinstance(value, list) else [value]
    said = (text(v.get("value") or v.get("name") if isinstance(v, dict) else v) for v in listed)
    return list(filter(None, said))


def _texts(value: Any) -> str:
    """Return what `_listed` gives as one text."""
    return " ".join(_listed(value))


def _status(item: dict[str, Any]) -> str:
    """Return the status of an item; a signal that it is withdrawn counts more."""
    signals = item.get("signals")
    codes = [last_word(text(s)) for s in signals if isinstance(s, str)] if isinstance(
        signals, list) else []  # fmt: skip
    codes += [last_word(text(s.get("code") or s.get("uri"))) for s in items_of(signals)]
    withdrawn = next((code for code in codes if code.lower() in WITHDRAWN), "")
    return withdrawn or last_word(text(item.get("pubstatus")))


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
    return _texts(item.get("located")) or named


def _fields(item: dict[str, Any]) -> Fields:
    headlines = item.get("headlines")
    title = (
        _pick(headlines, "main", "headline") or text(item.get("headline"))
        or text(item.get("title")) or text(item.get("slugline"))
    )  # fmt: skip
    embargo = item.get("embargoed") or item.get("embargo")
    address = text(item.get("url")) or text(item.get("canonicalurl")) or text(item.get("uri"))
    return Fields(
        headline=inlines_of_markup(title if _MARKED.search(title) else escaped(title)),
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
            usage=" ".join(filter(None, (_texts(item.get("usageterms")), _texts(
                mapping(item.get("rightsinfo")).get("usageterms"))))) or None,
        ),
        keywords=_names(item.get("keywords"))
        or _names(item.get("subjects") or item.get("subject")),
        status=_status(item),
        embargo="further notice" if embargo is True else text(embargo),
    )  # fmt: skip


def _with_best(whole: Item, item: dict[str, Any]) -> Item:
    """Return `whole` with the best rendition of a picture where its text shows a smaller one."""
    html, left = whole.html, list(whole.shots)
    for related in items_of(item.get("associations")):
        name, shot = text(related.get("name")), _shot(related)
        shown = re.search(rf'<img\b[^>]*\bdata-assoc-ref="{re.escape(name)}"[^>]*>', html)
        if name and shot in left and shown:
            left.remove(shot)
            alone = _SOURCE.sub(f'src="{escape(shot.source)}"', shown[0], count=1)
            html = html.replace(shown[0], alone, 1)
    return replace(whole, html=html, shots=tuple(left))


def _say_left_out(item: dict[str, Any], source: Source, world: World) -> None:
    """Report stories that are associated with an item: each is an article of its own."""
    beside = [a for a in items_of(item.get("associations")) if _body(a)
              and text(a.get("type")).lower() in ("text", "composite")]  # fmt: skip
    for other in beside:
        title = text(other.get("headline")) or _pick(other.get("headlines"), "main")
        world.diagnostics.warning(
            "content-dropped",
            f"a story that comes with the item was left out: {title or text(other.get('uri'))}",
            where=source.at(),
            hint="ask for it as an item of its own",
        )


def _article(item: dict[str, Any], source: Source, world: World, slug: str | None) -> Article:
    descriptions = item.get("descriptions")
    abstract = _pick(descriptions, "lead", "summary", "abstract", only=True)
    _say_left_out(item, source, world)
    made = Item(
        "",
        replace(_fields(item), slug=slug),
        shots=_shots(item, source, world),
        players=_players(item, source, world),
        abstract=abstract or text(item.get("description_summary")),
        editors=_texts(item.get("ednote")),
        place=_place(item),
    )
    whole = completed(made, written(_body(item), source, world))
    return article_of_item(_with_best(whole, item), source, world, "ninjs")


def _inside(value: Any) -> list[dict[str, Any]]:
    """Return the items with a text in a list, a package, or the answer of a service."""
    listed = items_of(value) if isinstance(value, list) else [mapping(value)]
    if len(listed) != 1 or _body(listed[0]):
        return listed
    for name in (*_WRAPPERS, "associations"):
        inside = listed[0].get(name)
        one = [mapping(inside)] if isinstance(inside, dict) and name != "associations" else []
        found = _inside(inside) if isinstance(inside, list) else one and _inside(one[0])
        found = found or [i for i in items_of(inside) if _body(i)]
        if any(_body(i) for i in found):
            return [_held(i, listed[0]) for i in found]
    return listed


def _held(item: dict[str, Any], package: dict[str, Any]) -> dict[str, Any]:
    """Return an item with the status and embargo of the package it is in, where these forbid."""
    waits = [o.get("embargoed") or o.get("embargo") for o in (item, package)]
    status = stricter(_status(item), _status(package))
    return {**item, "pubstatus": status, "embargoed": waits[0] or waits[1]}


def _absence(item: dict[str, Any]) -> str:
    """Say what an item without a text is."""
    kind = text(item.get("type")).lower()
    if kind in ("text", "composite") or (not kind and text(item.get("pubstatus"))):
        return "the item has a summary at most, and no text"
    article = "an" if kind[:1] in ("a", "e", "i", "o") else "a"
    return f"the file holds {article} {kind}, no text" if kind else "this JSON holds no news item"


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a ninjs file, or the articles of a list or package of them."""
    value = _lower(parse_json(source, world))
    if value is None:
        return ()
    listed = _inside(value)
    texts = [i for i in listed if _body(i) and text(i.get("type")).lower() not in _PICTURES]
    if not texts:
        message = _absence(listed[0]) if listed else "this JSON holds no news item"
        world.diagnostics.error("empty-article", message, where=source.at(), hint=ITEM.hint)
        return ()
    several = len(texts) > 1
    return tuple(
        _article(i, source, world, ascii_slug(last_word(text(i.get("uri")))) if several else None)
        for i in texts
    )
