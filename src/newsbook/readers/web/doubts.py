"""From the article chosen on a page and what else an editor may mean by it to how sure it is.

The first measure is how far the readers agree. It is capped by doubts: by what each reader says
on its own, and by other articles that the page may hold: the same with the comments of the page's
readers, and the same without the captions of its pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbook.readers.web.hybrid import Pruned
from newsbook.readers.web.likeness import letters, shingles, size
from newsbook.readers.web.opinions import Opinions

__all__ = ["LITTLE", "UNSURE", "Doubt", "doubt", "sure_of"]

SURE_FROM = 0.9  # agreement from which a choice is taken without a warning
UNSURE = 0.79  # what a doubt leaves of the confidence
LITTLE = 400  # letters; in so short a text one foreign line is much
BRIEF = 600  # letters; a text shorter than this is never taken without a warning
SHORT = 1200  # letters; a text shorter than this needs all opinions
BACKED = 0.8  # agreement with a third opinion below which there is a doubt
ALONE = 0.5  # the same, below which there is much of it
MUCH = 1 / 3  # of the article; a part of it as long, or a neighbour, makes another article
THERE = 0.5  # share of the shingles of a block from which the article has it


def sure_of(
    agreed: float, covered: float, support: Sequence[float], amount: float
) -> tuple[float, str]:
    """Return the confidence, and in words what it is least sure of.

    Full agreement of the engines is 1, `SURE_FROM` is 0.8, and doubts cap it.
    """
    backed = max(support)
    surest = 0.8 + 0.2 * (agreed - SURE_FROM) / (1 - SURE_FROM)
    caps = [
        (
            surest if agreed >= SURE_FROM else agreed - (SURE_FROM - 0.8),
            f"the two engines agree on {agreed:.0%} of it",
        ),
        (0.1 + covered, f"only {covered:.0%} of it was found in the page again"),
    ]
    if backed < BACKED:
        told = f"what reads like prose on the page has {backed:.0%} of it"
        caps.append((0.7 if backed < ALONE else UNSURE, told))
    if amount < BRIEF or (amount < SHORT and min(agreed, backed) < 0.95):
        told = "in so short a text one line more or less is much"
        caps.append((0.7 if amount < LITTLE else UNSURE, told))
    value, words = min(caps, key=lambda cap: cap[0])
    return round(max(0.0, min(1.0, value)), 2), words


def _remarks(opinions: Opinions, text: str) -> float:
    """Return how long the comments of the page's readers are that `text` leaves out, by its length.

    Their names, dates and buttons count, as they do for a reader who scrolls through them.
    """
    known, said = shingles(letters(text)), 0.0
    for block, spoken in zip(opinions.blocks, opinions.spoken, strict=True):
        own = shingles(letters(block.text)) if spoken else set()
        if own and len(own & known) < THERE * len(own):
            said += size(block.text)
    return said / max(1.0, size(text))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks for another article than the one chosen, and what an editor may remove then."""

    words: str
    remove: tuple[str, ...] = ()


def doubt(opinions: Opinions, pruned: Pruned, text: str) -> Doubt | None:
    """Return what speaks for another article on the page than `text`; mostly nothing."""
    talk = _remarks(opinions, text)
    if talk > MUCH:
        words = f"comments of readers, {talk:.0%} of its length, are left out"
        return Doubt(words, opinions.discussions)
    captions = size(pruned.captions) / max(1.0, size(text))
    return Doubt(f"{captions:.0%} of it stands in captions") if captions > MUCH else None
