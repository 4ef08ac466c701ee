"""From the sample Composition to EPUBs, and from EPUBs to copies with something broken in them."""

from __future__ import annotations

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lxml import etree

from newsbook.composition import Composition, PageMark
from newsbook.epub import package
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import EpubOptions
from tests.support.compositions import sample

MOMENT = datetime.datetime(2022, 4, 2, 12, 30, tzinfo=datetime.UTC)
NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


PLAIN = EpubOptions(embed_fonts="never")


def packed(composition: Composition, options: EpubOptions = PLAIN, **more: Any) -> bytes:
    """The EPUB of `composition`, without fonts unless `options` say otherwise."""
    values = {"timestamp": MOMENT, "catalogue": None, **more}
    return package(composition, options, **values)


@cache
def packaged(profile: Any = "epub") -> bytes:
    """The EPUB of the sample book."""
    return packed(sample(), replace(PLAIN, profile=profile))


PAGES: dict[str, Any] = {
    "title": (PageMark(0, "i", 0, "The Pine"),),
    "pine": (
        PageMark(2, "1", 0, "The Pine and the Cypress"),
        PageMark(3, "2", 300, "fits them all"),
    ),
    "opera": (PageMark(4, "3", 0, "昆曲进校园"),),
}


@cache
def complete() -> bytes:
    """The EPUB of the sample book with fonts and the pages of a print edition."""
    made = EpubOptions(conformance={"wcag": "2.2", "level": "AA"})
    return packed(sample(), made, catalogue=bundled_catalogue(), page_map=PAGES)


def files(epub: bytes) -> dict[str, bytes]:
    """Every file of an EPUB, in the order of the archive."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(epub: bytes, name: str) -> etree._Element:
    """One XML file of an EPUB, parsed."""
    return etree.fromstring(files(epub)[name])


def opf(epub: bytes) -> etree._Element:
    """The package document."""
    return tree(epub, "EPUB/content.opf")


def rewritten(epub: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A copy of `epub` in which `change` was made to the text of one file, and is a change."""
    before = files(epub)[name].decode("utf-8")
    after = change(before)
    assert after != before, "nothing was changed"
    return with_files(epub, {name: after.encode("utf-8")})


def with_files(epub: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A copy of `epub` with other files: None takes one out, a new name adds one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        entries = old.infolist()
        for entry in entries:
            data = changes.get(entry.filename, old.read(entry))
            if data is not None:
                new.writestr(entry, data)
        for name in changes.keys() - {entry.filename for entry in entries}:
            entry = zipfile.ZipInfo(name, entries[0].date_time)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            new.writestr(entry, changes[name] or b"")
    return out.getvalue()


@dataclass(frozen=True)
class Reading:
    """All letters of an EPUB in reading order, and where each element with an id begins."""

    letters: str
    starts: Mapping[str, int]


_ELSEWHERE = {"noteref", "backlink", "pagebreak"}


def only_letters(text: str) -> str:
    """`text` without what a medium may set differently: spaces, marks, case, invisible things."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN").casefold()


def spine_text(epub: bytes) -> Reading:
    """The letters of the documents of the spine, without readings and calls of notes."""
    parts: list[str] = []
    starts: dict[str, int] = {}
    held = files(epub)
    package = opf(epub)
    hrefs = {i.get("id"): i.get("href") for i in package.iterfind(".//opf:item", NS)}
    for item in package.iterfind(".//opf:itemref", NS):
        body = etree.fromstring(held[f"EPUB/{hrefs[item.get('idref')]}"]).find("h:body", NS)
        assert body is not None
        count = sum(map(len, parts))
        for text, name in _texts(body):
            if name:
                starts.setdefault(name, count)
            letters = only_letters(text)
            parts.append(letters)
            count += len(letters)
    return Reading("".join(parts), starts)


def _texts(element: etree._Element) -> Iterator[tuple[str, str | None]]:
    types = set((element.get(f"{{{NS['epub']}}}type") or "").split())
    if etree.QName(element).localname in ("rt", "rp", "math", "svg") or types & _ELSEWHERE:
        return
    yield element.text or "", element.get("id")
    for child in element:
        yield from _texts(child)
        yield child.tail or "", None
