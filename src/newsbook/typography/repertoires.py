"""From three old national standards to which Han characters belong to one way of writing only.

The standard library knows them as codecs: GB 2312 (Simplified Chinese), Big5 (Traditional Chinese),
JIS X 0208 (Japanese).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Repertoires", "repertoires"]


@dataclass(frozen=True, slots=True)
class Repertoires:
    """Han characters that are only Simplified, only Traditional, only Japanese; and all of JIS."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    japanese: frozenset[str]
    jis: frozenset[str]


def _of(codec: str) -> frozenset[str]:
    """Return the unified ideographs that `codec` can write."""
    found = set()
    for point in range(0x4E00, 0x9FB0):
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(chr(point))
    return frozenset(found)


@lru_cache(maxsize=1)
def repertoires() -> Repertoires:
    """Return the repertoires; they are computed once."""
    simplified, traditional, jis = _of("gb2312"), _of("big5"), _of("shift_jis")
    return Repertoires(
        simplified - traditional, traditional - simplified, jis - simplified - traditional, jis
    )
