"""From documents, resources and metadata to the bytes of a container, through EbookLib.

EbookLib's own re-serialising of documents loses content, its navigation lacks most of what EPUB 3.3
offers, and its archives carry the clock; so documents are handed to it as finished bytes, and two
methods of its writer are replaced: `_write_opf_file` completes the package document,
`write` makes the archive (fixed times and modes, in memory). Everything else is its public API.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from ebooklib import epub as ebooklib
from lxml import etree

from newsbook.epub.vocabulary import XML, clean, media_type

__all__ = ["Item", "Package", "Reference", "Refinement", "Statement", "write"]

_STORED = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff", ".woff2"})
_DC = "http://purl.org/dc/elements/1.1/"
_Moment: TypeAlias = tuple[int, int, int, int, int, int]
_EARLIEST: _Moment = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 6
_XML_LANG = f"{{{XML}}}lang"


@dataclass(frozen=True, slots=True)
class Refinement:
    """A `meta` that says more about a statement (title-type, role, file-as...)."""

    property: str
    value: str
    scheme: str | None = None
    language: str | None = None
    refinements: tuple[Refinement, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of metadata.

    `name` is a Dublin Core element (`dc:title`), a property (`dcterms:conformsTo`), `link`, or
    `meta` for an EPUB 2 name and content pair. `id` is needed by refinements only.
    """

    name: str
    value: str
    language: str | None = None
    id: str | None = None
    refinements: tuple[Refinement, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the package: `file` is relative to the package document.

    `read` gives the bytes when they are written. `spine` is None for a resource, else whether the
    document is in the linear order. `in_manifest` is false for linked records and META-INF.
    """

    id: str
    file: str
    read: Callable[[], bytes]
    properties: tuple[str, ...] = ()
    in_manifest: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the EPUB 2 guide."""

    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Package:
    """Everything the container holds. `spine` pairs item ids with `linear`."""

    identifier: str
    language: str
    modified: datetime.datetime
    statements: tuple[Statement, ...]
    items: tuple[Item, ...]
    spine: tuple[tuple[str, bool], ...]
    guide: tuple[Reference, ...] = ()
    prefixes: tuple[str, ...] = ()
    direction: str = "ltr"
    page_progression: str = "default"


def write(package: Package) -> bytes:
    """Return the archive of `package`. The same package gives the same bytes (for one zlib)."""
    book = _Book(package)
    writer = _Writer(
        "",
        book,
        {
            "mtime": package.modified.astimezone(datetime.UTC),
            "epub3_pages": False,
            "compresslevel": _COMPRESSION,
            "raise_exceptions": True,
        },
    )
    writer.process()
    writer.write()
    return writer.buffer.getvalue()


class _Document(ebooklib.EpubHtml):  # type: ignore[misc]
    """An XHTML document written byte for byte: EbookLib would parse and rebuild a plain one."""

    def __init__(self, item: Item, linear: bool) -> None:
        super().__init__(
            uid=item.id, file_name=item.file, media_type=media_type(item.file), title=item.id
        )
        self.is_linear = linear
        self.properties = list(item.properties)
        self.read = item.read

    def get_content(self, default: Any = None) -> bytes:
        content: bytes = self.read()
        return content


class _Resource(ebooklib.EpubItem):  # type: ignore[misc]
    """Any other file; bytes are read when they are written."""

    def __init__(self, item: Item) -> None:
        file = item.file if item.in_manifest else _outside(item.file)
        super().__init__(
            uid=item.id,
            file_name=file,
            media_type=media_type(item.file),
            manifest=item.in_manifest,
        )
        self.properties = list(item.properties)
        self.read = item.read

    def get_content(self, default: Any = None) -> bytes:
        content: bytes = self.read()
        return content


def _outside(file: str) -> str:
    """EbookLib puts a file that is not in the manifest at the root of the container."""
    return file if file.startswith("META-INF/") else f"EPUB/{file}"


class _Book(ebooklib.EpubBook):  # type: ignore[misc]
    def __init__(self, package: Package) -> None:
        super().__init__()
        self.IDENTIFIER_ID = "pub-id"
        self.metadata: dict[Any, Any] = {}  # without EbookLib's random identifier
        self.package = package
        self.uid = package.identifier
        self.language = package.language
        self.prefixes = list(package.prefixes)
        if package.page_progression != "default":
            self.direction = package.page_progression
        self.guide = [
            {"type": r.type, "title": clean(r.title), "href": r.href} for r in package.guide
        ]
        linear = dict(package.spine)
        documents = {}
        for item in package.items:
            if item.id in linear or "nav" in item.properties:
                made: Any = _Document(item, linear.get(item.id, True))
                documents[item.id] = made
            else:
                made = _Resource(item)
            self.add_item(made)
        self.spine = [documents[key] for key, _ in package.spine]


class _Writer(ebooklib.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with a complete package document and a reproducible archive."""

    def write(self) -> None:
        moment = self.options["mtime"].timetuple()[:6]
        self.buffer = io.BytesIO()
        with _Archive(self.buffer, max(cast(_Moment, moment), _EARLIEST)) as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        package: Package = self.book.package
        root.set(_XML_LANG, package.language)
        root.set("dir", package.direction)
        root.set("prefix", " ".join(package.prefixes))
        old = root.find("metadata")
        assert old is not None
        modified = old.find("meta[@property='dcterms:modified']")
        assert modified is not None
        root.replace(old, _metadata(package.statements, modified))
        spine = root.find("spine")
        assert spine is not None
        if not any(item.file.endswith(".ncx") for item in package.items):
            del spine.attrib["toc"]
        etree.cleanup_namespaces(root)
        super()._write_opf_file(root)


def _metadata(statements: Iterable[Statement], modified: etree._Element) -> etree._Element:
    """Return the `metadata` element: every statement followed by what refines it."""
    metadata = etree.Element("metadata", nsmap={"dc": _DC})
    for statement in statements:
        element = etree.SubElement(metadata, _tag(statement.name))
        if statement.id:
            element.set("id", statement.id)
        if statement.language:
            element.set(_XML_LANG, statement.language)
        if _tag(statement.name) == "meta" and statement.name != "meta":
            element.set("property", statement.name)
        for name, value in statement.attributes.items():
            element.set(name, clean(value))
        if statement.value:
            element.text = clean(statement.value)
        _refine(metadata, statement.id, statement.refinements)
    metadata.append(modified)
    return metadata


def _tag(name: str) -> str:
    if name.startswith("dc:"):
        return f"{{{_DC}}}{name[3:]}"
    return "link" if name == "link" else "meta"


def _refine(
    metadata: etree._Element, target: str | None, refinements: tuple[Refinement, ...]
) -> None:
    for number, refinement in enumerate(refinements, 1):
        assert target, "a refined statement needs an id"
        element = etree.SubElement(metadata, "meta", refines=f"#{target}")
        element.set("property", refinement.property)
        if refinement.scheme:
            element.set("scheme", refinement.scheme)
        if refinement.language:
            element.set(_XML_LANG, refinement.language)
        element.text = clean(refinement.value)
        if refinement.refinements:
            own = f"{target}-{number}"
            element.set("id", own)
            _refine(metadata, own, refinement.refinements)


class _Archive(zipfile.ZipFile):
    """Entries depend on names and contents only: no clock, no umask, no platform byte."""

    def __init__(self, file: io.BytesIO, moment: _Moment) -> None:
        super().__init__(file, "w")
        self.moment = moment

    def writestr(  # type: ignore[override]
        self, name: str, data: bytes | str, **_: Any
    ) -> None:
        entry = zipfile.ZipInfo(name, self.moment)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        stored = name == "mimetype" or posixpath.splitext(name)[1].lower() in _STORED
        method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(entry, data, compress_type=method, compresslevel=_COMPRESSION)
