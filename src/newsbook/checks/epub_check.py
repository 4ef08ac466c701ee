"""From the bytes of an EPUB to everything that can be said of it without Java."""

from __future__ import annotations

import io
import zipfile

from newsbook.checks.epub_book import BROKEN_ARCHIVE, Findings, open_epub
from newsbook.checks.epub_lint import lint
from newsbook.checks.epub_structure import check_structure
from newsbook.diagnostics import Diagnostic
from newsbook.recall import FORGETFUL, Recall

__all__ = ["check_epub", "first_damaged"]

_MOST = 25


def check_epub(data: bytes, *, name: str, recall: Recall = FORGETFUL) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the EPUB in `data`: structure first, then our own lint.

    `name` is how messages call the file. At most 25 findings of one code are kept; a last one
    counts the rest. `recall` remembers what was found in a document.
    """
    findings = Findings(name)
    book = open_epub(data, findings)
    if book is not None:
        check_structure(book, findings)
        lint(book, findings, recall)
    return _abridged(findings.items)


def first_damaged(data: bytes) -> str | None:
    """Return the name of the first file in an EPUB that is not as long as the archive says, or not
    what was put in; None when all are.

    Programs that believe the archive would inflate whatever is there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.testzip()
    except BROKEN_ARCHIVE:
        return None  # which `check_epub` has told


def _abridged(items: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    counts: dict[str, int] = {}
    kept = []
    for item in dict.fromkeys(items):
        counts[item.code] = counts.get(item.code, 0) + 1
        if counts[item.code] <= _MOST:
            kept.append(item)
    for code, count in counts.items():
        if count > _MOST:
            first = next(item for item in kept if item.code == code)
            kept.append(
                Diagnostic(
                    first.severity, code, f"and {count - _MOST} more findings of this kind",
                    first.where,
                )
            )  # fmt: skip
    return tuple(kept)
