"""From text with the marks of its letters in any order to a normal form of Unicode."""

from __future__ import annotations

import unicodedata
from typing import Literal

import regex

__all__ = ["nfc", "normal_form"]

_NOT_COMPATIBILITY = regex.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
# No writing needs so many marks on a letter (Unicode Standard Annex 15, "Stream-Safe Text Format").
# Python needs the square of their number to put them in order, and hardly any time when they are.
_MARKS = regex.compile(r"\P{Canonical_Combining_Class=Not_Reordered}{31,}")


def normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return `text` in the normal form `form`, in a time that grows as its length does."""
    if text.isascii():
        return text
    if len(text) > 31:
        text = _MARKS.sub(lambda run: "".join(sorted(run[0], key=unicodedata.combining)), text)
    return unicodedata.normalize(form, text)


def nfc(text: str) -> str:
    """Return `text` in NFC, CJK compatibility ideographs untouched."""
    if unicodedata.is_normalized("NFC", text):
        return text
    composed: str = _NOT_COMPATIBILITY.sub(lambda run: normal_form("NFC", run[0]), text)
    return composed
