"""From the parts of an Edition to the parts a layout prints: in the manifest's order, or by months.

A yearbook goes by the calendar whatever the manifest says: its sections are the months.
"""

from __future__ import annotations

from newsbook.compose.dates import date_words
from newsbook.content import Text
from newsbook.layout import Labels, Layout
from newsbook.model import Article, Edition, Section, SpecialPage

__all__ = ["Parts", "arranged"]

Parts = tuple[Article | Section | SpecialPage, ...]


def arranged(edition: Edition, layout: Layout, labels: Labels, medium: str) -> Parts:
    """Return the parts of `edition` as `layout` groups them in `medium`; nothing is left out.

    A front page is a special page before the first section or article, and stands in print only.
    """
    if layout.arrange == "months":
        return _by_month(edition, labels)
    if layout.arrange == "front-page" and medium == "print":
        at = next(
            (n for n, part in enumerate(edition.parts) if not isinstance(part, SpecialPage)), 0
        )
        return (*edition.parts[:at], SpecialPage("front"), *edition.parts[at:])
    return edition.parts


def _by_month(edition: Edition, labels: Labels) -> Parts:
    """Return a section for every month in which something appeared, oldest first.

    Special pages keep their side of the articles; what has no date stands in a section of its own
    at the end.
    """
    language = edition.metadata.language
    months: dict[str, list[Article]] = {}
    for article in sorted(edition.articles(), key=lambda one: one.published or "9999"):
        months.setdefault((article.published or "")[:7], []).append(article)
    sections = []
    for month, articles in sorted(months.items(), key=lambda pair: pair[0] or "9999"):
        title = date_words(month, language) if month else labels["undated"]
        slug = _free(f"month-{month}" if month else "undated", edition)
        sections.append(Section(slug, (Text(_capital(title)),), tuple(articles)))
    front, back = _special_pages(edition)
    return (*front, *sections, *back)


def _capital(title: str) -> str:
    """Return `title` as it stands by itself: a month opens with a capital letter."""
    return title[:1].upper() + title[1:]


def _free(slug: str, edition: Edition) -> str:
    taken = {article.slug for article in edition.articles()}
    while slug in taken:
        slug = f"{slug}-"
    return slug


def _special_pages(edition: Edition) -> tuple[Parts, Parts]:
    """Return the special pages before the first article, and those after it."""
    sides: tuple[list[SpecialPage], list[SpecialPage]] = ([], [])
    seen = False
    stack: list[Article | Section | SpecialPage] = list(edition.parts)[::-1]
    while stack:
        part = stack.pop()
        if isinstance(part, SpecialPage):
            sides[seen].append(part)
        elif isinstance(part, Section):
            stack.extend(part.parts[::-1])
        else:
            seen = True
    return tuple(sides[0]), tuple(sides[1])
