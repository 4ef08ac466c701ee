"""From the name of a printer to what it asks of a file.

Each target is a data file beside this module. Its numbers stand in two tables, `documented` (the
printer says so, or published it where the source is named) and `experience` (trade practice, to be
confirmed with the printer before an order); both are read the same way, and `Target.evidence` tells
which is which. Lengths are written with their unit and come out in mm.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from newsbook.trim import Trim, parse_length, parse_trim

__all__ = ["Target", "load_target", "target_names"]

Evidence = Literal["documented", "experience"]
_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Target:
    """What one printer, or one kind of printing, asks; None where it asks nothing.

    Bleeds are mm at the top, outside, bottom and inside (the spine's edge). `gutter_mm` lists pairs
    of the greatest number of pages and the inner margin for it. `spine_mm_per_page` maps a paper to
    the thickness of one page (half a leaf); `spine_extra_mm` is added once, for the cover. Inks are
    percent, resolutions pixels an inch, lines and text PDF points.
    """

    name: str
    title: str
    note: str = ""
    standard: str | None = None
    condition: str | None = None
    images: Literal["cmyk", "icc", "rgb"] | None = None
    bleed_mm: tuple[float, float, float, float] | None = None
    marks: tuple[str, ...] | None = None
    trims: tuple[Trim, ...] = ()
    trim_least: Trim | None = None
    trim_most: Trim | None = None
    max_ink: float | None = None
    ppi: int | None = None
    ppi_least: int | None = None
    ppi_most: int | None = None
    ppi_line_art: int | None = None
    safe_mm: float | None = None
    safe_bleed_mm: float | None = None
    gutter_mm: tuple[tuple[int, float], ...] = ()
    pages_least: int | None = None
    pages_most: int | None = None
    pages_multiple: int | None = None
    last_page_blank: bool = False
    line_pt: float | None = None
    text_pt: float | None = None
    colour_text_pt: float | None = None
    full_bleed: bool = True
    spine_mm_per_page: Mapping[str, float] = field(default_factory=dict)
    spine_extra_mm: float = 0.0
    spine_text_pages: int | None = None
    spine_text_mm: float | None = None
    spine_clearance_mm: float | None = None
    cover_bleed_mm: float | None = None
    cover_safe_mm: float | None = None
    barcode_mm: tuple[float, float] | None = None
    barcode_edge_mm: float | None = None
    barcode_by_printer: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def gutter_for(self, pages: int) -> float | None:
        """Return the inner margin (mm) a book of `pages` needs, or None when none is asked."""
        for most, width in self.gutter_mm:
            if pages <= most:
                return width
        return self.gutter_mm[-1][1] if self.gutter_mm else None

    def takes(self, trim: Trim) -> bool:
        """Say whether the printer cuts to `trim` (1 mm either way)."""
        if any(trim.matches(size, 1.0) for size in self.trims):
            return True
        if self.trim_least is None or self.trim_most is None:
            return not self.trims
        low, high = self.trim_least, self.trim_most
        return (
            low.width_mm - 0.5 <= trim.width_mm <= high.width_mm + 0.5
            and low.height_mm - 0.5 <= trim.height_mm <= high.height_mm + 0.5
        )


def target_names() -> tuple[str, ...]:
    """Return the names of all targets, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def load_target(name: str) -> Target:
    """Return the target `name`. Raises ValueError with the nearest names when there is none."""
    import tomllib

    names = target_names()
    plain = name.strip().casefold().replace(" ", "-").replace("_", "-")
    if plain not in names:
        near = difflib.get_close_matches(plain, names, n=3, cutoff=0.4) or names
        raise ValueError(f"{name!r} is not a press target: did you mean {' or '.join(near)}?")
    data = tomllib.loads((_FOLDER / f"{plain}.toml").read_text("utf-8"))
    evidence: dict[str, Evidence] = {}
    values: dict[str, Any] = {}
    for mark in ("documented", "experience"):
        for key, value in data.get(mark, {}).items():
            values[key] = _READERS.get(key, _plain)(value)
            evidence[key] = mark
    known = {f.name for f in fields(Target)}
    if not values.keys() <= known:
        raise ValueError(f"target {plain}: unknown {sorted(values.keys() - known)}")
    return Target(
        name=plain,
        title=data["title"],
        note=data.get("note", ""),
        evidence=evidence,
        sources=data.get("sources", {}),
        **values,
    )


# ---------------------------------------------------------------- reading the data files
def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _mm(value: str) -> float:
    return parse_length(value)


def _four(value: Any) -> tuple[float, float, float, float]:
    if isinstance(value, str):
        even = parse_length(value)
        return (even, even, even, even)
    top, outside, bottom, inside = (
        parse_length(value[side]) for side in ("top", "outside", "bottom", "inside")
    )
    return (top, outside, bottom, inside)


def _pairs(value: list[list[Any]]) -> tuple[tuple[int, float], ...]:
    return tuple((int(pages), parse_length(width)) for pages, width in value)


_READERS: dict[str, Any] = {
    "bleed_mm": _four,
    "trims": lambda value: tuple(parse_trim(size) for size in value),
    "trim_least": parse_trim,
    "trim_most": parse_trim,
    "safe_mm": _mm,
    "safe_bleed_mm": _mm,
    "gutter_mm": _pairs,
    "spine_mm_per_page": lambda value: {paper: parse_length(mm) for paper, mm in value.items()},
    "spine_extra_mm": _mm,
    "spine_text_mm": _mm,
    "spine_clearance_mm": _mm,
    "cover_bleed_mm": _mm,
    "cover_safe_mm": _mm,
    "barcode_mm": lambda value: tuple(parse_length(side) for side in value),
    "barcode_edge_mm": _mm,
}
