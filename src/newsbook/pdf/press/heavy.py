"""From what pages paint to the places where black on top would break the ink limit.

Overprinting black keeps the colour under it, so black type over a dark picture would carry more ink
than paper can take. There the type knocks out instead.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from newsbook.pdf.geometry import Box
from newsbook.pdf.press.colours import Settings
from newsbook.pdf.press.inks import Inks
from newsbook.pdf.press.survey import Coloured

__all__ = ["heavy_places"]


def heavy_places(
    coloured: list[Coloured], inks: Inks, chroma: dict[Any, float], max_ink: float
) -> dict[int, list[Box]]:
    """Return, by page number from 1, the rectangles with too much colour for black on top.

    `chroma` is the most ink without black of each image, by object number, in percent; gradients
    have been turned into inks already.
    """
    room = max_ink - 100
    settings = Settings(inks)
    found: dict[int, list[Box]] = {}
    for paint in coloured:
        if _chroma(paint, settings, chroma) > room:
            found.setdefault(paint.page, []).append(paint.box)
    return found


def _chroma(paint: Coloured, settings: Settings, chroma: dict[Any, float]) -> float:
    """Return the most ink without black something painted may leave, in percent."""
    if paint.kind == "image":
        return chroma.get(paint.target.objgen, 0.0)
    if paint.kind == "shading":
        return _of_shading(paint.target)
    cmyk = settings.setting(paint.colour).cmyk if paint.colour is not None else None
    return sum(cmyk[:3]) * 100 if cmyk else 0.0


def _of_shading(shading: Any) -> float:
    """Return the most ink without black in a gradient already turned into inks."""

    def most(function: Any) -> float:
        if not hasattr(function, "get"):
            return 0.0
        if "/Functions" in function:
            return max((most(part) for part in function.Functions), default=0.0)
        if isinstance(function, pikepdf.Stream):
            data, width = bytes(function.read_bytes()), 8
            if int(function.BitsPerSample) != 16 or len(function.Range) != 8:
                return 0.0
            pixels = range(0, len(data) - width + 1, width)
            return max((_chroma_of(data[i : i + 6]) for i in pixels), default=0.0)
        ends = [function.get("/C0", []), function.get("/C1", [])]
        return max(
            (sum(float(v) for v in e[:3]) for e in map(list, ends) if len(e) == 4), default=0
        )

    if shading is None or "/Function" not in shading:
        return 0.0
    return most(shading.Function) * 100


def _chroma_of(sample: bytes) -> float:
    return sum(int.from_bytes(sample[i : i + 2], "big") for i in (0, 2, 4)) / 65535
