"""From bytes to text: byte order mark, declared encoding, UTF-8, and only then a reported guess.

The text has line feeds for every kind of line end, no characters that XML 1.0 forbids, and is in
NFC except for CJK compatibility ideographs, whose canonical forms are other glyphs (a name may
depend on them).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from newsbook.readers.lexicon import FUNCTION_WORDS
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["clean", "declared_encoding", "decode", "nfc", "readable"]

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

# What web pages and old systems mean by these names (https://encoding.spec.whatwg.org/#names-and-labels).
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874", "tis-620": "cp874", "x-mac-roman": "mac_roman", "utf8": "utf-8",
    "unicode": "utf-16", "windows-31j": "cp932", "macintosh": "mac_roman",
}  # fmt: skip

# Encodings a language was commonly written in, most likely first.
_OF_LANGUAGE = {
    "zh": ("gb18030", "big5hkscs"), "zh-hant": ("big5hkscs", "gb18030"),
    "zh-tw": ("big5hkscs", "gb18030"), "zh-hk": ("big5hkscs", "gb18030"),
    "ja": ("cp932", "euc_jp", "iso2022_jp"), "ko": ("cp949",),
    "ru": ("cp1251", "koi8_r"), "uk": ("cp1251", "koi8_u"), "be": ("cp1251",), "bg": ("cp1251",),
    "sr": ("cp1250", "cp1251"), "kk": ("cp1251",), "az": ("cp1254",), "tr": ("cp1254",),
    "pl": ("cp1250",), "cs": ("cp1250",), "sk": ("cp1250",), "hu": ("cp1250",), "ro": ("cp1250",),
    "hr": ("cp1250",), "sl": ("cp1250",), "el": ("cp1253",), "he": ("cp1255",), "ar": ("cp1256",),
    "fa": ("cp1256",), "lt": ("cp1257",), "lv": ("cp1257",), "et": ("cp1257",), "th": ("cp874",),
    "vi": ("cp1258",),
}  # fmt: skip
_WESTERN = ("cp1252", "cp1250", "cp1254", "cp1257")

# XML 1.0, 2.2: the characters that may not stand in a document.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_NOT_COMPATIBILITY = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_DAMAGE = 0.02  # a file with a larger share of broken sequences is not UTF-8 at all


def nfc(text: str) -> str:
    """Return `text` in NFC, CJK compatibility ideographs untouched."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return _NOT_COMPATIBILITY.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)


def _line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def clean(text: str, source: Source, world: World) -> str:
    """Return `text` with line feeds for line ends, without forbidden characters, in NFC."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
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


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


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


def _damaged_utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8 with U+FFFD for broken sequences, when nearly all of it is UTF-8."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if ord(character) > 0x7F) - broken
    return text if broken <= max(_DAMAGE * len(text), 0) and whole > 4 * broken else None


def _western_score(text: str) -> float:
    """How much `text` reads like a language: its accented function words, less odd letters."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", text[:20_000])]
    accented = [w for w in words if not w.isascii()]
    known = sum(w in FUNCTION_WORDS for w in accented)
    inside = sum(any(c.isupper() and not c.isascii() for c in w[1:]) for w in accented)
    return known - inside


_CYRILLIC = ("cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5")
_USUAL = frozenset("оеаинтсрвлкмдпуяыіє")


def _cyrillic(data: bytes) -> tuple[str, str] | None:
    """Return the text of `data` in a Cyrillic encoding, if it reads like one; else None.

    No language in Latin letters has more than half of them outside ASCII.
    """
    sample = data[:20_000]
    high = sum(byte >= 0x80 for byte in sample)
    if high < 20 or high < sum(chr(byte).isalpha() for byte in sample if byte < 0x80):
        return None
    found = []
    for order, encoding in enumerate(_CYRILLIC):
        text = _strictly(data, encoding)
        words = re.findall(r"[\u0400-\u045f]+", text[:20_000]) if text is not None else []
        letters = "".join(words)
        if text is None or len(letters) < 0.9 * high:
            continue
        inside = sum(c.isupper() for word in words for c in word[1:] if not word.isupper())
        usual = sum(c in _USUAL for c in letters) - 2 * inside
        found.append((-usual / len(letters), order, text, encoding))
    best = min(found, default=None)
    return (best[2], best[3]) if best is not None and best[0] < -0.5 else None


def _guess(data: bytes, language: str | None) -> tuple[str, str] | None:
    """Return the text of `data` and its likely encoding, or None."""
    tag = (language or "").lower()
    for encoding in _OF_LANGUAGE.get(tag) or _OF_LANGUAGE.get(tag.split("-")[0], ()):
        if (text := _strictly(data, encoding)) is not None:
            return text, encoding
    if _is_accented(data) and (western := _western(data)) is not None:
        return western
    from charset_normalizer import from_bytes  # it takes longer to load than most sources

    if not tag and (cyrillic := _cyrillic(data)) is not None:
        return cyrillic
    best = from_bytes(data).best()
    if best is None:
        return None
    encoding = best.encoding
    if encoding in _WESTERN or encoding.startswith(("iso8859", "latin", "mac", "hp", "cp4", "cp8")):
        return _western(data) or (str(best), encoding)
    return str(best), encoding


def _western(data: bytes) -> tuple[str, str] | None:
    """Return the text of `data` in the Western encoding that makes most sense of it, or None."""
    texts = [(_strictly(data, name), name) for name in _WESTERN]
    scored = [(-_western_score(t), i, t, n) for i, (t, n) in enumerate(texts) if t is not None]
    return min(scored)[2:] if scored else None


def _is_accented(data: bytes) -> bool:
    """Whether nearly every byte beyond ASCII stands between two of ASCII, as accents and dashes do
    and characters of several bytes do not.
    """
    high = len(_HIGH.findall(data))
    return high > 0 and len(_ALONE.findall(data)) >= 0.9 * high


def _bad(source: Source, world: World, text: str, encoding: str) -> str:
    first = text.find("\ufffd")
    count = text.count("\ufffd")
    world.diagnostics.error(
        "bad-encoding",
        f"{count} place(s) are not valid {encoding}; the first is in this line",
        where=source.at(_line_of(text.replace("\r\n", "\n").replace("\r", "\n"), first)),
        hint="save the file as UTF-8",
    )
    return text


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a web page or an XML document names in its first 4 KiB."""
    match = _DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else None


def decode(source: Source, world: World, declared: str | None = None) -> str:
    """Return the text of `source`, ready for reading.

    `declared` is the encoding the source names for itself, if any. What is not valid in the
    encoding it claims is an error naming the line; a guessed encoding is a warning.
    """
    data = source.data
    name = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if name is None and declared:
        name = _ALIASES.get(declared.strip().lower(), declared.strip().lower())
    if (text := _strictly(data, "utf-8")) is not None and name in (None, "utf-8", "cp1252"):
        if name is not None or (wide := _without_mark(data)) is None:
            return clean(text, source, world)
        name = wide
    name = name or _without_mark(data)
    if name is not None and (text := _strictly(data, name)) is not None:
        return clean(text, source, world)
    if (text := _damaged_utf8(data)) is not None:
        return clean(_bad(source, world, text, "UTF-8"), source, world)
    guess = _guess(data, source.language)
    if guess is None:
        text = data.decode("utf-8", "replace")
        return clean(_bad(source, world, text, name or "UTF-8"), source, world)
    text, encoding = guess
    claim = f"is not valid {declared}, as it claims to be" if declared else "is not UTF-8"
    world.diagnostics.warning(
        "encoding-guessed",
        f"the file {claim}; it was read as {encoding}",
        where=source.at(),
        hint="look at its names and accents, and save the file as UTF-8",
    )
    return clean(text, source, world)


def readable(source: Source) -> str | None:
    """Return the text of `source` as an editor sees it, or None when it is no text.

    The encoding is found as `decode` finds it, and nobody is told. UTF-8 keeps what XML forbids.
    """
    data = source.data
    if b"\x00" not in data and (text := _strictly(data, "utf-8-sig")) is not None:
        return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked or b"\x00" in data:
        name = marked or _without_mark(data)
        text = _strictly(data, name) if name else None
        return None if text is None else clean(text, source, World(Path()))
    return decode(source, World(Path()), declared_encoding(data))
