"""From a font file to its faces: family, weight, style, and the characters each can draw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from newsbook.errors import InputError
from newsbook.world import read_file

__all__ = [
    "Face",
    "Style",
    "coverage",
    "face_count",
    "map_face",
    "open_face",
    "read_faces",
    "weight_and_style",
]

Style: TypeAlias = Literal["normal", "italic"]

_COLLECTION = b"ttcf"
MOST_BYTES = 256 * 1024 * 1024
"""The largest font file that is read."""
_FLAVOURS = (b"\0\1\0\0", b"OTTO", b"true", _COLLECTION)


@dataclass(frozen=True, slots=True)
class Face:
    """One face of the catalogue.

    `family` is its name in CSS, `weight` runs from 1 to 1000. `file` is how messages and caches
    call its file (POSIX, relative to its folder), `index` its place in a collection. `bundled` is
    false for a font of the book. `reserved_names` may not be borne by a changed copy (OFL, 3).
    """

    family: str
    weight: int
    style: Style
    file: str
    path: Path
    index: int = 0
    sha256: str = ""
    size: int = 0
    licence: str = ""
    reserved_names: tuple[str, ...] = ()
    source: str = ""
    bundled: bool = True

    @property
    def label(self) -> str:
        """The face in words: `Literata 700 italic`."""
        return f"{self.family} {self.weight}" + (" italic" if self.style == "italic" else "")


def map_face(path: Path, index: int = 0) -> Any:
    """Return the HarfBuzz face `index` of the file `path` (the file is mapped, not read)."""
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(str(path)), index)


@lru_cache(maxsize=64)
def open_face(path: Path, index: int = 0) -> Any:
    """Return what `map_face` gives, and keep it open."""
    return map_face(path, index)


@lru_cache(maxsize=128)
def coverage(path: Path, index: int = 0) -> frozenset[int]:
    """Return the code points the face `index` of `path` maps to a glyph."""
    return frozenset(open_face(path, index).unicodes)


def face_count(head: bytes) -> int:
    """Return how many faces a file has that begins with `head` (at least 12 bytes).

    Raises `InputError` when it is not an OpenType file (OpenType 1.9, "Organization of an OpenType
    font"); WOFF is not one.
    """
    if head[:4] not in _FLAVOURS:
        raise InputError("it is not an OpenType font (.ttf, .otf, .ttc)")
    return int.from_bytes(head[8:12], "big") if head[:4] == _COLLECTION else 1


def read_faces(path: Path, file: str) -> tuple[Face, ...]:
    """Return the faces of a font file that no catalogue describes, with the licence it states.

    Raises `InputError` when it cannot be read as OpenType.
    """
    data = read_file(path, "it", MOST_BYTES)
    count = face_count(data)
    digest = hashlib.sha256(data).hexdigest()
    found = []
    for index in range(min(count, 64)):
        face = open_face(path, index)
        if face.glyph_count == 0 or "cmap" not in face.table_tags:
            raise InputError("it holds no glyphs or no character map")
        weight, style = weight_and_style(face)
        family = face.get_name(16) or face.get_name(1)
        if not family:
            raise InputError("it has no family name")
        found.append(
            Face(
                family=family,
                weight=weight,
                style=style,
                file=file,
                path=path,
                index=index,
                sha256=digest,
                size=len(data),
                licence=_licence(face),
                bundled=False,
            )
        )
    return tuple(found)


# Licences as fonts state them (name ids 13 and 14), and their SPDX identifiers.
_LICENCES = (
    ("open font license", "OFL-1.1"),
    ("scripts.sil.org/ofl", "OFL-1.1"),
    ("openfontlicense.org", "OFL-1.1"),
    ("apache license", "Apache-2.0"),
    ("apache.org/licenses", "Apache-2.0"),
    ("ubuntu font licen", "UFL-1.0"),
    ("bitstream vera", "Bitstream-Vera"),
    ("creative commons zero", "CC0-1.0"),
    ("public domain", "public domain"),
)


def _licence(face: Any) -> str:
    """Return the licence a font states: its SPDX identifier, or the beginning of its words."""
    stated = " ".join(filter(None, (face.get_name(13), face.get_name(14)))).strip()
    known = next((name for words, name in _LICENCES if words in stated.lower()), None)
    if known or len(stated) <= 60:
        return known or stated
    return stated[:59].rstrip() + "…"


def weight_and_style(face: Any) -> tuple[int, Style]:
    """Return weight and style from the OS/2 table (usWeightClass, fsSelection)."""
    table = bytes(face.reference_table("OS/2").data)
    if len(table) < 64:
        return 400, "normal"
    weight = int.from_bytes(table[4:6], "big")
    selection = int.from_bytes(table[62:64], "big")
    italic = bool(selection & 0b1 or selection & 0b10_0000_0000)
    return (weight if 1 <= weight <= 1000 else 400), "italic" if italic else "normal"
