"""From an article to what nobody said of it: who wrote it, when, what its pictures show and whose
they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsbook.checks.editorial.desk import Copy
from newsbook.checks.shown import Shown, shown
from newsbook.diagnostics import Diagnostic
from newsbook.model import Asset

__all__ = ["missing_statements"]


def missing_statements(copy: Copy, assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Yield what `copy` does not say: byline, date, alternative texts and credits."""
    article = copy.article
    if not any(person.name.strip() for person in article.byline):
        yield copy.warn(
            "missing-byline",
            f"nobody is named as the author of {copy.name!r}",
            copy.top(),
            "write byline: [{name: ...}] at its top or under its file in the manifest",
        )
    if not article.published and not (article.dateline and article.dateline.date):
        yield copy.warn(
            "missing-date",
            f"{copy.name!r} has no date",
            copy.top(),
            "write date: 2024-03-28 at its top or under its file in the manifest",
        )
    for each in shown(article, assets, copy.source):
        if not each.picture.decorative:
            yield from _picture(copy, each)


def _picture(copy: Copy, each: Shown) -> Iterator[Diagnostic]:
    where = each.where or copy.top()
    if each.undescribed:
        yield copy.warn(
            "missing-alt",
            f"nothing says what the picture {each.name!r} shows",
            where,
            each.how_to_describe,
        )
    if not (each.credit or each.asset.credit or each.asset.key.startswith("missing-")):
        yield copy.warn(
            "missing-credit",
            f"nothing says whose picture {each.name!r} is",
            where,
            f'write ![...]({each.name}){{credit="Ann Example"}}, or put the credit into its file',
        )
