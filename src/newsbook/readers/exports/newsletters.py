"""From the archives Substack and Medium hand out to Articles.

Substack: `posts.csv` beside `posts/<id>.<slug>.html`. Medium: `posts/*.html`, a page each.
"""

from __future__ import annotations

import csv
import html as entities
import io
import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from newsbook.model import Article
from newsbook.readers.embedded import data_url
from newsbook.readers.exports.cards import pointer
from newsbook.readers.exports.components import open_components
from newsbook.readers.fields import Fields, same_text, squeeze
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.markup import Player, inlines_of_markup
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.safezip import Archive, DamagedArchiveError, RefusedArchiveError, open_archive
from newsbook.slugs import ascii_slug
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["opened", "pictures_in", "read_medium", "read_substack"]

# Furniture of a newsletter: boxes and buttons to subscribe and share.
_FURNITURE = re.compile(
    r"\b(?:subscription-widget\S*|button-wrapper|subscribe-widget|captioned-button-wrap|"
    r"install-substack-app-embed|image-link-expand|hide-text|header-anchor-parent|"
    r"paywall-jump|community-chat)\b"
)


def opened(source: Source, world: World) -> Archive | None:
    """Return the archive in `source`, or None with an error."""
    try:
        return open_archive(source.data)
    except RefusedArchiveError as error:
        damaged = isinstance(error, DamagedArchiveError)
        hint = "export it again" if damaged else "unpack it, and list its files"
        world.diagnostics.error(error.code, str(error), where=source.at(), hint=hint)
        return None


def pictures_in(archive: Archive, folder: str = "") -> Callable[[str], bytes | None]:
    """Return a function from a picture's address to its bytes, from an archive or a `data:` URL."""

    def resolve(address: str) -> bytes | None:
        if address.startswith("data:"):
            return data_url(address)
        path = unquote(urlsplit(address).path).lstrip("/")
        inside = posixpath.normpath(posixpath.join(folder, path))
        for name in (inside, path):
            if name in archive:
                try:
                    return archive.read(name)
                except RefusedArchiveError:
                    return None
        return None

    return resolve


def _page(archive: Archive, name: str, source: Source, world: World) -> str | None:
    try:
        return archive.read(name).decode("utf-8-sig", "replace")
    except RefusedArchiveError as error:
        world.diagnostics.error("unreadable-file", str(error), where=source.at())
        return None


# ---------------------------------------------------------------- Substack
def _rows(text: str) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=False))
    except csv.Error:
        return []
    return [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in rows]


def _played(row: dict[str, str]) -> tuple[Player, ...]:
    """Return the episode of a podcast."""
    address = row.get("podcast_url", "")
    return (Player(address, "audio", row.get("title", "")),) if address else ()


def _cleaned(html: str, title: str, source: Source, world: World) -> str:
    """Return the text of a newsletter without its buttons, with what its components say."""
    tree = parse_page(html)
    for element in list(tree.iter()):
        furniture = isinstance(element.tag, str) and _FURNITURE.search(element.get("class") or "")
        if furniture and element.getparent() is not None:
            element.drop_tree()
    if lost := open_components(tree):
        world.diagnostics.warning(
            "content-dropped",
            f"the export has nothing but the place of {len(lost)} component(s) of {title!r}: "
            + ", ".join(sorted(set(lost))),
            where=source.at(),
            hint="look at the post on the site, and say in words what is missing",
        )
    for image in tree.iter("img"):
        image.set("src", _original(image.get("src") or ""))
        for name in ("srcset", "sizes", "data-attrs"):
            image.attrib.pop(name, None)
    return serialise(tree.find("body"))


def _original(address: str) -> str:
    """Return the address of the picture itself behind Substack's resizing service."""
    match = re.search(r"/image/fetch/[^/]*(?:/[^/]*)*?/(https?%3A%2F%2F\S+)$", address)
    return unquote(match[1]) if match else address


def read_substack(source: Source, world: World) -> tuple[Article, ...]:
    """Return the posts of a Substack export, newest first as it lists them."""
    archive = opened(source, world)
    if archive is None:
        return ()
    table = _page(archive, "posts.csv", source, world)
    files = {posixpath.basename(n).removesuffix(".html"): n
             for n in archive.below("", ".html")}  # fmt: skip
    by_number = {name.split(".")[0]: file for name, file in files.items()}
    articles = []
    for row in _rows(table or ""):
        name = row.get("post_id", "")
        file = files.get(name) or by_number.get(name.split(".")[0])
        if file is None or (html := _page(archive, file, source, world)) is None:
            if row.get("title"):
                world.diagnostics.warning(
                    "content-dropped", f"the text of {row['title']!r} is not in the archive",
                    where=source.at(),
                )  # fmt: skip
            continue
        if row.get("audience", "everyone") not in ("everyone", ""):
            message = f"{row.get('title')!r} is for subscribers only ({row['audience']})"
            world.diagnostics.warning("usage-terms", message, where=source.at())
        published = row.get("is_published", "true").lower() == "true"
        fields = Fields(
            headline=inlines_of_markup(row.get("title")),
            deck=inlines_of_markup(entities.unescape(row.get("subtitle", ""))),
            byline=row.get("author", ""),
            published=row.get("post_date") or None,
            language=row.get("language") or None,
            status="published" if published else "draft",
            slug=name.partition(".")[2] or ascii_slug(row.get("title", "")) or f"post-{name}",
        )
        title = plain_text(fields.headline) or name
        item = Item(_cleaned(html, title, source, world), fields, players=_played(row))
        articles.append(
            article_of_item(item, source, world, "substack", pictures_in(archive, "posts"))
        )
    return tuple(articles)


# ---------------------------------------------------------------- Medium
def _first(tree: Any, query: str) -> Any | None:
    found = tree.xpath(query)
    return found[0] if found else None


def _words(element: Any | None) -> str:
    return squeeze(element.text_content()) if element is not None else ""


def _open_scripts(body: Any) -> None:
    """Put a link in the place of a script that would show something: a gist of GitHub."""
    for script in list(body.iter("script")):
        address = re.sub(r"\.js(?=$|\?)", "", script.get("src") or "")
        if "gist.github.com" in address and script.getparent() is not None:
            made = parse_page(pointer(address, "")).find("body")
            made.tag, made.tail = "div", script.tail
            script.getparent().replace(script, made)


def _medium(name: str, html: str, source: Source, world: World, archive: Archive) -> Article:
    tree = parse_page(html)
    title = _words(_first(tree, "//h1[contains(@class,'p-name')]")) or _words(
        _first(tree, "//title"))  # fmt: skip
    deck = _words(_first(tree, "//section[@data-field='subtitle']"))
    body = _first(tree, "//section[@data-field='body']")
    time = _first(tree, "//time[contains(@class,'dt-published')]")
    link = _first(tree, "//a[contains(@class,'p-canonical')]")
    if body is not None:
        _open_scripts(body)
    for element in list(body.iter("*")) if body is not None else ():
        classes = element.get("class") or ""
        if "graf--title" in classes or "graf--subtitle" in classes:
            element.drop_tree()
    stem = posixpath.basename(name).removesuffix(".html")
    fields = Fields(
        headline=title,
        deck="" if same_text(deck, title) else deck,
        byline=_words(_first(tree, "//a[contains(@class,'p-author')]")),
        published=time.get("datetime") if time is not None else None,
        url=link.get("href") if link is not None else None,
        status="draft" if stem.startswith("draft") else "published",
        slug=ascii_slug(re.sub(r"^\d{4}-\d\d-\d\d_|-*[0-9a-f]{8,}$", "", stem)) or None,
    )
    item = Item(serialise(body) if body is not None else "", fields)
    return article_of_item(item, source, world, "medium", pictures_in(archive, "posts"))


def read_medium(source: Source, world: World) -> tuple[Article, ...]:
    """Return the posts of a Medium export."""
    archive = opened(source, world)
    if archive is None:
        return ()
    articles = []
    for name in archive.below("", ".html"):
        if not re.search(r"(?:^|/)posts/", name):
            continue
        html = _page(archive, name, source, world)
        if html is not None and "data-field=" in html:
            articles.append(_medium(name, html, source, world, archive))
    return tuple(articles)
