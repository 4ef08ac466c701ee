"""From the fonts a document draws with to faces: which file, which glyphs, no font program.

Subsetting a CJK font for every article would cost more than setting its text, and repeat the font
in each galley. `Document.fonts` is a public attribute: put a `Shelf` in its place before writing,
and each font is embedded as a stub of four bytes; the binder makes one subset of each face.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango

from newsbook.composition import GalleyFace
from newsbook.pdf.units import FontFile

__all__ = ["Advances", "FontFinder", "FontStub", "Shelf", "peek_at_font", "width_of"]

PROBE = 4096


class FontStub(bytes):
    """The first four bytes of a font program, with what tells its file: length and digest."""

    length: int
    probe: str


def peek_at_font(hb_object: Any, ot_color: Any = None, glyph: Any = None) -> FontStub:
    """Return a stub for the font behind `hb_object`, in place of a copy of the whole file.

    Stands in for `weasyprint.pdf.fonts.get_hb_object_data` while a galley is drawn; with `ot_color`
    it must not be called (the drawing code has its own reference to the original).
    """
    assert ot_color is None
    blob = harfbuzz.hb_face_reference_blob(hb_object)
    with ffi.new("unsigned int *") as length:
        data = harfbuzz.hb_blob_get_data(blob, length)
        size = int(length[0])
        head = bytes(ffi.buffer(data, min(size, PROBE)))
    harfbuzz.hb_blob_destroy(blob)
    stub = FontStub(head[:4])
    stub.length, stub.probe = size, hashlib.sha256(head).hexdigest()
    return stub


class Advances(dict[int, float]):
    """The advances (1/1000 em) of the glyphs that are drawn, as their font states them.

    The engine keeps what Pango measured at the size in which a glyph is first set, which differs by
    a unit from size to size: where a glyph stands would depend on what was drawn before. While
    pages are drawn on `shelf`, every glyph of the font is known, so that the engine asks for it.
    """

    def __init__(self, shelf: Shelf, path: str, index: int) -> None:
        super().__init__()
        self._shelf = shelf
        face = hb.Face(hb.Blob.from_file_path(path), index)
        self._font = hb.Font(face)
        self._upem, self._count = int(face.upem), int(face.glyph_count)

    def of(self, glyph: int) -> float:
        """Return the advance of `glyph`, without noting that it is drawn."""
        advance = int(self._font.get_glyph_h_advance(glyph))
        return round(advance * 1000 / self._upem)

    def __contains__(self, glyph: object) -> bool:
        known = super().__contains__(glyph)
        if known or not self._shelf.drawing or not isinstance(glyph, int):
            return known
        return glyph < self._count

    def __missing__(self, glyph: int) -> float:
        self[glyph] = self.of(glyph)
        return self[glyph]


def width_of(glyph: int, font: Any, pango_font: Any, size: float, stream: Any) -> float:
    """Return the advance (1/1000 em) of `glyph`: as its font states it, else as Pango measures it
    in `size`, with the rectangles of `stream`.
    """
    if isinstance(font.widths, Advances):
        return font.widths.of(glyph)
    if glyph in font.widths:
        return float(font.widths[glyph])
    pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
    measured = float(stream.logical_rect.width * FROM_UNITS)
    return round(measured * 1000 / size)


class FontFinder:
    """Finds the catalogue's file for a stub."""

    def __init__(self, fonts: Sequence[FontFile]) -> None:
        self._by_length: dict[int, list[FontFile]] = {}
        for font in fonts:
            self._by_length.setdefault(Path(font.path).stat().st_size, []).append(font)
        self._known: dict[tuple[int, str], FontFile | None] = {}

    def find(self, stub: FontStub) -> FontFile | None:
        """Return the file that `stub` stands for, or None when it is not in the catalogue."""
        key = (stub.length, stub.probe)
        if key not in self._known:
            self._known[key] = self._search(stub)
        return self._known[key]

    def _search(self, stub: FontStub) -> FontFile | None:
        for font in self._by_length.get(stub.length, ()):
            with Path(font.path).open("rb") as file:
                if hashlib.sha256(file.read(PROBE)).hexdigest() == stub.probe:
                    return font
        return None


class Shelf(dict[Any, Any]):
    """`Document.fonts` that keeps font programs out of the PDF."""

    def __init__(self, finder: FontFinder) -> None:
        super().__init__()
        self._finder = finder
        self.drawing = False

    @contextmanager
    def drawn_with(self) -> Iterator[None]:
        """Give fonts their advances while a page is drawn with them."""
        self.drawing = True
        try:
            yield
        finally:
            self.drawing = False

    def __setitem__(self, key: Any, font: Any) -> None:
        if isinstance(font.file_content, FontStub):
            font.stub = font.file_content
            file = self._finder.find(font.stub)
            if file is not None and not font.variations:
                font.widths = Advances(self, file.path, font.index)
        font.file_content = b"OTTO" if "CFF " in font.tables else b"\0\1\0\0"
        font.clean = lambda to_unicode, hinting: None
        super().__setitem__(key, font)

    def faces(self) -> tuple[tuple[GalleyFace, ...], tuple[str, ...]]:
        """Return the faces drawn with, and the families that are not in the catalogue."""
        merged: dict[str, GalleyFace] = {}
        strangers = set()
        for font in self.values():
            file = self._finder.find(font.stub)
            if file is None:
                strangers.add(font.family)
                continue
            face = _face(font, file)
            seen = merged.get(face.resource)
            merged[face.resource] = face if seen is None else _union(seen, face)
        return tuple(merged[name] for name in sorted(merged)), tuple(sorted(strangers))


def _face(font: Any, file: FontFile) -> GalleyFace:
    return GalleyFace(
        resource=font.hash,
        name=font.name.decode().lstrip("/"),
        file=file.file,
        index=font.index,
        widths={glyph: font.widths[glyph] for glyph in sorted(font.widths)},
        unicode={glyph: font.to_unicode[glyph] for glyph in sorted(font.to_unicode)},
        extra=getattr(font, "newsbook_extra", 0),
        descriptor={
            "family": font.family,
            "flags": font.flags,
            "ascent": font.ascent,
            "descent": font.descent,
            "italic_angle": font.italic_angle,
            "upem": font.upem,
            "weight": font.weight,
        },
    )


def _union(one: GalleyFace, other: GalleyFace) -> GalleyFace:
    """The same face at two sizes has two fonts in the document; the first text seen wins."""
    return GalleyFace(
        one.resource,
        one.name,
        one.file,
        one.index,
        {**other.widths, **one.widths},
        {**other.unicode, **one.unicode},
        one.descriptor,
        one.extra,
    )
