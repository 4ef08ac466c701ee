"""From a font program to one with wider advances, for the widths of a PDF font must be its own."""

from __future__ import annotations

import io
import struct
from types import SimpleNamespace
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

__all__ = ["widen_cff", "widen_sfnt"]

# From which advance on (1/1000 em) a glyph counts as full-width.
FULL_WIDTH = 900
# Operators that take operands in pairs (hstem, vstem, hstemhm, hintmask, cntrmask, vstemhm); how
# many operands others have with an advance (vmoveto, endchar, rmoveto, hmoveto).
_STEMS = frozenset({1, 3, 18, 19, 20, 23})
_WITH_WIDTH = {4: (2,), 14: (1, 5), 21: (3,), 22: (2,)}


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


def _stated(code: bytes) -> tuple[float, int] | None:
    """Return the advance that the charstring `code` states and the bytes it takes, or None.

    It is there when the first operator finds one operand more than it takes (Adobe Technical Note
    5177, 3.1 and 4.1). Charstrings call no subroutines: the subset is desubroutinised.
    """
    operands: list[tuple[float, int]] = []
    position = 0
    while position < len(code):
        byte = code[position]
        size = 3 if byte == 28 else 1 if byte < 247 else 2 if byte < 255 else 5
        if byte == 28:
            number: float = struct.unpack_from(">h", code, position + 1)[0]
        elif byte < 32:
            odd = byte in _STEMS and len(operands) % 2 == 1
            return operands[0] if odd or len(operands) in _WITH_WIDTH.get(byte, ()) else None
        elif byte < 247:
            number = byte - 139
        elif byte < 251:
            number = (byte - 247) * 256 + code[position + 1] + 108
        elif byte < 255:
            number = -(byte - 251) * 256 - code[position + 1] - 108
        else:
            number = struct.unpack_from(">i", code, position + 1)[0] / 65536
        position += size
        operands.append((number, size))
    return None


def _number(value: float) -> bytes:
    """Return `value` as an operand (Adobe Technical Note 5177, 3.2)."""
    if value == int(value) and -32768 <= value <= 32767:
        return b"\x1c" + struct.pack(">h", int(value))
    return b"\xff" + struct.pack(">i", round(value * 65536))


def _widen(charstring: Any, private: Any, extra: int) -> None:
    """Make the advance wider where `charstring` states it."""
    stated = _stated(charstring.bytecode)
    if stated is not None and private.nominalWidthX + stated[0] >= FULL_WIDTH:
        rest = charstring.bytecode[stated[1] :]
        charstring.setBytecode(_number(stated[0] + extra) + rest)


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
