"""From a Ghost export (JSON) to Articles. https://ghost.org/docs/migration/custom/"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from newsbook.model import Article
from newsbook.readers.exports.cards import opened_cards
from newsbook.readers.exports.lexical import markup_of_lexical, markup_of_mobiledoc
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.jsonfile import items_of, mapping, parse_json, text
from newsbook.readers.markup import Shot, markup_of_text
from newsbook.readers.source import Source
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_HERE = ("__GHOST_URL__/", "__GHOST_URL__")
_STATUS = {"sent": "published"}


def _tables(value: Any) -> dict[str, Any]:
    """Return the tables of an export, wherever this version of Ghost put them."""
    outer = mapping(value)
    databases = items_of(outer.get("db"))
    inner = mapping(databases[0].get("data")) if databases else mapping(outer.get("data"))
    return inner or outer


def _joined(tables: dict[str, Any], link: str, key: str, names: dict[str, Any]
            ) -> dict[str, list[str]]:  # fmt: skip
    """Return the names a joining table gives to each post, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = sorted(items_of(tables.get(link)), key=lambda r: r.get("sort_order") or 0
                  if isinstance(r.get("sort_order"), int) else 0)  # fmt: skip
    for row in rows:
        name = names.get(text(row.get(key)))
        if name:
            found[text(row.get("post_id"))].append(name)
    return found


def _names(values: Any) -> dict[str, Any]:
    return {text(v.get("id")): text(v.get("name")) for v in items_of(values)}


def _local(value: str) -> str:
    """Return markup or an address with those of the site's own files relative to the export."""
    for prefix in _HERE:
        value = value.replace(prefix, "")
    return value


def _html(post: dict[str, Any], source: Source, world: World) -> str:
    html = text(post.get("html"))
    if html:
        return opened_cards(html)
    for key, make in (("lexical", markup_of_lexical), ("mobiledoc", markup_of_mobiledoc)):
        if stored := text(post.get(key)):
            return make(stored, source, world)
    return markup_of_text(text(post.get("plaintext")))


def _shots(post: dict[str, Any], meta: dict[str, Any]) -> tuple[Shot, ...]:
    address = _local(text(post.get("feature_image")))
    if not address:
        return ()
    said = {**post, **{k: v for k, v in meta.items() if v}}
    return (
        Shot(address, text(said.get("feature_image_alt")), text(said.get("feature_image_caption"))),
    )


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the posts and pages of a Ghost export."""
    value = parse_json(source, world)
    if value is None:
        return ()
    tables = _tables(value)
    posts = items_of(tables.get("posts"))
    authors = _joined(tables, "posts_authors", "author_id", _names(tables.get("users")))
    tags = _joined(tables, "posts_tags", "tag_id", _names(tables.get("tags")))
    metas = {text(m.get("post_id")): m for m in items_of(tables.get("posts_meta"))}
    settings = {text(s.get("key")): text(s.get("value")) for s in items_of(tables.get("settings"))}
    users = _names(tables.get("users"))
    articles = []
    for post in posts:
        name = text(post.get("id"))
        own = [text(a.get("name")) for a in items_of(post.get("authors"))]
        one = users.get(text(post.get("author_id")), "")
        byline = authors.get(name) or own or ([one] if one else [])
        labels = tags.get(name) or [text(t.get("name")) for t in items_of(post.get("tags"))]
        status = text(post.get("status"))
        visibility = text(post.get("visibility"))
        if visibility not in ("", "public"):
            world.diagnostics.warning(
                "usage-terms",
                f"{text(post.get('title'))!r} is for subscribers only ({visibility})",
                where=source.at(),
            )
        address = text(post.get("canonical_url")) or text(post.get("url"))
        fields = Fields(
            headline=text(post.get("title")),
            deck=text(post.get("custom_excerpt")),
            byline=tuple(name for name in byline if name),
            published=text(post.get("published_at")) or text(post.get("created_at")) or None,
            modified=text(post.get("updated_at")) or None,
            language=text(post.get("locale")) or settings.get("locale") or settings.get("lang"),
            source=settings.get("title"),
            url=address if address.startswith("http") else None,
            keywords=tuple(label for label in labels if not label.startswith("#")),
            status=_STATUS.get(status, status),
            slug=text(post.get("slug")) or ascii_slug(text(post.get("title"))) or f"post-{name}",
        )
        html = _local(_html(post, source, world))
        item = Item(html, fields, shots=_shots(post, metas.get(name, {})))
        articles.append(article_of_item(item, source, world, "ghost"))
    return tuple(articles)
