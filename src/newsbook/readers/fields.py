"""From what a format says of an article (strings of many kinds) to an Article.

Every reader ends here, so that a byline, a date or a language means the same whatever the source
was, and every value is recorded with the rule it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from newsbook.content import Block, Heading, Inline, Text
from newsbook.model import Article, Asset, Dateline, Decision, Person, Rights, SourceBlock
from newsbook.normalforms import normal_form
from newsbook.readers.dates import iso_date
from newsbook.readers.people import people
from newsbook.readers.source import Source
from newsbook.readers.tags import TAGS
from newsbook.slugs import ascii_slug
from newsbook.tree import map_blocks, plain_text, walk
from newsbook.world import World
from newsbook.xhtml.embeds import lone_addresses

__all__ = [
    "Fields",
    "Reading",
    "build",
    "language_tag",
    "level_headings",
    "persons",
    "same_text",
    "squeeze",
    "text_inlines",
]

_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{4,8})*"
)

_PRIVATE = re.compile(r"(?<=\w)-x-.*$", re.IGNORECASE)
NO_LANGUAGE = frozenset({"und", "mul", "zxx", "x-default", "i-default", "default"})
_PATTERN = re.compile(r"YYYY[-./YMDHhmsSTZ0:+ ]*")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a source says of one article, as strings or as finished values.

    `rule` names where the values come from (`front-matter`, `format`, `extracted`); `rules` names
    it for single fields that come from elsewhere.
    """

    headline: str | tuple[Inline, ...] = ""
    kicker: str | tuple[Inline, ...] = ""
    deck: str | tuple[Inline, ...] = ""
    byline: str | tuple[str, ...] | tuple[Person, ...] = ""
    dateline: Dateline | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    rights: Rights = field(default_factory=Rights)
    note: tuple[Block, ...] = ()
    keywords: tuple[str, ...] = ()
    status: str | None = None
    embargo: str | None = None
    han: str | None = None
    slug: str | None = None
    pictures: tuple[Asset, ...] = ()
    rule: str = "format"
    rules: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source was read: the reader's name, its confidence and the blocks it saw."""

    reader: str
    confidence: float = 1.0
    blocks: tuple[SourceBlock, ...] = ()
    decisions: tuple[Decision, ...] = ()
    line: int | None = None


def squeeze(text: str | None) -> str:
    """Return `text` with every run of white space as one space, and none at the ends."""
    return " ".join((text or "").split())


def text_inlines(value: str | tuple[Inline, ...] | None) -> tuple[Inline, ...]:
    """Return `value` as inlines: a string becomes one `Text`."""
    if isinstance(value, tuple):
        return value
    text = squeeze(value)
    return (Text(text),) if text else ()


def language_tag(text: str | None) -> str | None:
    """Return `text` as a BCP 47 tag in its usual spelling (`zh_hans_CN` -> `zh-Hans-CN`).

    Names of languages and tags of other standards become those of BCP 47; subtags for private use
    are left out. None is also what says nothing (`und`, `mul`, `x-default`).
    """
    tag = squeeze(text).replace("_", "-")
    tag = _PRIVATE.sub("", TAGS.get(tag.lower(), tag))
    if not _TAG.fullmatch(tag) or tag.lower() in NO_LANGUAGE:
        return None
    first, *rest = tag.split("-")
    spelled = [TAGS.get(first.lower(), first.lower())]
    for part in rest:
        spelled.append(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part)
    return "-".join(spelled)


def _letters(text: str) -> str:
    return "".join(c for c in normal_form("NFKC", text).casefold() if c.isalnum())


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same, letter for letter or with nine tenths of their shingles."""
    a, b = _letters(one), _letters(other)
    if a == b or min(len(a), len(b)) < 12:
        return a == b
    first = {a[i : i + 4] for i in range(len(a) - 3)}
    second = {b[i : i + 4] for i in range(len(b) - 3)}
    return len(first & second) >= 0.9 * max(len(first), len(second))


def _without_headline(headline: tuple[Inline, ...], body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Drop a first heading of `body` that repeats the headline."""
    first = body[0] if body else None
    repeats = isinstance(first, Heading) and same_text(plain_text(first), plain_text(headline))
    return body[1:] if repeats else body


def level_headings(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `body` with headings from level 2 down and without gaps between levels."""
    used = sorted({node.level for node in walk(body) if isinstance(node, Heading)})
    levels = {level: min(2 + rank, 6) for rank, level in enumerate(used)}

    def change(node: object) -> object:
        if isinstance(node, Heading) and levels[node.level] != node.level:
            return replace(node, level=levels[node.level])
        return node

    return map_blocks(body, change)


def _spell_languages(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `body` with language tags in their usual spelling (`FR` -> `fr`)."""

    def change(node: Any) -> Any:
        tag = getattr(node, "language", None)
        usual = language_tag(tag) if tag else None
        return replace(node, language=usual) if usual and usual != tag else node

    return map_blocks(body, change)


def _date(
    text: str | None, name: str, source: Source, world: World, line: int | None
) -> str | None:
    if not text or not text.strip():
        return None
    found = iso_date(text)
    if found is None:
        world.diagnostics.warning(
            "metadata-invalid",
            f"the {name} {squeeze(text)!r} is not a date that can be understood",
            where=source.at(line),
            hint="write it as YYYY-MM-DD",
        )
    return found


def _embargo(fields: Fields, source: Source, world: World, line: int | None) -> str | None:
    """Return the embargo that is stated; a pattern nobody filled in (`YYYYMMDD`) states none."""
    stated = squeeze(fields.embargo)
    if not _PATTERN.fullmatch(stated):
        return stated or None
    world.diagnostics.warning(
        "metadata-invalid",
        f"the embargo {stated!r} is a pattern, not a date: no embargo is held",
        where=source.at(line),
        hint="ask the provider whether the item is under embargo",
    )
    return None


def _language(fields: Fields, source: Source, world: World, line: int | None) -> str | None:
    if not fields.language or fields.language.strip().lower() in NO_LANGUAGE:
        return None
    tag = language_tag(fields.language)
    if tag is None:
        world.diagnostics.warning(
            "metadata-invalid",
            f"the language {fields.language!r} is not a BCP 47 tag",
            where=source.at(line),
            hint="write it as en, az, zh-Hans, pt-BR",
        )
    return tag


def persons(value: str | tuple[str, ...] | tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the people of a byline that is a text, several, or people already."""
    if isinstance(value, str):
        return people(value) if value else ()
    known = tuple(part for part in value if isinstance(part, Person))
    return known or people(part for part in value if isinstance(part, str))


_RECORDED = (
    "headline", "kicker", "deck", "byline", "dateline", "published", "modified", "language",
    "source", "url",
)  # fmt: skip


def _shown(value: object) -> str:
    """Return a field's value as the report shows it."""
    if isinstance(value, Dateline):
        return value.raw
    if isinstance(value, tuple) and value and isinstance(value[0], Person):
        return "; ".join(p.name for p in value)
    return value if isinstance(value, str) else plain_text(value)


def _decisions(article: Article, fields: Fields) -> Iterable[Decision]:
    rules = dict(fields.rules)
    for name in _RECORDED:
        value = getattr(article, name)
        if value:
            yield Decision(name, _shown(value), rules.get(name, fields.rule))


def build(
    source: Source, world: World, body: tuple[Block, ...], fields: Fields, reading: Reading
) -> Article:
    """Return the article that `source` holds, its fields normalised and its decisions recorded.

    Dates become ISO 8601, languages BCP 47, bylines people; what cannot be understood is a
    `metadata-invalid` warning. A first heading that repeats the headline is dropped from `body`,
    and headings run from level 2 without gaps.
    """
    line = reading.line
    headline = text_inlines(fields.headline)
    body = _spell_languages(level_headings(_without_headline(headline, body)))
    body = lone_addresses(body)
    stem = fields.slug or source.stem
    article = Article(
        slug=ascii_slug(stem) or ascii_slug(plain_text(headline)) or "article",
        headline=headline,
        body=body,
        language=_language(fields, source, world, line),
        kicker=text_inlines(fields.kicker),
        deck=text_inlines(fields.deck),
        byline=persons(fields.byline),
        dateline=fields.dateline,
        published=_date(fields.published, "date", source, world, line),
        modified=_date(fields.modified, "date of change", source, world, line),
        source=squeeze(fields.source) or None,
        url=squeeze(fields.url) or source.url,
        rights=fields.rights,
        note=fields.note,
        keywords=tuple(dict.fromkeys(squeeze(k) for k in fields.keywords if squeeze(k))),
        status=squeeze(fields.status) or "usable",
        embargo=_embargo(fields, source, world, line),
        han=fields.han,
        pictures=fields.pictures,
    )
    origin = replace(
        source.origin(reading.reader, confidence=reading.confidence, blocks=reading.blocks),
        decisions=(*_decisions(article, fields), *reading.decisions),
        where=source.at(line),
    )
    return replace(article, origin=origin)
