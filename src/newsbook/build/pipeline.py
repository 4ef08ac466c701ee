"""From a manifest and an order to finished files and a report.

Nothing is written before everything is made and checked: after an error the files of an earlier
build stand untouched. What is wrong with the book is in the report, never an exception.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from newsbook.assemble import assemble
from newsbook.build.desk import Book, Desk, Order
from newsbook.build.outputs import make_outputs
from newsbook.build.packing import PACKERS
from newsbook.build.pouring import pour
from newsbook.build.printing import workers
from newsbook.build.stages import Stages
from newsbook.build.writing import write_all
from newsbook.checks.ledger import Account, account_of
from newsbook.content import Picture
from newsbook.diagnostics import Collector
from newsbook.errors import InputError, UsageError
from newsbook.fonts import Catalogue, holds_fonts, load_catalogue
from newsbook.jobs import Processes
from newsbook.manifest import EpubOptions, Manifest, Output, load
from newsbook.model import Article, Edition
from newsbook.progress import SILENT, Progress
from newsbook.report import Report
from newsbook.scratch import swept
from newsbook.transforms import apply
from newsbook.tree import walk
from newsbook.work import Run
from newsbook.world import World

__all__ = ["build", "catalogue_of", "chosen", "findings_of", "prepare", "read_book"]


def build(
    path: Path,
    order: Order,
    *,
    progress: Progress = SILENT,
    clock: Callable[[], float] = lambda: 0.0,
) -> tuple[Report, dict[str, bytes]]:
    """Build the outputs of the manifest at `path`, write them, and return them by name.

    `clock` gives seconds, for the timings. When anything is wrong, nothing is written (with
    `keep_going`, what can be). Raises `UsageError` for an order the manifest cannot fill,
    `OutputError` when a file cannot be written, `EngineError` when the typesetter does not work.
    """
    swept()
    desk = Desk(order, progress, clock, Stages(order.keep_stages))
    written: tuple[Path, ...] = ()
    files: dict[str, bytes] = {}
    with findings_of(desk), workers(order) as run:
        book = read_book(path, desk, None if order.scheduler else run)
        outputs = chosen(book.manifest.outputs, order.formats)
        if not desk.stopped:
            files = make_outputs(book, outputs, desk, run)
            if files and not desk.stopped:
                with desk.stage("write", len(files)):
                    written = _write(book.manifest, files, desk)
    return _report(written, desk), files


def prepare(
    path: Path,
    order: Order,
    *,
    progress: Progress = SILENT,
    clock: Callable[[], float] = lambda: 0.0,
) -> tuple[Book | None, Report]:
    """Do what `newsbook.build.prepare` says."""
    desk = Desk(order, progress, clock, Stages(order.keep_stages))
    book: Book | None = None
    with findings_of(desk):
        book = read_book(path, desk)
        for output in chosen(book.manifest.outputs, order.formats):
            with findings_of(desk), desk.stage("compose"):
                pour(book, output, desk)
    return book, _report((), desk)


def _report(written: tuple[Path, ...], desk: Desk) -> Report:
    return Report(
        files=written,
        diagnostics=tuple(desk.findings),
        ledger=tuple(desk.ledger),
        timings=desk.timings,
        decisions=desk.decisions,
        changes=desk.changes,
    )


@contextlib.contextmanager
def findings_of(desk: Desk) -> Iterator[None]:
    """Gather what an `InputError` carries; one that carries nothing goes on."""
    try:
        yield
    except InputError as error:
        if not error.diagnostics:
            raise
        desk.findings.extend(error.diagnostics)


def chosen(outputs: Sequence[Output], names: Sequence[str]) -> tuple[Output, ...]:
    """Return the outputs of `names`, in the manifest's order. Raises `UsageError`."""
    if not names:
        return tuple(outputs)
    known = {output.name for output in outputs}
    unknown = [name for name in names if name not in known and name != "pdf"]
    if unknown:
        there = ", ".join(output.name for output in outputs)
        raise UsageError(f"no output is called {unknown[0]!r}\nthis book has: {there}")
    return tuple(
        output
        for output in outputs
        if output.name in names or (output.medium == "print" and "pdf" in names)
    )


# ---------------------------------------------------------------- to the waist
def read_book(path: Path, desk: Desk, run: Run | None = None) -> Book:
    """Take a manifest to an edition on which every output agrees; `run` does articles at once."""
    with desk.stage("load"):
        manifest = load(path)
        desk.findings.extend(manifest.findings)
        chosen(manifest.outputs, desk.order.formats)  # before anything is read
    if isinstance(run, Processes) and not desk.stopped and _prints(manifest, desk.order.formats):
        packs = any(isinstance(o.options, EpubOptions) for o in manifest.outputs)
        run.warm_up(*(PACKERS if packs else ()))
    stated = manifest.metadata.date is not None
    timestamp = manifest.timestamp if stated else desk.order.timestamp or manifest.timestamp
    world = World(
        root=manifest.root,
        diagnostics=desk.findings,
        timestamp=timestamp,
        allow_embargoed=desk.order.allow_embargoed,
        allow_unusable=desk.order.allow_unusable,
        keep_going=desk.order.keep_going,
        recall=desk.recall,
    )
    with desk.stage("read", len(manifest.articles())):
        edition = assemble(manifest, world, run)
        desk.stages.edition("1-read", edition)
    desk.decisions.update({a.slug: a.origin.decisions for a in edition.articles()})
    with desk.stage("transform"):
        edition = apply(edition, world, run)
        desk.changes = edition.changes
        desk.stages.edition("2-edition", edition)
        catalogue = catalogue_of(manifest, desk.findings)
    return Book(manifest, edition, catalogue, timestamp, cache(partial(_accounts, edition, world)))


def _prints(manifest: Manifest, formats: Sequence[str]) -> bool:
    """Whether a PDF is wanted."""
    names = {o.name for o in manifest.outputs if o.medium == "print"}
    return bool(names and not formats) or bool((names | {"pdf"}) & set(formats))


def _accounts(edition: Edition, world: World) -> tuple[Account, ...]:
    return tuple(_account(article, edition, world) for article in edition.articles())


def _account(article: Article, edition: Edition, world: World) -> Account:
    used = [
        edition.assets[node.source]
        for node in (walk(article.body, article.note) if edition.assets else ())
        if isinstance(node, Picture) and node.source in edition.assets
    ]
    recall = world.recall
    said = (replace(article, body=()), recall.mark(article.body))
    inputs = (said, tuple((asset.key, asset.media_type) for asset in used))
    return recall.made("account", inputs, lambda: account_of(article, edition.assets))


def catalogue_of(manifest: Manifest, findings: Collector) -> Catalogue:
    """Return the fonts of `manifest`: the bundled ones, and those in its folder.

    A folder `fonts` beside the manifest counts though the manifest does not name it; what cannot
    be used there is a warning.
    """
    choice = manifest.fonts
    beside = choice.dir is None and holds_fonts(manifest.root / "fonts")
    folder = "fonts" if beside else choice.dir
    return load_catalogue(
        manifest.root / folder if folder else None,
        roles=choice.roles,
        name=folder or "fonts",
        where=choice.where,
        diagnostics=findings,
        lenient=beside,
    )


# ---------------------------------------------------------------- files
def _write(manifest: Manifest, files: Mapping[str, bytes], desk: Desk) -> tuple[Path, ...]:
    folder = desk.order.folder or manifest.root / "dist"
    targets = {folder / name: data for name, data in files.items()}
    sources = {(manifest.root / entry.file).resolve() for entry in manifest.articles()}
    for target in targets:
        if target.resolve() in sources:
            raise UsageError(f"{target} is a source of this book\nname another folder with -o")
    write_all(targets)
    return tuple(targets)
