"""From what an editor writes for a length or a page size to millimetres.

A trim size is the size of the finished page after cutting. It is written as a name (`a5`,
`b5-jis`, `大32开`, `berliner`), or as two lengths with a unit (`6x9in`, `152.4 x 228.6 mm`,
`14cm x 21cm`), with `landscape` after it to turn it. Sizes come from ISO 216, JIS P 0138,
GB/T 788-1999 and the newspaper trade's common formats.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["TRIMS", "UNITS", "Trim", "parse_length", "parse_trim"]

UNITS: Mapping[str, float] = MappingProxyType(
    {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
)
"""Millimetres in one of each unit; `pt` is the PostScript point (1/72 in), `q` a quarter mm."""

_SMALLEST_MM, _LARGEST_MM = 40.0, 1500.0
_WORDS = {"inches": "in", "inch": "in", '"': "in", "″": "in", "毫米": "mm", "厘米": "cm"}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,18})?|\.\d{1,18})\s*([a-z]{1,2})?")


@dataclass(frozen=True, slots=True)
class Trim:
    """The size of a finished page."""

    width_mm: float
    height_mm: float

    def __str__(self) -> str:
        return f"{self.width_mm:g} × {self.height_mm:g} mm"

    @property
    def width_pt(self) -> float:
        """The width in PDF units (1/72 in)."""
        return self.width_mm * 72 / 25.4

    @property
    def height_pt(self) -> float:
        """The height in PDF units (1/72 in)."""
        return self.height_mm * 72 / 25.4

    def landscape(self) -> Trim:
        """Return the same sheet lying on its longer side."""
        return Trim(max(self.width_mm, self.height_mm), min(self.width_mm, self.height_mm))

    def matches(self, other: Trim, tolerance_mm: float = 0.5) -> bool:
        """Say whether both sides agree within `tolerance_mm`."""
        return (
            abs(self.width_mm - other.width_mm) <= tolerance_mm
            and abs(self.height_mm - other.height_mm) <= tolerance_mm
        )


def _table() -> Mapping[str, Trim]:
    sizes = {
        # ISO 216
        "a3": (297, 420),
        "a4": (210, 297),
        "a5": (148, 210),
        "a6": (105, 148),
        "a7": (74, 105),
        "b4": (250, 353),
        "b5": (176, 250),
        "b6": (125, 176),
        # JIS P 0138 and Japanese book formats
        "b4-jis": (257, 364),
        "b5-jis": (182, 257),
        "b6-jis": (128, 182),
        "shiroku": (127, 188),
        "shinsho": (103, 182),
        "kiku": (152, 218),
        # North America
        "letter": (215.9, 279.4),
        "legal": (215.9, 355.6),
        "half-letter": (139.7, 215.9),
        "digest": (139.7, 215.9),
        "us-trade": (152.4, 228.6),
        "us-pocket": (107.95, 174.625),
        "ledger": (279.4, 431.8),
        # Britain
        "a-format": (110, 178),
        "b-format": (129, 198),
        "demy": (138, 216),
        "royal": (156, 234),
        "crown-quarto": (189, 246),
        # China, GB/T 788-1999 and what printers cut it to
        "64开": (92, 126),
        "32开": (130, 184),
        "大32开": (140, 203),
        "16开": (185, 260),
        "大16开": (210, 285),
        "异16开": (170, 240),
        "8开": (260, 370),
        "4开": (270, 390),
        "对开": (390, 540),
        # Newspapers
        "broadsheet": (375, 597),
        "us-broadsheet": (304.8, 558.8),
        "nordisch": (400, 570),
        "rhenish": (350, 520),
        "swiss": (320, 475),
        "berliner": (315, 470),
        "tabloid": (280, 430),
        "compact": (280, 430),
        "half-berliner": (230, 315),
        "newspaper-club-broadsheet": (350, 500),
        "newspaper-club-tabloid": (289, 380),
        "newspaper-club-mini": (180, 260),
    }
    return MappingProxyType({name: Trim(float(w), float(h)) for name, (w, h) in sizes.items()})


TRIMS: Mapping[str, Trim] = _table()
"""Every named trim size, portrait."""

_ALIASES = {
    "jis-b4": "b4-jis",
    "jis-b5": "b5-jis",
    "jis-b6": "b6-jis",
    "iso-b5": "b5",
    "trade": "us-trade",
    "pocket": "us-pocket",
    "us-letter": "letter",
    "正16开": "16开",
    "异16": "异16开",
    "正32开": "32开",
    "小32开": "32开",
    "nordic": "nordisch",
    "rheinisch": "rhenish",
}


def _plain(text: str) -> str:
    """Fold case, width and the variant characters people type."""
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    text = text.replace("開", "开").replace("對", "对").replace("異", "异").replace("×", "x")
    for word, unit in _WORDS.items():
        text = text.replace(word, unit)
    return text.replace(",", ".") if re.search(r"\d,\d{1,2}(?!\d)", text) else text


def parse_length(text: str, *, unit: str | None = None) -> float:
    """Return the millimetres of a length such as `3mm`, `.125in`, `9 pt` or `15 q`.

    A number without a unit is taken as `unit`, or refused when `unit` is None; `0` needs none.
    Raises ValueError with a sentence for the editor.
    """
    match = _LENGTH.fullmatch(_plain(text))
    known = ", ".join(UNITS)
    if match is None:
        raise ValueError(f"{text!r} is not a length: write a number and a unit, such as 3mm")
    name = match[2] or unit or ("mm" if float(match[1]) == 0 else "")
    if not name:
        raise ValueError(f"{text!r} has no unit: write it as {match[1]}mm or {match[1]}in")
    if name not in UNITS:
        raise ValueError(f"{text!r}: {name!r} is not a unit of length here (use {known})")
    return round(float(match[1]) * UNITS[name], 4)


def _free(text: str) -> Trim | None:
    """Read `WxH` with a unit after the second number or after both."""
    sides = re.split(r"\s*x\s*", text)
    if len(sides) != 2 or not all(re.match(r"[\d.]", side) for side in sides):
        return None
    found = _LENGTH.fullmatch(sides[1])
    unit = found[2] if found else None
    return Trim(parse_length(sides[0], unit=unit), parse_length(sides[1]))


def _checked(trim: Trim, text: str) -> Trim:
    for side in (trim.width_mm, trim.height_mm):
        if not _SMALLEST_MM <= side <= _LARGEST_MM:
            raise ValueError(
                f"{text!r} is {trim}: a page has sides from {_SMALLEST_MM:g} to {_LARGEST_MM:g} mm"
            )
    return trim


def parse_trim(text: str | Sequence[str | float]) -> Trim:
    """Return the trim size an editor wrote: a name, `WxH` with a unit, or a pair of lengths.

    In a pair, numbers without a unit are millimetres. `landscape` after a size turns it. Raises
    ValueError with a sentence that names the nearest size when the name is not known.
    """
    if not isinstance(text, str):
        if len(text) != 2:
            raise ValueError("a trim size has two sides: width and height")
        width, height = (parse_length(str(side), unit="mm") for side in text)
        return _checked(Trim(width, height), f"{text[0]} x {text[1]}")
    plain = _plain(text)
    turned = plain.endswith("landscape")
    plain = plain.removesuffix("landscape").removesuffix("portrait").rstrip(" -,")
    name = re.sub(r"[\s_]+", "-", plain).replace("16k", "16开").replace("32k", "32开")
    trim = TRIMS.get(_ALIASES.get(name, name)) or _free(plain)
    if trim is None:
        near = difflib.get_close_matches(name, [*TRIMS, *_ALIASES], n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "write 6x9in, a5 or 大32开"
        raise ValueError(f"{text!r} is not a trim size: {hint}")
    trim = _checked(trim, text)
    return trim.landscape() if turned else trim
