"""From what several commands are given to what they need: the manifest, the time, the verdict."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsbook.build import Order
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError, OutputError, UsageError
from newsbook.model import Change
from newsbook.report import Report, counted
from newsbook.sandbox import RefusedCallError, bounded
from newsbook.terminal import Terminal

__all__ = [
    "MANIFESTS",
    "MOST_BYTES",
    "cache_folder",
    "changes_told",
    "find_manifest",
    "folder_for",
    "looking_into",
    "order_of",
    "report_json",
    "shown",
    "source_date_epoch",
    "summary",
    "tell",
    "verdict",
]

MANIFESTS = ("manifest.yml", "newsbook.yml", "manifest.yaml", "newsbook.yaml")
"""What a manifest is called when none is named."""
MOST_BYTES = 1024 * 1024 * 1024
"""The largest EPUB or PDF that is looked into."""


def find_manifest(name: str | None) -> Path:
    """Return the manifest called `name` (a file or its folder), or the one here.

    Raises `UsageError` when there is none.
    """
    place = Path(name) if name is not None else Path()
    if place.is_dir():
        for candidate in MANIFESTS:
            if (place / candidate).is_file():
                return place / candidate
        where = "here" if name is None else f"in {place}"
        raise UsageError(
            f"there is no {' or '.join(MANIFESTS[:2])} {where}\nnewsbook init starts a project"
        )
    if not place.exists():
        raise UsageError(
            f"there is no file {place}\n"
            "name a manifest or its folder; newsbook init starts a project"
        )
    return place


def folder_for(text: str | None) -> Path | None:
    """Return the folder called `text`, which is there or can be made; None for none.

    Raises `OutputError` when it, or what it would stand in, is a file.
    """
    if not text:
        return None
    path = Path(text)
    for part in (path, *path.parents):
        if part.exists() and not part.is_dir():
            raise OutputError(f"{path} cannot be written: {part} is a file\nname a folder")
    return path


@contextlib.contextmanager
def looking_into(path: Path, data: bytes) -> Iterator[None]:
    """Bound what reading a PDF may use, whoever made it.

    Raises `InputError` when it wants far more than a book of its size does.
    """
    size = len(data) / 1_000_000
    try:
        with bounded(memory_bytes=int((512 + 16 * size) * 2**20), cpu_s=10.0 + 60.0 * size):
            yield
    except RefusedCallError as error:
        raise InputError(f"{path} cannot be read: {error}, so it may be damaged") from error


def source_date_epoch() -> datetime.datetime | None:
    """Return the time of `SOURCE_DATE_EPOCH` (seconds since 1970), or None.

    See https://reproducible-builds.org/specs/source-date-epoch/. Raises `UsageError` when it is no
    number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(text), datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {text!r}, not a number of seconds") from error


def cache_folder(arguments: argparse.Namespace) -> Path | None:
    """Return the folder of the cache, or None when none is wanted."""
    if getattr(arguments, "no_cache", False):
        return None
    from newsbook.cache import default_folder

    return default_folder()


def order_of(arguments: argparse.Namespace) -> Order:
    """Return what `build` and `preview` are both told of how a book is made."""
    return Order(
        formats=tuple(arguments.formats),
        jobs=arguments.jobs or 0,
        cache=cache_folder(arguments),
        scheduler=arguments.scheduler,
        strict=arguments.strict,
        keep_going=arguments.keep_going,
        allow_embargoed=arguments.allow_embargoed,
        allow_unusable=arguments.allow_unusable,
        timestamp=source_date_epoch(),
    )


def shown(path: Path) -> str:
    """Return `path` as it is printed: relative below the current folder, else absolute."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed
    try:
        return str(absolute.relative_to(Path.cwd()))
    except ValueError:
        return str(absolute)


def tally(findings: Iterable[Diagnostic]) -> Mapping[Severity, int]:
    """Return the number of findings of each severity."""
    numbers = dict.fromkeys(Severity, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    return numbers


def summary(findings: Iterable[Diagnostic]) -> str:
    """Return `2 errors, 1 warning`, or `no problems`."""
    numbers = tally(findings)
    parts = [
        counted(numbers[severity], str(severity))
        for severity in (Severity.ERROR, Severity.WARNING)
        if numbers[severity]
    ]
    return ", ".join(parts) or "no problems"


def verdict(findings: Iterable[Diagnostic], *, strict: bool) -> int:
    """Return the exit code for `findings`: 1 with errors (with `strict`, with warnings), else 0."""
    numbers = tally(findings)
    return int(bool(numbers[Severity.ERROR] or (strict and numbers[Severity.WARNING])))


def tell(
    findings: Iterable[Diagnostic],
    root: Path,
    terminal: Terminal,
    *,
    strict: bool = False,
    sources: Mapping[str, str] | None = None,
) -> int:
    """Print `findings` with code frames from the files below `root`, or from `sources`; return the
    exit code.
    """
    from newsbook.readers.texts import Sources

    listed = list(findings)
    terminal.diagnostics(listed, Sources(root) if sources is None else sources, strict=strict)
    return verdict(listed, strict=strict)


def report_json(report: Report) -> dict[str, Any]:
    """Return `report` as the object `--json` prints."""
    numbers = tally(report.diagnostics)
    return {
        "files": [shown(path) for path in report.files],
        "errors": numbers[Severity.ERROR],
        "warnings": numbers[Severity.WARNING],
        "diagnostics": [finding.as_json() for finding in report.diagnostics],
        "ledger": [
            {name: getattr(row, name) for name in row.__dataclass_fields__} for row in report.ledger
        ],
        "timings": {name: round(seconds, 3) for name, seconds in report.timings.items()},
        "decisions": {
            slug: [{"field": d.field, "value": d.value, "rule": d.rule} for d in decisions]
            for slug, decisions in report.decisions.items()
        },
        "changes": [_change_json(change) for change in report.changes],
    }


def _change_json(change: Change) -> dict[str, Any]:
    where = change.where or Location("")
    return {
        "rule": change.rule,
        "before": change.before,
        "after": change.after,
        "context": change.context,
        "article": change.article,
        "part": change.part,
        "leaf": change.leaf,
        "at": change.at,
        "file": where.file or None,
        "line": where.line,
        "column": where.column,
    }


def changes_told(changes: Sequence[Change]) -> str:
    """Return `37 characters set as the language asks in 5 articles`, or "" for no changes."""
    if not changes:
        return ""
    articles = {change.article for change in changes if change.article}
    places = f" in {counted(len(articles), 'article')}" if articles else ""
    return f"{counted(len(changes), 'character')} normalised for typesetting{places}"
