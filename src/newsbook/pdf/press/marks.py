"""From the size of a page to the printer's marks around it.

Everything stands outside the bleed. Crop and registration marks are drawn in every plate
(Separation /All, ISO 32000-1, 8.6.6.4); fold marks are dashed; the bar shows the process inks
solid, their overprints and two greys.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name

from newsbook.pdf.geometry import MM, Box

__all__ = ["ALL_PLATES", "all_plates", "draw_marks"]

ALL_PLATES = Name("/NBall")
_LINE_PT = 0.25
_LENGTH = 5 * MM
_GAP = 0.5 * MM
_RING = 1.8 * MM
_PATCH = 4 * MM
_CIRCLE = 0.5523
_BAR = (
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (1, 1, 0, 0),
    (0, 1, 1, 0),
    (1, 0, 1, 0),
    (0.5, 0.4, 0.4, 0),
    (0, 0, 0, 0.5),
)


def all_plates() -> Any:
    """Return the colour space whose tint prints on every plate."""
    ink = Dictionary(
        FunctionType=2,
        Domain=Array([0, 1]),
        C0=Array([0, 0, 0, 0]),
        C1=Array([1, 1, 1, 1]),
        N=1,
    )
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, ink])


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S"


def _crop(trim: Box, bleed: Box) -> list[str]:
    """Eight lines that would meet at the corners of the trim."""
    left, right = bleed.x0 - _GAP, bleed.x1 + _GAP
    low, high = bleed.y0 - _GAP, bleed.y1 + _GAP
    lines = []
    for x in (trim.x0, trim.x1):
        lines += [_line(x, low - _LENGTH, x, low), _line(x, high, x, high + _LENGTH)]
    for y in (trim.y0, trim.y1):
        lines += [_line(left - _LENGTH, y, left, y), _line(right, y, right + _LENGTH, y)]
    return lines


def _registration(trim: Box, bleed: Box, folds: tuple[float, ...]) -> list[str]:
    """A ring and a cross in the middle of each side, out of the way of folds."""
    away = _GAP + _LENGTH / 2
    middle_x, middle_y = (trim.x0 + trim.x1) / 2, (trim.y0 + trim.y1) / 2
    if any(abs(fold - middle_x) < 4 * _RING for fold in folds):
        middle_x = trim.x0 + trim.width * 0.375
    lines = []
    for x, y in (
        (middle_x, bleed.y0 - away),
        (middle_x, bleed.y1 + away),
        (bleed.x0 - away, middle_y),
        (bleed.x1 + away, middle_y),
    ):
        arm = 1.3 * _RING
        lines += [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm), _ring(x, y)]
    return lines


def _ring(x: float, y: float) -> str:
    r, k = _RING, _RING * _CIRCLE
    return (
        f"{x + r:.3f} {y:.3f} m "
        f"{x + r:.3f} {y + k:.3f} {x + k:.3f} {y + r:.3f} {x:.3f} {y + r:.3f} c "
        f"{x - k:.3f} {y + r:.3f} {x - r:.3f} {y + k:.3f} {x - r:.3f} {y:.3f} c "
        f"{x - r:.3f} {y - k:.3f} {x - k:.3f} {y - r:.3f} {x:.3f} {y - r:.3f} c "
        f"{x + k:.3f} {y - r:.3f} {x + r:.3f} {y - k:.3f} {x + r:.3f} {y:.3f} c S"
    )


def _bar(trim: Box, bleed: Box) -> list[str]:
    """Patches above the page, left of the registration mark, as many as there is room for."""
    room = (trim.width / 2 - 2 * _RING - 4 * MM) / len(_BAR)
    size = min(_PATCH, room)
    if size < 1.5 * MM:
        return []
    y = bleed.y1 + _GAP + (_LENGTH - size) / 2
    return [
        f"{' '.join(f'{v:g}' for v in inks)} k "
        f"{trim.x0 + 2 * MM + i * size:.3f} {y:.3f} {size:.3f} {size:.3f} re f"
        for i, inks in enumerate(_BAR)
    ]


def _folds(bleed: Box, folds: tuple[float, ...]) -> list[str]:
    low, high = bleed.y0 - _GAP, bleed.y1 + _GAP
    lines = []
    for x in folds:
        lines += [_line(x, low - _LENGTH, x, low), _line(x, high, x, high + _LENGTH)]
    return ["[2 1.5] 0 d", *lines, "[] 0 d"] if lines else []


def draw_marks(
    trim: Box, bleed: Box, marks: frozenset[str], folds: tuple[float, ...] = ()
) -> bytes:
    """Return the instructions that draw `marks` around a page (`folds`: horizontal places, pt).

    They need the colour space `ALL_PLATES` in the page's resources.
    """
    lines = [f"q {ALL_PLATES} CS 1 SCN {_LINE_PT:g} w"]
    if "crop" in marks:
        lines += _crop(trim, bleed)
    if "registration" in marks:
        lines += _registration(trim, bleed, folds)
    if "fold" in marks:
        lines += _folds(bleed, folds)
    if "bar" in marks:
        lines += _bar(trim, bleed)
    return ("\n".join([*lines, "Q"]) + "\n").encode("ascii")
