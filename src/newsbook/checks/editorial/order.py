"""From the dates of articles to those that stand out of order, or after the book itself.

Only lists that are plainly meant to follow time are judged: those in which most articles do.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence

from newsbook.checks.editorial.desk import Copy
from newsbook.diagnostics import Diagnostic
from newsbook.model import Article, Edition, Section

__all__ = ["dates_out_of_order", "younger_than_the_book"]

_MOST = 0.6


def _day(article: Article) -> str:
    said = article.published or (article.dateline.date if article.dateline else None) or ""
    return said[:10]


def _lists(edition: Edition) -> Iterator[list[Article]]:
    """Yield the articles that stand side by side: those of each section, those beside sections."""
    levels = [edition.parts]
    while levels:
        parts = levels.pop(0)
        yield [part for part in parts if isinstance(part, Article)]
        levels += [part.parts for part in parts if isinstance(part, Section)]


def dates_out_of_order(edition: Edition, copies: Mapping[str, Copy]) -> Iterator[Diagnostic]:
    """Yield what breaks the order of dates of its section; `copies` are the articles by slug."""
    for articles in _lists(edition):
        dated = [a for a in articles if len(_day(a)) == 10]
        if len(dated) >= 3:
            yield from _breaks(dated, copies)


def younger_than_the_book(edition: Edition, copies: Mapping[str, Copy]) -> Iterator[Diagnostic]:
    """Yield the articles that are dated after the book itself."""
    book = (edition.metadata.date or "")[:10]
    for article in edition.articles():
        if len(book) == 10 and len(_day(article)) == 10 and _day(article) > book:
            copy = copies[article.slug]
            yield copy.warn(
                "date-order",
                f"{copy.name!r} is dated {_day(article)}, after the book itself ({book})",
                copy.place(_day(article)),
                "correct its date, or the date: of the book",
            )


def _breaks(articles: Sequence[Article], copies: Mapping[str, Copy]) -> Iterator[Diagnostic]:
    days = [_day(a) for a in articles]
    rising = _longest(days)
    falling = _longest(["".join(_turned(c) for c in day) for day in days])
    kept, word = (rising, "after") if len(rising) >= len(falling) else (falling, "before")
    if len(kept) == len(days) or len(kept) < _MOST * len(days):
        return
    for number, article in enumerate(articles):
        if number in kept:
            continue
        copy = copies[article.slug]
        later = [days[n] for n in kept if n > number]
        earlier = [days[n] for n in kept if n < number]
        beside = f"before {later[0]}" if not earlier else f"{word} {earlier[-1]}"
        if earlier and later:
            beside = f"between {earlier[-1]} and {later[0]}"
        yield copy.warn(
            "date-order",
            f"{copy.name!r} is dated {days[number]}, but stands {beside}",
            copy.place(days[number]),
            "move it in the manifest, correct its date, or list the folder with sort: date",
        )


def _turned(character: str) -> str:
    return chr(ord("9") - ord(character) + ord("0")) if character.isdigit() else character


def _longest(days: Sequence[str]) -> frozenset[int]:
    """Return the numbers of a longest run of `days`, not necessarily adjacent, that never falls."""
    tops: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for number, day in enumerate(days):
        length = bisect.bisect_right(tops, day)
        tops[length : length + 1] = [day]
        ends[length : length + 1] = [number]
        before.append(ends[length - 1] if length else -1)
    found, number = set(), ends[-1] if ends else -1
    while number >= 0:
        found.add(number)
        number = before[number]
    return frozenset(found)
