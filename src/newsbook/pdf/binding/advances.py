"""From a font program to one with wider advances, for the widths of a PDF font must be its own."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from fontTools.ttLib import TTFont

__all__ = ["widen_cff", "widen_sfnt"]

# From which advance on (1/1000 em) a glyph counts as full-width.
FULL_WIDTH = 900


def widen_cff(data: bytes, extra: int) -> bytes:
    """Return a CID-keyed CFF font with its full-width glyphs `extra`/1000 em wider.

    An advance is the default of its font DICT, or stands first in the charstring as the difference
    to the nominal one (Adobe Technical Note 5177, 3.1). Fonts have 1000 units to the em.
    """
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[fonts.fontNames[0]]
    privates = [font.Private for font in top.FDArray]
    defaults = [private.defaultWidthX for private in privates]
    strings = top.CharStrings
    for name in top.charset:
        charstring, selected = strings.getItemAndSelector(name)
        private = privates[selected or 0]
        _widen(charstring, private, extra)
    for private, default in zip(privates, defaults, strict=True):
        private.defaultWidthX = default + extra if default >= FULL_WIDTH else default
    target = io.BytesIO()
    fonts.compile(target, SimpleNamespace(recalcBBoxes=False))
    return target.getvalue()


class _Width(T2WidthExtractor):  # type: ignore[misc]
    """Finds out whether a charstring states its advance, as its first operand."""

    stated = False

    def popallWidth(self, evenOdd: int = 0) -> list[Any]:  # noqa: N802, N803
        """Take the operands of an operator; those of the first may begin with the advance."""
        first, count = not self.gotWidth, len(self.operandStack)
        operands: list[Any] = super().popallWidth(evenOdd)
        if first:
            self.stated = len(operands) < count
        return operands


def _widen(charstring: Any, private: Any, extra: int) -> None:
    """Make the advance wider where `charstring` states it."""
    charstring.decompile()
    extractor = _Width([], [], private.nominalWidthX, private.defaultWidthX, private)
    extractor.execute(charstring)
    if extractor.stated and extractor.width >= FULL_WIDTH:
        charstring.program[0] += extra


def widen_sfnt(data: bytes, extra: int) -> bytes:
    """Return a TrueType or OpenType font with its full-width glyphs `extra`/1000 em wider."""
    font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    units = font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    for name, (advance, bearing) in metrics.items():
        if advance * 1000 >= FULL_WIDTH * units:
            metrics[name] = (advance + round(extra * units / 1000), bearing)
    target = io.BytesIO()
    font.save(target, reorderTables=False)
    return target.getvalue()
