"""From a trim size and a layout's proportions to the page: margins, measure, baseline, sizes.

All lengths are PostScript points (1/72 in). The text block is a whole number of lines deep and a
whole number of Chinese characters wide, so that lines stand back to back on both sides of a leaf
and pure Chinese lines need no stretching. Margins are mirrored: inner is the binding edge.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsbook.layout import Layout, PageSpec

__all__ = ["DENSITY", "PageGeometry", "page_geometry", "page_rules", "page_values"]

MM = 72 / 25.4
DENSITY = {"airy": 1.06, "normal": 1.0, "compact": 0.93}
_SLACK = 0.02  # keeps a line of exactly as many characters as fit from breaking by rounding
_SPARE = 1.0  # how far what runs to the bleed goes past it, where it is cut off
# Characters fill their em: 1.44 for letters is 1.67 for them (CLREQ 4.1.2, JLREQ 2.4.2).
_TRIES = 8  # a wider gutter makes a narrower measure, which leaves other margins
_FULL_WIDTH_LEADING = 1.16
_LONGEST = 1.13  # a line may hold this many times the characters asked for before it is shortened


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page and what is set on it. `bleed_pt` runs past the top, the outer edge, the bottom and
    the binding edge. `columns` columns of `column_pt`, `gap_pt` apart, make the
    measure; `lines` lines of `baseline_pt` the depth of the text block.
    """

    width_pt: float
    height_pt: float
    bleed_pt: tuple[float, float, float, float]
    inner_pt: float
    outer_pt: float
    top_pt: float
    bottom_pt: float
    columns: int
    column_pt: float
    gap_pt: float
    lines: int
    baseline_pt: float
    text_pt: float
    cjk_pt: float

    @property
    def measure_pt(self) -> float:
        """The width of the text block."""
        return self.columns * self.column_pt + (self.columns - 1) * self.gap_pt

    @property
    def depth_pt(self) -> float:
        """The height of the text block."""
        return self.lines * self.baseline_pt


def _tenth(value: float) -> float:
    return round(value * 10) / 10


def _column(spec: PageSpec, block: float, size: float | None, scale: float) -> tuple[float, float]:
    """Return the size of the text and the width of a column in a block of `block` points.

    The size makes a line hold `spec.characters` letters; where its bounds do not allow that, the
    line gets shorter rather than longer than can be read.
    """
    gap = spec.gap * (size or spec.smallest_pt)
    width = (block - (spec.columns - 1) * gap) / spec.columns
    if size is None:
        wanted = width / (spec.characters * spec.ratio) * scale
        size = _tenth(min(max(wanted, spec.smallest_pt * scale), spec.largest_pt * scale))
    longest = spec.characters / scale * _LONGEST * spec.ratio * size
    return size, min(width, longest) if spec.columns == 1 else width


def _chosen(layout: Layout) -> tuple[PageSpec, float | None, float]:
    """Return the page as the editor's options leave it: its spec, the size of text, the scale."""
    spec, options = layout.page, layout.options
    columns = options.get("columns")
    if isinstance(columns, int) and columns:
        spec = replace(spec, columns=columns)
    elif isinstance(columns, str) and columns.isdigit():
        spec = replace(spec, columns=int(columns))
    size = options.get("text-size")
    points = size * MM if isinstance(size, float) and size > 0 else None
    return spec, points, DENSITY.get(str(options.get("density", "normal")), 1.0)


def page_geometry(
    layout: Layout,
    *,
    width_mm: float,
    height_mm: float,
    bleed_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
    gutter_mm: float = 0.0,
    inner_least_mm: float = 0.0,
    full_width: bool = False,
) -> PageGeometry:
    """Return the page of `layout` for a trim size.

    A `full_width` book, one in Chinese, Japanese or Korean, has its lines further apart.

    `bleed_mm` is how far artwork runs past the top, the outer edge, the bottom and the binding
    edge; `gutter_mm` what the binding swallows, added to the inner margin, and `inner_least_mm`
    what that margin must have at least. The options `columns`, `density` and `text-size` of the
    layout, where it has them, are obeyed.
    """
    gutter = gutter_mm
    for _ in range(_TRIES):
        page = _geometry(layout, (width_mm, height_mm), bleed_mm, gutter, full_width)
        lacking = inner_least_mm - page.inner_pt / MM
        if lacking <= 1e-6:
            break
        gutter += lacking
    return page


def _geometry(
    layout: Layout,
    trim_mm: tuple[float, float],
    bleed_mm: tuple[float, float, float, float],
    gutter_mm: float,
    full_width: bool,
) -> PageGeometry:
    width_mm, height_mm = trim_mm
    spec, size, scale = _chosen(layout)
    width, height = width_mm * MM, height_mm * MM
    gutter = gutter_mm * MM
    text, column = _column(spec, spec.measure * (width - gutter), size, scale)
    cjk = _tenth(text * spec.cjk)
    column = max(1, math.floor(column / cjk + 1e-6)) * cjk
    gap = round(spec.gap * text, 2)
    leading = spec.leading * (_FULL_WIDTH_LEADING if full_width else 1)
    baseline = layout.baseline_pt or round((cjk if full_width else text) * leading * 4) / 4
    lines = max(1, math.floor(spec.depth * height / baseline))
    side = width - gutter - spec.columns * column - (spec.columns - 1) * gap
    rest = height - lines * baseline
    return PageGeometry(
        width_pt=width,
        height_pt=height,
        bleed_pt=(bleed_mm[0] * MM, bleed_mm[1] * MM, bleed_mm[2] * MM, bleed_mm[3] * MM),
        inner_pt=side * spec.binding + gutter,
        outer_pt=side * (1 - spec.binding),
        top_pt=rest * spec.head,
        bottom_pt=rest * (1 - spec.head),
        columns=spec.columns,
        column_pt=column,
        gap_pt=gap,
        lines=lines,
        baseline_pt=baseline,
        text_pt=text,
        cjk_pt=cjk,
    )


def _pt(value: float) -> str:
    return f"{round(value, 4):g}pt"


def page_values(page: PageGeometry) -> Mapping[str, str]:
    """Return the custom values a layout's print sheets may use for `page`, without the dashes."""
    lengths = {
        "page-width": page.width_pt,
        "page-height": page.height_pt,
        "margin-inner": page.inner_pt,
        "margin-outer": page.outer_pt,
        "margin-top": page.top_pt,
        "margin-bottom": page.bottom_pt,
        "measure": page.measure_pt,
        "depth": page.depth_pt,
        "column": page.column_pt,
        "gap": page.gap_pt,
        "baseline": page.baseline_pt,
        "text-size": page.text_pt,
        "cjk-size": page.cjk_pt,
        "past-head": page.top_pt + page.bleed_pt[0] + _SPARE,
        "past-side": max(page.inner_pt, page.outer_pt) + max(page.bleed_pt[1::2]) + _SPARE,
        "past-foot": page.bottom_pt + page.bleed_pt[2] + _SPARE,
    }
    return {name: _pt(value) for name, value in lengths.items()} | {
        "columns": str(page.columns),
        "columns-but-one": str(max(1, page.columns - 1)),
        "lines": str(page.lines),
        "cjk-scale": f"{page.cjk_pt / page.text_pt:.12g}em",
        "latin-scale": f"{page.text_pt / page.cjk_pt:.12g}em",
    }


def page_rules(page: PageGeometry, *, direction: str = "ltr") -> str:
    """Return the `@page` rules that give every page its size, mirrored margins and bleed.

    In a book read from right to left the recto is the left page.
    """
    inner, outer = page.inner_pt - _SLACK / 2, page.outer_pt - _SLACK / 2
    top, outside, bottom, inside = page.bleed_pt
    outer_first = ((outer, outside), (inner, inside))
    facing = outer_first if direction == "ltr" else outer_first[::-1]
    rules = [
        f"@page {{ size: {_pt(page.width_pt)} {_pt(page.height_pt)}; marks: none;"
        f" margin-top: {_pt(page.top_pt)}; margin-bottom: {_pt(page.bottom_pt - _SLACK)};"
        f" bleed-top: {_pt(top)}; bleed-bottom: {_pt(bottom)}; }}"
    ]
    for name, (near, far) in (("left", facing), ("right", facing[::-1])):
        rules.append(
            f"@page :{name} {{ margin-left: {_pt(near[0])}; margin-right: {_pt(far[0])};"
            f" bleed-left: {_pt(near[1])}; bleed-right: {_pt(far[1])}; }}"
        )
    return "\n".join(rules) + "\n"
