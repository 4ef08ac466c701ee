"""From a book to the bytes of its outputs: print first, because the EPUB names printed pages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial

from newsbook.build.desk import Book, Desk
from newsbook.build.epubs import begin_epub, make_epub
from newsbook.build.pouring import Poured, pour
from newsbook.build.printing import Beside, PageMap, make_print
from newsbook.errors import InputError
from newsbook.manifest import EpubOptions, Output
from newsbook.work import Run

__all__ = ["make_outputs", "page_output"]

Files = dict[str, bytes]


def make_outputs(book: Book, outputs: Sequence[Output], desk: Desk, run: Run) -> dict[str, bytes]:
    """Return the files of `outputs` by name, in the manifest's order; `run` typesets.

    An EPUB is made in another process from the moment when the pages it names are known. Findings
    go to the desk; an output that cannot be made is not among the files.
    """
    made: dict[str, Files] = {}
    under_way: dict[str, Callable[[], Files]] = {}
    prints = [output for output in book.manifest.outputs if output.medium == "print"]
    epubs = [output for output in outputs if isinstance(output.options, EpubOptions)]
    needed = [o for o in prints if o in outputs or _names_pages(outputs, prints, o)]
    for output in needed:
        naming = [epub for epub in epubs if _pages_named(epub, prints) == output.name]
        files = make_print(book, output, run, desk, _beside(book, naming, desk, run, under_way))
        made[output.name] = files if output in outputs else {}
        if desk.stopped:
            return {}
    for output in epubs:
        finish = under_way.get(output.name) or partial(make_epub, book, output, None, desk, run)
        made[output.name] = finish()
        if desk.stopped:
            return {}
    files = {name: data for o in outputs for name, data in made.get(o.name, {}).items()}
    if desk.order.validate:
        from newsbook.build.validating import validate

        with desk.stage("validate"):
            validate(files, desk)
    return files


def _beside(
    book: Book,
    epubs: Sequence[Output],
    desk: Desk,
    run: Run,
    under_way: dict[str, Callable[[], Files]],
) -> Beside:
    """Return how `epubs` are made beside the print output whose pages they name: poured while it is
    typeset, begun when the pages are known, and then `under_way`.
    """
    poured: dict[str, Poured] = {}

    def meanwhile() -> None:
        book.reckon()  # what was made is compared with it
        for epub in epubs:
            # What is wrong with its layout is told in its turn.
            with contextlib.suppress(InputError), desk.timed("compose"):
                poured[epub.name] = pour(book, epub, desk)

    def tell(pages: PageMap) -> None:
        for epub in epubs:
            if epub.name in poured:
                under_way[epub.name] = begin_epub(book, epub, pages, desk, run, poured[epub.name])
            else:
                under_way[epub.name] = partial(make_epub, book, epub, pages, desk, run)

    return Beside(meanwhile, tell)


def page_output(options: EpubOptions, prints: Sequence[Output]) -> str | None:
    """Return the name of the print output, of `prints`, whose pages an EPUB names."""
    if isinstance(options.page_list, str):
        return options.page_list
    return prints[0].name if options.page_list and prints else None


def _pages_named(output: Output, prints: Sequence[Output]) -> str | None:
    options = output.options
    return page_output(options, prints) if isinstance(options, EpubOptions) else None


def _names_pages(outputs: Sequence[Output], prints: Sequence[Output], output: Output) -> bool:
    """Whether an EPUB among `outputs` was told in the manifest to name the pages of `output`.

    Where nothing was said, it names them when they are made anyway.
    """
    return any(
        "page_list" in epub.places and _pages_named(epub, prints) == output.name for epub in outputs
    )
