"""From the articles of a newspaper to its front page: which stand on it, and where they break off.

A story begins on the front page and goes on inside. How much of it the front takes is reckoned from
the page: lines a column holds, letters a line holds. Text breaks between blocks, never within one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from newsbook.compose.geometry import PageGeometry
from newsbook.compose.running import width_em
from newsbook.compose.views import ArticleView
from newsbook.content import Block, Heading, Paragraph
from newsbook.tree import plain_text

__all__ = ["FrontStory", "front_page"]

Rank = Literal["lead", "second", "brief"]
_NAMEPLATE = 9  # lines the name of the paper takes
_UPPER = 0.58  # the share of the rest that the lead and the second story have
_SLACK = 3  # lines kept free in every column, for what an estimate cannot know
_HEAD_LINES: dict[Rank, float] = {"lead": 9.0, "second": 6.5, "brief": 5.0}
_WIDTH_OF_LETTER = 0.47


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
    wide = sum(1.0 if width_em(c) > 1 else _WIDTH_OF_LETTER for c in plain_text(block))
    return math.ceil(wide / column_em) + (1 if isinstance(block, Heading) else 0)


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


def _room(rank: Rank, page: PageGeometry, view: ArticleView) -> float:
    """Return how many lines of text a story of `rank` has, over all its columns."""
    rest = page.lines - _NAMEPLATE
    columns = max(1, page.columns - 1) if rank == "lead" else 1
    height = rest * (_UPPER if rank != "brief" else 1 - _UPPER) - _SLACK
    per_line = {"lead": 20.0 * columns / 2, "second": 14.0, "brief": 17.0}[rank]
    head = _HEAD_LINES[rank] + 1.5 * max(0, math.ceil(width_em(view.title) / per_line) - 2)
    if view.deck:
        head += 2 * math.ceil(width_em(plain_text(view.deck)) / (24 * columns))
    return max(0.0, (height - head) * columns)


def front_page(articles: tuple[ArticleView, ...], page: PageGeometry) -> tuple[FrontStory, ...]:
    """Return the stories of the front page: the first of `articles`, as many as it has places for.

    A story none of whose text fits there stands inside alone.
    """
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
        opening, rest = _broken(view.body, column_em, _room(rank, page, view))
        if opening:
            stories.append(FrontStory(view, rank, opening, rest))
    return tuple(stories)
