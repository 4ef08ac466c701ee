"""From a WordPress export (WXR) to Articles.

https://developer.wordpress.org/plugins/ - real exports are often not well-formed XML; what can be
repaired is, and a warning says so.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from newsbook.model import Article
from newsbook.readers.exports.builders import markup_of_elementor
from newsbook.readers.exports.gutenberg import open_blocks
from newsbook.readers.exports.mending import sound
from newsbook.readers.exports.shortcodes import markup_of_post
from newsbook.readers.fields import Fields
from newsbook.readers.gates import USABLE
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.markup import Shot, inlines_of_markup
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, children, local_name, parse_xml
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

# Types of posts that are no articles; those a site made for itself (news, review...) are.
_MACHINERY = frozenset(
    """attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request
    wp_block wp_template wp_template_part wp_global_styles wp_navigation wp_font_family
    wp_font_face acf-field acf-field-group acf-post-type acf-taxonomy wpcf7_contact_form
    amp_validated_url shop_order shop_coupon elementor_library feedback guest-author""".split()
)


# ---------------------------------------------------------------- XML
def _root(source: Source, world: World) -> Any | None:
    """Return the root of the export, repaired when it must be, or None with an error."""
    data, root, error = sound(source, world)
    if root is not None or error is None:
        return root
    where = source.at(error.line, error.column)
    try:
        root = parse_xml(_loose(data)) if "not well-formed" in str(error) else None
    except RefusedXMLError:
        root = None
    if root is None:
        world.diagnostics.error("malformed-source", str(error), where=where, hint="export it again")
        return None
    world.diagnostics.warning(
        "malformed-source", f"{error}; it was repaired (elements that are not closed)",
        where=where, hint="compare the articles near this line with the site",
    )  # fmt: skip
    return root


def _loose(data: bytes) -> bytes:
    """Return what libxml2 makes of broken XML, as XML."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError:
        return b""
    return etree.tostring(root) if root is not None else b""


def _value(item: Any, name: str) -> str:
    return next((c.text.strip() for c in children(item, name) if c.text), "")


def _encoded(item: Any, kind: str) -> str:
    """Return the `content:encoded` or `excerpt:encoded` of an item, told apart by namespace."""
    found = (c for c in children(item, "encoded") if kind in str(c.tag).partition("}")[0])
    return next((c.text for c in found if c.text), "")


# ---------------------------------------------------------------- fields
@dataclass(frozen=True, slots=True)
class _Site:
    """What an export says of the whole site."""

    title: str
    language: str | None
    people: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, Shot] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)


def _meta(item: Any) -> dict[str, str]:
    return {_value(m, "meta_key"): _value(m, "meta_value") for m in children(item, "postmeta")}


def _site(channel: Any) -> _Site:
    people = {
        _value(a, "author_login"): _value(a, "author_display_name")
        for a in children(channel, "author")
    }
    attachments, patterns = {}, {}
    for item in children(channel, "item"):
        kind, meta = _value(item, "post_type"), _meta(item)
        if kind == "wp_block":
            patterns[_value(item, "post_id")] = _encoded(item, "content")
        elif kind == "guest-author":
            login = meta.get("cap-user_login") or _value(item, "post_name").removeprefix("cap-")
            people[login] = meta.get("cap-display_name") or _value(item, "title")
        elif kind == "attachment":
            attachments[_value(item, "post_id")] = Shot(
                _value(item, "attachment_url") or _value(item, "guid"),
                meta.get("_wp_attachment_image_alt", ""),
                _encoded(item, "excerpt").strip(),
                entities.escape(meta.get("_media_credit", ""), quote=False),
            )
    language = _value(channel, "language") or None
    return _Site(_value(channel, "title"), language, people, attachments, patterns)


def _byline(item: Any, site: _Site) -> tuple[str, ...]:
    """Return the authors: those of Co-Authors Plus, else the one WordPress knows."""
    several = []
    for label in children(item, "category"):
        if label.get("domain") == "author" and label.text:
            logins = (label.text.strip(), label.get("nicename", "").removeprefix("cap-"))
            known = (site.people[login] for login in logins if site.people.get(login))
            several.append(next(known, logins[0]))
    login = _value(item, "creator")
    name = site.people.get(login) or login
    return tuple(dict.fromkeys(several)) or ((name,) if name else ())


def _gmt(text: str) -> str | None:
    """Return a date of WordPress, which has zeros for none."""
    return text.replace(" ", "T") if text and not text.startswith("0000") else None


def _status(item: Any) -> str:
    if _value(item, "post_password"):
        return "password-protected"
    return _value(item, "status")


def _content(item: Any, meta: dict[str, str], site: _Site, source: Source, world: World) -> str:
    """Return the text of a post, with what its blocks and its page builder keep elsewhere."""
    content = _encoded(item, "content")
    content, lost = open_blocks(content, site.patterns, meta.get("footnotes", ""))
    if not content.strip() and meta.get("_elementor_data"):
        content, lost = markup_of_elementor(meta["_elementor_data"])
    if lost:
        world.diagnostics.warning(
            "content-dropped",
            f"the export does not hold what {len(lost)} block(s) show: "
            + ", ".join(sorted(set(lost))[:8]),
            where=source.at(item.sourceline),
            hint="look at the post on the site, and say in words what is missing",
        )
    return content


def _with_text(posts: list[Any], source: Source, world: World) -> list[Any]:
    """Return the posts that hold a text; published ones that do not are named."""
    full: list[Any] = []
    empty: list[Any] = []
    for post in posts:
        built = "_elementor_data" in _meta(post)
        (full if built or _encoded(post, "content").strip() else empty).append(post)
    names = [_value(post, "title") for post in empty if _status(post) in USABLE]
    if names and full:
        world.diagnostics.warning(
            "empty-article",
            f"{len(names)} post(s) without text were left out: "
            + ", ".join(repr(name[:60]) for name in names[:3]) + ("..." if names[3:] else ""),
            where=source.at(empty[0].sourceline),
            hint="where a page builder made them, save their pages and list those",
        )  # fmt: skip
    return full


def _item(item: Any, site: _Site, source: Source, world: World) -> Item:
    meta = _meta(item)
    line = item.sourceline
    content = _content(item, meta, site, source, world)
    html = markup_of_post(content, site.attachments, source, world, line=line)
    title = _value(item, "title")
    address = _value(item, "link")
    lead = site.attachments.get(meta.get("_thumbnail_id", ""))
    stated = children(item, "category")
    labels = [c.text for c in stated if c.get("domain") in ("category", "post_tag")]
    headline = inlines_of_markup(title)
    fields = Fields(
        headline=headline,
        kicker=meta.get("kicker", ""),
        deck=meta.get("subtitle", "") or meta.get("_subtitle", ""),
        byline=_byline(item, site),
        published=_gmt(_value(item, "post_date")) or _gmt(_value(item, "post_date_gmt"))
        or _value(item, "pubDate") or None,
        modified=_gmt(_value(item, "post_modified")),
        language=site.language,
        source=site.title,
        url=address if address.startswith(("http://", "https://")) else None,
        keywords=tuple(entities.unescape(t) for t in labels if t and t != "Uncategorized"),
        status=_status(item),
        slug=_value(item, "post_name") or ascii_slug(title) or f"post-{_value(item, 'post_id')}",
    )  # fmt: skip
    abstract = _encoded(item, "excerpt").strip()
    return Item(
        html, fields, shots=(lead,) if lead else (), line=line,
        abstract=re.sub(r"<[^>]+>", "", abstract),
    )  # fmt: skip


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the posts and pages of a WordPress export."""
    root = _root(source, world)
    if root is None:
        return ()
    channel = next((e for e in root.iter() if local_name(e) == "channel"), None)
    if channel is None:
        world.diagnostics.error(
            "malformed-source", "the export has no channel", where=source.at(),
            hint="export the site again (Tools, Export, All content)",
        )  # fmt: skip
        return ()
    site = _site(channel)
    posts = [i for i in children(channel, "item") if _value(i, "post_type") not in _MACHINERY]
    full = _with_text(posts, source, world)
    return tuple(article_of_item(_item(i, site, source, world), source, world, "wxr") for i in full)
