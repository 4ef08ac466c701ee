"""From the articles of a newspaper to its front page: which stand on it, and where they break off.

A story begins on the front page and goes on inside. How much of it the front takes is reckoned from
the page: lines a column holds, letters a line holds. Text breaks between blocks, never within one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from newsbook.compose.geometry import PageGeometry
from newsbook.compose.running import reading_em
from newsbook.compose.views import ArticleView
from newsbook.content import Block, Heading, Note, Paragraph
from newsbook.tree import plain_text, walk

__all__ = ["FrontStory", "front_page"]

Rank = Literal["lead", "second", "brief"]
_NAMEPLATE = 9.0  # lines the name of the paper takes
_UPPER = 0.63  # the share of the rest that the lead and the second story have
_SLACK = 2.5  # lines kept free, for what an estimate cannot know
_NOTE = 1.1  # lines of the page a note takes at its foot


@dataclass(frozen=True, slots=True)
class _Size:
    """How a rank sets its headline and deck: size in em of the text, leading in lines."""

    headline: float
    headline_lines: float
    deck: float
    deck_lines: float


# As the newspaper's style sheet sets them.
_SIZES: dict[Rank, _Size] = {
    "lead": _Size(4.6, 4.2, 1.7, 1.9),
    "second": _Size(2.15, 2.1, 1.3, 1.45),
    "brief": _Size(1.6, 1.6, 1.05, 1.0),
}


@dataclass(frozen=True, slots=True)
class FrontStory:
    """A story on the front page: `opening` stands there, `rest` goes on inside (empty: all of it
    stands there). `rank` says how large it is: a `lead`, a `second`, or a `brief` below them.
    """

    article: ArticleView
    rank: Rank
    opening: tuple[Block, ...]
    rest: tuple[Block, ...]


def _lines(block: Block, column_em: float) -> float:
    """Return about how many lines `block` takes in a column of `column_em`."""
    if not isinstance(block, Paragraph | Heading):
        return math.inf
    lines = math.ceil(reading_em(plain_text(block), letter=0.51) * 1.03 / column_em)
    return lines + (1.5 if isinstance(block, Heading) else 0)


def _broken(
    body: tuple[Block, ...], column_em: float, lines: float
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Split `body` after as many blocks as `lines` hold; a heading is never left at the end."""
    taken = 0
    for block in body:
        lines -= _lines(block, column_em)
        if lines < 0:
            break
        taken += 1
    while taken and taken < len(body) and isinstance(body[taken - 1], Heading):
        taken -= 1
    return body[:taken], body[taken:]


def _head(view: ArticleView, rank: Rank, width_em: float) -> float:
    """Return about how many lines the head of a story takes in `width_em`."""
    size = _SIZES[rank]
    headline = math.ceil(reading_em(view.title, letter=0.56) * 1.05 * size.headline / width_em)
    deck = math.ceil(reading_em(plain_text(view.deck)) * 1.05 * size.deck / width_em)
    people = ", ".join(f"{person.name} {person.affiliation}" for person in view.byline)
    small = sum(
        math.ceil(reading_em(line, letter=0.55) * 0.86 / width_em)
        for line in (people, view.dateline, plain_text(view.kicker), *view.credits)
    )
    return headline * size.headline_lines + deck * size.deck_lines + small * 1.15 + 2.0


def _columns(rank: Rank, page: PageGeometry) -> int:
    return max(1, page.columns - 1) if rank == "lead" else 1


def _room(rank: Rank, page: PageGeometry, view: ArticleView, notes: int) -> float:
    """Return how many lines of text a story of `rank` has, over all its columns."""
    rest = page.lines - _NAMEPLATE
    foot = notes * _NOTE + 1.5 if notes else 0.0
    height = rest * _UPPER if rank != "brief" else rest * (1 - _UPPER) - foot
    columns = _columns(rank, page)
    width = (columns * page.column_pt + (columns - 1) * page.gap_pt) / page.text_pt
    return max(0.0, (height - _SLACK - _head(view, rank, width)) * columns)


def _stories(
    articles: tuple[ArticleView, ...], page: PageGeometry, notes: int
) -> tuple[FrontStory, ...]:
    ranks: tuple[Rank, ...] = ("lead",)
    if page.columns > 2:
        ranks = (*ranks, "second")
    for _ in range(page.columns):
        ranks = (*ranks, "brief")
    column_em = page.column_pt / page.text_pt
    stories: list[FrontStory] = []
    for view in articles:
        if len(stories) == len(ranks):
            break
        rank = ranks[len(stories)]
        opening, rest = _broken(view.body, column_em, _room(rank, page, view, notes) - 1)
        if opening:
            stories.append(FrontStory(view, rank, opening, rest))
    return tuple(stories)


def front_page(articles: tuple[ArticleView, ...], page: PageGeometry) -> tuple[FrontStory, ...]:
    """Return the stories of the front page: the first of `articles`, as many as it has places for.

    A story none of whose text fits there stands inside alone.
    """
    first = _stories(articles, page, 0)
    notes = sum(isinstance(node, Note) for story in first for node in walk(story.opening))
    return _stories(articles, page, notes) if notes else first
