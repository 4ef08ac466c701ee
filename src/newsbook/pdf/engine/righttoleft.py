"""From a line that runs from right to left as the engine places it to where its text belongs.

The engine reckons the first line's indent (`text-indent`) at the left in either direction; at the
end of a line it takes away the space that breaking leaves there, but draws the text as it was, with
the space at the left, until the line is justified.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout

__all__ = ["RIGHT_TO_LEFT", "draw_rules", "indent_at_right", "strip_end"]

# What this needs of the engine. Without it such lines are drawn as the engine has them.
RIGHT_TO_LEFT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.draw.border", "draw_column_rules", ("stream", "box")),
    ("weasyprint.layout.inline", "remove_last_whitespace", ("context", "line")),
    (
        "weasyprint.text.line_break",
        "create_layout",
        ("text", "style", "context", "max_width", "justification_spacing"),
    ),
)


def indent_at_right(line: Any) -> float:
    """How far `line` must still move towards its end for its indent to stand at its start, in px
    (see `weasyprint.layout.inline.text_align`).
    """
    return float(line.text_indent or 0.0) if line.style["direction"] == "rtl" else 0.0


def strip_end(original: Callable[..., Any], context: Any, line: Any) -> None:
    """Stand in for `weasyprint.layout.inline.remove_last_whitespace`."""
    last, width = _at_end(line), line.width
    text = last[-1].text if last else ""
    original(context, line)
    if not last or last[-1].text in (text, "") or not _drawn_from_right(last[-1]):
        return
    for box in last:
        box.position_x += width - line.width
    last[-1].pango_layout = create_layout(last[-1].text, last[-1].style, context, None, 0)
    last[-1].pango_layout.get_first_line()
    last[-1].pango_layout.deactivate()


def _drawn_from_right(box: Any) -> bool:
    return bool(box.pango_layout.first_line_direction % 2)


def _at_end(line: Any) -> list[Any]:
    """The text box at the end of `line` after the inline boxes it stands in, or nothing."""
    found, box = [], line
    while isinstance(box, boxes.LineBox | boxes.InlineBox) and box.children:
        box = box.children[-1]
        found.append(box)
    return found if isinstance(box, boxes.TextBox) else []


def draw_rules(original: Callable[..., Any], stream: Any, box: Any) -> None:
    """Stand in for `weasyprint.draw.border.draw_column_rules`."""
    if box.style["direction"] != "rtl":
        original(stream, box)
        return
    with stream.stacked():
        stream.transform(e=_column_step(box))
        original(stream, box)


def _column_step(box: Any) -> float:
    """How far the columns of `box` are from one to the next, in px; 0 if there is but one."""
    for column, following in pairwise(box.children):
        if following.position_x < column.position_x:
            return float(column.position_x - following.position_x)
    return 0.0
