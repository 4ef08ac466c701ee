"""From an article and its source to its text block by block, and to the place of a phrase in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsbook.content import Code, Listing, Math, RubyPair, Text
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.model import Article, Edition
from newsbook.tree import children_of, map_blocks, plain_text

__all__ = ["Copy", "Run", "copies"]

_TEXT_PARTS = ("headline", "kicker", "deck", "body", "note")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of an article in one declared language (BCP 47)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as an editor reads it: its texts, its source, and the book's language.

    `source` is the text of its file, "" where that is no text (a Word file, a picture).
    """

    article: Article
    language: str
    source: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The headline, shortened, or the file."""
        text = plain_text(self.article.headline).strip() or self.article.origin.file
        return text if len(text) <= 60 else text[:59].rstrip() + "…"

    def texts(self) -> Iterator[str]:
        """Yield headline, kicker, deck, body and note, one block after the other, without code."""
        for part in _TEXT_PARTS:
            nodes = map_blocks(getattr(self.article, part), _without_code)
            yield from filter(None, plain_text(nodes, notes=True).split("\n"))

    def runs(self) -> Iterator[Run]:
        """Yield the characters of the article with the language each piece is declared to be in."""
        stack: list[tuple[Any, str]] = [
            (node, self.language)
            for part in reversed(_TEXT_PARTS)
            for node in reversed(getattr(self.article, part))
        ]
        while stack:
            node, around = stack.pop()
            if isinstance(node, Code | Listing | Math):
                continue
            language = getattr(node, "language", None) or around
            if isinstance(node, Text):
                yield Run(node.text, language)
            elif isinstance(node, RubyPair):
                yield Run(node.base, language)
            else:
                stack += [(child, language) for child in reversed(list(children_of(node)))]

    # ------------------------------------------------------------ places
    def place(self, phrase: str, *, near: str = "") -> Location:
        """Return where `phrase` stands in the source: within `near` if that is found, else at its
        first occurrence, else at the top of the article.
        """
        start = 0
        if near and (found := _search(near, self.source)) is not None:
            start = found.start()
        match = _search(phrase, self.source, start) or _search(phrase, self.source)
        if match is None:
            return self.top()
        return self._at(match.start(), match.end())

    def top(self) -> Location:
        """Return the place of the article: its headline in the source, or its first line."""
        file = self.article.origin.file
        if not self.source:
            return self.article.origin.where or Location(file)
        headline = plain_text(self.article.headline).split("\n")[0].strip()
        match = _search(headline, self.source) if headline else None
        return self._at(match.start(), match.end()) if match else Location(file, 1, 1)

    def _at(self, start: int, end: int) -> Location:
        newline = self.source.find("\n", start, end)
        end = max(end if newline < 0 else newline, start + 1)
        return Location.within(self.article.origin.file, self.source, start, end)

    def warn(self, code: str, message: str, where: Location, hint: str) -> Diagnostic:
        """Return a warning about this article."""
        return Diagnostic(Severity.WARNING, code, message, where, hint, self.article.slug)


def _without_code(node: Any) -> Any:
    return () if isinstance(node, Code | Listing) else node


def _search(phrase: str, text: str, start: int = 0) -> re.Match[str] | None:
    """Find `phrase` however its white space is broken and its quotation marks are written."""
    words = phrase[:120].split()
    if not words or not text:
        return None
    loose = (re.sub(r"[\"'“”‘’]", "[\"'“”‘’]", re.escape(word)) for word in words)
    return re.compile(r"\s+".join(loose)).search(text, start)


def copies(edition: Edition, sources: Mapping[str, str]) -> tuple[Copy, ...]:
    """Return every article of `edition` as a `Copy`, in reading order.

    `sources` maps a file of the project to its text; a file that is no text is not in it.
    """
    return tuple(
        Copy(
            article,
            article.language or edition.metadata.language,
            sources.get(article.origin.file, ""),
        )
        for article in edition.articles()
    )
