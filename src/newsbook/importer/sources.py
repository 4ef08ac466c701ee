"""From what a person names (a folder, a file, an address) to sources, read one after the other."""

from __future__ import annotations

import mimetypes
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsbook.diagnostics import Collector, Location
from newsbook.errors import InputError, UsageError
from newsbook.importer.fetch import Fetched
from newsbook.readers import READERS, Source, detect
from newsbook.slugs import ascii_slug
from newsbook.world import read_file

__all__ = ["Found", "files_of", "is_address", "of_address", "picture_of"]

MAX_FILES = 20_000
MAX_BYTES = 64 * 1024 * 1024
_PLAIN = frozenset({".xml", ".json", ".zip"})
_SKIPPED = frozenset("__macosx node_modules sites dist newsbook.lock archive_browser.html".split())
_SUFFIXES = _PLAIN.union(*(form.suffixes for form in READERS))
_MANIFESTS = frozenset({"manifest.yml", "manifest.yaml"})


@dataclass(frozen=True, slots=True)
class Found:
    """One source: its path below the place of the import, its bytes, and where they came from.

    `unpacked` sources become files of their own; others are copied as they are.
    """

    file: str
    data: bytes
    url: str | None = None
    unpacked: bool = False


def is_address(source: str) -> bool:
    """Whether `source` is a web address."""
    return re.match(r"https?://", source, re.IGNORECASE) is not None


def _readable(path: Path, file: str) -> Found | None:
    """Return a file that a reader reads, or None. Raises `InputError` when it cannot be read."""
    data = read_file(path, file, MAX_BYTES)
    source = Source(file, data)
    form = detect(source)
    if form is None or (source.suffix not in form.suffixes and source.suffix not in _PLAIN):
        return None
    return Found(file, data, unpacked=form.several)


def files_of(path: Path, findings: Collector) -> Iterator[Found]:
    """Yield the sources of a file or of a folder, in the order of their names; those of a folder
    that cannot be read are told to `findings`.

    Raises `UsageError` when there is none of either, or far too many, and `InputError` for a file
    that cannot be read.
    """
    if path.exists() and not path.is_dir():
        found = _readable(path, path.name)
        if found is None:
            raise UsageError(f"no reader knows what {path} is")
        yield found
        return
    if not path.is_dir():
        raise UsageError(f"there is no file or folder {path}")
    files = sorted(p for p in path.rglob("*") if not p.is_dir() and not p.is_symlink())
    if len(files) > MAX_FILES:
        raise UsageError(f"{path} holds {len(files)} files, more than {MAX_FILES}")
    for file in files:
        inside = file.relative_to(path)
        names = [part.lower() for part in inside.parts]
        if any(n.startswith(".") or n in _SKIPPED for n in names) or names[-1] in _MANIFESTS:
            continue
        try:
            found = _readable(file, inside.as_posix())
        except InputError as error:
            if file.suffix.lower() in _SUFFIXES:
                findings.warning(
                    "unreadable-file",
                    f"{error}: it was left out",
                    where=Location(inside.as_posix()),
                    hint="look who may read it; split what is too large",
                )
            continue
        if found is not None:
            yield found


def picture_of(path: Path, name: str, findings: Collector) -> bytes | None:
    """Return the bytes of a picture file, or None: what is wrong with it goes to `findings`."""
    try:
        return read_file(path, name, MAX_BYTES)
    except InputError as error:
        findings.warning(
            "unreadable-file",
            f"{error}: it was left out",
            where=Location(name),
            hint="look who may read it; make a large picture smaller",
        )
        return None


def of_address(fetched: Fetched) -> Found:
    """Return what was fetched as a source; its name tells its format."""
    path = unquote(urlsplit(fetched.url).path)
    stem, suffix = posixpath.splitext(posixpath.basename(path.rstrip("/")))
    guessed = mimetypes.guess_extension(fetched.media_type) or ""
    if "html" in fetched.media_type or not suffix or len(suffix) > 9:
        suffix = guessed or ".html"
    if fetched.media_type.endswith(("xml", "json")) and "html" not in fetched.media_type:
        suffix = ".json" if fetched.media_type.endswith("json") else ".xml"
    name = (ascii_slug(stem) or "page") + suffix.lower()
    return Found(name, fetched.data, fetched.url, unpacked=True)
