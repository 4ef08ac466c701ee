"""From a ZIP archive nobody vouches for to its files, or a plain sentence saying why not.

What an archive says it holds is counted before anything is inflated, and what is inflated is
counted again: sizes in the directory of an archive may lie.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["BROKEN_ZIP", "Archive", "DamagedArchiveError", "RefusedArchiveError", "open_archive"]

# What opening raises that is no ZIP archive, is cut short, or asks for what `zipfile` has not
# (NotImplementedError).
BROKEN_ZIP = (
    zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError, struct.error,
    IndexError,
)  # fmt: skip
MAX_FILES = 10_000
MAX_BYTES = 512 * 1024 * 1024  # of all files together, inflated
MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_RATIO = 200  # times its packed size that a file of a megabyte or more may become
RATIO_FROM = 1024 * 1024


class RefusedArchiveError(Exception):
    """An archive, or a file in it, that cannot or must not be read; `code` is what to report."""

    code = "limit-exceeded"


class DamagedArchiveError(RefusedArchiveError):
    """An archive, or a file in it, that is not whole."""

    code = "malformed-source"


@dataclass(slots=True)
class Archive:
    """The files of an archive: `names` in the order of its directory."""

    _zip: zipfile.ZipFile
    _left: int
    names: tuple[str, ...] = ()
    _entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, *, most: int = MAX_FILE_BYTES) -> bytes:
        """Return the bytes of the file `name`. Raises `RefusedArchiveError`."""
        entry = self._entries.get(name)
        if entry is None:
            raise RefusedArchiveError(f"there is no {name!r} in it")
        limit = min(most, self._left)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
                struct.error, IndexError, UnicodeError) as error:  # fmt: skip
            raise DamagedArchiveError(f"{name!r} is damaged or locked: {error}") from error
        if len(data) > limit:
            raise RefusedArchiveError(f"{name!r} is larger than {limit} bytes")
        self._left -= len(data)
        return data

    def below(self, folder: str, *suffixes: str) -> Iterator[str]:
        """Yield the names below `folder` that end in one of `suffixes`."""
        for name in self.names:
            if name.startswith(folder) and name.lower().endswith(suffixes):
                yield name


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    """Return why `entry` is refused, or None."""
    name = entry.orig_filename
    parts = re.split(r"[\\/]", name)
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the archive"
    if "\x00" in name:
        return "its name holds a NUL"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a symbolic link"
    ratio = entry.file_size / max(entry.compress_size, 1)
    bomb = entry.file_size >= RATIO_FROM and ratio > MAX_RATIO
    if bomb or entry.file_size > MAX_FILE_BYTES:
        return f"it inflates to {entry.file_size} bytes, {ratio:.0f} times its packed size"
    return None


def open_archive(data: bytes) -> Archive:
    """Return the archive in `data`. Raises `RefusedArchiveError`.

    Refused are archives with too many files, too large or too tightly packed ones, names that lead
    out of it, symbolic links, and two files of one name.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP as error:
        message = f"the file is damaged or cut short: as a ZIP archive it cannot be read ({error})"
        raise DamagedArchiveError(message) from error
    entries = opened.infolist()
    if len(entries) > MAX_FILES:
        raise RefusedArchiveError(f"the archive holds {len(entries)} files, more than {MAX_FILES}")
    files: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for entry in entries:
        why = _refusal(entry)
        if why is not None:
            raise RefusedArchiveError(f"the file {entry.orig_filename[:120]!r} is refused: {why}")
        if entry.is_dir():
            continue
        if entry.filename in files:
            raise RefusedArchiveError(f"the archive holds two files {entry.filename[:120]!r}")
        files[entry.filename] = entry
        total += entry.file_size
    if total > MAX_BYTES:
        raise RefusedArchiveError(f"the archive inflates to {total} bytes, more than {MAX_BYTES}")
    return Archive(opened, MAX_BYTES, tuple(files), files)
