"""From a PDF to every glyph it draws: which outline, where its origin stands, how it is scaled.

Streams are decoded as a renderer does it (ISO 32000-2, 9.4): matrices, strings with their
adjustments, advances of the embedded fonts, form XObjects. Codes are glyph ids (Identity-H).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: the face by name, its id, its matrix (a to d) and its origin, in pt of the page."""

    face: str
    glyph: int
    scale: tuple[float, float, float, float]
    x: float
    y: float

    @property
    def places(self) -> tuple[float, ...]:
        """Everything about it that is a length, in pt."""
        return (*self.scale, self.x, self.y)


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does `one`, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


class _Font:
    def __init__(self, font: Any) -> None:
        inner = font.DescendantFonts[0]
        self.name = str(inner.BaseFont)
        self.default = float(inner.get("/DW", 1000))
        self.widths: dict[int, float] = {}
        runs = list(inner.get("/W", ()))
        for first, widths in zip(runs[::2], runs[1::2], strict=True):
            self.widths |= {int(first) + n: float(w) for n, w in enumerate(widths)}


class _Reader:
    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], _Font] = {}

    def font(self, resources: Any, name: Any) -> _Font:
        font = resources.Font[name]
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = _Font(font)
        return self.fonts[font.objgen]

    def glyphs(self, source: Any, resources: Any, base: Matrix) -> Iterator[Glyph]:
        stack: list[tuple[Matrix, Any, float]] = []
        current, text, line = base, IDENTITY, IDENTITY
        font, size = None, 0.0
        for operands, operator in pikepdf.parse_content_stream(source):
            match str(operator):
                case "q":
                    stack.append((current, font, size))
                case "Q":
                    current, font, size = stack.pop()
                case "cm":
                    current = times(_matrix(operands), current)
                case "BT":
                    text = line = IDENTITY
                case "Tm":
                    text = line = _matrix(operands)
                case "Td":
                    x, y = map(float, operands)
                    text = line = times((1, 0, 0, 1, x, y), line)
                case "Tf":
                    font, size = self.font(resources, operands[0]), float(operands[1])
                case "Tj" | "TJ":
                    parts = operands[0] if str(operator) == "TJ" else operands
                    for part in parts:
                        if not isinstance(part, pikepdf.String):
                            text = times((1, 0, 0, 1, -float(part) / 1000 * size, 0), text)
                            continue
                        data = bytes(part)
                        for at in range(0, len(data), 2):
                            code = int.from_bytes(data[at : at + 2], "big")
                            a, b, c, d, e, f = times((size, 0, 0, size, 0, 0), times(text, current))
                            yield Glyph(font.name, code, (a, b, c, d), e, f)
                            width = font.widths.get(code, font.default)
                            text = times((1, 0, 0, 1, width / 1000 * size, 0), text)
                case "Do":
                    form = resources.XObject[operands[0]]
                    if form.Subtype == "/Form":
                        own = _matrix(form.get("/Matrix", IDENTITY))
                        inner = form.get("/Resources", resources)
                        yield from self.glyphs(form, inner, times(own, current))
                case _:
                    pass


def _matrix(values: Any) -> Matrix:
    return tuple(float(v) for v in values)  # type: ignore[return-value]


def pages_of_glyphs(pdf: bytes) -> list[list[Glyph]]:
    """Return the glyphs of every page, in the order in which they are drawn."""
    reader = _Reader()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            list(reader.glyphs(page, page.obj.get("/Resources", {}), IDENTITY))
            for page in file.pages
        ]
