"""From blocks of any height to the baseline grid, and from greedy to balanced lines.

Three custom properties of a layout's style sheets, obeyed where a block declares them:

`--snap: 14pt`
    The block grows until what follows it stands on the grid again, counted from the top of the page
    in steps of that length: a figure, a table, a heading over several lines. Half of what is added
    stands above the block and half below; at the top of a page all of it stands below. Inside a
    block that snaps, nothing else does.

`--top-rule: discard`
    At the top of a page the block has neither its upper rule nor the space under it: a line that
    parts stories parts nothing there.

`--balance: 1`
    The lines of a headline become about equally long: it is set as narrow as it can be without
    taking another line (CSS Text 4, 7.5, `text-wrap: balance`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

from newsbook.pdf.engine.deferring import fill_page
from newsbook.pdf.engine.figures import as_declared, fit_figure
from newsbook.pdf.engine.properties import declared

__all__ = ["RHYTHM", "lay_out_block"]

RHYTHM: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.block",
        "block_level_layout",
        (
            "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty",
            "absolute_boxes", "fixed_boxes", "adjoining_margins", "first_letter_style",
            "first_line_style", "discard", "max_lines",
        ),
    ),
)  # fmt: skip

_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_HAIR_PX = 0.01
_MOST_LINES = 6
_NARROWEST = 0.5
_STEPS = 6


def _length(tokens: Any) -> float:
    for token in tokens or ():
        if token.type == "dimension" and token.lower_unit in _PX:
            return float(token.value * _PX[token.lower_unit])
    return 0.0


def _stands_below(tokens: Any) -> bool:
    return any(token.type == "ident" and token.lower_value == "below" for token in tokens or ())


# ---------------------------------------------------------------- the grid
def _snap(context: Any, box: Any, step: float, bottom_space: float, *, at_top: bool) -> None:
    """Make `box` end on a line of the grid, unless there is no room left for that."""
    bottom = box.border_box_y() + box.border_height()
    extra = -(bottom - context.newsbook_grid_top) % step
    if extra < _HAIR_PX or step - extra < _HAIR_PX:
        return
    if context.overflows_page(bottom_space, bottom + extra - _HAIR_PX):
        return
    above = 0.0 if at_top else extra / 2
    if above:
        box.translate(dy=above)
    box.padding_bottom += extra - above


def _opens_column(box: Any, containing_block: Any) -> bool:
    """Whether `box` stands first in a column of a page."""
    if not getattr(containing_block, "is_column", False):
        return False
    return bool(box.position_y <= containing_block.content_box_y() + _HAIR_PX)


def _without(box: Any, *properties: str) -> Any:
    """Return `box` with lengths of its style that are nothing."""
    copy = box.copy()
    copy.style = box.style.copy()
    for name in properties:
        copy.style[name] = 0 if name.startswith("border") else Dimension(0, "px")
    return copy


def _at_top(box: Any, *, page: bool, column: bool) -> Any:
    """Return `box` as it stands first on a page or in a column.

    Its upper margin is dropped where a column begins as it is where a page does (CSS Fragmentation
    3, 5.2), so that columns begin on one line.
    """
    if column and box.style["margin_top"] not in ("auto", Dimension(0, "px")):
        box = _without(box, "margin_top")
    if page and declared(box, "__top_rule"):
        box = _without(box, "border_top_width", "padding_top")
    return box


# ---------------------------------------------------------------- headlines
def _lines(box: Any) -> int:
    return sum(isinstance(child, boxes.LineBox) for child in box.children)


def _fits(box: Any) -> bool:
    """Whether every line of `box` is within its measure: a long word may stick out of it."""
    lines = (child for child in box.children if isinstance(child, boxes.LineBox))
    return all(line.width <= box.width + _HAIR_PX for line in lines)


def _narrowed(box: Any, by_px: float) -> Any:
    """Return a copy of `box` with lines `by_px` shorter, on the side or sides that are ragged."""
    copy = box.copy()
    copy.style = box.style.copy()
    align = box.style["text_align_all"]
    shares = {"center": (0.5, 0.5), "right": (1, 0), "end": (1, 0)}.get(align, (0, 1))
    if box.style["direction"] == "rtl" and align in ("start", "end"):
        shares = shares[::-1]
    for side, share in zip(("padding_left", "padding_right"), shares, strict=True):
        old = getattr(box, side)
        copy.style[side] = Dimension(
            (old if isinstance(old, int | float) else 0) + by_px * share, "px"
        )
    return copy


def _balanced(lay_out: Callable[[Any], Any], box: Any, result: Any) -> Any:
    """Return the layout of `box` with as many lines as in `result`, as narrow as they can be."""
    new = result[0]
    count = _lines(new)
    if not 2 <= count <= _MOST_LINES:
        return result
    low, high, best = 0.0, new.width * (1 - _NARROWEST), 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        trial = lay_out(_narrowed(box, middle))
        laid = trial[0]
        if laid is not None and trial[1] is None and _lines(laid) == count and _fits(laid):
            low = best = middle
        else:
            high = middle
    return lay_out(_narrowed(box, best)) if best else result


def _may_balance(box: Any, resume_at: Any, new: Any) -> bool:
    if new is None or resume_at is not None or not declared(box, "__balance"):
        return False
    return not any(
        child.footnote is not None or not child.is_in_normal_flow() for child in box.descendants()
    )


# ---------------------------------------------------------------- the hook
def lay_out_block(
    original: Callable[..., Any],
    context: Any,
    box: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool = True,
    *rest: Any,
    **named: Any,
) -> Any:
    """Stand in for `weasyprint.layout.block.block_level_layout`, obeying the three properties,
    `--defer` (see `deferring`), `--shrink` and `--align-caption` (see `figures`).
    """
    if containing_block.is_for_root_element:
        context.newsbook_grid_top = box.position_y
    place = box.position_x, box.position_y
    opens = _opens_column(box, containing_block)
    if opens or page_is_empty:
        box = _at_top(box, page=page_is_empty and skip_stack is None, column=opens)

    def lay_out(one: Any, space: Any = bottom_space) -> Any:
        one.position_x, one.position_y = place
        return original(
            context, one, space, skip_stack, containing_block, page_is_empty, *rest, **named
        )

    as_declared(box)
    result = lay_out(box)
    if skip_stack is None:
        end = context.page_bottom - bottom_space
        column = getattr(containing_block, "is_column", False)
        result = fit_figure(lay_out, box, result, room_ends=end, in_column=column)
    if result[1] is not None and len(rest) > 1 and not opens:
        result = fill_page(lay_out, context, box, result, (rest[0], rest[1]))
    if _may_balance(box, result[1], result[0]):
        result = _balanced(lay_out, box, result)
    new, resume_at = result[0], result[1]
    if new is not None and resume_at is None and hasattr(context, "newsbook_grid_top"):
        asked = declared(box, "__snap")
        step = _length(asked)
        inside = bool(_length(containing_block.style["__snap"])) if step else False
        if step and not inside and box.is_in_normal_flow():
            at_top = page_is_empty or opens or _stands_below(asked)
            _snap(context, new, step, bottom_space, at_top=at_top)
    return result
