"""From an order to what a build has at hand while it runs: what is settled, what is gathered."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from newsbook.build.order import Order
from newsbook.build.stages import Stages
from newsbook.cache import Cache
from newsbook.checks.ledger import Account
from newsbook.diagnostics import Collector
from newsbook.fonts import Catalogue
from newsbook.layout import Layout, load_layout
from newsbook.manifest import EpubOptions, Manifest, Output
from newsbook.model import Change, Decision, Edition
from newsbook.progress import Progress
from newsbook.recall import Recall
from newsbook.report import LedgerRow

__all__ = ["Book", "Desk", "Order", "file_name", "layout_of"]


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
    changes: tuple[Change, ...] = ()
    _cache: Cache | None = None
    _recall: Recall | None = None

    @property
    def recall(self) -> Recall:
        """What remembers results between builds (one object, which knows what it has marked)."""
        if self._recall is None:
            self._recall = Recall(self.cache)
        return self._recall

    @property
    def cache(self) -> Cache | None:
        """The cache of this build (one object, which notices when the disk is full)."""
        if self.order.cache is None:
            return None
        if self._cache is None:
            self._cache = Cache(self.order.cache)
        return self._cache

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
    """An edition ready to be poured into layouts; `reckon` gives the accounts of its articles."""

    manifest: Manifest
    edition: Edition
    catalogue: Catalogue
    timestamp: datetime.datetime
    reckon: Callable[[], tuple[Account, ...]] = tuple

    @property
    def accounts(self) -> tuple[Account, ...]:
        """What each article holds."""
        return self.reckon()


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
        keys=choice.keys,
    )


def file_name(slug: str, output: Output) -> str:
    """Return the name of the file of `output`."""
    suffix = "epub" if isinstance(output.options, EpubOptions) else "pdf"
    return f"{slug}.epub" if output.name == "epub" == suffix else f"{slug}-{output.name}.{suffix}"
