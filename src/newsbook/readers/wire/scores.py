"""From a block of text to a score: how much it looks like prose, as a sum of named weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from newsbook.readers.lexicon import FUNCTION_WORDS_BY_LANGUAGE
from newsbook.readers.wire.blocks import RawBlock
from newsbook.readers.wire.phrases import (
    AD_LABEL,
    BOILERPLATE,
    CJK,
    DISCUSSION,
    MACHINE_TEXT,
    NOTICE,
    REMARK,
    SEPARATOR,
    TERMINAL,
    UNSPACED,
)

__all__ = ["WEIGHTS", "ScoredBlock", "best_segment", "score_blocks"]

# What speaks for prose and what against it. A `unit` is a word, 1.8 CJK or 4.5 Thai characters.
WEIGHTS: dict[str, float] = {
    "terminal": 1.0,  # ends like a sentence
    "multi": 1.0,  # holds several sentences
    "long": 0.8,  # 25 units or more
    "vlong": 0.5,  # 60 units or more
    "short": -0.7,  # fewer than 4 units, no end of a sentence
    "headlike": -0.8,  # 4 to 24 units, no end of a sentence
    "stop_hi": 0.5,  # many function words
    "stop_lo": -0.5,  # few function words
    "titlecase": -0.5,  # most words capitalised
    "caps": -0.5,  # all in capitals
    "anchor": -2.5,  # a boilerplate phrase
    "dup": -1.0,  # the same block stands twice
    "link": -0.6,  # an address or a handle
    "pipe": -0.6,  # separators of menus
    "comma_end": -0.2,  # ends with a comma
    "nolet": -0.8,  # no letters at all
    "quote": 0.3,  # begins with a quotation mark
    "cjkpunct": 0.8,  # several CJK clause marks
    "code": -2.5,  # markup or a program
    "clock": -0.8,  # begins with a time of day
    "refrain": -1.0,  # the same few words three times or more
    "ad": -0.3,  # the label of an advertisement
    "talk": -2.5,  # where the readers' comments begin
}

SIGNATURE = 20  # units; a line that says who wrote a remark is shorter
SIGNED = 3  # of these; one also stands above an article

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*")
_SENTENCE = re.compile(r"[.!?…؟।॥။។։][”\"’»)]*(?=\s+[^\sa-z]|$)")
_CJK_SENTENCE = re.compile(r"[.!?。！？…؟।](?:[”\"’»」』)]*)(?=\s|$|[^\s\d.])")
_CLAUSE = re.compile("[，。、；：။၊។]")
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_CLOCK = re.compile(r"\d{1,2}:\d{2}\b")
_NO_STOP = re.compile("[\u0e00-\u0eff]")  # scripts in which a sentence ends without a mark
_OPENING_QUOTE = re.compile('[“"„«「]')


@dataclass(frozen=True, slots=True)
class ScoredBlock:
    """A block with its place in the list, its length in units, its score and the reasons for it."""

    index: int
    line: int
    text: str
    gap: int
    units: float
    reasons: tuple[str, ...]
    score: float

    def has(self, reason: str) -> bool:
        """Whether `reason` is one of those for the score."""
        return reason in self.reasons

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return TERMINAL.search(self.text) is not None

    @property
    def is_boilerplate(self) -> bool:
        """Whether it is furniture of a page."""
        return not {"anchor", "talk", "ad"}.isdisjoint(self.reasons)


def _shape(text: str, units: float, cjk: int) -> list[str]:
    """Reasons from length and punctuation."""
    reasons = []
    unmarked = units >= 12 and len(_NO_STOP.findall(text)) > 0.5 * len(text)
    if unmarked or (TERMINAL.search(text) and units >= 6):
        reasons.append("terminal")
    elif units < 25:
        reasons.append("headlike" if units >= 4 else "short")
    sentences = len((_CJK_SENTENCE if cjk else _SENTENCE).findall(text))
    if sentences >= 2 and units >= 12:
        reasons.append("multi")
    if units >= 25:
        reasons.append("long")
    if units >= 60:
        reasons.append("vlong")
    if len(_CLAUSE.findall(text)) >= 2:
        reasons.append("cjkpunct")
    return reasons


def _wording(text: str, words: Sequence[str], dense: int, known: frozenset[str]) -> list[str]:
    """Reasons from the words of alphabetic text; `known` are function words, or empty."""
    if len(words) < 6 or dense >= len(text) * 0.3:
        return []
    reasons = []
    share = sum(word.lower() in known for word in words) / len(words)
    if share >= 0.32:
        reasons.append("stop_hi")
    elif share < 0.18 and known:
        reasons.append("stop_lo")
    if sum(word[0].isupper() for word in words) / len(words) > 0.6:
        reasons.append("titlecase")
    if text.upper() == text:
        reasons.append("caps")
    return reasons


def _furniture(text: str, units: float, times: int) -> list[str]:
    """Reasons from what pages put around their text."""
    reasons = []
    if units < 16 and DISCUSSION.match(text):
        reasons.append("talk")
    elif (units < 16 and BOILERPLATE.match(text)) or (units < 60 and NOTICE.search(text)):
        reasons.append("anchor")
    if times > 1 and units >= 2:
        reasons.append("dup")
    if times > 2 and units < 8:
        reasons.append("refrain")
    if MACHINE_TEXT.search(text):
        reasons.append("code")
    if _CLOCK.match(text) and units < 25:
        reasons.append("clock")
    if _ADDRESS.search(text) and units < 15:
        reasons.append("link")
    if SEPARATOR.search(text) and units < 20:
        reasons.append("pipe")
    if text.endswith(","):
        reasons.append("comma_end")
    if _OPENING_QUOTE.match(text) and units > 8:
        reasons.append("quote")
    return reasons


@lru_cache(maxsize=4096)
def _judge(text: str, times: int, known: frozenset[str]) -> tuple[float, tuple[str, ...]]:
    """Return the length of a text in units, and what speaks for and against its being prose."""
    cjk = len(CJK.findall(text))
    words = _WORD.findall(text)
    latin = [word for word in words if not CJK.search(word)]
    unspaced = len(UNSPACED.findall(text))
    units = len(latin) + cjk / 1.8
    if unspaced > 0.3 * len(text):
        units = unspaced / 4.5
    if units < 8 and AD_LABEL.fullmatch(text):
        return units, ("ad",)
    return units, (
        *(() if words else ("nolet",)),
        *_shape(text, units, cjk),
        *_wording(text, latin, cjk + unspaced, known),
        *_furniture(text, units, times),
    )


def _score(index: int, block: RawBlock, times: int, known: frozenset[str]) -> ScoredBlock:
    units, reasons = _judge(block.text, times, known)
    score = round(sum(WEIGHTS[reason] for reason in reasons), 2)
    return ScoredBlock(index, block.line, block.text, block.gap, units, reasons, score)


def score_blocks(blocks: Sequence[RawBlock]) -> list[ScoredBlock]:
    """Return `blocks` with their scores."""
    times = Counter(block.text for block in blocks)
    known = _function_words(blocks)
    scored = [_score(i, block, times[block.text], known) for i, block in enumerate(blocks)]
    signed = [b for b in scored if b.units < SIGNATURE and REMARK.match(b.text)]
    for block in signed if len(signed) >= SIGNED else ():
        scored[block.index] = _spoken(block)
    return scored


def _spoken(block: ScoredBlock) -> ScoredBlock:
    """Return a block as the line that says who wrote a remark."""
    reasons = (*block.reasons, "talk")
    return replace(block, reasons=reasons, score=round(block.score + WEIGHTS["talk"], 2))


def _function_words(blocks: Sequence[RawBlock]) -> frozenset[str]:
    """Return the function words of the languages the longer blocks may be in; none if unknown."""
    longer = sorted((block.text for block in blocks), key=len, reverse=True)[:12]
    counts = Counter(word.lower() for text in longer for word in _WORD.findall(text[:2000]))
    shares = {
        language: sum(counts[word] for word in words)
        for language, words in FUNCTION_WORDS_BY_LANGUAGE.items()
    }
    best = max(shares.values(), default=0)
    if best < 0.12 * counts.total():
        return frozenset()
    near = (n for n, share in shares.items() if share >= 0.5 * best)
    return frozenset[str]().union(*(FUNCTION_WORDS_BY_LANGUAGE[name] for name in near))


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of blocks, both ends included, and the sum of its scores."""

    total: float
    start: int
    end: int


def best_segment(scores: Sequence[float]) -> Segment:
    """Return the contiguous run with the largest sum (Kadane's algorithm); the first of equals.

    For no scores the segment is empty: its end stands before its start.
    """
    best = Segment(-1e9, 0, -1 if not scores else 0)
    current, start = 0.0, 0
    for index, score in enumerate(scores):
        if current <= 0:
            current, start = 0.0, index
        current += score
        if current > best.total:
            best = Segment(current, start, index)
    return best
