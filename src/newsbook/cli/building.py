"""From `newsbook build` to files, their paths on stdout, and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from newsbook.build import Order
from newsbook.build import build as build_outputs
from newsbook.cli.common import (
    changes_told,
    find_manifest,
    folder_for,
    order_of,
    report_json,
    shown,
    summary,
    tally,
    tell,
)
from newsbook.diagnostics import Severity
from newsbook.errors import UsageError
from newsbook.progress import Progress
from newsbook.report import Report, counted
from newsbook.terminal import StatusFile, Terminal

__all__ = ["build"]


def build(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Build the outputs of a manifest and print their paths."""
    began = time.monotonic()
    manifest = find_manifest(arguments.manifest)
    line = terminal.progress()
    progress: Progress = line
    status: StatusFile | None = None
    if arguments.status_file:
        status = progress = _status_file(Path(arguments.status_file), line)
    report: Report | None = None
    try:
        report = build_outputs(manifest, _order(arguments), progress=progress, clock=time.monotonic)
    finally:
        line.close()
        if status is not None:
            _finish(status, report)
    return _say(report, manifest, arguments, terminal, time.monotonic() - began)


def _status_file(path: Path, line: Progress) -> StatusFile:
    if path.is_dir():
        raise UsageError(f"{path} is a folder\nname a file for --status-file")
    try:
        return StatusFile(path, line)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def _order(arguments: argparse.Namespace) -> Order:
    return replace(
        order_of(arguments),
        folder=folder_for(arguments.output),
        validate=arguments.check,
        keep_stages=folder_for(arguments.keep_stages),
    )


def _finish(status: StatusFile, report: Report | None) -> None:
    findings = report.diagnostics if report is not None else ()
    numbers = tally(findings)
    with contextlib.suppress(OSError):
        status.finish(
            failed=report is None or not report.files,
            files=[shown(path) for path in report.files] if report is not None else [],
            errors=numbers[Severity.ERROR],
            warnings=numbers[Severity.WARNING],
        )


def _say(
    report: Report,
    manifest: Path,
    arguments: argparse.Namespace,
    terminal: Terminal,
    seconds: float,
) -> int:
    """Print what came of it, and return the exit code."""
    code = tell(report.diagnostics, manifest.parent, terminal, strict=arguments.strict)
    if arguments.timings:
        _say_timings(report.timings, seconds, terminal)
    if arguments.json:
        terminal.json(report_json(report))
    else:
        for path in report.files:
            terminal.result(shown(path))
    if report.files:
        if told := changes_told(report.changes):
            listed = "" if terminal.verbose or arguments.json else " (--verbose lists them)"
            terminal.say(told + listed)
        done = f"Built {counted(len(report.files), 'file')} in {seconds:.1f} s"
        articles = len({row.article for row in report.ledger})
        parts = [counted(articles, "article")] if articles else []
        parts += [summary(report.diagnostics)] if code or _warned(report) else []
        terminal.say(": ".join([done, ", ".join(parts)]) if parts else done, "good")
    else:
        terminal.problem(f"{summary(report.diagnostics)}; nothing was written")
    return code


def _warned(report: Report) -> bool:
    return tally(report.diagnostics)[Severity.WARNING] > 0


def _say_timings(timings: Mapping[str, float], total: float, terminal: Terminal) -> None:
    for name, seconds in timings.items():
        terminal.err.write(f"  {name:12}{seconds:8.2f} s\n")
    terminal.err.write(f"  {'total':12}{total:8.2f} s\n")
