"""From a picture with its caption to one that fits the page, with the caption where it begins.

Two custom properties of a layout's style sheets, obeyed for figures of one picture:

`--shrink: 0.5`
    Where the figure does not fit on what is left of a page, its picture becomes smaller, down to
    that share of its height: the picture an article opens with stays with the headline. In columns
    it keeps its size.

`--align-caption: 1`
    The caption of a picture narrower than its measure begins where the picture does, and ends where
    it does unless it is much narrower.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout.replaced import replacedbox_layout

from newsbook.pdf.engine.properties import declared

__all__ = ["as_declared", "fit_figure"]

_HAIR_PX = 0.5
# The share of the measure under which a picture is too narrow to set a caption as wide.
_NARROW = 0.45


def fit_figure(
    lay_out: Callable[..., Any], box: Any, result: Any, *, room_ends: float, in_column: bool
) -> Any:
    """Return the layout of `box` with its picture fitted and its caption aligned, or `result`.

    `lay_out(box, space)` lays a box out, with so much kept free at the foot of the page; what is
    left of the page ends at `room_ends`.
    """
    if not is_figure(box) or not is_simple(box):
        return result
    least = None if in_column else declared(box, "__shrink")
    if result[0] is None and least:
        result = _shrunk(lay_out, box, result, room_ends, float(least[-1].value))
    return _aligned(lay_out, box, result)


def is_figure(box: Any) -> bool:
    """Whether `box` is that of a figure, not one that the engine put around a part of it."""
    return box.element_tag == "figure" and bool(
        declared(box, "__shrink") or declared(box, "__align_caption")
    )


def is_simple(box: Any) -> bool:
    """Whether a figure holds one picture, no notes, and nothing that is out of the flow."""
    inside = list(box.descendants())
    if any(one.footnote is not None or not one.is_in_normal_flow() for one in inside):
        return False
    return sum(isinstance(one, boxes.ReplacedBox) for one in inside) == 1


def as_declared(box: Any) -> None:
    """Take back what was made of a figure on a page where it had no room after all."""
    if is_figure(box):
        for one in box.descendants():
            one.style = getattr(one, "newsbook_declared", one.style)


def _restyle(box: Any, **lengths: float) -> None:
    """Give `box` lengths of its style in px, until `as_declared`."""
    if not hasattr(box, "newsbook_declared"):
        box.newsbook_declared = box.style
    box.style = box.newsbook_declared.copy()
    for name, length in lengths.items():
        box.style[name] = Dimension(length, "px")


def _picture(box: Any) -> Any:
    return next(one for one in box.descendants() if isinstance(one, boxes.ReplacedBox))


def _shrunk(
    lay_out: Callable[..., Any], box: Any, result: Any, room_ends: float, least: float
) -> Any:
    """Return the layout of `box` with a picture so small that the page has room, or `result`."""
    smallest = None
    for _ in range(2):  # a smaller picture may take a longer caption
        endless = partial(lay_out, space=-math.inf)
        whole = _aligned(endless, box, endless(box))[0]
        if whole is None:
            return result
        height = _picture(whole).height
        smallest = smallest or height * least
        fitting = height - max(_bottom(whole) - room_ends, 0) - _HAIR_PX
        if fitting < smallest:
            as_declared(box)
            return result
        _restyle(_picture(box), max_height=fitting)
    return _or_as_declared(lay_out(box), box, result)


def _bottom(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())


def _aligned(lay_out: Callable[..., Any], box: Any, result: Any) -> Any:
    """Return the layout of `box` with a caption that begins where the picture does, or `result`."""
    made = result[0]
    if made is None or result[1] is not None or not declared(box, "__align_caption"):
        return result
    caption = next((child for child in box.children if child.element_tag == "figcaption"), None)
    drawn, _, left, _ = replacedbox_layout(_picture(made))
    before = left - made.content_box_x()
    after = made.width - before - drawn
    if caption is None or max(before, after) < _HAIR_PX or min(before, after) < -_HAIR_PX:
        return result
    rtl = made.style["direction"] == "rtl"
    narrow = drawn < made.width * _NARROW
    _restyle(
        caption,
        margin_left=0 if narrow and rtl else max(before, 0),
        margin_right=0 if narrow and not rtl else max(after, 0),
    )
    return _or_as_declared(lay_out(box), box, result)


def _or_as_declared(trial: Any, box: Any, result: Any) -> Any:
    """Return `trial`, or `result` when the page has no room for it."""
    if trial[0] is None or trial[1] is not None:
        as_declared(box)
        return result
    return trial
