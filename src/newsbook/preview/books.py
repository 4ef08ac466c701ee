"""From the bytes of an EPUB of ours to its files, its reading order and its contents."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

__all__ = ["ReadingBook", "open_book"]

_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB = "{http://www.idpf.org/2007/ops}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_MORE = b'<link rel="stylesheet" type="text/css" href="/assets/reader.css"/>'


@dataclass(frozen=True, slots=True)
class ReadingBook:
    """An EPUB to read: `version` names its bytes, `spine` its documents in reading order, and
    `contents` are (label, address, level) of its table of contents, addresses inside the EPUB.
    """

    version: str
    spine: tuple[str, ...]
    contents: tuple[tuple[str, str, int], ...]
    direction: str
    types: Mapping[str, str]
    digests: Mapping[str, str]
    files: Mapping[str, bytes] = field(repr=False)

    def served(self, name: str) -> tuple[bytes, str] | None:
        """Return the file `name` and its media type; documents get the reader's style sheet."""
        data = self.files.get(name)
        if data is None:
            return None
        media_type = self.types.get(name, "application/octet-stream")
        if media_type == "application/xhtml+xml":
            data = data.replace(b"</head>", _MORE + b"</head>", 1)
        return data, media_type


def open_book(data: bytes) -> ReadingBook:
    """Return the EPUB in `data`, which newsbook itself has made."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    container = etree.fromstring(files["META-INF/container.xml"], _PARSER)
    package = next(container.iter("{*}rootfile")).get("full-path", "")
    root = etree.fromstring(files[package], _PARSER)
    folder = posixpath.dirname(package)
    items: dict[str, str] = {}
    types: dict[str, str] = {}
    contents = ""
    for item in root.iter(f"{_OPF}item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        items[item.get("id", "")] = name
        types[name] = item.get("media-type", "")
        if "nav" in item.get("properties", "").split():
            contents = name
    spine = next(root.iter(f"{_OPF}spine"))
    order = [items[ref.get("idref", "")] for ref in spine if isinstance(ref.tag, str)]
    linear = [r.get("linear") != "no" for r in spine if isinstance(r.tag, str)]
    return ReadingBook(
        hashlib.sha256(data).hexdigest()[:16],
        tuple(name for name, wanted in zip(order, linear, strict=True) if wanted),
        tuple(_contents(files.get(contents, b""), contents)),
        spine.get("page-progression-direction", "ltr"),
        types,
        {name: _digest(name, files, types) for name in items.values()},
        files,
    )


def _digest(name: str, files: Mapping[str, bytes], types: Mapping[str, str]) -> str:
    """Return what a document looks like: its own bytes, and those of every style sheet."""
    digest = hashlib.sha256(files.get(name, b""))
    for other, media_type in sorted(types.items()):
        if media_type in ("text/css", "image/svg+xml", "image/jpeg", "image/png"):
            plain = posixpath.basename(other).encode()
            if media_type == "text/css" or plain in files.get(name, b""):
                digest.update(files.get(other, b""))
    return digest.hexdigest()[:16]


def _contents(data: bytes, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield the entries of the `toc` of a navigation document."""
    if not data:
        return
    folder = posixpath.dirname(name)
    for nav in etree.fromstring(data, _PARSER).iter(f"{_XHTML}nav"):
        if nav.get(f"{_EPUB}type") == "toc":
            yield from _entries(nav.find(f"{_XHTML}ol"), folder, 1)


def _entries(items: Any, folder: str, level: int) -> Iterator[tuple[str, str, int]]:
    for item in items if items is not None else ():
        for child in item:
            if child.tag == f"{_XHTML}ol":
                yield from _entries(child, folder, level + 1)
            elif child.tag in (f"{_XHTML}a", f"{_XHTML}span"):
                href = child.get("href") or ""
                path, hash_, anchor = href.partition("#")
                address = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else ""
                label = " ".join("".join(child.itertext()).split())
                yield label, address + hash_ + anchor, level
