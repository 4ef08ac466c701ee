"""From the XML of a feed or an export, which is often neither well-formed nor in the encoding it
names, to XML that is.
"""

from __future__ import annotations

import html.entities
import re
from typing import Any, NamedTuple

from newsbook.readers.decoding import decode
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, parse_xml
from newsbook.world import World

__all__ = ["Sound", "sound"]

_DAMAGE = 0.001  # the share of broken sequences up to which a file is UTF-8 all the same
_DECLARATION = re.compile(
    rb"""\A\s*<\?xml\b[^<>]{0,200}?\bencoding\s{0,20}=\s{0,20}["']([\w.:-]+)["']"""
)
_CLAIM = re.compile(
    r"""\A(\s*<\?xml\b[^<>]{0,200}?)\s{1,20}encoding\s{0,20}=\s{0,20}["'][^"']{0,80}["']"""
)
_BARE = re.compile(rb"&(?!#?\w{1,31};)")
_NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31};)")
_NUMBER = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*(\d{1,7}));")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CDATA = re.compile(rb"(<!\[CDATA\[(?:(?!<!\[CDATA\[).)*?\]\]>)", re.DOTALL)
_TITLE = re.compile(rb"<title>((?:(?!<title>).)*?)</title>", re.DOTALL)


def _character(match: re.Match[bytes]) -> bytes:
    """Return the character that an entity of HTML stands for, or the entity as text."""
    character = html.entities.html5.get(match[1].decode("ascii", "replace"))
    return character.encode() if character else b"&amp;" + match[1]


def _numbered(match: re.Match[bytes]) -> bytes:
    """Return a numbered character, or nothing for one that XML forbids."""
    code = int(match[1], 16) if match[1] else int(match[2])
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return match[0] if allowed and code not in (0xFFFE, 0xFFFF) else b""


def _escaped(part: bytes) -> bytes:
    """Return a part outside CDATA with its ampersands and the tags in its titles escaped."""
    part = _NUMBER.sub(_numbered, _NAMED.sub(_character, _BARE.sub(b"&amp;", part)))
    return _TITLE.sub(lambda m: b"<title>" + m[1].replace(b"<", b"&lt;") + b"</title>", part)


def _mended(data: bytes) -> bytes:
    """Return XML in UTF-8 with what is most often wrong in it put right; CDATA is left alone."""
    parts = _CDATA.split(_CONTROL.sub(b"", data))
    return b"".join(p if p.startswith(b"<![CDATA[") else _escaped(p) for p in parts)


def _nearly(data: bytes, source: Source, world: World) -> bytes | None:
    """Return `data` without the few sequences that are not UTF-8, or None when they are many."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken > _DAMAGE * len(text):
        return None
    world.diagnostics.warning(
        "bad-encoding",
        f"{broken} place(s) are not valid UTF-8 and were left out; the first is in this line",
        where=source.at(text.count("\n", 0, text.find("\ufffd")) + 1),
        hint="compare the article in this line with the site",
    )
    return text.replace("\ufffd", "").encode()


def _in_utf8(source: Source, world: World) -> bytes:
    """Return the XML of `source` in UTF-8, whatever it is in and claims to be in."""
    declared = _DECLARATION.match(source.data[:1024])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name in ("utf-8", "utf8", "us-ascii") and not source.encoding:
        try:
            source.data.decode("utf-8")
            return source.data
        except UnicodeDecodeError:
            if (data := _nearly(source.data, source, world)) is not None:
                return data
    text = decode(source, world, name if declared else None)
    return _CLAIM.sub(r"\1", text).encode("utf-8", "replace")


class Sound(NamedTuple):
    """XML in UTF-8, its root (None when it cannot be read), and what is wrong with the file."""

    data: bytes
    root: Any | None
    error: RefusedXMLError | None


def sound(source: Source, world: World) -> Sound:
    """Return the XML of `source`, repaired with a warning when it must be."""
    data = _in_utf8(source, world)
    try:
        return Sound(data, parse_xml(data), None)
    except RefusedXMLError as refused:
        error = refused
    if "not well-formed" not in str(error):
        return Sound(data, None, error)
    data = _mended(data)
    try:
        root = parse_xml(data)
    except RefusedXMLError:
        return Sound(data, None, error)
    what = "bare ampersands, entities of HTML, tags in titles, forbidden characters"
    world.diagnostics.warning(
        "malformed-source", f"{error}; it was repaired ({what})",
        where=source.at(error.line, error.column),
        hint="compare the articles near this line with the site",
    )  # fmt: skip
    return Sound(data, root, error)
