"""From the closed vocabulary to the elements, classes and addresses that stand for it.

The tables here are read by the renderer and by the parser, so that one undoes the other.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "NOTE_ID",
    "PARAGRAPH_CLASSES",
    "SPAN_CLASSES",
    "SPAN_TAGS",
    "clean_href",
    "clean_id",
    "clean_source",
    "clean_text",
    "is_datetime",
]

SPAN_TAGS: Final = {
    "abbr": "abbr",
    "cite": "cite",
    "definition": "dfn",
    "deleted": "del",
    "inserted": "ins",
    "keyboard": "kbd",
    "marked": "mark",
    "quoted": "q",
    "sample": "samp",
    "small": "small",
    "underline": "u",
    "variable": "var",
}
SPAN_CLASSES: Final = frozenset(
    {"smallcaps", "time", "verbatim", "person", "place", "organisation", "topic"}
)
PARAGRAPH_CLASSES: Final = {
    "lead": "lead",
    "subhead": "subhead",
    "signature": "signature",
    "source": "source-line",
    "question": "question",
    "answer": "answer",
}
NOTE_ID: Final = re.compile(r"(?:.*-)?fn-[0-9]+")

# Characters XML 1.0 (2.2) does not allow, and the C1 controls, which are never text.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000efffe\U000effff]"
    "|[\U000ffffe\U000fffff\U0010fffe\U0010ffff]"
)
_DATETIME = re.compile(
    r"\d{4}|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}"
    r"|(?:\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_DATA_PICTURE = re.compile(
    r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=%\s]+", re.IGNORECASE
)
_URL_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")


def clean_text(text: str) -> str:
    """Return `text` without characters that XML forbids; line ends become line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    return _FORBIDDEN.sub("", text)


def clean_id(value: str | None) -> str | None:
    """Return `value` as an id (no white space inside), or None when nothing is left."""
    if value is None:
        return None
    return "-".join(clean_text(value).split()) or None


def is_datetime(value: str) -> bool:
    """Return whether `value` may stand in `time@datetime` (HTML, 2.3.5; the common forms)."""
    return _DATETIME.fullmatch(value) is not None


_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)


def _tidy_address(value: str) -> str:
    """Return `value` as the URL standard reads it: no controls, no outer spaces, escaped."""
    value = clean_text(value).strip(" \t\n\f\r\v")
    value = re.sub(r"[\t\n\r]", "", value)
    value = _URL_UNSAFE.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), value)
    host = _AUTHORITY.match(value)
    end = host.end() if host else 0
    # RFC 3986, 3.2.2: brackets stand in the host only, round an address of IPv6.
    return value[:end] + value[end:].replace("[", "%5B").replace("]", "%5D")


def clean_href(value: str | None) -> str | None:
    """Return `value` as an address a book may link to, or None.

    Allowed are `http`, `https`, `mailto` and `tel`, fragments, and relative paths (which the links
    transform resolves). Control characters and white space that hide a scheme from a reader but not
    from a browser (WHATWG URL, 4.4) are removed before the scheme is looked at.
    """
    if value is None:
        return None
    address = _tidy_address(value)
    if address.startswith(("//", "%5C%5C")):
        address = "https:" + address.replace("%5C", "/")
    scheme = _SCHEME.match(address)
    if scheme:
        name = scheme[1].lower()
        if name not in _SCHEMES or len(address) <= len(scheme[0]):
            return None
        if name in ("http", "https") and not re.match(r"//[^/?#]", address[len(scheme[0]) :]):
            return None
        return name + ":" + address[len(scheme[0]) :]
    if address in ("", "#") or address.startswith("/") or ":" in address.split("/")[0]:
        return address if address.startswith("#") and len(address) > 1 else None
    return address


def clean_source(value: str | None) -> str | None:
    """Return `value` as the source of a picture, or None.

    Allowed are relative paths (one that begins with a slash is relative to the project), `http` and
    `https` addresses, and raster pictures as `data:`.
    """
    if value is None:
        return None
    stripped = value.strip()
    if stripped[:5].lower() == "data:":
        return "".join(stripped.split()) if _DATA_PICTURE.fullmatch(stripped) else None
    tidy = clean_text(stripped).replace("\n", "").replace("\t", "")
    if tidy.startswith("//"):
        tidy = "https:" + tidy
    if _SCHEME.match(tidy) and not re.match(r"https?://[^/?#\\]", tidy, re.IGNORECASE):
        return None
    return tidy if tidy.strip("/") and not tidy.startswith(("#", "\\")) else None
