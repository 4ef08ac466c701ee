"""From an article to what nobody said of it: who wrote it, when, what its pictures show and whose
they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from newsbook.checks.editorial.desk import Copy
from newsbook.content import Figure, Picture
from newsbook.diagnostics import Diagnostic
from newsbook.model import Asset
from newsbook.tree import plain_text, walk

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
    for picture, credit in _pictures(article.body, article.note):
        asset = assets.get(picture.source)
        if asset is not None and not picture.decorative:
            yield from _picture(copy, picture, asset, credit or asset.credit)


def _pictures(*parts: Any) -> Iterator[tuple[Picture, str | None]]:
    """Yield every picture with the credit of the figure it stands in."""
    credits: dict[int, str] = {}
    for node in walk(parts):
        if isinstance(node, Figure):
            said = plain_text(node.credit).strip()
            credits.update({id(n): said for n in walk(node) if isinstance(n, Picture) and said})
        elif isinstance(node, Picture):
            yield node, credits.get(id(node))


def _picture(
    copy: Copy, picture: Picture, asset: Asset, credit: str | None
) -> Iterator[Diagnostic]:
    name = asset.source or asset.key
    short = name.rpartition("/")[2]
    where = copy.place(short)
    if not (picture.alt and picture.alt.strip()):
        yield copy.warn(
            "missing-alt",
            f"nothing says what the picture {short!r} shows",
            where,
            f"write ![what it shows]({short}), or {{decorative=yes}} after an ornament",
        )
    if not credit:
        yield copy.warn(
            "missing-credit",
            f"nothing says whose picture {short!r} is",
            where,
            f'write ![...]({short}){{credit="Ann Example"}}, or put the credit into its file',
        )
