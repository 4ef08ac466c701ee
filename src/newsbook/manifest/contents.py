"""From the items under `contents` to entries: special pages, articles, sections, globs, feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from newsbook.diagnostics import Location
from newsbook.manifest import values
from newsbook.manifest.book import BOOLEAN, DATE, LANGUAGE, LINE, SLUG, choice
from newsbook.manifest.fields import (
    ENCODING,
    EXPECT,
    EXTRACT,
    FORMAT,
    OWN,
    SHARED,
    SYNONYMS,
    article_fields,
)
from newsbook.manifest.kinds import Found, Kind, ListOf, PathName, Reading, Value
from newsbook.manifest.records import Key, Record, Variants
from newsbook.manifest.types import ArticleEntry, ArticleFields, FeedEntry, SectionEntry
from newsbook.model import SPECIAL_PAGES, SpecialPage
from newsbook.yamltree import Node

__all__ = ["CONTENTS", "DEFAULTS", "GlobEntry"]


@dataclass(frozen=True, slots=True)
class GlobEntry:
    """Files by pattern, before the patterns are looked up."""

    patterns: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    fields: ArticleFields = field(default_factory=ArticleFields)
    format: str | None = None
    encoding: str | None = None
    sort: Literal["name", "date", "headline"] = "name"
    reverse: bool = False
    limit: int | None = None
    where: Location | None = None
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


def _article(found: Found, reading: Reading) -> ArticleEntry | None:
    if "file" not in found.values:
        return None
    return ArticleEntry(
        file=found.values["file"],
        fields=article_fields(found),
        where=found.places["file"],
        places=dict(found.places),
        **found.only("format", "encoding", "extract", "expect"),
    )


_ARTICLE = Record(
    "article",
    "an article",
    "An article, with what the manifest says over what its file says. Everything but `file` is "
    "taken as found when it is absent or null.",
    (
        Key("file", PathName("article"), "The article's file.", required=True),
        *OWN,
        *SHARED,
        FORMAT,
        ENCODING,
        Key("extract", EXTRACT, "How to cut the article out of its source."),
        Key("expect", EXPECT, "What reading it must give."),
    ),
    _article,
    synonyms=SYNONYMS,
)


def _section(found: Found, reading: Reading) -> SectionEntry | None:
    if "section" not in found.values:
        return None
    return SectionEntry(
        found.values["section"],
        found.get("contents", ()),
        where=found.places["section"],
        **found.only("subtitle", "language", "slug"),
    )


def _glob(found: Found, reading: Reading) -> GlobEntry | None:
    if "glob" not in found.values:
        return None
    return GlobEntry(
        found.values["glob"],
        fields=article_fields(found),
        where=found.places["glob"],
        places=dict(found.places),
        **found.only("exclude", "format", "encoding", "sort", "reverse", "limit"),
    )


_GLOB = Record(
    "glob",
    "files by pattern",
    "Every file a pattern matches, as an article. The other keys are said of each of them.",
    (
        Key(
            "glob",
            ListOf(Value("a pattern", values.line), "patterns", least=1),
            "Patterns relative to the manifest: `*` in a name, `**` through folders.",
            required=True,
        ),
        Key("exclude", ListOf(Value("a pattern", values.line), "patterns"), "Files to pass over."),
        Key(
            "sort",
            choice("name", "date", "headline"),
            "The order: by name (2 before 10), by date, or by headline.",
            "name",
        ),
        Key("reverse", BOOLEAN, "The other way round.", "false"),
        Key("limit", Value("a number", values.whole(1, 100_000), {"type": "integer"}), "How many."),
        *SHARED,
        FORMAT,
        ENCODING,
    ),
    _glob,
    synonyms=SYNONYMS | {"order": "sort", "sort_by": "sort", "max": "limit", "file": "glob"},
    example="{glob: 'articles/2021/*.md', sort: date}",
)


def _feed(found: Found, reading: Reading) -> FeedEntry | None:
    if "feed" not in found.values:
        return None
    since, until = found.get("since"), found.get("until")
    if since and until and since > until:
        reading.wrong(f"'until' ({until}) is before 'since' ({since})", found.places["until"])
    return FeedEntry(
        found.values["feed"],
        fields=article_fields(found),
        where=found.places["feed"],
        places=dict(found.places),
        **found.only("format", "encoding", "limit", "since", "until", "sort", "reverse"),
    )


_FEED = Record(
    "feed",
    "the articles of a feed or an export",
    "Every article of a feed or an export in one file. The other keys are said of each of them.",
    (
        Key("feed", PathName("feed"), "The file.", required=True),
        Key(
            "limit",
            Value("a number", values.whole(1, 100_000), {"type": "integer"}),
            "How many, the newest first.",
            "all",
        ),
        Key("since", DATE, "The first date."),
        Key("until", DATE, "The last date."),
        Key("sort", choice("feed", "date", "headline"), "The order.", "feed"),
        Key("reverse", BOOLEAN, "The other way round.", "false"),
        *SHARED,
        FORMAT,
        ENCODING,
    ),
    _feed,
    synonyms=SYNONYMS | {"order": "sort", "from": "since", "to": "until", "max": "limit"},
    example="{feed: feeds/blog.xml, limit: 20, since: 2021-01-01}",
)


class _Name(Kind):
    """A single value in the contents: a special page by its name, or the file of an article."""

    words = "a file or a special page"

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        name = getattr(node, "text", None)
        if name in SPECIAL_PAGES:
            return SpecialPage(name, node.where)
        file = PathName("article").read(node, key, reading)
        return None if file is None else ArticleEntry(file, where=node.where)

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        return {"type": "string", "examples": list(SPECIAL_PAGES)}


def _choices() -> dict[str, Record]:
    """Return what an item may be, by the key that tells (a section holds items itself)."""
    return {"file": _ARTICLE, "section": SECTION, "glob": _GLOB, "feed": _FEED}


_ITEM = Variants(
    "a file, a special page, or keys and values",
    _Name(),
    _choices,
)
CONTENTS = ListOf(_ITEM, "a list of files, sections and special pages", least=1, single=False)
SECTION: Record = Record(
    "section",
    "a section",
    "A part of the book with a title of its own. Sections may stand in sections.",
    (
        Key("section", LINE, "The title.", required=True),
        Key("subtitle", LINE, "The subtitle."),
        Key("language", LANGUAGE, "The language of the title.", "the book's"),
        Key("slug", SLUG, "Its name in ids and file names.", "from the title"),
        Key("contents", CONTENTS, "What stands in it, as under the top `contents`.", required=True),
    ),
    _section,
    synonyms={"title": "section", "articles": "contents", "items": "contents", "lang": "language"},
)


def _defaults(found: Found, reading: Reading) -> ArticleFields:
    return article_fields(found)


DEFAULTS = Record(
    "defaults",
    "what holds for every article",
    "What is said of every article that does not say it itself. What the manifest says of one "
    "article, and what its file states, comes first; a guess comes after.",
    SHARED,
    _defaults,
    synonyms=SYNONYMS,
    example="{language: en, source: AZERTAC}",
)
