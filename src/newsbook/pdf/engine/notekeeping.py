"""From notes the engine puts off, and blocks it forgets, to the page where they belong.

A few expressions in the middle of long private functions of WeasyPrint decide otherwise:

* When only one line of a paragraph fits at the foot of a page, room for a second is made by moving
  notes of that page to the next one, in reverse order. A book breaks the page before the paragraph.
* When columns are balanced, they may grow into the room their own notes need; then columns, notes
  and all go to the next page, though they fit this one. What follows across or in further columns
  runs into notes called before it.
* When what begins a column does not fit in it, the columns before it go to the next page with it.

It is these expressions that are replaced, in copies of the functions' sources. Where one is not
found any more, notes go where the engine puts them.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any

from weasyprint.layout import block, column

__all__ = [
    "NOTES",
    "faithful_columns_layout",
    "faithful_linebox_layout",
    "faithful_report_footnotes",
]

NOTES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.block",
        "_linebox_layout",
        (
            "context", "box", "index", "child", "new_children", "page_is_empty", "absolute_boxes",
            "fixed_boxes", "adjoining_margins", "bottom_space", "position_y", "skip_stack",
            "first_letter_style", "first_line_style", "draw_bottom_decoration", "max_lines",
        ),
    ),
    (
        "weasyprint.layout.column",
        "columns_layout",
        (
            "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty",
            "absolute_boxes", "fixed_boxes", "adjoining_margins", "first_letter_style",
            "first_line_style",
        ),
    ),
    ("weasyprint.layout.column", "_report_footnotes", ("context", "footnotes_height")),
)  # fmt: skip

_PUT_OFF = (
    "report = not context.in_column and can_break_now and not could_break_before",
    "report = False",
)
_COLUMNS = (
    # What was noted before a group of columns, or a block across them, takes its room from it.
    (
        """for index, column_children_or_block in columns_and_blocks:
""",
        """for index, column_children_or_block in columns_and_blocks:
        noted = (
            0 if context.current_footnote_area.height == 'auto'
            else context.current_footnote_area.margin_height())
        footnote_area_heights[1:] = [noted]
        more = noted - footnote_area_heights[0]
""",
    ),
    (
        "context, block, original_bottom_space, skip_stack,",
        "context, block, original_bottom_space + more, skip_stack,",
    ),
    (
        "context.page_bottom - current_position_y - original_bottom_space)",
        "context.page_bottom - current_position_y - original_bottom_space - more)",
    ),
    (
        """if height > max_height:
                    # We reached max height, stop rendering
                    height = max_height""",
        """room = max_height - last_footnotes_height + noted
                if height > room:
                    height = room""",
    ),
    (
        """if new_child is None:
                columns = []""",
        """if new_child is None and columns and skip_stack:
                column_skip_stack = skip_stack
                stop_rendering = True
                break
            if new_child is None:
                remove_placeholders(context, columns, absolute_boxes, fixed_boxes)
                columns = []""",
    ),
    (
        """if stop_rendering:
            break

    # Report""",
        """if not columns:
            break
        if stop_rendering:
            if column_skip_stack is None and index + len(column_children) < len(box.children):
                index += len(column_children)
                break_page = True
            break

    # Report""",
    ),
)
_REPORT = (
    "while context.current_footnote_area",
    "while context.current_page_footnotes and context.current_footnote_area",
)


def _rewritten(
    function: Callable[..., Any], *passages: tuple[str, str]
) -> Callable[..., Any] | None:
    """Return `function` with passages of its source replaced (old, new), or None when one is not
    there.
    """
    function = inspect.unwrap(function)
    source = textwrap.dedent(inspect.getsource(function))
    for old, new in passages:
        if source.count(old) != 1:
            return None
        source = source.replace(old, new)
    scope: dict[str, Any] = {}
    module = sys.modules[function.__module__]
    exec(compile(source, module.__file__ or "", "exec"), module.__dict__, scope)
    made: Callable[..., Any] = scope[function.__name__]
    return made


def faithful_linebox_layout() -> Callable[..., Any] | None:
    """Return `_linebox_layout` without the expression that puts notes off, or None."""
    return _rewritten(block._linebox_layout, _PUT_OFF)


def faithful_columns_layout() -> Callable[..., Any] | None:
    """Return `columns_layout` that leaves room for the notes of its columns and keeps what follows
    them, or None.
    """
    return _rewritten(column.columns_layout, *_COLUMNS)


def faithful_report_footnotes() -> Callable[..., Any] | None:
    """Return `_report_footnotes` that ends when there is no note left, or None."""
    return _rewritten(column._report_footnotes, _REPORT)
