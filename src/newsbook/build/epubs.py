"""From a book and an EPUB output to its bytes and what was found in them, beside other work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsbook.build.alternatives import at_their_articles
from newsbook.build.covers import with_cover
from newsbook.build.desk import Book, Desk, file_name
from newsbook.build.packing import Made, Task, pack
from newsbook.build.pouring import Poured, pour
from newsbook.build.printing import PageMap
from newsbook.composition import Composition
from newsbook.jobs import Processes
from newsbook.manifest import EpubOptions, Output
from newsbook.model import Asset
from newsbook.work import Run, serially

__all__ = ["begin_epub", "make_epub"]

# What is made beside other work is handed to another process; pictures of more bytes are not.
_MOST_BYTES = 64 * 2**20


def make_epub(
    book: Book, output: Output, page_map: PageMap | None, desk: Desk, run: Run = serially
) -> dict[str, bytes]:
    """Pour, package and audit one EPUB; `page_map` is that of the print output it names."""
    with desk.stage("compose"):
        composition = with_cover(book, pour(book, output, desk), desk, run)
    return _handed_in(_task(book, output, page_map, composition, desk), pack, book, output, desk)


def begin_epub(
    book: Book, output: Output, page_map: PageMap | None, desk: Desk, run: Run, poured: Poured
) -> Callable[[], dict[str, bytes]]:
    """Let a process of `run` make the EPUB of what was `poured`; return what waits for it, and then
    does what `make_epub` does.
    """
    task = _task(book, output, page_map, with_cover(book, poured, desk, run), desk)
    if not isinstance(run, Processes) or _bytes_of(task.composition.assets) > _MOST_BYTES:
        return lambda: _handed_in(task, pack, book, output, desk)
    made = run.beside(pack, task)
    return lambda: _handed_in(task, lambda _: made(), book, output, desk)


def _bytes_of(assets: Mapping[str, Asset]) -> int:
    return sum(len(asset.data or b"") for asset in assets.values())


def _task(
    book: Book, output: Output, page_map: PageMap | None, composition: Composition, desk: Desk
) -> Task:
    assert isinstance(output.options, EpubOptions)
    return Task(
        composition,
        output.options,
        book.timestamp,
        book.catalogue,
        page_map,
        book.accounts,
        output.name,
        file_name(book.edition.metadata.slug, output),
        desk.order.cache,
    )


def _handed_in(
    task: Task, make: Callable[[Task], Made], book: Book, output: Output, desk: Desk
) -> dict[str, bytes]:
    """Take what `make` makes to the desk, and return the file by its name."""
    with desk.stage("package"):
        made = make(task)
    with desk.stage("check"):
        desk.stages.epub(output.name, made.epub)
        desk.ledger.extend(made.rows)
        known = tuple(desk.findings)  # two EPUBs of one book lack the same
        found = at_their_articles(made.findings, book)
        desk.findings.extend(finding for finding in found if finding not in known)
    return {task.name: made.epub}
