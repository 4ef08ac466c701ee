"""From the bytes of any EPUB to its package and documents, read without trusting them.

Nothing is unpacked to disk, entities are not resolved, and sizes are bounded before anything is
inflated. What cannot be read becomes a finding; the rest is still looked at.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from newsbook.diagnostics import Diagnostic, Location, Severity

__all__ = ["Book", "Findings", "ManifestItem", "line_of", "open_epub", "split_href", "text_of"]

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTAINER = "META-INF/container.xml"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"

# What reading a damaged, encrypted or odd archive raises.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    OSError, RuntimeError, ValueError,
)  # fmt: skip
MAX_FILE = 64 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
_MAX_ENTRIES = 50_000


@dataclass(slots=True)
class Findings:
    """Gathers findings about one EPUB called `name`."""

    name: str
    items: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        *,
        file: str = "",
        at: etree._Element | int | None = None,
        hint: str | None = None,
    ) -> None:
        """Add a finding in a file inside the EPUB, at an element or a line of it."""
        line = at if isinstance(at, int) or at is None else line_of(at)
        place = f"{self.name}/{file}" if file else self.name
        self.items.append(Diagnostic(severity, code, message, Location(place, line), hint))

    def error(self, code: str, message: str, **place: Any) -> None:
        """Add an error (see `add`): reading systems or stores will stumble over it."""
        self.add(Severity.ERROR, code, message, **place)

    def warning(self, code: str, message: str, **place: Any) -> None:
        """Add a warning (see `add`): some reader will be served worse than it could be."""
        self.add(Severity.WARNING, code, message, **place)


def line_of(element: etree._Element) -> int | None:
    """Return the line an element stands in."""
    line = element.sourceline
    return line if isinstance(line, int) else None


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One entry of the manifest; `path` is the name of its file in the container."""

    id: str
    href: str
    path: str
    media_type: str
    properties: frozenset[str]
    line: int | None = None


@dataclass(slots=True)
class Book:
    """An opened EPUB: its archive, package and documents.

    `spine` holds the manifest items in reading order; `documents` the trees of all XHTML documents
    that are well-formed, by path, those of the spine first and in its order; `sources` their bytes.
    """

    name: str
    archive: zipfile.ZipFile
    entries: list[zipfile.ZipInfo]
    package_path: str
    package: etree._Element
    items: list[ManifestItem] = field(default_factory=list)
    spine: list[ManifestItem] = field(default_factory=list)
    documents: dict[str, etree._Element] = field(default_factory=dict)
    sources: dict[str, bytes] = field(default_factory=dict)

    @property
    def nav(self) -> ManifestItem | None:
        """The nav document."""
        return next((item for item in self.items if "nav" in item.properties), None)

    @property
    def version(self) -> str:
        """The EPUB version the package states."""
        return self.package.get("version") or ""

    def read(self, path: str) -> bytes:
        """Return one file. Raises KeyError when it is not there or cannot be inflated."""
        try:
            return self.archive.read(path)
        except BROKEN_ARCHIVE as error:
            raise KeyError(path) from error

    def holds(self, path: str, content: bytes) -> bool:
        """Return whether one file can be read and holds exactly `content`."""
        try:
            return self.read(path) == content
        except KeyError:
            return False

    def of_type(self, *media_types: str) -> Iterator[ManifestItem]:
        """Yield the manifest items of these media types."""
        return (item for item in self.items if item.media_type in media_types)


def text_of(element: etree._Element) -> str:
    """Return all text below an element."""
    return "".join(map(str, element.itertext()))


def split_href(href: str, base: str) -> tuple[str, str]:
    """Return the path in the container and the fragment that `href` means in the file `base`."""
    path, _, fragment = href.partition("#")
    if not path:
        return base, unquote(fragment)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path)))
    return joined, unquote(fragment)


def parse_xml(data: bytes) -> etree._Element:
    """Return the tree of an XML file. Raises `etree.XMLSyntaxError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


# ---------------------------------------------------------------- opening
def open_epub(data: bytes, findings: Findings) -> Book | None:
    """Return the EPUB in `data`, or None when there is nothing to look at; problems go to
    `findings` (`epub-container`, `epub-package`, `epub-document`, `limit-exceeded`).
    """
    archive = _archive(data, findings)
    if archive is None:
        return None
    path = _package_path(archive, findings)
    if path is None:
        return None
    try:
        package = parse_xml(archive.read(path))
    except (KeyError, etree.XMLSyntaxError, *BROKEN_ARCHIVE) as error:
        findings.error("epub-package", f"the package document cannot be read: {error}", file=path)
        return None
    if package.tag != f"{OPF}package":
        findings.error("epub-package", "the package document has no package element", file=path)
        return None
    book = Book(findings.name, archive, archive.infolist(), path, package)
    _read_manifest(book)
    _read_documents(book, findings)
    return book


def _archive(data: bytes, findings: Findings) -> zipfile.ZipFile | None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except BROKEN_ARCHIVE as error:
        findings.error("epub-container", f"the file is not a ZIP archive: {error}")
        return None
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if len(entries) > _MAX_ENTRIES or total > MAX_TOTAL or largest > MAX_FILE:
        findings.error(
            "limit-exceeded",
            f"the archive would unpack to {len(entries)} files and {total // 2**20} MB, more than "
            "a book may have",
        )
        return None
    return archive


def _package_path(archive: zipfile.ZipFile, findings: Findings) -> str | None:
    try:
        container = parse_xml(archive.read(_CONTAINER))
    except KeyError:
        findings.error("epub-container", f"there is no {_CONTAINER}")
        return None
    except (etree.XMLSyntaxError, *BROKEN_ARCHIVE) as error:
        findings.error("epub-container", f"{_CONTAINER} cannot be read: {error}")
        return None
    for rootfile in container.iter(_ROOTFILE):
        path = rootfile.get("full-path") or ""
        if path in archive.NameToInfo:
            return path
        findings.error("epub-container", f"the package document {path!r} is not in the archive")
        return None
    findings.error("epub-container", f"{_CONTAINER} names no package document")
    return None


def _read_manifest(book: Book) -> None:
    known: dict[str, ManifestItem] = {}
    for element in book.package.iter(f"{OPF}item"):
        href = element.get("href") or ""
        item = ManifestItem(
            id=element.get("id") or "",
            href=href,
            path=split_href(href, book.package_path)[0] if href else "",
            media_type=element.get("media-type") or "",
            properties=frozenset((element.get("properties") or "").split()),
            line=line_of(element),
        )
        book.items.append(item)
        known.setdefault(item.id, item)
    for itemref in book.package.iter(f"{OPF}itemref"):
        found = known.get(itemref.get("idref") or "")
        if found is not None:
            book.spine.append(found)


def _read_documents(book: Book, findings: Findings) -> None:
    for item in [*book.spine, *book.items]:
        if item.media_type != "application/xhtml+xml" or item.path in book.documents:
            continue
        try:
            source = book.read(item.path)
            book.documents[item.path] = parse_xml(source)
            book.sources[item.path] = source
        except KeyError:
            if item.path in book.archive.NameToInfo:
                findings.error("epub-container", "the file cannot be unpacked", file=item.path)
            continue  # the manifest check says what is missing
        except etree.XMLSyntaxError as error:
            findings.error(
                "epub-document",
                f"the document is not well-formed: {error.msg}",
                file=item.path,
                at=error.lineno,
            )
