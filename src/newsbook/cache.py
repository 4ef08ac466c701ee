"""From a key to the bytes kept under it: results of earlier builds, in the user's cache folder.

A key is the SHA-256 (hexadecimal) of everything that can change the result, so an entry is never
wrong, only unused. Several builds may use one cache at once: entries appear by renaming a finished
file, carry the digest of their content, and may vanish at any time. A cache that cannot be written
(full disk, read-only folder) or read costs time, never a build.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cache", "CacheInfo", "default_folder"]

_DIGEST_BYTES = 32
_KEY = re.compile(r"[0-9a-f]{64}")
_DRAFT = ".draft-"
# How long a draft may lie before it counts as left behind by a build that died.
_DRAFT_SECONDS = 3600.0
# A file whose time tells when the entries were last looked through, and how long that holds.
_MARK = "looked-through"
_PAUSE_SECONDS = 300.0
# The version of how entries are laid out on disk.
_FORMAT = "1"


def default_folder() -> Path:
    """Return the folder of the cache in the user's cache folder (on Linux `~/.cache/newsbook`)."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("newsbook", appauthor=False))


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds: `entries`, and their size and the most they may take, in bytes."""

    folder: Path
    entries: int
    size_bytes: int
    limit_bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    size: int
    used: float


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in `folder`; nothing of one that is not there or cannot be listed."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


class Cache:
    """Bytes by key in `folder`, at most about `limit_bytes` of them, the longest unused go first.

    `clock` gives the time entries are compared with (seconds since 1970).
    """

    def __init__(
        self,
        folder: Path,
        *,
        limit_bytes: int = 2 * 2**30,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._root = os.path.join(folder, _FORMAT)  # noqa: PTH118 (thousands of entries)
        self._limit = limit_bytes
        self._clock = clock
        self._writable = True

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a SHA-256: {key!r}")
        return f"{self._root}{os.sep}{key[:2]}{os.sep}{key[2:]}"

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`, or None; a damaged entry is removed."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                stored = file.read()
        except OSError:
            return None
        data = stored[_DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != stored[:_DIGEST_BYTES]:
            with contextlib.suppress(OSError):
                Path(path).unlink()
            return None
        now = self._clock()
        with contextlib.suppress(OSError):
            os.utime(path, (now, now))
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`. After a first write that fails, nothing more is written."""
        path = Path(self._path(key))
        if not self._writable:
            return
        draft = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=_DRAFT)
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest())
                file.write(data)
            Path(draft).replace(path)
        except OSError:
            self._writable = False
            if draft is not None:
                with contextlib.suppress(OSError):
                    Path(draft).unlink()

    def _files(self) -> Iterator[_Entry]:
        for folder in _listed(self._root):
            for item in _listed(folder.path):
                with contextlib.suppress(OSError):  # it has gone meanwhile
                    stat = item.stat(follow_symlinks=False)
                    yield _Entry(Path(item.path), stat.st_size, stat.st_mtime)

    def info(self) -> CacheInfo:
        """Return how much is kept."""
        entries = [e for e in self._files() if not e.path.name.startswith(_DRAFT)]
        return CacheInfo(self._folder, len(entries), sum(e.size for e in entries), self._limit)

    def clear(self) -> CacheInfo:
        """Remove everything, and return what there was."""
        was = self.info()
        for entry in list(self._files()):
            with contextlib.suppress(OSError):
                entry.path.unlink()
        return was

    def trim(self) -> None:
        """Remove the longest unused entries beyond the limit, and drafts left behind.

        Call it at the end of a build. To look through many entries takes a second, so it does
        nothing when some build has done that in the last minutes.
        """
        if not self._is_due():
            return
        kept: list[_Entry] = []
        for entry in self._files():
            if not entry.path.name.startswith(_DRAFT):
                kept.append(entry)
            elif entry.used < self._clock() - _DRAFT_SECONDS:
                with contextlib.suppress(OSError):
                    entry.path.unlink()
        total = sum(entry.size for entry in kept)
        if total <= self._limit:
            return
        # Go some way below the limit, so that not every build has to evict.
        for entry in sorted(kept, key=lambda e: (e.used, e.path.name)):
            if total <= self._limit * 0.8:
                break
            with contextlib.suppress(OSError):
                entry.path.unlink()
                total -= entry.size

    def _is_due(self) -> bool:
        mark, now = Path(self._root, _MARK), self._clock()
        with contextlib.suppress(OSError):
            if 0 <= now - mark.stat().st_mtime < _PAUSE_SECONDS:
                return False
        with contextlib.suppress(OSError):
            mark.touch()
            os.utime(mark, (now, now))
        return True
