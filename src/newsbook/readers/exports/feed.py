"""From a feed in a file (RSS, RDF, Atom, JSON Feed, a Blogger export) to Articles.

feedparser is given bytes, never an address, and does not sanitise: everything goes through the
closed vocabulary anyway.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urljoin

import feedparser

from newsbook.model import Article, Rights
from newsbook.readers.exports import blogger
from newsbook.readers.exports.mediarss import attached, enclosed, films, pictures
from newsbook.readers.exports.mending import sound
from newsbook.readers.fields import Fields, squeeze
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.jsonfile import items_of, mapping, parse_json, text
from newsbook.readers.markup import (
    Player,
    Shot,
    inlines_of_markup,
    markup_of_text,
)
from newsbook.readers.source import Source
from newsbook.safexml import declared_entity, local_name, text_of
from newsbook.slugs import ascii_slug
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["read", "read_json"]

MAX_ENTRIES = 20_000
_HREF = re.compile(r"""(<a\b[^<>]{0,200}?\bhref=["'])([^"'<>\s]{1,2000})""", re.IGNORECASE)
_SRC = re.compile(r"""(<img\b[^<>]{0,200}?\bsrc=["'])([^"'<>\s]{1,2000})""", re.IGNORECASE)
_ABSOLUTE = re.compile(r"#|//|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"""<p>[^<>]*<a\b[^<>]*\bhref=["']([^"'<>]+)["'][^<>]*>[^<>]*</a>[^<>]*"""
    r"""<a\b[^<>]*\bhref=["']([^"'<>]+)["'][^<>]*>[^<>]*</a>[^<>]*</p>\s*\Z"""
)
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;)\]?|read more|continue reading|weiterlesen|lire la suite|"
    r"阅读全文|続きを読む|читать далее)\W*\Z",
    re.IGNORECASE,
)
_SUMMARY = 400  # characters below which a lone description may be only a summary
_KIND = "http://schemas.google.com/blogger/2008/kind#"


# ---------------------------------------------------------------- RSS and Atom
class _Feed(NamedTuple):
    """What feedparser says of a feed, whom the feed names, and the language of a Blogger export."""

    said: Any
    people: tuple[str, ...]
    language: str | None


def _elements(root: Any | None, count: int) -> list[Any | None]:
    """Return the elements of the `count` entries that feedparser found, where they can be told."""
    inner = root.iter() if root is not None else ()
    found = [e for e in inner if local_name(e) in ("item", "entry")]
    return found if len(found) == count else [None] * count


def _named(text: str) -> str:
    """Return the name in what RSS writes of a person: a name, an address of mail, or both."""
    bracketed = re.fullmatch(r"[^\s@<>()]+@[^\s@<>()]+\s*[(<]\s*([^<>()]*?)\s*[)>]", text)
    if bracketed:
        return bracketed[1]
    return re.sub(r"\s*[<(]?[^\s@<>()]+@[^\s@<>()]+[>)]?", "", text).strip()


def _people(entry: Any, element: Any | None, *names: str) -> tuple[str, ...]:
    """Return the people that `entry` names; `names` are those of the elements that RSS has.

    feedparser cuts addresses of mail at domains it does not know, so these are read here.
    """
    inner = element if element is not None else ()
    stated = [text_of(e) for e in inner if local_name(e) in names and not len(e)]
    if any("@" in text for text in stated):
        return tuple(dict.fromkeys(name for text in stated if (name := _named(text))))
    found = tuple(a["name"] for a in entry.get("authors", []) if a.get("name"))
    alone = entry.get("author") or ""
    return tuple(dict.fromkeys(found)) or ((alone,) if alone and "@" not in alone else ())


def _words(html: str) -> str:
    return squeeze(re.sub(r"<[^>]+>", " ", html))


def _is_words(content: Any) -> bool:
    """Whether a content of Atom is text: it may be a file of any type."""
    kind = content.get("type") or "text/html"
    return bool(content.get("value")) and (kind.startswith("text/") or "html" in kind)


def _text(entry: Any) -> tuple[str, bool, str]:
    """Return the markup of an entry, whether it is its whole text, and the base of its addresses.

    feedparser gives the summary for podcasts as a content; the description may say more.
    """
    contents = [c for c in entry.get("content", []) if _is_words(c)]
    summary = entry.get("summary") or ""
    best = max(contents, key=lambda c: len(c["value"]), default=None)
    plain = best is not None and best.get("type") == "text/plain"
    if best is not None and not (plain and len(_words(summary)) > len(_words(best["value"]))):
        html = markup_of_text(best["value"]) if plain else best["value"]
        return html, True, best.get("base") or ""
    whole = len(_words(summary)) > _SUMMARY and not _CUT.search(_words(summary))
    return markup_of_text(summary), whole, entry.get("summary_detail", {}).get("base") or ""


def _unsigned(html: str, address: str, home: str) -> str:
    """Return `html` without the paragraph that a site signs its feed with: two links, one to the
    article and one to the site (`The post A appeared first on B.`).
    """
    match = _SIGNATURE.search(html)
    if match is None or not address or not home:
        return html
    first, second = (match[n].split("?")[0].rstrip("/") for n in (1, 2))
    signed = (first, second) == (address.split("?")[0].rstrip("/"), home.rstrip("/"))
    return html[: match.start()] if signed else html


def _tell_summary(named: str, slug: str, *, empty: bool, source: Source, world: World) -> None:
    """Say that a feed does not carry the text of an article."""
    what = "a link to" if empty else "a summary of"
    world.diagnostics.warning(
        "summary-only", f"the feed carries only {what} {named!r}",
        where=source.at(), article=slug,
        hint="fetch the whole article (newsbook import FEED --fetch), save its page, or ask for a "
        "feed with full text",
    )  # fmt: skip


def _item(entry: Any, element: Any | None, feed: _Feed, source: Source, world: World) -> Item:
    said, origin = feed.said, entry.get("source") or {}
    html, whole, base = _text(entry)
    headline = inlines_of_markup(entry.get("title") or "")
    name = plain_text(headline)
    address = _joined(said.get("link"), entry.get("link") or entry.get("id") or "")
    slug = _slug(name, address)
    html = _unsigned(_led(html, base, address or said.get("link")), address, said.get("link", ""))
    if not whole:
        named = name[:60] or address
        _tell_summary(named, slug, empty=not _words(html), source=source, world=world)
    contents = entry.get("content", [])
    language = next((c.get("language") for c in contents if c.get("language")), None)
    tags = [t.get("label") or t.get("term") or "" for t in entry.get("tags", [])]
    published = entry.get("published") or entry.get("created") or entry.get("updated")
    people = (
        _people(entry, element, "author", "creator") or _people(origin, None)
        or feed.people
    )  # fmt: skip
    fields = Fields(
        headline=headline,
        byline=blogger.known(people) if blogger.kind(entry, element) else people,
        published=published,
        modified=entry.get("updated") if entry.get("updated") != published else None,
        language=language or entry.get("language") or said.get("language") or feed.language,
        source=plain_text(inlines_of_markup(origin.get("title") or said.get("title") or "")),
        url=address if address.startswith(("http://", "https://")) else None,
        rights=Rights(
            notice=entry.get("rights") or origin.get("rights") or said.get("rights") or None,
            licence=next(
                (k.get("href") for k in entry.get("links", []) if k.get("rel") == "license"), None),
        ),
        keywords=tuple(t for t in tags if t and not t.startswith(blogger.KINDS)),
        status=blogger.status(entry, element),
        slug=slug,
    )  # fmt: skip
    shots, players = (pictures(element), films(element)) if element is not None else ((), ())
    return Item(html, fields, shots or enclosed(entry), players or attached(entry))


def _led(html: str, base: str, home: str | None) -> str:
    """Return `html` with its relative links led from `base`, which a feed may state, or `home`.

    Pictures are led from a stated base only: else they may be files beside the feed.
    """
    html = _HREF.sub(lambda m: f"{m[1]}{_joined(base or home, m[2])}", html)
    return _SRC.sub(lambda m: f"{m[1]}{_joined(base, m[2])}", html) if base else html


def _joined(base: str | None, address: str) -> str:
    """Return `address`, which may be relative to its site, as one that leads there."""
    if (
        _ABSOLUTE.match(address)
        or not address
        or not base
        or not base.startswith(("http://", "https://"))
    ):
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
    if (entity := declared_entity(source.data)) is not None:
        message = f"the entity declaration {entity!r} is refused"
        world.diagnostics.error("malformed-source", message, where=source.at())
        return ()
    data, root, error = sound(source, world)
    if error is not None and "not well-formed" not in str(error):
        world.diagnostics.error("malformed-source", str(error), where=source.at(error.line))
        return ()
    try:
        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except (MemoryError, RecursionError):
        raise
    except Exception as failure:  # whatever damaged bytes do to a foreign parser
        _report_damage(failure, readable=False, source=source, world=world)
        return ()
    if not found.entries and not found.bozo:
        world.diagnostics.error(
            "empty-article", "the feed holds no entries", where=source.at(),
            hint="save it again when its site has written something, or take it out",
        )  # fmt: skip
    entries = list(zip(found.entries, _elements(root, len(found.entries)), strict=True))
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        _report_damage(found.bozo_exception, bool(entries), source, world)
    if any(blogger.kind(*both) for both in entries):
        entries = [both for both in entries if blogger.kind(*both) in blogger.ARTICLES]
    if len(entries) > MAX_ENTRIES:
        message = f"the feed holds {len(entries)} entries; the first {MAX_ENTRIES} were read"
        world.diagnostics.error("limit-exceeded", message, where=source.at())
        entries = entries[:MAX_ENTRIES]
    channel = next((e for e in root.iter() if local_name(e) in ("channel", "feed")), None) if (
        root is not None) else None  # fmt: skip
    named = _people(found.feed, channel, "managingEditor", "author", "creator")
    feed = _Feed(found.feed, named, blogger.language(channel))
    items = [_item(entry, element, feed, source, world) for entry, element in entries]
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
    home = address if _ABSOLUTE.match(address) else text(feed.get("home_page_url"))
    images = [text(a.get("url")) for a in items_of(entry.get("attachments"))
                if text(a.get("mime_type")).startswith("image/")]  # fmt: skip
    pictures = [p for p in (text(entry.get("image")), *images) if p]
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
    return Item(
        _led(html, "", home), fields, tuple(Shot(p) for p in pictures[:1]), played, abstract
    )


def read_json(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    value = parse_json(source, world)
    if value is None:
        return ()
    feed = mapping(value)
    entries = items_of(feed.get("items"))[:MAX_ENTRIES]
    return tuple(article_of_item(_json_item(e, feed), source, world, "jsonfeed") for e in entries)
