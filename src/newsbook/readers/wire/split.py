"""From scored blocks to an article: where it begins and ends, and what each block is.

The body is the contiguous run of blocks with the largest sum of scores. A dateline fixes its start;
by-lines, end marks and boilerplate phrases say where it ends; the headline is the best candidate
above. Every block gets a label, so that nothing disappears unexplained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsbook.model import Dateline
from newsbook.readers.datelines import Found, parse_dateline
from newsbook.readers.dates import iso_date
from newsbook.readers.embargo import stated_embargo
from newsbook.readers.patterns import Patterns
from newsbook.readers.people import looks_like_names
from newsbook.readers.release import (
    ends_copy,
    is_contact,
    is_desk_remark,
    is_for_editors,
    is_release_label,
    is_slug,
)
from newsbook.readers.wire.bridge import bridge
from newsbook.readers.wire.headlines import CAPTION, LEAST, Candidate, headline_candidates
from newsbook.readers.wire.phrases import (
    BIOGRAPHY,
    BYLINE,
    DATE_LIKE,
    END_MARK,
    NAME,
    ROLE,
    RULE,
)  # fmt: skip
from newsbook.readers.wire.scores import ScoredBlock, Segment, best_segment

__all__ = ["Split", "split"]

ABOVE, BELOW = 4, 3  # how far from the start of the prose a dateline is looked for
SIGN_OFF = 4  # blocks a by-line after the text may have
RELEASE = 12  # blocks at the top in which a release says what it is and when it may be used
DECK = 4  # units a deck right between headline and text has at least, and anywhere else above it
STANDFIRST = 8
_STRONG_ALONE = frozenset({"no-agency"})


@dataclass(slots=True)
class Split:
    """What was decided: labels by block, and the values confidence is computed from.

    `start` and `end` are the first and last block of the body; `prose` is the run the scores gave;
    `forced` names what the editor decided; `gaps` are blocks that interrupt the body; `embargo` is
    what a line above it states (ISO 8601 or words).
    """

    blocks: Sequence[ScoredBlock]
    labels: list[str]
    scores: list[float]
    prose: Segment
    start: int
    end: int
    dateline: Found | None = None
    dateline_at: int | None = None
    headline: int | None = None
    candidates: tuple[Candidate, ...] = ()
    first_anchor: int | None = None
    end_mark: int | None = None
    forced: set[str] = field(default_factory=set)
    gaps: frozenset[int] = frozenset()
    embargo: str | None = None

    @property
    def is_clean(self) -> bool:
        """Whether the text has nothing of a web page around it: an editor's own file."""
        furniture = {"anchor", "pipe", "link", "dup", "nolet"}
        blocks = (block for block in self.blocks if not RULE.fullmatch(block.text))
        return not any(furniture & set(block.reasons) for block in blocks)

    @property
    def is_release(self) -> bool:
        """Whether it says of itself that it is a press release."""
        return not {"embargo", "release-label", "editors-note"}.isdisjoint(self.labels)

    def labelled(self, *labels: str) -> list[ScoredBlock]:
        """Return the blocks with one of `labels`, in order."""
        return [b for b in self.blocks if self.labels[b.index] in labels]


# ---------------------------------------------------------------- bounds
def _strip(draft: Split, patterns: Patterns[ScoredBlock]) -> None:
    for pattern in patterns.extract.strip:
        found = patterns.all("strip", pattern)
        if not found:
            patterns.warn_unmatched("strip", pattern)
        for block in found:
            draft.labels[block.index] = "stripped"
            draft.scores[block.index] = -9.0


def _read_instructions(draft: Split) -> None:
    """Label the lines at the top that are for editors: what this is, and its embargo."""
    for block in draft.blocks[:RELEASE]:
        if draft.labels[block.index]:
            continue
        embargo = stated_embargo(block.text)
        if embargo is not None:
            draft.embargo = draft.embargo or embargo
            draft.labels[block.index] = "embargo"
        elif is_release_label(block.text):
            draft.labels[block.index] = "release-label"
        elif is_desk_remark(block.text):
            draft.labels[block.index] = "editors-note"
        elif is_slug(block.text):
            draft.labels[block.index] = "slug"
        if draft.labels[block.index]:
            draft.scores[block.index] = -9.0


def _bounds(draft: Split, patterns: Patterns[ScoredBlock]) -> None:
    """Set the start and the end of the body: by score, then as the editor says."""
    extract = patterns.extract
    bridged = bridge(draft.blocks, draft.scores)
    draft.prose = bridged.segment
    draft.start, draft.end = draft.prose.start, draft.prose.end
    if extract.start is None and extract.end is None:
        draft.gaps = bridged.gaps
    if extract.start is not None and (block := patterns.first("start", extract.start)):
        draft.start = block.index
        draft.forced.add("start")
        draft.end = block.index + best_segment(draft.scores[block.index :]).end
    if extract.end is not None:
        first = draft.start if "start" in draft.forced else 0
        if block := patterns.first("end", extract.end, first):
            draft.end = block.index - 1
            draft.forced.add("end")


def _first_end_mark(draft: Split) -> int | None:
    return next((b.index for b in draft.blocks[draft.start :] if END_MARK.match(b.text)), None)


def _stop_at_end_mark(draft: Split) -> None:
    """End the body before the end mark of a wire story, or before the notes to editors.

    What follows is another story, or not for readers. Hashes also part the scenes of a story.
    """
    if "end" in draft.forced:
        return
    for block in draft.blocks[draft.start + 1 : draft.end + 1]:
        follows = draft.blocks[block.index + 1 : block.index + 2]
        parts = block.text.startswith("#") and not any(is_for_editors(b.text) for b in follows)
        if _is_for_editors(draft, block) or (ends_copy(block.text) and not parts):
            draft.end = block.index - 1
            return


def _leave_out_authors(draft: Split) -> None:
    """End the body before what is said of its authors below it."""
    if "end" in draft.forced or draft.is_clean:
        return
    while draft.end > draft.start + 2:
        last = draft.blocks[draft.end]
        short = draft.scores[draft.end] < 0 and not last.is_sentence
        before = draft.blocks[draft.end - 1] if short else last
        if not BIOGRAPHY.match(before.text):
            return
        draft.end = before.index - 1


def _extend(draft: Split) -> None:
    """In a clean text, keep the last short sentences too: there is nothing else they could be."""
    below = draft.blocks[draft.end + 1 :]
    after = [b for b in below if not RULE.fullmatch(b.text)]
    if "end" in draft.forced or not 0 < len(after) <= 3 or not draft.is_clean:
        return
    parted = len(after) < len(below)  # what a rule parts from a story speaks of its authors
    if all(b.is_sentence and (parted or not ROLE.search(b.text)) for b in after):
        draft.end = len(draft.blocks) - 1


# ---------------------------------------------------------------- dateline
def _find_dateline(draft: Split, patterns: Patterns[ScoredBlock]) -> None:
    """Look for the dateline around the start, and let it decide where the body begins."""
    extract = patterns.extract
    if extract.dateline is not None:
        block = patterns.first("dateline", extract.dateline)
        if block is not None:
            draft.dateline_at = block.index
            draft.dateline = parse_dateline(block.text) or _verbatim(block.text)
            draft.forced.add("dateline")
    else:
        low, high = max(0, draft.start - ABOVE), min(len(draft.blocks), draft.start + BELOW)
        for index in range(low, high):
            found = parse_dateline(draft.blocks[index].text)
            if found is not None and _stands_right(found, index, draft.start):
                draft.dateline, draft.dateline_at = found, index
                break
    if draft.dateline is not None and draft.dateline_at is not None:
        _place_dateline(draft, draft.dateline, draft.dateline_at)


def _verbatim(text: str) -> Found:
    return Found(Dateline(text), "verbatim", "")


def _stands_right(found: Found, index: int, start: int) -> bool:
    """Whether a dateline may stand at `index`: one that prose could look like only at the start."""
    if not found.weak:
        return True
    return index >= start - 1 if found.rule in _STRONG_ALONE else index == start


def _place_dateline(draft: Split, found: Found, index: int) -> None:
    if "start" in draft.forced:
        if found.alone and index < draft.start:
            draft.labels[index] = "dateline"
        return
    if found.alone:
        draft.labels[index] = "dateline"
        after = index + 1
        if after < len(draft.blocks) and (after <= draft.start or index >= draft.start):
            draft.start, draft.end = after, max(after, draft.end)
    else:
        draft.start = index


# ---------------------------------------------------------------- after the body
def _sign_off(draft: Split) -> None:
    """Label a by-line after the body: short blocks that are names or say who somebody is."""
    blocks = draft.blocks
    found: list[int] = []
    index = draft.end + 1
    while index < len(blocks) and len(found) < SIGN_OFF:
        block = blocks[index]
        if block.is_boilerplate or draft.labels[index] == "stripped":
            break
        if is_desk_remark(block.text) or _is_for_editors(draft, block):
            break
        if END_MARK.match(block.text):
            draft.labels[index] = "end-mark"
        elif _may_sign(block) and not (block.gap >= 2 and not found):
            found.append(index)
        else:
            break
        index += 1
    if not found:
        return
    after = found[-1] + 1
    bounded = after >= len(blocks) or blocks[after].is_boilerplate or blocks[after].gap >= 2
    if bounded or "end" in draft.forced or any(ROLE.search(blocks[k].text) for k in found):
        for k in found:
            draft.labels[k] = "byline"


def _is_for_editors(draft: Split, block: ScoredBlock) -> bool:
    """Whether notes to editors begin; in a release also a list of whom they may call."""
    return is_for_editors(block.text) or (draft.is_release and is_contact(block.text))


def _label_notes(draft: Split) -> None:
    """Label the notes to editors below the body, up to the furniture of a page."""
    below = draft.blocks[draft.end + 1 :]
    heads = (b.index for b in below if _is_for_editors(draft, b) or is_desk_remark(b.text))
    for block in draft.blocks[next(heads, len(draft.blocks)) :]:
        if block.is_boilerplate:
            return
        draft.labels[block.index] = draft.labels[block.index] or "editors-note"
        draft.scores[block.index] = min(0.0, block.score)


def _may_sign(block: ScoredBlock) -> bool:
    if block.units > 25:
        return False
    return bool(ROLE.search(block.text) or (NAME.match(block.text) and block.units <= 6))


def _label_body(draft: Split) -> None:
    seen: set[str] = set()
    for index in range(draft.start, draft.end + 1):
        if draft.labels[index]:
            continue
        block = draft.blocks[index]
        inside = index not in (draft.start, draft.end)
        again = block.units >= 25 and block.text in seen
        seen.add(block.text)
        if RULE.fullmatch(block.text):
            draft.labels[index] = "rule"
        elif block.is_boilerplate or index in draft.gaps or block.has("code") or again:
            draft.labels[index] = "boilerplate"
        elif draft.scores[index] < 0 and block.units <= 14 and inside and not block.is_sentence:
            draft.labels[index] = "subhead"
        else:
            draft.labels[index] = "body"


# ---------------------------------------------------------------- above the body
def _find_headline(draft: Split, patterns: Patterns[ScoredBlock]) -> None:
    above = [
        index
        for index in range(draft.start)
        if not draft.labels[index] and not draft.blocks[index].is_boilerplate
    ]
    alone = draft.dateline_at if draft.dateline is not None and draft.dateline.alone else None
    own = draft.is_clean or draft.is_release
    found = headline_candidates(draft.blocks, above, draft.start, draft.end, alone, own=own)
    draft.candidates = found[:3]
    if patterns.extract.headline is not None:
        block = patterns.first("headline", patterns.extract.headline)
        if block is not None:
            draft.headline = block.index
            draft.forced.add("headline")
    elif found and found[0].score >= LEAST:
        draft.headline = found[0].index
    if draft.headline is not None:
        draft.labels[draft.headline] = "headline"


def _label_rest(draft: Split) -> None:
    for index, label in enumerate(draft.labels):
        if not label:
            above = index < draft.start
            draft.labels[index] = _label_above(draft, index) if above else "tail"


def _label_above(draft: Split, index: int) -> str:
    """Name what stands above the body and is neither headline nor dateline."""
    block, head = draft.blocks[index], draft.headline
    below_head = head is not None and index > head
    if BYLINE.match(block.text):
        return "byline"
    if below_head and NAME.match(block.text) and ROLE.search(block.text):
        return "byline"
    if below_head and DATE_LIKE.search(block.text) and block.units < 10:
        return "date"
    if draft.is_release and index < RELEASE and iso_date(block.text):
        return "date"
    if below_head and block.units >= (DECK if _is_alone_below(draft, index) else STANDFIRST):
        return "standfirst?"
    if head is not None and index == head - 1 and block.units <= 6 and index > 0:
        return "kicker?"
    return "site-header"


def _is_alone_below(draft: Split, index: int) -> bool:
    """Whether the block stands alone between the headline and the text or its dateline."""
    first = draft.start
    if draft.dateline_at is not None and draft.dateline is not None and draft.dateline.alone:
        first = min(first, draft.dateline_at)
    alone = draft.headline is not None and draft.headline + 1 == index == first - 1
    text = draft.blocks[index].text
    return alone and not (CAPTION.search(text) or looks_like_names(text) or "@" in text)


def _label_named(draft: Split, patterns: Patterns[ScoredBlock]) -> None:
    """Label the blocks the editor named by kind."""
    for key in ("kicker", "deck", "byline"):
        pattern = getattr(patterns.extract, key)
        for block in patterns.run(key, pattern) if pattern is not None else ():
            if key == "byline" and "byline" not in draft.forced:
                draft.labels = ["tail" if x == "byline" else x for x in draft.labels]
            draft.labels[block.index] = key
            draft.forced.add(key)


def split(blocks: Sequence[ScoredBlock], patterns: Patterns[ScoredBlock]) -> Split:
    """Return what each of `blocks` (at least one) is, obeying the patterns of the editor."""
    scores = [block.score for block in blocks]
    draft = Split(blocks, [""] * len(blocks), scores, Segment(0, 0, 0), 0, 0)
    _strip(draft, patterns)
    _read_instructions(draft)
    _bounds(draft, patterns)
    _stop_at_end_mark(draft)
    _leave_out_authors(draft)
    _extend(draft)
    _find_dateline(draft, patterns)
    draft.end_mark = _first_end_mark(draft)
    draft.first_anchor = next(
        (b.index for b in blocks[draft.start + 2 :] if b.is_boilerplate and not b.has("ad")), None
    )
    _sign_off(draft)
    _label_notes(draft)
    _label_body(draft)
    _find_headline(draft, patterns)
    _label_rest(draft)
    _label_named(draft, patterns)
    return draft
