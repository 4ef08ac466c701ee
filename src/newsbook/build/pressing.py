"""From a bound book to the files its printer gets: pages and cover, pressed and preflighted.

Preflight runs on the bytes that would be written. An error among its findings fails the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsbook.build.desk import Book, Desk, file_name
from newsbook.build.pouring import profile_of, trim_of
from newsbook.layout import Layout, labels_for
from newsbook.manifest import Output, PrintOptions
from newsbook.work import Run

if TYPE_CHECKING:
    from newsbook.cache import Cache
    from newsbook.pdf.press import Job, PressResult

__all__ = ["cover_kind", "open_with_cover", "press_book", "press_cover"]


def press_book(book: Book, options: PrintOptions, name: str, pdf: bytes, desk: Desk) -> PressResult:
    """Return the bound book `pdf` pressed; what preflight finds in it goes to the desk.

    `name` is the file's. Raises `InputError` for an order that contradicts itself.
    """
    from newsbook.pdf.press import press

    assert options.press is not None
    with desk.stage("press"):
        result = press(
            pdf,
            options.press,
            trim=trim_of(options),
            timestamp=book.timestamp,
            metadata=book.edition.metadata,
            profile=profile_of(book, options.press),
            blank_pages=options.blank_pages,
            recall=desk.recall,
        )
        desk.findings.extend(result.diagnostics)
    _preflight(name, result.pdf, result.job, options, desk)
    return result


def cover_kind(options: PrintOptions) -> Literal["page", "wrap", "front", "none"]:
    """Return what becomes of the cover of a print output (see `newsbook.pdf.cover`)."""
    if options.cover is None and options.press is None:
        return "none"
    from newsbook.pdf.cover import cover_kind as kind

    return kind(options)


def press_cover(
    book: Book,
    output: Output,
    layout: Layout,
    *,
    pages: int,
    desk: Desk,
    run: Run,
    cache: Cache | None,
) -> dict[str, bytes]:
    """Return the cover of a print output of `pages` as a file of its own, by name.

    It is typeset by `run`, and its galley kept in `cache`. Raises `InputError`, and `EngineError`
    when the cover cannot be typeset.
    """
    from newsbook.pdf.cover import make_cover

    options = output.options
    assert isinstance(options, PrintOptions)
    with desk.stage("cover"):
        made = make_cover(
            book.edition,
            layout,
            options,
            pages=pages,
            catalogue=book.catalogue,
            timestamp=book.timestamp,
            profile=None if options.press is None else profile_of(book, options.press),
            run=run,
            cache=cache,
        )
        desk.findings.extend(made.diagnostics)
        desk.stages.pdf(output.name, "cover", made.pdf)
    name = cover_name(book.edition.metadata.slug, output)
    _preflight(name, made.pdf, made.job, options, desk, isbn=made.isbn, cover=True)
    return {name: made.pdf}


def open_with_cover(
    book: Book,
    output: Output,
    layout: Layout,
    pdf: bytes,
    *,
    desk: Desk,
    run: Run,
    cache: Cache | None,
) -> tuple[bytes, int]:
    """Return the bound book `pdf` with its front cover as its first page, and the pages added.

    For a press the back of the cover is a page too. Raises `EngineError` when the cover cannot be
    typeset.
    """
    from newsbook.pdf.cover import begin_with, cover_page
    from newsbook.pdf.press import job_for
    from newsbook.pdf.press.job import largest

    options = output.options
    assert isinstance(options, PrintOptions)
    order, bleed = options.press, 0.0
    if order is not None:
        job = job_for(order, trim=trim_of(options), profile=profile_of(book, order))
        bleed = largest(job.bleed)
    with desk.stage("cover"):
        front = cover_page(
            book.edition,
            layout,
            options,
            bleed_mm=bleed,
            catalogue=book.catalogue,
            timestamp=book.timestamp,
            run=run,
            cache=cache,
        )
        label = labels_for(layout.labels, book.edition.metadata.language)["cover"]
        return begin_with(pdf, front, label=label, blank_back=order is not None)


def cover_name(slug: str, output: Output) -> str:
    """Return the name of the file of an output's cover: `<slug>-cover.pdf` for `print`."""
    if output.name == "print":
        return f"{slug}-cover.pdf"
    return file_name(slug, output).removesuffix(".pdf") + "-cover.pdf"


def _preflight(
    name: str,
    pdf: bytes,
    job: Job,
    options: PrintOptions,
    desk: Desk,
    *,
    isbn: str | None = None,
    cover: bool = False,
) -> None:
    """Add to the desk what preflight finds in a file; with validation asked for, on plates too."""
    from newsbook.checks.preflight import preflight, rules_for_job

    with desk.stage("preflight"):
        target = None if options.press is None else options.press.for_
        rules = rules_for_job(job, target, cover=cover)
        thorough = desk.order.validate
        report = preflight(
            pdf,
            rules,
            render=thorough,
            isbn=isbn if thorough else None,
            recall=desk.recall,
        )
        desk.findings.extend(report.diagnostics(name))
