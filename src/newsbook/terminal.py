"""From findings, progress and results to what a person reads in a terminal.

Results go to stdout, the conversation to stderr. Escape sequences are written only to a terminal
that takes them (`NO_COLOR` and `TERM=dumb` are respected); elsewhere each step is one line.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from newsbook.diagnostics import Diagnostic, Severity, fit, format_diagnostic, text_width
from newsbook.progress import Progress
from newsbook.report import counted

__all__ = ["Lines", "ProgressLine", "StatusFile", "Terminal"]

_COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;34m",
    "bold": "\x1b[1m",
    "dim": "\x1b[2m",
    "hint": "\x1b[36m",
    "good": "\x1b[32m",
}
_RESET = "\x1b[0m"
_PLENTY = 20
# Remarks that cost or save paper are made unasked.
_TOLD = frozenset({"press-blank-pages", "press-spine"})

# What each stage of a build is called while it runs.
_DOING = {
    "load": "Reading the manifest",
    "fetch": "Fetching",
    "read": "Reading{ articles}",
    "transform": "Preparing the text",
    "compose": "Composing",
    "typeset": "Typesetting{ units}",
    "bind": "Binding pages",
    "press": "Preparing for the press",
    "cover": "Setting the cover",
    "preflight": "Preflight",
    "package": "Packing the EPUB",
    "check": "Checking that nothing was lost",
    "validate": "Validating",
    "write": "Writing",
}


class Terminal:
    """Where a command writes: `out` for results, `err` for the conversation.

    `colour` and `live` say whether `err` takes colours and a line that is drawn over; `quiet`
    leaves only problems; `verbose` adds remarks and every repeated warning.
    """

    def __init__(
        self,
        out: TextIO,
        err: TextIO,
        *,
        colour: bool = False,
        live: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        columns: int = 80,
    ) -> None:
        self.out = out
        self.err = err
        self.colour = colour
        self.live = live
        self.quiet = quiet
        self.verbose = verbose
        self.columns = columns

    def paint(self, text: str, style: str) -> str:
        """Return `text` in a style of `_COLOURS` where the terminal takes it."""
        return f"{_COLOURS[style]}{text}{_RESET}" if self.colour and text else text

    def result(self, text: str) -> None:
        """Write a line of the result to stdout."""
        self.out.write(text + "\n")

    def json(self, value: Any) -> None:
        """Write `value` as JSON to stdout, keys in their order."""
        self.result(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))

    def say(self, text: str = "", style: str | None = None) -> None:
        """Write a line of the conversation to stderr, unless it shall be quiet."""
        if not self.quiet:
            self.err.write((self.paint(text, style) if style else text) + "\n")

    def problem(self, text: str, hint: str | None = None) -> None:
        """Write a problem that has no place in a file, and what to do about it."""
        self.err.write(f"{self.paint('newsbook: error:', 'error')} {text}\n")
        if hint:
            self.err.write(f"  {self.paint('hint:', 'hint')} {hint}\n")

    def diagnostics(
        self,
        findings: Iterable[Diagnostic],
        sources: Mapping[str, str],
        *,
        strict: bool = False,
    ) -> None:
        """Write `findings` in their order; of remarks and of a crowd of equal warnings, only what
        `verbose` asks for. With `strict`, a warning is a problem too.
        """
        shown: Counter[str] = Counter()
        hidden: Counter[str] = Counter()
        for finding in findings:
            if self._wanted(finding, shown[finding.code], strict=strict):
                shown[finding.code] += 1
                columns = self.columns if self.live else None
                text = format_diagnostic(finding, sources, columns)
                self.err.write(self._painted(finding, text) + "\n")
            elif finding.severity is Severity.WARNING:
                hidden[finding.code] += 1
        for code, number in hidden.items():
            self.say(f"... and {number} more of [{code}] (--verbose shows them)")

    def _wanted(self, finding: Diagnostic, already: int, *, strict: bool) -> bool:
        if self.verbose or finding.severity is Severity.ERROR:
            return True
        warning = finding.severity is Severity.WARNING
        heard = not self.quiet or (strict and warning)
        return heard and (warning or finding.code in _TOLD) and already < _PLENTY

    def _painted(self, finding: Diagnostic, text: str) -> str:
        if not self.colour:
            return text
        label = f"{finding.severity}[{finding.code}]:"
        first, *rest = text.split("\n")
        place, _, message = first.partition(label)
        lines = [
            self.paint(place, "bold")
            + self.paint(label, str(finding.severity))
            + self.paint(message, "bold")
        ]
        for line in rest:
            if line.startswith("  hint:"):
                lines.append(f"  {self.paint('hint:', 'hint')}{line.removeprefix('  hint:')}")
            elif line.strip().startswith("|") and "^" in line:
                lines.append(self.paint(line, str(finding.severity)))
            else:
                lines.append(line)
        return "\n".join(lines)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Write `rows` to stdout in aligned columns (the last one is not padded)."""
        if not rows:
            return
        widths = [max(text_width(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
        for row in rows:
            cells = [c + " " * (w - text_width(c)) for c, w in zip(row, widths, strict=False)]
            self.result("  ".join([*cells, row[-1]]).rstrip())

    def progress(self, clock: Callable[[], float] = time.monotonic) -> ProgressLine | Lines:
        """Return what shows a build's progress here: a live line, or one line a step."""
        return ProgressLine(self, clock) if self.live and not self.quiet else Lines(self)


def _doing(name: str, total: int | None) -> str:
    """Return what a stage is called, with the number of its units where `total` tells it."""
    text, _, noun = _DOING.get(name, name.capitalize()).rstrip("}").partition("{ ")
    return f"{text} {counted(total, noun.removesuffix('s'))}" if noun and total else text


class Lines:
    """Progress as one line a step, for logs and pipes."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def stage(self, name: str, total: int | None = None) -> None:
        """Say that the stage begins."""
        self._terminal.say(_doing(name, total))

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Say nothing: a unit is not a step."""

    def close(self) -> None:
        """Nothing to tidy."""


class ProgressLine:
    """Progress as one line that is drawn over: stage, bar, unit, pages and time left."""

    _bar = 16

    def __init__(self, terminal: Terminal, clock: Callable[[], float]) -> None:
        self._terminal = terminal
        self._clock = clock
        self._name = ""
        self._total: int | None = None
        self._done = 0
        self._pages = 0
        self._label = ""
        self._began = self._drawn = clock()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage and draw it."""
        self._name, self._total, self._done, self._pages = name, total, 0, 0
        self._label = ""
        self._began = self._clock()
        self._draw()

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Count a unit; draw at most ten times a second."""
        self._done += 1
        self._pages += pages
        self._label = label
        if self._clock() - self._drawn >= 0.1:
            self._draw()

    def _left(self) -> str:
        if not self._total or self._done < 2 or self._done >= self._total:
            return ""
        seconds = (self._clock() - self._began) / self._done * (self._total - self._done)
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d} left" if seconds >= 1 else ""

    def _draw(self) -> None:
        self._drawn = self._clock()
        parts = [_doing(self._name, None)]
        if self._total:
            full = min(self._bar, round(self._bar * self._done / self._total))
            parts.append("█" * full + "░" * (self._bar - full) + f" {self._done}/{self._total}")
        if self._pages:
            parts.append(counted(self._pages, "page"))
        parts += [part for part in (self._left(), self._label) if part]
        line = fit("  ".join(parts), self._terminal.columns - 1)
        self._terminal.err.write(f"\r\x1b[2K{line}")
        self._terminal.err.flush()

    def close(self) -> None:
        """Wipe the line, so that what follows starts at the margin."""
        self._terminal.err.write("\r\x1b[2K")
        self._terminal.err.flush()


class StatusFile:
    """Progress as a JSON file for services, beside another way of showing it.

    The file is replaced, never half written: `{"state", "stage", "done", "total", "label",
    "pages", "files", "errors", "warnings"}`; `state` is `running`, `done` or `failed`.
    """

    def __init__(
        self, path: Path, other: Progress, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._other = other
        self._clock = clock
        self._written = float("-inf")
        self._status: dict[str, Any] = {
            "state": "running", "stage": "load", "done": 0, "total": None, "label": "",
            "pages": 0, "files": [], "errors": 0, "warnings": 0,
        }  # fmt: skip
        self._write()

    def stage(self, name: str, total: int | None = None) -> None:
        """Note the stage."""
        self._status.update(stage=name, total=total, done=0, label="")
        self._write()
        self._other.stage(name, total)

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Note the unit; write at most five times a second."""
        self._status["done"] += 1
        self._status["pages"] += pages
        self._status["label"] = label
        if self._clock() - self._written >= 0.2:
            self._write()
        self._other.advance(label, pages=pages)

    def finish(self, *, failed: bool, files: Sequence[str], errors: int, warnings: int) -> None:
        """Note how the build ended."""
        self._status.update(
            state="failed" if failed else "done",
            files=list(files),
            errors=errors,
            warnings=warnings,
        )
        self._write()

    def _write(self) -> None:
        self._written = self._clock()
        draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        draft.write_text(json.dumps(self._status, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.replace(self._path)
