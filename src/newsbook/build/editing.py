"""From a book that was read, and what was found so far, to everything an editor should know."""

from __future__ import annotations

from collections.abc import Iterable

from newsbook.build.desk import Book, layout_of
from newsbook.checks.editorial import IGNORE_FILE, Ignored, editorial, ignored
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.readers.texts import Sources

__all__ = ["edit"]

_UNREADABLE = Diagnostic(
    Severity.ERROR,
    "unreadable-file",
    f"{IGNORE_FILE} cannot be read as a text of a few megabytes",
    Location(IGNORE_FILE),
    "save it as a text file in UTF-8, or take it away",
)


def edit(book: Book | None, findings: Iterable[Diagnostic], sources: Sources) -> Ignored:
    """Return `findings` and those of the editorial lint, without what the ignore file takes.

    `sources` has the texts of the project, its ignore file too.
    """
    listed = list(findings)
    rules = sources.get(IGNORE_FILE)
    if rules is None and sources.there(IGNORE_FILE):
        listed.append(_UNREADABLE)
    if book is not None:
        sources.tell(book.edition.articles())
        listed += editorial(book.edition, sources, sorted_by_layout=_by_date(book))
    return ignored(listed, rules)


def _by_date(book: Book) -> bool:
    """Whether every output goes by the calendar, so that the order in the manifest is nothing."""
    try:
        return all(layout_of(book, o).arrange == "months" for o in book.manifest.outputs)
    except InputError:
        return False  # a broken layout has been reported
