"""From a PDF font dictionary to the codes and advances of the strings shown with it.

ISO 32000-1, 9.2.4, 9.6 and 9.7: widths are thousandths of the text space unit (Type 3 fonts have
a matrix of their own).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from newsbook.pdf.geometry import matrix_of

__all__ = ["FontMeasure", "measure"]


_CID_BLOCK = re.compile(r"begincid(?:char|range)(.{0,200000}?)endcid(?:char|range)", re.DOTALL)
_CID_LINE = re.compile(r"<([0-9a-fA-F]{1,8})>\s*(?:<([0-9a-fA-F]{1,8})>\s*)?(\d{1,5})")


@dataclass(frozen=True)
class FontMeasure:
    """What is needed of a font to place its strings: `ascent` and `descent` are in em.

    `two_bytes` says how a string is cut into codes; `cids` maps codes to the numbers `widths` are
    kept by (None: they are the same); `by_glyph` says that those numbers are glyphs' own.
    """

    name: str
    widths: Mapping[int, float]
    default: float
    two_bytes: bool
    cids: Mapping[int, int] | None
    by_glyph: bool
    ascent: float
    descent: float
    kind: str

    def codes(self, string: bytes) -> list[int]:
        """Return the character codes of `string`."""
        if not self.two_bytes:
            return list(string)
        return [string[i] << 8 | string[i + 1] for i in range(0, len(string) - 1, 2)]

    def advance(self, code: int) -> float:
        """Return the advance of `code` in em."""
        return self.widths.get(self.cid(code), self.default)

    def cid(self, code: int) -> int:
        """Return the number `code` selects in the font; 0 is the glyph for what is missing."""
        return code if self.cids is None else self.cids.get(code, 0)

    @cached_property
    def space(self) -> int | None:
        """The one-byte code that word spacing applies to (9.3.3), or None."""
        return None if self.two_bytes else 32


def _cid_widths(array: Any) -> dict[int, float]:
    """Read a W array: `c [w1 w2 ...]` and `first last w` (9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(array or [])
    i = 0
    while i + 1 < len(items):
        first, second = int(items[i]), items[i + 1]
        if hasattr(second, "as_list") or isinstance(second, list):
            for n, width in enumerate(second):
                widths[first + n] = float(width) / 1000
            i += 2
        elif i + 2 < len(items):
            width = float(items[i + 2]) / 1000
            last = min(int(second), first + 65535)
            widths.update(dict.fromkeys(range(first, last + 1), width))
            i += 3
        else:
            break
    return widths


def _cmap(stream: Any) -> dict[int, int]:
    """Read the single codes and the ranges of an embedded CMap (9.7.5.3)."""
    text = bytes(stream.read_bytes()).decode("latin-1")
    found: dict[int, int] = {}
    for block in _CID_BLOCK.findall(text):
        for low, high, cid in _CID_LINE.findall(block):
            first = int(low, 16)
            last = min(int(high or low, 16), first + 65535)
            found.update({code: int(cid) + code - first for code in range(first, last + 1)})
    return found


def _extent(descriptor: Any, key: str, default: float) -> float:
    value = float(descriptor.get(key, 0)) / 1000 if descriptor is not None else 0.0
    return value if 0 < abs(value) < 4 else default


def measure(font: Any) -> FontMeasure:
    """Return the measure of a font dictionary."""
    kind = str(font.get("/Subtype", "/Type1")).lstrip("/")
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    if kind == "Type0":
        inner = font.DescendantFonts[0]
        descriptor = inner.get("/FontDescriptor")
        widths = _cid_widths(inner.get("/W"))
        default = float(inner.get("/DW", 1000)) / 1000
        encoding = font.get("/Encoding")
        cids = _cmap(encoding) if isinstance(encoding, pikepdf.Stream) else None
        known = cids is not None or str(encoding) in ("/Identity-H", "/Identity-V")
        by_glyph = known and str(inner.get("/CIDToGIDMap", "/Identity")) == "/Identity"
    else:
        descriptor = font.get("/FontDescriptor")
        factor = matrix_of(font.get("/FontMatrix"))[0] if kind == "Type3" else 0.001
        first = int(font.get("/FirstChar", 0))
        widths = {first + n: float(w) * factor for n, w in enumerate(font.get("/Widths", []))}
        default, by_glyph, cids = (0.0 if kind == "Type3" else 0.5), False, None
    ascent = _extent(descriptor, "/Ascent", 0.9)
    descent = _extent(descriptor, "/Descent", -0.25)
    return FontMeasure(
        name, widths, default, kind == "Type0", cids, by_glyph, ascent, -abs(descent), kind
    )
