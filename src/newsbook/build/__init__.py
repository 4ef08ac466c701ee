"""From a manifest and an order to finished files and a report; when nothing changed, at once.

What builds is imported when there is something to build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsbook.build.order import PRELOADED, Order
from newsbook.progress import SILENT, Progress

if TYPE_CHECKING:
    from newsbook.build.desk import Book
    from newsbook.checks.editorial import Ignored
    from newsbook.diagnostics import Diagnostic
    from newsbook.readers.texts import Sources
    from newsbook.report import Report

__all__ = ["Order", "build", "edit", "prepare"]


def build(
    path: Path,
    order: Order,
    *,
    progress: Progress = SILENT,
    clock: Callable[[], float] = lambda: 0.0,
) -> Report:
    """Build the outputs of the manifest at `path` and write them.

    `clock` gives seconds, for the timings. When anything is wrong, nothing is written (with
    `keep_going`, what can be). When nothing changed since the last build, its files are written
    again. Raises `UsageError` for an order the manifest cannot fill, `OutputError` when a file
    cannot be written, `EngineError` when the typesetter does not work.
    """
    from newsbook.build.unchanged import recalled, remember, snapshot
    from newsbook.cache import Cache
    from newsbook.jobs import wake

    began = clock()
    before = snapshot(path.parent, order.cache) if order.cache is not None else None
    known = recalled(path, order, before)
    if known is not None:
        return replace(known, timings={"unchanged": clock() - began})
    if set(order.formats) != {"epub"} and not order.scheduler:
        wake(PRELOADED)
    from newsbook.build import pipeline

    report, files = pipeline.build(path, order, progress=progress, clock=clock)
    remember(path, order, before, files, report)
    if order.cache is not None:
        Cache(order.cache).trim()
    return report


def prepare(
    path: Path,
    order: Order,
    *,
    progress: Progress = SILENT,
    clock: Callable[[], float] = lambda: 0.0,
) -> tuple[Book | None, Report]:
    """Read the manifest at `path` and its articles, and pour them, without making files.

    Everything that can be known without typesetting is in the report. The book is None when its
    manifest cannot be used.
    """
    from newsbook.build import pipeline

    return pipeline.prepare(path, order, progress=progress, clock=clock)


def edit(book: Book | None, findings: Iterable[Diagnostic], sources: Sources) -> Ignored:
    """Return `findings` and those of the editorial lint, without what the ignore file takes.

    `sources` has the texts of the project, its ignore file too.
    """
    from newsbook.build import editing

    return editing.edit(book, findings, sources)
