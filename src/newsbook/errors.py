"""From a reason why a build cannot continue to an exception a person can read.

The tree (each class is one plain sentence)::

    NewsbookError
    ├── UsageError            the command line asks for something that cannot be
    ├── InputError            the manifest or a source is broken; carries diagnostics
    │   └── ManifestError     the manifest cannot be used
    ├── OutputError           an output file could not be written
    ├── EngineError           the typesetting engine failed; names the article
    └── MissingToolError      an optional program or package is not installed

Exceptions mean "this build cannot continue"; diagnostics mean "you should know".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbook.diagnostics import Diagnostic

__all__ = [
    "SWEPT",
    "EngineError",
    "InputError",
    "ManifestError",
    "MissingToolError",
    "NewsbookError",
    "OutputError",
    "UsageError",
]

SWEPT = "temporary files must stay while a book is built: build it again"
"""What to do when a temporary file has gone."""


class NewsbookError(Exception):
    """A build cannot continue, and the message says why and what to do."""

    exit_code = 1


class UsageError(NewsbookError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class InputError(NewsbookError):
    """The manifest or a source is broken; `diagnostics` lists every problem found."""

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)


class ManifestError(InputError):
    """The manifest cannot be used."""


class OutputError(NewsbookError):
    """An output file could not be written."""


class EngineError(NewsbookError):
    """The typesetting engine failed; the message names the article."""


class MissingToolError(NewsbookError):
    """An optional program or package is not installed; the message says how to get it."""
