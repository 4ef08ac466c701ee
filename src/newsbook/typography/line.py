"""From the characters of one line of inlines to the same line with some of them replaced.

A line is what stands in one paragraph, heading or cell, whatever marks it up inside: quotation
marks pair across emphasis, and a comma between two Han characters stands between them though one of
them is a link. Every character knows its language, the leaf of the tree it belongs to, and whether
it may be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

__all__ = ["Edit", "Leaf", "Line", "Replaced"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Text of one language that stands together; `free` says whether it may be changed.

    `number` is the leaf of the tree it belongs to (a leaf may hold several languages); `base` is
    the language around it, `language` its own.
    """

    text: str
    language: str
    base: str
    number: int = 0
    free: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of a line become `new`, by the rule called `rule`."""

    start: int
    end: int
    new: str
    rule: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """One replacement that was made.

    `leaf` and `at` say where `before` stood when it was replaced, so that undoing replacements from
    the last to the first gives the line as it was; `origin` is its place in the line as it was.
    """

    rule: str
    before: str
    after: str
    leaf: int
    at: int
    origin: int


class Line:
    """The characters of a line, and the replacements made so far."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.text = ""
        self.languages: list[str] = []
        self.bases: list[str] = []
        self.free: list[bool] = []
        self.made: list[Replaced] = []
        self._leaves: list[int] = []
        parts = []
        for leaf in leaves:
            size = len(leaf.text)
            parts.append(leaf.text)
            self.languages += [leaf.language] * size
            self.bases += [leaf.base] * size
            self.free += [leaf.free] * size
            self._leaves += [leaf.number] * size
        self.text = self.original = "".join(parts)
        self.origins = list(range(len(self.text)))

    def leaf_texts(self) -> dict[int, str]:
        """Return the text of every leaf that still has characters."""
        texts: dict[int, str] = {}
        start = 0
        for leaf, run in groupby(self._leaves):
            end = start + sum(1 for _ in run)
            texts[leaf] = texts.get(leaf, "") + self.text[start:end]
            start = end
        return texts

    def protect(self, start: int, end: int) -> None:
        """Leave the characters from `start` to `end` as they are."""
        self.free[start:end] = [False] * (end - start)

    def apply(self, edits: Sequence[Edit]) -> None:
        """Make those of `edits` that change something, stand in one leaf and may be made.

        They refer to the text as it is now; of two that overlap, the first is made.
        """
        chosen: list[Edit] = []
        end = -1
        for edit in sorted(edits, key=lambda e: (e.start, e.end)):
            if edit.start < end or edit.start >= edit.end or not self._may(edit):
                continue
            chosen.append(edit)
            end = edit.end
        if not chosen:
            return
        starts = self._starts()
        for edit in reversed(chosen):
            self._replace(edit, starts)

    def _may(self, edit: Edit) -> bool:
        span = slice(edit.start, edit.end)
        return (
            self.text[span] != edit.new
            and all(self.free[span])
            and len(set(self._leaves[span])) == 1
        )

    def _starts(self) -> dict[int, int]:
        return {leaf: self._leaves.index(leaf) for leaf in set(self._leaves)}

    def _replace(self, edit: Edit, starts: dict[int, int]) -> None:
        start, span, size = edit.start, slice(edit.start, edit.end), len(edit.new)
        leaf = self._leaves[start]
        before, origin = self.text[span], self.origins[start]
        at = start - starts[leaf]
        self.made.append(Replaced(edit.rule, before, edit.new, leaf, at, origin))
        self.text = self.text[:start] + edit.new + self.text[edit.end :]
        self.languages[span] = [self.languages[start]] * size
        self.bases[span] = [self.bases[start]] * size
        self.free[span] = [True] * size
        self._leaves[span] = [leaf] * size
        self.origins[span] = [origin] * size
