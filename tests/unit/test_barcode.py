from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from newsbook.pdf.barcode import Barcode, ean5_bits, ean13, ean13_bits, is_ean13, read_ean13

NUMBERS = ("9780306406157", "9787544253994", "4006381333931", "0012345678905", "9790001000000")


def ink(code: Barcode, per_mm: int = 20) -> Image.Image:
    """Return the black plate of a barcode: 255 is solid ink."""
    size = (round(code.width_mm * per_mm), round(code.height_mm * per_mm))
    plate = Image.new("L", size, 0)
    draw = ImageDraw.Draw(plate)
    for x, y, w, h in code.bars:
        draw.rectangle(
            (x * per_mm, y * per_mm, (x + w) * per_mm - 1, (y + h) * per_mm - 1), fill=255
        )
    return plate


def zxing(plate: Image.Image) -> set[str]:
    paper = plate.point(lambda v: 255 - v)
    found = zxingcpp.read_barcodes(paper, ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read)
    return {item.text for item in found}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_independent_reader_agrees(number: str) -> None:
    if not is_ean13(number):
        number = number[:12] + next(d for d in "0123456789" if is_ean13(number[:12] + d))
    plate = ink(ean13(number))
    assert zxing(plate) == {number}
    assert read_ean13(plate) == {number}


@pytest.mark.parametrize("price", ["51999", "90000", "00000", "12345", "99999"])
def test_the_price_is_read_with_the_number(price: str) -> None:
    plate = ink(ean13("978-0-306-40615-7", price))
    assert f"9780306406157{price}" in zxing(plate)
    assert read_ean13(plate) == {"9780306406157"}


def test_nominal_sizes() -> None:
    code = ean13("9780306406157")
    assert (code.width_mm, code.height_mm) == pytest.approx((37.29, 25.93), abs=0.01)
    assert max(h for _, _, _, h in code.bars) == pytest.approx(22.85 + 5 * 0.33)
    assert min(x for x, *_ in code.bars) == pytest.approx(11 * 0.33)
    assert "".join(d.text for d in code.digits) == "9780306406157"
    small = ean13("9780306406157", scale=0.8)
    assert small.width_mm == pytest.approx(code.width_mm * 0.8, abs=0.01)
    assert len(ean13_bits("9780306406157")) == 95
    assert len(ean5_bits("51999")) == 47


@pytest.mark.parametrize("number", ["9780306406158", "978030640615", "97803064061a7", ""])
def test_wrong_numbers(number: str) -> None:
    assert not is_ean13(number)
    with pytest.raises(ValueError, match="thirteen digits"):
        ean13(number)


def test_wrong_prices_and_sizes() -> None:
    with pytest.raises(ValueError, match="five digits"):
        ean13("9780306406157", "5.99")
    with pytest.raises(ValueError, match="not to the standard"):
        ean13("9780306406157", scale=0.5)


def test_a_crowded_or_damaged_code_is_not_read() -> None:
    plate = ink(ean13("9780306406157"))
    crowded = plate.copy()
    crowded.paste(255, (0, 0, 60, plate.height))
    assert read_ean13(crowded) == set()
    blurred = plate.resize((plate.width // 40, plate.height)).resize(plate.size)
    assert read_ean13(blurred) == set()
    assert read_ean13(Image.new("L", (300, 40), 0)) == set()
    assert read_ean13(Image.new("L", (0, 0))) == set()
