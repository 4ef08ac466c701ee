"""From a number of pages to the sheets they are printed on: which pages lie side by side where.

A section is a stack of sheets folded together. Its spreads, from the outermost in, are (n, 1),
(2, n-1), (n-2, 3), (4, n-3)...; the two of a pair are the front and the back of one leaf pair. A
sheet folded once takes two spreads (a folio), twice four (a quarto), three times eight (an octavo);
those in the upper row stand on their heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["FOLDS", "Section", "Side", "Slot", "plan_sections", "sides"]

# Pages on one side of a sheet -> its spreads on the front and on the back: column, row (0: the
# lower), number of the spread from the outermost.
FOLDS: Mapping[int, tuple[tuple[tuple[int, int, int], ...], tuple[tuple[int, int, int], ...]]]
FOLDS = MappingProxyType(
    {
        2: (((0, 0, 0),), ((0, 0, 1),)),
        4: (((0, 0, 0), (0, 1, 3)), ((0, 0, 1), (0, 1, 2))),
        8: (
            ((0, 0, 3), (1, 0, 0), (0, 1, 4), (1, 1, 7)),
            ((0, 0, 1), (1, 0, 2), (0, 1, 6), (1, 1, 5)),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages `first` to `first + pages - 1` (from 1), folded together."""

    first: int
    pages: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A spread on a side of a sheet: its pages by number (None: blank), its place in the grid,
    whether it stands on its head, and how many leaves lie outside it.
    """

    left: int | None
    right: int | None
    column: int
    row: int
    depth: int

    @property
    def turned(self) -> bool:
        """Whether the spread stands on its head."""
        return self.row == 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet; `sheet` counts from 0 within its section, the outermost first."""

    section: int
    sheet: int
    front: bool
    slots: tuple[Slot, ...]


def plan_sections(pages: int, up: int, signature: int | None) -> tuple[Section, ...]:
    """Return the sections for `pages`, `up` of them on a side of a sheet.

    `signature` is the number of pages of a section (None: one section, as for stapling). The last
    section is as short as its pages allow. Raises ValueError when sheets do not fill a signature.
    """
    sheet = 2 * up
    if signature is not None and (signature < sheet or signature % sheet):
        raise ValueError(
            f"a section of {signature} pages does not divide into sheets of {sheet} pages"
        )
    whole = -(-pages // sheet) * sheet
    size = signature or whole
    return tuple(
        Section(first + 1, min(size, whole - first)) for first in range(0, max(whole, sheet), size)
    )


def sides(
    sections: tuple[Section, ...], pages: int, up: int, *, right_to_left: bool = False
) -> tuple[Side, ...]:
    """Return the sides of all sheets in the order of printing: front, back, front, back..."""
    columns = max(column for side in FOLDS[up] for column, _, _ in side) + 1
    found = []
    for number, section in enumerate(sections):
        for sheet in range(section.pages // (2 * up)):
            for front, spreads in zip((True, False), FOLDS[up], strict=True):
                slots = tuple(
                    _slot(section, sheet * up + spread, column, row, pages)
                    for column, row, spread in spreads
                )
                if right_to_left:
                    slots = tuple(_mirrored(slot, columns) for slot in slots)
                found.append(Side(number, sheet, front, slots))
    return tuple(found)


def _slot(section: Section, spread: int, column: int, row: int, pages: int) -> Slot:
    low, high = spread + 1, section.pages - spread
    pair = (high, low) if spread % 2 == 0 else (low, high)
    left, right = (
        number if number <= pages else None for number in (n + section.first - 1 for n in pair)
    )
    return Slot(left, right, column, row, spread // 2)


def _mirrored(slot: Slot, columns: int) -> Slot:
    return Slot(slot.right, slot.left, columns - 1 - slot.column, slot.row, slot.depth)
