"""From what an EPUB lacks to the lines of the articles that lack it: alternative texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsbook.build.desk import Book
from newsbook.checks.shown import Shown, shown
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.readers.texts import Sources

__all__ = ["at_their_articles"]


def at_their_articles(findings: Iterable[Diagnostic], book: Book) -> Iterator[Diagnostic]:
    """Yield `findings` of an EPUB; pictures without a description are told where articles name
    them, those of a layout where they stand in the EPUB.
    """
    silent: dict[str, list[Diagnostic]] | None = None
    for finding in findings:
        if finding.code != "missing-alt":
            yield finding
            continue
        silent = _silent(book) if silent is None else silent
        key = next((key for key in silent if f"/{key} " in finding.message), None)
        if key is None:
            yield finding
        else:
            yield from silent[key]
            silent[key] = []


def _silent(book: Book) -> dict[str, list[Diagnostic]]:
    """Return an error for each picture in the book that nothing describes, by their assets."""
    sources = Sources(book.manifest.root)
    sources.tell(book.edition.articles())
    found: dict[str, list[Diagnostic]] = {}
    for article in book.edition.articles():
        text = sources.get(article.origin.file, "")
        for each in shown(article, book.edition.assets, text):
            if each.undescribed:
                top = article.origin.where or Location(article.origin.file)
                found.setdefault(each.asset.key, []).append(_error(each, top, article.slug))
    return found


def _error(each: Shown, top: Location, slug: str) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "missing-alt",
        f"nothing says what the picture {each.name!r} shows",
        each.where or top,
        each.how_to_describe,
        slug,
    )
