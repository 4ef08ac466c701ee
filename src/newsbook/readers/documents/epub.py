"""From an EPUB to Articles: one for each document in its reading order that has a text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from newsbook.model import Article, Rights
from newsbook.readers.decoding import decode
from newsbook.readers.documents.roles import Properties, item_of_document
from newsbook.readers.embedded import data_url
from newsbook.readers.fields import squeeze
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, children, find, local_name, parse_xml, text_of
from newsbook.safezip import Archive, RefusedArchiveError, open_archive
from newsbook.world import World

__all__ = ["read"]

# What a document of a book is that holds no article (EPUB 3 Structural Semantics; file names).
_FURNITURE = re.compile(
    r"\b(?:cover|titlepage|title-page|toc|contents|landmarks|copyright|copyright-page|colophon|halftitlepage|"
    r"half-title|loi|lot|index|frontispiece|imprint|nav)\b"
)
_CLASSES = {
    "kicker": "kicker", "deck": "deck", "subtitle": "deck", "standfirst": "deck",
    "byline": "byline", "author": "byline", "dateline": "dateline", "headline": "headline",
    "article-title": "headline", "chapter-title": "headline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Book:
    """An EPUB: its archive, the folder of its package, and what the package says."""

    archive: Archive
    folder: str
    properties: Properties
    spine: tuple[tuple[str, str], ...]  # path, properties


def _package(archive: Archive) -> tuple[Any, str]:
    """Return the package document and its folder."""
    container = parse_xml(archive.read("META-INF/container.xml"))
    rootfile = find(container, "rootfile")
    path = unquote(rootfile.get("full-path") or "") if rootfile is not None else ""
    return parse_xml(archive.read(path)), posixpath.dirname(path)


def _values(package: Any, name: str) -> list[str]:
    metadata = find(package, "metadata")
    found = (text_of(e) for e in children(metadata, name)) if metadata is not None else ()
    return [value for value in found if value]


def _first(package: Any, name: str) -> str:
    return next(iter(_values(package, name)), "")


def _opened(archive: Archive) -> _Book:
    package, folder = _package(archive)
    items = {e.get("id"): e for e in package.iter() if local_name(e) == "item"}
    spine = []
    for reference in (e for e in package.iter() if local_name(e) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no":
            continue
        if "html" in (item.get("media-type") or ""):
            path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            spine.append((path, item.get("properties") or ""))
    properties = Properties(
        title=_first(package, "title"),
        creator="; ".join(_values(package, "creator")),
        language=_first(package, "language"),
        keywords=tuple(_values(package, "subject")),
        created=_first(package, "date"),
        rights=_first(package, "rights"),
        source=_first(package, "publisher"),
    )
    return _Book(archive, folder, properties, tuple(spine))


def _is_furniture(path: str, properties: str, tree: Any) -> bool:
    body = tree.find("body")
    sections = [body, *body.iterchildren("section", "div", "nav")][:3]
    kinds = " ".join((e.get("epub:type") or "") + " " + (e.get("role") or "") for e in sections)
    stem = posixpath.basename(path).partition(".")[0].lower()
    if "nav" in properties.split() or _FURNITURE.search(kinds) or _FURNITURE.fullmatch(stem):
        return True
    return len(squeeze(body.text_content())) < 80 and not list(body.iter("p"))


def _mark_roles(tree: Any) -> None:
    """Give paragraphs in the usual classes of bylines, decks and datelines their roles."""
    titled = next(tree.iter("h1"), None) is not None
    for element in list(tree.iter("p", "div", "h2", "h3", "h4")):
        if element.tag == "div" and element.find("p") is not None:
            continue
        classes = (element.get("class") or "").lower().split()
        role = next((_CLASSES[c] for c in classes if c in _CLASSES), None)
        if role is not None and not (titled and role == "headline"):
            element.tag = "p"
            element.set("class", f"nb-{role}")


def _local(tree: Any, path: str) -> None:
    """Make the addresses of pictures paths inside the archive."""
    folder = posixpath.dirname(path)
    for image in tree.iter("img"):
        address = image.get("src") or ""
        if address and not urlsplit(address).scheme:
            inside = posixpath.join(folder, unquote(urlsplit(address).path))
            image.set("src", posixpath.normpath(inside))
    for image in list(tree.iter("image")):  # a picture in a drawing around it
        address = image.get("xlink:href") or image.get("href") or ""
        made = tree.makeelement("img")
        made.set("src", posixpath.normpath(posixpath.join(folder, unquote(address))))
        drawing = next(image.iterancestors("svg"), image)
        if len(list(drawing.iter("image"))) > 1 or drawing is image or list(drawing.iter("text")):
            drawing.addprevious(made)
        else:
            made.tail, drawing.tail = drawing.tail, None
            drawing.getparent().replace(drawing, made)


def _texts(book: _Book, source: Source, world: World) -> Iterator[tuple[str, Any]]:
    """Yield the path and the tree of each document that holds an article."""
    for path, properties in book.spine:
        try:
            data = book.archive.read(path)
        except RefusedArchiveError as error:
            world.diagnostics.warning("unreadable-file", str(error), where=source.at())
            continue
        page = Source(source.file, data, "html", language=source.language)
        html = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(page, world, "utf-8"))
        html = re.sub(r"<(script|title|style)\b([^>]*)/>", r"<\1\2></\1>", html)
        tree = parse_page(html)
        if not _is_furniture(path, properties, tree):
            yield path, tree


_NOTE = re.compile(r"\b(?:noteref|doc-noteref)\b")
_BACK = re.compile(r"\b(?:backlink|doc-backlink)\b")


def _kind(element: Any) -> str:
    return f"{element.get('epub:type') or ''} {element.get('role') or ''}"


def _with_notes(texts: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return the documents with their notes in them, without those that hold nothing but notes."""
    trees = dict(texts)
    taken: dict[str, set[Any]] = {}
    for path, tree in texts:
        for call in [a for a in tree.iter("a") if _calls(a)]:
            file, _, key = unquote(call.get("href") or "").partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            other = trees.get(place) if file and place != path else None
            note = next((e for e in other.iter() if e.get("id") == key), None) if (
                other is not None and key) else None  # fmt: skip
            if note is None:
                continue
            number = sum(len(notes) for notes in taken.values()) + 1
            places = {call.get("id"), call.getparent().get("id")} - {None}
            aside = parse_page(f"<aside>{_inside(note, places)}</aside>").find(".//aside")
            aside.set("id", f"note-{number}")
            aside.set("epub:type", "footnote")
            tree.find("body").append(aside)
            call.set("href", f"#note-{number}")
            call.set("epub:type", "noteref")
            taken.setdefault(place, set()).add(note)
    return [(path, tree) for path, tree in texts if not _is_spent(tree, taken.get(path, set()))]


def _calls(link: Any) -> bool:
    """Whether a link calls a note: it says so, or is a raised number or sign."""
    text = squeeze(link.text_content())
    raised = link.getparent().tag == "sup" or link.find("sup") is not None
    sign = re.fullmatch(r"\W?(?:\d{1,4}|[*†‡§]{1,3})\W?", text) is not None
    return _NOTE.search(_kind(link)) is not None or (raised and sign)


def _inside(note: Any, places: set[str]) -> str:
    """Return the markup inside a note, without the links back to the `places` of its call."""
    for link in list(note.iter("a")):
        if _BACK.search(_kind(link)) or (link.get("href") or "").rpartition("#")[2] in places:
            link.drop_tree()
    html = serialise(note)
    return html[html.index(">") + 1 : html.rindex("<")]


def _is_spent(tree: Any, notes: set[Any]) -> bool:
    """Whether nothing but headings is left of a document without its notes."""
    if not notes:
        return False
    left = "".join(
        (e.text or "") + "".join(c.tail or "" for c in e)
        for e in tree.find("body").iter()
        if isinstance(e.tag, str) and not re.fullmatch("h[1-6]", e.tag)
        and not any(a in notes for a in (e, *e.iterancestors()))
    )  # fmt: skip
    return not squeeze(left)


def _item(path: str, tree: Any, book: _Book, source: Source, world: World) -> Item:
    language = tree.get("lang") or tree.get("xml:lang") or book.properties.language
    _mark_roles(tree)
    _local(tree, path)
    for header in list(tree.iter("header", "hgroup")):
        header.drop_tag()
    properties = Properties(
        **{n: getattr(book.properties, n) for n in Properties.__slots__} | {"language": language}
    )
    inferred = {"published": "format: date of the book", "byline": "format: author of the book"}
    return item_of_document(
        serialise(tree.find("body")), properties, source, world, inferred=inferred
    )


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of an EPUB."""
    try:
        book = _opened(open_archive(source.data))
    except (RefusedArchiveError, RefusedXMLError) as error:
        code = error.code if isinstance(error, RefusedArchiveError) else "malformed-source"
        hint = "get the book again" if code == "malformed-source" else None
        world.diagnostics.error(code, str(error), where=source.at(), hint=hint)
        return ()

    def resolve(name: str) -> bytes | None:
        if name not in book.archive:
            return data_url(name)
        try:
            return book.archive.read(name)
        except RefusedArchiveError:
            return None

    found = _with_notes(list(_texts(book, source, world)))
    articles = []
    for path, tree in found:
        item = _item(path, tree, book, source, world)
        if len(found) > 1:
            stem = posixpath.basename(path).partition(".")[0]
            item = replace(item, fields=replace(item.fields, slug=stem))
        rights = Rights(notice=book.properties.rights or None)
        item = replace(item, fields=replace(item.fields, rights=rights))
        articles.append(article_of_item(item, source, world, "epub", resolve))
    return tuple(articles)
