"""From work that needs files of its own to a folder for them that does not outlive it.

A process that is killed leaves its folders behind. Each holds a file that its process keeps locked
as long as it lives, so the next one knows which folders nobody uses.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["made_folder", "removed", "scratch_folder", "swept"]

_PREFIX = "newsbook-"
_LOCK = ".lock"
_YOUNG_S = 60.0  # a younger folder may not have been locked yet
_held: dict[Path, int] = {}


def _locked(file: Path, flags: int) -> int | None:
    """Return a descriptor of `file`, locked by this process, or None."""
    try:
        import fcntl
    except ImportError:  # Windows: folders of killed processes stay
        return None
    handle = None
    try:
        handle = os.open(file, flags | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if handle is not None:
            os.close(handle)
        return None
    return handle


def made_folder(kind: str = "") -> Path:
    """Make a temporary folder and return it; `removed` takes it away."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}"))
    handle = _locked(folder / _LOCK, os.O_CREAT)
    if handle is not None:
        _held[folder] = handle
    return folder


def removed(folder: Path) -> None:
    """Remove a folder that `made_folder` made, as far as it can be."""
    shutil.rmtree(folder, ignore_errors=True)
    handle = _held.pop(folder, None)
    if handle is not None:
        with contextlib.suppress(OSError):
            os.close(handle)


@contextlib.contextmanager
def scratch_folder(kind: str = "") -> Iterator[Path]:
    """Have a temporary folder for the length of a block."""
    folder = made_folder(kind)
    try:
        yield folder
    finally:
        removed(folder)


def swept() -> int:
    """Remove the temporary folders of processes that were killed; return how many there were.

    A folder is touched only when it is this user's, holds the file that its process would keep
    locked, and nobody does.
    """
    count = 0
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and _abandoned(entry):
                count += 1
    return count


def _abandoned(entry: os.DirEntry[str]) -> bool:
    """Remove a folder that nobody uses any more; say whether it was one."""
    try:
        facts = entry.stat(follow_symlinks=False)
        mine = entry.is_dir(follow_symlinks=False) and facts.st_uid == os.getuid()
    except (OSError, AttributeError):
        return False
    if not mine or time.time() - facts.st_mtime < _YOUNG_S:
        return False
    handle = _locked(Path(entry.path) / _LOCK, 0)
    if handle is None:
        return False
    shutil.rmtree(entry.path, ignore_errors=True)
    os.close(handle)
    return True
