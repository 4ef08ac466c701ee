"""From an article and its translation to rows in which each block stands beside its counterpart.

The two bodies are aligned as whole sequences: blocks of one kind and of like length belong
together, a block the other language does not have stands alone (dynamic programming over both,
after W. Gale and K. Church, A Program for Aligning Sentences in Bilingual Corpora, 1993).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsbook.content import Block, Heading
from newsbook.model import Article, Section, SpecialPage
from newsbook.tree import plain_text
from newsbook.typography import primary, script

__all__ = ["PairRow", "align", "partners"]

_ALONE = 1.6  # what it costs to leave a block without a counterpart
_UNLIKE = 4.0  # what it costs to pair blocks of different kinds
_MOST = 1000  # longer bodies are paired in order


@dataclass(frozen=True, slots=True)
class PairRow:
    """A block and its counterpart; empty where a language has none."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


def _is_translation(
    article: Article, after: Article | Section | SpecialPage | None, language: str
) -> bool:
    if not isinstance(after, Article):
        return False
    one, other = article.language or language, after.language or language
    return (primary(one), script(one)) != (primary(other), script(other))


def partners(
    parts: tuple[Article | Section | SpecialPage, ...], language: str
) -> dict[str, Article]:
    """Return the translation of each article that has one: the next of its section, in another
    language. `language` is the book's, for articles that state none.
    """
    found: dict[str, Article] = {}
    at = 0
    while at < len(parts):
        part, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        if isinstance(part, Section):
            found |= partners(part.parts, language)
        elif isinstance(part, Article) and _is_translation(part, after, language):
            assert isinstance(after, Article)
            found[part.slug] = after
            at += 1
        at += 1
    return found


def _size(block: Block) -> float:
    return len(plain_text(block)) + 1.0


def _kind(block: Block) -> tuple[str, int]:
    return type(block).__name__, block.level if isinstance(block, Heading) else 0


def align(left: tuple[Block, ...], right: tuple[Block, ...]) -> tuple[PairRow, ...]:
    """Return the rows of two bodies: every block of both, in order."""
    if len(left) * len(right) > _MOST**2:
        longest = max(len(left), len(right))
        return tuple(PairRow(left[i : i + 1], right[i : i + 1]) for i in range(longest))
    sizes = [_size(block) for block in left], [_size(block) for block in right]
    ratio = sum(sizes[0]) / max(sum(sizes[1]), 1.0)

    def unlike(i: int, j: int) -> float:
        if _kind(left[i]) != _kind(right[j]):
            return _UNLIKE
        return min(abs(math.log(sizes[0][i] / (sizes[1][j] * ratio))), 2 * _ALONE)

    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left), -1, -1):
        for j in range(len(right), -1, -1):
            ways = []
            if i < len(left) and j < len(right):
                ways.append(best[i + 1][j + 1] + unlike(i, j))
            if i < len(left):
                ways.append(best[i + 1][j] + _ALONE)
            if j < len(right):
                ways.append(best[i][j + 1] + _ALONE)
            best[i][j] = min(ways, default=0.0)
    return tuple(_rows(left, right, best, unlike))


def _rows(
    left: tuple[Block, ...],
    right: tuple[Block, ...],
    best: list[list[float]],
    unlike: Callable[[int, int], float],
) -> Iterator[PairRow]:
    """Yield the rows along the cheapest way through `best`."""
    i = j = 0
    while i < len(left) or j < len(right):
        both = i < len(left) and j < len(right)
        if both and math.isclose(best[i][j], best[i + 1][j + 1] + unlike(i, j)):
            yield PairRow(left[i : i + 1], right[j : j + 1])
            i, j = i + 1, j + 1
        elif i < len(left) and math.isclose(best[i][j], best[i + 1][j] + _ALONE):
            yield PairRow(left[i : i + 1], ())
            i += 1
        else:
            yield PairRow((), right[j : j + 1])
            j += 1
