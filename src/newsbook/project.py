"""From the name of a template to a new project that builds as it is.

The templates are folders of `starters/`. In their texts, `{{title|Letters}}` stands for the title
the person gives, or for what follows the bar; `{{language|en}}` likewise.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from newsbook.errors import OutputError, UsageError

__all__ = ["start_project", "templates"]

_STARTERS = Path(__file__).resolve().parent / "starters"
_TEXTS = frozenset({".yml", ".md", ".txt", ".css"})
_BLANK = re.compile(r"\{\{(title|language)\|([^}]*)\}\}")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def templates() -> tuple[str, ...]:
    """Return the names of the templates."""
    return tuple(sorted(path.name for path in _STARTERS.iterdir() if path.is_dir()))


def start_project(
    folder: Path, template: str, *, title: str | None = None, language: str | None = None
) -> tuple[Path, ...]:
    """Copy `template` into `folder`, which must be empty or missing, and return the files made.

    `title` and `language` (a BCP 47 tag) go into the manifest. Raises `UsageError` when there is
    no such template, when the tag is none, or when the folder holds anything; `OutputError` when
    it cannot be written.
    """
    if template not in templates():
        raise UsageError(f"no template is called {template!r}\nthere are: {', '.join(templates())}")
    if language is not None and not _TAG.fullmatch(language):
        raise UsageError(f"{language!r} is no language tag\nwrite en, az, zh-Hans...")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty\nname a new folder: newsbook init my-book")
    source = _STARTERS / template
    quoted = None if title is None else json.dumps(title, ensure_ascii=False)
    values = {"title": quoted, "language": language}
    made: list[Path] = []
    try:
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_filled(path, values))
            made.append(target)
    except OSError as error:
        for target in made:
            with contextlib.suppress(OSError):
                target.unlink()
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    return tuple(made)


def _filled(path: Path, values: Mapping[str, str | None]) -> bytes:
    data = path.read_bytes()
    if path.suffix not in _TEXTS:
        return data
    text = _BLANK.sub(lambda match: values[match[1]] or match[2], data.decode("utf-8"))
    return text.encode("utf-8")
