"""From `newsbook check` to findings about a manifest, an EPUB or a PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbook.build import Order, edit, prepare
from newsbook.cli.common import (
    MOST_BYTES,
    find_manifest,
    folder_for,
    looking_into,
    shown,
    source_date_epoch,
    summary,
    tally,
    tell,
)
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import UsageError
from newsbook.report import counted
from newsbook.terminal import Terminal
from newsbook.world import read_file

if TYPE_CHECKING:
    from newsbook.checks.preflight import PreflightReport
    from newsbook.readers.texts import Sources

__all__ = ["check"]


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say what is wrong with a manifest, an EPUB or a PDF."""
    from newsbook.readers.texts import Sources

    path = find_manifest(arguments.file)
    sources = Sources(path.parent)
    suffix = path.suffix.lower()
    passed: list[tuple[Diagnostic, str]] = []
    pictures: tuple[Path, ...] = ()
    preflighted: PreflightReport | None = None
    if suffix != ".pdf" and (arguments.picture or arguments.pages):
        raise UsageError("--picture and --pages are about a PDF: newsbook check FILE.pdf")
    if suffix == ".epub":
        findings: Iterable[Diagnostic] = _check_epub(path, arguments)
    elif suffix == ".pdf":
        preflighted, pictures = _check_pdf(path, arguments)
        findings = preflighted.diagnostics(path.name)
    else:
        findings, passed = _check_manifest(path, arguments, sources)
    listed = tuple(findings)
    code = tell(listed, path.parent, terminal, strict=arguments.strict, sources=sources)
    if arguments.json:
        numbers = tally(listed)
        answer: dict[str, Any] = {
            "file": path.name,
            "ok": code == 0,
            "errors": numbers[Severity.ERROR],
            "warnings": numbers[Severity.WARNING],
            "diagnostics": [finding.as_json() for finding in listed],
        }
        if passed:
            answer["ignored"] = [{**finding.as_json(), "reason": why} for finding, why in passed]
        if preflighted is not None:
            answer["for"] = preflighted.rules.name
            answer["findings"] = [finding.as_json() for finding in preflighted.findings]
        if pictures:
            answer["pictures"] = [shown(picture) for picture in pictures]
        terminal.json(answer)
    for picture in () if arguments.json else pictures:
        terminal.result(shown(picture))
    said = f"{path.name}: {summary(listed)}" + (f", {len(passed)} ignored" if passed else "")
    terminal.say(said, None if code else "good")
    return code


def _check_manifest(
    path: Path, arguments: argparse.Namespace, sources: Sources
) -> tuple[list[Diagnostic], list[tuple[Diagnostic, str]]]:
    """Return what is wrong with a manifest and its articles, and what its ignore file takes.

    `sources` are told in which encodings the articles were read.
    """
    if arguments.target:
        raise UsageError("--for is about a built file: newsbook check FILE.pdf --for TARGET")
    order = Order(
        strict=arguments.strict,
        keep_going=True,
        allow_embargoed=arguments.allow_embargoed,
        allow_unusable=arguments.allow_unusable,
        timestamp=source_date_epoch(),
    )
    book, report = prepare(path, order)
    result = edit(book, report.diagnostics, sources)
    return result.kept, result.ignored


def _check_epub(path: Path, arguments: argparse.Namespace) -> Iterable[Diagnostic]:
    from newsbook.checks.epub_check import check_epub, first_damaged
    from newsbook.checks.epubcheck import epubcheck

    if arguments.target not in (None, "epub", "epub3"):
        raise UsageError(f"an EPUB cannot be fit for {arguments.target!r}")
    data = read_file(path, str(path), MOST_BYTES)
    found = check_epub(data, name=path.name)
    yield from found
    if any(finding.code == "limit-exceeded" for finding in found):
        return
    damaged = first_damaged(data)
    if damaged is None:
        yield from epubcheck([path])[path]
    else:
        yield Diagnostic(
            Severity.ERROR,
            "epub-container",
            f"{damaged!r} in it is damaged: it is not what the archive says of it",
            Location(path.name),
            "make the EPUB again; EPUBCheck was not run",
        )


def _check_pdf(
    path: Path, arguments: argparse.Namespace
) -> tuple[PreflightReport, tuple[Path, ...]]:
    """Return what preflight says of a PDF, and the pictures drawn of it."""
    from newsbook.checks.preflight import preflight, rules_for
    from newsbook.checks.preflight.claim import claimed_standard

    if arguments.pages and not arguments.picture:
        raise UsageError("--pages says which pages --picture draws: name a folder for them")
    folder = folder_for(arguments.picture)
    data = read_file(path, str(path), MOST_BYTES)
    with looking_into(path, data):
        rules = rules_for(arguments.target or claimed_standard(data))
        report = preflight(data, rules, render=not rules.for_screen)
        pictures: tuple[Path, ...] = ()
        if folder is not None and report.pages:
            pictures = _draw(path, data, report, folder, arguments)
    return report, pictures


def _draw(
    path: Path, data: bytes, report: PreflightReport, folder: Path, arguments: argparse.Namespace
) -> tuple[Path, ...]:
    """Write into `folder` each page, and its plates where a renderer is installed."""
    from newsbook.build.writing import write_all
    from newsbook.checks.preflight.drawing import draw_pages, draw_plates
    from newsbook.checks.preflight.plates import find_renderer

    pages = arguments.pages or tuple(range(1, report.pages + 1))
    if pages[-1] > report.pages:
        raise UsageError(f"{path.name} has {counted(report.pages, 'page')}, no page {pages[-1]}")
    width = len(str(report.pages))
    files: dict[Path, bytes] = {}
    for number, picture in draw_pages(data, report.rules, report.findings, pages=pages):
        files[folder / f"{path.stem}-{number:0{width}}.png"] = picture
    if find_renderer() is not None:
        for number, plate, picture in draw_plates(data, report.rules, pages=pages):
            plain = "".join(c if c.isalnum() else "-" for c in plate.lower())
            files[folder / f"{path.stem}-{number:0{width}}-{plain}.png"] = picture
    write_all(files)
    return tuple(sorted(files))
