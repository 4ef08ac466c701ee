"""From an archive that no reader knows to a folder of its files, imported as any folder is.

Google Takeout, WordPress.com and Ghost hand out their exports in archives; so do people who send
articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsbook.errors import UsageError
from newsbook.readers import Source, detect
from newsbook.safezip import RefusedArchiveError, open_archive
from newsbook.scratch import scratch_folder

__all__ = ["unpacked"]

_ZIP = b"PK\x03\x04"


def _data(path: Path) -> bytes | None:
    """Return the bytes of an archive that no reader knows, or None for anything else."""
    try:
        if not path.is_file():  # pipes have no end
            return None
        with path.open("rb") as stream:
            if stream.read(len(_ZIP)) != _ZIP:
                return None
        data = path.read_bytes()
    except OSError:
        return None
    return data if detect(Source(path.name, data)) is None else None


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield a folder with the files of the archive `path`; `path` itself where it is none.

    Raises `UsageError` for an archive that must not be unpacked.
    """
    data = _data(path)
    if data is None:
        yield path
        return
    with scratch_folder("import-") as folder:
        try:
            archive = open_archive(data)
            for name in archive.names:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
        except (RefusedArchiveError, OSError) as error:
            hint = "unpack it yourself, and import the folder"
            raise UsageError(f"{path} cannot be unpacked: {error}\n{hint}") from error
        yield folder
