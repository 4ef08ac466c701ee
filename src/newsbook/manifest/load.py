"""From the file of a manifest to a `Manifest`, or to every problem it has at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsbook.diagnostics import Collector, Diagnostic, Location
from newsbook.errors import ManifestError
from newsbook.manifest.contents import GlobEntry
from newsbook.manifest.files import Project
from newsbook.manifest.kinds import Found, PathUse, Reading
from newsbook.manifest.schema import MANIFEST
from newsbook.manifest.types import (
    ArticleEntry,
    ArticleFields,
    FeedEntry,
    FontChoice,
    LayoutChoice,
    Manifest,
    Output,
    Part,
    SectionEntry,
    SortedEntries,
    default_outputs,
)
from newsbook.manifest.values import timestamp as moment_of
from newsbook.model import Metadata, Typography
from newsbook.slugs import ascii_slug
from newsbook.typography.tags import is_rtl
from newsbook.yamltree import Mapping, Problem, parse, plain

__all__ = ["FILE_NAMES", "load"]

FILE_NAMES = ("manifest.yml", "manifest.yaml", "newsbook.yml", "newsbook.yaml")
"""What a manifest is called when only its folder is named."""

_MOST_BYTES = 8 * 1024 * 1024
_PLAIN_NAMES = frozenset({"manifest", "newsbook", "book", "index"})


# ---------------------------------------------------------------- the file
def _find(path: Path) -> Path:
    """Return the manifest's file; a folder stands for the manifest in it."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if is_folder:
        for name in FILE_NAMES:
            if (path / name).is_file():
                return path / name
        message = f"there is no {FILE_NAMES[0]} in the folder"
        raise _fatal("file-not-found", message, Location(path.name), "to begin one: newsbook init")
    return path


def _fatal(code: str, message: str, where: Location, hint: str | None = None) -> ManifestError:
    findings = Collector()
    findings.error(code, message, where=where, hint=hint)
    return ManifestError("the manifest cannot be read", findings)


def _read(path: Path) -> str:
    """Return the text of the manifest. Raises `ManifestError` for what is no UTF-8 text."""
    where = Location(path.name)
    try:
        if path.exists() and not path.is_file():
            raise _fatal("unreadable-file", "the manifest is not a regular file", where)
        if path.stat().st_size > _MOST_BYTES:
            size = _MOST_BYTES // 2**20
            raise _fatal("limit-exceeded", f"the manifest is larger than {size} MB", where)
        data = path.read_bytes()
    except FileNotFoundError:
        raise _fatal("file-not-found", "there is no such manifest", where,
                     "name the file: newsbook build path/to/manifest.yml") from None  # fmt: skip
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _fatal("unreadable-file", f"the manifest cannot be read: {reason}", where) from None
    return _decode(data, path.name)


def _decode(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _fatal("bad-encoding", "the manifest is in UTF-16", Location(file, 1, 1),
                     "save it as UTF-8")  # fmt: skip
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        hint = "save the manifest as UTF-8"
        if b"\x00" in data[:4096]:
            message, hint = "this is not a text file", "name a YAML file"
        raise _fatal("bad-encoding", message, Location(file, line, column), hint) from None


# ---------------------------------------------------------------- contents
def _entries(glob: GlobEntry, project: Project, listed: set[str]) -> list[ArticleEntry]:
    """Return the articles of a pattern; files listed by name elsewhere are passed over."""
    assert glob.where is not None
    found = [
        name
        for name in project.glob(glob.patterns, glob.exclude, glob.where)
        if name not in listed and project.check(PathUse(name, "article", glob.where))
    ]
    listed.update(found)
    return [
        ArticleEntry(
            name,
            glob.fields,
            glob.format,
            glob.encoding,
            where=glob.where,
            places=glob.places,
        )
        for name in found
    ]


def _expand(parts: Iterable[Any], project: Project, listed: set[str]) -> tuple[Part, ...]:
    """Return `parts` with patterns looked up and paths in their plain form."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, GlobEntry):
            entries = _entries(part, project, listed)
            if part.sort == "name":
                entries = entries[::-1] if part.reverse else entries
                found += entries[: part.limit]
            else:
                found.append(
                    SortedEntries(tuple(entries), part.sort, part.reverse, part.limit, part.where)
                )
        elif isinstance(part, SectionEntry):
            found.append(replace(part, contents=_expand(part.contents, project, listed)))
        elif isinstance(part, ArticleEntry | FeedEntry):
            found.append(replace(part, file=_plain_path(part.file, project)))
        else:
            found.append(part)
    return tuple(found)


def _plain_path(name: str, project: Project) -> str:
    """Return `name` without `.` and `..` (symbolic links stay what they are)."""
    path = project.resolve(name)
    parts: list[str] = []
    for part in name.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    plain_name = "/".join(parts)
    same = path is not None and project.resolve(plain_name) == path
    return plain_name if same else name


def _listed(parts: Iterable[Any], project: Project) -> set[str]:
    """Return every file listed by name, reporting those listed twice."""
    first: dict[Path, Location | None] = {}
    names: set[str] = set()
    stack = list(parts)[::-1]
    while stack:
        part = stack.pop()
        if isinstance(part, SectionEntry):
            stack.extend(part.contents[::-1])
        elif isinstance(part, ArticleEntry):
            names.add(_plain_path(part.file, project))
            path = project.resolve(part.file)
            if path in first:
                line = getattr(first[path], "line", None)
                project.findings.error(
                    "duplicate-article",
                    f"{part.file!r} is listed twice (first in line {line})",
                    where=part.where,
                    hint="keep one of the two",
                )
            elif path is not None:
                first[path] = part.where
    return names


# ---------------------------------------------------------------- the book
def _slug(found: Found, path: Path) -> str:
    if "slug" in found.values:
        return str(found.values["slug"])
    stem = ascii_slug(path.stem)
    return (
        ascii_slug(found.get("title", "")) or (stem if stem not in _PLAIN_NAMES else "") or "book"
    )


def _metadata(found: Found, path: Path) -> Metadata:
    language = found.get("language", "en")
    direction = found.get("direction", "rtl" if is_rtl(language) else "ltr")
    return Metadata(
        title=found.get("title", ""),
        language=language,
        slug=_slug(found, path),
        direction=direction,
        conformance=found.get("accessibility", {}),
        **found.only(
            "subtitle", "contributors", "publisher", "date", "identifiers", "rights",
            "description", "subjects", "series",
        ),
    )  # fmt: skip


def _check_outputs(outputs: dict[str, Output], findings: Collector) -> None:
    """Report page lists of outputs that are not there: only a print output has pages."""
    printed = [output.name for output in outputs.values() if output.medium == "print"]
    for output in outputs.values():
        pages = getattr(output.options, "page_list", None)
        if isinstance(pages, str) and pages not in printed:
            listed = f"there are {', '.join(printed)}" if printed else "there is none"
            findings.error(
                "invalid-value",
                f"page_list: {pages!r} is not a print output",
                where=output.places.get("page_list", output.where),
                hint=listed,
            )


def _document(text: str, file: str, findings: Collector) -> Mapping | None:
    def report(problem: Problem) -> None:
        findings.error(problem.code, problem.message, where=problem.where, hint=problem.hint)

    root = parse(text, file=file, report=report)
    if isinstance(root, Mapping):
        return root
    if not findings.errors:
        if plain(root) is None:
            message, hint = "the manifest is empty", "to begin one: newsbook init"
        else:
            message, hint = "a manifest has keys and values", "begin with 'title: ...'"
        where = root.where if root is not None else Location(file, 1, 1)
        findings.error("invalid-value", message, where=where, hint=hint)
    return None


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    where = diagnostic.where
    return (where.line or 0, where.column or 0) if where else (0, 0)


def load(path: Path, *, timestamp: datetime.datetime | None = None) -> Manifest:
    """Return the checked manifest in the file `path` (or in the folder `path`).

    `timestamp` (aware) is what the outputs carry as their time instead of the manifest's date.
    Raises `ManifestError` that carries every problem found, in the order of the file; warnings
    about a manifest that can be used are in its `findings`.
    """
    path = _find(path)
    text = _read(path)
    reading = Reading()
    findings = reading.findings
    root = _document(text, path.name, findings)
    found = MANIFEST.read_entries(root, reading) if root is not None else None
    project = Project(path.parent, findings, path.name)
    for use in reading.paths:
        project.check(use)
    contents: tuple[Part, ...] = ()
    if found is not None:
        parts = found.get("contents", ())
        contents = _expand(parts, project, _listed(parts, project))
        _check_outputs(found.get("outputs", {}), findings)
        if "language" not in found.values and "language" not in found.places:
            findings.warning(
                "missing-key",
                "the book's language is not stated; it is taken for English",
                where=Location(path.name, 1, 1),
                hint="add 'language: en', or the tag of its language",
            )
    ordered = tuple(sorted(findings, key=_place))
    if found is None or findings.errors:
        raise ManifestError("the manifest cannot be used", ordered)
    return _built(path, found, contents, ordered, text, timestamp)


def _built(
    path: Path,
    found: Found,
    contents: tuple[Part, ...],
    findings: tuple[Diagnostic, ...],
    text: str,
    timestamp: datetime.datetime | None,
) -> Manifest:
    metadata = _metadata(found, path)
    outputs: dict[str, Output] = found.get("outputs", {})
    return Manifest(
        path=path.absolute(),
        root=path.absolute().parent,
        metadata=metadata,
        cover=found.get("cover"),
        layout=found.get("layout", LayoutChoice()),
        fonts=found.get("fonts", FontChoice()),
        typography=found.get("typography", Typography()),
        contents=contents,
        outputs=tuple(outputs.values()) or default_outputs(),
        defaults=found.get("defaults", ArticleFields()),
        index=found.get("index", ()),
        timestamp=timestamp or moment_of(metadata.date),
        locations=dict(found.places),
        findings=findings,
        text=text,
    )
