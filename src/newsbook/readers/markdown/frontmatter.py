"""From the head of a Markdown file (YAML `---`, TOML `+++` or JSON `{`) to fields with their lines.

Every scalar stays the string that was written; what a key means is decided here, in `KEYS`.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from newsbook.diagnostics import Location
from newsbook.readers.source import Source
from newsbook.world import World
from newsbook.yamltree import Mapping, Node, Problem, Scalar, Sequence, parse

__all__ = ["KEYS", "Head", "split"]

# What the keys of the common systems (Jekyll, Hugo, Zola, Pandoc, Ghost, Eleventy) mean.
KEYS: dict[str, str] = {
    "title": "headline", "headline": "headline",
    "kicker": "kicker", "eyebrow": "kicker", "overline": "kicker",
    "subtitle": "deck", "deck": "deck", "dek": "deck", "standfirst": "deck", "subhead": "deck",
    "author": "byline", "authors": "byline", "byline": "byline",
    "dateline": "dateline",
    "date": "published", "published": "published", "pubdate": "published",
    "updated": "modified", "modified": "modified", "lastmod": "modified",
    "lang": "language", "language": "language",
    "source": "source", "publication": "source", "agency": "source",
    "url": "url", "link": "url", "canonical_url": "url", "canonical": "url",
    "rights": "rights", "copyright": "rights", "licence": "licence", "license": "licence",
    "tags": "keywords", "keywords": "keywords", "categories": "keywords",
    "slug": "slug", "draft": "draft", "status": "status", "embargo": "embargo", "han": "han",
    "note": "note", "authors_note": "note", "editors_note": "note",
}  # fmt: skip
# Keys that say how a web site shows a page; a book has no use for them.
_SITE = frozenset(
    """layout permalink type weight comments toc template aliases series description excerpt
    summary id featured section taxonomies extra params menu math mathjax css js output format
    version hidden pin order icon category bibliography csl abstract""".split()
)
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_PICTURES = frozenset("image cover thumbnail hero banner feature_image featured_image".split())


@dataclass(frozen=True, slots=True)
class Head:
    """The fields at the head of a file; `body` is the rest and `line` the number of its first line.

    `values` maps a field of the article to its node and place.
    """

    values: dict[str, Node]
    body: str
    line: int

    def text(self, name: str) -> str | None:
        """Return the string of a field, or None."""
        node = self.values.get(name)
        return node.text if isinstance(node, Scalar) else None


def _lines_of(text: str, mark: str, ends: frozenset[str]) -> tuple[str, str, int] | None:
    """Return the text between a first line `mark` and its end, the rest, and the rest's line."""
    lines = text.split("\n")
    if lines[0].rstrip() != mark:
        return None
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ends:
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    return None


def _node(value: Any, text: str, file: str, line: int, key: str = "") -> Node:
    """Return plain data as a tree; the line of a key is where it stands first in `text`."""
    found = re.search(rf"""^\s*["']?{re.escape(key)}["']?\s*[=:]""", text, re.M) if key else None
    where = Location(file, line + text[: found.start()].count("\n") if found else line, 1)
    if isinstance(value, dict):
        entries = tuple(
            (Scalar(str(name), where), _node(part, text, file, line, str(name)))
            for name, part in value.items()
        )
        return Mapping(entries, where)
    if isinstance(value, list):
        return Sequence(tuple(_node(part, text, file, line, key) for part in value), where)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), where)
    if value is None:
        return Scalar(None, where)
    return Scalar(value.isoformat() if hasattr(value, "isoformat") else str(value), where)


def _report(world: World, problem: Problem) -> None:
    world.diagnostics.error(problem.code, problem.message, where=problem.where, hint=problem.hint)


def _is_known(key: str) -> bool:
    plain = key.lower().replace("-", "_")
    return plain in KEYS or plain in _SITE or plain in _PICTURES


def _report_endless(text: str, source: Source, world: World) -> None:
    """Report front matter that begins with keys of articles and has no end."""
    found = re.match(r"(---|\+\+\+)[ \t]*\n(?:#.*\n)*([\w-]+)[ \t]*([:=])(?=\s|$)", text)
    if found is None or found[3] != (":" if found[1] == "---" else "=") or not _is_known(found[2]):
        return
    world.diagnostics.error(
        "metadata-invalid", "the front matter is never closed", where=source.at(1, 1),
        hint=f"end it with a line of its own: {found[1]}",
    )  # fmt: skip


def _report_json(
    text: str, error: ValueError | RecursionError, source: Source, world: World
) -> None:
    """Report what is wrong with a head of JSON that begins with a key of articles."""
    key = re.match(r'\{\s*"([\w-]+)"\s*:', text)
    if key is not None and _is_known(key[1]) and isinstance(error, json.JSONDecodeError):
        message = f"the front matter is not JSON: {error.msg}"
        world.diagnostics.error(
            "metadata-invalid", message, where=source.at(error.lineno, error.colno)
        )


def _yaml(text: str, source: Source, world: World) -> tuple[Node | None, str, int] | None:
    parts = _lines_of(text, "---", frozenset({"---", "..."}))
    if parts is None:
        return None
    inside, rest, line = parts
    if inside.strip() and not re.match(r"""\s*(?:#.*\n\s*)*["'\w][^\n]*:""", inside):
        return None  # two thematic breaks with text between them
    node = parse(inside, file=source.file, report=lambda p: _report(world, p), line=2)
    return node, rest, line


def _toml(text: str, source: Source, world: World) -> tuple[Node | None, str, int] | None:
    parts = _lines_of(text, "+++", frozenset({"+++"}))
    if parts is None:
        return None
    inside, rest, line = parts
    try:
        return _node(tomllib.loads(inside), inside, source.file, 2), rest, line
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        where = source.at(int(found[1]) + 1, int(found[2])) if found else source.at(2)
        message = f"the front matter is not TOML: {str(error).split(' (at')[0]}"
        world.diagnostics.error("metadata-invalid", message, where=where)
        return None, rest, line


def _json(text: str, source: Source, world: World) -> tuple[Node | None, str, int] | None:
    if not re.match(r'\{\s*"', text):
        return None
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        _report_json(text, error, source, world)
        return None
    rest = text[end:]
    if rest.strip() and not rest.lstrip(" \t").startswith("\n"):
        return None
    line = text[:end].count("\n") + 1
    return _node(value, text[:end], source.file, 1), rest, line


def _suggestion(key: str) -> str | None:
    near = difflib.get_close_matches(key, list(KEYS), 1, 0.8)
    return f"did you mean {near[0]!r}?" if near else None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not (node.text or "").strip()


def _fields(node: Node | None, source: Source, world: World) -> dict[str, Node]:
    """Return the fields of the mapping `node`; keys nobody knows are reported."""
    if node is not None and not isinstance(node, Mapping):
        world.diagnostics.error(
            "metadata-invalid", "front matter must be keys and values", where=node.where
        )
    values: dict[str, Node] = {}
    for key, value in node.entries if isinstance(node, Mapping) else ():
        name = (key.text or "").strip()
        field = KEYS.get(name.lower().replace("-", "_"))
        if field is None:
            _unused(name, key.where, world)
        elif field == "keywords" and field in values:
            values[field] = Sequence((values[field], value), value.where)
        elif not _is_empty(value):
            values.setdefault(field, value)
    return values


def _unused(name: str, where: Location, world: World) -> None:
    """Report a key that gives nothing to the article."""
    plain = name.lower().replace("-", "_")
    if plain in _PICTURES:
        message = f"the picture under {name!r} is not part of the text"
        hint = "to print it, put it into the text: ![what it shows](file)"
        world.diagnostics.info("content-dropped", message, where=where, hint=hint)
    elif plain not in _SITE:
        suggestion = _suggestion(plain)
        note = world.diagnostics.warning if suggestion else world.diagnostics.info
        message = f"newsbook makes no use of the key {name!r}"
        note("metadata-invalid", message, where=where, hint=suggestion)


def split(text: str, source: Source, world: World) -> Head:
    """Return the fields at the head of `text`, and the rest with its first line's number."""
    for reader in (_yaml, _toml, _json):
        found = reader(text, source, world)
        if found is not None:
            node, rest, line = found
            return Head(_fields(node, source, world), rest, line)
    _report_endless(text, source, world)
    return Head({}, text, 1)
