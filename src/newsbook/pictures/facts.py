"""From the metadata inside a picture to its caption, credit, rights and alt text.

Where they differ, XMP is believed before IPTC-IIM, this before EXIF and that before the texts of
a PNG: newsroom software writes the first, cameras and programs the last. Spec: IPTC Photo Metadata
Standard 2023.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PIL import ExifTags, Image

from newsbook.model import Translation
from newsbook.pictures.iim import datasets_of, raw_profile
from newsbook.pictures.xmp import DEFAULT, read_packet

__all__ = ["Facts", "facts_of"]

_JUNK = re.compile(
    r"(?:olympus|sony|kodak|samsung|minolta|sanyo|casio|canon|nikon|default)?\s*"
    r"(?:digital camera|dsc|dcim|exif_jpeg_(?:picture|420|t\d+)|created with .*|untitled|picture)?"
    r"|(?:dscn?|dscf|dcim|img|pict?|p|image|photo|screenshot)[-_ ]?\d[\d._ -]*(?:[a-z]{3,4})?",
    re.IGNORECASE,
)
# Datasets of IIM: the encoding of record 1, and of record 2 what facts are made of.
_ENCODING, _UTF8 = (1, 90), b"\x1b%G"
_BYLINE, _PROVIDER, _NOTICE, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
_DESCRIPTION, _ARTIST, _COPYRIGHT = (
    ExifTags.Base[name] for name in ("ImageDescription", "Artist", "Copyright")
)
# What Windows writes, in UTF-16 (EXIF has no letters but ASCII).
_XP_TITLE, _XP_COMMENT, _XP_AUTHOR, _XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9F


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture says of itself; every value is None where it says nothing.

    `translations` are what it says in languages it names.
    """

    caption: str | None = None
    credit: str | None = None
    rights: str | None = None
    alt: str | None = None
    translations: tuple[Translation, ...] = ()

    def or_else(self, other: Facts) -> Facts:
        """Return these facts, completed by `other`."""
        return replace(
            self,
            caption=self.caption or other.caption,
            credit=self.credit or other.credit,
            rights=self.rights or other.rights,
            alt=self.alt or other.alt,
        )


def _tidy(value: object) -> str | None:
    """Return `value` as one line of text, or None when it is empty or a camera's default."""
    text = " ".join(str(value).replace("\x00", " ").split())
    return None if not text or _JUNK.fullmatch(text) else text


def _decoded(value: object, *, utf8: bool) -> str:
    """Return `value` as text: bytes are UTF-8 where that is said or fits, else of Windows."""
    if not isinstance(value, bytes):
        return str(value)
    if utf8:
        return value.decode("utf-8", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


_XMP = {
    "caption": ("dc:description",),
    "alt": ("core:AltTextAccessibility", "core:ExtDescrAccessibility"),
    "rights": ("dc:rights",),
}


def _from_xmp(image: Image.Image) -> Facts:
    data = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not data and isinstance(raw := image.info.get("Raw profile type xmp"), str):
        data = raw_profile(raw)
    packet = read_packet(data.encode() if isinstance(data, str) else data)
    if packet is None:
        return Facts()
    said = {
        field: next((text for name in names if (text := _tidy(packet.text(name)))), None)
        for field, names in _XMP.items()
    }
    spoken: dict[str, dict[str, str]] = {}
    for field, names in _XMP.items():
        for name in names:
            for language, text in packet.texts(name).items():
                if language != DEFAULT and (tidy := _tidy(text)):
                    spoken.setdefault(language, {}).setdefault(field, tidy)
    return Facts(
        credit=_credit(_tidy(packet.text("dc:creator")), _tidy(packet.text("photoshop:Credit"))),
        translations=tuple(Translation(language, **texts) for language, texts in spoken.items()),
        **said,
    )


def _credit(creator: str | None, provider: str | None) -> str | None:
    """Return the credit line: who took the picture and who provides it."""
    if creator and provider and creator.lower() not in provider.lower():
        return f"{creator}/{provider}"
    return provider or creator


def _from_iim(image: Image.Image) -> Facts:
    datasets = datasets_of(image)
    utf8 = datasets.get(_ENCODING) == [_UTF8]

    def text(dataset: tuple[int, int]) -> str | None:
        values = datasets.get(dataset, [])
        return _tidy(", ".join(_decoded(item, utf8=utf8) for item in values))

    return Facts(
        caption=text(_CAPTION),
        credit=_credit(text(_BYLINE), text(_PROVIDER)),
        rights=text(_NOTICE),
    )


def _exif_text(value: object) -> str:
    """Return a text of EXIF, which is ASCII by the standard and UTF-8 in what programs write."""
    raw = value.encode("latin-1", "replace") if isinstance(value, str) else value  # as Pillow reads
    return _decoded(raw, utf8=False)


def _windows_text(value: object) -> str | None:
    """Return a text that Windows wrote: bytes, or numbers for bytes."""
    if isinstance(value, tuple) and all(isinstance(n, int) and 0 <= n < 256 for n in value):
        value = bytes(value)
    if not isinstance(value, bytes):
        return None
    return _tidy(value.decode("utf-16-le", "replace").partition("\x00")[0])


def _from_exif(image: Image.Image) -> Facts:
    try:
        exif = image.getexif()
        described, artist, notice = (
            _tidy(_exif_text(value)) if (value := exif.get(tag)) else None
            for tag in (_DESCRIPTION, _ARTIST, _COPYRIGHT)
        )
        comment, subject, title, author = (
            _windows_text(exif.get(tag))
            for tag in (_XP_COMMENT, _XP_SUBJECT, _XP_TITLE, _XP_AUTHOR)
        )
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Facts()
    authors = ", ".join(part.strip() for part in (author or "").split(";") if part.strip())
    return Facts(
        caption=described or comment or subject or title,
        credit=artist or authors or None,
        rights=notice,
    )


def _from_png(image: Image.Image) -> Facts:
    """What the texts of a PNG say (PNG 3, 11.3.3.1: the keywords)."""
    if image.format != "PNG":
        return Facts()
    said = {
        key.lower(): text
        for key, value in image.info.items()
        if isinstance(key, str) and isinstance(value, str) and (text := _tidy(value))
    }
    return Facts(
        caption=said.get("description") or said.get("comment") or said.get("title"),
        credit=said.get("author"),
        rights=said.get("copyright"),
    )


def facts_of(image: Image.Image) -> Facts:
    """Return what a picture, opened and decoded, says of itself."""
    facts = _from_xmp(image)
    for other in (_from_iim, _from_exif, _from_png):
        facts = facts.or_else(other(image))
    return facts
