"""From all articles to those that say nearly the same as an earlier one.

Texts are compared by their shingles, runs of six words (or Han, kana and Hangul characters): the
share of the shorter text's shingles that stand in the longer one too (Broder, "On the resemblance
and containment of documents", 1997).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from newsbook.checks.editorial.desk import Copy
from newsbook.diagnostics import Diagnostic
from newsbook.tree import plain_text

__all__ = ["near_duplicates"]

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]|\w+")
_LENGTH = 6
_FEWEST = 12
_SAME = 0.5
# A text longer than this is sampled; a shingle in more texts than that is a phrase of the house.
_LONG = 2000
_COMMON = 40


def _shingles(copy: Copy) -> frozenset[int]:
    words = [w.casefold() for w in _WORD.findall(plain_text(copy.article.body))]
    marks = {
        zlib.crc32(" ".join(words[i : i + _LENGTH]).encode())
        for i in range(len(words) - _LENGTH + 1)
    }
    return frozenset(m for m in marks if m % 4 == 0) if len(marks) > _LONG else frozenset(marks)


def near_duplicates(copies: Sequence[Copy]) -> Iterator[Diagnostic]:
    """Yield a warning for every article most of whose text stands in an earlier one (or the other
    way round).
    """
    sets = [_shingles(copy) for copy in copies]
    sampled = [frozenset(m for m in marks if m % 4 == 0) for marks in sets]
    where: dict[int, list[int]] = {}
    for number, marks in enumerate(sampled if any(len(s) > _LONG for s in sets) else sets):
        for mark in marks:
            where.setdefault(mark, []).append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in where.values():
        if 1 < len(numbers) <= _COMMON:
            shared.update((a, b) for i, b in enumerate(numbers) for a in numbers[:i])
    best: dict[int, tuple[float, int]] = {}
    for first, second in sorted(shared):
        share = _share(sets[first], sets[second], sampled[first], sampled[second])
        if share >= _SAME and share > best.get(second, (0.0, 0))[0]:
            best[second] = (share, first)
    for second, (share, first) in sorted(best.items()):
        yield _finding(copies[second], copies[first], share)


def _share(
    one: frozenset[int], two: frozenset[int], one_some: frozenset[int], two_some: frozenset[int]
) -> float:
    """Return the share of the shorter text that stands in the other."""
    if min(len(one), len(two)) < _FEWEST:
        return 1.0 if one == two else 0.0
    if any(len(full) == len(some) for full, some in ((one, one_some), (two, two_some))):
        one, two = one_some, two_some
    return len(one & two) / min(len(one), len(two))


def _finding(copy: Copy, other: Copy, share: float) -> Diagnostic:
    place = other.article.origin.file
    amount = "all" if share >= 0.995 else f"{share:.0%}"
    return copy.warn(
        "near-duplicate",
        f"{amount} of the shorter text stands both here and in {other.name!r} ({place})",
        copy.top(),
        "keep the better one; when both shall stay, say why in newsbook-ignore.yml",
    )
