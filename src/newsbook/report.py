"""From a finished build to what is said of it: files, findings, the ledger, timings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsbook.diagnostics import Diagnostic
from newsbook.model import Change, Decision

__all__ = ["LedgerRow", "Report", "counted"]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `number` with its noun: `1 article`, `2 articles`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one article holds and what of it arrived in one output."""

    article: str
    output: str
    words_in: int
    words_out: int
    notes_in: int
    notes_out: int
    links_in: int
    links_out: int
    pictures_in: int
    pictures_out: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: files written, findings, the ledger, and the seconds each stage took.

    `decisions` are the values settled for each article, `changes` the characters normalised.
    """

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    ledger: tuple[LedgerRow, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
