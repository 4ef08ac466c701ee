"""From what a manifest says of the book as a whole to its metadata, looks and typography."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from newsbook.diagnostics import Location
from newsbook.manifest import values
from newsbook.manifest.kinds import (
    Anything,
    Found,
    ListOf,
    Pairs,
    PathName,
    Reading,
    Value,
)
from newsbook.manifest.records import Key, Record
from newsbook.manifest.types import Cover, FontChoice, LayoutChoice
from newsbook.manifest.values import Invalid
from newsbook.model import Contributor, Identifier, Series, Typography

__all__ = [
    "ACCESSIBILITY",
    "BOOLEAN",
    "CONTRIBUTORS",
    "COVER",
    "DATE",
    "FONTS",
    "IDENTIFIERS",
    "LANGUAGE",
    "LAYOUT",
    "LINE",
    "PASSAGE",
    "ROLE",
    "SERIES",
    "SLUG",
    "SUBJECTS",
    "TYPOGRAPHY",
    "choice",
]

_TEXT = {"type": ["string", "number"]}
LINE = Value("a line of text", values.line)
PASSAGE = Value("text; a blank line begins a paragraph", values.passage)
BOOLEAN = Value("true or false", values.boolean, {"type": "boolean"})
LANGUAGE = Value(
    "a BCP 47 language tag", values.language, {"type": "string", "examples": ["en", "zh-Hans"]}
)
DATE = Value("a date (2021, 2021-12 or 2021-12-27)", values.date, _TEXT)
SLUG = Value("lower-case letters, digits and hyphens", values.slug, {"type": "string"})
ROLE = Value("a MARC relator code or its name", values.role, {"type": "string"})


def choice(*words: str) -> Value:
    """Return the kind that takes one of `words`."""
    listed = ", ".join(f"`{word}`" for word in words)
    return Value(f"one of {listed}", values.one_of(*words), {"enum": list(words)})


# ---------------------------------------------------------------- people, numbers, series
def _contributor(found: Found, reading: Reading) -> Contributor | None:
    if "name" not in found.values:
        return None
    return Contributor(**found.only("name", "role", "file_as"))


_CONTRIBUTOR = Record(
    "contributor",
    "a name, or a name with a role",
    "Someone responsible for the book as a whole.",
    (
        Key("name", LINE, "The name as printed.", required=True),
        Key("role", ROLE, "What they did: a MARC relator code or its name.", "edt (editor)"),
        Key("file_as", LINE, "The name as a catalogue sorts it.", "the name as printed"),
    ),
    _contributor,
    short="name",
    synonyms={"sort": "file_as", "fileas": "file_as", "sort_as": "file_as", "function": "role"},
)
CONTRIBUTORS = ListOf(_CONTRIBUTOR, "people or bodies")

_SCHEMES = {
    "isbn": ("isbn", None),
    "isbn_print": ("isbn", "print"),
    "isbn_epub": ("isbn", "epub"),
    "issn": ("issn", None),
    "doi": ("doi", None),
    "uuid": ("uuid", None),
    "uuid_epub": ("uuid", "epub"),
    "uuid_print": ("uuid", "print"),
    "url": ("url", None),
}


def _identifiers(found: Found, reading: Reading) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(scheme, found.values[key], medium)
        for key, (scheme, medium) in _SCHEMES.items()
        if key in found.values
    )


_ISBN = Value("an ISBN", values.isbn, _TEXT)
_UUID = Value("a UUID", values.uuid, {"type": "string"})
IDENTIFIERS = Record(
    "identifiers",
    "numbers by kind",
    "The numbers the book is known by. Without any, a UUID is derived from the book's title, "
    "language and date, so that it is the same in every build.",
    (
        Key("isbn", _ISBN, "An ISBN for every edition; hyphens as you like, check digit checked."),
        Key(
            "isbn_print", _ISBN, "The ISBN of the printed book: on its copyright page and barcode."
        ),
        Key("isbn_epub", _ISBN, "The ISBN of the EPUB: its unique identifier."),
        Key("issn", Value("an ISSN", values.issn, _TEXT), "The ISSN of a serial."),
        Key(
            "doi",
            Value("a DOI", values.doi, {"type": "string"}),
            "A DOI, with or without resolver.",
        ),
        Key("uuid", _UUID, "A UUID of your own instead of the derived one."),
        Key("uuid_epub", _UUID, "A UUID for the EPUB alone."),
        Key("uuid_print", _UUID, "A UUID for the printed book alone."),
        Key("url", Value("a web address", values.url, {"type": "string"}), "The book's own page."),
    ),
    _identifiers,
    synonyms={"ean": "isbn_print", "isbn13": "isbn", "isbn_ebook": "isbn_epub"},
    example="{isbn_print: 978-0-306-40615-7, isbn_epub: null}",
)


def _series(found: Found, reading: Reading) -> Series | None:
    return Series(**found.only("name", "position", "issn")) if "name" in found.values else None


def _position(text: str) -> str:
    if re.fullmatch(r"\d+(?:\.\d+)*", text) is None:
        raise Invalid(f"{text!r} is not a position in a series", "write a number, such as 3")
    return text


SERIES = Record(
    "series",
    "the name of a series, or name and position",
    "The series the book belongs to.",
    (
        Key("name", LINE, "The name of the series.", required=True),
        Key("position", Value("a number", _position, _TEXT), "The book's number in the series."),
        Key("issn", Value("an ISSN", values.issn, _TEXT), "The ISSN of the series."),
    ),
    _series,
    short="name",
    synonyms={"number": "position", "volume": "position", "title": "name"},
    example="{name: Friendship Papers, position: 1}",
)
SUBJECTS = ListOf(LINE, "a list of subjects")


# ---------------------------------------------------------------- accessibility
def _accessibility(found: Found, reading: Reading) -> Mapping[str, str]:
    stated = found.only("wcag", "level", "certified_by", "credential", "report", "summary")
    for one, other in (("wcag", "level"), ("level", "wcag")):
        if one in stated and other not in stated and other not in found.places:
            hint = f"write both: {{wcag: {stated.get('wcag', '2.2')}, level: AA}}"
            reading.wrong(f"'{one}' needs '{other}' beside it", found.places[one], hint)
    return stated


def _level(text: str) -> str:
    return values.one_of("a", "aa", "aaa")(text).upper()


ACCESSIBILITY = Record(
    "accessibility",
    "what is claimed and who says so",
    "What you claim of the EPUB's accessibility, and who certified it. newsbook computes the "
    "features from the content and never claims conformance by itself.",
    (
        Key("wcag", choice("2.0", "2.1", "2.2"), "The version of WCAG the book conforms to."),
        Key(
            "level",
            Value("one of `A`, `AA`, `AAA`", _level, {"enum": ["A", "AA", "AAA"]}),
            "The level of conformance.",
        ),
        Key("certified_by", LINE, "Who certified it."),
        Key("credential", LINE, "The certifier's credential."),
        Key(
            "report",
            Value("a web address", values.url, {"type": "string"}),
            "Where the certifier's report is.",
        ),
        Key("summary", PASSAGE, "A summary for readers.", "none"),
    ),
    _accessibility,
)


# ---------------------------------------------------------------- looks
def _cover(found: Found, reading: Reading) -> Cover:
    cover = Cover(found.get("image"), found.get("alt"), found.places.get("image", found.where))
    if cover.image is not None and cover.alt is None:
        reading.findings.warning(
            "missing-alt",
            "the cover picture has no alternative text",
            where=cover.where,
            hint="say what it shows: cover: {image: ..., alt: A pine and a cypress}",
        )
    return cover


COVER = Record(
    "cover",
    "a picture, or a picture and its description",
    "The cover picture. Without one, the layout draws a cover.",
    (
        Key("image", PathName("cover picture"), "The picture (JPEG, PNG, SVG...).", "drawn"),
        Key("alt", LINE, "What the picture shows, for readers who cannot see it."),
    ),
    _cover,
    short="image",
    synonyms={"file": "image", "picture": "image", "src": "image", "description": "alt"},
    example="{image: art/cover.jpg, alt: A pine and a cypress}",
)


class _Options(Pairs):
    """Options by name, their places remembered: the layout checks the values."""

    def entry(self, name: str, place: Any, node: Any, reading: Reading) -> Any:
        value = super().entry(name, place, node, reading)
        return None if value is None else (value, place.where, node.where)


def _layout(found: Found, reading: Reading) -> LayoutChoice:
    stated: Mapping[str, tuple[Any, Location, Location]] = found.get("options", {})
    return LayoutChoice(
        name=found.get("name", "classic"),
        options={name: value for name, (value, _, _) in stated.items()},
        css=found.get("css", ()),
        where=found.places.get("name", found.where),
        places={name: where for name, (_, _, where) in stated.items()},
        keys={name: key for name, (_, key, _) in stated.items()},
    )


LAYOUT = Record(
    "layout",
    "a name, or a name with options",
    "The book design: one that came with newsbook (`newsbook layouts list`) or a folder beside "
    "the manifest.",
    (
        Key("name", LINE, "The layout's name.", "classic"),
        Key(
            "options",
            _Options(values.line, Anything("what the layout takes"), "options by name"),
            "Options of the layout; `newsbook layouts list` shows them.",
        ),
        Key(
            "css",
            ListOf(PathName("style sheet"), "paths relative to the manifest"),
            "Style sheets of your own, applied after the layout's.",
        ),
    ),
    _layout,
    short="name",
    synonyms={"theme": "name", "template": "name", "style": "css", "stylesheets": "css"},
    example="{name: classic, options: {accent: crimson}, css: [house.css]}",
)


def _fonts(found: Found, reading: Reading) -> FontChoice:
    return FontChoice(found.get("dir"), found.get("roles", {}), found.where)


_ROLES = (
    "text", "head", "sans", "mono", "text-in-cjk", "zh-Hans", "zh-Hant", "zh-HK", "ja", "ko",
    "Arab", "Armn", "Beng", "Deva", "Ethi", "Geor", "Hebr", "Khmr", "Laoo", "Mymr", "Taml", "Thai",
    "Tibt",
)  # fmt: skip

FONTS = Record(
    "fonts",
    "a folder and roles",
    "Fonts of your own, besides the bundled ones; those of the system are never used. A folder "
    "`fonts` beside the manifest counts though it is not named here.",
    (
        Key("dir", PathName("folder of fonts", folder=True), "A folder with font files."),
        Key(
            "roles",
            Pairs(values.one_of(*_ROLES), LINE, "a family for each role"),
            "Which family is used for `text`, `head`, `sans` and `mono`, for Latin inside Chinese "
            "(`text-in-cjk`), for a language of East Asia (`zh-Hans`, `zh-Hant`, `zh-HK`, `ja`, "
            "`ko`), for a script (`Arab`, `Thai`...).",
            "as the layout says",
        ),
    ),
    _fonts,
    short="dir",
    synonyms={"folder": "dir", "path": "dir", "directory": "dir"},
    example="{dir: fonts, roles: {text: Literata}}",
)


def _typography(found: Found, reading: Reading) -> Typography:
    return Typography(**found.values)


TYPOGRAPHY = Record(
    "typography",
    "how far text is normalised",
    "How far the text is normalised for typesetting. Source files never change, and every change "
    "is in the report.",
    (
        Key(
            "level",
            choice("none", "quotes", "full"),
            "`none` prints verbatim, `quotes` sets only quotation marks and apostrophes, `full` "
            "applies every rule.",
            "full",
        ),
        Key("normalise", BOOLEAN, "Whether characters are normalised at all.", "true"),
        Key("quotes", BOOLEAN, "Whether quotation marks follow the language.", "true"),
        Key(
            "pinyin",
            choice("keep", "off"),
            "`keep` recognises pinyin and repairs its tone marks, `off` does not look for it.",
            "keep",
        ),
        Key(
            "han_default",
            LANGUAGE,
            "The language of Chinese characters that nothing else decides.",
            "zh-Hans",
        ),
    ),
    _typography,
    synonyms={"normalize": "normalise", "quotation_marks": "quotes"},
    example="{level: full, quotes: true, pinyin: keep, han_default: zh-Hans}",
)
