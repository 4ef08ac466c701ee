"""From `newsbook inspect FILE` to what a reader makes of that file."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from newsbook.charsets import codec
from newsbook.cli.common import MANIFESTS, tell
from newsbook.errors import UsageError
from newsbook.readers import READERS, Source, read_many
from newsbook.readers.inspect import answer, explain, manifest_entry
from newsbook.terminal import Terminal
from newsbook.world import World

__all__ = ["inspect"]


def inspect(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Show what a reader makes of one source file."""
    path = Path(arguments.file)
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder\nname one of its files, or make a project of all: newsbook import"
        )
    if not path.exists():
        raise UsageError(f"there is no file {path}")
    names = [form.name for form in READERS]
    if arguments.format is not None and arguments.format not in names:
        raise UsageError(f"no format is called {arguments.format!r}\nthere are: {', '.join(names)}")
    if arguments.encoding is not None and not _is_encoding(arguments.encoding):
        raise UsageError(f"no encoding is called {arguments.encoding!r}")
    world = World(root=_project_of(path), timestamp=datetime.datetime.now(datetime.UTC))
    file = world.relative(path)
    source = Source(
        file=file,
        data=world.read_bytes(file),
        format=arguments.format,
        language=arguments.language,
        encoding=arguments.encoding,
    )
    articles = read_many(source, world)
    if arguments.json:
        terminal.json(answer(articles, source, world))
    else:
        for article in articles:
            text = manifest_entry(article, source) if arguments.write else explain(article)
            terminal.result(text.rstrip("\n"))
    return tell(world.diagnostics, world.root, terminal)


def _is_encoding(name: str) -> bool:
    try:
        codec(name)
    except LookupError:
        return False
    return True


def _project_of(path: Path) -> Path:
    """Return the nearest folder above `path` that holds a manifest, or the folder of `path`."""
    folder = path.resolve().parent
    for place in (folder, *folder.parents):
        if any((place / name).is_file() for name in MANIFESTS):
            return place
    return folder
