"""From an order to what a build has at hand while it runs: what is settled, what is gathered."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsbook.build.stages import Stages
from newsbook.checks.ledger import Account
from newsbook.diagnostics import Collector
from newsbook.fonts import Catalogue
from newsbook.layout import Layout, load_layout
from newsbook.manifest import EpubOptions, Manifest, Output
from newsbook.model import Decision, Edition
from newsbook.progress import Progress
from newsbook.report import LedgerRow

__all__ = ["Book", "Desk", "Order", "file_name", "layout_of"]


@dataclass(frozen=True, slots=True)
class Order:
    """What the person at the command line wants.

    `formats` names outputs (`pdf` stands for every PDF; () for all); `folder` is where the files go
    (None: `dist` beside the manifest); `cache` the folder of the cache (None: no cache); `jobs` the
    number of processes (0: one a core); `timestamp` what a book without a date carries as its time.
    """

    formats: tuple[str, ...] = ()
    folder: Path | None = None
    jobs: int = 0
    cache: Path | None = None
    scheduler: str | None = None
    strict: bool = False
    keep_going: bool = False
    allow_embargoed: bool = False
    validate: bool = False
    keep_stages: Path | None = None
    timestamp: datetime.datetime | None = None


@dataclass(slots=True)
class Desk:
    """What a build under way has at hand: what is settled, and what is gathered for the report."""

    order: Order
    progress: Progress
    clock: Callable[[], float]
    stages: Stages
    findings: Collector = field(default_factory=Collector)
    timings: dict[str, float] = field(default_factory=dict)
    ledger: list[LedgerRow] = field(default_factory=list)
    decisions: dict[str, tuple[Decision, ...]] = field(default_factory=dict)

    @contextlib.contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[None]:
        """Tell that a stage runs, and add the time it takes to its account."""
        self.progress.stage(name, total)
        with self.timed(name):
            yield

    @contextlib.contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the time of what is done inside to the account `name`."""
        began = self.clock()
        try:
            yield
        finally:
            self.timings[name] = self.timings.get(name, 0.0) + self.clock() - began

    @property
    def stopped(self) -> bool:
        """Whether what was found so far forbids going on."""
        if self.order.keep_going:
            return False
        return bool(self.findings.errors or (self.order.strict and self.findings.warnings))


@dataclass(frozen=True, slots=True)
class Book:
    """An edition ready to be poured into layouts."""

    manifest: Manifest
    edition: Edition
    catalogue: Catalogue
    timestamp: datetime.datetime
    accounts: tuple[Account, ...] = ()


def layout_of(book: Book, output: Output) -> Layout:
    """Return the layout of `output`. Raises `InputError` with what is wrong with it."""
    choice = output.layout or book.manifest.layout
    return load_layout(
        choice.name,
        root=book.manifest.root,
        options=choice.options,
        css=choice.css,
        where=choice.where,
        places=choice.places,
    )


def file_name(slug: str, output: Output) -> str:
    """Return the name of the file of `output`."""
    suffix = "epub" if isinstance(output.options, EpubOptions) else "pdf"
    return f"{slug}.epub" if output.name == "epub" == suffix else f"{slug}-{output.name}.{suffix}"
