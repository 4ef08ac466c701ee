"""From the articles of a newspaper to its front page: which stand on it, and where they break off.

A story begins on the front page and goes on inside. How much of it the front takes is reckoned from
the page: lines a column holds, letters a line holds. Text breaks between blocks, never within one.
Under a story that ends early the next one stands. Of the divisions of the page that are tried, the
one with the least white is taken.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
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
_LONG = 18  # letters of a paper's name that is set smaller, as the template has it
_UPPER = 0.63  # the share of the rest that the lead and the second story have, by preference
_UPPERS = (0.63, 0.5, 0.56, 0.7, 0.78, 0.88, 1.0)  # the shares that are tried
_MISSED = 0.12  # how much white a share that differs from the preferred one by the whole is worth
_NARROWED = 0.15  # how much white a row of one cell, instead of one for each column, is worth
_STORIES = 0.3  # how much white it is worth to have more stories, by the logarithm of their number
_SLACK = 2.0  # lines kept free, for what an estimate cannot know
_ROW = 9.0  # lines a row of briefs needs at least
_OPENING = 4.0  # lines a column that a story under another one takes at least
_UNEVEN = 0.8  # lines by which balanced columns are longer than their share of the text
_RULE = 2.0  # lines between a story and the one under it
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
    stands there). `rank` says how large it is: a `lead`, a `second`, or a `brief`; it is set in so
    many `columns`. Row 0 is the upper part of the page, row 1 what opens the cells below, a story
    under another one there has a row more. `cell` counts the cells of either part from 0.
    """

    article: ArticleView
    rank: Rank
    opening: tuple[Block, ...]
    rest: tuple[Block, ...]
    row: int = 0
    cell: int = 0
    columns: int = 1


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the front page is reckoned with: the printed page, and the pictures there are."""

    page: PageGeometry
    assets: Mapping[str, Asset]
    _reckoned: dict[tuple[int, int], float] = field(default_factory=dict)

    @property
    def column_em(self) -> float:
        """The width of a column in em of the text."""
        return self.page.column_pt / self.page.text_pt

    def lines(self, block: Block, columns: int = 1) -> float:
        """Return about how many lines `block` takes in the columns of a story that has so many, one
        after the other; inf for what they cannot hold.
        """
        key = (id(block), columns)
        if key not in self._reckoned:
            self._reckoned[key] = self._lines(block, columns)
        return self._reckoned[key]

    def _lines(self, block: Block, columns: int) -> float:
        if isinstance(block, Figure):
            return self._figure(block, columns)
        if not isinstance(block, Paragraph | Heading):
            return math.inf
        letters = reading_em(plain_text(block), letter=0.51)
        lines = math.ceil(letters / self.column_em)
        return lines + (1.5 if isinstance(block, Heading) else 0)

    def depth(self, blocks: tuple[Block, ...], columns: int, foot: float) -> float:
        """Return about how many lines `blocks` take in balanced columns with `foot` lines under
        them: no fewer than a picture in one of the columns.
        """
        share = (sum(self.lines(block, columns) for block in blocks) + foot) / columns
        if columns == 1:
            return share
        single = (self.lines(b, 1) for b in blocks if isinstance(b, Figure))
        return max(share + _UNEVEN, 2.0, *(n for n in single if n < math.inf))

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
    return headline * size.headline_lines + deck * size.deck_lines + small * 1.15 + 1.2


def _foot(view: ArticleView, sheet: _Sheet) -> float:
    """Return about how many lines stand under a story that is whole: where it is from, its note."""
    lines = [view.published, view.updated, *view.rights]
    small = sum(
        math.ceil(reading_em(line, letter=0.55) * 0.76 / sheet.column_em) for line in lines if line
    )
    note = sum(min(sheet.lines(block), 20.0) for block in view.note)
    return small + note + (0.5 if small or note else 0.0)


@dataclass(slots=True)
class _Cell:
    """A place of `columns` columns and `height` lines for a story and others under it; `open` when
    the last one is whole.
    """

    number: int
    columns: int
    height: float
    used: float = 0.0
    stories: int = 0
    open: bool = True


@dataclass(slots=True)
class _Filling:
    """Fills the front page from the top: a lead and a second story, then cells of briefs."""

    sheet: _Sheet
    articles: tuple[ArticleView, ...]
    stories: list[FrontStory] = field(default_factory=list)
    at: int = 0
    inked: float = 0.0

    def put(self, cell: _Cell, rank: Rank, row: int) -> bool:
        """Take the next story that fits into `cell`, and say whether there was one.

        One that cannot open a cell stands inside; one that finds no room under another waits.
        """
        page, columns = self.sheet.page, cell.columns
        width = (columns * page.column_pt + (columns - 1) * page.gap_pt) / page.text_pt
        while self.at < len(self.articles):
            view = self.articles[self.at]
            head = _head(view, rank, width) + (_RULE if cell.stories else 0.0)
            foot = _foot(view, self.sheet)
            room = (cell.height - cell.used - _SLACK - head) * columns - max(1.0, foot)
            opening, rest = _broken(view.body, self.sheet, room, columns)
            text = self.sheet.depth(opening, columns, 1.0 if rest else foot)
            if head + text > cell.height - cell.used - _SLACK + _UNEVEN:
                opening = ()
            thin = text < _OPENING and (rest or columns > 1)
            if cell.stories and (not opening or thin):
                return False
            self.at += 1
            if opening:
                story = FrontStory(view, rank, opening, rest, row, cell.number, columns)
                self.stories.append(story)
                self.inked += (head + text) * columns
                cell.used += head + text
                cell.stories += 1
                cell.open = not rest
                return True
        return False

    def upper(self, height: float) -> float:
        """Fill the upper part, no higher than `height` lines; return the lines it takes."""
        columns = self.sheet.page.columns
        alone = columns < 3 or len(self.articles) == 1
        lead = _Cell(0, columns if alone else columns - 1, height)
        self.put(lead, "lead", 0)
        cells = [lead]
        if not alone:
            cells.append(_Cell(1, 1, height))
            self.put(cells[1], "second", 0)
        for cell in cells:
            while cell.open and cell.stories and self.put(cell, "brief", 0):
                pass
        return max(cell.used for cell in cells) + 1.5

    def lower(self, height: float, cells: int) -> None:
        """Fill what is below: so many cells, one story in each and then others under them."""
        columns = self.sheet.page.columns
        widths = [columns // cells + (n < columns % cells) for n in range(cells)]
        places = [_Cell(n, width, height) for n, width in enumerate(widths)]
        row = 1
        while places:
            places = [
                place
                for place in places
                if place.open and self.put(place, "brief" if place.columns == 1 else "second", row)
            ]
            row += 1


def _nameplate(title: str, page: PageGeometry) -> float:
    """Return about how many lines the name of the paper takes, with the line under it."""
    size, leading = (4.2, 4.2) if len(title) > _LONG else (5.6, 5.4)
    wide = reading_em(title, letter=0.56) * size * page.text_pt
    return max(1, math.ceil(wide * 1.05 / page.measure_pt)) * leading + 2.5


def _filled(
    sheet: _Sheet, articles: tuple[ArticleView, ...], nameplate: float, notes: int = 0
) -> tuple[FrontStory, ...]:
    """Return the stories of the page in the division that leaves the least of it white."""
    foot = notes * _NOTE + 1.5 if notes else 0.0
    left = sheet.page.lines - nameplate - foot
    best, most = _Filling(sheet, articles), -math.inf
    for share in _UPPERS:
        for cells in range(sheet.page.columns, 0, -1):
            tried = _Filling(sheet, articles)
            below = left - tried.upper(left * share)
            if below >= _ROW:
                tried.lower(below, cells)
            if 0 < sum(story.row == 1 for story in tried.stories) < cells:
                continue  # the cells that have stories would become as wide as the page
            missed = abs(share - _UPPER) * _MISSED + (1 - cells / sheet.page.columns) * _NARROWED
            missed -= math.log(max(1, len(tried.stories))) * _STORIES
            worth = tried.inked - missed * left * sheet.page.columns
            if worth > most + 1e-6:
                best, most = tried, worth
    return tuple(best.stories)


def front_page(
    articles: tuple[ArticleView, ...],
    page: PageGeometry,
    assets: Mapping[str, Asset] | None = None,
    *,
    title: str = "",
) -> tuple[FrontStory, ...]:
    """Return the stories of the front page of the paper called `title`: the first of `articles`, as
    many as it has places for.

    A story none of whose text fits there stands inside alone.
    """
    sheet = _Sheet(page, assets or {})
    nameplate = _nameplate(title, page)
    first = _filled(sheet, articles, nameplate)
    notes = sum(isinstance(node, Note) for story in first for node in walk(story.opening))
    return _filled(sheet, articles, nameplate, notes) if notes else first


def is_short(view: ArticleView, page: PageGeometry, assets: Mapping[str, Asset]) -> bool:
    """Whether a story set in all columns of `page` takes so little of it that it is kept whole."""
    sheet = _Sheet(page, assets)
    lines = sum(sheet.lines(block, page.columns) for block in view.body)
    return lines / page.columns <= _SHORT * page.lines
