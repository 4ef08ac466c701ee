"""From files that change to proofs of the book, one at a time, the newest wish first.

A thread builds. What can be shown is published at once: the pages, then the EPUB, then what an
editor should know. When a build fails, the pages of the last good one stay.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsbook.build import Order, edit
from newsbook.build.printing import Bound, workers
from newsbook.build.proofing import Proof
from newsbook.composition import BookPage, TocEntry
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import NewsbookError
from newsbook.manifest import Output
from newsbook.model import Article
from newsbook.pdf.faces import PageFace, page_faces
from newsbook.preview.books import ReadingBook, open_book
from newsbook.readers.texts import Sources
from newsbook.scratch import made_folder, removed

__all__ = ["MEDIA", "Desk", "Pages", "Snapshot"]

MEDIA = ("print", "epub")
"""The media of outputs, in the order in which they are made."""


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
    """Everything the page shows. `outputs` are the names and media of what the manifest orders;
    of those that a page asked for, `printed` has the pages and `books` the EPUB. `problem` is set
    when the last build could not be finished at all; `stale` says that pages and EPUB are of an
    earlier build.
    """

    number: int = 0
    title: str = ""
    language: str = "en"
    direction: str = "ltr"
    outputs: tuple[tuple[str, str], ...] = ()
    printed: Mapping[str, Pages] = field(default_factory=dict)
    books: Mapping[str, ReadingBook] = field(default_factory=dict)
    articles: tuple[Article, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    problem: str = ""
    stale: bool = False
    complete: bool = False
    seconds: float = 0.0
    sources: Sources | None = field(default=None, repr=False)

    def output(self, medium: str, name: str | None) -> str | None:
        """Return `name` if an output of `medium` is called so, else the first of that medium."""
        return _named(self.outputs, medium, name)

    def place_of(self, key: str) -> tuple[Path, int] | None:
        """Return the PDF and the number (from 0) of the page that looks like `key`, or None."""
        for pages in self.printed.values():
            for number, face in enumerate(pages.faces):
                if face.digest == key:
                    return pages.path, number
        return None

    def lacks(self, choices: Iterable[Mapping[str, str]]) -> bool:
        """Whether an output that `choices` show (by medium) is ordered and not there."""
        shown = {self.output(medium, choice.get(medium)) for choice in choices for medium in MEDIA}
        return bool(shown - {None} - set(self.printed) - set(self.books))


def _named(outputs: Sequence[tuple[str, str]], medium: str, name: str | None) -> str | None:
    first = next((other for other, kind in outputs if kind == medium), None)
    return name if name is not None and (name, medium) in outputs else first


class _SupersededError(Exception):
    """Something changed again while a build ran."""


class Desk:
    """Builds in a thread. `changed(snapshot)`, `working(stage, done, total, label)` and `chosen()`,
    which says of each open page which output of a medium it shows, are called there. `wish()` asks
    for a build; `close()` ends the thread.
    """

    def __init__(
        self,
        manifest: Path,
        order: Order,
        *,
        changed: Callable[[Snapshot], None],
        working: Callable[[str, int, int | None, str], None],
        chosen: Callable[[], Sequence[Mapping[str, str]]] = tuple,
    ) -> None:
        self._manifest = manifest
        self._order = order
        self._changed = changed
        self._working = working
        self._chosen = chosen
        self._folder = made_folder("preview-")
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
        removed(self._folder)

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
            stale=bool(self.snapshot.printed or self.snapshot.books),
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
        about = {
            "title": book.edition.metadata.title,
            "language": book.edition.metadata.language,
            "direction": book.edition.metadata.direction,
            "articles": book.edition.articles(),
            "sources": sources,
            "problem": "",
            "stale": False,
            "complete": False,
            "outputs": tuple((o.name, o.medium) for o in proof.outputs()),
        }
        wanted = self._wanted(proof.outputs())
        bounds: dict[str, Bound] = {}
        for output in (o for o in wanted if o.medium == "print"):
            bound = proof.pages(output, run)
            if bound is None or proof.failed:
                self._fail("", _edited(proof, sources), began)
                return
            bounds[output.name] = bound
            self._publish(
                **about,
                printed={**self.snapshot.printed, output.name: self._pages(output.name, bound)},
                findings=proof.findings,
                seconds=time.monotonic() - began,
            )
        if not bounds:
            self._publish(**about, findings=proof.findings, seconds=time.monotonic() - began)
        self._rest(proof, wanted, bounds, sources)

    def _wanted(self, outputs: Sequence[Output]) -> list[Output]:
        """Return the outputs that somebody looks at; when nobody does, the first of each medium."""
        names = [(output.name, output.medium) for output in outputs]
        looked_at = {
            _named(names, medium, choice.get(medium))
            for choice in self._chosen() or ({},)
            for medium in MEDIA
        }
        return [output for output in outputs if output.name in looked_at]

    def _rest(
        self,
        proof: Proof,
        wanted: Sequence[Output],
        bounds: Mapping[str, Bound],
        sources: Sources,
    ) -> None:
        """Publish what follows the pages: EPUBs, what was lost, what an editor should know."""
        maps = {name: bound.block.page_map for name, bound in bounds.items()}
        books: dict[str, ReadingBook] = {}
        failed = False
        for output in (o for o in wanted if o.medium == "epub"):
            data = proof.epub(output, maps)
            failed = failed or data is None
            if data is not None:
                books[output.name] = open_book(data)
            elif output.name in self.snapshot.books:
                books[output.name] = self.snapshot.books[output.name]
        for output in (o for o in wanted if o.name in bounds):
            proof.audit(output, bounds[output.name])
        findings = _edited(proof, sources)
        failed = failed or any(finding.severity is Severity.ERROR for finding in findings)
        self._publish(
            printed={name: self.snapshot.printed[name] for name in bounds},
            books=books,
            findings=findings,
            complete=True,
            stale=failed and bool(books),
        )
        if not failed and self.snapshot.lacks(self._chosen()):  # chosen while this was built
            self.wish()

    def _pages(self, name: str, bound: Bound) -> Pages:
        """Lay down the PDF of the pages; the one before stays for requests under way."""
        pdf = bound.block.pdf
        path = self._folder / f"{hashlib.sha256(pdf).hexdigest()[:16]}.pdf"
        if path in self._kept:
            self._kept.remove(path)
        else:
            path.write_bytes(pdf)
        self._kept.append(path)
        while len(self._kept) > 3 * max(1, len(self.snapshot.printed)):
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
