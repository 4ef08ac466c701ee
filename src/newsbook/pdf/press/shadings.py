"""From gradients in screen colours to gradients in inks.

A shading's function gives colours along a line; the inks between two colours are not on the line
between their inks, so each blend is sampled. Where a blend has a hard edge (a stitching function),
the edge stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.pdf.geometry import decimal
from newsbook.pdf.press.inks import Inks

__all__ = ["convert_shading"]

_SAMPLES = 65
Convert = Callable[[tuple[float, ...]], tuple[float, ...]]


def _ends(function: Any) -> list[tuple[float, ...]]:
    """Return every colour named in a function of type 2 or 3."""
    if int(function.FunctionType) == 3:
        return [end for part in function.Functions for end in _ends(part)]
    return [_start(function), _end(function)]


def _start(function: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in function.get("/C0", [0]))


def _end(function: Any) -> tuple[float, ...]:
    return tuple(float(v) for v in function.get("/C1", [1]))


def _blend(function: Any, convert: Convert, pdf: pikepdf.Pdf) -> Any:
    """Return a function of type 2 or 0 that blends inks as `function` blends colours."""
    first, last = _start(function), _end(function)
    start, end = convert(first), convert(last)
    power = float(function.get("/N", 1))
    domain = [decimal(float(v)) for v in function.get("/Domain", [0, 1])]
    if start == end or sum(start[:3]) + sum(end[:3]) == 0 or len(start) == 1:
        return Dictionary(
            FunctionType=2,
            Domain=Array(domain),
            N=decimal(power, 6),
            C0=Array([decimal(v) for v in start]),
            C1=Array([decimal(v) for v in end]),
        )
    low, high = float(domain[0]), float(domain[1])
    table = bytearray()
    for i in range(_SAMPLES):
        x = (low + (high - low) * i / (_SAMPLES - 1)) ** power
        inks = convert(tuple(a + (b - a) * x for a, b in zip(first, last, strict=True)))
        for ink in inks:
            table += round(ink * 65535).to_bytes(2, "big")
    stream = pdf.make_stream(bytes(table))
    stream.FunctionType, stream.Domain = 0, Array(domain)
    stream.Range, stream.Size = Array([0, 1] * len(start)), Array([_SAMPLES])
    stream.BitsPerSample = 16
    return stream


def _rebuilt(function: Any, convert: Convert, pdf: pikepdf.Pdf) -> Any:
    if int(function.FunctionType) == 2:
        return _blend(function, convert, pdf)
    made = Dictionary(FunctionType=3)
    made.Functions = Array([_rebuilt(part, convert, pdf) for part in function.Functions])
    for key in ("/Domain", "/Bounds", "/Encode"):
        made[key] = function[key]
    return made


def _supported(function: Any) -> bool:
    if not isinstance(function, Dictionary) or "/FunctionType" not in function:
        return False
    kind = int(function.FunctionType)
    if kind == 3:
        return all(_supported(part) for part in function.Functions)
    return kind == 2 and len(_start(function)) == len(_end(function))


def convert_shading(
    shading: Any, inks: Inks, pdf: pikepdf.Pdf, *, mask: bool = False
) -> str | None:
    """Turn a shading dictionary into device CMYK, in place. Return what is wrong, or None.

    Grey shadings stay; in a luminosity mask (`mask`) colours become greys of the same luminosity.
    A function with three outputs is taken as sRGB whatever the space claims: the typesetting
    engine writes such blends into a CMYK space.
    """
    space, function = shading.get("/ColorSpace"), shading.get("/Function")
    if space == Name.DeviceGray:
        return None
    kind = int(shading.get("/ShadingType", 0))
    if kind not in (2, 3) or not _supported(function):
        return f"a gradient of a kind (type {kind}) that cannot be turned into inks"
    ends = _ends(function)
    width = {len(end) for end in ends}
    if len(width) != 1 or not width <= {1, 3, 4}:
        return "a gradient whose colours do not agree in their number of components"
    convert = _luminosity if mask else _conversion(space, ends, inks)
    shading.Function = _rebuilt(function, convert, pdf)
    shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK
    if "/Background" in shading:
        back = tuple(float(v) for v in shading.Background)
        shading.Background = Array([decimal(v) for v in convert(back)])
    return None


def _luminosity(value: tuple[float, ...]) -> tuple[float, ...]:
    """Return the luminosity of an RGB, CMYK or grey colour (11.5.3, 10.3.3)."""
    if len(value) == 4:
        c, m, y, k = value
        return (round(1 - min(1.0, 0.3 * c + 0.59 * m + 0.11 * y + k), 4),)
    if len(value) == 3:
        return (round(0.3 * value[0] + 0.59 * value[1] + 0.11 * value[2], 4),)
    return value


def _conversion(space: Any, ends: list[tuple[float, ...]], inks: Inks) -> Convert:
    """Return how the colours of a blend become inks."""
    components = len(ends[0])
    if components == 4:
        return lambda v: inks.limited((v[0], v[1], v[2], v[3]))
    if isinstance(space, Array) and str(space[0]) == "/Lab":
        return lambda v: inks.lab(v[0], v[1], v[2])
    if components == 1:
        return lambda v: inks.gray(v[0])
    # Black in a blend with a colour must meet the colour's own dark end, so a neutral becomes
    # black ink alone only in a blend that is neutral from end to end.
    neutral = all(max(end) - min(end) < 0.004 for end in ends)
    return lambda v: inks.rgb(v[0], v[1], v[2], neutral=neutral)
