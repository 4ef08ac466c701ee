"""From a text to what shows that it was once decoded wrongly (mojibake).

Characters that, written in an old encoding, happen to be valid UTF-8 were UTF-8 that somebody read
in that encoding. Where few of them stand together, sound text may look the same by chance
(`CAFÉ™`, `Spaß“`, `Cos'è…»`), so that the fewer they are, the more they must make sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsbook.checks.editorial.desk import Copy
from newsbook.diagnostics import Diagnostic

__all__ = ["mojibake", "repaired"]

_RUN = re.compile(r"[^\x00-\x7f]+")
# Well-formed UTF-8 sequences (Unicode 16, table 3-7, without the rare exclusions).
_SEQUENCES = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+"
)
# What one or two wrongly decoded characters may have been: Latin letters and signs, ə, Greek and
# Cyrillic letters, punctuation, full width signs, emoji.
_LIKELY = re.compile(
    "[\xa0-\u017f\u018f\u0259\u0386-\u03ce\u0401\u0410-\u044f\u0451\u2010-\u203a\u20ac\u2122\ufeff"
    "\u3001-\u301f\uff01-\uff5e\U0001f300-\U0001faff]+"
)
_WHOLE = ("cp1251", "koi8_r", "mac_roman", "gb18030", "cp932", "big5hkscs", "cp949")
# Signs that no sound text holds: a character that could not be decoded, and what GBK, Shift JIS and
# Windows make of broken bytes.
_CERTAIN = re.compile(
    "[\ufffd\x80-\x9f]|锟斤|烫烫烫|屯屯屯|ï»¿|[鈥锛銆][^。，]{0,12}[鈥锛銆]|(?:[縺繧].?){3}"
)


def _western(run: str, before: str) -> tuple[str, str] | None:
    """Return a piece of `run` that was UTF-8 read as Windows-1252, and what it was."""
    raw = b"".join(_byte(character) for character in run)
    for match in _SEQUENCES.finditer(raw):
        try:
            text = match[0].decode("utf-8")
        except UnicodeDecodeError:
            continue
        piece = run[match.start() : match.end()]
        # Two Chinese characters make six of these; one makes three, as chance does.
        few = len(text) < 2 or (len(text) < 3 and len(piece) < 6)
        if few and not _LIKELY.fullmatch(text):
            continue
        if text == "ə" and before.isupper() and match.start() == 0:
            continue
        return piece, text
    return None


def _byte(character: str) -> bytes:
    """Return the byte that Windows-1252 reads as `character` (WHATWG Encoding), or NUL."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(character)]) if 0x80 <= ord(character) <= 0x9F else b"\0"


def repaired(run: str, before: str = "") -> tuple[str, str] | None:
    """Return the damaged piece of `run` (characters outside ASCII) and what it was, or None.

    `before` is the character before the run.
    """
    if found := _western(run, before):
        return found
    for encoding in _WHOLE:
        try:
            text = run.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(text) >= 2 and len(run) >= 3 and text.isprintable() and re.search(r"\w", text):
            return run, text
    return None


def mojibake(copy: Copy) -> Iterator[Diagnostic]:
    """Yield one warning for each block of `copy` that holds damaged characters."""
    for text in copy.texts():
        found = _damage(text)
        if found is None:
            continue
        piece, meant = found
        shown = f"; it was probably {meant!r}" if meant else ""
        yield copy.warn(
            "mojibake",
            f"{piece!r} was decoded wrongly{shown}",
            copy.place(piece, near=text),
            "take the text from its source again as UTF-8, or correct it here",
        )


def _damage(text: str) -> tuple[str, str | None] | None:
    for match in _RUN.finditer(text):
        found = repaired(match[0], text[max(0, match.start() - 1) : match.start()])
        if found is not None:
            return found
    certain = _CERTAIN.search(text)
    return (certain[0], None) if certain else None
