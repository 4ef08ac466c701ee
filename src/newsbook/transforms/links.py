"""From links and ids as each source wrote them to links and ids that hold in the whole book.

* `pine.md#last` in an article leads to that article's element, `pine.md` to the article itself;
* `#last` leads to an element of the same article;
* a relative address in an article that came from the web leads to where it led there;
* ids are made unique by their article's slug, and those nobody links to are dropped, with
  paragraphs that held nothing else: every id costs the typesetter time;
* of elements with the same id, the first has it (DOM, `getElementById`); who writes Markdown is
  told, for only he can give the others one.

A link that leads nowhere keeps its text and is reported.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from newsbook.content import Inline, Link, Paragraph, Span, Text
from newsbook.model import Article, Edition
from newsbook.transforms.parts import map_articles
from newsbook.tree import map_blocks, map_inlines, plain_text, walk
from newsbook.world import World

__all__ = ["resolve_links"]

_ABSOLUTE = frozenset({"http", "https", "mailto", "tel"})
_INLINES = ("headline", "kicker", "deck")
_BLOCKS = ("body", "note")
_WRITTEN_BY_HAND = frozenset({"markdown"})


@dataclass(slots=True)
class _Book:
    """Where links can lead: articles by file and by slug, and the ids each one has."""

    world: World
    files: Mapping[str, Article]
    slugs: Mapping[str, Article]
    ids: Mapping[str, frozenset[str]]
    wanted: set[str] = field(default_factory=set)


def resolve_links(edition: Edition, world: World) -> Edition:
    """Return `edition` with its links resolved and its ids made unique to the book."""
    articles = edition.articles()
    book = _Book(
        world=world,
        files={article.origin.file: article for article in reversed(articles)},
        slugs={article.slug: article for article in articles},
        ids={article.slug: _ids(article, world) for article in articles},
    )
    linked = map_articles(edition, lambda article: _link(article, book))
    return map_articles(linked, lambda article: _name(article, book.wanted))


def _content(article: Article) -> tuple[Any, ...]:
    return tuple(getattr(article, name) for name in (*_INLINES, *_BLOCKS))


def _changed(article: Article, change: Any) -> Article:
    parts: dict[str, Any] = {name: map_inlines(getattr(article, name), change) for name in _INLINES}
    parts |= {name: map_blocks(getattr(article, name), change) for name in _BLOCKS}
    return replace(article, **parts)


def _ids(article: Article, world: World) -> frozenset[str]:
    found: set[str] = set()
    for node in walk(_content(article)):
        name = getattr(node, "id", None)
        if name is None:
            continue
        if name in found and article.origin.reader in _WRITTEN_BY_HAND:
            world.diagnostics.error(
                "duplicate-id",
                f"two elements have the id {name!r}",
                where=world.place(article.origin.file, name),
                hint="give one of them another id",
                article=article.slug,
            )
        found.add(name)
    return frozenset(found)


def _link(article: Article, book: _Book) -> Article:
    def change(node: Any) -> Any:
        if not isinstance(node, Link):
            return node
        href = _resolved(node, article, book)
        if href is None:
            return Span(node.children, title=node.title) if node.title else node.children
        return replace(node, href=href)

    return _changed(article, change)


def _resolved(link: Link, article: Article, book: _Book) -> str | None:
    """Return what `link` leads to in the book or outside it, None for nowhere."""
    try:
        parts = urlsplit(link.href)
    except ValueError:
        return _broken(link, article, book, "is not a valid address")
    if parts.scheme in _ABSOLUTE:
        return link.href
    if parts.scheme or parts.netloc:
        return _broken(link, article, book, "cannot be followed from a book")
    if not parts.path:
        return _anchor(link, article, article, parts.fragment, book)
    folder = posixpath.dirname(article.origin.file)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    target = book.files.get(path)
    if target is not None:
        return _anchor(link, article, target, parts.fragment, book)
    if article.url and urlsplit(article.url).scheme in {"http", "https"}:
        return urljoin(article.url, link.href)
    return _broken(link, article, book, "is not an article of this book")


def _anchor(
    link: Link, article: Article, target: Article, fragment: str, book: _Book
) -> str | None:
    name = unquote(fragment)
    if not name:
        return f"#{target.slug}"
    if name in book.ids[target.slug]:
        book.wanted.add(f"{target.slug}-{name}")
        return f"#{target.slug}-{name}"
    if target is article and name in book.slugs:
        return f"#{name}"
    where = "this article" if target is article else target.origin.file
    return _broken(link, article, book, f"leads to {name!r}, which {where} does not have")


def _broken(link: Link, article: Article, book: _Book, why: str) -> str | None:
    text = plain_text(link.children)[:40]
    book.world.diagnostics.warning(
        "broken-link",
        f"the link {link.href!r} ({text}) {why}; its text stays, the link is left out",
        where=book.world.place(article.origin.file, link.href),
        hint="correct the link, or list the article it leads to in the manifest",
        article=article.slug,
    )
    return None


def _name(article: Article, wanted: set[str]) -> Article:
    """Return `article` with ids namespaced, and without those that no link wants."""
    given: set[str] = set()

    def change(node: Any) -> Any:
        if isinstance(node, Paragraph) and node.id is None and _is_blank(node.children):
            return ()
        name = getattr(node, "id", None)
        if name is None or "id" not in {entry.name for entry in fields(node)}:
            return node
        new = f"{article.slug}-{name}"
        if new in wanted and new not in given:
            given.add(new)
            return replace(node, id=new)
        node = replace(node, id=None)
        if isinstance(node, Span) and not (node.language or node.style or node.title):
            return node.children
        return node

    return _changed(article, change)


def _is_blank(inlines: tuple[Inline, ...]) -> bool:
    return all(isinstance(node, Text) and not node.text.strip() for node in inlines)
