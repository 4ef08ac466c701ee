"""From the parts to the whole: the schema of a manifest, and its JSON Schema.

`MANIFEST` is the one place that says which keys a manifest has: validation, `newsbook schema` and
the reference page are all read from it.
"""

from __future__ import annotations

import json
from typing import Any

from newsbook.manifest.book import (
    ACCESSIBILITY,
    CONTRIBUTORS,
    COVER,
    DATE,
    FONTS,
    IDENTIFIERS,
    LANGUAGE,
    LAYOUT,
    LINE,
    PASSAGE,
    SERIES,
    SUBJECTS,
    TYPOGRAPHY,
    choice,
)
from newsbook.manifest.contents import CONTENTS, DEFAULTS
from newsbook.manifest.index import INDEX
from newsbook.manifest.kinds import Found, Reading, Value
from newsbook.manifest.outputs import OUTPUTS
from newsbook.manifest.records import Key, Record
from newsbook.manifest.values import Invalid, file_name

__all__ = ["MANIFEST", "VERSION", "json_schema"]

VERSION = "1"


def _version(text: str) -> str:
    if text != VERSION:
        raise Invalid(
            f"this is a manifest of version {text!r}, and newsbook reads version {VERSION}",
            "install a newer newsbook" if text.isdecimal() else f"write newsbook: {VERSION}",
        )
    return text


def _manifest(found: Found, reading: Reading) -> Found:
    return found


MANIFEST = Record(
    "manifest",
    "the keys of a manifest",
    "A newsbook manifest: the articles of a book, their order, the layout and the outputs.",
    (
        Key(
            "newsbook",
            Value(VERSION, _version, {"enum": [int(VERSION), VERSION]}),
            "The version of the manifest.",
            VERSION,
        ),
        Key("title", LINE, "The book's title.", required=True),
        Key("subtitle", LINE, "The subtitle."),
        Key("language", LANGUAGE, "The book's main language.", "en, with a warning"),
        Key(
            "contributors",
            CONTRIBUTORS,
            "Who is responsible for the book; authors of articles are named with their articles.",
        ),
        Key("publisher", LINE, "The publisher."),
        Key("date", DATE, "The date of publication; files carry it as their time."),
        Key("identifiers", IDENTIFIERS, "ISBNs and other numbers.", "a derived UUID"),
        Key("rights", LINE, "The copyright notice."),
        Key("description", PASSAGE, "What the book is about: for catalogues and the back cover."),
        Key("subjects", SUBJECTS, "Subjects; `BISAC:POL011000` and `LCSH:...` name an authority."),
        Key("series", SERIES, "The series it belongs to."),
        Key("cover", COVER, "The cover picture.", "drawn by the layout"),
        Key(
            "slug",
            Value("lower-case letters, digits and hyphens", file_name, {"type": "string"}),
            "The name of the files that are built.",
            "from the title",
        ),
        Key("direction", choice("ltr", "rtl"), "Which way pages turn.", "that of the language"),
        Key("accessibility", ACCESSIBILITY, "Claims about the EPUB's accessibility.", "no claims"),
        Key("layout", LAYOUT, "The book design.", "classic"),
        Key("fonts", FONTS, "Fonts of your own.", "the bundled fonts"),
        Key("typography", TYPOGRAPHY, "How far text is normalised.", "everything"),
        Key("defaults", DEFAULTS, "What holds for every article that does not say otherwise."),
        Key("contents", CONTENTS, "The book, in order.", required=True),
        Key("index", INDEX, "The names that the page `index` lists."),
        Key("outputs", OUTPUTS, "The files to build, by name.", "epub and print"),
    ),
    _manifest,
    synonyms={
        "author": "contributors",
        "authors": "contributors",
        "editor": "contributors",
        "editors": "contributors",
        "creator": "contributors",
        "lang": "language",
        "isbn": "'isbn' belongs under 'identifiers'",
        "copyright": "rights",
        "license": "rights",
        "articles": "contents",
        "chapters": "contents",
        "sections": "contents",
        "toc": "contents",
        "spine": "contents",
        "theme": "layout",
        "template": "layout",
        "css": "'css' belongs under 'layout'",
        "output": "outputs",
        "formats": "outputs",
        "format": "outputs",
        "targets": "outputs",
        "keywords": "subjects",
        "tags": "subjects",
        "version": "newsbook",
        "name": "title",
        "summary": "description",
    },
    lenient=True,
)


def json_schema() -> str:
    """Return the JSON Schema of a manifest (draft 7, which editors' YAML tools read)."""
    shared: dict[str, Any] = {}
    MANIFEST.json(shared)
    root = shared.pop("manifest")
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "newsbook manifest",
        **root,
        "definitions": shared,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
