"""From a word to the places where it may be divided, in languages that no pattern file here knows.

Azerbaijani and Turkish divide by syllable, and syllables follow from the letters alone: each has
one vowel, and a consonant before a vowel belongs to it (the spelling rules of both languages say
so). Other languages go by the patterns of the engine, but for words of the news that these leave
whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

__all__ = ["HYPHENS", "Dictionaries"]

# What the engine must have for this. Without it these languages are not divided.
HYPHENS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.text.line_break", "pyphen.language_fallback", ("language",)),
    (
        "weasyprint.text.line_break",
        "pyphen.Pyphen",
        ("filename", "lang", "left", "right", "cache"),
    ),
)

_BY_SYLLABLE = ("az", "tr")
_LETTERS = re.compile("[^\\W\\d_]+")
_VOWELS = frozenset("aeəıioöuüâîûAEƏIİOÖUÜÂÎÛ")
_ENGLISH = {
    word.replace("-", "").lower(): tuple(
        i - n for n, i in enumerate(i for i, c in enumerate(word) if c == "-")
    )
    for word in (
        "Azer-bai-jan Azer-bai-jani Azer-bai-janis every-thing no-body no-where what-ever"
    ).split()
}


def syllables(word: str) -> list[int]:
    """Return where the syllables of an Azerbaijani or Turkish `word` begin, but for the first."""
    if not _LETTERS.fullmatch(word):
        return []
    vowels = [place for place, letter in enumerate(word) if letter in _VOWELS]
    return [place - 1 if place - 1 > before else place for before, place in pairwise(vowels)]


class _BySyllable:
    """Divides words by syllable, in the manner of `pyphen.Pyphen`."""

    def __init__(self, left: int, right: int) -> None:
        self.left, self.right = left, right

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield both parts of `word`, the longest first part first."""
        for place in reversed(syllables(word)):
            if self.left <= place <= len(word) - self.right:
                yield word[:place], word[place:]


class _WithExceptions:
    """Divides words as `patterns` does, but for those in `places`."""

    def __init__(self, patterns: Any, places: dict[str, tuple[int, ...]]) -> None:
        self.patterns, self.places = patterns, places

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield both parts of `word`, the longest first part first."""
        known = self.places.get(word.lower())
        if known is None:
            yield from self.patterns.iterate(word)
        else:
            yield from ((word[:place], word[place:]) for place in reversed(known))


class Dictionaries:
    """Stands in for the module `pyphen` in the engine where `active` says so."""

    def __init__(self, pyphen: Any, active: Callable[[], bool]) -> None:
        self._pyphen, self._active = pyphen, active

    def language_fallback(self, language: str) -> str | None:
        """Return the name of the patterns for `language`, None where there are none."""
        primary = language.lower().split("-")[0]
        if self._active() and primary in _BY_SYLLABLE and "cyrl" not in language.lower():
            return primary
        found: str | None = self._pyphen.language_fallback(language)
        return found

    def Pyphen(self, *, lang: str, left: int, right: int) -> Any:  # noqa: N802 (the engine's name)
        """Return what divides words of `lang`, leaving `left` and `right` letters at least."""
        if lang in _BY_SYLLABLE:
            return _BySyllable(left, right)
        patterns = self._pyphen.Pyphen(lang=lang, left=left, right=right)
        if self._active() and lang.lower().startswith("en"):
            return _WithExceptions(patterns, _ENGLISH)
        return patterns
