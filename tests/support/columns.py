"""From laid-out pages to their columns: the lines of each, and how short they could have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.pages import Line, lines_of

__all__ = ["Group", "column_groups", "least_height"]


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that stand side by side; `page` counts from 0.

    `ends` says that the text ends in them.
    """

    page: int
    columns: tuple[tuple[Line, ...], ...]
    ends: bool

    @property
    def lines(self) -> list[Line]:
        """All lines, in the order they are read."""
        return [line for column in self.columns for line in column]


def column_groups(page_boxes: Sequence[Any]) -> Iterator[Group]:
    """Yield the groups of columns of laid-out pages, in order."""
    found: list[tuple[int, list[Any], Any]] = []
    for number, page in enumerate(page_boxes):
        stack = [page]
        while stack:
            box = stack.pop()
            box = getattr(box, "_box", box)
            children = list(getattr(box, "children", ()))
            columns = [child for child in children if getattr(child, "is_column", False)]
            tops = sorted({round(column.position_y, 1) for column in columns})
            for top in tops:
                here = [c for c in columns if round(c.position_y, 1) == top]
                found.append((number, here, box.element))
            stack += [child for child in reversed(children) if child not in columns]
    for at, (number, columns, element) in enumerate(found):
        after = found[at + 1][2] if at + 1 < len(found) else None
        yield Group(
            number,
            tuple(tuple(lines_of([column])) for column in columns),
            ends=after is not element,
        )


def _most(lines: int, room: int, *, at_top: bool) -> int:
    """Return how many of the `lines` left of a paragraph a column with `room` lines may take."""
    if lines <= room:
        return lines
    taken = min(room, lines - 2)
    return taken if taken >= 2 or (at_top and taken > 0 and room >= lines) else 0


def _fits(paragraphs: Sequence[int], height: int, count: int) -> bool:
    left = list(paragraphs)
    for _ in range(count):
        room = height
        while left and room:
            taken = _most(left[0], room, at_top=room == height)
            if not taken:
                break
            left[0] -= taken
            room -= taken
            if left[0]:
                break
            left.pop(0)
    return not left


def least_height(paragraphs: Sequence[int], count: int) -> int:
    """Return the fewest lines that the tallest of `count` columns can have: paragraphs of so many
    lines each, two lines at least before and after a break.
    """
    height = max(1, -(-sum(paragraphs) // count))
    while not _fits(paragraphs, height, count):
        height += 1
    return height
