"""From texts to those that are the same, and those that are nearly the same."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from newsbook.normalforms import normal_form

__all__ = ["Near", "near_duplicates", "sketch"]

SHINGLE = 10  # letters
SKETCH = 128  # hashes kept of each text
ALIKE = 0.5  # shared part of two texts from which they are reported
COMMON = 60  # texts that share a hash: what so many share is an agency's phrase

Near = tuple[int, int, float]


def sketch(text: str) -> frozenset[int]:
    """Return the smallest hashes of the shingles of `text`: a fair sample of its letters."""
    letters = "".join(c for c in normal_form("NFKC", text).casefold() if c.isalnum())
    width = min(SHINGLE, max(len(letters), 1))
    shingles = {letters[i : i + width] for i in range(len(letters) - width + 1)}
    hashes = sorted({zlib.crc32(shingle.encode()) for shingle in shingles})
    return frozenset(hashes[:SKETCH])


def _alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the estimated share of shingles that two texts have in common (Jaccard)."""
    union = sorted(one | other)[:SKETCH]
    both = one & other
    return sum(h in both for h in union) / len(union) if union else 0.0


def near_duplicates(texts: Sequence[str]) -> list[Near]:
    """Return the pairs of texts that are nearly the same, with how much they share (0 to 1)."""
    sketches = [sketch(text) for text in texts]
    holders: dict[int, list[int]] = defaultdict(list)
    for index, hashes in enumerate(sketches):
        for value in hashes:
            holders[value].append(index)
    pairs = {
        pair
        for listed in holders.values()
        if 1 < len(listed) <= COMMON
        for pair in combinations(listed, 2)
    }
    found = [(a, b, _alike(sketches[a], sketches[b])) for a, b in sorted(pairs)]
    return [(a, b, share) for a, b, share in found if share >= ALIKE]
