"""From what a source says of its own release to the decision whether it may be printed.

A news item can be cancelled, withheld or under embargo, and an export holds drafts. None of these
may reach a book by accident (IPTC: `pubStatus`, `embargoed`; NITF: `management-status`,
`date.release`).
"""

from __future__ import annotations

from collections.abc import Iterable

from newsbook.model import Article
from newsbook.readers.dates import instant
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["USABLE", "gate", "may_be_shown"]

USABLE = frozenset({"usable", "published", "publish", "public", "", "posted"})
_EMBARGOED = frozenset({"embargoed", "withheld"})


def _is_embargoed(article: Article, world: World) -> bool:
    if not article.embargo or world.allow_embargoed:
        return False
    released = instant(article.embargo)
    if released is not None and released <= world.timestamp:
        return False
    world.diagnostics.error(
        "embargoed",
        f"under embargo until {article.embargo}; the book is dated {world.timestamp:%Y-%m-%d}",
        where=article.origin.where,
        article=article.slug,
        hint="wait, correct the book's date, or build with --allow-embargoed",
    )
    return True


def _is_withheld(article: Article, world: World, *, several: bool) -> bool:
    status = article.status.lower().removeprefix("stat:")
    if status in USABLE or world.allow_unusable:
        return False
    if status == "embargoed" and article.embargo:
        return False  # the embargo itself has been looked at
    if status in _EMBARGOED and world.allow_embargoed:
        return False
    what = repr(plain_text(article.headline)[:60]) if several else "this article"
    message = f"the source says the status of {what} is {article.status!r}"
    note = world.diagnostics.warning if several else world.diagnostics.error
    note(
        "not-usable",
        message + ("; it was left out" if several else ""),
        where=article.origin.where,
        article=article.slug,
        hint=None
        if several
        else "remove it from the manifest, ask the provider, or build with --allow-unusable",
    )
    return several


def may_be_shown(status: str, embargo: str, world: World) -> bool:
    """Whether a picture, film or recording of this status and embargo may be shown."""
    released = instant(embargo) if embargo else None
    waits = bool(embargo) and (released is None or released > world.timestamp)
    usable = status.lower() in USABLE or world.allow_unusable
    return usable and (world.allow_embargoed or not waits)


def gate(articles: Iterable[Article], world: World, *, several: bool) -> tuple[Article, ...]:
    """Return the articles that may be used, with an error for each that may not.

    Drafts and private items of a feed or an export (`several`) are left out with a warning; a
    document that was asked for by name is kept, so that the error can name it.
    """
    kept = []
    for article in articles:
        _is_embargoed(article, world)
        if not _is_withheld(article, world, several=several):
            kept.append(article)
    return tuple(kept)
