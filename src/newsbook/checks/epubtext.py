"""From an EPUB to what it holds of each article: text, notes, links and pictures.

Read as a reading system reads it: container, package, spine (EPUB 3.3, 4.2 and 5.7). An article
begins with the document that has an element whose id is its slug, and goes on until another begins;
a document may hold several (an article and its translation).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from newsbook.checks.ledger import Holding

__all__ = ["epub_holdings"]

_CONTAINER = "META-INF/container.xml"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SVG = "{http://www.w3.org/2000/svg}svg"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTES = frozenset({"footnote", "endnote"})
_CALLS = frozenset({"noteref", "backlink"})


@dataclass(slots=True)
class _Count:
    text: list[str] = field(default_factory=list)
    notes: int = 0
    links: int = 0
    pictures: int = 0

    def add(self, body: Any) -> None:
        """Count what stands in one document."""
        self.text.append("".join(body.itertext()))
        for element in body.iter():
            tag = element.tag
            if not isinstance(tag, str):
                continue
            types = _types(element)
            if types & _NOTES:
                self.notes += 1
            elif tag == f"{_XHTML}a" and element.get("href") and not types & _CALLS:
                self.links += 1
            elif tag in (f"{_XHTML}img", _SVG):
                self.pictures += 1


def _types(element: Any) -> frozenset[str]:
    roles = (element.get("role") or "").replace("doc-", "")
    return frozenset(f"{element.get(_TYPE) or ''} {roles}".split())


def epub_holdings(epub: bytes, slugs: Iterable[str]) -> Mapping[str, Holding]:
    """Return what `epub` holds of the articles `slugs` that are in it."""
    wanted = frozenset(slugs)
    counts: dict[str, _Count] = {}
    held: frozenset[str] = frozenset()
    for body in _bodies(epub):
        ids = {str(e.get("id")) for e in body.iter() if isinstance(e.tag, str)}
        held = wanted & ids or held
        for article in sorted(held):
            counts.setdefault(article, _Count()).add(body)
    return {
        slug: Holding(("\n".join(c.text),), notes=c.notes, links=c.links, pictures=c.pictures)
        for slug, c in counts.items()
    }


def _bodies(epub: bytes) -> Iterator[Any]:
    """Yield the body of every document of the spine, in order."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        container = etree.fromstring(archive.read(_CONTAINER), parser)
        package_file = next(container.iter(_ROOTFILE)).get("full-path") or ""
        package = etree.fromstring(archive.read(package_file), parser)
        files = {e.get("id"): e.get("href") or "" for e in package.iter(f"{_OPF}item")}
        folder = posixpath.dirname(package_file)
        for item in package.iter(f"{_OPF}itemref"):
            href = unquote(files[item.get("idref")])
            name = posixpath.normpath(posixpath.join(folder, href))
            body = etree.fromstring(archive.read(name), parser).find(f"{_XHTML}body")
            if body is not None:
                yield body
