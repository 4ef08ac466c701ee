"""From the opinions of a page's readers to the part of it that is the article, and how sure it is.

Where the two engines agree, the text of the first decides, less what neither of the others sees;
where they do not, the other opinions vote. The page's own tree supplies the markup.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsbook.readers.web.doubts import LITTLE, UNSURE, Doubt, doubt, sure_of
from newsbook.readers.web.hybrid import Spot, prune, without_machinery
from newsbook.readers.web.likeness import agreement, letters, shingles, size
from newsbook.readers.web.opinions import Opinions, PageBlock, form_opinions
from newsbook.readers.web.posts import in_post
from newsbook.readers.web.signposts import in_announced

__all__ = ["UNSURE", "Choice", "choose"]

AGREE = 0.8  # below this the engines disagree, and the other opinions vote
COVERED = 0.7  # of the reference the tree must give back
NEARLY = 0.85  # engines that agree less leave a doubt, whatever the vote says
VOTED = 0.7  # confidence in the engine that the splitter agrees with, when the other one does not
CONTRADICTED = 0.6  # agreement with what the page states itself below which there is a doubt
VOTE = 0.85  # agreement of the two others from which they outvote the first engine
LONG = 80  # letters; a block as long stands twice only by mistake
PROSE = 1.5  # score of a block that is sentences
STRAY = 1.0  # score of a block that may belong to the article from outside its element
KNOWN = 0.8  # share of the shingles of a block that an opinion has
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HALF = 0.5  # agreement from which the splitter's end is the article's
LINE = 40  # characters; a shorter line may stand anywhere


@dataclass(frozen=True, slots=True)
class Choice:
    """The article's element, the engine that chose it, and how sure it is (0 to 1).

    `agreement` compares the two engines, `coverage` the reference with what the tree gave. `doubt`
    is what keeps it from being surer.
    """

    element: Any
    engine: str
    confidence: float
    agreement: float
    coverage: float
    path: str = ""
    kept: int = 0
    dropped: int = 0
    doubt: Doubt | None = None


# ---------------------------------------------------------------- which text
def _vote(opinions: Opinions) -> str:
    """Return the text of the engine that the other opinions agree with more; the first of equals.

    An opinion of a few words has no vote.
    """
    first, second = opinions.first, opinions.second
    least = 0.25 * min(size(first), size(second))
    others = [o for o in (opinions.third, opinions.stated) if size(o) >= max(80, least)]
    for_first = sum(agreement(first, other) for other in others)
    for_second = sum(agreement(second, other) for other in others)
    return second if for_second > for_first + 0.05 * max(1, len(others)) else first


def _share(text: str, known: set[str], whole: str = "") -> float:
    """Return the share of the shingles of `text` that are `known`.

    A text too short for shingles is known when it stands in `whole`.
    """
    said = letters(text)
    own = shingles(said)
    return len(own & known) / len(own) if own else float(bool(said) and said in whole)


def _linked(block: PageBlock) -> float:
    """Return the share of the letters of a block that stand in links."""
    linked = total = 0
    for element, is_tail in block.spots:
        said = len(letters((element.tail if is_tail else element.text) or ""))
        around = element.iterancestors() if is_tail else (element, *element.iterancestors())
        total += said
        linked += said * any(e.tag == "a" for e in around)
    return linked / max(1, total)


def _is_item(block: PageBlock) -> bool:
    element = block.spots[0][0]
    return any(e.tag == "li" for e in (element, *element.iterancestors()))


def _lists(opinions: Opinions) -> str:
    """Return the items of lists in the article that only the second engine takes for a part of it.

    The first engine leaves out lists in which some words are links.
    """
    first, second = (shingles(letters(text)) for text in (opinions.first, opinions.second))
    known = [i for i, b in enumerate(opinions.blocks) if _share(b.text, first) >= KNOWN]
    found = []
    for index, block in enumerate(opinions.blocks):
        inside = known and known[0] < index < known[-1] and _is_item(block)
        if not inside or opinions.scored[index].is_boilerplate:
            continue
        if _share(block.text, first) < 0.2 and _share(block.text, second) >= KNOWN:
            found += [block.text] if _linked(block) < 0.5 else []
    return "\n".join(found)


def _strays(opinions: Opinions, rejected: frozenset[Spot]) -> list[Any]:
    """Return the paragraphs of prose that the first engine and one more take for the article.

    Where they stand outside the element that holds the rest (introductions, parts of an article
    that a page puts into boxes of their own), they are part of it all the same.
    """
    first, second = (shingles(letters(text)) for text in (opinions.first, opinions.second))
    found = []
    for block, scored, within in zip(
        opinions.blocks, opinions.scored, opinions.within, strict=True
    ):
        if scored.score < STRAY or scored.is_boilerplate or block.spots[0] in rejected:
            continue
        if _share(block.text, first) < KNOWN or not (within or _share(block.text, second) >= KNOWN):
            continue
        element = _whole_element(block)
        if element is not None and not _is_heading(element) and _linked(block) < 0.5:
            found.append(element)
    return found


def _is_heading(element: Any) -> bool:
    return any(e.tag in HEADINGS for e in (*element.iterancestors(), *element.iter()))


def _whole_element(block: PageBlock) -> Any | None:
    """Return the element that holds the text of a block and nothing else, or None."""
    said = letters(block.text)
    element = block.spots[0][0]
    while letters(element.text_content()) != said:
        element = element.getparent()
        if element is None or element.tag == "body":
            return None
    return element


def _doubles(opinions: Opinions) -> Iterator[Spot]:
    """Yield the places of all copies of a long block but one: some pages hold text twice.

    The copy that stays is the first that the splitter counts to the article, else the first.
    """
    copies: dict[str, list[int]] = {}
    for index, block in enumerate(opinions.blocks):
        text = letters(block.text)
        if size(text) >= LONG:
            copies.setdefault(text, []).append(index)
    for indices in copies.values():
        kept = next((i for i in indices if opinions.within[i]), indices[0])
        for index in indices:
            if index != kept:
                yield from opinions.blocks[index].spots


def _outvoted(opinions: Opinions) -> Iterator[Spot]:
    """Yield the places whose text only the first engine takes for the article.

    Sentences above the place where the splitter begins are kept: it often begins too late; so are
    items of lists in the article, if they are more than links or announced, and posts, which the
    second engine never takes.
    """
    whole = letters(opinions.second)
    known = shingles(whole)
    inside = [i for i, counted in enumerate(opinions.within) if counted]
    begun, ended = (inside[0], inside[-1]) if inside else (0, len(opinions.blocks))
    shared = [_share(block.text, known, whole) for block in opinions.blocks]
    last = max(
        (i for i, b in enumerate(opinions.blocks) if shared[i] >= 0.5 and len(b.text) >= LINE),
        default=ended,
    )
    for index, block in enumerate(opinions.blocks):
        if opinions.within[index] or shared[index] >= 0.5:
            continue
        if index < begun and opinions.scored[index].score >= PROSE:
            continue
        if in_post(block.spots[0][0]) or in_announced(block.spots[0][0]):
            continue
        if begun < index < max(last, ended) and _is_item(block) and _linked(block) < 0.5:
            continue
        yield from block.spots


def _notices(opinions: Opinions) -> Iterator[Spot]:
    """Yield the places where a site speaks in its own name, below where the splitter ends.

    They are no part of the article, whoever takes them for one.
    """
    ended = max((i for i, counted in enumerate(opinions.within) if counted), default=None)
    for index in range(len(opinions.blocks) if ended is None else ended + 1, len(opinions.blocks)):
        if opinions.scored[index].is_boilerplate:
            yield from opinions.blocks[index].spots


def _rejected(opinions: Opinions, wanted: str) -> frozenset[Spot]:
    """Return the places whose text is not to be part of the article, whatever `wanted` says."""
    spots = set(_doubles(opinions))
    if agreement(opinions.third, wanted) >= HALF:
        spots.update(_notices(opinions))
    if wanted is opinions.first and agreement(opinions.second, opinions.third) >= VOTE:
        spots.update(_outvoted(opinions))
    return frozenset(spot for spot in spots if not _in_caption(*spot))


def _in_caption(element: Any, is_tail: bool) -> bool:
    """Whether a place is in the caption of a picture: who owns it is no notice of the page."""
    around = element.iterancestors() if is_tail else (element, *element.iterancestors())
    return any(e.tag == "figcaption" for e in around)


# ---------------------------------------------------------------- the article
def _only_prose(opinions: Opinions, body: Any) -> Choice | None:
    """Return what the splitter sees of a page in which no engine finds anything."""
    if size(opinions.third) < LITTLE:
        return None
    pruned = prune(body, opinions.third)
    if pruned is None:
        return None
    covered = agreement(opinions.third, pruned.element.text_content())
    return Choice(
        pruned.element, "splitter", round(min(0.5, covered), 2), 0.0, round(covered, 2),
        pruned.path, pruned.kept, pruned.dropped, Doubt("only what reads like prose tells of it"),
    )  # fmt: skip


def _see_nothing(opinions: Opinions) -> bool:
    """Whether both engines find next to nothing where the splitter sees an article."""
    most = max(size(opinions.first), size(opinions.second))
    return most < LITTLE and size(opinions.third) > 3 * max(LITTLE, most)


def _lonely(opinions: Opinions) -> float:
    """Return how far the splitter agrees with the only engine that found anything."""
    found = opinions.first or opinions.second
    return min(NEARLY, agreement(found, opinions.third)) if found else 0.0


def _wanted(opinions: Opinions, agreed: float, prefer: str | None) -> tuple[str, str]:
    """Return the engine whose text decides, and that text."""
    first, second = opinions.first, opinions.second
    if prefer == "readability" and second:
        return "readability", second
    if not first:
        return "readability", second
    if prefer is None and agreed < AGREE and second and _vote(opinions) is second:
        return "readability", second
    return "hybrid", first


def choose(html: str, tree: Any, *, stated: str = "", prefer: str | None = None) -> Choice | None:
    """Return the article of the page, or None when no engine finds one.

    `stated` is the article's text where the page itself gives it (JSON-LD `articleBody`); `prefer`
    is what the manifest asks for: `hybrid` or `readability`. `tree` is not changed.
    """
    body = copy.deepcopy(tree).find("body")
    without_machinery(body)
    opinions = form_opinions(html, body, stated)
    first, second = opinions.first, opinions.second
    agreed = agreement(first, second) if first and second else _lonely(opinions)
    engine, wanted = _wanted(opinions, agreed, prefer)
    if not letters(wanted) or _see_nothing(opinions):
        return _only_prose(opinions, body)
    rejected = _rejected(opinions, wanted)
    strays = _strays(opinions, rejected) if wanted is first else []
    if wanted is first and agreed >= AGREE:
        wanted = "\n".join((first, _lists(opinions)))
    pruned = prune(body, wanted, rejected, strays)
    if pruned is None:
        return _only_prose(opinions, body)
    text = pruned.element.text_content()
    if rejected and agreed >= AGREE:
        better = (agreement(first, text) + agreement(second, text)) / 2
        agreed = better if agreed >= NEARLY else min(better, NEARLY)
    covered = agreement(wanted, text)
    backed = [agreement(opinions.third, text), agreement(stated, text) if stated else 0.0]
    if covered < COVERED and opinions.summary is not None and agreement(wanted, second) >= 0.5:
        backed = [agreement(opinions.third, second)]
        sure, words = sure_of(agreed, covered, backed, size(second))
        return Choice(
            opinions.summary, "readability markup", sure, agreed, covered, doubt=Doubt(words)
        )
    sure, words = sure_of(agreed, covered, backed, size(text))
    if agreed < AGREE and sure < VOTED <= agreement(opinions.third, text) - 0.2:
        sure = VOTED
    doubted = Doubt(words) if sure <= UNSURE else doubt(opinions, pruned, text)
    if doubted is None and size(stated) >= LITTLE and backed[1] < CONTRADICTED:
        doubted = Doubt(f"the text that the page states itself has {backed[1]:.0%} of it")
    return Choice(
        pruned.element, engine, min(sure, UNSURE) if doubted else sure, round(agreed, 2),
        round(covered, 2), pruned.path, pruned.kept, pruned.dropped, doubted,
    )  # fmt: skip
