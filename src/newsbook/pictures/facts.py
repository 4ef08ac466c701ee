"""From the metadata inside a picture (XMP, IPTC-IIM, EXIF) to caption, credit, rights and alt text.

Where the three differ, XMP is believed before IPTC and IPTC before EXIF: newsroom software writes
the first, cameras the last. Spec: IPTC Photo Metadata Standard 2023.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from newsbook.safexml import RefusedXMLError, parse_xml

__all__ = ["Facts", "facts_of"]

MAX_XMP = 2_000_000
_JUNK = re.compile(
    r"(?:olympus|sony|kodak|samsung|minolta|sanyo|casio|canon|nikon|default)?\s*"
    r"(?:digital camera|dsc|dcim|exif_jpeg_(?:picture|420|t\d+)|created with .*|untitled|picture)?",
    re.IGNORECASE,
)
_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture says of itself; every value is None where it says nothing."""

    caption: str | None = None
    credit: str | None = None
    rights: str | None = None
    alt: str | None = None

    def or_else(self, other: Facts) -> Facts:
        """Return these facts, completed by `other`."""
        names = [entry.name for entry in fields(self)]
        return Facts(**{name: getattr(self, name) or getattr(other, name) for name in names})


def _tidy(value: object) -> str | None:
    """Return `value` as one line of text, or None when it is empty or a camera's default."""
    text = " ".join(str(value).replace("\x00", " ").split())
    return None if not text or _JUNK.fullmatch(text) else text


def _decoded(value: object, *, utf8: bool) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if utf8:
        return value.decode("utf-8", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _from_xmp(packet: bytes) -> Facts:
    if len(packet) > MAX_XMP:
        return Facts()
    try:
        root = parse_xml(packet.strip(b"\x00 \r\n\t"))
    except RefusedXMLError:
        return Facts()

    def text(name: str) -> str | None:
        """The value of a property: its default language, its items, or its attribute."""
        for path in (f".//{name}//rdf:li[@xml:lang='x-default']", f".//{name}//rdf:li"):
            items = [_tidy("".join(item.itertext())) for item in root.iterfind(path, _NS)]
            if found := [item for item in items if item]:
                return found[0] if "x-default" in path else ", ".join(found)
        element = root.find(f".//{name}", _NS)
        if element is not None and (value := _tidy("".join(element.itertext()))):
            return value
        prefix, local = name.split(":")
        qualified = f"{{{_NS[prefix]}}}{local}"
        values = (e.get(qualified) for e in root.iter() if e.get(qualified))
        return _tidy(next(values, ""))

    return Facts(
        caption=text("dc:description"),
        credit=_credit(text("dc:creator"), text("photoshop:Credit")),
        rights=text("dc:rights"),
        alt=text("core:AltTextAccessibility"),
    )


def _credit(creator: str | None, provider: str | None) -> str | None:
    """Return the credit line: who took the picture and who provides it."""
    if creator and provider and creator.lower() not in provider.lower():
        return f"{creator}/{provider}"
    return provider or creator


def _from_iptc(image: Image.Image) -> Facts:
    try:
        info: Mapping[Any, Any] = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError):
        return Facts()
    utf8 = info.get((1, 90)) == b"\x1b%G"

    def text(record: int) -> str | None:
        value = info.get((2, record))
        values = value if isinstance(value, list) else [value] if value else []
        return _tidy(", ".join(_decoded(item, utf8=utf8) for item in values))

    return Facts(caption=text(120), credit=_credit(text(80), text(110)), rights=text(116))


def _exif_text(value: object) -> str:
    """Return a text of EXIF, which is ASCII by the standard and UTF-8 in what programs write."""
    raw = value.encode("latin-1", "replace") if isinstance(value, str) else value  # as Pillow reads
    return _decoded(raw, utf8=False)


def _from_exif(image: Image.Image) -> Facts:
    try:
        exif = image.getexif()
        described = exif.get(ExifTags.Base.ImageDescription)
        artist, notice = exif.get(ExifTags.Base.Artist), exif.get(ExifTags.Base.Copyright)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Facts()
    values = [_tidy(_exif_text(v)) if v else None for v in (described, artist, notice)]
    return Facts(caption=values[0], credit=values[1], rights=values[2])


def facts_of(image: Image.Image) -> Facts:
    """Return what an opened picture says of itself."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    from_xmp = _from_xmp(packet) if packet else Facts()
    return from_xmp.or_else(_from_iptc(image)).or_else(_from_exif(image))
