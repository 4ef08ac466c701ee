"""From the number of pages a book has to the number its sheets give.

A folded sheet has a fixed number of pages, so a book is filled up with blank pages at its end,
never inside, and the editor is told how to do without them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PagePlan", "plan_pages"]


@dataclass(frozen=True, slots=True)
class PagePlan:
    """`pages` of text, `blanks` after them; `message` is for the editor, empty when all is even."""

    pages: int
    blanks: int
    multiple: int
    message: str = ""
    hint: str = ""

    @property
    def total(self) -> int:
        """Pages in the printed book."""
        return self.pages + self.blanks


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def plan_pages(pages: int, multiple: int, *, last_blank: bool = False) -> PagePlan:
    """Return how a book of `pages` fills sections of `multiple` pages.

    `last_blank` asks for the last page to stay empty, as some printers do for their own code.
    """
    multiple = max(1, multiple)
    needed = pages + (1 if last_blank else 0)
    blanks = -(-needed // multiple) * multiple - pages
    if blanks <= 0:
        return PagePlan(pages, 0, multiple)
    sections = (pages + blanks) // multiple
    over = pages % multiple
    whole = f" to make {_count(sections, 'section')} of {multiple}" if multiple > 2 else ""
    message = f"{_count(blanks, 'blank page')} added at the end: {pages} became {pages + blanks}"
    hint = ""
    if over and not last_blank and over <= multiple // 2 and multiple > 2:
        hint = f"cut {_count(over, 'page')} to save a section ({pages - over} pages)"
    elif multiple > 2 and blanks > 1:
        hint = f"there is room for {_count(blanks, 'page')} more at no cost"
    return PagePlan(pages, blanks, multiple, message + whole, hint)
