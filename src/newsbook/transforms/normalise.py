"""From text as it was typed to text as a typographer sets it, with an account of every change.

The manifest's `typography` governs it. Source files never change, and what is changed is in the
report with its rule, its place, and what stood there before. Code, formulas, addresses, and what is
marked verbatim stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from newsbook.content import (
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Listing,
    Math,
    Note,
    Picture,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
    Verse,
)  # fmt: skip
from newsbook.model import Article, Change, Edition, IndexEntry, Metadata, Person, Typography
from newsbook.transforms.parts import map_articles, map_titles
from newsbook.transforms.whereabouts import Whereabouts
from newsbook.typography.line import Leaf
from newsbook.typography.normal import Normalised, Settings, may_change, normalise_line
from newsbook.typography.pinyin import carons, is_pinyin
from newsbook.typography.scripts import holds_cjk, segment
from newsbook.world import World

__all__ = ["normalise", "normalise_titles", "restored"]

_PARTS = ("headline", "kicker", "deck", "body", "note")
_MARKUP = (Emphasis, Strong, Link, Span, Superscript, Subscript)
_INLINES = (*_MARKUP, Text, Code, Picture, Note, Ruby, LineBreak, Math)
_VERBATIM = frozenset({"verbatim", "keyboard", "sample", "variable"})
_AROUND = 16

# Gets the leaves of a line and the part they are in; returns the new text of leaves by number.
_Work = Callable[[Sequence[Leaf], str], dict[int, str]]


def normalise(edition: Edition, world: World) -> Edition:
    """Return `edition` with the characters of its articles as the manifest's `typography` asks.

    Every change is added to `Edition.changes` and reported as `normalised`.
    """
    settings = _settings(edition.typography)
    if settings is None:
        return edition
    desk = _Desk(world, edition.typography, settings)
    language = edition.metadata.language

    def article(one: Article) -> Article:
        desk.begin(one)
        changed = _article(one, language, desk.work, desk.ruby)
        desk.finish(one)
        return changed

    changed = map_articles(edition, article)
    return replace(changed, changes=edition.changes + tuple(desk.changes))


def normalise_titles(edition: Edition, world: World) -> Edition:
    """Return `edition` with the titles of its sections, its metadata and the names of its index
    treated in the same way.
    """
    settings = _settings(edition.typography)
    if settings is None:
        return edition
    desk = _Desk(world, edition.typography, settings)
    walk = _Walk(desk.work, desk.ruby)
    changed = map_titles(edition, lambda title, base: walk.part("section", title, base))
    changed = replace(
        changed,
        metadata=_metadata(edition.metadata, walk),
        index=tuple(_entry(entry, walk) for entry in edition.index),
    )
    desk.finish(None)
    return replace(changed, changes=edition.changes + tuple(desk.changes))


def restored(article: Article, changes: Sequence[Change], language: str) -> Article:
    """Return `article`, straight from `normalise`, as it was before `changes`.

    `language` is the book's; `changes` may hold those of other articles.
    """
    undo: dict[int, list[Change]] = {}
    for change in changes:
        if change.article == article.slug:
            undo.setdefault(change.leaf, []).append(change)

    def work(leaves: Sequence[Leaf], part: str) -> dict[int, str]:
        texts: dict[int, str] = {}
        for leaf in leaves:
            texts[leaf.number] = texts.get(leaf.number, "") + leaf.text
        for number in texts:
            for change in reversed(undo.get(number, ())):
                text = texts[number]
                end = change.at + len(change.after)
                texts[number] = text[: change.at] + change.before + text[end:]
        return texts

    def ruby(node: Ruby, number: int, part: str) -> tuple[str, ...]:
        return tuple(
            work([Leaf(pair.annotation, "", "", number + place)], part)[number + place]
            for place, pair in enumerate(node.pairs)
        )

    return _article(article, language, work, ruby)


def _settings(asked: Typography) -> Settings | None:
    """Return the settings of the rules, None when nothing is to be changed."""
    if asked.level == "none" or not asked.normalise:
        return None
    return Settings(full=asked.level == "full", quotes=asked.quotes, pinyin=asked.pinyin != "off")


def _article(article: Article, language: str, work: _Work, ruby: Any) -> Article:
    base = article.language or language
    walk = _Walk(work, ruby)
    parts: dict[str, Any] = {n: walk.part(n, getattr(article, n), base) for n in _PARTS}
    people = tuple(_person(person, base, walk) for person in article.byline)
    return replace(article, byline=people, **parts)


def _person(person: Person, base: str, walk: _Walk) -> Person:
    own = person.language or base
    name = walk.string("byline", person.name, own)
    place = walk.string("byline", person.affiliation or "", own)
    return replace(person, name=name, affiliation=place or None)


def _metadata(metadata: Metadata, walk: _Walk) -> Metadata:
    names = ("title", "subtitle", "description", "rights")
    parts: dict[str, Any] = {
        name: walk.string(name, getattr(metadata, name) or "", metadata.language) or None
        for name in names
    }
    return replace(metadata, **parts)


def _entry(entry: IndexEntry, walk: _Walk) -> IndexEntry:
    heading = walk.string("index", entry.heading, entry.language)
    see = walk.string("index", entry.see or "", entry.language)
    return replace(entry, heading=heading, see=see or None)


# ---------------------------------------------------------------- walking
class _Walk:
    """Takes content apart into lines, has each worked on, and puts it together again."""

    def __init__(self, work: _Work, ruby: Callable[[Ruby, int, str], tuple[str, ...]]) -> None:
        self._work, self._ruby = work, ruby
        self._number = 0
        self._part = ""

    def part(self, name: str, value: tuple[Any, ...], base: str) -> tuple[Any, ...]:
        """Return the content `value` of the part called `name` worked on."""
        self._part = name
        return self._tuple(value, base, verbatim=False)

    def string(self, name: str, text: str, base: str) -> str:
        """Return plain `text` worked on."""
        if not text:
            return ""
        (node,) = self.part(name, (Text(text),), base)
        assert isinstance(node, Text)
        return node.text

    def _tuple(self, value: tuple[Any, ...], base: str, *, verbatim: bool) -> tuple[Any, ...]:
        if value and all(isinstance(part, _INLINES) for part in value):
            return self._lines((value,), base, verbatim=verbatim)[0]
        return tuple(
            self._tuple(part, base, verbatim=verbatim)
            if isinstance(part, tuple)
            else self._node(part, base, verbatim=verbatim)
            for part in value
        )

    def _node(self, node: Any, base: str, *, verbatim: bool) -> Any:
        if isinstance(node, Listing | Math | Picture | RubyPair):
            return node
        inner = getattr(node, "language", None) or base
        verbatim = verbatim or getattr(node, "style", None) == "verbatim"
        if isinstance(node, Verse):
            stanzas = tuple(self._lines(s, inner, verbatim=verbatim) for s in node.stanzas)
            return replace(node, stanzas=stanzas)
        changes = {}
        for entry in fields(node):
            old = getattr(node, entry.name)
            if isinstance(old, tuple):
                changes[entry.name] = self._tuple(old, inner, verbatim=verbatim)
        return replace(node, **changes) if changes else node

    def _lines(
        self, lines: tuple[tuple[Inline, ...], ...], base: str, *, verbatim: bool
    ) -> tuple[tuple[Inline, ...], ...]:
        """Work on `lines` as one: marks that pair may stand in different lines of a stanza."""
        leaves: list[Leaf] = []
        first = self._number
        for line in lines:
            if leaves:
                leaves.append(Leaf("\n", base, base, -1, free=False))
            for inline in line:
                self._collect(inline, base, leaves, verbatim=verbatim)
        last, self._number = self._number, first
        texts = self._work(leaves, self._part)
        result = tuple(
            tuple(self._rebuild(inline, texts, base, verbatim=verbatim) for inline in line)
            for line in lines
        )
        self._number = max(self._number, last)
        return result

    def _collect(self, node: Inline, base: str, into: list[Leaf], *, verbatim: bool) -> None:
        if isinstance(node, Text):
            into.append(Leaf(node.text, base, base, self._number, free=not verbatim))
            self._number += 1
        elif isinstance(node, Ruby):
            text = "".join(pair.base for pair in node.pairs)
            own = node.language or base
            into.append(Leaf(text, own, own, -1, free=False))
            self._number += len(node.pairs)
        elif isinstance(node, _MARKUP):
            inner = getattr(node, "language", None) or base
            kept = verbatim or getattr(node, "style", None) in _VERBATIM
            for child in node.children:
                self._collect(child, inner, into, verbatim=kept)
        elif not isinstance(node, Note):
            held = {Code: "\ufffc", LineBreak: "\n"}.get(type(node), "\ufffc")
            into.append(Leaf(held, base, base, -1, free=False))

    def _rebuild(self, node: Inline, texts: dict[int, str], base: str, *, verbatim: bool) -> Inline:
        if isinstance(node, Text):
            text = texts.get(self._number, "")
            self._number += 1
            return node if text == node.text else Text(text)
        if isinstance(node, Ruby):
            annotations = (
                tuple(pair.annotation for pair in node.pairs)
                if verbatim
                else self._ruby(node, self._number, self._part)
            )
            self._number += len(node.pairs)
            pairs = tuple(
                replace(pair, annotation=text)
                for pair, text in zip(node.pairs, annotations, strict=True)
            )
            return replace(node, pairs=pairs)
        if isinstance(node, Note):
            blocks = self._aside(node.blocks, base, verbatim=verbatim)
            return replace(node, blocks=blocks)
        if isinstance(node, _MARKUP):
            inner = getattr(node, "language", None) or base
            kept = verbatim or getattr(node, "style", None) in _VERBATIM
            children = tuple(
                self._rebuild(child, texts, inner, verbatim=kept) for child in node.children
            )
            return replace(node, children=children)
        return node

    def _aside(self, blocks: tuple[Any, ...], base: str, *, verbatim: bool) -> tuple[Any, ...]:
        """Work on the blocks of a note, whose leaves are counted apart: from 100,000 on."""
        outside, self._number = self._number, max(self._notes, 100_000)
        result = self._tuple(blocks, base, verbatim=verbatim)
        self._notes, self._number = self._number, outside
        return result

    _notes = 0


# ---------------------------------------------------------------- changing
@dataclass(slots=True)
class _Made:
    """A change before its place in the source is known."""

    change: Change
    line: str
    origin: int
    number: int


class _Desk:
    """Works on lines and keeps account of what it changed."""

    def __init__(self, world: World, asked: Typography, settings: Settings) -> None:
        self.changes: list[Change] = []
        self._world, self._asked, self._settings = world, asked, settings
        self._han = asked.han_default
        self._slug: str | None = None
        self._made: list[_Made] = []
        self._lines = 0

    def begin(self, article: Article | None) -> None:
        """Take up an article, or the book's own titles."""
        self._slug = article.slug if article else None
        self._han = (article.han if article else None) or self._asked.han_default
        self._made = []

    def finish(self, article: Article | None) -> None:
        """Find the places of the changes made since `begin`, and report them."""
        if not self._made:
            return
        file = article.origin.file if article else None
        whereabouts = Whereabouts(self._world, file) if file else None
        # Told in the order of reading; kept in the order of making, so that they can be undone.
        for made in sorted(self._made, key=lambda m: (m.number, m.origin)):
            if whereabouts:
                size = len(made.change.before)
                where = whereabouts.find(made.line, made.origin, size)
                made.change = replace(made.change, where=where)
            change = made.change
            self._world.diagnostics.info(
                "normalised", _told(change), where=change.where, article=change.article
            )
        self.changes += [made.change for made in self._made]

    def work(self, leaves: Sequence[Leaf], part: str) -> dict[int, str]:
        """Return the texts of `leaves` by number, changed where rules apply."""
        self._lines += 1
        whole = "".join(leaf.text for leaf in leaves)
        if not may_change(whole, french=any(leaf.base.startswith("fr") for leaf in leaves)):
            return {leaf.number: leaf.text for leaf in leaves}
        han = holds_cjk(whole)
        line = normalise_line(leaves, self._settings, lambda leaf: self._runs(leaf, han))
        self._keep(line, part)
        return dict(line.texts)

    def ruby(self, node: Ruby, number: int, part: str) -> tuple[str, ...]:
        """Return the annotations of `node` with carons for breves where they are pinyin."""
        old = tuple(pair.annotation for pair in node.pairs)
        if not self._settings.full or not self._settings.pinyin:
            return old
        repaired = tuple(carons(text) if _has_breve(text) else text for text in old)
        words = " ".join(old).split()
        if repaired == old or not all(map(is_pinyin, words)):
            return old
        for place, (before, after) in enumerate(zip(old, repaired, strict=True)):
            if before != after:
                change = Change("pinyin", before, after, self._slug, part, before,
                                number + place, 0)  # fmt: skip
                self._made.append(_Made(change, before, 0, self._lines))
        return repaired

    def _runs(self, leaf: Leaf, han: bool) -> list[Leaf]:
        if not leaf.free or not leaf.text:
            return [leaf]
        runs = segment(
            leaf.text, leaf.base, han_default=self._han, pinyin=self._settings.pinyin, han=han
        )
        return [replace(leaf, text=run.text, language=run.language or leaf.base) for run in runs]

    def _keep(self, line: Normalised, part: str) -> None:
        for made in line.made:
            start = max(0, made.origin - _AROUND)
            end = made.origin + len(made.before) + _AROUND
            context = line.original[start:end].replace("\ufffc", "…").strip()
            change = Change(made.rule, made.before, made.after, self._slug, part, context,
                            made.leaf, made.at)  # fmt: skip
            self._made.append(_Made(change, line.original, made.origin, self._lines))


def _has_breve(text: str) -> bool:
    return carons(text) != text


def _visible(text: str) -> str:
    """Return `text` with what cannot be seen by its number."""
    return "".join(f"U+{ord(c):04X}" if c.isspace() or not c.isprintable() else c for c in text)


def _told(change: Change) -> str:
    before, after = _visible(change.before), _visible(change.after) or "nothing"
    return f"{change.rule}: {before} became {after} in {change.context!r}"
