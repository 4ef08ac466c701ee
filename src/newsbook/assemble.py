"""From a Manifest and the files it names to one Edition: articles in order, with their pictures.

A field of an article comes from the manifest's entry, else from the article's own file, else from
the manifest's defaults; each choice that the manifest made is recorded as a decision.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from newsbook.content import Figure, Paragraph, Picture, Text
from newsbook.diagnostics import Location
from newsbook.errors import InputError
from newsbook.extract import Expect
from newsbook.manifest import ArticleEntry, ArticleFields, FeedEntry, Manifest, SectionEntry
from newsbook.model import (
    SPECIAL_PAGES,
    Article,
    Asset,
    Decision,
    Edition,
    Rights,
    Section,
    SpecialPage,
)
from newsbook.pictures import load_picture
from newsbook.readers import Source, read, read_many
from newsbook.slugs import ascii_slug
from newsbook.tree import map_blocks, plain_text
from newsbook.world import World

__all__ = ["assemble"]


def assemble(manifest: Manifest, world: World) -> Edition:
    """Return the edition `manifest` describes; what is wrong goes to `world.diagnostics`.

    An article that cannot be read is left out, with an error.
    """
    desk = _Desk(manifest, world)
    parts = desk.parts(manifest.contents)
    cover = None
    if manifest.cover is not None and manifest.cover.image is not None:
        cover = desk.picture(manifest.cover.image, manifest.cover.where)
    return Edition(
        metadata=manifest.metadata,
        parts=parts,
        assets=desk.assets,
        cover=cover,
        cover_alt=manifest.cover.alt if manifest.cover else None,
        typography=manifest.typography,
    )


class _Desk:
    """The slugs given and the pictures found so far."""

    def __init__(self, manifest: Manifest, world: World) -> None:
        self.manifest = manifest
        self.world = world
        self.assets: dict[str, Asset] = {}
        self._pictures: dict[str, str | None] = {}
        self._slugs: set[str] = set(SPECIAL_PAGES)

    # ------------------------------------------------------------ parts
    def parts(self, entries: tuple[Any, ...]) -> tuple[Article | Section | SpecialPage, ...]:
        found: list[Article | Section | SpecialPage] = []
        for entry in entries:
            if isinstance(entry, SpecialPage):
                found.append(entry)
            elif isinstance(entry, SectionEntry):
                found.append(self._section(entry))
            elif isinstance(entry, FeedEntry):
                found += self._feed(entry)
            else:
                article = self._article(entry)
                if article is not None:
                    found.append(article)
        return tuple(found)

    def _slug(self, wanted: str, fallback: str) -> str:
        base = ascii_slug(wanted) or fallback
        if base[0].isdigit():
            base = f"{fallback}-{base}"
        slug, number = base, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return slug

    def _section(self, entry: SectionEntry) -> Section:
        return Section(
            slug=self._slug(entry.slug or entry.title, "section"),
            title=(Text(entry.title),),
            parts=self.parts(entry.contents),
            subtitle=(Text(entry.subtitle),) if entry.subtitle else (),
            language=entry.language,
        )

    # ------------------------------------------------------------ reading
    def _source(self, entry: ArticleEntry | FeedEntry) -> Source | None:
        try:
            data = self.world.read_bytes(entry.file)
        except InputError as error:
            self.world.diagnostics.error("unreadable-file", str(error), where=entry.where)
            return None
        fields = entry.fields
        stated = {name for name in ArticleFields.__slots__ if getattr(fields, name) is not None}
        return Source(
            file=entry.file,
            data=data,
            format=entry.format,
            extract=entry.extract if isinstance(entry, ArticleEntry) else None,
            language=fields.language,
            url=fields.url,
            stated=frozenset(stated),
        )

    def _article(self, entry: ArticleEntry) -> Article | None:
        source = self._source(entry)
        if source is None:
            return None
        before = len(self.world.diagnostics.errors)
        article = read(source, self.world)
        if len(self.world.diagnostics.errors) > before and not article.body:
            return None
        article = self._settled(article, entry, source.stem)
        if entry.expect is not None:
            self._check(article, entry.expect, entry)
        return article

    def _feed(self, entry: FeedEntry) -> list[Article]:
        source = self._source(entry)
        if source is None:
            return []
        articles = [
            article
            for article in read_many(source, self.world)
            if (entry.since is None or (article.published or "") >= entry.since)
            and (
                entry.until is None or (article.published or "")[: len(entry.until)] <= entry.until
            )
        ]
        if entry.limit is not None and len(articles) > entry.limit:
            newest = sorted(articles, key=lambda a: a.published or "", reverse=True)[: entry.limit]
            articles = [article for article in articles if article in newest]
        keys: dict[str, Callable[[Article], str]] = {
            "date": lambda a: a.published or "",
            "headline": lambda a: plain_text(a.headline).casefold(),
        }
        if entry.sort in keys:
            articles.sort(key=keys[entry.sort])
        if entry.reverse:
            articles.reverse()
        return [self._settled(article, entry, article.slug) for article in articles]

    # ------------------------------------------------------------ fields
    def _settled(self, article: Article, entry: ArticleEntry | FeedEntry, stem: str) -> Article:
        changes, decisions = self._stated(article, entry.fields)
        defaults = self.manifest.defaults
        if entry.fields.language is None and article.language is None:
            changes["language"] = defaults.language or self.manifest.metadata.language
        for name, value in (("source", defaults.source), ("url", defaults.url)):
            if value is not None and getattr(article, name) is None:
                changes.setdefault(name, value)
        if defaults.rights is not None and article.rights == Rights():
            changes.setdefault("rights", defaults.rights)
        if defaults.byline is not None and not article.byline:
            changes.setdefault("byline", defaults.byline)
        if defaults.han is not None and article.han is None:
            changes.setdefault("han", defaults.han)
        origin = replace(article.origin, decisions=(*article.origin.decisions, *decisions))
        slug = self._slug(entry.fields.slug or stem, "article")
        article = replace(article, slug=slug, origin=origin, **changes)
        if not plain_text(article.headline).strip():
            self._once("missing-headline", "no headline was found", entry)
        return self._illustrated(article)

    def _stated(
        self, article: Article, fields: ArticleFields
    ) -> tuple[dict[str, Any], tuple[Decision, ...]]:
        """Return what the manifest's entry says of `article`, and the decisions that makes."""
        changes: dict[str, Any] = {}
        for name in ("headline", "kicker", "deck"):
            value = getattr(fields, name)
            if value is not None:
                changes[name] = (Text(value),) if value else ()
        names = {"date": "published"}
        for name in ("language", "byline", "dateline", "date", "source", "url", "rights"):
            value = getattr(fields, name)
            if value is not None:
                changes[names.get(name, name)] = value
        for name in ("keywords", "han"):
            value = getattr(fields, name)
            if value is not None:
                changes[name] = value
        if fields.note is not None:
            note = Source(article.origin.file, fields.note.encode(), format="markdown")
            quiet = replace(self.world, diagnostics=type(self.world.diagnostics)())
            changes["note"] = read(note, quiet).body or (Paragraph((Text(fields.note),)),)
        decisions = tuple(
            Decision(name, _shown(value), "manifest") for name, value in changes.items()
        )
        return changes, decisions

    def _once(self, code: str, message: str, entry: ArticleEntry | FeedEntry) -> None:
        known = any(
            d.code == code and d.where is not None and d.where.file == entry.file
            for d in self.world.diagnostics
        )
        if not known:
            self.world.diagnostics.error(
                code,
                message,
                where=Location(entry.file),
                hint="write headline: under the article in the manifest",
            )

    # ------------------------------------------------------------ expectations
    def _check(self, article: Article, expect: Expect, entry: ArticleEntry) -> None:
        paragraphs = [block for block in article.body if isinstance(block, Paragraph)]
        text = plain_text(article.body)
        found: dict[str, Any] = {
            "paragraphs": len(paragraphs),
            "blocks": len(article.body),
            "words": len(text.split()),
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "headline": plain_text(article.headline),
        }
        first = plain_text(paragraphs[0]) if paragraphs else ""
        last = plain_text(paragraphs[-1]) if paragraphs else ""
        for name, value in found.items():
            wanted = getattr(expect, name)
            if wanted is not None and wanted != value:
                self._unexpected(name, wanted, value, entry, expect)
        if expect.first is not None and not first.startswith(expect.first):
            self._unexpected("first", expect.first, first[:60], entry, expect)
        if expect.last is not None and not last.endswith(expect.last):
            self._unexpected("last", expect.last, last[-60:], entry, expect)

    def _unexpected(
        self, name: str, wanted: object, found: object, entry: ArticleEntry, expect: Expect
    ) -> None:
        self.world.diagnostics.error(
            "expect-mismatch",
            f"{entry.file}: expected {name} {wanted!r}, found {found!r}",
            where=expect.where.get(name) or entry.where,
            hint=f"look at 'newsbook inspect {entry.file}', then correct extract: or expect:",
        )

    # ------------------------------------------------------------ pictures
    def _illustrated(self, article: Article) -> Article:
        folder = posixpath.dirname(article.origin.file)

        def change(node: Any) -> Any:
            if isinstance(node, Figure) and not (node.pictures or node.blocks):
                return tuple(Paragraph(part) for part in (node.caption, node.credit) if part)
            if not isinstance(node, Picture):
                return node
            key = self.picture(posixpath.join(folder, node.source), article.origin.where)
            if key is None:
                return ()
            alt = node.alt if node.alt or node.decorative else self.assets[key].alt or node.alt
            return replace(node, source=key, alt=alt)

        return replace(
            article, body=map_blocks(article.body, change), note=map_blocks(article.note, change)
        )

    def picture(self, name: str, where: Location | None) -> str | None:
        """Return the key of the picture at `name` (relative to the project), None with an error."""
        name = posixpath.normpath(name)
        if name not in self._pictures:
            self._pictures[name] = self._load(name, where)
        return self._pictures[name]

    def _load(self, name: str, where: Location | None) -> str | None:
        path = self.world.resolve(name)
        if path is None:
            self.world.diagnostics.error(
                "outside-project",
                f"the picture {name} leads out of the project folder",
                where=where,
                hint="copy the picture into the project",
            )
            return None
        if not path.is_file():
            self.world.diagnostics.error(
                "file-not-found",
                f"the picture {name} does not exist",
                where=where,
                hint="correct its path, or put the picture there",
            )
            return None
        try:
            data = self.world.read_bytes(name)
        except InputError as error:
            self.world.diagnostics.error("unreadable-file", str(error), where=where)
            return None
        asset = load_picture(name, data, where=where, world=self.world)
        if asset is None:
            return None
        self.assets[asset.key] = asset
        return asset.key


def _shown(value: Any) -> str:
    if isinstance(value, tuple) and value and hasattr(value[0], "name"):
        return ", ".join(person.name for person in value)
    if isinstance(value, tuple):
        return plain_text(value) if value and not isinstance(value[0], str) else ", ".join(value)
    return str(getattr(value, "raw", None) or getattr(value, "notice", None) or value)
