"""From characters as systems store them to those that fonts and searches know.

Composed letters, unified ideographs for their copies, whole kana for half-width ones, the carons of
pinyin for breves. Unicode's NFKC would do too much (full-width punctuation becomes half-width), and
even NFC changes Japanese names (神 U+FA19 is another character to its bearer), so each rule is its
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsbook.normalforms import normal_form
from newsbook.typography.line import Edit, Line
from newsbook.typography.pinyin import carons
from newsbook.typography.tags import primary

__all__ = ["form_edits", "pinyin_edits"]

# Letters with marks of their own, kana with sound marks, Hangul in parts.
_PARTS = re.compile(
    "[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff][\u0300-\u036f]+|[\u3041-\u30ff][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]|[\u212a\u212b]"
)
_KANGXI = re.compile("[\u2f00-\u2fd5]")
# Copies that KS X 1001 and Big5 made of a character with the same shape; JIS X 0213 has seven of
# them as variants of their own.
_COPIES = re.compile("[\uf900-\ufa0d]")
_HALF_KANA = re.compile("[\uff61-\uff9f]+")
_BREVES = re.compile("[ăĕĭŏŭĂĔĬŎŬ]|[aeiouüAEIOUÜ]\u0306")
# Radicals of the supplement that are whole characters (Unicode, EquivalentUnifiedIdeograph.txt):
# what a PDF leaves when text is copied out of it.
_RADICALS: Final = dict(
    zip(
        "⺟⺠⺩⺬⺶⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "母民王示羊虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_RADICAL = re.compile(f"[{''.join(_RADICALS)}]")


def form_edits(line: Line) -> Iterator[Edit]:
    """Composition, copies of ideographs, half-width kana."""
    text = line.text
    if text.isascii():
        return
    for match in _PARTS.finditer(text):
        composed = normal_form("NFC", match[0])
        if composed != match[0]:
            yield Edit(*match.span(), composed, "composition")
    for match in _KANGXI.finditer(text):
        yield Edit(*match.span(), normal_form("NFKC", match[0]), "ideographs")
    for match in _RADICAL.finditer(text):
        yield Edit(*match.span(), _RADICALS[match[0]], "ideographs")
    for match in _COPIES.finditer(text):
        if primary(line.languages[match.start()]) != "ja":
            yield Edit(*match.span(), normal_form("NFC", match[0]), "ideographs")
    for match in _HALF_KANA.finditer(text):
        yield Edit(*match.span(), normal_form("NFKC", match[0]), "kana")


def pinyin_edits(line: Line) -> Iterator[Edit]:
    """Breves in pinyin, which typists take for carons."""
    if line.text.isascii():
        return
    for match in _BREVES.finditer(line.text):
        if line.languages[match.start()] == "zh-Latn-pinyin":
            yield Edit(*match.span(), carons(match[0]), "pinyin")
