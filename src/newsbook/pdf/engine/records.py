"""From the engine's log records to diagnostics that name the article."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from newsbook.diagnostics import Diagnostic, Severity

__all__ = ["Listener", "listening"]

MISSING = re.compile(r'^\.notdef glyph rendered .*"(.*)" \(U\+([0-9A-F]+)\)$', re.DOTALL)
HINT_GLYPH = "add a font that has it to the project's fonts, or replace the character"


class Listener(logging.Handler):
    """Collects warnings and errors of the engine."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep `record` when it is new."""
        entry = (record.levelno, record.getMessage())
        if entry not in self.records:
            self.records.append(entry)

    def diagnostics(self, article: str | None, place: str) -> tuple[Diagnostic, ...]:
        """Return what was heard: missing glyphs and errors as errors, the rest as warnings.

        `article` is the slug the findings belong to, `place` its name in the messages.
        """
        return tuple(_diagnostic(level, text, article, place) for level, text in self.records)


def _diagnostic(level: int, text: str, article: str | None, place: str) -> Diagnostic:
    found = MISSING.match(text)
    if found:
        message = f"{place}: no font of the book has {found[1]!r} (U+{found[2]})"
        return Diagnostic(
            Severity.ERROR, "missing-glyph", message, hint=HINT_GLYPH, article=article
        )
    severity = Severity.ERROR if level >= logging.ERROR else Severity.WARNING
    return Diagnostic(severity, "engine-warning", f"{place}: {text}", article=article)


@contextmanager
def listening() -> Iterator[Listener]:
    """Hear the engine's log while the block runs, and keep it from anyone else."""
    logger = logging.getLogger("weasyprint")
    listener = Listener()
    propagate, level = logger.propagate, logger.level
    logger.addHandler(listener)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield listener
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
        logger.setLevel(level)
