"""From a line cut after its first word to the whole line, where only its last space was too much.

Where text ends with a space before another element, and fits its line without the space but not
with it, the engine measures the space too and keeps one word on the line. A space at the end of a
line takes no room (CSS Text 3, 4.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.layout.inline import trailing_whitespace_size

__all__ = ["LINE_ENDS", "split_before_space"]

# What this needs of the engine. Without it such lines stay short.
LINE_ENDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.inline",
        "split_text_box",
        ("context", "box", "available_width", "skip", "is_line_start"),
    ),
    ("weasyprint.layout.inline", "trailing_whitespace_size", ("context", "box")),
)


def split_before_space(
    original: Callable[..., Any], context: Any, box: Any, width: Any, skip: Any, start: bool
) -> Any:
    """Stand in for `weasyprint.layout.inline.split_text_box`."""
    result = original(context, box, width, skip, start)
    made, resume, preserved = result
    if resume is None or preserved or made is None or " " in made.text.strip(" "):
        return result
    if not box.text.endswith(" ") or box.style["white_space"] not in ("normal", "pre-line"):
        return result
    wider = original(context, box, width + box.style["font_size"], skip, start)
    whole, rest, _ = wider
    if rest is not None or whole is None:
        return result
    fits = whole.width - trailing_whitespace_size(context, whole) <= width
    return wider if fits else result
