"""From a finished split to how sure it is, from 0 to 1, part by part.

The parts and their weights were fitted once against hand-cut pages and then checked on pages that
had no part in it: there, the share of text cut right rose with the overall value, and pages at
`ACCEPT` or more had nine tenths of it right. Where another article is as plausible, the value is
below that: a shorter one, when blocks are judged more strictly; one with its readers' comments, or
with other prose of the file; or any other, where one line more or less is much of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbook.readers.wire.phrases import DATE_LIKE
from newsbook.readers.wire.scores import ScoredBlock, best_segment
from newsbook.readers.wire.split import Split

__all__ = ["ACCEPT", "WARN", "Confidence", "confidence"]

ACCEPT = 0.8  # taken as it is
UNSURE = 0.79  # at most, where the text may be several articles, or go on beyond its end
LIKELY, CONFIRMED = 0.5, 0.65  # what the end must be: in one run, and across what interrupts it
SEVERAL = 3  # dated heads
LONG = 25  # units; as long a block comes again only where text does
STRICTER = 0.5  # by so much less a block is prose when it is judged more strictly
STANDS = 0.75  # of the body that must be left then
MUCH = 1 / 3  # of the body; with a neighbour as long it is another article
SENTENCES = 1.0  # score of a block that is prose
LITTLE = 150  # units; in so short a text one foreign or missing line is much
SHARP = 0.85  # what start and end must be that this is no doubt
ANNOUNCES = 4  # units of a line that announces a list
HEADS, LAST = 3, 2  # headings in a row that part at most so many last paragraphs from a text
_COLUMNS = re.compile(r"\S {3,}\S")
WARN = 0.6  # taken with a warning; below, the editor must say where the article is

# How much each part counts, and what to say when most is lost by it.
WEIGHTS = {"separation": 0.2, "runner_up": 0.25, "size": 0.15, "start": 0.2, "end": 0.2}
WORDS = {
    "separation": "it looks little different from what stands below it",
    "runner_up": "another part of the file looks like an article too",
    "size": "it holds few sentences",
    "start": "little marks its start",
    "end": "little marks its end",
}


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the split is: of its start, its end and its headline, and overall.

    `doubt` says in words what makes it unsure, when it is.
    """

    separation: float
    runner_up: float
    size: float
    start: float
    end: float
    headline: float
    overall: float
    doubt: str = ""


def _units(blocks: Iterable[ScoredBlock]) -> float:
    return sum(block.units for block in blocks)


def _talk(split: Split) -> int:
    """Return the index below the body where the readers begin to speak, or the number of blocks."""
    after = split.blocks[split.end + 1 :]
    return next((block.index for block in after if block.has("talk")), len(split.blocks))


def _separation(split: Split) -> float:
    """How far the scores of the body stand from those of the tail."""
    body = [b.score for b in split.labelled("body")]
    tail = [b.score for b in split.labelled("tail")]
    low = sum(tail) / len(tail) if tail else -1.5
    return max(0.0, min(1.0, (sum(body) / max(1, len(body)) - low) / 4))


def _runner_up(split: Split) -> float:
    """How much better the body is than the best other run of blocks.

    What the readers say is none: `_doubt` counts it.
    """
    above, below = split.scores[: split.start], split.scores[split.end + 1 : _talk(split)]
    other = max(0.0, *(best_segment(part).total for part in (above, below) if part), 0.0)
    return max(0.0, 1 - other / max(split.prose.total, 0.1))


def _start(split: Split) -> float:
    if "start" in split.forced:
        return 1.0
    prose_above = split.start > 0 and split.scores[split.start - 1] >= 0
    value = 0.45 + 0.35 * (split.dateline is not None) + 0.2 * (split.headline is not None)
    return min(1.0, value - 0.3 * prose_above)


def _end(split: Split) -> float:
    if "end" in split.forced:
        return 1.0
    count = len(split.blocks)
    marks = (i for i, x in enumerate(split.labels) if x in ("byline", "end-mark", "editors-note"))
    last = max([split.end, *(i for i in marks if i > split.end)])
    after = last + 1
    tail = split.labelled("tail")
    quiet = after >= count or (tail and all(b.score < 0.5 for b in tail))
    agreed = after >= count or split.first_anchor == after
    marked = split.end_mark is not None and split.end_mark <= last
    value = 0.35 + 0.35 * agreed + 0.15 * bool(quiet) + 0.15 * marked
    return min(1.0, value + 0.15 * (after < count and split.blocks[after].gap >= 2))


def _headline(split: Split) -> float:
    if split.headline is None:
        return 0.0
    if "headline" in split.forced:
        return 1.0
    scores = [candidate.score for candidate in split.candidates]
    clear = len(scores) == 1 or scores[0] - scores[1] >= 0.5
    alone = split.dateline is not None and split.dateline.alone
    above = alone and split.dateline_at == split.headline + 1
    return min(1.0, 0.4 + 0.2 * (scores[0] >= 1.6) + 0.2 * clear + 0.2 * above)


def _keeps_everything(split: Split) -> bool:
    """Whether no block was left out and most are sentences: nothing can have been cut wrongly."""
    dropped = {"tail", "site-header", "boilerplate", "standfirst?", "kicker?", "date"}
    body = split.labelled("body")
    sentences = sum(block.is_sentence for block in body)
    kept = not dropped & set(split.labels) and split.is_clean
    return kept and 2 * sentences >= max(1, len(body))


def _several(split: Split) -> bool:
    """Whether the body may be several articles, or one twice.

    The first show by short lines with dates, the second by long blocks that come again.
    """
    inside = split.blocks[split.start + 1 : split.end + 1]
    dated = (b for b in inside if b.units < 7 and DATE_LIKE.search(b.text) and not b.is_sentence)
    long = [b.text for b in inside if b.units >= LONG]
    return sum(not b.has("clock") for b in dated) >= SEVERAL or len(long) >= len(set(long)) + 2


def _stricter(split: Split, kept: Sequence[ScoredBlock]) -> str:
    """Return which lines of the body stay when its blocks are judged more strictly, if too few."""
    strict = best_segment([s - STRICTER for s in split.scores[split.start : split.end + 1]])
    first, last = split.start + strict.start, split.start + strict.end
    left = _units(block for block in kept if first <= block.index <= last)
    if left >= STANDS * _units(kept):
        return ""
    return f"it may also be only lines {split.blocks[first].line} to {split.blocks[last].line}"


def _others(split: Split) -> tuple[Sequence[ScoredBlock], Sequence[ScoredBlock]]:
    """Return the prose of the file that is left out, and what its readers say, with all below."""
    talk = _talk(split)
    outside = (*split.blocks[: split.start], *split.blocks[split.end + 1 : talk])
    prose = [b for b in outside if split.scores[b.index] >= SENTENCES and not b.is_boilerplate]
    return prose, split.blocks[talk:]


def _list_below(split: Split) -> int | None:
    """Return the line below the body that announces a list, which may belong to the text."""
    below = split.blocks[split.end + 1 : split.end + 4]
    if len(below) < 3 or below[0].is_boilerplate or below[0].units < ANNOUNCES:
        return None
    return below[0].line if below[0].text.endswith((":", "：")) and below[2].gap == 0 else None


def _parted(split: Split) -> int | None:
    """Return the line of the last words of the body, when a run of headings parts them from it.

    These are what a site says of its author, or the beginning of another article.
    """
    labels = split.labels[split.start : split.end + 1]
    words = len(labels) - max((i for i, x in enumerate(labels) if x == "subhead"), default=-1) - 1
    heads = labels[-words - HEADS : -words] if words else []
    if words > LAST or heads != ["subhead"] * HEADS:
        return None
    return split.blocks[split.end - words + 1].line


def _doubt(split: Split, start: float, end: float) -> str:
    """Return what else may be the article, in words; mostly nothing.

    `start` and `end` are how sure these are. What would make a third of the article wrong, or a
    third more of the file right, leaves a doubt.
    """
    if _several(split):
        return "it may be several articles, or one twice"
    if end < (CONFIRMED if split.gaps else LIKELY):
        return WORDS["end"]
    if "end" in split.forced:
        return ""
    kept = split.labelled("body", "subhead")
    body = _units(kept)
    prose, talk = _others(split)
    if _units(talk) > MUCH * body:
        return f"comments of readers, from line {talk[0].line} on, are left out"
    if _units(prose) > MUCH * body:
        longest = max(prose, key=lambda block: block.units)
        share = _units(prose) / body
        return f"other prose, {share:.0%} of its length, is left out, as in line {longest.line}"
    if _units(b for b in kept if _COLUMNS.search(b.text)) > MUCH * body:
        return "columns that stood beside each other are mixed in it"
    if body < LITTLE and min(start, end) < SHARP:
        return "in so short a text one line more or less is much"
    if line := _list_below(split):
        return f"it may go on with the list below line {line}"
    if line := _parted(split):
        return f"what stands from line {line} on may not belong to it"
    return _stricter(split, kept)


def confidence(split: Split) -> Confidence:
    """Return how sure `split` is. What the editor decided counts as certain."""
    parts = {
        "separation": round(_separation(split), 2),
        "runner_up": round(_runner_up(split), 2),
        "size": round(max(0.0, min(1.0, split.prose.total / 12)), 2),
        "start": round(_start(split), 2),
        "end": round(_end(split), 2),
    }
    overall = round(sum(WEIGHTS[name] * value for name, value in parts.items()), 2)
    doubt = ""
    if {"start", "end"} <= split.forced:
        overall = 1.0
    elif _keeps_everything(split):
        overall = max(overall, 0.9)
    elif overall >= ACCEPT and (doubt := _doubt(split, parts["start"], parts["end"])):
        overall = UNSURE
    elif overall < ACCEPT:
        doubt = WORDS[max(parts, key=lambda name: WEIGHTS[name] * (1 - parts[name]))]
    return Confidence(**parts, headline=round(_headline(split), 2), overall=overall, doubt=doubt)
