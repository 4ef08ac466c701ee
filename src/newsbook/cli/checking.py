"""From `newsbook check` to findings about a manifest, an EPUB or a PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsbook.build import Order, edit, prepare
from newsbook.cli.common import find_manifest, source_date_epoch, summary, tally, tell
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import UsageError
from newsbook.terminal import Sources, Terminal

__all__ = ["check"]


def check(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Say what is wrong with a manifest, an EPUB or a PDF."""
    path = find_manifest(arguments.file)
    suffix = path.suffix.lower()
    passed: list[tuple[Diagnostic, str]] = []
    if suffix == ".epub":
        findings: Iterable[Diagnostic] = _check_epub(path, arguments)
    elif suffix == ".pdf":
        findings = _check_pdf(path, arguments)
    else:
        findings, passed = _check_manifest(path, arguments)
    listed = tuple(findings)
    code = tell(listed, path.parent, terminal, strict=arguments.strict)
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
        terminal.json(answer)
    said = f"{path.name}: {summary(listed)}" + (f", {len(passed)} ignored" if passed else "")
    terminal.say(said, None if code else "good")
    return code


def _check_manifest(
    path: Path, arguments: argparse.Namespace
) -> tuple[list[Diagnostic], list[tuple[Diagnostic, str]]]:
    """Return what is wrong with a manifest and its articles, and what its ignore file takes."""
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
    result = edit(book, report.diagnostics, Sources(path.parent))
    return result.kept, result.ignored


def _check_epub(path: Path, arguments: argparse.Namespace) -> Iterable[Diagnostic]:
    from newsbook.checks.epub_check import check_epub
    from newsbook.checks.epubcheck import epubcheck

    if arguments.target not in (None, "epub", "epub3"):
        raise UsageError(f"an EPUB cannot be fit for {arguments.target!r}")
    yield from check_epub(_bytes_of(path), name=path.name)
    yield from epubcheck([path])[path]


def _check_pdf(path: Path, arguments: argparse.Namespace) -> Iterable[Diagnostic]:
    from newsbook.checks.preflight import preflight, rules_for
    from newsbook.checks.preflight.claim import claimed_standard

    data = _bytes_of(path)
    report = preflight(data, rules_for(arguments.target or claimed_standard(data)))
    return report.diagnostics(path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
