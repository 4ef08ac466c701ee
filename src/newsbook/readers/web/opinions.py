"""From a page to what three independent readers take for its article.

Two engines know the markup, trafilatura and readability; the third is the splitter for plain text,
which sees only the words. A page may also state its text itself (JSON-LD `articleBody`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml import etree

from newsbook.readers.web.hybrid import Spot, selector
from newsbook.readers.wire.blocks import RawBlock
from newsbook.readers.wire.bridge import bridge
from newsbook.readers.wire.scores import ScoredBlock, score_blocks

__all__ = ["Opinions", "PageBlock", "form_opinions", "page_blocks"]

_BLOCKS = frozenset(
    """address article aside blockquote body br center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary
    table tbody td tfoot th thead tr ul""".split()
)


# Names of the parts of a page in which its readers speak.
_DISCUSSION = re.compile(
    r"(?:^|[-_ ])(?:(?<!no-)(?<!has-)comments?(?!-(?:open|closed|off|enabled|disabled))|"
    r"comment-?(?:list|section|area|thread|body)|commentlist|disqus\w*|discussion|replies|respond|"
    r"kommentare?|commentaires|comentarios)(?:[-_ ]|$)",
    re.IGNORECASE,
)
MOST = 0.8  # of a page's text
TALK = 100  # characters; an element with fewer holds a number of comments or a link to them


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A run of text between the block elements of a page, and the places its text comes from."""

    text: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Opinions:
    """What each reader takes for the article, as text; `summary` is readability's element.

    `blocks` are the page's blocks in order, `scored` the same with the splitter's scores, and
    `within` says of each whether the splitter counts it to the article, `spoken` whether the page's
    readers speak in it; `discussions` are selectors of the elements in which they do.
    """

    first: str
    second: str
    third: str
    stated: str
    summary: Any | None
    blocks: tuple[PageBlock, ...]
    scored: tuple[ScoredBlock, ...]
    within: tuple[bool, ...]
    spoken: tuple[bool, ...]
    discussions: tuple[str, ...]


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


def page_blocks(body: Any) -> tuple[PageBlock, ...]:
    """Return the text of a page's blocks in order, as a plain-text dump has them."""
    blocks: list[PageBlock] = []
    words: list[str] = []
    spots: list[Spot] = []

    def add(text: str | None, spot: Spot) -> None:
        if text and not text.isspace():
            spots.append(spot)
        words.append(text or "")

    def close() -> None:
        text = " ".join("".join(words).split())
        if text:
            blocks.append(PageBlock(text, tuple(spots)))
        words.clear()
        spots.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            close()
        if event == "start":
            add(element.text, (element, False))
        elif element is not body:
            add(element.tail, (element, True))
    close()
    return tuple(blocks)


def _discussed(body: Any) -> frozenset[Any]:
    """Return the elements whose class or id says that readers speak in them.

    An element that holds most of the page's text is the page itself, whatever it is called.
    """
    whole = len(body.text_content())
    found = (
        element
        for element in body.iter()
        if _DISCUSSION.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )
    return frozenset(e for e in found if len(e.text_content()) < MOST * whole)


def _segment(
    blocks: Sequence[PageBlock], spoken: Sequence[bool]
) -> tuple[tuple[ScoredBlock, ...], tuple[bool, ...]]:
    """Return the scored blocks, and which of them the splitter counts to the article."""
    raw = [RawBlock(block.text, i + 1, 1) for i, block in enumerate(blocks)]
    scored = score_blocks(raw)
    scores = [-5.0 if talk else b.score for b, talk in zip(scored, spoken, strict=True)]
    found = bridge(scored, scores)
    segment = found.segment
    within = tuple(
        segment.start <= block.index <= segment.end
        and not block.is_boilerplate
        and block.index not in found.gaps
        for block in scored
    )
    return tuple(scored), within


def form_opinions(html: str, body: Any, stated: str) -> Opinions:
    """Return what the readers make of a page: its markup, its `body` without machinery."""
    first = _trafilatura(html)
    summary = _readability(html)
    blocks = page_blocks(body)
    discussed = _discussed(body)
    spoken = tuple(
        bool(discussed) and any(e in discussed for e in (spot, *spot.iterancestors()))
        for spot in (block.spots[0][0] for block in blocks)
    )
    scored, within = _segment(blocks, spoken)
    third = "\n".join(block.text for block, inside in zip(blocks, within, strict=True) if inside)
    second = summary.text_content() if summary is not None else ""
    outermost = (e for e in discussed if not discussed & set(e.iterancestors()))
    talk = tuple(sorted({selector(e) for e in outermost if len(e.text_content()) >= TALK}))
    return Opinions(first, second, third, stated, summary, blocks, scored, within, spoken, talk)
