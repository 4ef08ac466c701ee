"""From a book that was read, and what was found so far, to everything an editor should know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsbook.build.desk import Book, layout_of
from newsbook.checks.editorial import IGNORE_FILE, Ignored, editorial, ignored
from newsbook.diagnostics import Diagnostic
from newsbook.errors import InputError

__all__ = ["edit"]


def edit(book: Book | None, findings: Iterable[Diagnostic], sources: Mapping[str, str]) -> Ignored:
    """Return `findings` and those of the editorial lint, without what the ignore file takes.

    `sources` maps a file of the project to its text, the ignore file too.
    """
    listed = list(findings)
    if book is not None:
        listed += editorial(book.edition, sources, sorted_by_layout=_by_date(book))
    return ignored(listed, sources.get(IGNORE_FILE))


def _by_date(book: Book) -> bool:
    """Whether every output goes by the calendar, so that the order in the manifest is nothing."""
    try:
        return all(layout_of(book, o).arrange == "months" for o in book.manifest.outputs)
    except InputError:
        return False  # a broken layout has been reported
