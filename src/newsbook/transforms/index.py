"""From names listed in the manifest or marked in the text to an index with a place for each.

Every paragraph, heading, caption or cell that names a term gets one anchor for it, at the first
mention; a writer of an article is found at its beginning. Where the book has no page `index`,
nothing is anchored: every id costs the typesetter time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from newsbook.content import Code, Listing, Math, Picture, Ruby, Span, Text
from newsbook.model import Article, Category, Edition, IndexEntry, IndexTerm
from newsbook.transforms.parts import map_articles
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["make_index"]

_MARKS: Mapping[str, Category] = {
    "person": "people",
    "place": "places",
    "organisation": "organisations",
    "topic": "topics",
}
_PARTS = ("headline", "deck", "body", "note")
_BLOCKS = ("Paragraph", "Heading", "Cell", "Term", "Item", "Figure", "Verse", "Note")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"

_Key = tuple[str, str]  # category, heading


@dataclass(slots=True)
class _Register:
    """What the index gathers while articles are walked."""

    pattern: re.Pattern[str] | None
    terms: Mapping[str, IndexTerm]
    language: str
    entries: dict[_Key, IndexEntry] = field(default_factory=dict)
    anchors: dict[_Key, list[str]] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    def add(self, category: Category, name: str, sort: str | None, language: str) -> _Key:
        """Return the key of an entry, made when it is new."""
        heading = sort if sort and "," in sort else name
        key = (category, heading)
        self.entries.setdefault(key, IndexEntry(category, heading, sort or name, language))
        return key


def make_index(edition: Edition, world: World) -> Edition:
    """Return `edition` with its index, and with anchors at the places it names."""
    wanted = any(page.name == "index" for page in edition.pages())
    terms = edition.index_terms if wanted else ()
    register = _Register(_pattern(terms), _spellings(terms), edition.metadata.language)
    marked = map_articles(edition, lambda article: _anchored(article, register, wanted))
    if not wanted:
        return marked
    for term in terms:
        _settle(term, register, world)
    index = tuple(
        replace(entry, anchors=tuple(register.anchors.get(key, ())))
        for key, entry in register.entries.items()
    )
    if not index:
        world.diagnostics.warning(
            "index-unused",
            "the book has an index page, and no name of an index stands in its text",
            hint="list names under index: in the manifest, or mark them: [Ilham Aliyev]{.person}",
        )
    return replace(marked, index=index)


def _settle(term: IndexTerm, register: _Register, world: World) -> None:
    """Make the entry of a term that sends elsewhere, and say when one occurs nowhere."""
    if term.see:
        key = register.add(term.category, term.name, term.sort, term.language or register.language)
        register.entries[key] = replace(register.entries[key], see=term.see)
    elif term.name not in register.found:
        world.diagnostics.warning(
            "index-unused",
            f"the index lists {term.name!r}, which stands nowhere in the text",
            where=term.where,
            hint="correct the name, or add the spelling of the text under also:",
        )


def _plain(spelling: str) -> str:
    return spelling.replace("’", "'").replace("\u00a0", " ")


def _spellings(terms: tuple[IndexTerm, ...]) -> dict[str, IndexTerm]:
    return {
        _plain(spelling): term
        for term in terms
        if not term.see
        for spelling in (term.name, *term.also)
    }


def _pattern(terms: tuple[IndexTerm, ...]) -> re.Pattern[str] | None:
    """Return what finds every spelling, the longest first, as whole words."""
    spellings = sorted(_spellings(terms), key=lambda one: (-len(one), one))
    if not spellings:
        return None
    return re.compile("|".join(map(_spelling_pattern, spellings)))


def _spelling_pattern(spelling: str) -> str:
    written = re.escape(spelling).replace("'", "['’]").replace(r"\ ", "[ \u00a0]+")
    before = "" if re.match(f"[{_CJK}]", spelling) else r"(?<![^\W_])"
    after = "" if re.search(f"[{_CJK}]$", spelling) else r"(?![^\W_])"
    return f"{before}{written}{after}"


def _anchored(article: Article, register: _Register, wanted: bool) -> Article:
    walker = _Walker(article.slug, register, wanted, article.language or register.language)
    for person in article.byline:
        term = register.terms.get(_plain(person.name))
        if term is not None:
            register.found.add(term.name)
            key = register.add(
                term.category, term.name, term.sort, term.language or register.language
            )
            register.anchors.setdefault(key, []).append(article.slug)
    parts: dict[str, Any] = {name: walker.all(getattr(article, name)) for name in _PARTS}
    return replace(article, **parts)


class _Walker:
    """Walks the content of one article and puts an anchor at the first mention in each block."""

    def __init__(self, slug: str, register: _Register, wanted: bool, language: str) -> None:
        self.slug = slug
        self.register = register
        self.wanted = wanted
        self.language = language
        self.count = 0
        self.seen: set[_Key] = set()

    def all(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return `nodes` (nested tuples too) with anchors."""
        result: list[Any] = []
        for node in nodes:
            if isinstance(node, tuple):
                result.append(self.all(node))
            elif isinstance(node, Text):
                result += self._text(node)
            elif isinstance(node, Span) and node.style is not None and node.style in _MARKS:
                result += self._marked(node, _MARKS[node.style])
            else:
                result.append(self._node(node))
        return tuple(result)

    def _node(self, node: Any) -> Any:
        if isinstance(node, Code | Listing | Math | Picture | Ruby):
            return node
        outer = self.seen
        if type(node).__name__ in _BLOCKS:
            self.seen = set()
        changes = {
            entry.name: marked
            for entry in fields(node)
            if isinstance(value := getattr(node, entry.name), tuple)
            and (marked := self.all(value)) != value
        }
        self.seen = outer
        return replace(node, **changes) if changes else node

    def _anchor(self, key: _Key) -> str | None:
        """Return a new id for `key`; None when this block has one already."""
        if key in self.seen:
            return None
        self.seen.add(key)
        self.count += 1
        anchor = f"{self.slug}-index-{self.count}"
        self.register.anchors.setdefault(key, []).append(anchor)
        return anchor

    def _marked(self, node: Span, category: Category) -> tuple[Any, ...]:
        inner = self.all(node.children)
        bare = replace(node, children=inner, style=None, title=None)
        if not self.wanted:
            return (bare,) if node.language or node.id else inner
        name = plain_text(node.children)
        sort = node.title
        term = self.register.terms.get(_plain(name))
        if term is not None:
            name, sort = term.name, term.sort or sort
            self.register.found.add(term.name)
        key = self.register.add(category, name, sort, node.language or self.language)
        anchor = self._anchor(key)
        if anchor is None:
            return (bare,) if node.language or node.id else inner
        if node.id:
            return (replace(bare, children=(Span(inner, id=anchor),)),)
        return (replace(bare, id=anchor),)

    def _text(self, node: Text) -> list[Any]:
        pattern = self.register.pattern
        if pattern is None:
            return [node]
        parts: list[Any] = []
        at = 0
        for match in pattern.finditer(node.text):
            term = self.register.terms.get(re.sub("[ \u00a0]+", " ", _plain(match[0])))
            if term is None:
                continue
            self.register.found.add(term.name)
            language = term.language or self.register.language
            key = self.register.add(term.category, term.name, term.sort, language)
            anchor = self._anchor(key)
            if anchor is None:
                continue
            if match.start() > at:
                parts.append(Text(node.text[at : match.start()]))
            parts.append(Span((Text(match[0]),), id=anchor))
            at = match.end()
        if at < len(node.text):
            parts.append(Text(node.text[at:]))
        return parts
