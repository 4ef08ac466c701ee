"""From bytes to text: byte order mark, declared encoding, UTF-8, and only then a reported guess.

The text has line feeds for every kind of line end, no characters that XML 1.0 forbids, and is in
NFC except for CJK compatibility ideographs, whose canonical forms are other glyphs (a name may
depend on them).
"""

from __future__ import annotations

import codecs
import re
from math import inf
from pathlib import Path

from newsbook.charsets import codec
from newsbook.normalforms import nfc
from newsbook.readers.encodings import Reading, are_pairs, readings
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["clean", "declared_encoding", "decode", "readable"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What web pages and XML documents say of themselves.
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)

# What ISO-2022-JP, all of it in bytes of ASCII, changes to Japanese with.
_JAPANESE = (b"\x1b$B", b"\x1b$@")
_SURE = 12.0  # bits between two readings, below which either may be right
_CERTAIN = 60.0  # bits between two readings, from which a file is wrong in what it says of itself
_QUOTED = 24  # characters

# XML 1.0, 2.2: the characters that may not stand in a document.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_NO_CHANCE = 6  # characters beyond ASCII
_BROKEN = "\ufffd"  # what decoders put for bytes that are not valid
_DAMAGE = 0.02  # a file with a larger share of broken sequences is not UTF-8 at all


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def clean(text: str, source: Source, world: World) -> str:
    """Return `text` with line feeds for line ends, without forbidden characters, in NFC."""
    text = _with_line_feeds(text.removeprefix("\ufeff"))
    text = text.replace("\f", "\n\n").replace("\x85", "\n").replace("\x1a", "")
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        count = len(_FORBIDDEN.findall(text))
        world.diagnostics.warning(
            "content-dropped",
            f"{count} control character(s) were left out, the first is U+{ord(bad[0]):04X}",
            where=source.at(_line_of(text, bad.start())),
            hint="check how the file was exported",
        )
        text = _FORBIDDEN.sub("", text)
    return nfc(text)


def _marked(data: bytes) -> str | None:
    """Return the codec that the byte order mark of `data` names."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _codec(name: str) -> str:
    """Return the codec for an encoding that a file names, or what it says where there is none."""
    try:
        return codec(name)
    except LookupError:
        return name


def _without_mark(data: bytes) -> str | None:
    """Return the encoding of UTF-16 that lost its byte order mark: every other byte is zero."""
    sample = data[:2000]
    if len(sample) < 8 or len(data) % 2 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else None


def _is_plainly_utf8(text: str) -> bool:
    """Whether what is valid UTF-8 is so by no chance: two Chinese characters may be, no title."""
    return sum(character > "\x7f" for character in text) >= _NO_CHANCE


def _nearly_utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8 with U+FFFD for broken sequences, when nearly all of it is UTF-8."""
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    whole = sum(character > "\x7f" for character in text) - broken
    return text if broken <= _DAMAGE * len(text) and whole > 4 * broken else None


def _guess(data: bytes, language: str | None) -> tuple[str, str, str] | None:
    """Return the text of `data`, its likely encoding, and what speaks for another; or None."""
    likely = (
        (decoded, reading)
        for reading in readings(data, language)
        if (decoded := _strictly(data, codec(reading.encoding))) is not None
    )
    first, second = next(likely, None), next(likely, None)
    if first is None:
        return None
    text, best = first
    return text, best.encoding, _doubt(best, second[1]) if second is not None else ""


def _makes_sense(text: str, data: bytes, language: str | None) -> bool:
    """Whether `text` is what `data` says in Western letters, which servers declare unasked: nothing
    else makes far more sense.
    """
    found = readings(data, language)
    if text.isascii() or not found:
        return True
    western = (r.cost for r in found if _strictly(data, codec(r.encoding)) == text)
    return next(western, inf) - found[0].cost < _CERTAIN


def _doubt(best: Reading, other: Reading) -> str:
    """Return how `other` would differ, if it may be right as well."""
    words = zip(best.sample.split(), other.sample.split(), strict=False)
    first, second = next(((a, b) for a, b in words if a != b), ("", ""))
    if other.cost - best.cost >= _SURE or first == second:
        return ""
    would = f"{other.encoding} would give {second[:_QUOTED]!r} for {first[:_QUOTED]!r}"
    return f", and too short to be sure: {would}"


def _damaged(source: Source, world: World, text: str, encoding: str) -> str:
    """Return `text`, in which U+FFFD stands for what is not valid in `encoding`, and report it."""
    lines = _with_line_feeds(text)
    world.diagnostics.error(
        "bad-encoding",
        f"{lines.count(_BROKEN)} place(s) are not valid {encoding}; the first is in this line",
        where=source.at(_line_of(lines, lines.find(_BROKEN))),
        hint="save the file as UTF-8",
    )
    return text


def _stated(source: Source, world: World, encoding: str) -> str:
    """Return the text of `source` in the encoding that the manifest states."""
    text = source.data.decode(_codec(encoding), "replace")
    return _damaged(source, world, text, encoding) if _BROKEN in text else text


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a web page or an XML document names in its first 4 KiB.

    What can be read there is not in UTF-16 and the like, whatever it says (HTML 13.2.3.2).
    """
    match = _DECLARED.search(data[:4096])
    name = (match[1] or match[2]).decode("ascii", "ignore") if match else None
    return "utf-8" if name and name.lower().startswith(("utf-16", "utf-32")) else name


def _named(data: bytes, declared: str | None) -> str | None:
    """Return the codec of `data` by its mark, its declaration, or bytes that only one has."""
    if (mark := _marked(data)) is not None:
        return mark
    if declared:
        return _codec(declared)
    if any(escape in data for escape in _JAPANESE):
        return "iso2022_jp_ext"
    return _without_mark(data)


def _guessed(source: Source, world: World, declared: str | None, why: str) -> str:
    """Return the text of `source`, which is not in the encoding it names: `why` says how one knows.

    Damaged UTF-8 and what is no text in any encoding are reported as errors, a guess as a warning.
    """
    data = source.data
    if (text := _nearly_utf8(data)) is not None:
        return _damaged(source, world, text, "UTF-8")
    guess = _guess(data, source.language)
    if guess is None:
        text = data.decode("utf-8", "replace")
        return _damaged(source, world, text, declared or "UTF-8")
    text, encoding, doubt = guess
    world.diagnostics.warning(
        "encoding-guessed",
        f"the file {why}; it was read as {encoding}{doubt}",
        where=source.at(),
        hint="look at its names and accents; if they are wrong, write `encoding:` in its entry of "
        "the manifest, or save the file as UTF-8",
    )
    return text


def _decoded(source: Source, world: World, declared: str | None) -> str:
    data = source.data
    if source.encoding and _marked(data) is None:
        return _stated(source, world, source.encoding)
    name = _named(data, declared)
    utf8 = None if name is None and are_pairs(data) else _strictly(data, "utf-8")
    if utf8 is not None and (name in (None, "utf-8", "cp1252") or _is_plainly_utf8(utf8)):
        return utf8
    named = None if name is None else _strictly(data, name)
    if named is not None and name == "cp1252" and not _makes_sense(named, data, source.language):
        why = f"claims to be {declared}, in which it makes no sense"
        return _guessed(source, world, declared, why)
    text = utf8 if named is None else named
    if text is not None:
        return text
    why = f"is not valid {declared}, as it claims to be" if declared else "is not UTF-8"
    return _guessed(source, world, declared, why)


def decode(source: Source, world: World, declared: str | None = None) -> str:
    """Return the text of `source`, ready for reading.

    `declared` is the encoding the source names for itself, if any. What is not valid in the
    encoding it claims is an error naming the line; a guessed encoding is a warning.
    """
    return clean(_decoded(source, world, declared), source, world)


def readable(source: Source) -> str | None:
    """Return the text of `source` as an editor sees it, or None when it is no text.

    The encoding is found as `decode` finds it, and nobody is told. UTF-8 keeps what XML forbids.
    """
    data = source.data
    marked = _marked(data)
    if source.encoding and marked is None:
        return decode(source, World(Path()))
    if b"\x00" not in data and (text := _strictly(data, "utf-8-sig")) is not None:
        return nfc(_with_line_feeds(text))
    if marked or b"\x00" in data:
        name = marked or _without_mark(data)
        text = _strictly(data, name) if name else None
        return None if text is None else clean(text, source, World(Path()))
    return decode(source, World(Path()), declared_encoding(data))
