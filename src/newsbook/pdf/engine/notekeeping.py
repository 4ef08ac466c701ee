"""From notes the engine puts off to notes at the foot of the page that calls them.

When only one line of a paragraph fits at the foot of a page, WeasyPrint makes room for a second by
moving notes of that page to the next one, in reverse order. A book breaks the page before the
paragraph instead. The decision is one expression in the middle of a long private function, so it is
that expression which is replaced, in a copy of the function's source; if it is not there any more,
notes go where the engine puts them.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from weasyprint.layout import block

__all__ = ["NOTES", "faithful_linebox_layout"]

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
)  # fmt: skip

_PUT_OFF = "report = not context.in_column and can_break_now and not could_break_before"


def faithful_linebox_layout() -> Callable[..., Any] | None:
    """Return `_linebox_layout` without the expression that puts notes off, or None."""
    source = textwrap.dedent(inspect.getsource(block._linebox_layout))
    if source.count(_PUT_OFF) != 1:
        return None
    scope: dict[str, Any] = {}
    exec(
        compile(source.replace(_PUT_OFF, "report = False"), block.__file__, "exec"),
        block.__dict__,
        scope,
    )
    made: Callable[..., Any] = scope["_linebox_layout"]
    return made
