"""From a page to the part of it that is the article, and how sure that is.

Two engines read the page independently, trafilatura and readability; a third opinion is the
splitter for plain text. Where the first two agree, the text of the first decides and the page's own
tree supplies the markup. Where they do not, the other opinions vote.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml import etree

from newsbook.readers.web.hybrid import agreement, letters, prune
from newsbook.readers.wire.blocks import RawBlock
from newsbook.readers.wire.scores import best_segment, score_blocks

__all__ = ["Choice", "choose", "page_blocks"]

AGREE = 0.8  # below this the engines disagree, and the other opinions vote
COVERED = 0.7  # of the reference the tree must give back
SURE_FROM = 0.9  # agreement from which a choice is taken without a warning
MANY = 250  # letters; less is too little to be sure of

_BLOCKS = frozenset(
    """address article aside blockquote body br center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary
    table tbody td tfoot th thead tr ul""".split()
)
_UNSEEN = frozenset("script style noscript template head title svg".split())


@dataclass(frozen=True, slots=True)
class Choice:
    """The article's element, the engine that chose it, and how sure it is (0 to 1).

    `agreement` compares the two engines, `coverage` the reference with what the tree gave.
    """

    element: Any
    engine: str
    confidence: float
    agreement: float
    coverage: float
    path: str = ""
    kept: int = 0
    dropped: int = 0


def _trafilatura(html: str) -> str:
    """Return the article's text as trafilatura sees it."""
    # Imported here: it takes a second, and only pages of the web need it.
    import trafilatura

    # It reports about pages nobody asked it to judge; what matters is said by diagnostics.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            html, include_comments=False, include_tables=True, output_format="txt"
        )
    except Exception:  # any page may upset it; the other engine remains
        return ""
    return found or ""


def _readability(html: str) -> Any | None:
    """Return the article's element as readability sees it."""
    import readability

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        markup = readability.Document(html).summary(html_partial=True)
        return lxml.html.fragment_fromstring(markup, create_parent="div")
    except Exception:  # any page may upset it; the other engine remains
        return None


def page_blocks(body: Any) -> list[RawBlock]:
    """Return the text of a page's blocks in order, as a plain-text dump has them."""
    blocks: list[RawBlock] = []
    words: list[str] = []

    def close() -> None:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            blocks.append(RawBlock(text, len(blocks) + 1, 1))

    for event, element in etree.iterwalk(body, events=("start", "end")):
        unseen = element.tag in _UNSEEN or any(a.tag in _UNSEEN for a in element.iterancestors())
        if element.tag in _BLOCKS:
            close()
        if event == "start" and not unseen:
            words.append(element.text or "")
        elif event == "end":
            words.append(element.tail or "")
    close()
    return blocks


def _third_opinion(body: Any) -> str:
    """Return the article's text as the splitter for plain text sees the page."""
    blocks = score_blocks(page_blocks(body))
    segment = best_segment([block.score for block in blocks])
    kept = blocks[segment.start : segment.end + 1]
    return "\n".join(block.text for block in kept if not block.is_boilerplate)


def _vote(first: str, second: str, others: Sequence[str]) -> str:
    """Return the text of two that the other opinions agree with more; the first of equals."""
    opinions = [other for other in others if len(letters(other)) >= MANY]
    for_first = sum(agreement(first, other) for other in opinions)
    for_second = sum(agreement(second, other) for other in opinions)
    return second if for_second > for_first + 0.05 * max(1, len(opinions)) else first


def _sure(agreed: float, covered: float, support: float, size: int) -> float:
    """Return the confidence: full agreement is 1, `SURE_FROM` is 0.8, and doubts cap it."""
    if agreed >= SURE_FROM:
        value = 0.8 + 0.2 * (agreed - SURE_FROM) / (1 - SURE_FROM)
    else:
        value = max(0.0, agreed - (SURE_FROM - 0.8))
    value = min(value, 0.1 + covered)
    if support < 0.5:
        value = min(value, 0.75)
    if size < MANY:
        value = min(value, 0.7)
    return round(max(0.0, min(1.0, value)), 2)


def choose(html: str, tree: Any, *, stated: str = "", prefer: str | None = None) -> Choice | None:
    """Return the article of the page, or None when no engine finds one.

    `stated` is the article's text where the page itself gives it (JSON-LD `articleBody`); `prefer`
    is what the manifest asks for: `hybrid` or `readability`.
    """
    reference = _trafilatura(html)
    summary = _readability(html)
    second = summary.text_content() if summary is not None else ""
    agreed = agreement(reference, second) if reference and second else 0.0
    third = _third_opinion(tree.find("body"))
    engine, wanted = "hybrid", reference or second
    if prefer == "readability" and second:
        engine, wanted = "readability", second
    elif prefer is None and agreed < AGREE and reference and second:
        wanted = _vote(reference, second, [third, stated])
        engine = "readability" if wanted is second else "hybrid"
    elif not reference:
        engine = "readability"
    pruned = prune(tree, wanted)
    if pruned is None:
        return None
    text = pruned.element.text_content()
    covered = agreement(wanted, text)
    if covered < COVERED and summary is not None and agreement(wanted, second) >= 0.5:
        sure = _sure(agreed, covered, agreement(third, second), len(letters(second)))
        return Choice(summary, "readability markup", sure, agreed, covered)
    support = max(agreement(third, text), agreement(stated, text) if stated else 0.0)
    sure = _sure(agreed, covered, support, len(letters(text)))
    return Choice(
        pruned.element, engine, sure, round(agreed, 2), round(covered, 2), pruned.path,
        pruned.kept, pruned.dropped,
    )  # fmt: skip
