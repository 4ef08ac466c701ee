"""From `newsbook import SOURCE` to a project folder with a manifest, articles and a record."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from newsbook.cli.common import folder_for, shown, source_date_epoch, verdict
from newsbook.errors import OutputError, UsageError
from newsbook.importer import Fetcher, Imported, Order, import_source
from newsbook.readers.texts import Sources
from newsbook.report import counted
from newsbook.slugs import ascii_slug
from newsbook.terminal import Terminal

__all__ = ["import_articles"]


def import_articles(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Make a project of the articles that a source holds."""
    folder = _folder(arguments)
    order = Order(
        source=arguments.source,
        title=arguments.title,
        language=arguments.language,
        fetcher=Fetcher() if arguments.fetch else None,
        now=source_date_epoch() or datetime.datetime.now(datetime.UTC),
    )
    line = terminal.progress()
    try:
        made = import_source(order, line)
    finally:
        line.close()
    terminal.diagnostics(list(made.findings), Sources(_place(arguments.source)))
    if not made.articles:
        return 1
    _write(folder, made.files)
    if arguments.json:
        terminal.json(_object(folder, made))
    else:
        terminal.result(shown(folder / "manifest.yml"))
    _say(made, folder, terminal)
    return verdict(made.findings, strict=False)


def _place(source: str) -> Path:
    """Return the folder in which the files of an import lie."""
    return Path(source) if Path(source).is_dir() else Path(source).parent


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the folder of the project, which must be empty or missing."""
    parts = urlsplit(arguments.source)
    place = parts.hostname if parts.scheme in ("http", "https") else Path(arguments.source).stem
    folder = Path(arguments.output or f"{ascii_slug(place or '') or 'articles'}-book")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file\nname a new folder with -o")
    folder_for(str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty\nname a new folder with -o")
    return folder


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files below `folder`, or none."""
    draft: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".newsbook-import-", dir=folder.parent))
        for name, data in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        draft.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(draft)
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


def _say(made: Imported, folder: Path, terminal: Terminal) -> None:
    said = counted(len(made.articles), "article")
    if made.duplicates:
        said += f", {counted(made.duplicates, 'duplicate')} left out"
    terminal.say(f"Imported {said}.", "good")
    if made.remote:
        terminal.say(
            f"{counted(made.remote, 'picture')} on the network: import again with --fetch, or save "
            "them beside the articles."
        )
    terminal.say(f"Next: look through {shown(folder / 'manifest.yml')}, then newsbook build")


def _object(folder: Path, made: Imported) -> dict[str, object]:
    return {
        "manifest": str(folder / "manifest.yml"),
        "articles": [kept.file for kept in made.articles],
        "duplicates": made.duplicates,
        "remote_pictures": made.remote,
        "diagnostics": [finding.as_json() for finding in made.findings],
    }
