"""From three old national standards to which Han characters belong to one way of writing only.

The standard library knows them as codecs: GB 2312 (Simplified Chinese), Big5 (Traditional Chinese),
JIS X 0208 (Japanese).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Repertoires", "ideographs_of", "repertoires"]


@dataclass(frozen=True, slots=True)
class Repertoires:
    """Han characters that are only Simplified, only Traditional, only Japanese; and all of JIS."""

    simplified: frozenset[str]
    traditional: frozenset[str]
    japanese: frozenset[str]
    jis: frozenset[str]


def ideographs_of(codec: str) -> frozenset[str]:
    """Return the unified ideographs that `codec` can write."""
    every = "".join(map(chr, range(0x4E00, 0x9FB0)))
    return frozenset(every.encode(codec, "ignore").decode(codec))


@lru_cache(maxsize=1)
def repertoires() -> Repertoires:
    """Return the repertoires; they are computed once."""
    simplified, traditional, jis = map(ideographs_of, ("gb2312", "big5", "shift_jis"))
    return Repertoires(
        simplified - traditional, traditional - simplified, jis - simplified - traditional, jis
    )
