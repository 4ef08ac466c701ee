"""From an Edition as it was gathered to one on which every output agrees: the table of transforms.

Each transform is pure but for the diagnostics it leaves in the World. Their order is data: later
ones rely on earlier ones (`links` before `ids`: an id nobody links to is dropped).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from newsbook.diagnostics import Collector, Diagnostic
from newsbook.model import Article, Change, Edition
from newsbook.transforms.headings import level_headings
from newsbook.transforms.index import make_index
from newsbook.transforms.languages import mark_languages, mark_titles
from newsbook.transforms.links import resolve_links
from newsbook.transforms.normalise import normalise, normalise_titles
from newsbook.transforms.parts import map_articles
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


def apply(edition: Edition, world: World) -> Edition:
    """Return `edition` after every transform, in the table's order."""
    for apart, rows in groupby(TRANSFORMS, lambda row: row[0] in APART):
        if apart:
            edition = _apart(edition, world, tuple(rows))
        else:
            for _, transform in rows:
                edition = transform(edition, world)
    return edition


def _apart(edition: Edition, world: World, rows: tuple[tuple[str, Transform], ...]) -> Edition:
    """Return `edition` after the transforms of `rows`, article by article."""
    names = tuple(name for name, _ in rows)
    around = (edition.metadata, edition.typography)

    changes: list[Change] = []

    def change(article: Article) -> Article:
        def make() -> tuple[Article, tuple[Change, ...], tuple[Diagnostic, ...]]:
            own = replace(world, diagnostics=Collector())
            alone = Edition(edition.metadata, (article,), typography=edition.typography)
            for _, transform in rows:
                alone = transform(alone, own)
            return alone.articles()[0], alone.changes, tuple(own.diagnostics)

        changed, made, found = world.recall.made("transform", (names, around, article), make)
        changes.extend(made)
        world.diagnostics.extend(found)
        return changed

    changed = map_articles(edition, change)
    return replace(changed, changes=edition.changes + tuple(changes)) if changes else changed
