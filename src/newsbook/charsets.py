"""From the name of an encoding, as files and editors write it, to the codec that reads it."""

from __future__ import annotations

import codecs

__all__ = ["codec"]

# What web pages and old systems mean by these names (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874", "utf8": "utf-8",
    "x-mac-roman": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-cp1251": "cp1251",
    "unicode": "utf-16", "windows-31j": "cp932", "macintosh": "mac_roman",
}  # fmt: skip


def codec(name: str) -> str:
    """Return the name of the codec for the encoding `name`. Raises `LookupError` without one."""
    plain = name.strip().lower()
    meant = _MEANT.get(plain, plain)
    try:
        "".encode(codecs.lookup(meant).name)
    except ValueError:
        raise LookupError(name) from None
    return meant
