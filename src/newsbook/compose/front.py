"""From the articles of a newspaper to its front page: which stand on it, and where they break off.

A story begins on the front page and goes on inside. How much of it the front takes is reckoned from
the page: lines a column holds, letters a line holds. Text breaks between blocks, never within one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Literal

from newsbook.compose.columns import WIDE
from newsbook.compose.geometry import PageGeometry
from newsbook.compose.running import reading_em
from newsbook.compose.views import ArticleView
from newsbook.content import Block, Figure, Heading, Note, Paragraph
from newsbook.model import Asset
from newsbook.tree import plain_text, walk

__all__ = ["FrontStory", "front_page", "is_short"]

Rank = Literal["lead", "second", "brief"]
_BRIEF: Rank = "brief"
_NAMEPLATE = 9.0  # lines the name of the paper takes
_UPPER = 0.63  # the share of the rest that the lead and the second story have
_SLACK = 2.5  # lines kept free, for what an estimate cannot know
_ROW = 14.0  # lines a further row of briefs needs at least
_WORTH = 6.0  # lines that are worth a jump to another page
_HIGHEST = 15.0  # lines a picture across columns is high at most, as the style sheet has it
_SHORT = 0.2  # the share of a page that a story takes at most which is not broken over two
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
    stands there). `rank` says how large it is: a `lead`, a `second`, or a `brief` below them; `row`
    counts the rows from 0.
    """

    article: ArticleView
    rank: Rank
    opening: tuple[Block, ...]
    rest: tuple[Block, ...]
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the front page is reckoned with: the printed page, and the pictures there are."""

    page: PageGeometry
    assets: Mapping[str, Asset]

    @property
    def column_em(self) -> float:
        """The width of a column in em of the text."""
        return self.page.column_pt / self.page.text_pt

    def lines(self, block: Block, columns: int = 1) -> float:
        """Return about how many lines `block` takes in the columns of a story that has so many, one
        after the other; inf for what they cannot hold.
        """
        if isinstance(block, Figure):
            return self._figure(block, columns)
        if not isinstance(block, Paragraph | Heading):
            return math.inf
        letters = reading_em(plain_text(block), letter=0.51)
        lines = math.ceil(letters * 1.03 / self.column_em)
        return lines + (1.5 if isinstance(block, Heading) else 0)

    def _figure(self, figure: Figure, columns: int) -> float:
        """A picture as wide as its column, or, much wider than high, as all of them."""
        asset = self.assets.get(figure.pictures[0].source) if len(figure.pictures) == 1 else None
        if asset is None or not asset.width_px or not asset.height_px or figure.blocks:
            return math.inf
        wide = asset.width_px / asset.height_px >= WIDE
        if wide and columns == 1:
            return math.inf
        spanned = columns if wide else 1
        width = spanned * self.page.column_pt + (spanned - 1) * self.page.gap_pt
        drawn = width * asset.height_px / asset.width_px / self.page.baseline_pt
        words = plain_text((*figure.caption, *figure.credit))
        caption = math.ceil(reading_em(words) * 0.8 * self.page.text_pt / width)
        return spanned * ((min(drawn, _HIGHEST) if wide else drawn) + caption + 3.0)


def _broken(
    body: tuple[Block, ...], sheet: _Sheet, lines: float, columns: int
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Split `body` after as many blocks as `lines` of a story in so many columns hold.

    A heading is never left at the end, and what goes on inside is worth turning the page for.
    """
    taken = 0
    for block in body:
        lines -= sheet.lines(block, columns)
        if lines < 0:
            break
        taken += 1
    while 1 < taken < len(body) and sum(map(sheet.lines, body[taken:])) < _WORTH:
        taken -= 1
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


def _foot(view: ArticleView, sheet: _Sheet) -> float:
    """Return about how many lines stand under a story that is whole: where it is from, its note."""
    lines = [view.published, view.updated, *view.rights]
    small = sum(
        math.ceil(reading_em(line, letter=0.55) * 0.76 / sheet.column_em) for line in lines if line
    )
    note = sum(min(sheet.lines(block), 20.0) for block in view.note)
    return small + note + (0.5 if small or note else 0.0)


def _columns(rank: Rank, page: PageGeometry) -> int:
    return max(1, page.columns - 1) if rank == "lead" else 1


def _head_lines(view: ArticleView, rank: Rank, page: PageGeometry) -> float:
    columns = _columns(rank, page)
    width = (columns * page.column_pt + (columns - 1) * page.gap_pt) / page.text_pt
    return _head(view, rank, width)


@dataclass(slots=True)
class _Filling:
    """Fills the front page from the top: a lead and a second story, then rows of briefs."""

    sheet: _Sheet
    articles: tuple[ArticleView, ...]
    notes: int
    stories: list[FrontStory] = field(default_factory=list)
    at: int = 0

    def row(self, ranks: tuple[Rank, ...], number: int, height: float) -> float:
        """Take a story for each of `ranks` into a row no higher than `height` lines.

        Returns the lines it takes, about: 0 when no story fits.
        """
        highest = 0.0
        places = list(ranks)
        while places and self.at < len(self.articles):
            view = self.articles[self.at]
            rank, page = places[0], self.sheet.page
            head, columns = _head_lines(view, rank, page), _columns(rank, page)
            foot = _foot(view, self.sheet)
            room = (height - _SLACK - head) * columns - max(1.0, foot)
            opening, rest = _broken(view.body, self.sheet, room, columns)
            self.at += 1
            if opening:
                places.pop(0)
                self.stories.append(FrontStory(view, rank, opening, rest, number))
                text = sum(self.sheet.lines(block, columns) for block in opening)
                text += 1 if rest else foot
                highest = max(highest, head + text / columns + 1.5)
        return highest

    def fill(self) -> tuple[FrontStory, ...]:
        """Return the stories of the page."""
        page = self.sheet.page
        foot = self.notes * _NOTE + 1.5 if self.notes else 0.0
        left = page.lines - _NAMEPLATE - foot
        upper: tuple[Rank, ...] = ("lead", "second") if page.columns > 2 else ("lead",)
        left -= self.row(upper, 0, left * _UPPER)
        number = 1
        while left >= _ROW:
            taken = self.row(tuple(repeat(_BRIEF, page.columns)), number, left)
            if not taken:
                break
            left -= taken
            number += 1
        return tuple(self.stories)


def front_page(
    articles: tuple[ArticleView, ...], page: PageGeometry, assets: Mapping[str, Asset] | None = None
) -> tuple[FrontStory, ...]:
    """Return the stories of the front page: the first of `articles`, as many as it has places for.

    A story none of whose text fits there stands inside alone.
    """
    sheet = _Sheet(page, assets or {})
    first = _Filling(sheet, articles, 0).fill()
    notes = sum(isinstance(node, Note) for story in first for node in walk(story.opening))
    return _Filling(sheet, articles, notes).fill() if notes else first


def is_short(view: ArticleView, page: PageGeometry, assets: Mapping[str, Asset]) -> bool:
    """Whether a story set in all columns of `page` takes so little of it that it is kept whole."""
    sheet = _Sheet(page, assets)
    lines = sum(sheet.lines(block, page.columns) for block in view.body)
    return lines / page.columns <= _SHORT * page.lines
