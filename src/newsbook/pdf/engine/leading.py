"""From lines that words in another face push apart to lines that are all equally high.

CSS lets every inline box take part in the height of its line, each with its own ascent and descent
(CSS 2.2, 10.8): two faces with the same line height stand at different heights around the baseline,
and the line grows. In a book the lines stand on a grid (CLREQ 4.1.2; JLREQ 2.4.2). So text and
inline boxes that stand on the baseline and ask for no more than the line height of their block
take the room of its strut (CSS Inline 3, 5.3), whatever face their letters come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

__all__ = ["LEADING", "measure_line", "measure_text"]

LEADING: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.inline",
        "split_text_box",
        ("context", "box", "available_width", "skip", "is_line_start"),
    ),
    ("weasyprint.layout.inline", "line_box_verticality", ("box",)),
    ("weasyprint.text.line_break", "strut", ("style",)),
)

_HAIR_PX = 1e-3


def measure_text(result: Any) -> Any:
    """Stand after `weasyprint.layout.inline.split_text_box`: the first face measures the text.

    Where a character comes from a face further down the stack, the ascent of that face does not
    count.
    """
    box = result[0]
    if box is not None and box.style["line_height"] != "normal":
        line_height, baseline = strut(box.style)
        box.baseline = baseline
        box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    return result


def measure_line(original: Any, line: Any) -> Any:
    """Stand in for `weasyprint.layout.inline.line_box_verticality`: return bottom and top."""
    bottom, top = original(line)
    strut_top = -line.baseline
    strut_bottom = strut_top + line.margin_height()
    if top > strut_top - _HAIR_PX and bottom < strut_bottom + _HAIR_PX:
        return bottom, top
    extents = list(_extents(line, line.margin_height()))
    if None in extents:
        return bottom, top
    known = [extent for extent in extents if extent is not None]
    return max([strut_bottom, *(b for _, b in known)]), min([strut_top, *(t for t, _ in known)])


def _extents(box: Any, line_height: float) -> Iterator[tuple[float, float] | None]:
    """Yield top and bottom of what may make a line higher; None where that is settled later."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        align = child.style["vertical_align"]
        if align in ("top", "bottom"):
            yield None
            continue
        flat = isinstance(child, boxes.TextBox | boxes.InlineBox)
        if not flat or align != "baseline" or child.margin_height() > line_height + _HAIR_PX:
            yield child.position_y, child.position_y + child.margin_height()
        if isinstance(child, boxes.InlineBox):
            yield from _extents(child, line_height)
