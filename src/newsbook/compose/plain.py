"""From a plain string (a name, a title) to inlines that say which language each run is in."""

from __future__ import annotations

from collections.abc import Callable

from newsbook.content import Inline, Span, Text
from newsbook.model import Typography
from newsbook.typography.scripts import segment

__all__ = ["runs_of"]


def runs_of(typography: Typography) -> Callable[[str, str], tuple[Inline, ...]]:
    """Return the function that turns a string in a language into inlines, one for each run."""

    def runs(text: str, language: str) -> tuple[Inline, ...]:
        found = segment(
            text, language, han_default=typography.han_default, pinyin=typography.pinyin != "off"
        )
        return tuple(
            Text(run.text) if run.language is None else Span((Text(run.text),), run.language)
            for run in found
        )

    return runs
