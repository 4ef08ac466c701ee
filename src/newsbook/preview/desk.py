"""From files that change to proofs of the book, one at a time, the newest wish first.

A thread builds. What can be shown is published at once: the pages, then the EPUB, then what an
editor should know. When a build fails, the pages of the last good one stay.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsbook.build import Order, edit
from newsbook.build.printing import Bound, workers
from newsbook.build.proofing import Proof
from newsbook.composition import BookPage, TocEntry
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import NewsbookError
from newsbook.model import Article
from newsbook.pdf.faces import PageFace, page_faces
from newsbook.preview.books import ReadingBook, open_book
from newsbook.readers.texts import Sources

__all__ = ["Desk", "Pages", "Snapshot"]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a print output as bound; `path` is their PDF, `starts` the number (from 0) of
    the page on which each document begins.
    """

    name: str
    path: Path
    pages: tuple[BookPage, ...]
    faces: tuple[PageFace, ...]
    contents: tuple[TocEntry, ...]
    starts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the page shows. `problem` is set when the last build could not be finished at
    all; `stale` says that pages and EPUB are of an earlier build.
    """

    number: int = 0
    title: str = ""
    language: str = "en"
    direction: str = "ltr"
    pages: Pages | None = None
    epub: ReadingBook | None = None
    articles: tuple[Article, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    problem: str = ""
    stale: bool = False
    complete: bool = False
    seconds: float = 0.0
    sources: Sources | None = field(default=None, repr=False)


class _SupersededError(Exception):
    """Something changed again while a build ran."""


class Desk:
    """Builds in a thread. `changed(snapshot)` and `working(stage, done, total, label)` are called
    there. `wish()` asks for a build; `close()` ends the thread.
    """

    def __init__(
        self,
        manifest: Path,
        order: Order,
        *,
        changed: Callable[[Snapshot], None],
        working: Callable[[str, int, int | None, str], None],
    ) -> None:
        self._manifest = manifest
        self._order = order
        self._changed = changed
        self._working = working
        self._folder = Path(tempfile.mkdtemp(prefix="newsbook-preview-"))
        self._kept: list[Path] = []
        self._wished = threading.Event()
        self._since = time.monotonic()
        self._closed = False
        self._stage = ("", 0, None)  # type: tuple[str, int, int | None]
        self.snapshot = Snapshot()
        self._thread = threading.Thread(target=self._run, name="newsbook-preview", daemon=True)

    # ------------------------------------------------------------ from other threads
    def start(self) -> None:
        """Begin with a first build."""
        self.wish()
        self._thread.start()

    def wish(self) -> None:
        """Ask for a build; the one under way is given up."""
        if not self._wished.is_set():
            self._since = time.monotonic()
        self._wished.set()

    def close(self) -> None:
        """End, and remove what was kept."""
        self._closed = True
        self._wished.set()
        if self._thread.is_alive():
            self._thread.join(20)
        shutil.rmtree(self._folder, ignore_errors=True)

    # ------------------------------------------------------------ Progress
    def stage(self, name: str, total: int | None = None) -> None:
        """Tell that a stage begins (see `newsbook.progress`)."""
        self._stage = (name, 0, total)
        self._tell("")

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Tell that a unit is done."""
        name, done, total = self._stage
        self._stage = (name, done + 1, total)
        self._tell(label)

    def _tell(self, label: str) -> None:
        if self._wished.is_set() or self._closed:
            raise _SupersededError
        self._working(*self._stage, label)

    # ------------------------------------------------------------ in the thread
    def _run(self) -> None:
        with workers(self._order) as run:
            while True:
                self._wished.wait()
                if self._closed:
                    return
                self._wished.clear()
                began = self._since
                try:
                    self._build(run, began)
                except _SupersededError:
                    continue
                except NewsbookError as error:
                    self._fail(str(error), getattr(error, "diagnostics", ()), began)
                except Exception as error:
                    message = f"this is a bug in newsbook: {type(error).__name__}: {error}"
                    self._fail(message, (), began)

    def _publish(self, **changes: Any) -> None:
        self.snapshot = replace(self.snapshot, number=self.snapshot.number + 1, **changes)
        self._changed(self.snapshot)

    def _fail(self, problem: str, findings: tuple[Diagnostic, ...], began: float) -> None:
        """Publish errors; pages and EPUB of the last good build stay."""
        self._publish(
            problem=problem,
            findings=findings,
            stale=self.snapshot.pages is not None or self.snapshot.epub is not None,
            complete=True,
            seconds=time.monotonic() - began,
            sources=Sources(self._manifest.parent),
        )

    def _build(self, run: Any, began: float) -> None:
        sources = Sources(self._manifest.parent)
        proof = Proof(self._manifest, self._order, self, time.monotonic)
        book = proof.read(None if self._order.scheduler else run)
        if book is None or proof.failed:
            self._fail("", _edited(proof, sources), began)
            return
        output, bound = proof.output("print"), None
        if output is not None:
            bound = proof.pages(output, run)
            if bound is None or proof.failed:
                self._fail("", _edited(proof, sources), began)
                return
        about = {
            "title": book.edition.metadata.title,
            "language": book.edition.metadata.language,
            "direction": book.edition.metadata.direction,
            "articles": book.edition.articles(),
            "sources": sources,
            "problem": "",
            "stale": False,
        }
        shown = None if output is None or bound is None else self._pages(output.name, bound)
        self._publish(
            **about,
            pages=shown,
            findings=proof.findings,
            complete=False,
            seconds=time.monotonic() - began,
        )
        self._rest(proof, output, bound, sources)

    def _rest(self, proof: Proof, output: Any, bound: Bound | None, sources: Sources) -> None:
        """Publish what follows the pages: the EPUB, what was lost, what an editor should know."""
        epub, wanted = None, proof.output("epub")
        if wanted is not None:
            data = proof.epub(wanted, bound.block.page_map if bound is not None else None)
            epub = open_book(data) if data is not None else None
        if output is not None and bound is not None:
            proof.audit(output, bound)
        findings = _edited(proof, sources)
        failed = any(finding.severity is Severity.ERROR for finding in findings)
        if wanted is not None and epub is None:
            epub = self.snapshot.epub
        self._publish(
            epub=epub, findings=findings, complete=True, stale=failed and wanted is not None
        )

    def _pages(self, name: str, bound: Bound) -> Pages:
        """Lay down the PDF of the pages; the one before stays for requests under way."""
        pdf = bound.block.pdf
        path = self._folder / f"{hashlib.sha256(pdf).hexdigest()[:16]}.pdf"
        if path in self._kept:
            self._kept.remove(path)
        else:
            path.write_bytes(pdf)
        self._kept.append(path)
        while len(self._kept) > 3:
            self._kept.pop(0).unlink(missing_ok=True)
        return Pages(
            name,
            path,
            bound.block.pages,
            page_faces(pdf),
            bound.poured.composition.contents,
            _starts(bound),
        )


def _starts(bound: Bound) -> dict[str, int]:
    """Return the page on which each document begins, where that is known."""
    block = bound.block
    first: dict[str, int] = {}
    for number, page in enumerate(block.pages):
        first.setdefault(page.document, number)
    found = {}
    for document in bound.poured.composition.documents:
        marks = block.page_map.get(document.article or document.name)
        start = marks[0].page if marks else first.get(document.name)
        if start is not None:
            found[document.name] = start
    return found


def _edited(proof: Proof, sources: Sources) -> tuple[Diagnostic, ...]:
    """Return everything an editor should know, without what the project ignores."""
    return tuple(edit(proof.book, proof.findings, sources).kept)
