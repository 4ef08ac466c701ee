"""From the pages of a PDF to what tells one page from another: size, trim, and a digest of its ink.

Two pages with the same digest look alike, whatever their number and their neighbours are.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf, Stream

__all__ = ["PageFace", "page_faces"]


@dataclass(frozen=True, slots=True)
class PageFace:
    """The finished page, without bleed and marks: its size in pt, and a digest (hexadecimal)."""

    width_pt: float
    height_pt: float
    digest: str


def page_faces(pdf: bytes) -> tuple[PageFace, ...]:
    """Return the face of every page of a PDF of ours.

    The digest covers the content of the page, the pictures and forms it draws and the names of its
    fonts, not the font programs: they change with what other pages need of them.
    """
    known: dict[tuple[int, int], bytes] = {}
    faces = []
    with Pdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = (float(n) for n in page.trimbox.as_list())
            digest = hashlib.sha256(f"{left} {bottom} {right} {top}".encode())
            contents = page.obj.get("/Contents", Array())
            parts = list(contents) if isinstance(contents, Array) else [contents]
            for part in parts:
                digest.update(part.read_raw_bytes())
            digest.update(_resources(page.obj.get("/Resources"), known))
            faces.append(PageFace(right - left, top - bottom, digest.hexdigest()[:32]))
    return tuple(faces)


def _resources(resources: Any, known: dict[tuple[int, int], bytes]) -> bytes:
    """Return a digest of fonts (by name) and of everything else (by content)."""
    digest = hashlib.sha256()
    if isinstance(resources, Dictionary):
        for kind in sorted(resources.keys()):
            if kind == "/Font":
                fonts = resources[kind]
                names = [str(f.get("/BaseFont", "")).rpartition("+")[2] for _, f in fonts.items()]
                digest.update(" ".join(sorted(names)).encode())
            else:
                digest.update(kind.encode() + _content(resources[kind], known))
    return digest.digest()


def _content(value: Any, known: dict[tuple[int, int], bytes], depth: int = 0) -> bytes:
    """Return a digest of an object with what it refers to, a few levels down."""
    number = value.objgen if hasattr(value, "objgen") else (0, 0)
    if number != (0, 0) and number in known:
        return known[number]
    digest = hashlib.sha256()
    if isinstance(value, Stream | Dictionary) and depth < 8:
        if isinstance(value, Stream):
            digest.update(value.read_raw_bytes())
        for key, part in sorted(value.items()):
            if key == "/Resources":
                digest.update(_resources(part, known))
            elif key not in ("/Parent", "/StructParents", "/StructParent", "/Group", "/OC"):
                digest.update(key.encode() + _content(part, known, depth + 1))
    elif isinstance(value, Array) and depth < 8:
        for part in value:
            digest.update(_content(part, known, depth + 1))
    else:
        digest.update(repr(value).encode() if depth < 8 else b"")
    if number != (0, 0):
        known[number] = digest.digest()
    return digest.digest()
