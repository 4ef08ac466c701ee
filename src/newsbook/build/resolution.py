"""From the pictures on printed pages to warnings about those that show their pixels there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsbook.build.desk import Book
from newsbook.checks.shown import Shown, shown
from newsbook.composition import Galley, PlacedPicture
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.model import Article
from newsbook.readers.texts import Sources

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
    sources = Sources(book.manifest.root)
    sources.tell(book.edition.articles())
    for article in book.edition.articles():
        text = sources.get(article.origin.file, "")
        told: set[str] = set()
        for each in shown(article, book.edition.assets, text):
            if each.asset.key in coarse and each.asset.key not in told:
                told.add(each.asset.key)
                yield _warning(article, coarse[each.asset.key], each)


def _warning(article: Article, picture: PlacedPicture, each: Shown) -> Diagnostic:
    name = each.asset.source or each.asset.key
    wanted = round(picture.width_mm / 25.4 * LEAST_PPI)
    fits = picture.pixels / LEAST_PPI * 25.4
    return Diagnostic(
        Severity.WARNING,
        "coarse-picture",
        f"{name} prints {picture.width_mm:.0f} mm wide at {picture.ppi:.0f} ppi; "
        f"below {LEAST_PPI} ppi its pixels show",
        each.where or article.origin.where or Location(article.origin.file),
        f"use an original {wanted} pixels wide; this one prints well up to {fits:.0f} mm",
        article.slug,
    )
