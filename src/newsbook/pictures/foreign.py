"""From the first bytes of a file that is no picture newsbook reads to what it is and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

__all__ = ["Kind", "kind_of", "raw_photograph"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of such a file, and the next step."""

    message: str
    hint: str


def _unread(files: str, hint: str) -> Kind:
    return Kind(f"{files} cannot be read", hint)


_EXPORT = "export it as JPEG, PNG or TIFF from the program that made it"
_VECTOR = "export it as SVG, or as PNG at 300 pixels an inch of its width in print"
_RAW = "develop it in a program for raw photographs, and export it as JPEG or TIFF"
_PHONE = (
    "export it as JPEG (on a Mac: Preview, Export; on an iPhone: Settings, Camera, Formats, Most "
    "Compatible; elsewhere: heif-convert)"
)
_FILM = "export one frame of it as JPEG, or write it as a film: <video src=...>"

# What stands at an offset, and the kind of file it begins.
_SIGNS: tuple[tuple[int, tuple[bytes, ...], Kind], ...] = (
    (0, (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"),
     _unread("JPEG XL files", "export it as JPEG or PNG (djxl picture.jxl picture.png)")),
    (4, (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftyphevm",
         b"ftyphevs", b"ftypmif1", b"ftypmsf1"), _unread("HEIC files", _PHONE)),
    (4, (b"ftypcrx",), _unread("raw photographs (CR3)", _RAW)),
    (4, (b"ftypiso", b"ftypmp4", b"ftypqt", b"ftypM4V", b"ftyp3g", b"ftypavc1", b"moov"),
     Kind("this is a film, not a picture", _FILM)),
    (0, (b"\x1aE\xdf\xa3",), Kind("this is a film, not a picture", _FILM)),
    (8, (b"CR\x02",), _unread("raw photographs (CR2)", _RAW)),
    (0, (b"FUJIFILMCCD-RAW",), _unread("raw photographs (RAF)", _RAW)),
    (0, (b"IIRO", b"IIRS", b"MMOR"), _unread("raw photographs (ORF)", _RAW)),
    (0, (b"IIU\0",), _unread("raw photographs (RW2)", _RAW)),
    (0, (b"FOVb",), _unread("raw photographs (X3F)", _RAW)),
    (0, (b"\0MRM",), _unread("raw photographs (MRW)", _RAW)),
    (6, (b"HEAPCCDR",), _unread("raw photographs (CRW)", _RAW)),
    (0, (b"%!", b"\xc5\xd0\xd3\xc6"), _unread("EPS files", _VECTOR)),
    (0, (b"%PDF",), _unread("PDF files (and those of Illustrator)", _VECTOR)),
    (0, (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0"), _unread("Windows metafiles", _VECTOR)),
    (40, (b" EMF",), _unread("Windows metafiles", _VECTOR)),
    (8, (b"CDR",), _unread("CorelDRAW files", _VECTOR)),
    (0, (b"8BPS",), _unread("Photoshop files", _EXPORT)),
    (0, (b"gimp xcf",), _unread("GIMP files", _EXPORT)),
    (0, (b"AT&TFORM",), _unread("DjVu files", _EXPORT)),
    (0, (b"icns",), _unread("files of icons", _EXPORT)),
    (0, (b"v/1\x01",), _unread("OpenEXR files", _EXPORT)),
    (0, (b"DDS ",), _unread("textures (DDS)", _EXPORT)),
    (0, (b"PK\x03\x04",), Kind("this is an archive or an office document, not a picture",
                             "take the picture out of it, and name that")),
    (0, (b"<!DOCTYPE html", b"<!doctype html", b"<html", b"<HTML"), Kind(
        "this is a web page, not a picture",
        "open the address in a browser, and save the picture itself: sites answer so where one "
        "must be signed in")),
)  # fmt: skip

_DNG_VERSION, _SUBFILE_TYPE, _SUB_IFDS = 50706, 254, 330


def kind_of(data: bytes) -> Kind | None:
    """Return what a file is that is known and not read."""
    start = data[:64].lstrip() if data[:1].isspace() else data[:64]
    return next((kind for offset, signs, kind in _SIGNS if start.startswith(signs, offset)), None)


def raw_photograph(data: bytes, image: Image.Image) -> Kind | None:
    """Return what a raw photograph is that passes for a TIFF.

    What Pillow finds first in it is the camera's preview, the size of a stamp: by TIFF/EP (ISO
    12234-2) the photograph is in a sub-directory of a first directory of reduced resolution.
    """
    if (kind := kind_of(data)) is not None:
        return kind
    tags = getattr(image, "tag_v2", {})
    if _DNG_VERSION in tags:
        return _unread("raw photographs (DNG)", _RAW)
    if _SUB_IFDS in tags and tags.get(_SUBFILE_TYPE, 0) == 1:
        return _unread("raw photographs", _RAW)
    return None
