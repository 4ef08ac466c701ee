"""From a feed in a file (RSS, RDF, Atom, JSON Feed, a Blogger export) to Articles.

feedparser is given bytes, never an address, and does not sanitise: everything goes through the
closed vocabulary anyway.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias
from urllib.parse import urljoin

import feedparser

from newsbook.model import Article, Rights
from newsbook.readers.fields import Fields, same_text, squeeze
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.jsonfile import items_of, mapping, parse_json, text
from newsbook.readers.markup import (
    Player,
    Shot,
    escaped,
    inlines_of_markup,
    markup_of_text,
)
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, declared_entity, local_name, parse_xml, text_of
from newsbook.slugs import ascii_slug
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["read", "read_json"]

MAX_ENTRIES = 20_000
_HREF = re.compile(r"""(<a\b[^<>]{0,200}?\bhref=["'])(\.{0,2}/[^"'<>\s]{0,2000})""", re.IGNORECASE)
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?|read more|continue reading|weiterlesen|lire la suite|"
    r"阅读全文|続きを読む|читать далее)\W*\Z",
    re.IGNORECASE,
)
_SUMMARY = 400  # characters below which a lone description may be only a summary
_KIND = "http://schemas.google.com/blogger/2008/kind#"


# ---------------------------------------------------------------- RSS and Atom
def _people(entry: Any) -> tuple[str, ...]:
    names = tuple(a["name"] for a in entry.get("authors", []) if a.get("name"))
    stated = entry.get("author") or ""
    return names or ((stated,) if stated and "@" not in stated else ())


Media: TypeAlias = tuple[tuple[Shot, ...], tuple[Player, ...]]


def _pictures(data: bytes, count: int) -> list[Media]:
    """Return the pictures and players of the Media RSS module for each of the `count` entries.

    feedparser mixes up the descriptions of media and entries, so the XML is read here once more.
    """
    try:
        root = parse_xml(data)
    except RefusedXMLError:
        return [((), ())] * count
    items = [e for e in root.iter() if local_name(e) in ("item", "entry")]
    if len(items) != count:
        return [((), ())] * count
    return [(_media(item), _films(item)) for item in items]


def _of_media(element: Any, name: str) -> str:
    """Return the text of the Media RSS element `name` in `element` or around it."""
    while element is not None and local_name(element) not in ("item", "entry", "channel"):
        for inner in element:
            if local_name(inner) == name and "mrss" in str(inner.tag):
                return text_of(inner)
        element = element.getparent()
    return ""


def _media(item: Any) -> tuple[Shot, ...]:
    for medium in item.iter("{*}content"):
        kind = f"{medium.get('type', '')} {medium.get('medium', '')}"
        address = medium.get("url", "")
        if "mrss" not in str(medium.tag) or not address:
            continue
        if "image" in kind or re.search(r"\.(?:jpe?g|png|gif|webp)\b", address):
            caption = _of_media(medium, "description") or _own(item, "description")
            credit = _of_media(medium, "credit") or _own(item, "credit")
            alt = _of_media(medium, "title") or _own(item, "title")
            if same_text(alt, caption) or re.search(r"\.\w{3,4}$|^\W*$", alt):
                alt = ""
            return (Shot(address, alt, escaped(caption), escaped(credit)),)
    return ()


def _films(item: Any) -> tuple[Player, ...]:
    """Return the films and recordings of the Media RSS module, with their thumbnails."""
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


def _own(item: Any, name: str) -> str:
    """Return the text of the Media RSS element `name` that stands beside the media."""
    found = (e for e in item if local_name(e) == name and "mrss" in str(e.tag))
    return text_of(next(found, None))


def _enclosed(entry: Any) -> tuple[Shot, ...]:
    """Return the picture that is enclosed."""
    for enclosure in entry.get("enclosures", []):
        if (enclosure.get("type") or "").startswith("image/") and enclosure.get("href"):
            return (Shot(enclosure["href"]),)
    return ()


def _attached(entry: Any) -> tuple[Player, ...]:
    """Return the films and recordings that are enclosed."""
    found = ((e.get("href"), (e.get("type") or "").partition("/")[0])
             for e in entry.get("enclosures", []))  # fmt: skip
    return tuple(Player(href, kind) for href, kind in found if href and kind in ("audio", "video"))


def _words(html: str) -> str:
    return squeeze(re.sub(r"<[^>]+>", " ", html))


def _text(entry: Any) -> tuple[str, bool]:
    """Return the markup of an entry, and whether it is its whole text."""
    contents = [c for c in entry.get("content", []) if c.get("value")]
    if contents:
        best = max(contents, key=lambda c: len(c["value"]))
        plain = best.get("type") == "text/plain"
        return markup_of_text(best["value"]) if plain else best["value"], True
    summary = entry.get("summary") or ""
    whole = len(_words(summary)) > _SUMMARY and not _CUT.search(_words(summary))
    return markup_of_text(summary), whole


def _kind(entry: Any) -> str:
    """Return what an entry of a Blogger export is (`post`, `page`, `comment`...), or `""`."""
    terms = [tag.get("term") or "" for tag in entry.get("tags", [])]
    found = next((t.removeprefix(_KIND) for t in terms if t.startswith(_KIND)), "")
    return found or str(entry.get("blogger_type", "")).lower()


def _status(entry: Any) -> str:
    if entry.get("app_draft") == "yes" or entry.get("draft") == "yes":
        return "draft"
    stated = str(entry.get("blogger_status", "")).lower()
    return "" if stated in ("", "live") else stated


def _item(entry: Any, feed: Any, media: Media, source: Source, world: World) -> Item:
    html, whole = _text(entry)
    headline = inlines_of_markup(entry.get("title") or "")
    name = plain_text(headline)
    if not whole:
        world.diagnostics.warning(
            "summary-only",
            f"the feed carries only a summary of {name[:60]!r}",
            where=source.at(),
            hint="save the whole article, or ask for a feed with full text",
        )
    contents = entry.get("content", [])
    language = next((c.get("language") for c in contents if c.get("language")), None)
    address = _joined(feed.get("link"), entry.get("link") or entry.get("id") or "")
    html = _HREF.sub(lambda m: f"{m[1]}{_joined(address or feed.get('link'), m[2])}", html)
    tags = [t.get("label") or t.get("term") or "" for t in entry.get("tags", [])]
    fields = Fields(
        headline=headline,
        byline=_people(entry) or _people(feed),
        published=entry.get("published") or entry.get("created") or entry.get("updated"),
        modified=entry.get("updated"),
        language=language or entry.get("language") or feed.get("language"),
        source=plain_text(inlines_of_markup(feed.get("title") or "")),
        url=address if address.startswith(("http://", "https://")) else None,
        rights=Rights(
            notice=entry.get("rights") or feed.get("rights") or None,
            licence=next(
                (k.get("href") for k in entry.get("links", []) if k.get("rel") == "license"), None),
        ),
        keywords=tuple(t for t in tags if t and not t.startswith("http://schemas.google.com/")),
        status=_status(entry),
        slug=_slug(name, address),
    )  # fmt: skip
    shots, players = media
    return Item(html, fields, shots or _enclosed(entry), players or _attached(entry))


def _joined(base: str | None, address: str) -> str:
    """Return `address`, which may be relative to its site, as one that leads there."""
    relative = address.startswith(("/", "./", "../")) and not address.startswith("//")
    if not relative or not base or not base.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _slug(headline: str, address: str) -> str:
    """Return a name for an article: from its headline, else from the end of its address."""
    path = re.sub(r"[?#].*", "", address).rstrip("/").rpartition("/")[2]
    return ascii_slug(headline) or ascii_slug(re.sub(r"\.\w{2,5}$", "", path)) or "article"


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a feed in XML."""
    entity = declared_entity(source.data)
    if entity is not None:
        message = f"the entity declaration {entity!r} is refused"
        world.diagnostics.error("malformed-source", message, where=source.at())
        return ()
    try:
        found = feedparser.parse(source.data, sanitize_html=False, resolve_relative_uris=False)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever damaged bytes do to a foreign parser
        _report_damage(error, readable=False, source=source, world=world)
        return ()
    entries = list(zip(found.entries, _pictures(source.data, len(found.entries)), strict=True))
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        _report_damage(found.bozo_exception, bool(entries), source, world)
    if any(_kind(entry) for entry, _ in entries):
        entries = [both for both in entries if _kind(both[0]) == "post"]
    if len(entries) > MAX_ENTRIES:
        message = f"the feed holds {len(entries)} entries; the first {MAX_ENTRIES} were read"
        world.diagnostics.error("limit-exceeded", message, where=source.at())
        entries = entries[:MAX_ENTRIES]
    items = [_item(entry, found.feed, media, source, world) for entry, media in entries]
    return tuple(article_of_item(item, source, world, found.version or "feed") for item in items)


def _report_damage(error: Exception, readable: bool, source: Source, world: World) -> None:
    note = world.diagnostics.warning if readable else world.diagnostics.error
    line = error.getLineNumber() if hasattr(error, "getLineNumber") else None
    said = error.getMessage() if hasattr(error, "getMessage") else str(error)
    note(
        "malformed-source",
        f"the feed is not well-formed: {said}",
        where=source.at(line),
        hint="it was read as well as it could be" if readable else "save the feed again",
    )


# ---------------------------------------------------------------- JSON Feed
def _authors(value: dict[str, Any]) -> tuple[str, ...]:
    listed = items_of(value.get("authors")) or [mapping(value.get("author"))]
    return tuple(text(a.get("name")) for a in listed if text(a.get("name")))


def _json_item(entry: dict[str, Any], feed: dict[str, Any]) -> Item:
    html = text(entry.get("content_html")) or markup_of_text(
        text(entry.get("content_text")) or text(entry.get("summary"))
    )
    address = text(entry.get("url")) or text(entry.get("id"))
    attached = [text(a.get("url")) for a in items_of(entry.get("attachments"))
                if text(a.get("mime_type")).startswith("image/")]  # fmt: skip
    pictures = [p for p in (text(entry.get("image")), *attached) if p]
    tags = entry.get("tags")
    headline = text(entry.get("title"))
    fields = Fields(
        headline=headline,
        byline=_authors(entry) or _authors(feed),
        published=text(entry.get("date_published")) or None,
        modified=text(entry.get("date_modified")) or None,
        language=text(entry.get("language")) or text(feed.get("language")) or None,
        source=text(feed.get("title")),
        url=address if address.startswith(("http://", "https://")) else None,
        keywords=tuple(text(t) for t in tags) if isinstance(tags, list) else (),
        slug=_slug(headline, address),
    )
    abstract = text(entry.get("summary")) if entry.get("content_html") else ""
    played = tuple(
        Player(text(a.get("url")), kind, text(a.get("title")))
        for a in items_of(entry.get("attachments"))
        if (kind := text(a.get("mime_type")).partition("/")[0]) in ("audio", "video")
    )
    return Item(html, fields, tuple(Shot(p) for p in pictures[:1]), played, abstract)


def read_json(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    value = parse_json(source, world)
    if value is None:
        return ()
    feed = mapping(value)
    entries = items_of(feed.get("items"))[:MAX_ENTRIES]
    return tuple(article_of_item(_json_item(e, feed), source, world, "jsonfeed") for e in entries)
