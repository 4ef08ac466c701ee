"""From words of an article to the line and column of its source file where they stand.

Trees of content carry no places: readers for twenty formats would have to. A change is found again
by the words around it, which markup may part, so fewer and fewer of them are tried.
"""

from __future__ import annotations

from bisect import bisect_right

from newsbook.diagnostics import Location
from newsbook.errors import InputError
from newsbook.world import World

__all__ = ["Whereabouts"]

_LARGEST = 4 * 2**20
# How many characters before and after are asked for, one attempt after another.
_TRIES = ((24, 24), (12, 6), (6, 12), (12, 0), (0, 12), (3, 3))


class Whereabouts:
    """Finds words in one source file; they are best asked for in the order of reading."""

    def __init__(self, world: World, file: str) -> None:
        self._file = file
        self._text = ""
        try:
            data = world.read_bytes(file)
            if len(data) <= _LARGEST and b"\0" not in data:
                self._text = data.decode("utf-8-sig")
        except (InputError, ValueError):
            pass
        text = self._text.replace("\r\n", "\n") if "\r\n" in self._text else self._text
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)
        self._flat = text.replace("\n", " ").replace("\t", " ")
        self._cursor = 0

    def find(self, line: str, start: int, size: int) -> Location:
        """Return the place of the `size` characters of `line` from `start` on; without a line
        number where they cannot be found.
        """
        end = start + max(size, 1)
        for before, after in _TRIES if self._flat else ():
            left = line[max(0, start - before) : start]
            words = left + line[start:end] + line[end : end + after]
            if len(words) < 3 and len(line) > 3:
                continue
            place = self._flat.find(words, max(0, self._cursor - len(words)))
            if place < 0:
                place = self._flat.find(words)
            if place >= 0:
                place += len(left)
                self._cursor = place
                row = bisect_right(self._starts, place)
                return Location(self._file, row, place - self._starts[row - 1] + 1, size)
        return Location(self._file)
