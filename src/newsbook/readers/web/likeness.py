"""From two texts to how far they say the same, whatever their spaces, marks and capitals.

Compared are shingles: runs of eight letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["SHINGLE", "agreement", "letters", "shingles", "size"]

SHINGLE = 8  # letters
_DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def letters(text: str) -> str:
    """Return the letters and digits of `text` in lower case: what comparisons are made on."""
    return "".join(filter(str.isalnum, text)).lower()


def size(text: str) -> float:
    """Return how much `text` says, in letters of an alphabet; a Han character is worth 2.5."""
    kept = letters(text)
    return len(kept) + 1.5 * len(_DENSE.findall(kept))


def shingles(text: str) -> set[str]:
    """Return the runs of `SHINGLE` letters of `text` (as `letters` gives them)."""
    return {text[i : i + SHINGLE] for i in range(max(0, len(text) - SHINGLE + 1))}


@lru_cache(maxsize=8)
def _known(text: str) -> frozenset[str]:
    return frozenset(shingles(letters(text)))


def agreement(one: str, other: str) -> float:
    """Return how far two texts say the same: the F1 of their shingles, 0 to 1."""
    a, b = _known(one), _known(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0
