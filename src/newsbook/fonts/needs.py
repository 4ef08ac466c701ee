"""From the text of a book and its fonts to which family draws what, and what none draws."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsbook.fonts.catalogue import Catalogue
from newsbook.fonts.stacks import font_stack

__all__ = ["Need", "needs_of"]

# Characters that draw nothing, or that the typesetter takes out: controls and marks of direction.
_UNDRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


@dataclass(frozen=True, slots=True)
class Need:
    """The characters of a book that one family draws; `family` None: that no family draws."""

    family: str | None
    characters: str


def needs_of(
    texts: Iterable[tuple[str, str, str]],
    catalogue: Catalogue,
    *,
    families: Mapping[str, str] | None = None,
) -> tuple[Need, ...]:
    """Return what each family draws of `texts`, in the order of the catalogue, what is missing
    last.

    A text comes with its language and its role (`text`, `mono`); `families` are a layout's families
    by role. The first family of the stack that has a character draws it, else any other.
    """
    wanted: dict[tuple[str, str], set[str]] = {}
    for text, language, role in texts:
        wanted.setdefault((language, role), set()).update(text)
    drawn: dict[str | None, set[str]] = {}
    for (language, role), characters in wanted.items():
        stack = font_stack(catalogue, role, language, families=families)
        for character in characters:
            if unicodedata.category(character) in _UNDRAWN or 0xFE00 <= ord(character) <= 0xFE0F:
                continue
            family = next((name for name in stack if catalogue.draws(name, character)), None)
            if family is None:
                face = catalogue.who_draws(character)
                family = face.family if face else None
            drawn.setdefault(family, set()).add(character)
    order: tuple[str | None, ...] = (*catalogue.families, None)
    return tuple(Need(name, "".join(sorted(drawn[name]))) for name in order if name in drawn)
