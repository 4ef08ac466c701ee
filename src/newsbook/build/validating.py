"""From finished files to what independent validators say of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsbook.build.desk import Book, Desk, file_name
from newsbook.build.pouring import profile_of, trim_of
from newsbook.manifest import Output, PrintOptions

__all__ = ["validate"]


def validate(book: Book, outputs: Sequence[Output], files: Mapping[str, bytes], desk: Desk) -> None:
    """Add to the desk what EPUBCheck says of EPUBs, and preflight of PDFs for the press."""
    slug = book.edition.metadata.slug
    named = {file_name(slug, output): output for output in outputs}
    _validate_epubs({n: d for n, d in files.items() if n.endswith(".epub")}, desk)
    for name, data in files.items():
        output = named.get(name)
        if output is not None and isinstance(output.options, PrintOptions):
            _validate_pdf(book, output.options, name, data, desk)


def _validate_epubs(files: Mapping[str, bytes], desk: Desk) -> None:
    from newsbook.checks.epub_check import check_epub
    from newsbook.checks.epubcheck import epubcheck

    for name, data in files.items():
        desk.findings.extend(check_epub(data, name=name))
    with tempfile.TemporaryDirectory(prefix="newsbook-") as folder:
        paths = [Path(folder) / name for name in files]
        for path in paths:
            path.write_bytes(files[path.name])
        for findings in epubcheck(paths).values():
            desk.findings.extend(findings)


def _validate_pdf(book: Book, options: PrintOptions, name: str, data: bytes, desk: Desk) -> None:
    from newsbook.checks.preflight import preflight, rules_for, rules_for_job
    from newsbook.pdf.press import job_for

    order = options.press
    if order is None:
        rules = rules_for("none")
    else:
        job = job_for(order, trim=trim_of(options), profile=profile_of(book, order))
        rules = rules_for_job(job, order.for_)
    desk.findings.extend(preflight(data, rules).diagnostics(name))
