from __future__ import annotations

import pytest

from newsbook.trim import TRIMS, Trim, parse_length, parse_trim


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("6x9in", 152.4, 228.6),
        ("6 x 9 in", 152.4, 228.6),
        ("6in x 9in", 152.4, 228.6),
        ('5.5" × 8.5"', 139.7, 215.9),
        ("152.4x228.6mm", 152.4, 228.6),
        ("14,5x21cm", 145, 210),
        ("a5", 148, 210),
        ("A5 landscape", 210, 148),
        ("B5 JIS", 182, 257),
        ("jis-b5", 182, 257),
        ("大32开", 140, 203),
        ("大３２開", 140, 203),
        ("16K", 185, 260),
        ("tabloid", 280, 430),
        ("Berliner", 315, 470),
        ("newspaper club tabloid", 289, 380),
    ],
)
def test_trim_sizes(text: str, width: float, height: float) -> None:
    trim = parse_trim(text)
    assert (trim.width_mm, trim.height_mm) == pytest.approx((width, height))


def test_pairs_are_millimetres() -> None:
    assert parse_trim(["152.4", "228.6"]) == Trim(152.4, 228.6)
    assert parse_trim([6 * 25.4, "9in"]) == Trim(152.4, 228.6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tablod", "did you mean tabloid"),
        ("6x9", "no unit"),
        ("6x9ft", "not a unit"),
        ("1x2mm", "a page has sides from"),
        ("9999x9999mm", "a page has sides from"),
        ("", "not a trim size"),
        ("six by nine", "not a trim size"),
        ("x", "not a trim size"),
        ("6xin", "not a trim size"),
        ("1e9x2e9in", "not a length"),
        ("-6x9in", "not a trim size"),
        (["6"], "two sides"),
    ],
)
def test_bad_trims_say_why(text: str | list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_trim(text)


@pytest.mark.parametrize(
    ("text", "mm"),
    [("3mm", 3), (".125in", 3.175), ("9 pt", 3.175), ("0", 0), ("1pc", 25.4 / 6), ("12q", 3)],
)
def test_lengths(text: str, mm: float) -> None:
    assert parse_length(text) == pytest.approx(mm, abs=1e-4)


def test_length_needs_a_unit() -> None:
    with pytest.raises(ValueError, match="3mm or 3in"):
        parse_length("3")
    assert parse_length("3", unit="mm") == 3


def test_every_named_size_reads_back() -> None:
    for name, trim in TRIMS.items():
        assert parse_trim(name) == trim
        assert parse_trim(f"{trim.width_mm}x{trim.height_mm}mm") == trim
