"""From a finding to a value with a place, a code, a message and a next step, and to the text shown.

Stages create `Diagnostic` values and add them to the `Collector` in their `World`; only the
command line prints them. Every code used anywhere is a key of `CODES`; a test compares that table
with the folders in `tests/invalid/` and the headings in `docs/diagnostics.md`.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypedDict, Unpack

from newsbook.codes import CODES

__all__ = [
    "CODES",
    "Collector",
    "Diagnostic",
    "Location",
    "Severity",
    "code_frame",
    "fit",
    "format_diagnostic",
    "text_width",
]


class Severity(enum.StrEnum):
    """How much a finding matters: an error makes the exit code non-zero."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file.

    `file` is relative to the project (POSIX separators), `line` and `column` count from 1 in
    characters, `length` is the number of characters to underline (0: unknown).
    """

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 0

    @classmethod
    def within(cls, file: str, text: str, start: int, end: int) -> Location:
        """Return the place of `text[start:end]` in `file`, all of whose text is `text`."""
        line = text.count("\n", 0, start) + 1
        return cls(file, line, start - text.rfind("\n", 0, start), end - start)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `code` is a key of `CODES`; `hint` is the next step, in the imperative."""

    severity: Severity
    code: str
    message: str
    where: Location | None = None
    hint: str | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"diagnostic code {self.code!r} is not in CODES")

    def as_json(self) -> dict[str, Any]:
        """Return the object the command line prints with `--json` (see docs/manifest)."""
        where = self.where or Location("")
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "file": where.file or None,
            "line": where.line,
            "column": where.column,
            "hint": self.hint,
        }


class _More(TypedDict, total=False):
    """What else may be said with a finding."""

    where: Location | None
    hint: str | None
    article: str | None


@dataclass(slots=True)
class Collector:
    """Gathers diagnostics in the order they are found; the same finding is kept once."""

    items: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set, repr=False, compare=False)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep `diagnostic` unless an equal one is already there."""
        if diagnostic not in self._known:
            self._known.add(diagnostic)
            self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep each of `diagnostics`."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def error(self, code: str, message: str, **more: Unpack[_More]) -> None:
        """Add an error."""
        self.add(Diagnostic(Severity.ERROR, code, message, **more))

    def warning(self, code: str, message: str, **more: Unpack[_More]) -> None:
        """Add a warning."""
        self.add(Diagnostic(Severity.WARNING, code, message, **more))

    def info(self, code: str, message: str, **more: Unpack[_More]) -> None:
        """Add a remark."""
        self.add(Diagnostic(Severity.INFO, code, message, **more))

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors, in order."""
        return [d for d in self.items if d.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Diagnostic]:
        """The warnings, in order."""
        return [d for d in self.items if d.severity is Severity.WARNING]

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


# Characters that would steer a terminal or turn the order of a line around, made visible (line
# feeds stay: a hint may have several lines).
_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if code != 0x0A}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F)), 0xFFFD)
    | dict.fromkeys((0x061C, *range(0x2066, 0x206A)), 0xFFFD)
)


def text_width(text: str) -> int:
    """Return the columns `text` takes in a terminal (East Asian wide characters take two)."""
    columns = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def fit(text: str, columns: int) -> str:
    """Return `text` cut to at most `columns` of a terminal, with `…` where something was cut."""
    if text_width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if text_width(kept + character) > columns - 1:
            break
        kept += character
    return kept + "…" if columns > 0 else ""


def code_frame(source: str, where: Location, columns: int | None = None) -> str:
    """Return the line of `source` at `where` with a caret line under it, or `""`.

    Tabs are shown as single spaces; lines longer than 160 characters, or wider than a terminal of
    `columns`, are cut around the place.
    """
    lines = _lines(source)
    if where.line is None or not 1 <= where.line <= len(lines):
        return ""
    text = lines[where.line - 1].replace("\t", " ").translate(_VISIBLE)
    column = min(max((where.column or 1) - 1, 0), len(text))
    length = max(where.length, 1)
    if len(text) > 160:
        start = max(0, column - 60)
        text = text[start : start + 120]
        column -= start
    number = str(where.line)
    if columns is not None:
        text, column = _around(text, column, max(20, columns - len(number) - 6))
    length = max(1, min(length, len(text) - column))
    gutter = " " * len(number)
    pad = " " * text_width(text[:column])
    carets = "^" * max(1, text_width(text[column : column + length]))
    return f"  {number} | {text}\n  {gutter} | {pad}{carets}"


@lru_cache(maxsize=4)
def _lines(source: str) -> list[str]:
    """Return the lines of `source`, of which a file with one finding often has more."""
    return source.splitlines()


def _around(text: str, column: int, room: int) -> tuple[str, int]:
    """Return the part of `text` around `column` that takes at most `room` columns of a terminal,
    and where the column is in it.
    """
    if text_width(text) <= room:
        return text, column
    start, width = column, 0
    while start > 0 and width + text_width(text[start - 1]) <= room // 2:
        start -= 1
        width += text_width(text[start])
    end, width = start, 0
    while end < len(text) and width + text_width(text[end]) <= room:
        width += text_width(text[end])
        end += 1
    return text[start:end], column - start


def format_diagnostic(
    diagnostic: Diagnostic, sources: Mapping[str, str] | None = None, columns: int | None = None
) -> str:
    """Return the text shown for `diagnostic`: place, problem, code frame and next step.

    `sources` maps a file name to its text; a file that is not in it gets no code frame. `columns`
    is the width of the terminal, if there is one.
    """
    where = diagnostic.where
    place = ""
    frame = ""
    if where is not None and where.file:
        numbers = [n for n in (where.line, where.column) if n is not None]
        place = ":".join([where.file, *map(str, numbers)]) + ": "
        if sources and where.file in sources:
            frame = code_frame(sources[where.file], where, columns)
    message = diagnostic.message.translate(_VISIBLE)
    parts = [f"{place.translate(_VISIBLE)}{diagnostic.severity}[{diagnostic.code}]: {message}"]
    if frame:
        parts.append(frame)
    if diagnostic.hint:
        parts.append(f"  hint: {diagnostic.hint.translate(_VISIBLE)}")
    return "\n".join(parts)
