"""From an article to its pictures that run to the edges of the paper: plates, and an opener.

A figure that its author calls `full-page` becomes a plate, a page of its own: before the article
when it stands before the text, after the text otherwise, so that no column breaks off for it. With
the layout's option `openers: bleed`, the figure an article begins with fills the head of its first
page. In print, a picture that has too few pixels for that, or of which too much would be cut off,
stands in the text like any other. Screens keep the order of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsbook.compose.geometry import PageGeometry
from newsbook.compose.views import ArticleView
from newsbook.content import Block, Figure
from newsbook.layout import Layout
from newsbook.model import Asset

__all__ = ["OPENER", "with_plates"]

OPENER = 0.42  # the share of the text's depth that an opener fills, as style sheets have it
_KEPT = 0.6  # the share of a picture that must be left when it is cut to what it fills
_PPI = 150  # below which a picture so large shows its pixels


def _fills(block: Block, assets: Mapping[str, Asset], field: tuple[float, float]) -> bool:
    """Whether `block` is one picture that can fill a field so wide and high in points."""
    if not isinstance(block, Figure) or len(block.pictures) != 1 or block.blocks:
        return False
    asset = assets.get(block.pictures[0].source)
    if asset is None or not asset.width_px or not asset.height_px:
        return False
    scales = (field[0] / asset.width_px, field[1] / asset.height_px)
    drawn = asset.media_type == "image/svg+xml"
    return min(scales) / max(scales) >= _KEPT and (drawn or 72 / max(scales) >= _PPI)


def with_plates(
    view: ArticleView, layout: Layout, page: PageGeometry, assets: Mapping[str, Asset]
) -> ArticleView:
    """Return `view` with its plates and its opener apart from its body, where `layout` has them."""
    before: list[Block] = []
    after: list[Block] = []
    opener: list[Block] = []
    body: list[Block] = []
    whole, head = _fields(page)
    plates = layout.options.get("plates") is True
    opens = layout.options.get("openers") == "bleed"
    for block in view.body:
        full = isinstance(block, Figure) and block.style == "full-page"
        if full and plates and _fills(block, assets, whole):
            (after if body or opener else before).append(block)
        elif opens and not body and not opener and _fills(block, assets, head):
            opener.append(block)
        else:
            body.append(block)
    return replace(
        view,
        body=tuple(body),
        opener=tuple(opener),
        plates_before=tuple(before),
        plates_after=tuple(after),
    )


def _fields(page: PageGeometry) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the width and the height of a page with its bleed, and of its head down to where an
    opener ends.
    """
    top, outside, bottom, inside = page.bleed_pt
    across = page.width_pt + outside + inside
    whole = (across, page.height_pt + top + bottom)
    return whole, (across, page.top_pt + top + OPENER * page.depth_pt)
