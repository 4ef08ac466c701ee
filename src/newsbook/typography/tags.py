"""From a BCP 47 language tag to what typesetting needs to know of it.

Tags are compared without regard to case (RFC 5646, 2.1.1).
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["cjk_face", "is_cjk", "is_rtl", "is_valid", "primary", "script"]

_TAG = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
    r"|x(?:-[A-Za-z0-9]{1,8})+"
)
_RTL_LANGUAGES = frozenset("ar arc ckb dv fa glk he iw ji lrc mzn ps sd ug ur yi".split())
_RTL_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())
_TRADITIONAL_REGIONS = frozenset({"tw", "hk", "mo"})


def is_valid(tag: str) -> bool:
    """Return whether `tag` is well formed after RFC 5646 (registration is not looked up)."""
    return _TAG.fullmatch(tag) is not None


def primary(tag: str | None) -> str:
    """Return the primary language of `tag` in lower case (`zh` for `zh-Hant-TW`), `""` for None."""
    return tag.split("-", 1)[0].lower() if tag else ""


def script(tag: str | None) -> str:
    """Return the script subtag of `tag` in title case (`Hant`), or `""` when it names none."""
    parts = tag.split("-")[1:] if tag else []
    for part in parts:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            return part.title()
    return ""


@lru_cache(1024)
def is_cjk(tag: str | None) -> bool:
    """Return whether text tagged `tag` is set as Chinese, Japanese or Korean.

    A romanisation (`zh-Latn-pinyin`, `ja-Latn`) is not; `und-Hani` is.
    """
    named = script(tag)
    if named:
        return named in ("Hans", "Hant", "Hani", "Jpan", "Kore", "Hang", "Hrkt", "Kana", "Hira",
                         "Bopo")  # fmt: skip
    return primary(tag) in ("zh", "ja", "ko", "yue", "cmn", "wuu", "nan", "hak", "lzh")


def is_rtl(tag: str | None) -> bool:
    """Return whether text tagged `tag` runs from right to left."""
    named = script(tag).lower()
    return named in _RTL_SCRIPTS if named else primary(tag) in _RTL_LANGUAGES


def cjk_face(tag: str | None) -> str:
    """Return which regional face draws `tag`: `SC`, `TC`, `HK`, `JP`, `KR`, or `""` outside CJK."""
    if not is_cjk(tag) or tag is None:
        return ""
    language = primary(tag)
    parts = tag.lower().split("-")
    if language == "ja" or script(tag) in ("Jpan", "Kana", "Hira", "Hrkt"):
        return "JP"
    if language == "ko" or script(tag) in ("Kore", "Hang"):
        return "KR"
    if "hk" in parts or "mo" in parts or (language == "yue" and "hans" not in parts):
        return "HK"
    if script(tag) in ("Hant", "Bopo") or (_TRADITIONAL_REGIONS & set(parts) and
                                           script(tag) != "Hans"):  # fmt: skip
        return "TC"
    return "SC"
