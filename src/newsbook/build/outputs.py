"""From a book to the bytes of its outputs: print first, because the EPUB names printed pages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from newsbook.build.desk import Book, Desk, file_name, layout_of
from newsbook.cache import Cache
from newsbook.checks.ledger import Holding, audit
from newsbook.compose import compose
from newsbook.composition import BookBlock, BookPage, Composition, PageMark
from newsbook.layout import Layout
from newsbook.manifest import EpubOptions, Output, PressOptions, PrintOptions
from newsbook.tree import plain_text
from newsbook.trim import Trim
from newsbook.work import Run

__all__ = ["make_outputs", "pour"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

PageMap = Mapping[str, Sequence[PageMark]]


@dataclass(frozen=True, slots=True)
class Poured:
    """A book poured into the layout of one output."""

    output: Output
    layout: Layout
    composition: Composition


def pour(book: Book, output: Output, desk: Desk) -> Poured:
    """Pour `book` into the layout of `output`. Raises `InputError` when the layout is broken."""
    layout = layout_of(book, output)
    composition = compose(
        book.edition,
        layout,
        output.medium,
        options=_sheet(book, output),
        catalogue=book.catalogue,
    )
    desk.stages.composition(output.name, composition)
    return Poured(output, layout, composition)


def make_outputs(book: Book, outputs: Sequence[Output], desk: Desk) -> dict[str, bytes]:
    """Return the files of `outputs` by name, in the manifest's order.

    Findings go to the desk; an output that cannot be made is not among the files.
    """
    made: dict[str, dict[str, bytes]] = {}
    maps: dict[str, PageMap] = {}
    prints = [output for output in book.manifest.outputs if output.medium == "print"]
    needed = [o for o in prints if o in outputs or _names_pages(outputs, prints, o)]
    with _runner(desk) as run:
        for output in needed:
            files, maps[output.name] = _print(book, output, run, desk)
            made[output.name] = files if output in outputs else {}
            if desk.stopped:
                return {}
    for output in outputs:
        if isinstance(output.options, EpubOptions):
            pages = _page_output(output.options, prints)
            made[output.name] = _epub(book, output, maps.get(pages or ""), desk)
            if desk.stopped:
                return {}
    return {name: data for o in outputs for name, data in made.get(o.name, {}).items()}


def _page_output(options: EpubOptions, prints: Sequence[Output]) -> str | None:
    """Return the name of the print output whose pages the EPUB names."""
    if isinstance(options.page_list, str):
        return options.page_list
    return prints[0].name if options.page_list and prints else None


def _names_pages(outputs: Sequence[Output], prints: Sequence[Output], output: Output) -> bool:
    """Whether an EPUB among `outputs` was told in the manifest to name the pages of `output`.

    Where nothing was said, it names them when they are made anyway.
    """
    return any(
        isinstance(epub.options, EpubOptions)
        and "page_list" in epub.places
        and _page_output(epub.options, prints) == output.name
        for epub in outputs
    )


@contextlib.contextmanager
def _runner(desk: Desk) -> Iterator[Run]:
    """Yield what typesets units: processes of this machine, or a cluster."""
    from newsbook.jobs import Cluster, Processes, available_cores

    if desk.order.scheduler:
        with Cluster(desk.order.scheduler) as cluster:
            yield cluster
    else:
        jobs = desk.order.jobs or available_cores()
        with Processes(jobs, preload=("newsbook.pdf.engine.typesetting",)) as processes:
            yield processes


# ---------------------------------------------------------------- print
@dataclass(frozen=True, slots=True)
class _Sheet:
    """What composing asks of a printed page, in mm."""

    trim_width_mm: float
    trim_height_mm: float
    bleed_mm: float = 0.0
    gutter_mm: float = 0.0


def _trim(options: PrintOptions) -> Trim:
    return Trim(options.trim_width_mm, options.trim_height_mm)


def _profile(book: Book, press: PressOptions) -> bytes | None:
    return (book.manifest.root / press.icc).read_bytes() if press.icc else None


def _sheet(book: Book, output: Output) -> Any:
    """Return the options that composing takes for `output`."""
    options = output.options
    if isinstance(options, EpubOptions):
        return options
    bleed = 0.0
    if options.press is not None:
        from newsbook.pdf.press import job_for
        from newsbook.pdf.press.job import largest

        job = job_for(options.press, trim=_trim(options), profile=_profile(book, options.press))
        bleed = largest(job.bleed)
    return _Sheet(options.trim_width_mm, options.trim_height_mm, bleed)


def _print(book: Book, output: Output, run: Run, desk: Desk) -> tuple[dict[str, bytes], PageMap]:
    """Typeset, bind and press one print output."""
    from newsbook.pdf import bind, typeset

    options = output.options
    assert isinstance(options, PrintOptions)
    with desk.stage("compose"):
        poured = pour(book, output, desk)
    composition = poured.composition
    cache = Cache(desk.order.cache) if desk.order.cache is not None else None
    with desk.timed("typeset"):
        galleys = typeset(
            composition,
            options,
            catalogue=book.catalogue,
            folder=None if desk.order.cache is None else desk.order.cache / "fontconfig",
            run=_told(run, book, desk),
            cache=cache,
        )
    if cache is not None:
        cache.trim()
    desk.stages.galleys(output.name, galleys)
    desk.findings.extend(finding for galley in galleys for finding in galley.diagnostics)
    if desk.stopped or not all(galley.pages for galley in galleys):
        return {}, {}
    with desk.stage("bind"):
        block = bind(
            composition, galleys, options, catalogue=book.catalogue, timestamp=book.timestamp
        )
        desk.findings.extend(block.diagnostics)
        desk.stages.pdf(output.name, "bound", block.pdf)
    pdf = block.pdf
    if options.press is not None:
        with desk.stage("press"):
            pdf = _press(book, options, pdf, desk)
    with desk.stage("check"):
        _audit_pdf(book, output, composition, block, pdf, desk)
    return {file_name(book.edition.metadata.slug, output): pdf}, block.page_map


def _press(book: Book, options: PrintOptions, pdf: bytes, desk: Desk) -> bytes:
    from newsbook.pdf.press import press

    assert options.press is not None
    result = press(
        pdf,
        options.press,
        trim=_trim(options),
        timestamp=book.timestamp,
        metadata=book.edition.metadata,
        profile=_profile(book, options.press),
        blank_pages=options.blank_pages,
    )
    desk.findings.extend(result.diagnostics)
    return result.pdf


def _told(run: Run, book: Book, desk: Desk) -> Run:
    """Return `run` that tells the desk's progress of every unit."""
    titles = {a.slug: plain_text(a.headline) for a in book.edition.articles()}

    def told(
        function: Callable[[S, T], R],
        shared: S,
        units: Sequence[T],
        *,
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        if units:
            desk.progress.stage("typeset", len(units))
        for unit, result in zip(units, run(function, shared, units, failed=failed), strict=True):
            label = titles.get(getattr(unit, "article", None) or "", "")
            desk.progress.advance(label, pages=len(getattr(result, "pages", ())))
            yield result

    return told


def _audit_pdf(
    book: Book,
    output: Output,
    composition: Composition,
    block: BookBlock,
    pdf: bytes,
    desk: Desk,
) -> None:
    from newsbook.checks.pdftext import page_texts

    texts = list(page_texts(pdf))
    places = _pages_of(composition, block.pages)
    pressed = isinstance(output.options, PrintOptions) and output.options.press is not None
    holdings = {}
    for slug, numbers in places.items():
        pages = [texts[number] for number in numbers]
        holdings[slug] = Holding(
            tuple(page.text for page in pages),
            links=None if pressed else sum(page.links for page in pages),
            pictures=sum(page.pictures for page in pages),
            raster_only=True,
        )
    rows, findings = audit(book.accounts, holdings, output=output.name)
    desk.ledger.extend(rows)
    desk.findings.extend(findings)


def _pages_of(composition: Composition, pages: Sequence[BookPage]) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers (from 0) of the pages on which each article may stand.

    Documents of one unit share pages, so that any page of the unit may hold a part of each.
    """
    of_unit: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        of_unit.setdefault(page.unit, []).append(number)
    found: dict[str, tuple[int, ...]] = {}
    unit, name = "", ""
    for document in composition.documents:
        if not (document.unit and document.unit == unit):
            unit, name = document.unit, document.name
        numbers = of_unit.get(name, [])
        if not document.unit:
            own = [n for n in numbers if pages[n].article == document.article]
            numbers = own or numbers
        held = (document.article, *document.also) if document.article else document.also
        for slug in held:
            found[slug] = tuple(dict.fromkeys((*found.get(slug, ()), *numbers)))
    return found


# ---------------------------------------------------------------- EPUB
def _epub(book: Book, output: Output, page_map: PageMap | None, desk: Desk) -> dict[str, bytes]:
    from newsbook.checks.epubtext import epub_holdings
    from newsbook.epub import package

    assert isinstance(output.options, EpubOptions)
    with desk.stage("compose"):
        poured = pour(book, output, desk)
    with desk.stage("package"):
        epub = package(
            poured.composition,
            output.options,
            timestamp=book.timestamp,
            catalogue=book.catalogue,
            page_map=page_map,
            diagnostics=desk.findings,
        )
        desk.stages.epub(output.name, epub)
    with desk.stage("check"):
        slugs = [account.article for account in book.accounts]
        rows, findings = audit(book.accounts, epub_holdings(epub, slugs), output=output.name)
        desk.ledger.extend(rows)
        desk.findings.extend(findings)
    return {file_name(book.edition.metadata.slug, output): epub}
