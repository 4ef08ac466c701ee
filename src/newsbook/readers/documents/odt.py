"""From an OpenDocument text (ODF 1.2, ODT) to an Article."""

from __future__ import annotations

import re
from typing import Any

from newsbook.model import Article
from newsbook.readers.documents.leftout import LeftOut
from newsbook.readers.documents.odtformulas import drawings_of, formulas_of
from newsbook.readers.documents.odtmarkup import Writing, markup_of_text
from newsbook.readers.documents.odtstyles import style_names
from newsbook.readers.documents.roles import Properties, item_of_document
from newsbook.readers.embedded import data_url
from newsbook.readers.fields import squeeze
from newsbook.readers.items import article_of_item
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, find, local_name, parse_xml, text_of
from newsbook.safezip import Archive, RefusedArchiveError, open_archive
from newsbook.world import World

__all__ = ["read"]

_BLOCKS = frozenset({"p", "h", "list"})


def _part(archive: Archive, name: str) -> Any | None:
    """Return the root of an XML part, or None when there is none."""
    return parse_xml(archive.read(name)) if name in archive else None


def _properties(meta: Any | None) -> Properties:
    """Return what `meta.xml` says (ODF 1.2 part 1, 4.3)."""
    if meta is None:
        return Properties()

    def value(name: str) -> str:
        return text_of(next((e for e in meta.iter() if local_name(e) == name), None))

    keywords = [text_of(e) for e in meta.iter() if local_name(e) == "keyword"]
    return Properties(
        title=value("title"),
        creator=value("initial-creator") or value("creator"),
        language=value("language"),
        keywords=tuple(squeeze(k) for word in keywords for k in re.split("[,;，、]", word)),
        created=value("creation-date"),
        modified=value("date"),
    )


def _refuse(source: Source, world: World, code: str, error: Exception) -> tuple[Article, ...]:
    hint = "open it in a word processor and save it again"
    world.diagnostics.error(code, str(error), where=source.at(), hint=hint)
    return ()


def _is_locked(archive: Archive) -> bool:
    """Whether the parts of an archive are encrypted (ODF 1.2 part 3, 4.4)."""
    name = "META-INF/manifest.xml"
    return name in archive and b"encryption-data" in archive.read(name)


def _beside(text: Any, styles: Any | None, left: LeftOut) -> None:
    """Gather changes, comments, headers and footers: words of the file, but not of the article."""
    left.changes = sum(local_name(e) == "changed-region" for e in text.iter())
    for comment in (e for e in text.iter() if local_name(e) == "annotation" and len(e)):
        left.comments.append(" ".join(text_of(p) for p in comment if local_name(p) in _BLOCKS))
    for margin in styles.iter() if styles is not None else ():
        if re.fullmatch(r"(?:header|footer)(?:-left|-first)?", local_name(margin)):
            words = text_of(margin, separator=" ")
            left.margins += [words] if any(c.isalpha() for c in words) else []


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of an ODT file."""
    try:
        archive = open_archive(source.data)
        content = _part(archive, "content.xml")
        styles, meta = _part(archive, "styles.xml"), _part(archive, "meta.xml")
    except RefusedArchiveError as error:
        return _refuse(source, world, error.code, error)
    except RefusedXMLError as error:
        if _is_locked(archive):
            message = "the document is locked with a password"
            hint = "open it with its password and save it without one"
            world.diagnostics.error("unknown-format", message, where=source.at(), hint=hint)
            return ()
        return _refuse(source, world, "malformed-source", error)
    text = find(content, "text") if content is not None else None
    if content is None or text is None:
        missing = RefusedArchiveError("the archive holds no document text (content.xml)")
        return _refuse(source, world, "malformed-source", missing)
    writing = Writing(style_names(content, styles), formulas_of(archive), drawings_of(archive))
    html = markup_of_text(text, writing)
    for what in sorted(writing.dropped):
        writing.left.lose(f"{what} was left out")
    _beside(text, styles, writing.left)
    writing.left.tell(source, world)
    inferred = {
        "published": "inferred: the document was made on that day",
        "byline": "inferred: the document's author",
    }
    item = item_of_document(html, _properties(meta), source, world, inferred=inferred)

    def resolve(name: str) -> bytes | None:
        inside = name.removeprefix("./")
        if inside not in archive:
            return data_url(name)
        try:
            return archive.read(inside)
        except RefusedArchiveError:
            return None

    return (article_of_item(item, source, world, "odt", resolve),)
