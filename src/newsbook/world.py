"""From everything impure (files, clock, environment) to one value a stage may use.

Stages take a `World` instead of touching the disk, the clock or the environment, so that the same
input gives the same bytes and tests can run them on folders of their own.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import Any

from newsbook.diagnostics import Collector, Location
from newsbook.errors import InputError
from newsbook.recall import FORGETFUL, Recall

__all__ = ["World", "read_file"]


def read_file(path: Path, name: str, max_bytes: int) -> bytes:
    """Return the bytes of the file at `path`, which messages call `name`.

    Raises `InputError` when it is missing, unreadable, larger than `max_bytes`, or no regular file:
    pipes and devices may have no end.
    """
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{name} is {'a folder' if path.is_dir() else 'not a regular file'}")
        if path.stat().st_size > max_bytes:
            raise InputError(f"{name} is larger than {max_bytes // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True, slots=True)
class World:
    """What a stage may know of the outside.

    `root` is the folder of the manifest; `timestamp` is what the outputs carry as their time
    (aware, UTC), taken from the manifest or `SOURCE_DATE_EPOCH`, never from the clock;
    `diagnostics` gathers findings; `allow_embargoed`, `allow_unusable` (cancelled, withheld and
    draft articles) and `keep_going` are decisions of the person at the command line; `max_bytes`
    bounds what is read from one file; `recall` remembers results between builds. Where `seen` is a
    list, it notes every place of the project that is asked for.
    """

    root: Path
    diagnostics: Collector = field(default_factory=Collector)
    timestamp: datetime.datetime = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    allow_embargoed: bool = False
    allow_unusable: bool = False
    keep_going: bool = False
    max_bytes: int = 64 * 1024 * 1024
    recall: Recall = FORGETFUL
    seen: list[tuple[str, str]] | None = None

    def relative(self, path: Path) -> str:
        """Return `path` relative to the project with POSIX separators (for messages and keys)."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.name

    def resolve(self, name: str, *, base: str = "") -> Path | None:
        """Return the absolute path of `name`, or None when it leads out of the project.

        `name` is relative to the folder `base` (itself relative to the project). Symbolic links are
        followed before the comparison, so a link cannot lead out either.
        """
        if self.seen is not None:
            self.seen.append((name, base))
        if not name or "\x00" in name or PurePosixPath(name).is_absolute():
            return None
        root = self.root.resolve()
        try:
            path = (root / base / name).resolve()
        except (OSError, RuntimeError):
            return None
        return path if path.is_relative_to(root) else None

    def read_bytes(self, name: str, *, base: str = "") -> bytes:
        """Return the bytes of the file `name` below the project.

        Raises `InputError` when the file is outside the project, missing, unreadable or larger
        than `max_bytes`.
        """
        path = self.resolve(name, base=base)
        if path is None:
            raise InputError(f"{name} leads out of the project folder")
        return read_file(path, name, self.max_bytes)

    def place(self, name: str, spelled: str) -> Location:
        """Return where the file `name` first says `spelled`; the file alone when it does not.

        Sources that are no text (archives, office documents) have no lines, so they give the file.
        """
        try:
            text = self.read_bytes(name).decode("utf-8")
        except (InputError, UnicodeDecodeError):
            return Location(name)
        start = text.find(spelled) if spelled else -1
        if start < 0:
            return Location(name)
        return Location.within(name, text, start, start + len(spelled))

    @property
    def settings(self) -> tuple[Any, ...]:
        """What decides, besides files, what a stage makes."""
        impure = ("root", "diagnostics", "recall", "seen")
        return tuple(getattr(self, f.name) for f in fields(self) if f.name not in impure)

    def look(self, place: tuple[str, str]) -> str:
        """Return a digest of what stands at a place that `resolve` was asked for: the bytes of a
        file, the names in a folder, or nothing.
        """
        path = self.resolve(place[0], base=place[1])
        try:
            if path is None:
                return "outside"
            if path.is_dir():
                names = "\0".join(sorted(entry.name for entry in path.iterdir()))
                return f"folder {hashlib.sha256(names.encode()).hexdigest()}"
            return f"file {hashlib.sha256(path.read_bytes()).hexdigest()}"
        except OSError:
            return "nothing"
