"""From an ISBN and a price to the bars and digits of an EAN-13 barcode, as shapes in black ink.

ISO/IEC 15420: a module (X) is 0.33 mm at 100 %, the bars are 22.85 mm high, guard bars 5 X longer,
the quiet zones 11 X left and 7 X right. The price add-on is an EAN-5 (the book trade's five digits:
currency and price, or 90000 for none).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

__all__ = ["Barcode", "Digit", "ean5_bits", "ean13", "ean13_bits", "is_ean13", "read_ean13"]

MODULE_MM, BARS_MM = 0.33, 22.85
_QUIET_LEFT, _QUIET_RIGHT, _GAP = 11, 7, 9
_ADDON_QUIET = 5
_R = "1110010 1100110 1101100 1000010 1011100 1001110 1010000 1000100 1001000 1110100".split()
_L = ["".join("10"[int(bit)] for bit in code) for code in _R]
_G = [code[::-1] for code in _R]
_PARITY = "LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL".split()
_ADDON_PARITY = "GGLLL GLGLL GLLGL GLLLG LGGLL LLGGL LLLGG LGLGL LGLLG LLGLG".split()
_GUARDS = frozenset([0, 2, 46, 48, 92, 94])


@dataclass(frozen=True, slots=True)
class Digit:
    """One printed digit: its middle, its baseline and its height, in mm from the top left."""

    text: str
    x_mm: float
    baseline_mm: float
    size_mm: float


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode as shapes, in mm from its top left corner, quiet zones included.

    `bars` are rectangles (x, y, width, height).
    """

    number: str
    bars: tuple[tuple[float, float, float, float], ...]
    digits: tuple[Digit, ...]
    width_mm: float
    height_mm: float


def _check_digit(digits: str) -> int:
    return -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12])) % 10


def is_ean13(number: str) -> bool:
    """Say whether a number (hyphens and spaces aside) is an EAN-13 with a right check digit."""
    digits = number.replace("-", "").replace(" ", "")
    plain = len(digits) == 13 and digits.isascii() and digits.isdigit()
    return plain and _check_digit(digits) == int(digits[12])


def ean13_bits(number: str) -> str:
    """Return the 95 modules of an EAN-13, `1` for a bar. Raises ValueError for a wrong number."""
    digits = number.replace("-", "").replace(" ", "")
    if not is_ean13(digits):
        raise ValueError(f"{number!r} is not an EAN-13: thirteen digits with a right check digit")
    parity = _PARITY[int(digits[0])]
    left = "".join(
        (_L if side == "L" else _G)[int(d)] for side, d in zip(parity, digits[1:7], strict=True)
    )
    return f"101{left}01010{''.join(_R[int(d)] for d in digits[7:])}101"


def ean5_bits(number: str) -> str:
    """Return the 47 modules of a five-digit add-on. Raises ValueError for a wrong number."""
    if len(number) != 5 or not (number.isascii() and number.isdigit()):
        raise ValueError(f"{number!r} is not a price add-on: five digits, such as 51999 or 90000")
    value = sum(int(d) * (9 if i % 2 else 3) for i, d in enumerate(number)) % 10
    codes = [
        (_L if side == "L" else _G)[int(d)]
        for side, d in zip(_ADDON_PARITY[value], number, strict=True)
    ]
    return "1011" + "01".join(codes)


def _bars(
    bits: str, left: float, top: float, module: float, heights: Sequence[float]
) -> list[tuple[float, float, float, float]]:
    """Return the rectangles of `bits`; neighbours of the same height are one."""
    found, i = [], 0
    while i < len(bits):
        j = i + 1
        if bits[i] == "1":
            while j < len(bits) and bits[j] == "1" and heights[j] == heights[i]:
                j += 1
            found.append((left + i * module, top, (j - i) * module, heights[i]))
        i = j
    return [(round(x, 4), round(y, 4), round(w, 4), round(h, 4)) for x, y, w, h in found]


def ean13(number: str, addon: str | None = None, *, scale: float = 1.0) -> Barcode:
    """Return the barcode of `number` and its price `addon`, `scale` times its nominal size.

    Raises ValueError for a wrong number, or a scale outside 0.8 to 2.
    """
    if not 0.8 <= scale <= 2:
        raise ValueError(f"a barcode at {scale:.0%} of its size is not to the standard (80-200 %)")
    bits, digits = ean13_bits(number), number.replace("-", "").replace(" ", "")
    module, height = MODULE_MM * scale, BARS_MM * scale
    heights = [height + (5 * module if i in _GUARDS else 0) for i in range(95)]
    left = _QUIET_LEFT * module
    bars = _bars(bits, left, 0.0, module, heights)
    size, baseline = 10.5 * module, height + 8.7 * module
    shown = [Digit(digits[0], 4.5 * module, baseline, size)]
    for k in range(12):
        start = 3 + 7 * k if k < 6 else 50 + 7 * (k - 6)
        shown.append(Digit(digits[k + 1], left + (start + 3.5) * module, baseline, size))
    width = (_QUIET_LEFT + 95 + _QUIET_RIGHT) * module
    if addon is not None:
        x = left + (95 + _GAP) * module
        top = 9 * module
        more = ean5_bits(addon)
        bars += _bars(more, x, top, module, [height + 5 * module - top] * len(more))
        for k in range(5):
            middle = x + (4 + 9 * k + 3.5) * module
            shown.append(Digit(addon[k], middle, top - 1.4 * module, size))
        width = x + (len(more) + _ADDON_QUIET) * module
    total = height + 9.34 * module
    return Barcode(digits, tuple(bars), tuple(shown), round(width, 4), round(total, 4))


# ---------------------------------------------------------------- reading back
_CODES = {code: (n, "L") for n, code in enumerate(_L)}
_CODES |= {code: (n, "G") for n, code in enumerate(_G)}
_RIGHT = {code: n for n, code in enumerate(_R)}


def _runs(row: bytes) -> tuple[list[int], bool]:
    """Return the lengths of the light and dark stretches of a row, and whether it begins dark."""
    lengths, last, count = [], row[0] > 127, 0
    first = last
    for value in row:
        dark = value > 127
        if dark == last:
            count += 1
        else:
            lengths.append(count)
            last, count = dark, 1
    return [*lengths, count], first


def _digit(runs: Sequence[int], *, dark: bool) -> str:
    """Return the seven modules four stretches stand for."""
    total = sum(runs)
    widths = [max(1, round(run * 7 / total)) for run in runs]
    if sum(widths) != 7:
        return ""
    return "".join(("1" if (i % 2 == 0) == dark else "0") * w for i, w in enumerate(widths))


def _decode(runs: Sequence[int]) -> str | None:
    """Return the number 59 stretches (guards and digits) spell, or None."""
    module = sum(runs) / 95
    guards = [*runs[:3], *runs[27:32], *runs[56:59]]
    if any(abs(run - module) > 0.6 * module for run in guards):
        return None
    left = [_CODES.get(_digit(runs[i : i + 4], dark=False)) for i in range(3, 27, 4)]
    right = [_RIGHT.get(_digit(runs[i : i + 4], dark=True)) for i in range(32, 56, 4)]
    if None in left or None in right:
        return None
    pairs = [pair for pair in left if pair is not None]
    sides = "".join(side for _, side in pairs)
    if sides not in _PARITY:
        return None
    number = f"{_PARITY.index(sides)}{''.join(str(n) for n, _ in pairs)}"
    number += "".join(str(n) for n in right)
    return number if is_ean13(number) else None


def read_ean13(plate: Image.Image) -> set[str]:
    """Return the EAN-13 numbers that can be read on an upright plate (mode L, 255: solid ink).

    A row every millimetre or so is looked at, as a scanner would; a quiet zone of seven modules on
    each side is insisted on.
    """
    found: set[str] = set()
    width, height = plate.size
    if not width or not height:
        return found
    data = plate.convert("L").tobytes()
    for y in range(0, height, max(1, height // 400)):
        runs, dark = _runs(data[y * width : (y + 1) * width])
        for i in range(0 if dark else 1, len(runs) - 58, 2):
            stretch = runs[i : i + 59]
            quiet = 6.5 * sum(stretch) / 95
            before = runs[i - 1] if i else 0
            after = runs[i + 59] if i + 59 < len(runs) else 0
            if before >= quiet and after >= quiet:
                number = _decode(stretch)
                if number is not None:
                    found.add(number)
    return found
