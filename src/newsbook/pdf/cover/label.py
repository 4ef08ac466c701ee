"""From an ISBN and a price to the white label with the barcode on the back of a book."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape

from newsbook.model import Asset, Metadata
from newsbook.pdf.barcode import Barcode, ean13

__all__ = ["BARCODE_KEY", "barcode_label", "isbn_of"]

BARCODE_KEY = "isbn-barcode.svg"
_BLACK, _WHITE = "device-cmyk(0 0 0 1)", "device-cmyk(0 0 0 0)"
_MARGIN_MM = 1.5
_LINE_MM = 4.2


def isbn_of(metadata: Metadata) -> str | None:
    """Return the ISBN of the printed book as written, or None."""
    for wanted in ("print", None):
        for identifier in metadata.identifiers:
            if identifier.scheme == "isbn" and identifier.medium == wanted:
                return identifier.value
    return None


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _text(x: float, y: float, size: float, family: str, text: str, anchor: str = "middle") -> str:
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}" '
        f'font-family="{escape(family)}" fill="{_BLACK}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def barcode_label(isbn: str, price: str | None = None, *, family: str = "Inter") -> Asset:
    """Return the label as an SVG picture: the number in words, the bars, the digits, on white.

    Everything is black ink alone. `family` is the face of the digits. Its size is in the asset's
    alternative text: none; see `label_size`. Raises ValueError for a number that is no EAN-13.
    """
    code = ean13(isbn, price)
    width, height = _size(code)
    x, y = _MARGIN_MM, _MARGIN_MM + _LINE_MM
    shapes = [f'<rect width="{_number(width)}" height="{_number(height)}" fill="{_WHITE}"/>']
    shapes += [
        f'<rect x="{_number(x + left)}" y="{_number(y + top)}" width="{_number(w)}" '
        f'height="{_number(h)}" fill="{_BLACK}"/>'
        for left, top, w, h in code.bars
    ]
    middle = x + (11 + 95 / 2) * 0.33
    shapes.append(_text(middle, _MARGIN_MM + 2.6, 2.7, family, f"ISBN {isbn}"))
    shapes += [
        _text(x + digit.x_mm, y + digit.baseline_mm, digit.size_mm, family, digit.text)
        for digit in code.digits
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}mm" '
        f'height="{_number(height)}mm" viewBox="0 0 {_number(width)} {_number(height)}">'
        f"{''.join(shapes)}</svg>"
    ).encode()
    return Asset(BARCODE_KEY, "image/svg+xml", svg, sha256=hashlib.sha256(svg).hexdigest(), alt="")


def label_size(isbn: str, price: str | None = None) -> tuple[float, float]:
    """Return the width and height of a label in mm. Raises ValueError like `barcode_label`."""
    return _size(ean13(isbn, price))


def _size(code: Barcode) -> tuple[float, float]:
    return code.width_mm + 2 * _MARGIN_MM, code.height_mm + 2 * _MARGIN_MM + _LINE_MM
