"""From a Manifest and the files it names to one Edition: articles in order, with their pictures.

Files are read in the order of the book; names are given when everything is known, so that they do
not depend on that order.
"""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from newsbook.assemble.expect import check_expectations
from newsbook.assemble.fields import settle
from newsbook.assemble.names import Wish, give_names
from newsbook.assemble.pictures import Gallery, place_in
from newsbook.assemble.reading import Reading
from newsbook.content import Text
from newsbook.diagnostics import Location
from newsbook.errors import InputError
from newsbook.manifest import (
    ArticleEntry,
    ArticleFields,
    Cover,
    FeedEntry,
    Manifest,
    Part,
    SectionEntry,
    SortedEntries,
)
from newsbook.model import Article, Edition, Section, SpecialPage
from newsbook.readers import Source
from newsbook.report import counted
from newsbook.tree import has_content, plain_text
from newsbook.work import Run
from newsbook.world import World

__all__ = ["assemble"]

Parts: TypeAlias = tuple[Article | Section | SpecialPage, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article that has been read, before it has its name."""

    article: Article
    entry: ArticleEntry | FeedEntry
    wish: Wish


@dataclass(frozen=True, slots=True)
class _SectionDraft:
    """A section before it has its name."""

    entry: SectionEntry
    parts: tuple[_Draft | _SectionDraft | SpecialPage, ...]
    wish: Wish


_Drafts: TypeAlias = tuple[_Draft | _SectionDraft | SpecialPage, ...]


def assemble(manifest: Manifest, world: World, run: Run | None = None) -> Edition:
    """Return the edition `manifest` describes; what is wrong goes to `world.diagnostics`.

    An article that cannot be read is left out, with an error. `run` reads many at once.
    """
    desk = _Desk(manifest, world, Gallery(world), Reading(world, run))
    desk.read_ahead()
    drafts = desk.drafts(manifest.contents, ())
    wishes = list(_wishes(drafts))
    names = dict(zip(map(id, wishes), give_names(wishes, world.diagnostics), strict=True))
    cover = desk.cover(manifest.cover)
    return Edition(
        metadata=manifest.metadata,
        parts=_named(drafts, names),
        assets=dict(sorted(desk.gallery.assets.items())),
        cover=cover,
        cover_alt=_cover_alt(manifest.cover, cover, desk.gallery),
        typography=manifest.typography,
        index_terms=manifest.index,
    )


def _cover_alt(cover: Cover | None, key: str | None, gallery: Gallery) -> str | None:
    if cover is not None and cover.alt:
        return cover.alt
    return gallery.assets[key].alt if key else None


# ---------------------------------------------------------------- names
def _wishes(drafts: _Drafts) -> Iterable[Wish]:
    for draft in drafts:
        if not isinstance(draft, SpecialPage):
            yield draft.wish
        if isinstance(draft, _SectionDraft):
            yield from _wishes(draft.parts)


def _named(drafts: _Drafts, names: dict[int, str]) -> Parts:
    """Return the parts that `drafts` become under their names."""
    found: list[Article | Section | SpecialPage] = []
    for draft in drafts:
        if isinstance(draft, SpecialPage):
            found.append(draft)
        elif isinstance(draft, _Draft):
            found.append(replace(draft.article, slug=names[id(draft.wish)]))
        else:
            entry = draft.entry
            found.append(
                Section(
                    slug=names[id(draft.wish)],
                    title=(Text(entry.title),),
                    parts=_named(draft.parts, names),
                    subtitle=(Text(entry.subtitle),) if entry.subtitle else (),
                    language=entry.language,
                )
            )
    return tuple(found)


# ---------------------------------------------------------------- reading
@dataclass(slots=True)
class _Desk:
    """What is at hand while articles are read: the gallery, and which articles there are."""

    manifest: Manifest
    world: World
    gallery: Gallery
    reading: Reading
    sources: dict[int, Source] = field(default_factory=dict)
    seen: dict[tuple[str, str], Location | None] = field(default_factory=dict)

    def drafts(self, entries: Iterable[Part], around: tuple[str, ...]) -> _Drafts:
        """Return what `entries` hold, below the sections titled `around`."""
        found: list[_Draft | _SectionDraft | SpecialPage] = []
        for entry in entries:
            if isinstance(entry, SpecialPage):
                found.append(entry)
            elif isinstance(entry, SectionEntry):
                found.append(self._section(entry, around))
            elif isinstance(entry, FeedEntry):
                found += self._feed(entry)
            elif isinstance(entry, SortedEntries):
                drafts = [d for e in entry.entries if (d := self._article(e)) is not None]
                found += _sorted(drafts, entry.sort, reverse=entry.reverse)[: entry.limit]
            elif (draft := self._article(entry)) is not None:
                found.append(draft)
        return tuple(found)

    def _section(self, entry: SectionEntry, around: tuple[str, ...]) -> _SectionDraft:
        path = (*around, entry.title)
        wish = Wish("section", entry.title, "\n".join(path), entry.slug, where=entry.where)
        return _SectionDraft(entry, self.drafts(entry.contents, path), wish)

    # ------------------------------------------------------------ sources
    def read_ahead(self) -> None:
        """Read the sources of all articles; one that cannot be read is reported in its turn."""
        tasks = []
        for entry in _entries(self.manifest.contents):
            with contextlib.suppress(InputError):
                source = self.sources[id(entry)] = self._load(entry)
                tasks.append(("read_many" if isinstance(entry, FeedEntry) else "read", source))
        self.reading.ahead(tasks)

    def _source(self, entry: ArticleEntry | FeedEntry) -> Source | None:
        if id(entry) in self.sources:
            return self.sources.pop(id(entry))
        try:
            return self._load(entry)
        except InputError as error:
            self.world.diagnostics.error("unreadable-file", str(error), where=entry.where)
            return None

    def _load(self, entry: ArticleEntry | FeedEntry) -> Source:
        data = self.world.read_bytes(entry.file)
        said = (entry.fields, self.manifest.defaults)
        stated = {
            n for n in ArticleFields.__slots__ if any(getattr(f, n) is not None for f in said)
        }
        return Source(
            file=entry.file,
            data=data,
            format=entry.format,
            encoding=entry.encoding,
            extract=entry.extract if isinstance(entry, ArticleEntry) else None,
            language=entry.fields.language,
            url=entry.fields.url,
            stated=frozenset(stated),
        )

    def _article(self, entry: ArticleEntry) -> _Draft | None:
        source = self._source(entry)
        if source is None:
            return None
        article = self.reading.one("read", source)
        if not has_content(article.body):
            return None
        check_expectations(article, entry, self.world)
        return self._draft(article, entry, source)

    def _feed(self, entry: FeedEntry) -> list[_Draft]:
        source = self._source(entry)
        if source is None:
            return []
        read = self._with_text(self.reading.one("read_many", source), entry)
        articles = [a for a in read if _in_time(a, entry)]
        if entry.limit is not None and len(articles) > entry.limit:
            by_date = sorted(range(len(articles)), key=lambda n: articles[n].published or "")
            newest = set(by_date[-entry.limit :])
            articles = [a for n, a in enumerate(articles) if n in newest]
        if read and not articles:
            self.world.diagnostics.warning(
                "empty-article",
                f"no article of {entry.file!r} fits",
                where=entry.where,
                hint="widen its since: and until:, or take it out of the contents",
            )
        drafts = [self._draft(a, entry, source) for a in articles if self._is_new(a, entry)]
        return _sorted(drafts, entry.sort, reverse=entry.reverse)

    def _with_text(self, articles: Sequence[Article], entry: FeedEntry) -> list[Article]:
        """Return the articles that have a text; a feed may hold nothing but links to them."""
        kept = [article for article in articles if has_content(article.body)]
        note = self.world.diagnostics.warning if kept else self.world.diagnostics.error
        if len(kept) < len(articles):
            empty = [a for a in articles if not has_content(a.body)]
            names = ", ".join(repr(plain_text(a.headline)[:60]) for a in empty[:3])
            note(
                "empty-article",
                f"{counted(len(empty), 'article')} of {entry.file!r} without text: {names}"
                + ("..." if len(empty) > 3 else ""),
                where=entry.where,
                hint=f"where it holds links, fetch their pages: newsbook import {entry.file} "
                "--fetch",
            )
        return kept

    def _is_new(self, article: Article, entry: FeedEntry) -> bool:
        """Whether no other entry has brought this article; a repeated one is reported."""
        mark = (entry.file, article.url or f"{article.slug} {plain_text(article.headline)}")
        if mark not in self.seen:
            self.seen[mark] = entry.where
            return True
        first = self.seen[mark]
        line = f" (first by line {first.line})" if first is not None and first.line else ""
        self.world.diagnostics.warning(
            "duplicate-article",
            f"{plain_text(article.headline)!r} of {entry.file!r} is in the book already{line}",
            where=entry.where,
            hint="give the two entries dates that do not overlap: since, until",
        )
        return False

    # ------------------------------------------------------------ articles
    def _draft(self, article: Article, entry: ArticleEntry | FeedEntry, source: Source) -> _Draft:
        article = settle(article, entry, self.manifest, self.world)
        if not plain_text(article.headline).strip() and "headline" not in entry.places:
            self._complain(
                "missing-headline",
                "the article has no headline",
                article,
                entry,
                hint="write headline: under its file in the manifest",
            )
        noted = any(decision.field == "note" for decision in article.origin.decisions)
        article = self.gallery.illustrate(
            article,
            place_in(source.data, source.file, article.origin.where),
            self.manifest.metadata.language,
            captions=(entry.fields.captions or self.manifest.defaults.captions) != "article",
            note_folder="" if noted else None,
        )
        several = isinstance(entry, FeedEntry)
        own = article.url or plain_text(article.headline) if several else ""
        wish = Wish(
            "article",
            article.slug,
            f"{entry.file}\n{own}",
            entry.fields.slug,
            folder=posixpath.basename(posixpath.dirname(entry.file)),
            where=entry.places.get("slug") or entry.where,
        )
        return _Draft(article, entry, wish)

    def _complain(
        self,
        code: str,
        message: str,
        article: Article,
        entry: ArticleEntry | FeedEntry,
        hint: str | None = None,
    ) -> None:
        """Report an error about an article, unless its reader has said the same as an error."""
        known = any(
            finding.code == code and finding.where is not None and finding.where.file == entry.file
            for finding in self.world.diagnostics.errors
        )
        if not known:
            self.world.diagnostics.error(
                code, message, where=article.origin.where or Location(entry.file), hint=hint
            )

    def cover(self, cover: Cover | None) -> str | None:
        """Return the key of the cover picture, or None."""
        if cover is None or cover.image is None:
            return None
        asset = self.gallery.find(cover.image, "", lambda _: cover.where)
        if asset is None:
            return None
        self.gallery.assets[asset.key] = asset
        return asset.key


def _entries(parts: Iterable[Part]) -> Iterable[ArticleEntry | FeedEntry]:
    for part in parts:
        if isinstance(part, SectionEntry):
            yield from _entries(part.contents)
        elif isinstance(part, SortedEntries):
            yield from part.entries
        elif not isinstance(part, SpecialPage):
            yield part


def _in_time(article: Article, entry: FeedEntry) -> bool:
    """Whether an article was published in the days that `entry` asks for (both included)."""
    day = (article.published or "")[:10]
    if entry.since is not None and (not day or day < entry.since):
        return False
    return entry.until is None or (bool(day) and day[: len(entry.until)] <= entry.until)


def _sorted(drafts: list[_Draft], by: str, *, reverse: bool) -> list[_Draft]:
    """Return `drafts` by date or headline (what has none stands last), or in their own order."""
    keys: dict[str, Callable[[Article], str]] = {
        "date": lambda article: article.published or "",
        "headline": lambda article: plain_text(article.headline).casefold(),
    }
    if by not in keys:
        return drafts[::-1] if reverse else drafts
    known: list[Any] = [d for d in drafts if keys[by](d.article)]
    known.sort(key=lambda draft: keys[by](draft.article), reverse=reverse)
    return known + [d for d in drafts if not keys[by](d.article)]
