"""From a page number and the name of a counter style to its text (CSS Counter Styles 3)."""

from __future__ import annotations

from functools import cache

from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA_COUNTER_STYLE

__all__ = ["render"]


@cache
def _styles() -> CounterStyle:
    return UA_COUNTER_STYLE.copy()


def render(number: int, numerals: str) -> str:
    """Return `number` in the predefined counter style `numerals` (decimal when it is unknown)."""
    return str(_styles().render_value(number, numerals))
