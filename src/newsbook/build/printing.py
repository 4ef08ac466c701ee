"""From a book and a print output to its PDF: typeset, bound, pressed, and checked for losses."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from newsbook.build.desk import Book, Desk, Order, file_name
from newsbook.build.order import PRELOADED
from newsbook.build.pouring import Poured, pour
from newsbook.build.pressing import cover_kind, open_with_cover, press_book, press_cover
from newsbook.build.resolution import coarse_pictures
from newsbook.checks.ledger import Holding, audit
from newsbook.composition import BookBlock, BookPage, Composition, PageMark
from newsbook.diagnostics import Diagnostic
from newsbook.fonts import remedy
from newsbook.manifest import Output, PrintOptions
from newsbook.targets import load_target
from newsbook.tree import plain_text
from newsbook.work import Run
from newsbook.world import World

__all__ = ["Beside", "Bound", "PageMap", "audit_pages", "make_print", "set_and_bind", "workers"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

_GUTTERS = 3  # a wider gutter makes more pages, which may ask for a wider one yet
_CODE_POINT = re.compile(r"\(U\+([0-9A-F]+)\)")

PageMap = Mapping[str, Sequence[PageMark]]


@contextlib.contextmanager
def workers(order: Order) -> Iterator[Run]:
    """Yield what typesets units: processes of this machine, or a cluster."""
    from newsbook.jobs import Cluster, Processes, available_cores

    if order.scheduler:
        with Cluster(order.scheduler) as cluster:
            yield cluster
    else:
        jobs = order.jobs or available_cores()
        with Processes(jobs, preload=PRELOADED) as processes:
            yield processes


@dataclass(frozen=True, slots=True)
class Bound:
    """A print output as it was bound, before the press."""

    poured: Poured
    block: BookBlock


@dataclass(frozen=True, slots=True)
class Beside:
    """What a build does while pages are made: `meanwhile` while other processes typeset, `tell` as
    soon as it is known where the pages begin.
    """

    meanwhile: Callable[[], None] = lambda: None
    tell: Callable[[PageMap], None] = lambda _: None


def set_and_bind(
    book: Book, output: Output, run: Run, desk: Desk, beside: Beside = Beside()
) -> Bound | None:
    """Typeset and bind one print output; None when its pages cannot be had.

    A printer may ask for a wider gutter the more pages a book has: such a book is set again.
    """
    bound: Bound | None = None
    for _ in range(_GUTTERS):
        pages = len(bound.block.pages) if bound is not None else 0
        with desk.stage("compose"):
            poured = pour(book, output, desk, pages=pages)
        if bound is not None and poured.composition.stylesheets == (
            bound.poured.composition.stylesheets
        ):
            break
        options = output.options
        again = isinstance(options, PrintOptions) and _asks_gutter(options)
        bound = _bound(book, output, poured, run, desk, Beside() if again else beside)
        if bound is None or not again:
            return bound
    if bound is not None:
        beside.tell(bound.block.page_map)
    return bound


def _asks_gutter(options: PrintOptions) -> bool:
    name = options.press.for_ if options.press is not None else None
    return bool(name and load_target(name).gutter_mm)


def _bound(
    book: Book,
    output: Output,
    poured: Poured,
    run: Run,
    desk: Desk,
    beside: Beside,
) -> Bound | None:
    """Typeset and bind what is poured; None when its pages cannot be had."""
    from newsbook.pdf import bind, page_map, typeset

    options = output.options
    assert isinstance(options, PrintOptions)
    composition = poured.composition
    with desk.timed("typeset"):
        galleys = typeset(
            composition,
            options,
            catalogue=book.catalogue,
            run=_told(run, book, desk),
            cache=desk.cache,
            meanwhile=beside.meanwhile,
        )
    desk.stages.galleys(output.name, galleys)
    desk.findings.extend(
        _located(found, book) for galley in galleys for found in galley.diagnostics
    )
    if options.press is None:  # preflight tells it of the files for a printer
        desk.findings.extend(coarse_pictures(galleys, book))
    if desk.stopped or not all(galley.pages for galley in galleys):
        return None
    beside.tell(page_map(composition, galleys))
    with desk.stage("bind"):
        block = bind(
            composition,
            galleys,
            options,
            catalogue=book.catalogue,
            timestamp=book.timestamp,
            recall=desk.recall,
        )
        desk.findings.extend(block.diagnostics)
        desk.stages.pdf(output.name, "bound", block.pdf)
    return Bound(poured, block)


def make_print(
    book: Book, output: Output, run: Run, desk: Desk, beside: Beside = Beside()
) -> dict[str, bytes]:
    """Typeset, bind and press one print output."""
    options = output.options
    assert isinstance(options, PrintOptions)
    bound = set_and_bind(book, output, run, desk, beside)
    if bound is None:
        return {}
    poured, block = bound.poured, bound.block
    composition = poured.composition
    name = file_name(book.edition.metadata.slug, output)
    pdf, added, kind = block.pdf, 0, cover_kind(options)
    if kind == "page":
        pdf, added = open_with_cover(
            book, output, poured.layout, pdf, desk=desk, run=run, cache=desk.cache
        )
    files, pages = {name: pdf}, len(block.pages) + added
    if options.press is not None:
        pressed = press_book(book, options, name, pdf, desk)
        files, pages = {name: pressed.pdf}, pressed.plan.total
    if kind in ("wrap", "front"):
        files |= press_cover(
            book, output, poured.layout, pages=pages, desk=desk, run=run, cache=desk.cache
        )
    with desk.stage("check"):
        audit_pages(book, output, composition, block, files[name], desk, before=added)
    return files


def _located(finding: Diagnostic, book: Book) -> Diagnostic:
    """Return `finding` with the place in the article's source that holds the missing character,
    and with a font that has it.
    """
    code_point = _CODE_POINT.search(finding.message)
    if finding.code != "missing-glyph" or finding.where is not None or code_point is None:
        return finding
    character = chr(int(code_point[1], 16))
    finding = replace(finding, hint=remedy(character, book.catalogue))
    file = next((a.origin.file for a in book.edition.articles() if a.slug == finding.article), None)
    if file is None:
        return finding
    return replace(finding, where=World(book.manifest.root).place(file, character))


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
        return advancing(units, run(function, shared, units, failed=failed))

    def advancing(units: Sequence[T], results: Iterator[R]) -> Iterator[R]:
        for unit, result in zip(units, results, strict=True):
            label = titles.get(getattr(unit, "article", None) or "", "")
            desk.progress.advance(label, pages=len(getattr(result, "pages", ())))
            yield result

    return told


def audit_pages(
    book: Book,
    output: Output,
    composition: Composition,
    block: BookBlock,
    pdf: bytes,
    desk: Desk,
    *,
    before: int = 0,
) -> None:
    """Add to the desk what `pdf`, made of `block` with `before` pages in front, lost of each
    article.
    """
    from newsbook.checks.pdftext import page_texts

    texts = list(page_texts(pdf, desk.recall))[before:]
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
    rows, findings = audit(book.accounts, holdings, output=output.name, recall=desk.recall)
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
