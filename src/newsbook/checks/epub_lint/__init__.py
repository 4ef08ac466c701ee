"""From an opened EPUB to what validators do not see and readers suffer from.

Rules are functions that look at a `Book` and add findings; `RULES` is all of them, in order. Each
finding has a code, a place and a fix.
"""

from __future__ import annotations

from collections.abc import Callable

from newsbook.checks.epub_book import Book, Findings
from newsbook.checks.epub_lint import documents, files, languages, metadata, notes, pages, style

__all__ = ["RULES", "lint"]

Rule = Callable[[Book, Findings], None]

RULES: tuple[tuple[str, Rule], ...] = (
    ("archive", files.archive),
    ("file names", files.names),
    ("pictures", files.pictures),
    ("document sizes", files.documents),
    ("spine", files.spine),
    ("cover", files.cover),
    ("refinements", metadata.refinements),
    ("values", metadata.values),
    ("identifiers", metadata.identifiers),
    ("conformance", metadata.conformance),
    ("accessibility", metadata.accessibility),
    ("contents", metadata.contents),
    ("heads", documents.heads),
    ("headings", documents.headings),
    ("roles", documents.roles),
    ("alternatives", documents.alternatives),
    ("tables", documents.tables),
    ("links", documents.links),
    ("empty elements", documents.empty),
    ("attributes", documents.attributes),
    ("languages", languages.tags),
    ("scripts", languages.scripts),
    ("readings", languages.readings),
    ("spaces", languages.spaces),
    ("hooks", languages.hooks),
    ("notes", notes.notes),
    ("page order", pages.order),
    ("page markers", pages.markers),
    ("page words", pages.words),
    ("engines", style.engines),
    ("sizes", style.sizes),
    ("night", style.night),
    ("duplicates", style.duplicates),
    ("hyphens", style.hyphens),
    ("fonts", style.fonts),
)


def lint(book: Book, findings: Findings) -> None:
    """Add what every rule finds in `book` to `findings`."""
    for _, rule in RULES:
        rule(book, findings)
