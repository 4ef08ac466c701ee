"""From a manifest to what can be looked at while it is written: pages as bound, and the EPUB.

The steps of `build` one by one, for who shows the first while the next are still to come. Nothing
is pressed for a printer and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from newsbook.build.desk import Book, Desk, Order
from newsbook.build.epubs import make_epub
from newsbook.build.outputs import page_output
from newsbook.build.pipeline import chosen, findings_of, read_book
from newsbook.build.printing import Bound, PageMap, audit_pages, set_and_bind
from newsbook.build.stages import Stages
from newsbook.diagnostics import Diagnostic
from newsbook.manifest import EpubOptions, Output
from newsbook.progress import Progress
from newsbook.work import Run

__all__ = ["Proof"]


class Proof:
    """One look at a book: read, set in pages, packaged as an EPUB, each step where it is wanted.

    A step that cannot be done returns None, and says why in `findings`. Raises what `build` raises.
    """

    def __init__(
        self, path: Path, order: Order, progress: Progress, clock: Callable[[], float]
    ) -> None:
        self._path = path
        self._desk = Desk(order, progress, clock, Stages(None))
        self.book: Book | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found so far."""
        return tuple(self._desk.findings)

    @property
    def failed(self) -> bool:
        """Whether what was found so far forbids going on."""
        return self._desk.stopped

    def read(self, run: Run | None = None) -> Book | None:
        """Read the manifest and its articles; `run` does articles at once."""
        if self._desk.cache is not None:
            self._desk.cache.trim()  # of what earlier looks left
        with findings_of(self._desk):
            self.book = read_book(self._path, self._desk, run)
        return self.book

    def outputs(self) -> tuple[Output, ...]:
        """Return the outputs that were ordered, in the manifest's order."""
        assert self.book is not None
        return chosen(self.book.manifest.outputs, self._desk.order.formats)

    def pages(self, output: Output, run: Run) -> Bound | None:
        """Set and bind the pages of `output`."""
        assert self.book is not None
        with findings_of(self._desk):
            return set_and_bind(self.book, output, run, self._desk)
        return None

    def audit(self, output: Output, bound: Bound) -> None:
        """Add to the findings what the pages lost of the articles."""
        assert self.book is not None
        audit_pages(
            self.book, output, bound.poured.composition, bound.block, bound.block.pdf, self._desk
        )

    def epub(self, output: Output, maps: Mapping[str, PageMap]) -> bytes | None:
        """Make the EPUB `output`; `maps` are those of the print outputs that were bound."""
        assert self.book is not None
        assert isinstance(output.options, EpubOptions)
        prints = [o for o in self.book.manifest.outputs if o.medium == "print"]
        page_map = maps.get(page_output(output.options, prints) or "")
        with findings_of(self._desk):
            return next(iter(make_epub(self.book, output, page_map, self._desk).values()), None)
        return None
