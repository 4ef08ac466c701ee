"""From a Word document to an Article, by mammoth and a style map for newsrooms."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import mammoth

from newsbook.model import Article
from newsbook.readers.documents.leftout import LeftOut, beginning
from newsbook.readers.documents.roles import Properties, item_of_document
from newsbook.readers.documents.styles import ROLES
from newsbook.readers.documents.wordparts import Rewritten, part, rewritten
from newsbook.readers.documents.wordshapes import words
from newsbook.readers.documents.wordstyles import heading_named, role_named
from newsbook.readers.embedded import data_url
from newsbook.readers.fields import squeeze
from newsbook.readers.items import article_of_item
from newsbook.readers.pagetree import parse_page
from newsbook.readers.source import Source
from newsbook.safexml import (
    RefusedXMLError,
    children,
    declared_entity,
    local_name,
    parse_xml,
    text_of,
)
from newsbook.safezip import Archive, DamagedArchiveError, RefusedArchiveError, open_archive
from newsbook.world import World

__all__ = ["read"]

_WRAPPED = {"quote": "blockquote > p:fresh", "pull": "blockquote.pull-quote > p:fresh",
            "subhead": "h3:fresh"}  # fmt: skip
_RUNS = ("small-caps => span.smallcaps", "u => u", "r[style-name='Emphasis'] => em",
         "r[style-name='强调'] => em", "r[style-name='要点'] => strong",
         "r[style-name='強調'] => em", "r[style-name='HTML Code'] => code")  # fmt: skip
_UNKNOWN = re.compile(r"Unrecognised paragraph style: '?(?P<name>.*?)'? \(Style ID")
_IGNORED = re.compile(r"unrecognised element was ignored: (\S+)")
_HARMLESS = re.compile(r"[Uu]nrecognised|was referenced but not defined|is unlikely to display")
_PLAIN = re.compile(
    r"(?:default|standard|normal|no spacing|plain text|html preformatted|horizontal line)\b.*",
    re.IGNORECASE,
)


# Elements that mammoth passes over, by their local names.
_LOST = {"chart": "a chart", "relIds": "a diagram", "altChunk": "a document"}
_AS_PICTURE = "save it as a picture (right-click, Save as Picture) and insert that"
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


def style_map() -> str:
    """Return the style map: a line for each name that `wordstyles` gives to styles."""
    lines = list(_RUNS)
    lines += [f"p[style-name='{heading_named(n)}'] => h{n}:fresh" for n in range(1, 7)]
    for role in ROLES:
        target = _WRAPPED.get(role, f"p.nb-{role}:fresh")
        lines.append(f"p[style-name='{role_named(role)}'] => {target}")
    return "\n".join(lines)


def _properties(archive: Archive) -> Properties:
    """Return the core properties (ECMA-376 part 2, 11)."""
    try:
        root = parse_xml(archive.read("docProps/core.xml", most=1_000_000))
    except (RefusedArchiveError, RefusedXMLError):
        return Properties()

    def value(name: str) -> str:
        return text_of(next(children(root, name), None))

    return Properties(
        title=value("title"),
        creator=value("creator"),
        language=value("language"),
        keywords=tuple(squeeze(k) for k in re.split(r"[,;，、；]", value("keywords")) if k.strip()),
        created=value("created"),
        modified=value("modified"),
    )


def _refuse_entities(archive: Archive) -> None:
    for name in archive.below("", ".xml", ".rels"):
        entity = declared_entity(archive.read(name)[:4096])
        if entity is not None:
            raise RefusedArchiveError(f"{name}: the entity declaration {entity!r} is refused")


def _convert(
    data: bytes, source: Source, world: World
) -> tuple[str, dict[str, bytes], frozenset[str]] | None:
    """Return the markup of the text, its pictures by the names they have in it, and the names of
    elements that mammoth does not know.
    """
    pictures: dict[str, bytes] = {}

    def picture(image: Any) -> dict[str, str]:
        with image.open() as stream:
            content = stream.read()
        name = f"docx-picture-{len(pictures) + 1}"
        pictures[name] = content
        return {"src": name}

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=style_map(),
            convert_image=mammoth.images.img_element(picture),
        )
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever a damaged document does to a foreign parser
        world.diagnostics.error(
            "malformed-source", f"the document is damaged: {error}", where=source.at(),
            hint="open it in a word processor and save it again",
        )  # fmt: skip
        return None
    _report(made.messages, source, world)
    ignored = (_IGNORED.search(message.message) for message in made.messages)
    return made.value, pictures, frozenset(match[1] for match in ignored if match)


def _report(messages: Any, source: Source, world: World) -> None:
    """Report styles without a role, and what mammoth could not convert."""
    unknown: dict[str, None] = {}
    for message in messages:
        match = _UNKNOWN.search(message.message)
        if match is None:
            if not _HARMLESS.search(message.message):
                world.diagnostics.warning("content-dropped", message.message, where=source.at())
        elif not _PLAIN.fullmatch(match["name"]):
            unknown[match["name"]] = None
    if unknown:
        world.diagnostics.info(
            "unknown-style",
            f"paragraph styles without a role are set as text: {', '.join(sorted(unknown))}",
            where=source.at(),
            hint="roles go by names: Kicker, Byline, Dateline, Caption, Credit, Pull Quote...",
        )


def _drawn(document: Any, archive: Archive, left: LeftOut) -> None:
    """Tell of charts and diagrams; the words of diagrams stand in parts of their own."""
    counts = Counter(_LOST[name] for e in document.iter() if (name := local_name(e)) in _LOST)
    diagrams = (part(archive, n) for n in archive.below("word/diagrams/data", ".xml"))
    said = beginning(" ".join(words(root) for root in diagrams if root is not None))
    for what, count in sorted(counts.items()):
        times = f" ({count} times)" if count > 1 else ""
        quoted = f": {said!r}" if what == _LOST["relIds"] and said else ""
        left.lose(f"{what} was left out{times}{quoted}", _AS_PICTURE)


def _losses(made: Rewritten, archive: Archive, html: str, ignored: frozenset[str]) -> None:
    """Gather what mammoth leaves out without a word: drawings, boxes of text, and the words in
    elements it has `ignored`. `html` is what mammoth made of the rewritten document.
    """
    document, left = made.document, made.left
    if document is None:
        return
    _drawn(document, archive, left)
    left.changes = sum(
        local_name(e) in _CHANGES and any(local_name(t) in ("t", "delText") for t in e.iter())
        for e in document.iter()
    )
    kept = _letters(parse_page(html).text_content())
    for box in (e for e in document.iter() if local_name(e) == "txbxContent"):
        if _letters(words(box)) not in kept:
            left.lose(f"a box of text was left out: {beginning(words(box))!r}")
    for name in sorted(ignored):
        for element in (e for e in document.iter() if local_name(e) == re.split("[:}]", name)[-1]):
            boxed = any(local_name(e) == "txbxContent" for e in element.iter())
            if not boxed and _letters(words(element)) not in kept:
                text = beginning(words(element))
                left.lose(f"text in an unknown element ({name}) was left out: {text!r}")


def _beside(archive: Archive, left: LeftOut) -> None:
    """Gather comments, headers and footers: words of the file, but not of the article."""
    for name in sorted(archive.below("word/", ".xml")):
        kind = re.fullmatch(r"word/(comments|header|footer)\d*\.xml", name)
        root = part(archive, name) if kind else None
        if root is None or kind is None:
            continue
        if kind[1] == "comments":
            left.comments += [words(e) for e in root.iter() if local_name(e) == "comment"]
        elif _letters(text := words(root)) and not text.isdecimal():
            left.margins.append(text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a DOCX file."""
    try:
        archive = open_archive(source.data)
        _refuse_entities(archive)
        made = rewritten(source.data, archive)
    except RefusedArchiveError as error:
        hint = "save the document again, without what makes it so large"
        if isinstance(error, DamagedArchiveError):
            hint = "get the file again, or open it in a word processor and save it again"
        world.diagnostics.error(error.code, str(error), where=source.at(), hint=hint)
        return ()
    converted = _convert(made.data, source, world)
    if converted is None:
        return ()
    html, pictures = made.restored(converted[0]), converted[1]
    _losses(made, archive, converted[0], converted[2])
    _beside(archive, made.left)
    made.left.tell(source, world)
    properties = _properties(archive)
    item = item_of_document(
        html, properties, source, world,
        inferred={
            "published": "inferred: the document was made on that day",
            "byline": "inferred: the document's author",
        },
    )  # fmt: skip

    def resolve(name: str) -> bytes | None:
        return pictures[name] if name in pictures else data_url(name)

    return (article_of_item(item, source, world, "docx", resolve),)
