"""From the paths and patterns a manifest names to files of the project, or to what is wrong.

Nothing outside the manifest's folder is ever used: symbolic links are followed before a path is
judged. Patterns are matched by walking the folder once, without following links to folders, in an
order that does not depend on the file system.
"""

from __future__ import annotations

import difflib
import fnmatch
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from newsbook.diagnostics import Collector, Location
from newsbook.manifest.kinds import PathUse
from newsbook.model import SPECIAL_PAGES
from newsbook.normalforms import normal_form

__all__ = ["Project", "natural"]

_MOST_FILES = 50_000
_SKIPPED = frozenset({"__pycache__", "node_modules", "dist"})


def natural(name: str) -> tuple[object, ...]:
    """Return a sort key that puts 2 before 10 and does not depend on case or the locale."""
    parts = re.split(r"([0-9]+)", normal_form("NFC", name).casefold())
    numbers = tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)
    return (numbers, name)


def _braces(pattern: str) -> list[str]:
    """Return `a.{md,txt}` as `a.md` and `a.txt` (one level, at most 64 patterns)."""
    found, rest = [""], pattern
    while match := re.search(r"\{([^{}]*,[^{}]*)\}", rest):
        before, rest = rest[: match.start()], rest[match.end() :]
        found = [f + before + choice for f in found for choice in match[1].split(",")][:64]
    return [f + rest for f in found]


def _matcher(pattern: str) -> Callable[[tuple[str, ...]], bool]:
    """Return a test of a path's parts against `pattern`; `**` stands for any folders."""
    wanted = tuple(part for part in pattern.split("/") if part not in ("", "."))
    tests = [None if p == "**" else re.compile(fnmatch.translate(p)) for p in wanted]
    hidden = [p.startswith(".") for p in wanted]

    def fits(number: int, part: str) -> bool:
        test = tests[number]
        visible = hidden[number] or not part.startswith(".")
        return visible and (test is None or test.match(part) is not None)

    def match(parts: tuple[str, ...]) -> bool:
        reached = {0}
        for part in parts:
            following = set()
            for number in _past_stars(reached, tests):
                if number < len(tests) and fits(number, part):
                    following.add(number if tests[number] is None else number + 1)
            reached = following
        return len(tests) in _past_stars(reached, tests)

    return match


def _past_stars(reached: set[int], tests: list[re.Pattern[str] | None]) -> set[int]:
    """Return `reached` and every position behind a `**` that may stand for nothing."""
    found = set(reached)
    for number in sorted(reached):
        while number < len(tests) and tests[number] is None:
            number += 1
            found.add(number)
    return found


@dataclass
class Project:
    """The folder of a manifest; findings about paths go to `findings`."""

    root: Path
    findings: Collector
    manifest: str = ""
    _checked: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file below the folder, relative, in natural order; at most 50,000."""
        found: list[str] = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in _SKIPPED and f != ".git")
            base = Path(folder).relative_to(self.root)
            found += [(base / name).as_posix() for name in names]
            if len(found) > _MOST_FILES:
                break
        return tuple(sorted(found, key=natural))

    # ------------------------------------------------------------ single paths
    def resolve(self, name: str) -> Path | None:
        """Return the absolute path of `name`, or None when it leads out of the folder."""
        path = PurePosixPath(name)
        if path.is_absolute() or re.match(r"[A-Za-z]:[\\/]|\\\\|~", name):
            return None
        try:
            found = (self.root / path).resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        return found if found.is_relative_to(self.root.resolve()) else None

    def check(self, use: PathUse) -> bool:
        """Report what is wrong with a path; return whether it leads to what it should."""
        name = use.name
        if "\x00" in name or len(name.encode("utf-8", "replace")) > 4000:
            self._missing(use, f"{name[:40]!r} cannot be the name of a file", None)
            return False
        path = self.resolve(name)
        if path is None:
            self.findings.error(
                "outside-project",
                f"{name!r} leads out of the folder of the manifest",
                where=use.where,
                hint=f"copy the {use.what} into that folder, and write its path from there",
            )
            return False
        try:
            if path.is_dir() if use.folder else path.is_file():
                return True
            wrong_kind = path.exists()
        except OSError:
            wrong_kind = False
        if wrong_kind:
            self._wrong_kind(use, is_folder=path.is_dir())
        else:
            kind = "folder" if use.folder else "file"
            self._missing(use, f"there is no {kind} {name!r}", self._suggestion(use))
        return False

    def _wrong_kind(self, use: PathUse, *, is_folder: bool) -> None:
        if use.folder:
            self._missing(use, f"{use.name!r} is not a folder", None)
        elif is_folder:
            pattern = f"{use.name.rstrip('/')}/*.md"
            hint = f"for the articles in it write {{glob: '{pattern}'}}"
            self._missing(use, f"{use.name!r} is a folder", hint if use.what == "article" else None)
        else:
            self._missing(use, f"{use.name!r} is not a regular file", None)

    def _missing(self, use: PathUse, message: str, hint: str | None) -> None:
        self.findings.error("file-not-found", message, where=use.where, hint=hint)

    def _suggestion(self, use: PathUse) -> str | None:
        """Return a hint that names what was probably meant."""
        name = use.name.replace("\\", "/")
        if use.what == "article" and not use.folder:
            near = difflib.get_close_matches(name, SPECIAL_PAGES, n=1, cutoff=0.75)
            if near:
                return f"did you mean {near[0]!r}?"
            if re.search(r"[*?\[{]", name):
                return f"for files by pattern write {{glob: '{name}'}}"
        known = {str(PurePosixPath(f).parent) for f in self.files} if use.folder else self.files
        found = _nearest_path(name, [f for f in known if f not in (self.manifest, ".")])
        if found:
            return f"did you mean {found!r}?"
        is_a_word = use.what == "article" and not PurePosixPath(name).suffix and "/" not in name
        return f"the pages that need no file are {', '.join(SPECIAL_PAGES)}" if is_a_word else None

    # ------------------------------------------------------------ patterns
    def glob(
        self, patterns: Iterable[str], exclude: Iterable[str], where: Location
    ) -> tuple[str, ...]:
        """Return the files that `patterns` match, each pattern's in natural order.

        A pattern that leads out of the folder, or matches nothing, is reported.
        """
        without = [_matcher(p) for pattern in exclude for p in _braces(pattern)]
        found: dict[str, None] = {}
        for pattern in patterns:
            inside = pattern.replace("\\", "/")
            if inside.startswith(("/", "~")) or ".." in inside.split("/") or ":" in inside[:2]:
                self.findings.error(
                    "outside-project",
                    f"the pattern {pattern!r} leads out of the folder of the manifest",
                    where=where,
                )
                continue
            matchers = [_matcher(p) for p in _braces(inside)]
            matched = [
                name
                for name in self.files
                if name != self.manifest
                and any(match(tuple(name.split("/"))) for match in matchers)
                and not any(match(tuple(name.split("/"))) for match in without)
            ]
            if not matched:
                self._empty(pattern, where)
            found |= dict.fromkeys(matched)
        return tuple(found)

    def _empty(self, pattern: str, where: Location) -> None:
        folder = re.split(r"[*?\[{]", pattern)[0].rpartition("/")[0]
        hint = None
        if folder and not (self.root / folder).is_dir():
            folders = sorted({str(PurePosixPath(f).parent) for f in self.files} - {"."})
            near = difflib.get_close_matches(folder, folders, n=1, cutoff=0.6)
            hint = f"there is no folder {folder!r}"
            hint += f"; did you mean {near[0]!r}?" if near else ""
        message = f"the pattern {pattern!r} matches no file"
        self.findings.error("empty-glob", message, where=where, hint=hint)


def _nearest_path(name: str, known: list[str]) -> str | None:
    """Return the path most like `name`: the same but for case or folder, else nearly the same."""
    plain = _folded(name)
    for path in known:
        if _folded(path) == plain:
            return path
    last = plain.rpartition("/")[2]
    elsewhere = [path for path in known if _folded(path).rpartition("/")[2] == last]
    if len(elsewhere) == 1:
        return elsewhere[0]
    near = difflib.get_close_matches(name, known[:5000], n=1, cutoff=0.7)
    if near:
        return near[0]
    stem = PurePosixPath(last).stem
    stems = [path for path in known if PurePosixPath(_folded(path)).stem == stem]
    return stems[0] if len(stems) == 1 else None


def _folded(name: str) -> str:
    return normal_form("NFC", name).casefold().removeprefix("./")
