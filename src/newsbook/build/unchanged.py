"""From a project in which nothing changed to the files of its last build, without building.

A build is a function of the files below the folder of the manifest, of the order, and of what
computes. All of it is noted beside the files it came to. A file whose size and time are as they
were is taken to be the same, unless it was written so shortly before the build that a later change
could have left them as they were; then, and when they differ, its content decides.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsbook.build.order import Order
from newsbook.build.writing import write_all
from newsbook.cache import Cache
from newsbook.recall import code_digest, dump, load, value_digest
from newsbook.report import Report
from newsbook.resources import fonts_dir, layouts_dir

__all__ = ["Snapshot", "recalled", "remember", "snapshot"]

# Projects with more files are always built.
_MOST_FILES = 20_000
# File systems keep times in steps: FAT of two seconds.
_STEP_NS = 2_000_000_000
_IGNORED = frozenset({".git", ".hg", ".svn"})


@dataclass(frozen=True, slots=True)
class _State:
    """How a file is: its size, its time (ns), and the digest of its content where that was read."""

    size: int
    time_ns: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a project (by their path below its folder) at one moment."""

    root: str
    files: Mapping[str, _State]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What came of a build, and from what; `results` are the paths of its files in the project."""

    snapshot: Snapshot
    results: tuple[str, ...]
    files: Mapping[str, bytes]
    report: Report


# ---------------------------------------------------------------- how a project is
def _digest(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 (thousands of files)
        return hashlib.file_digest(file, "sha256").hexdigest()


def snapshot(root: Path, without: Path | None = None) -> Snapshot | None:
    """Return how the files below `root` are, those below `without` left out; None when there are
    too many or one cannot be read.
    """
    base = str(root.resolve())
    left_out = str(without.resolve()) if without is not None else ""
    recent = time.time_ns() - _STEP_NS
    found: dict[str, _State] = {}
    try:
        for folder, folders, names in os.walk(base):
            folders[:] = sorted(
                name
                for name in folders
                if name not in _IGNORED and os.path.join(folder, name) != left_out  # noqa: PTH118
            )
            for name in (*folders, *names):
                path = os.path.join(folder, name)  # noqa: PTH118
                is_link = stat.S_ISLNK(os.lstat(path).st_mode)
                if name in folders and not is_link:
                    continue
                key = path[len(base) + 1 :]
                if is_link:
                    found[f"{key} -> {os.readlink(path)}"] = _State(0, 0)  # noqa: PTH115
                if not os.path.isfile(path):  # noqa: PTH113
                    continue
                about = os.stat(path)  # noqa: PTH116
                digest = _digest(path) if about.st_mtime_ns >= recent else ""
                found[key] = _State(about.st_size, about.st_mtime_ns, digest)
                if len(found) > _MOST_FILES:
                    return None
    except OSError:
        return None
    return Snapshot(base, found)


def _is_same(now: Snapshot, then: Snapshot, results: frozenset[str]) -> bool:
    """Whether the project is as it was `then`; `results` are files that the build wrote."""
    names = now.files.keys() - results
    if now.root != then.root or names != then.files.keys() - results:
        return False
    for name in names:
        new, old = now.files[name], then.files[name]
        if new.size != old.size:
            return False
        if new.time_ns == old.time_ns and not new.digest:
            continue
        try:
            if (new.digest or _digest(os.path.join(now.root, name))) != old.digest:  # noqa: PTH118
                return False
        except OSError:
            return False
    return True


def _settled(before: Snapshot, after: Snapshot, results: frozenset[str]) -> Snapshot | None:
    """Return `after` with the digest of every file, or None when files changed during the build."""
    names = before.files.keys() - results
    if names != after.files.keys() - results:
        return None
    settled = {}
    for name in names:
        old, new = before.files[name], after.files[name]
        if (old.size, old.time_ns) != (new.size, new.time_ns):
            return None
        is_link = " -> " in name and new == _State(0, 0)
        digest = "" if is_link else _digest(os.path.join(after.root, name))  # noqa: PTH118
        if old.digest and digest != old.digest:
            return None
        settled[name] = dataclasses.replace(new, digest=digest)
    return Snapshot(after.root, settled)


# ---------------------------------------------------------------- memory
def _installation() -> str:
    """Return a digest of what computes besides Python code: libraries, layouts, fonts."""
    from newsbook.pdf.engine.versions import library_versions

    digest = hashlib.sha256(repr(sorted(library_versions().items())).encode())
    for folder in (layouts_dir(), fonts_dir()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                about = path.stat()
                mark = f"{path.relative_to(folder)}\0{about.st_size}\0{about.st_mtime_ns}\n"
                digest.update(mark.encode())
    return digest.hexdigest()


def _key(manifest: Path, order: Order) -> str:
    wanted = (
        order.formats, order.strict, order.keep_going, order.allow_embargoed, order.allow_unusable,
        order.timestamp,
    )  # fmt: skip
    digest = value_digest((str(manifest.resolve()), wanted, _installation()))
    return hashlib.sha256(f"build\n{code_digest()}\n{digest}".encode()).hexdigest()


def _is_plain(order: Order) -> bool:
    """Whether an order asks for files alone, not for what happens on the way to them."""
    return order.cache is not None and order.keep_stages is None and not order.validate


def _targets(names: Mapping[str, bytes], folder: Path, root: str) -> frozenset[str]:
    place = str(folder.resolve())
    if place == root:
        return frozenset(names)
    inside = place.startswith(root + os.sep)
    return (
        frozenset(f"{place[len(root) + 1 :]}{os.sep}{n}" for n in names) if inside else frozenset()
    )


def recalled(manifest: Path, order: Order, now: Snapshot | None) -> Report | None:
    """Write the files of the last build and return its report, or None when something changed.

    `now` is how the project is. Raises `OutputError` when a file cannot be written.
    """
    if now is None or order.cache is None or not _is_plain(order):
        return None
    data = Cache(order.cache).get(_key(manifest, order))
    try:
        memory = load(data) if data is not None else None
    except Exception:  # whatever a damaged entry provokes, it is as if it were not there
        return None
    if not isinstance(memory, _Memory):
        return None
    folder = order.folder or manifest.parent / "dist"
    results = _targets(memory.files, folder, now.root) | frozenset(memory.results)
    if not _is_same(now, memory.snapshot, results):
        return None
    files = {folder / name: content for name, content in memory.files.items()}
    write_all(files)
    return dataclasses.replace(memory.report, files=tuple(files))


def remember(
    manifest: Path,
    order: Order,
    before: Snapshot | None,
    files: Mapping[str, bytes],
    report: Report,
) -> None:
    """Keep the `files` and the `report` of a build that began when the project was as `before`.

    Nothing is kept of a build with errors, or when the project changed meanwhile.
    """
    if before is None or order.cache is None or not _is_plain(order) or not report.files:
        return
    if any(finding.severity == "error" for finding in report.diagnostics):
        return
    after = snapshot(manifest.parent, order.cache)
    folder = order.folder or manifest.parent / "dist"
    if after is None:
        return
    results = _targets(files, folder, after.root)
    try:
        settled = _settled(before, after, results)
    except OSError:
        return
    if settled is None:
        return
    said = dataclasses.replace(report, files=(), timings={})
    memory = _Memory(settled, tuple(sorted(results)), files, said)
    Cache(order.cache).put(_key(manifest, order), dump(memory))
