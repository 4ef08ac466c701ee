"""From PDF matrices and rectangles to plain arithmetic on tuples.

A matrix `(a, b, c, d, e, f)` maps `(x, y)` to `(ax + cy + e, bx + dy + f)` (ISO 32000-1, 8.3.3).
Lengths are PDF units (1/72 in) unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

__all__ = ["IDENTITY", "MM", "Box", "Matrix", "decimal", "matrix_of", "multiply", "scale_of"]

MM = 72 / 25.4
"""PDF units in a millimetre."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(NamedTuple):
    """A rectangle: left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def of(cls, numbers: Iterable[Any]) -> Box:
        """Return the rectangle of four PDF numbers, corners in any order."""
        a, b, c, d = (float(n) for n in numbers)
        return cls(min(a, c), min(b, d), max(a, c), max(b, d))

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> Box | None:
        """Return the smallest rectangle around `points`, or None when there are none."""
        pairs = list(points)
        if not pairs:
            return None
        xs, ys = [p[0] for p in pairs], [p[1] for p in pairs]
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """The extent from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """The extent from bottom to top."""
        return self.y1 - self.y0

    def through(self, matrix: Matrix) -> Box:
        """Return the upright rectangle around this one mapped by `matrix`."""
        a, b, c, d, e, f = matrix
        xs = [a * x + c * y + e for x in (self.x0, self.x1) for y in (self.y0, self.y1)]
        ys = [b * x + d * y + f for x in (self.x0, self.x1) for y in (self.y0, self.y1)]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def grown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the rectangle with each side moved outwards."""
        return Box(self.x0 - left, self.y0 - bottom, self.x1 + right, self.y1 + top)

    def within(self, other: Box, tolerance: float = 0.01) -> bool:
        """Say whether this rectangle lies inside `other`."""
        return (
            self.x0 >= other.x0 - tolerance
            and self.y0 >= other.y0 - tolerance
            and self.x1 <= other.x1 + tolerance
            and self.y1 <= other.y1 + tolerance
        )

    def meets(self, other: Box) -> bool:
        """Say whether the two rectangles share an area."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    def common(self, other: Box) -> Box | None:
        """Return the shared area, or None."""
        box = Box(
            max(self.x0, other.x0),
            max(self.y0, other.y0),
            min(self.x1, other.x1),
            min(self.y1, other.y1),
        )
        return box if box.x0 <= box.x1 and box.y0 <= box.y1 else None


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def scale_of(matrix: Matrix) -> float:
    """Return the mean factor by which `matrix` enlarges lengths."""
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def matrix_of(numbers: Iterable[Any] | None) -> Matrix:
    """Return the matrix of six PDF numbers, or the identity."""
    if numbers is None:
        return IDENTITY
    values = [float(n) for n in numbers]
    return (values[0], values[1], values[2], values[3], values[4], values[5])


def decimal(value: float, places: int = 4) -> Decimal:
    """Return `value` as the shortest decimal with at most `places` places (for PDF numbers)."""
    number = Decimal(f"{value:.{places}f}")
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
