"""From a book to the bytes of its outputs: print first, because the EPUB names printed pages."""

from __future__ import annotations

from collections.abc import Sequence

from newsbook.build.covers import with_cover
from newsbook.build.desk import Book, Desk, file_name
from newsbook.build.pouring import pour
from newsbook.build.printing import PageMap, make_print
from newsbook.checks.ledger import audit
from newsbook.manifest import EpubOptions, Output
from newsbook.work import Run, serially

__all__ = ["make_epub", "make_outputs", "page_output"]


def make_outputs(book: Book, outputs: Sequence[Output], desk: Desk, run: Run) -> dict[str, bytes]:
    """Return the files of `outputs` by name, in the manifest's order; `run` typesets.

    Findings go to the desk; an output that cannot be made is not among the files.
    """
    made: dict[str, dict[str, bytes]] = {}
    maps: dict[str, PageMap] = {}
    prints = [output for output in book.manifest.outputs if output.medium == "print"]
    needed = [o for o in prints if o in outputs or _names_pages(outputs, prints, o)]
    for output in needed:
        files, maps[output.name] = make_print(book, output, run, desk)
        made[output.name] = files if output in outputs else {}
        if desk.stopped:
            return {}
    for output in outputs:
        if isinstance(output.options, EpubOptions):
            pages = page_output(output.options, prints)
            made[output.name] = make_epub(book, output, maps.get(pages or ""), desk, run)
            if desk.stopped:
                return {}
    files = {name: data for o in outputs for name, data in made.get(o.name, {}).items()}
    if desk.order.validate:
        from newsbook.build.validating import validate

        with desk.stage("validate"):
            validate(files, desk)
    return files


def page_output(options: EpubOptions, prints: Sequence[Output]) -> str | None:
    """Return the name of the print output whose pages the EPUB names."""
    if isinstance(options.page_list, str):
        return options.page_list
    return prints[0].name if options.page_list and prints else None


def _names_pages(outputs: Sequence[Output], prints: Sequence[Output], output: Output) -> bool:
    """Whether an EPUB among `outputs` was told in the manifest to name the pages of `output`.

    Where nothing was said, it names them when they are made anyway.
    """
    return any(
        isinstance(epub.options, EpubOptions)
        and "page_list" in epub.places
        and page_output(epub.options, prints) == output.name
        for epub in outputs
    )


def make_epub(
    book: Book, output: Output, page_map: PageMap | None, desk: Desk, run: Run = serially
) -> dict[str, bytes]:
    """Pour, package and audit one EPUB; `page_map` is that of the print output it names."""
    from newsbook.checks.epub_check import check_epub
    from newsbook.checks.epubtext import epub_holdings
    from newsbook.epub import package

    assert isinstance(output.options, EpubOptions)
    name = file_name(book.edition.metadata.slug, output)
    with desk.stage("compose"):
        composition = with_cover(book, pour(book, output, desk), desk, run)
    with desk.stage("package"):
        epub = package(
            composition,
            output.options,
            timestamp=book.timestamp,
            catalogue=book.catalogue,
            page_map=page_map,
            diagnostics=desk.findings,
            recall=desk.recall,
        )
        desk.stages.epub(output.name, epub)
    with desk.stage("check"):
        slugs = [account.article for account in book.accounts]
        holdings = epub_holdings(epub, slugs)
        rows, findings = audit(book.accounts, holdings, output=output.name, recall=desk.recall)
        desk.ledger.extend(rows)
        desk.findings.extend(findings)
        desk.findings.extend(check_epub(epub, name=name))
    return {name: epub}
