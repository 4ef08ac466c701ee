"""From the files of an EPUB to what a store or an old reader will not take."""

from __future__ import annotations

import codecs
import posixpath
import re

from newsbook.checks.epub_book import OPF, XHTML, Book, Findings, split_href
from newsbook.diagnostics import Severity

__all__ = ["archive", "cover", "documents", "names", "pictures", "spine"]

# RMSDK refuses documents not much larger than this.
MAX_DOCUMENT = 300_000
MAX_PICTURE_BYTES = 5_000_000
MAX_PICTURE_PIXELS = 16_000_000
_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/svg+xml"})
_SAFE = re.compile(r"[A-Za-z0-9._/-]+")


def archive(book: Book, findings: Findings) -> None:
    """The archive carries no clock and no machine: the same book gives the same bytes."""
    times = {entry.date_time for entry in book.entries}
    systems = {(entry.create_system, entry.external_attr >> 16) for entry in book.entries}
    if len(times) > 1 or len(systems) > 1:
        findings.warning(
            "epub-archive-time",
            "files of the archive carry different times or modes: the book cannot be built again "
            "byte for byte",
            hint="give every entry the same time and mode",
        )


def names(book: Book, findings: Findings) -> None:
    """File names hold only what every reader, shell and URL takes (Standard Ebooks f-008)."""
    for item in book.items:
        if "://" not in item.href and not _SAFE.fullmatch(item.path):
            findings.warning(
                "epub-file-name",
                f"the file name {item.path!r} holds characters some readers cannot open",
                file=book.package_path,
                at=item.line,
                hint="use letters, digits, '.', '-' and '_' of ASCII",
            )


def pictures(book: Book, findings: Findings) -> None:
    """Pictures are of types and sizes stores take."""
    for item in book.items:
        if not item.media_type.startswith("image/"):
            continue
        if item.media_type not in _PICTURES:
            findings.warning(
                "epub-picture-type",
                f"{item.path} is {item.media_type}, which Google Play and old readers refuse",
                file=book.package_path,
                at=item.line,
                hint="convert it to JPEG or PNG",
            )
        try:
            data = book.read(item.path)
        except KeyError:
            continue
        width, height = _pixels(data)
        if len(data) > MAX_PICTURE_BYTES or width * height > MAX_PICTURE_PIXELS:
            findings.warning(
                "epub-picture-size",
                f"{item.path} has {len(data) / 1e6:.1f} MB and {width} × {height} pixels, more "
                "than e-readers take",
                file=book.package_path,
                at=item.line,
                hint="make it smaller: 1600 pixels are enough for any screen",
            )


def _pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG from its header; (0, 0) for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:4] == b"GIF8" and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:2] != b"\xff\xd8":
        return 0, 0
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return (
                int.from_bytes(data[at + 7 : at + 9], "big"),
                int.from_bytes(data[at + 5 : at + 7], "big"),
            )
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def documents(book: Book, findings: Findings) -> None:
    """Documents are short enough for old readers, and UTF-8 without a mark (f-010)."""
    for path, data in book.sources.items():
        if len(data) > MAX_DOCUMENT:
            findings.warning(
                "epub-document-size",
                f"the document has {len(data) // 1000} kB; readers built on RMSDK take 300",
                file=path,
                hint="cut it into several between two headings",
            )
        if data.startswith(codecs.BOM_UTF8) or data[:2] in (
            codecs.BOM_UTF16_BE,
            codecs.BOM_UTF16_LE,
        ):
            findings.warning(
                "epub-encoding", "the document begins with a byte order mark", file=path, at=1,
                hint="save it as UTF-8 without one",
            )  # fmt: skip


def spine(book: Book, findings: Findings) -> None:
    """Every document but the nav document is in the reading order (f-007)."""
    listed = {item.path for item in book.spine}
    nav = book.nav
    for path in book.documents:
        if path not in listed and (nav is None or path != nav.path):
            findings.warning(
                "epub-not-in-spine", "the document is not in the spine: nobody will read it",
                file=path, hint="put it into the spine or take it out of the book",
            )  # fmt: skip


def cover(book: Book, findings: Findings) -> None:
    """The cover picture is found by new readers and by old ones."""
    items = {item.id: item for item in book.items}
    new = [item for item in book.items if "cover-image" in item.properties]
    metas = [m for m in book.package.iter(f"{OPF}meta") if m.get("name") == "cover"]
    problem = None
    if not new:
        if metas or _has_cover_page(book):
            problem = "no item of the manifest has the property cover-image"
        else:
            findings.add(
                Severity.INFO, "epub-cover", "there is no cover picture, which stores ask for",
                file=book.package_path, hint="give the manifest one: cover: {image: ..., alt: ...}",
            )  # fmt: skip
    elif not metas:
        problem = 'there is no <meta name="cover"> for old readers'
    elif items.get(metas[0].get("content") or "") is not new[0]:
        problem = '<meta name="cover"> and the property cover-image name different files'
    elif next(iter(metas[0].attrib)) != "name":
        problem = '<meta name="cover"> has content before name, which Nook does not understand'
    if problem:
        findings.warning("epub-cover", problem, file=book.package_path)


def _has_cover_page(book: Book) -> bool:
    for reference in book.package.iter(f"{OPF}reference"):
        if reference.get("type") == "cover":
            path, _ = split_href(reference.get("href") or "", book.package_path)
            root = book.documents.get(posixpath.normpath(path))
            return root is not None and next(root.iter(f"{XHTML}img"), None) is not None
    return False
