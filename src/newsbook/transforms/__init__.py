"""From an Edition as it was gathered to one on which every output agrees: the table of transforms.

Each transform is pure but for the diagnostics it leaves in the World. Their order is data: later
ones rely on earlier ones (`links` before `ids`: an id nobody links to is dropped).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from newsbook.diagnostics import Collector, Diagnostic, Location, Severity
from newsbook.model import Article, Change, Edition, Metadata, Typography
from newsbook.recall import FORGETFUL
from newsbook.transforms.headings import level_headings
from newsbook.transforms.index import make_index
from newsbook.transforms.languages import mark_languages, mark_titles
from newsbook.transforms.links import resolve_links
from newsbook.transforms.normalise import normalise, normalise_titles
from newsbook.transforms.parts import map_articles
from newsbook.work import FEW, Run, serially
from newsbook.world import World

__all__ = ["APART", "TRANSFORMS", "Transform", "apply"]

Transform = Callable[[Edition, World], Edition]

TRANSFORMS: tuple[tuple[str, Transform], ...] = (
    ("headings", level_headings),
    ("links", resolve_links),
    ("index", make_index),
    ("typography", normalise),
    ("languages", mark_languages),
    ("titles", normalise_titles),
    ("title-languages", mark_titles),
)


# Transforms that look at one article at a time, and at nothing else of the book but its metadata
# and the rules for its typography: what they make of an article is remembered between builds.
APART = frozenset({"headings", "languages", "typography"})


def apply(edition: Edition, world: World, run: Run | None = None) -> Edition:
    """Return `edition` after every transform, in the table's order.

    `run` does many articles at once where they stand apart.
    """
    for apart, rows in groupby(TRANSFORMS, lambda row: row[0] in APART):
        if apart:
            edition = _apart(edition, world, tuple(name for name, _ in rows), run or serially)
        else:
            for _, transform in rows:
                edition = transform(edition, world)
    return edition


@dataclass(frozen=True, slots=True)
class _Around:
    """What the transforms of articles that stand apart may know."""

    names: tuple[str, ...]
    world: World
    metadata: Metadata
    typography: Typography


# An article after transforms, what they changed, and what they found.
_Result: TypeAlias = tuple[Article, tuple[Change, ...], tuple[Diagnostic, ...]]


def _change(around: _Around, article: Article) -> _Result:
    """Do the transforms of one article (a function for worker processes)."""
    own = replace(around.world, diagnostics=Collector())
    alone = Edition(around.metadata, (article,), typography=around.typography)
    for name, transform in TRANSFORMS:
        if name in around.names:
            alone = transform(alone, own)
    return alone.articles()[0], alone.changes, tuple(own.diagnostics)


def _unchanged(article: Article, reason: str) -> _Result:
    where = Location(article.origin.file)
    message = f"the text of this article {reason} while it was prepared"
    found = Diagnostic(Severity.ERROR, "limit-exceeded", message, where, article=article.slug)
    return article, (), (found,)


def _apart(edition: Edition, world: World, names: tuple[str, ...], run: Run) -> Edition:
    """Return `edition` after the transforms `names`, article by article."""
    bare = replace(world, diagnostics=Collector(), recall=FORGETFUL, seen=None)
    around = _Around(names, bare, edition.metadata, edition.typography)
    recall = world.recall
    settings = (names, edition.metadata, edition.typography, world.settings)
    results: dict[str, _Result] = {}
    missing: dict[str, Article] = {}
    keys = [recall.key("transform", (settings, article)) for article in edition.articles()]
    for key, article in zip(keys, edition.articles(), strict=True):
        known = recall.find(key)
        if known is None:
            missing[key] = article
        else:
            results[key] = known[0]
    run = run if len(missing) >= FEW else serially
    done = run(_change, around, list(missing.values()), failed=_unchanged)
    for key, result in zip(missing, done, strict=True):
        results[key] = result
        recall.keep(key, result)
    order = iter(keys)
    changes: list[Change] = []

    def change(_: Article) -> Article:
        changed, made, found = results[next(order)]
        changes.extend(made)
        world.diagnostics.extend(found)
        return changed

    changed = map_articles(edition, change)
    return replace(changed, changes=edition.changes + tuple(changes)) if changes else changed
