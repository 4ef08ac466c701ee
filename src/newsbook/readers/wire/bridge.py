"""From the best run of prose to the whole article, across what a page puts in its middle.

Pages interrupt their text with boxes (most read, newsletters, players). A run of prose beyond such
a box belongs to the article when it is as dense as an article and speaks of the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsbook.readers.wire.phrases import BYLINE, CJK, DATE_LIKE, END_MARK, UNSPACED
from newsbook.readers.wire.scores import ScoredBlock, Segment, best_segment

__all__ = ["Bridged", "bridge"]

LONGEST_GAP = 30  # blocks
LEAST = 5.0  # sum of scores of a run that may be joined
SENTENCES = 2.0  # score of the block it begins with
DROP = 6.0  # a run ends where its sum falls by so much
BEFORE_TALK = 0.3  # of the prose after a heading of comments must stand before it
DENSE = 1.6  # mean score of its blocks
SHARED = 0.3  # of the names of the smaller side stand on the other
RIVAL = 0.65  # of the sum of the best run an earlier one must have to be the article by its head
HEAD = 6  # blocks above a run in which its date or its by-line stands
SHARED_PAIRS = 0.3  # the same for pairs of characters, which also unrelated texts share

_NAME = re.compile(r"(?<=[^\W\d_.!?:] |[,;(“\"'’] )[^\W\d_][\w’'-]{2,}")
_BARE = re.compile(r"(?:comments?|reply|replies|discussion|responses?)[.:]?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Bridged:
    """The first and last block of the article, its score, and the blocks that interrupt it."""

    segment: Segment
    gaps: frozenset[int]


def _names(text: str) -> tuple[frozenset[str], float]:
    """Return what identifies the subject of `text`, and the share that two parts must have."""
    dense = len(CJK.findall(text)) + len(UNSPACED.findall(text))
    if dense > 0.3 * len(text):
        pairs = (text[i : i + 3] for i in range(len(text) - 2))
        return frozenset(p for p in pairs if p.isalpha()), SHARED_PAIRS / 2
    if text.lower() == text.upper():
        return frozenset(_WORD.findall(text)), SHARED
    return frozenset(n.rstrip("’'s") for n in _NAME.findall(text) if n[0].isupper()), SHARED


def _same_subject(one: Sequence[ScoredBlock], other: Sequence[ScoredBlock]) -> bool:
    first, _ = _names(" ".join(block.text for block in one))
    second, share = _names(" ".join(block.text for block in other))
    common = first & second
    return len(common) >= 2 and len(common) >= share * min(len(first), len(second))


def _is_wall(block: ScoredBlock) -> bool:
    """Whether an article cannot go on beyond `block`."""
    return block.has("talk") or END_MARK.match(block.text) is not None


def _next_run(scores: Sequence[float], order: Sequence[int]) -> tuple[int, int, float] | None:
    """Return the nearest run of prose along `order`: its first and last index in it, its sum."""
    near = (n for n, i in enumerate(order[: LONGEST_GAP + 1]) if scores[i] >= SENTENCES)
    first = next(near, None)
    if first is None:
        return None
    total = best = 0.0
    last = first
    for n in range(first, len(order)):
        total += scores[order[n]]
        if total > best:
            best, last = total, n
        elif total < best - DROP:
            break
    return first, last, best


def _extended(
    blocks: Sequence[ScoredBlock], scores: Sequence[float], main: Segment, order: Sequence[int]
) -> tuple[Segment, list[int]] | None:
    """Return `main` with the nearest run along `order` (upwards or downwards), and the gap."""
    found = _next_run(scores, order)
    if found is None:
        return None
    first, last, total = found
    gap, run = list(order[:first]), [blocks[i] for i in order[first : last + 1]]
    if total < LEAST or total < DENSE * len(run) or any(_is_wall(blocks[i]) for i in gap):
        return None
    if not _same_subject(run, blocks[main.start : main.end + 1]):
        return None
    ends = (main.start, main.end, run[0].index, run[-1].index)
    return Segment(main.total + total, min(ends), max(ends)), gap


def _spoken_for(blocks: Sequence[ScoredBlock], scores: Sequence[float]) -> int:
    """Return the index where the readers' comments begin, or the number of blocks.

    A number of comments also stands above articles; then there is little prose before it.
    """
    for block in blocks:
        if not block.has("talk") or _BARE.fullmatch(block.text.strip()):
            continue
        before = best_segment(scores[: block.index])
        after = best_segment(scores[block.index + 1 :])
        if before.total >= LEAST and before.total >= BEFORE_TALK * after.total:
            return block.index
    return len(blocks)


def _is_signed(blocks: Sequence[ScoredBlock], start: int) -> bool:
    """Whether a date or a by-line stands right above the block `start`."""
    near = blocks[max(0, start - HEAD) : start]
    return any(BYLINE.match(b.text) or (DATE_LIKE.search(b.text) and b.units < 12) for b in near)


def _dated_rival(blocks: Sequence[ScoredBlock], scores: Sequence[float], best: Segment) -> Segment:
    """Return a run above the best one that is an article by its date or by-line, or `best`.

    What outweighs a short article without either is a list of teasers, comments, or what a site
    says of itself.
    """
    rival = best_segment(scores[: best.start])
    if rival.total < max(LEAST, RIVAL * best.total) or _is_signed(blocks, best.start):
        return best
    return rival if _is_signed(blocks, rival.start) else best


def bridge(blocks: Sequence[ScoredBlock], scores: Sequence[float]) -> Bridged:
    """Return the article around the best run of `scores`, and what interrupts it."""
    scores = scores[: _spoken_for(blocks, scores)]
    best = _dated_rival(blocks, scores, best_segment(scores))
    gaps: set[int] = set()
    grown = True
    while grown:
        grown = False
        for order in (range(best.start - 1, -1, -1), range(best.end + 1, len(scores))):
            found = _extended(blocks, scores, best, order)
            if found is not None:
                best, grown = found[0], True
                gaps.update(found[1])
                break
    return Bridged(best, frozenset(gaps))
