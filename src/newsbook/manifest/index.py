"""From the names listed under `index` to the terms an index looks for."""

from __future__ import annotations

from dataclasses import replace

from newsbook.manifest.book import LANGUAGE, LINE
from newsbook.manifest.kinds import Found, ListOf, Reading
from newsbook.manifest.records import Key, Record
from newsbook.model import IndexTerm

__all__ = ["INDEX"]

_TERM = Record(
    "index-term",
    "a name, or a name with its sort form",
    "Someone or something the index lists.",
    (
        Key("name", LINE, "The name as it stands in the text.", required=True),
        Key(
            "sort",
            LINE,
            "The name as it is filed (`Aliyev, Ilham`, a kana reading); printed so when it has a "
            "comma.",
            "the name",
        ),
        Key("also", ListOf(LINE, "names"), "Other spellings that are looked for in the text."),
        Key("see", LINE, "The entry that the reader is sent to instead of pages."),
        Key("language", LANGUAGE, "The language of the name.", "the book's"),
    ),
    lambda found, reading: _term(found, reading),
    short="name",
    synonyms={"file_as": "sort", "aliases": "also", "alias": "also", "lang": "language"},
)


def _term(found: Found, reading: Reading) -> IndexTerm | None:
    if "name" not in found.values:
        return None
    term = IndexTerm("topics", **found.only("name", "sort", "also", "see", "language"))
    return replace(term, where=found.places.get("name") or found.where)


def _index(found: Found, reading: Reading) -> tuple[IndexTerm, ...]:
    return tuple(
        replace(term, category=name)
        for name in ("people", "places", "organisations", "topics")
        for term in found.get(name, ())
    )


_TERMS = ListOf(_TERM, "names")
INDEX = Record(
    "index",
    "the names of the index",
    "What the special page `index` lists, with the pages of every place where the text names it. "
    "Names can be marked in the text too: `[Ilham Aliyev]{.person}`, `.place`, `.organisation`, "
    "`.topic`; a title is the sort form.",
    (
        Key("people", _TERMS, "People."),
        Key("places", _TERMS, "Places."),
        Key("organisations", _TERMS, "Organisations."),
        Key("topics", _TERMS, "Topics: words that stand in the text."),
    ),
    _index,
    synonyms={
        "persons": "people",
        "names": "people",
        "locations": "places",
        "organizations": "organisations",
        "bodies": "organisations",
        "subjects": "topics",
        "terms": "topics",
    },
    example="{people: [Sadig Gachayev, {name: Ilham Aliyev, sort: 'Aliyev, Ilham'}]}",
)
