"""From what articles and sections would like to be called to names that are unique in the book.

A name is a slug (ASCII, beginning with a letter) that ids and file names are made of. It depends on
what an article is, not on where it stands: moving an article leaves every name as it was.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from newsbook.diagnostics import Collector, Location
from newsbook.model import SPECIAL_PAGES
from newsbook.slugs import ascii_slug

__all__ = ["Wish", "give_names"]

RESERVED = frozenset({*SPECIAL_PAGES, "article", "section", "nav", "notes", "book"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What one part wants to be called.

    `stated` is the slug the editor gave; otherwise `base` is a proposal ("" for none) and `origin`
    tells the part from all others (its file, and its own id where a file holds several).
    """

    kind: str
    base: str
    origin: str
    stated: str | None = None
    folder: str = ""
    where: Location | None = None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]


def _proper(wish: Wish) -> str:
    """Return the name `wish` gets when nobody else wants it."""
    base = ascii_slug(wish.base)
    if not base or base in ("article", "section"):
        return f"{wish.kind}-{_digest(wish.origin)}"
    if base in RESERVED or base[0].isdigit():
        return f"{wish.kind}-{base}"
    return base


def _apart(wish: Wish, name: str, others: Sequence[Wish]) -> str:
    """Return `name` made different from those of `others`, who want the same."""
    folder = ascii_slug(wish.folder)
    if folder and all(ascii_slug(other.folder) != folder for other in others):
        return f"{name}-{folder}"
    return f"{name}-{_digest(wish.origin)}"


def give_names(wishes: Sequence[Wish], findings: Collector) -> tuple[str, ...]:
    """Return a name for each of `wishes`, in their order, all different.

    A slug that the editor gives to two parts, or that the book needs itself, is an error.
    """
    given: dict[int, str] = {}
    taken: dict[str, Wish] = {}
    for number, wish in enumerate(wishes):
        if wish.stated is None:
            continue
        other = taken.get(wish.stated)
        if other is not None or wish.stated in RESERVED:
            _refuse(wish, other, findings)
            continue
        given[number] = wish.stated
        taken[wish.stated] = wish
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, wish in enumerate(wishes):
        if number not in given:
            wanted[_proper(wish)].append(number)
    for name, numbers in wanted.items():
        first = _keeps(wishes, numbers) if name not in taken else None
        for number in numbers:
            others = [wishes[n] for n in numbers if n != number]
            proposal = name if number == first else _apart(wishes[number], name, others)
            given[number] = _free(proposal, taken, wanted if number != first else ())
            taken[given[number]] = wishes[number]
    return tuple(given[number] for number in range(len(wishes)))


def _keeps(wishes: Sequence[Wish], numbers: Sequence[int]) -> int:
    """Return who of those that want one name keeps it: an article, the first by its origin."""
    return min(numbers, key=lambda n: (wishes[n].kind != "article", wishes[n].origin, n))


def _free(name: str, taken: Iterable[str], wanted: Iterable[str]) -> str:
    number, found = 2, name
    while found in taken or found in wanted:
        found, number = f"{name}-{number}", number + 1
    return found


def _refuse(wish: Wish, other: Wish | None, findings: Collector) -> None:
    line = other.where.line if other is not None and other.where is not None else None
    if other is not None:
        message = f"slug: {wish.stated!r} is given twice"
        message += f" (first in line {line})" if line is not None else ""
    else:
        message = f"slug: {wish.stated!r} is a name the book needs itself"
    hint = f"write another, such as {PurePosixPath(wish.stated or '').name}-2"
    findings.error("invalid-value", message, where=wish.where, hint=hint)
