"""From imported articles to a manifest, a record of where they came from, and HTML files."""

from __future__ import annotations

import html as entities
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlsplit

from newsbook.measure import measure
from newsbook.model import Article
from newsbook.readers.inspect import extract_entry
from newsbook.tree import plain_text
from newsbook.xhtml import Renderer

__all__ = ["lock_of", "manifest_of", "page_of"]


class _Kept(Protocol):
    """An article of the project (see `gather.Kept`)."""

    @property
    def file(self) -> str: ...
    @property
    def article(self) -> Article: ...
    @property
    def source(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def retrieved(self) -> str | None: ...
    @property
    def stated(self) -> tuple[str, ...]: ...


class _Order(Protocol):
    """What the person wants (see `gather.Order`)."""

    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _most(values: Iterable[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def _title(articles: Sequence[_Kept], source: str) -> str:
    """Return a title: of the feed or site all come from, else the name of the place."""
    named = {k.article.source for k in articles if k.article.source}
    if len(named) == 1:
        return str(named.pop())
    parts = urlsplit(source)
    name = parts.hostname if parts.scheme in ("http", "https") else PurePosixPath(source).stem
    return (name or "Articles").replace("_", " ").replace("-", " ").strip().capitalize()


def _entry(kept: _Kept) -> list[str]:
    """Return the lines of one article in the manifest."""
    article = kept.article
    day = (article.published or "")[:10]
    note = f"  # {day}" if day else "  # no date was found"
    plain = kept.file if re.fullmatch(r"[A-Za-z][\w./-]*", kept.file) else _quoted(kept.file)
    cut = [f"  {line}" for line in extract_entry(article)]
    if cut and kept.file.endswith(".txt"):
        pinned = measure(article.body)
        expect = f"    expect: {{paragraphs: {pinned.paragraphs}}}"
        return [f"  - file: {plain}{note}", *cut, expect]
    if not kept.stated:
        return [f"  - {plain}{note}"]
    lines = [f"  - file: {plain}{note}"]
    values = {
        "headline": plain_text(article.headline), "kicker": plain_text(article.kicker),
        "deck": plain_text(article.deck), "date": article.published,
        "dateline": article.dateline.raw if article.dateline else None,
        "language": article.language, "source": article.source, "url": article.url,
        "rights": article.rights.notice,
    }  # fmt: skip
    lines += [f"    {k}: {_quoted(v)}" for k in kept.stated if (v := values.get(k))]
    if article.byline:
        people = []
        for person in article.byline:
            parts = [f"name: {_quoted(person.name)}"]
            parts += [f"role: {person.role}"] if person.role != "aut" else []
            parts += [f"affiliation: {_quoted(person.affiliation)}"] if person.affiliation else []
            people.append("{" + ", ".join(parts) + "}")
        lines.append(f"    byline: [{', '.join(people)}]")
    return lines


def manifest_of(articles: Sequence[_Kept], order: _Order) -> str:
    """Return the manifest of an import: its articles by date."""
    language = order.language or _most(k.article.language for k in articles) or "en"
    dates = [(k.article.published or "")[:10] for k in articles if k.article.published]
    lines = [
        "# Made by `newsbook import`. Edit it freely; newsbook.lock says where the files are from.",
        "newsbook: 1",
        f"title: {_quoted(order.title or _title(articles, order.source))}",
        f"language: {language}",
        *([f"date: {max(dates)}  # of the newest article"] if dates else []),
        "",
        "contents:",
        "  - toc",
    ]
    return "\n".join((*lines, *(line for kept in articles for line in _entry(kept)), ""))


def lock_of(
    articles: Sequence[_Kept], pictures: Sequence[dict[str, Any]], order: _Order
) -> dict[str, Any]:
    """Return the record of an import: where each file came from, when, and its digests.

    `sha256` is that of the source's bytes, `text_sha256` that of the article's text, as `expect:`
    in a manifest pins it.
    """
    return {
        "lock": 1,
        "source": order.source if urlsplit(order.source).scheme in ("http", "https")
        else PurePosixPath(order.source).name or ".",
        "articles": [
            {
                "file": k.file,
                "headline": plain_text(k.article.headline),
                "source": k.source,
                "reader": k.article.origin.reader,
                "url": k.url,
                "retrieved": k.retrieved,
                "sha256": k.sha256,
                "text_sha256": measure(k.article.body).sha256,
            }
            for k in articles
        ],
        "pictures": list(pictures),
    }  # fmt: skip


def page_of(article: Article) -> str:
    """Return the text of `article` as an HTML file; its fields stand in the manifest."""
    renderer = Renderer("epub", language=article.language or "und")
    body = renderer.blocks(article.body) + renderer.notes()
    language = f' lang="{entities.escape(article.language)}"' if article.language else ""
    return (
        f'<!DOCTYPE html>\n<html{language}>\n<head><meta charset="utf-8">'
        f"<title>{entities.escape(plain_text(article.headline))}</title></head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
