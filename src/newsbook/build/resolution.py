"""From the pictures on printed pages to warnings about those that show their pixels there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from newsbook.build.desk import Book
from newsbook.composition import Galley, PlacedPicture
from newsbook.content import Picture
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.model import Article, Asset
from newsbook.tree import walk
from newsbook.world import World

__all__ = ["coarse_pictures"]

# Below it the pixels of a photograph show at the distance from which a page is read.
LEAST_PPI = 150
# What is narrower is a sign or an ornament in a line.
LEAST_MM = 10


def coarse_pictures(galleys: Iterable[Galley], book: Book) -> Iterator[Diagnostic]:
    """Yield a warning for each picture an article names that has too few pixels for its width.

    Where a picture stands in several sizes, the largest counts.
    """
    coarse: dict[str, PlacedPicture] = {}
    for picture in (picture for galley in galleys for picture in galley.pictures):
        worst = coarse.get(picture.key, picture)
        seen = picture.width_mm >= LEAST_MM
        if seen and picture.ppi < LEAST_PPI and picture.ppi <= worst.ppi:
            coarse[picture.key] = picture
    if not coarse:
        return
    world = World(book.manifest.root)
    for article in book.edition.articles():
        yield from _of_article(article, coarse, book.edition.assets, world)


def _of_article(
    article: Article, coarse: Mapping[str, PlacedPicture], assets: Mapping[str, Asset], world: World
) -> Iterator[Diagnostic]:
    named = (n.source for n in walk(article.body, article.note) if isinstance(n, Picture))
    for key in dict.fromkeys(named):
        if key in coarse:
            picture, name = coarse[key], assets[key].source or key
            wanted = round(picture.width_mm / 25.4 * LEAST_PPI)
            fits = picture.pixels / LEAST_PPI * 25.4
            yield Diagnostic(
                Severity.WARNING,
                "coarse-picture",
                f"{name} prints {picture.width_mm:.0f} mm wide at {picture.ppi:.0f} ppi; "
                f"below {LEAST_PPI} ppi its pixels show",
                _place(article, name, world),
                f"use an original {wanted} pixels wide; this one prints well up to {fits:.0f} mm",
                article.slug,
            )


def _place(article: Article, name: str, world: World) -> Location:
    """Return where the source of `article` names the picture `name`, as nearly as can be told."""
    file = article.origin.file
    beside = posixpath.relpath(name, posixpath.dirname(file) or ".")
    for spelled in (beside, name, posixpath.basename(name)):
        where = world.place(file, spelled)
        if where.line is not None:
            return where
    return article.origin.where or Location(file)
