"""From a table wider than its measure to one whose words are divided until it fits.

Words in tables are whole: columns that must not be narrower than their longest words are as easy to
read as can be. Where the engine would let such a table run over the next column or off the page,
its words are divided by the dictionaries first, and anywhere if that is not enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["TABLES", "fit_table"]

TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "weasyprint.layout.table",
        "table_wrapper_width",
        ("context", "wrapper", "containing_block"),
    ),
)

_HAIR_PX = 0.01
# What divides words, step by step.
_CONCESSIONS = (("hyphens", "auto"), ("overflow_wrap", "anywhere"))


def fit_table(
    original: Callable[..., None], context: Any, wrapper: Any, containing_block: Any
) -> None:
    """Stand in for `weasyprint.layout.table.table_wrapper_width`."""
    original(context, wrapper, containing_block)
    table = wrapper.get_wrapped_table()
    if table.element_tag != "table":  # columns side by side, not a table of the text
        return
    # A table that goes over several pages is fitted on the first.
    made = getattr(table, "newsbook_concessions", 0)
    for number, (name, value) in enumerate(_CONCESSIONS[made:], made + 1):
        if wrapper.width <= containing_block[0] + _HAIR_PX:
            return
        table.newsbook_concessions = number
        boxes = [box for box in table.descendants() if box.style[name] != value]
        if not boxes:  # the style sheet has made it: the table would be measured for nothing
            continue
        for box in boxes:
            box.style = box.style.copy()
            box.style[name] = value
        context.tables.pop(table, None)
        original(context, wrapper, containing_block)
