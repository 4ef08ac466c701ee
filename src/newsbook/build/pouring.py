"""From a book and one of its outputs to the edition poured into that output's layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsbook.build.desk import Book, Desk, layout_of
from newsbook.compose import compose, is_bare
from newsbook.composition import Composition
from newsbook.content import Math
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.formulas import MISSING, MOST_EFFORT, drawing, effort, installed, spelled
from newsbook.layout import Layout, is_vertical
from newsbook.manifest import EpubOptions, Output, PressOptions, PrintOptions
from newsbook.model import Article
from newsbook.report import counted
from newsbook.targets import load_target
from newsbook.tree import walk
from newsbook.trim import Trim

__all__ = ["Poured", "pour", "profile_of", "trim_of"]

# What fills the pages that are left out without (the transform that makes an index speaks for it).
_FILLED_BY = {
    "contributors": "it lists the authors that articles name in their bylines",
    "chronology": "it lists the articles that have a date",
    "pictures": "it lists the pictures that have a credit, in their caption or in their file",
}


@dataclass(frozen=True, slots=True)
class Poured:
    """A book poured into the layout of one output."""

    output: Output
    layout: Layout
    composition: Composition


def pour(book: Book, output: Output, desk: Desk, *, pages: int = 0) -> Poured:
    """Pour `book` into the layout of `output`. Raises `InputError` when the layout is broken.

    `pages` is how many the printed book has, where that is known: thick books need wide gutters.
    """
    layout = layout_of(book, output)
    if output.medium == "print" and is_vertical(layout):
        raise _no_vertical_print(book, output)
    if output.medium == "print":
        _refuse_formulas(book)
    composition = compose(
        book.edition,
        layout,
        output.medium,
        options=_sheet(book, output, pages),
        catalogue=book.catalogue,
        recall=desk.recall,
    )
    _report_bare_pages(book, desk)
    if output.medium == "print":
        _report_formulas(book, desk)
    desk.stages.composition(output.name, composition)
    return Poured(output, layout, composition)


def _report_bare_pages(book: Book, desk: Desk) -> None:
    """Say which pages that the manifest names are left out, because nothing would stand there."""
    for page in book.edition.pages():
        if page.name in _FILLED_BY and is_bare(book.edition, page.name):
            desk.findings.warning(
                "empty-page",
                f"the page {page.name!r} is left out: the book has nothing to list there",
                where=page.where,
                hint=_FILLED_BY[page.name],
            )


def _formulas(article: Article) -> Iterator[Math]:
    return (node for node in walk(article.body) if isinstance(node, Math))


def _refuse_formulas(book: Book) -> None:
    """Raise `InputError` when an article has so many formulas that drawing them would not end."""
    for article in book.edition.articles():
        found = {node.mathml for node in _formulas(article)}
        if sum(map(effort, found)) > MOST_EFFORT:
            raise InputError(
                "an article has more formulas than can be drawn",
                (
                    Diagnostic(
                        Severity.ERROR,
                        "limit-exceeded",
                        f"the article has {counted(len(found), 'different formula')} of together "
                        f"more than {MOST_EFFORT} parts, more than are drawn for print",
                        article.origin.where or Location(article.origin.file),
                        "divide the article, give formulas as pictures, or build the EPUB alone "
                        "(-f epub)",
                        article.slug,
                    ),
                ),
            )


def _report_formulas(book: Book, desk: Desk) -> None:
    """Say which formulas print as a line of text, because they cannot be drawn."""
    for article in book.edition.articles():
        for node in _formulas(article):
            words = spelled(node.mathml)
            if drawing(node.mathml, node.display, node.alt or words) is None:
                desk.findings.warning(
                    "content-dropped",
                    f"a formula is printed in one line: {words}",
                    where=article.origin.where or Location(article.origin.file),
                    hint=MISSING if not installed() else "give it as a picture, or leave it so",
                    article=article.slug,
                )


def _no_vertical_print(book: Book, output: Output) -> InputError:
    choice = output.layout or book.manifest.layout
    finding = Diagnostic(
        Severity.ERROR,
        "vertical-print",
        f"the output {output.name!r} is print, where vertical writing is not supported yet",
        choice.places.get("writing"),
        f"give {output.name} a layout of its own without it, or build the EPUB alone (-f epub)",
    )
    return InputError("vertical writing is not supported in print yet", (finding,))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What composing asks of a printed page, in mm."""

    trim_width_mm: float
    trim_height_mm: float
    bleed_mm: float = 0.0
    inner_least_mm: float = 0.0
    addresses: str = "notes"
    page_references: bool = True


def trim_of(options: PrintOptions) -> Trim:
    """Return the finished page of a print output."""
    return Trim(options.trim_width_mm, options.trim_height_mm)


def profile_of(book: Book, press: PressOptions) -> bytes | None:
    """Return the ICC profile that a press order brings along, or None. Raises OSError."""
    return (book.manifest.root / press.icc).read_bytes() if press.icc else None


def _sheet(book: Book, output: Output, pages: int) -> Any:
    """Return the options that composing takes for `output` of `pages` (0 when not known)."""
    options = output.options
    if isinstance(options, EpubOptions):
        return options
    bleed, inner = 0.0, 0.0
    if options.press is not None:
        from newsbook.pdf.press import job_for
        from newsbook.pdf.press.job import largest

        job = job_for(options.press, trim=trim_of(options), profile=profile_of(book, options.press))
        bleed = largest(job.bleed)
        target = load_target(options.press.for_) if options.press.for_ else None
        inner = (target.gutter_for(pages) if target and pages else None) or 0.0
    return _Sheet(
        options.trim_width_mm,
        options.trim_height_mm,
        bleed,
        inner,
        addresses=options.addresses,
        page_references=options.page_references,
    )
