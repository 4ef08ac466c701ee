"""From a plain string (a name, a title) to inlines that say which language each run is in."""

from __future__ import annotations

from collections.abc import Callable

from newsbook.content import Inline, Text
from newsbook.model import Typography

__all__ = ["runs_of"]


def runs_of(typography: Typography) -> Callable[[str, str], tuple[Inline, ...]]:
    """Return the function that turns a string in a language into inlines."""

    def runs(text: str, language: str) -> tuple[Inline, ...]:
        return (Text(text),) if text else ()

    return runs
