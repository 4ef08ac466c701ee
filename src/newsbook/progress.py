"""From a stage that begins and a unit that is done to whoever wants to know.

Stages that take long get a `Progress` and say what they do; who draws a bar, prints lines or writes
a status file is no concern of theirs.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """Hears what a build does."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin the stage `name` of `total` units (None: not counted)."""

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Count one unit of the stage as done: its name, and the pages it came to."""


class _Silent:
    """Tells nobody."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage."""

    def advance(self, label: str = "", *, pages: int = 0) -> None:
        """Count a unit."""


SILENT: Progress = _Silent()
