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
from typing import Any

__all__ = [
    "CODES",
    "Collector",
    "Diagnostic",
    "Location",
    "Severity",
    "code_frame",
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


@dataclass(slots=True)
class Collector:
    """Gathers diagnostics in the order they are found; the same finding is kept once."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep `diagnostic` unless an equal one is already there."""
        if diagnostic not in self.items:
            self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep each of `diagnostics`."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def _note(
        self,
        severity: Severity,
        code: str,
        message: str,
        where: Location | None,
        hint: str | None,
        article: str | None,
    ) -> None:
        self.add(Diagnostic(severity, code, message, where, hint, article))

    def error(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add an error."""
        self._note(Severity.ERROR, code, message, where, hint, article)

    def warning(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add a warning."""
        self._note(Severity.WARNING, code, message, where, hint, article)

    def info(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add a remark."""
        self._note(Severity.INFO, code, message, where, hint, article)

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


def text_width(text: str) -> int:
    """Return the columns `text` takes in a terminal (East Asian wide characters take two)."""
    columns = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def code_frame(source: str, where: Location) -> str:
    """Return the line of `source` at `where` with a caret line under it, or `""`.

    Tabs are shown as single spaces; lines longer than 160 characters are cut around the place.
    """
    lines = source.splitlines()
    if where.line is None or not 1 <= where.line <= len(lines):
        return ""
    text = lines[where.line - 1].replace("\t", " ")
    column = min(max((where.column or 1) - 1, 0), len(text))
    length = max(where.length, 1)
    if len(text) > 160:
        start = max(0, column - 60)
        text = text[start : start + 120]
        column -= start
    length = max(1, min(length, len(text) - column))
    number = str(where.line)
    gutter = " " * len(number)
    pad = " " * text_width(text[:column])
    carets = "^" * max(1, text_width(text[column : column + length]))
    return f"  {number} | {text}\n  {gutter} | {pad}{carets}"


def format_diagnostic(diagnostic: Diagnostic, sources: Mapping[str, str] | None = None) -> str:
    """Return the text shown for `diagnostic`: place, problem, code frame and next step.

    `sources` maps a file name to its text; a file that is not in it gets no code frame.
    """
    where = diagnostic.where
    place = ""
    frame = ""
    if where is not None and where.file:
        numbers = [n for n in (where.line, where.column) if n is not None]
        place = ":".join([where.file, *map(str, numbers)]) + ": "
        if sources and where.file in sources:
            frame = code_frame(sources[where.file], where)
    parts = [f"{place}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    if frame:
        parts.append(frame)
    if diagnostic.hint:
        parts.append(f"  hint: {diagnostic.hint}")
    return "\n".join(parts)


CODES: dict[str, str] = {
    # Manifest
    "unknown-key": "A key is not part of the manifest's schema.",
    "duplicate-key": "A key stands twice in one mapping.",
    "invalid-value": "A value is not of the kind its key takes.",
    "missing-key": "A key that must be there is not.",
    "yaml-syntax": "The file is not well-formed YAML.",
    "yaml-alias": "YAML anchors and aliases are refused: they hide text and can explode in size.",
    "file-not-found": "A file named in the manifest or in an article does not exist.",
    "outside-project": "A path leads out of the folder of the manifest.",
    "duplicate-article": "The same file is listed twice.",
    "empty-glob": "A pattern matches no file.",
    # Reading
    "unreadable-file": "A file could not be read.",
    "bad-encoding": "A text is not valid in the encoding it claims.",
    "unknown-format": "No reader is registered for this kind of file.",
    "empty-article": "An article has no text.",
    "content-dropped": "Something in the source has no place in a book and was left out.",
    "metadata-invalid": "A metadata field of an article could not be understood.",
    "missing-headline": "No headline was found.",
    "missing-year": "A dateline states no year, and a year is never guessed.",
    "low-confidence": "The reader is not sure where the article begins or ends.",
    "extract-no-match": "A pattern under 'extract' matches nothing.",
    "expect-mismatch": "What was read is not what the manifest expects.",
    "encoding-guessed": "A text declares no encoding and is not UTF-8; the encoding was guessed.",
    "malformed-source": "A source is not well-formed in its own format.",
    "limit-exceeded": "A source needs more memory, time or space than a source may need.",
    "several-articles": "A file holds more than one article.",
    "embargoed": "An article may not be published yet.",
    "not-usable": "A source says that the article is cancelled, withheld or a draft.",
    "usage-terms": "A source states terms of use that somebody must read.",
    "unreadable-image": "A picture could not be decoded.",
    "remote-picture": "A picture is on the network, and a build fetches nothing.",
    "missing-alt": "A picture has no alternative text.",
    # Edition
    "broken-link": "A link inside the book leads nowhere.",
    "duplicate-id": "Two elements of one article have the same id.",
    "normalised": "A character was normalised for typesetting; the source file is unchanged.",
    "inferred": "A value was inferred rather than stated.",
    # Layout and output
    "unknown-layout": "There is no layout of that name.",
    "layout-invalid": "A layout is broken.",
    "missing-glyph": "No font of the book can draw a character.",
    "font-unusable": "A font would break in print, may not be embedded, or is not there.",
    "font-leak": "A font from outside the project was used.",
    "engine-warning": "The typesetting engine reported a problem.",
    "content-lost": "Text of an article is missing from an output.",
    "epub-font-left-out": "A face is not embedded in the EPUB because its text is long.",
    "epub-page-unplaced": "The opening words of a printed page are not in the EPUB.",
    "epubcheck": "EPUBCheck reported a problem.",
    "tool-missing": "An optional tool is not installed.",
    "write-failed": "An output file could not be written.",
    # Press
    "press-refused": "The book holds something that cannot be printed as the press order asks.",
    "press-blank-pages": "Blank pages were added at the end to fill the printed sheets.",
}
