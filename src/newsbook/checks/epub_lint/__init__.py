"""From an opened EPUB to what validators do not see and readers suffer from.

Rules are functions that look at a `Book` and add findings; `RULES` is all of them, in order. Each
finding has a code, a place and a fix. What the rules in `ALONE` find in a document follows from it
alone, and is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from newsbook.checks.epub_book import Book, Findings
from newsbook.checks.epub_lint import documents, files, languages, metadata, notes, pages, style
from newsbook.diagnostics import Diagnostic
from newsbook.recall import FORGETFUL, Recall

__all__ = ["ALONE", "RULES", "lint"]

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


# The rules that look at one document after the other, and at nothing else of the book.
ALONE = (
    "heads", "headings", "roles", "alternatives", "tables", "links", "empty elements",
    "attributes", "languages", "scripts", "readings", "spaces", "page words",
)  # fmt: skip

_Found = tuple[tuple[Diagnostic, ...], ...]


def lint(book: Book, findings: Findings, recall: Recall = FORGETFUL) -> None:
    """Add what every rule finds in `book` to `findings`; `recall` remembers it of documents."""
    alone = [
        recall.made("epub-lint", (book.name, path, book.sources[path]), partial(_look, book, path))
        for path in book.documents
    ]
    for name, rule in RULES:
        if name in ALONE:
            number = ALONE.index(name)
            findings.items.extend(item for found in alone for item in found[number])
        else:
            rule(book, findings)


def _look(book: Book, path: str) -> _Found:
    """Return what each rule of `ALONE` finds in the document at `path`."""
    root = book.documents[path]
    only = replace(book, items=[], spine=[], documents={path: root}, sources={})
    rules = dict(RULES)
    found = []
    for name in ALONE:
        findings = Findings(book.name)
        rules[name](only, findings)
        found.append(tuple(findings.items))
    return tuple(found)
