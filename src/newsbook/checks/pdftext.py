"""From a PDF to the text its pages draw, in drawing order, with links and pictures counted.

A reader for our own files: it follows fonts, strings, form XObjects and pictures of the content
streams (ISO 32000-2, 9.4 and 9.10.3), and knows nothing of places on the page. That is what the
ledger needs, and it takes a tenth of the time of a general text extractor.
"""

from __future__ import annotations

import hashlib
import io
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pikepdf

from newsbook.recall import FORGETFUL, Recall

__all__ = ["PageText", "page_texts"]

_TOKEN = re.compile(
    rb"(?P<open><<)|(?P<close>>>)"
    rb"|\[\s*<(?P<array>[^\](]*)>[^\](<]*\]\s*TJ"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|\((?P<literal>(?:\\.|[^\\()])*)\)"
    rb"|/(?P<name>[^\s/<>()\[\]{}%]+)(?:\s+[-+.\d]+)?\s+(?P<operator>Tf|Do)\b",
    re.DOTALL,
)
_MOVES = re.compile(rb">[^<]*<")
_CMAP = re.compile(
    rb"begin(?P<kind>bfchar|bfrange)(?P<body>.*?)endbf(?:char|range)", re.DOTALL
)  # fmt: skip
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEPEST = 8
# How many pages are remembered together.
_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: the text it draws, its link annotations, and the pictures (raster images) on it."""

    text: str
    links: int
    pictures: int


class _Font(dict[int, str]):
    """The text each code of a font's strings stands for; `width` is the bytes of a code."""

    def __init__(self, width: int, unicode: dict[int, str]) -> None:
        super().__init__(unicode)
        self.width = width

    def __missing__(self, code: int) -> str:
        return chr(code) if self.width == 1 else ""

    def decode(self, data: bytes) -> str:
        codes: Iterable[int] = data
        if self.width == 2:
            codes = array("H", data[: len(data) & ~1])
            if sys.byteorder == "little":
                codes.byteswap()
        return "".join(map(self.__getitem__, codes))


def page_texts(pdf: bytes, recall: Recall = FORGETFUL) -> Iterator[PageText]:
    """Yield every page of `pdf`; `recall` remembers what pages say. Raises `pikepdf.PdfError` when
    it is none.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        reader = _Reader()
        pages = [page.obj for page in document.pages]
        for first in range(0, len(pages), _TOGETHER):
            some = pages[first : first + _TOGETHER]
            marks = tuple(map(reader.mark, some))
            if all(marks):
                yield from recall.made("page-texts", marks, partial(reader.pages, some))
            else:
                yield from reader.pages(some)


class _Reader:
    """Reads pages; what fonts mean is kept from page to page."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], _Font] = {}
        self._digests: dict[tuple[int, int], bytes] = {}
        self._pictures = 0

    def mark(self, page: Any) -> str:
        """Return a digest of what the text of `page` follows from, "" when that is not simple."""
        resources = page.get("/Resources", {})
        content = page.get("/Contents")
        if not isinstance(content, pikepdf.Stream) or resources.get("/XObject"):
            return ""
        digest = hashlib.sha256(content.read_raw_bytes())
        digest.update(f"{content.get('/Filter')}{content.get('/DecodeParms')}".encode())
        digest.update(self._font_digest(resources.get("/Font", {})))
        links = (note.get("/Subtype") for note in page.get("/Annots", ()))
        digest.update(b"".join(str(kind).encode() for kind in links))
        return digest.hexdigest()

    def _font_digest(self, fonts: Any) -> bytes:
        """Return a digest of the names of `fonts` and of what their codes mean."""
        known = self._digests.get(fonts.objgen) if getattr(fonts, "is_indirect", False) else None
        if known is None:
            digest = hashlib.sha256()
            for name, font in sorted(fonts.items()):
                table = font.get("/ToUnicode")
                digest.update(f"{name} {font.get('/Subtype')} ".encode())
                digest.update(table.read_bytes() if isinstance(table, pikepdf.Stream) else b"")
            known = digest.digest()
            if getattr(fonts, "is_indirect", False):
                self._digests[fonts.objgen] = known
        return known

    def pages(self, pages: Iterable[Any]) -> tuple[PageText, ...]:
        """Read pages one after the other."""
        return tuple(map(self.page, pages))

    def page(self, page: Any) -> PageText:
        self._pictures = 0
        resources = pikepdf.Page(page).resources
        content = page.get("/Contents")
        streams = content if isinstance(content, pikepdf.Array) else [content]
        data = b"\n".join(s.read_bytes() for s in streams if isinstance(s, pikepdf.Stream))
        text = "".join(self._strings(data, resources, 0))
        annotations = page.get("/Annots", ())
        links = sum(1 for note in annotations if note.get("/Subtype") == pikepdf.Name.Link)
        return PageText(text, links, self._pictures)

    def _strings(self, data: bytes, resources: Any, depth: int) -> Iterator[str]:
        font: _Font | None = None
        inside = 0
        for token in _TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "open":
                inside += 1
            elif kind == "close":
                inside = max(0, inside - 1)
            elif inside:
                continue
            elif kind in ("array", "hex"):
                # In an array, numbers between strings move the glyphs closer or apart.
                if font is not None:
                    yield font.decode(_hex(_MOVES.sub(b"", token[kind])))
            elif kind == "literal":
                if font is not None:
                    yield font.decode(_ESCAPE.sub(_escaped, token["literal"]))
            elif token["operator"] == b"Tf":
                font = self._font(resources, _name(token["name"]))
                yield " "
            elif depth < _DEEPEST:
                yield from self._object(resources, _name(token["name"]), depth)

    def _object(self, resources: Any, name: str, depth: int) -> Iterator[str]:
        found = resources.get("/XObject", {}).get(name)
        if found is None:
            return
        if found.get("/Subtype") == pikepdf.Name.Image:
            self._pictures += 1
        elif found.get("/Subtype") == pikepdf.Name.Form:
            own = found.get("/Resources", resources)
            yield from self._strings(found.read_bytes(), own, depth + 1)

    def _font(self, resources: Any, name: str) -> _Font | None:
        font = resources.get("/Font", {}).get(name)
        if font is None:
            return None
        known = self._fonts.get(font.objgen) if font.is_indirect else None
        if known is None:
            cmap = font.get("/ToUnicode")
            table = _table(cmap.read_bytes()) if isinstance(cmap, pikepdf.Stream) else {}
            known = _Font(2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1, table)
            if font.is_indirect:
                self._fonts[font.objgen] = known
        return known


def _name(raw: bytes) -> str:
    plain = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw)
    return "/" + plain.decode("utf-8", "replace")


def _hex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode())


def _escaped(match: re.Match[bytes]) -> bytes:
    what = match[1]
    if what[:1].isdigit():
        return bytes([int(what, 8) & 0xFF])
    if what in (b"\n", b"\r", b"\r\n"):
        return b""
    return _ESCAPES.get(what, what)


def _text(digits: bytes) -> str:
    return _hex(digits).decode("utf-16-be", "replace")


def _table(cmap: bytes) -> dict[int, str]:
    """Return the text of each code in a ToUnicode CMap (Adobe Technical Note 5411)."""
    table: dict[int, str] = {}
    for block in _CMAP.finditer(cmap):
        if block["kind"] == b"bfchar":
            for code, digits in _CHAR.findall(block["body"]):
                table[int(code, 16)] = _text(digits)
            continue
        for first, last, start, several in _RANGE.findall(block["body"]):
            low, high = int(first, 16), min(int(last, 16), 0xFFFF)
            if several:
                texts = re.findall(rb"<([0-9A-Fa-f\s]*)>", several)
                table.update({low + n: _text(digits) for n, digits in enumerate(texts)})
            elif start:
                text = _text(start)
                for code in range(low, high + 1):
                    table[code] = text[:-1] + chr(ord(text[-1]) + code - low) if text else ""
    return table
