"""From what the panels of the page say to the bundled fonts, and the style sheet, that draw it.

The page looks the same on every machine: no font of the system stands in its outline. What the
sans face of the bundled fonts has is drawn by that face, whole; other scripts come as subsets of
the characters that are said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from newsbook.fonts import (
    Catalogue,
    Face,
    bundled_catalogue,
    coverage,
    embedded_family,
    font_stack,
    subset,
    subset_suffix,
)
from newsbook.typography import is_valid

__all__ = ["PanelType", "panel_type"]

_WEIGHTS = (400, 600, 700)


@dataclass(frozen=True, slots=True)
class PanelType:
    """Fonts by the name of their file, and the style sheet `css` that declares them; `version` is
    the digest of both.
    """

    css: bytes
    fonts: Mapping[str, bytes]
    version: str


def panel_type(said: Iterable[tuple[str, str]]) -> PanelType:
    """Return the fonts for texts, each with its language (BCP 47)."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    for text, language in said:
        used[language if is_valid(language) else ""].update(text)
    return _made(tuple(sorted((tag, "".join(sorted(found))) for tag, found in used.items())))


@lru_cache(maxsize=4)
def _made(said: tuple[tuple[str, str], ...]) -> PanelType:
    catalogue = bundled_catalogue()
    families = catalogue.roles.families
    guests: defaultdict[str, set[str]] = defaultdict(set)
    rules = []
    for language, characters in said:
        own = _guests(catalogue, language, characters)
        for family, found in own.items():
            guests[family] |= found
        if own and language:
            rules.append((language, tuple(own)))
    fonts: dict[str, bytes] = {}
    lines: list[str] = []
    # Whole faces for what the page says in any case, subsets for what the book brings.
    for family, weights in ((families["sans"], _WEIGHTS), (families["mono"], (400,))):
        for weight in weights:
            face = catalogue.face(family, weight)
            if face is not None and face.weight == weight:
                name = f"{family.replace(' ', '')}-{weight}{face.path.suffix}"
                fonts[name] = face.path.read_bytes()
                lines.append(_declared(family, weight, name))
    for family in sorted(guests):
        face = catalogue.face(family)
        if face is not None:
            data = subset(face, sorted(guests[family]))
            name = f"{hashlib.sha256(data).hexdigest()[:16]}{subset_suffix(face)}"
            fonts[name] = data
            lines.append(_declared(embedded_family(family), face.weight, name))
    lines += _rules(families, rules, sorted(guests))
    css = "\n".join(lines).encode()
    return PanelType(css, fonts, hashlib.sha256(css).hexdigest()[:16])


def _guests(catalogue: Catalogue, language: str, characters: str) -> dict[str, set[str]]:
    """Return the characters that the sans face lacks by the family that draws them."""
    sans = catalogue.face(catalogue.roles.families["sans"])
    missing = sorted(set(characters) - _drawn_by(sans)) if sans else []
    stack = font_stack(catalogue, "sans", language)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for character in missing:
        family = next((name for name in stack if catalogue.draws(name, character)), None)
        if family is None and (face := catalogue.who_draws(character)) is not None:
            family = face.family
        if family is not None:
            found[family].add(character)
    return dict(found)


def _drawn_by(face: Face) -> set[str]:
    return set(map(chr, coverage(face.path, face.index)))


def _declared(family: str, weight: int, name: str) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url("/type/{name}"); }}'
    )


def _rules(
    families: Mapping[str, str], rules: Iterable[tuple[str, tuple[str, ...]]], guests: list[str]
) -> list[str]:
    """Return the stacks: what is said without a language takes any guest there is."""

    def stack(first: str, names: Iterable[str], generic: str) -> str:
        return ", ".join([f'"{first}"', *(f'"{embedded_family(n)}"' for n in names), generic])

    sans, mono = families["sans"], families["mono"]
    lines = [
        f":root {{ --sans: {stack(sans, guests, 'sans-serif')}; "
        f"--mono: {stack(mono, guests, 'monospace')}; }}"
    ]
    for language, own in rules:
        others = [name for name in guests if name not in own]
        lines.append(
            f"[lang='{language}'] {{ font-family: {stack(sans, [*own, *others], 'sans-serif')}; }}"
        )
    return lines
