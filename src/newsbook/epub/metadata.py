"""From what is said of a book to the statements of its package document.

Dublin Core with refinements (https://www.w3.org/TR/epub-33/#sec-pkg-metadata), MARC relators for
roles, ONIX code list 5 for identifiers, and the names older reading systems look for.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsbook.epub.archive import Refinement, Statement
from newsbook.model import Contributor, Identifier, Metadata

__all__ = ["PREFIXES", "book_statements", "isbn", "page_source", "unique_identifier"]

PREFIXES = (
    "a11y: http://www.idpf.org/epub/vocab/package/a11y/#",
    "dcterms: http://purl.org/dc/terms/",
    "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/",
    "marc: http://id.loc.gov/vocabulary/",
    "onix: http://www.editeur.org/ONIX/book/codelists/current.html#",
    "rendition: http://www.idpf.org/vocab/rendition/#",
    "schema: http://schema.org/",
)

_CREATORS = ("aut", "cre", "edt", "com", "pub")
# A title is filed under its first word that is not an article.
_ARTICLES = {
    "en": ("A", "An", "The"),
    "de": ("Der", "Die", "Das", "Ein", "Eine"),
    "fr": ("Le", "La", "Les", "Un", "Une"),
    "es": ("El", "La", "Los", "Las", "Un", "Una"),
    "it": ("Il", "Lo", "La", "I", "Gli", "Le", "Un", "Una"),
    "pt": ("O", "A", "Os", "As", "Um", "Uma"),
    "nl": ("De", "Het", "Een"),
}


def isbn(value: str) -> str:
    """Return the digits of an ISBN (10 or 13, the last may be X)."""
    return re.sub("[^0-9Xx]", "", value.removeprefix("urn:isbn:")).upper()


def _urn(identifier: Identifier) -> tuple[str, str | None]:
    """The identifier as a URI, and its code in ONIX list 5 (None: not in that list)."""
    value = identifier.value.strip()
    match identifier.scheme:
        case "isbn":
            digits = isbn(value)
            return f"urn:isbn:{digits}", "15" if len(digits) == 13 else "02"
        case "issn":
            return f"urn:issn:{value.removeprefix('urn:issn:')}", None
        case "doi":
            return f"doi:{re.sub('^(https?://(dx[.])?doi[.]org/|doi:)', '', value)}", "06"
        case "uuid":
            return f"urn:uuid:{value.removeprefix('urn:uuid:').lower()}", "22"
        case _:
            return value, None


def unique_identifier(metadata: Metadata) -> str:
    """Return the identifier of the EPUB: its own ISBN, a UUID that is given, or one derived.

    The derived UUID (version 5) depends on what makes the book itself and nothing else, so a new
    build of the same book keeps it and readers keep their notes.
    """
    for scheme in ("isbn", "uuid"):
        for identifier in metadata.identifiers:
            if identifier.scheme == scheme and identifier.medium == "epub":
                return _urn(identifier)[0]
    for identifier in metadata.identifiers:
        if identifier.scheme == "uuid" and identifier.medium is None:
            return _urn(identifier)[0]
    return derived_uuid(metadata, "epub")


def derived_uuid(metadata: Metadata, medium: str) -> str:
    """Return the `urn:uuid:` derived for one medium of the book."""
    parts = (
        "newsbook", medium, metadata.slug, metadata.title, metadata.subtitle or "",
        metadata.language, metadata.date or "",
    )  # fmt: skip
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(parts))}"


def page_source(metadata: Metadata) -> str:
    """Return what the page numbers refer to: the print ISBN, or the identifier of our own PDF."""
    for identifier in metadata.identifiers:
        if identifier.medium == "print" and identifier.scheme in ("isbn", "doi", "uuid"):
            return _urn(identifier)[0]
    return derived_uuid(metadata, "print")


def book_statements(
    metadata: Metadata,
    *,
    identifier: str,
    languages: Iterable[str],
    authors: Sequence[Mapping[str, Any]],
    paged: bool,
    cover: str | None,
    generator: str,
) -> tuple[Statement, ...]:
    """Return the statements about the book.

    `languages` are all its languages, the main one first; `authors` the authors of its articles
    (`name`, `role`, `file_as`, `language`), who are named as contributors unless the book names
    nobody itself; `cover` is the id of the cover picture; `paged` says there is a page list.
    """
    return (
        *_identifiers(metadata, identifier),
        *_titles(metadata),
        *_people(metadata.contributors, authors, metadata.language),
        *_plain(metadata),
        *(Statement("dc:language", language) for language in languages),
        *_subjects(metadata.subjects),
        *(_source(metadata) if paged else ()),
        *_series(metadata),
        *_names(metadata, cover, generator),
    )


def _identifiers(metadata: Metadata, identifier: str) -> list[Statement]:
    codes = {}
    for known in metadata.identifiers:
        if known.medium in ("epub", None):
            urn, code = _urn(known)
            codes[urn] = code
    codes.setdefault(identifier, "22" if identifier.startswith("urn:uuid:") else None)
    ordered = [identifier, *(urn for urn in codes if urn != identifier)]
    made = []
    for number, urn in enumerate(ordered):
        made.append(
            Statement(
                "dc:identifier",
                urn,
                id="pub-id" if number == 0 else f"identifier-{number + 1}",
                refinements=_identifier_type(codes[urn]),
            )
        )
    return made


def _identifier_type(code: str | None) -> tuple[Refinement, ...]:
    return (Refinement("identifier-type", code, scheme="onix:codelist5"),) if code else ()


def _filed(title: str, language: str) -> str:
    """The title as it is filed: “Pine, The”."""
    first, _, rest = title.partition(" ")
    if rest and first in _ARTICLES.get(language.split("-")[0], ()):
        return f"{rest}, {first}"
    return title


def _titles(metadata: Metadata) -> list[Statement]:
    titles = [
        Statement(
            "dc:title",
            metadata.title,
            language=metadata.language,
            id="title-main",
            refinements=(
                Refinement("title-type", "main"),
                Refinement("file-as", _filed(metadata.title, metadata.language)),
                Refinement("display-seq", "1"),
            ),
        )
    ]
    if metadata.subtitle:
        titles.append(
            Statement(
                "dc:title",
                metadata.subtitle,
                language=metadata.language,
                id="title-subtitle",
                refinements=(
                    Refinement("title-type", "subtitle"),
                    Refinement("display-seq", "2"),
                ),
            )
        )
    return titles


def _people(
    contributors: Sequence[Contributor], authors: Sequence[Mapping[str, Any]], language: str
) -> list[Statement]:
    """Who made the book (creators), and who else had a hand in it (contributors)."""
    leading = next((role for role in _CREATORS if any(c.role == role for c in contributors)), None)
    creators = [c for c in contributors if c.role == leading]
    others = [c for c in contributors if c.role != leading]
    named = {(c.name, c.role) for c in contributors}
    writers = []
    for author in authors:
        key = (str(author["name"]), str(author.get("role") or "aut"))
        if key not in named:
            named.add(key)
            writers.append(Contributor(key[0], key[1], author.get("file_as")))
    if not contributors:
        creators, writers = writers, []
    made = _person_statements("creator", creators)
    return made + _person_statements("contributor", [*others, *writers])


def _person_statements(element: str, people: Sequence[Contributor]) -> list[Statement]:
    return [
        Statement(
            f"dc:{element}",
            person.name,
            id=f"{element}-{number}",
            refinements=(
                Refinement("role", person.role, scheme="marc:relators"),
                Refinement("file-as", person.file_as or person.name),
                Refinement("display-seq", str(number)),
            ),
        )
        for number, person in enumerate(people, 1)
    ]


def _plain(metadata: Metadata) -> list[Statement]:
    language = metadata.language
    made = []
    if metadata.publisher:
        made.append(Statement("dc:publisher", metadata.publisher))
    if metadata.date:
        made.append(Statement("dc:date", metadata.date))
    if metadata.description:
        text = " ".join(metadata.description.split())
        made.append(Statement("dc:description", text, language=language))
    if metadata.rights:
        made.append(Statement("dc:rights", metadata.rights, language=language))
    return made


_SUBJECT = re.compile(r"(?P<authority>BISAC|THEMA|LCSH|BIC|CLC|DDC):(?P<term>.+)", re.IGNORECASE)


def _subjects(subjects: Iterable[str]) -> list[Statement]:
    """Subjects; `BISAC:POL011000` or `LCSH:sh85036647 Diplomacy` name an authority and a term."""
    made = []
    for number, subject in enumerate(subjects, 1):
        match = _SUBJECT.fullmatch(subject)
        if match is None:
            made.append(Statement("dc:subject", subject))
            continue
        term, _, label = match["term"].strip().partition(" ")
        made.append(
            Statement(
                "dc:subject",
                label.strip() or term,
                id=f"subject-{number}",
                refinements=(
                    Refinement("authority", match["authority"].upper()),
                    Refinement("term", term),
                ),
            )
        )
    return made


def _source(metadata: Metadata) -> list[Statement]:
    urn = page_source(metadata)
    code = None
    if urn.startswith("urn:isbn:"):
        code = "15" if len(urn) == len("urn:isbn:") + 13 else "02"
    source = Statement(
        "dc:source",
        urn,
        id="print-source",
        refinements=(Refinement("source-of", "pagination"), *_identifier_type(code)),
    )
    return [source, Statement("pageBreakSource", urn)]


def _series(metadata: Metadata) -> list[Statement]:
    series = metadata.series
    if series is None:
        return []
    refinements = [Refinement("collection-type", "series")]
    if series.position and re.fullmatch(r"\d+(\.\d+)*", series.position):
        refinements.append(Refinement("group-position", series.position))
    if series.issn:
        refinements.append(Refinement("dcterms:identifier", f"urn:issn:{series.issn}"))
    return [
        Statement(
            "belongs-to-collection",
            series.name,
            language=metadata.language,
            id="series",
            refinements=tuple(refinements),
        )
    ]


def _names(metadata: Metadata, cover: str | None, generator: str) -> list[Statement]:
    """EPUB 2 metadata for reading systems that look for it."""
    pairs = [("generator", generator)]
    if cover:
        pairs.append(("cover", cover))
    if metadata.series:
        pairs.append(("calibre:series", metadata.series.name))
        if metadata.series.position:
            pairs.append(("calibre:series_index", metadata.series.position))
    # Nook and calibre want `name` before `content`.
    return [Statement("meta", "", attributes={"name": k, "content": v}) for k, v in pairs]
