"""From the blocks above a body to the ones that may be its headline, best first.

A headline speaks of what the body speaks of; buttons, captions and dates do not. Every candidate
keeps the reasons for its score, so that an editor can see why another line was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbook.readers.dates import date_in
from newsbook.readers.lexicon import FUNCTION_WORDS
from newsbook.readers.wire.phrases import BYLINE, CJK, DATE_LIKE, SEPARATOR, UNSPACED
from newsbook.readers.wire.scores import ScoredBlock

__all__ = ["CAPTION", "LEAST", "Candidate", "headline_candidates"]

LEAST = 1.3  # score below which a block is no headline
FAR = 30  # blocks; beyond them distance makes no more difference
BODY = 12  # blocks of the body that are compared
NEXT = 4  # blocks below a headline in which its byline or date may stand

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]{3,}|\d{3,}")
# Captions, credits, buttons and labels, as they stand between a headline and its text.
CAPTION = re.compile(
    r"^\W*(?:image|photo(?:graph)?s?|picture|illustration|credit|caption|source|file photo|video|"
    r"watch|listen|updated?|published|posted|filed under|topics?|tags?|section|category|save|"
    r"submit|print|e-?mail|text size|font size|share|add to|view|follow|sign up|log in|advert\w*|"
    r"foto|bild|"
    r"quelle|crédit|fuente|imagen|фото|иллюстрация|источник|图|圖|来源|來源|写真|画像|사진|자료|"
    r"\(?credit|\(?l-r\)?)\b"
    r"|\b(?:getty images|associated press|/ ?(?:reuters|afp|ap)|reuters/|afp/|courtesy of|handout|"
    r"javascript:|ap photo)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that may be the headline, with the reasons for its score."""

    score: float
    index: int
    reasons: tuple[str, ...]


def _tokens(text: str) -> frozenset[str]:
    """Return what a text speaks of: its words without function words, or pairs of characters."""
    dense = len(CJK.findall(text)) + len(UNSPACED.findall(text))
    if dense > 0.3 * len(text):
        pairs = (text[i : i + 2] for i in range(len(text) - 1))
        return frozenset(pair for pair in pairs if all(map(str.isalpha, pair)))
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word for word in words if word not in FUNCTION_WORDS)


def _shared(tokens: frozenset[str], body: str, body_tokens: frozenset[str]) -> float:
    """Return the share of `tokens` that the body has, in any ending; few tokens count half."""
    if not tokens:
        return 0.0
    found = sum(t in body_tokens or (len(t) > 5 and t[:-2] in body) for t in tokens)
    return found / len(tokens) * (1.0 if len(tokens) > 1 else 0.5)


def _form(block: ScoredBlock) -> Iterator[tuple[float, str]]:
    """Yield what the look of a block says for and against its being a headline."""
    text = block.text
    if 4 <= block.units <= 18:
        yield 1.0, "length"
    elif 3 <= block.units <= 30:
        yield 0.6, "length"
    elif block.units < 3:
        yield -0.5, "short"
    if not block.is_sentence or text.endswith(("?", "!", "？", "！")):
        yield 0.6, "no full stop"
    if _is_dated(text) and (block.units < 7 or block.has("clock")):
        yield -1.5, "looks like a date"
    if BYLINE.match(text):
        yield -2.0, "a by-line"
    if SEPARATOR.search(text):
        yield -1.0, "a separator"
    if CAPTION.search(text):
        yield -1.5, "a label or a caption"
    if text[:1].islower() or text[-1:] in ",;:–—-":
        yield -0.6, "a piece of something"


def _is_dated(text: str) -> bool:
    """Whether there is a date or a time in `text`; a year alone makes none."""
    found = DATE_LIKE.findall(text)
    return bool(found) and (date_in(text) is not None or not all(map(_YEAR.fullmatch, found)))


def _followed(blocks: Sequence[ScoredBlock], index: int, start: int) -> bool:
    """Whether a byline or a date stands between a block and the body, near the block."""
    below = blocks[index + 1 : min(start, index + 1 + NEXT)]
    return any(BYLINE.match(b.text) or (DATE_LIKE.search(b.text) and b.units < 12) for b in below)


def headline_candidates(
    blocks: Sequence[ScoredBlock],
    above: Sequence[int],
    start: int,
    end: int,
    dateline: int | None,
    *,
    own: bool = False,
) -> tuple[Candidate, ...]:
    """Return the blocks of `above` (indices) as candidates, the best first.

    The body is `start` to `end`; `dateline` is the index of a dateline that stands alone; `own`
    says that nothing of a page is around the text: there the first line is likelier.
    """
    body = " ".join(b.text for b in blocks[start : min(end, start + BODY) + 1]).lower()
    body_tokens = _tokens(body)
    texts = [block.text.lower() for block in blocks]
    found = []
    for index in above:
        block = blocks[index]
        share = _shared(_tokens(block.text), body, body_tokens)
        parts = [*_form(block), (2.0 * share, f"{share:.0%} of its words in the text")]
        parts.append((-0.04 * min(FAR, start - index - 1), f"{start - index} above the body"))
        if own and index == above[0]:
            parts.append((0.8, "the first line"))
        if dateline == index + 1:
            parts.append((1.0, "right above the dateline"))
        if _followed(blocks, index, start):
            parts.append((0.5, "a by-line or a date below"))
        if (
            share >= 0.4
            and len(block.text) > 12
            and sum(block.text.lower() in t for t in texts) > 1
        ):
            parts.append((0.4, "stands on the page again"))
        score = round(sum(weight for weight, _ in parts), 2)
        found.append(Candidate(score, index, tuple(reason for _, reason in parts)))
    return tuple(sorted(found, key=lambda c: (-c.score, -c.index)))
