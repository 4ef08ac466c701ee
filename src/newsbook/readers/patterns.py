"""From the patterns under `extract:` to the blocks they mean, or a report of what they miss.

A pattern is a line number (`L4`, or `L34-36` for a run), `/regex/`, or a literal piece of text.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import regex

from newsbook.diagnostics import Location
from newsbook.extract import Extract
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["Patterns", "Place"]

TIMEOUT_S = 1.0  # for all blocks of one article together with one pattern
_LINES = regex.compile(r"L(\d+)(?:\s*[-–]\s*L?(\d+))?")


class Place(Protocol):
    """A block that a pattern can mean: its text, and its first line in the source if known."""

    @property
    def text(self) -> str:
        """The text of the block."""
        ...

    @property
    def line(self) -> int | None:
        """Its first line, or None."""
        ...


P = TypeVar("P", bound=Place)


def _closest(pattern: str, blocks: Sequence[Place]) -> str:
    """Return the beginnings of the blocks most like `pattern`, with their lines."""
    plain = regex.sub(r"[\\^$.*+?()\[\]{}|/]", "", pattern).lower()
    ranked = sorted(
        blocks,
        key=lambda b: (
            -difflib.SequenceMatcher(
                None, plain, b.text[: max(60, len(plain) + 10)].lower(), autojunk=False
            ).ratio()
        ),
    )
    return "; ".join(f"L{b.line} {b.text[:50]!r}" for b in ranked[:3])


@dataclass(slots=True)
class Patterns(Generic[P]):
    """Finds blocks by pattern and reports patterns that find none."""

    source: Source
    world: World
    blocks: Sequence[P]
    extract: Extract = field(default_factory=Extract)

    def _where(self, key: str) -> Location:
        return self.extract.where.get(key) or self.source.at()

    def _matching(self, key: str, pattern: str, first: int) -> list[P]:
        blocks = self.blocks[first:]
        if lines := _LINES.fullmatch(pattern):
            low, high = int(lines[1]), int(lines[2] or lines[1])
            return [b for b in blocks if b.line is not None and low <= b.line <= high]
        if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
            return self._searching(key, pattern[1:-1], blocks)
        return [b for b in blocks if pattern in b.text]

    def _searching(self, key: str, pattern: str, blocks: Sequence[P]) -> list[P]:
        try:
            compiled = regex.compile(pattern)
            return [b for b in blocks if compiled.search(b.text, timeout=TIMEOUT_S)]
        except regex.error as error:
            message = f"{pattern!r} is not a regular expression: {error}"
        except TimeoutError:
            message = f"the regular expression {pattern!r} takes too long on this text"
        self.world.diagnostics.error("invalid-value", message, where=self._where(key))
        return []

    def all(self, key: str, pattern: str) -> list[P]:
        """Return every block that `pattern` matches."""
        return self._matching(key, pattern, 0)

    def first(self, key: str, pattern: str, first: int = 0) -> P | None:
        """Return the first block from `first` on that `pattern` matches; none is an error."""
        found = self.run(key, pattern, first)
        return found[0] if found else None

    def run(self, key: str, pattern: str, first: int = 0) -> list[P]:
        """Return the blocks a pattern means: all lines of a range, else the first match."""
        before = len(self.world.diagnostics.errors)
        found = self._matching(key, pattern, first)
        if not found and len(self.world.diagnostics.errors) == before:
            self.world.diagnostics.error(
                "extract-no-match",
                f"{key}: {pattern!r} matches nothing",
                where=self._where(key),
                hint=f"the closest lines are {_closest(pattern, self.blocks)}",
            )
        return found if _LINES.fullmatch(pattern) else found[:1]

    def warn_unmatched(self, key: str, pattern: str) -> None:
        """Report a pattern under `strip` that matches nothing."""
        self.world.diagnostics.warning(
            "extract-no-match",
            f"{key}: {pattern!r} matches nothing",
            where=self._where(key),
            hint=f"the closest lines are {_closest(pattern, self.blocks)}",
        )
