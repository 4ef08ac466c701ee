"""From finished bytes to files: all of them, or none.

Every file is written under a draft name beside its target first. Only when all drafts are complete
do they take their places; when one cannot, those that did give way to what stood there before.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsbook.errors import OutputError

__all__ = ["write_all"]

# How long another build may take to move its finished files to their places.
_PATIENCE_SECONDS = 30.0


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write `files` (target -> bytes), or leave everything as it was.

    Folders are made where they are missing. Where others write to them at the same time, the files
    of one or of the other stand there in the end. Raises `OutputError` naming the file that cannot
    be written, or the folder that others do not leave.
    """
    drafts: dict[Path, Path] = {}
    try:
        for target, data in files.items():
            drafts[target] = _draft(target, data)
        with _alone({target.parent.resolve() for target in drafts}):
            _take_places(drafts)
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink()


def _draft(target: Path, data: bytes) -> Path:
    """Write `data` beside `target` and return where."""
    draft: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_mode(target))
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink()
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error
    return draft


def _mode(target: Path) -> int:
    """Return the mode of the file that stands at `target`, or that of a new file."""
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextlib.contextmanager
def _alone(folders: Iterable[Path]) -> Iterator[None]:
    """Keep other builds from moving files to `folders`, where the system can lock folders."""
    with contextlib.ExitStack() as held:
        for folder in sorted(folders):
            with contextlib.suppress(OSError):  # one that may be written but not read
                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                _wait_for(handle, folder)
        yield


def _wait_for(handle: int, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not _lock(handle):
        if time.monotonic() > until:
            raise OutputError(
                f"another build does not finish writing to {folder}\n"
                "end it, or name another folder with -o"
            )
        time.sleep(0.02)


def _lock(handle: int) -> bool:
    """Lock an open folder; return False while others hold it, True too where nothing can."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return True
    return True


def _take_places(drafts: Mapping[Path, Path]) -> None:
    """Move each draft to its target; when one cannot move, undo those that did."""
    kept: dict[Path, Path | None] = {}
    target = Path()
    try:
        for target, draft in drafts.items():
            kept[target] = _keep(target, draft.with_name(draft.name + ".old"))
            draft.replace(target)
    except BaseException as error:
        for moved, old in kept.items():
            with contextlib.suppress(OSError):
                if old is not None:
                    old.replace(moved)
                    old.unlink(missing_ok=True)  # where both were names of one file
                else:
                    moved.unlink()
        if isinstance(error, OSError):
            raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error
        raise
    for old in kept.values():
        if old is not None:
            with contextlib.suppress(OSError):
                old.unlink()


def _keep(target: Path, old: Path) -> Path | None:
    """Give what stands at `target` a second name `old`, so that it can come back."""
    if not target.exists():
        return None
    try:
        os.link(target, old)
    except OSError:  # a file system without hard links
        target.replace(old)
    return old
