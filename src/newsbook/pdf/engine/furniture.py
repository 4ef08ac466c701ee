"""From laid-out pages to what they carry around their text, for a left and for a right page.

The engine lays out margin boxes for the side on which a page happens to fall. A galley has to stand
on either, so each page's margin boxes are laid out twice, with the styles of both sides, kept apart
from the text, and told that the page number is not known yet. When the text area of the other side
has the same size, the text itself can be moved over; nothing is set again.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, percent
from weasyprint.layout import page as page_layout

from newsbook.pdf.engine.slots import FolioNumber
from newsbook.pdf.units import Side

__all__ = ["PageSides", "lay_out_sides"]

FORCED = ("left", "right", "recto", "verso")


@dataclass(slots=True)
class PageSides:
    """The page boxes of one page by side: each has the margin boxes of its side.

    `page` is the box the engine laid out; it has the page background of its own side.
    """

    page: Any
    blank: bool
    sides: dict[Side, Any] = field(default_factory=dict)


def _unnumbered(state: Any) -> Any:
    """Return a copy of a page state in which the page counters are folios to come."""
    quotes, counters, scopes, groups = state
    counters = {name: list(values) for name, values in counters.items()}
    counters["page"] = [FolioNumber(0)]
    counters["pages"] = [FolioNumber.last()]
    return copy.copy(quotes), counters, copy.deepcopy(scopes), groups


def lay_out_sides(original: Any, context: Any, page: Any, state: Any, html: Any) -> PageSides:
    """Return the furniture of `page`, laid out by the engine's own `original` function."""
    kind = page.page_type
    blank = bool(kind.blank) and not _has_footnotes(page)
    result = PageSides(page, blank)
    own: Side = kind.side
    other: Side = "left" if own == "right" else "right"
    unnumbered = _unnumbered(state)
    own_box = page.copy()
    own_box.children = [] if blank else list(original(context, page, unnumbered))
    _paint_backgrounds(context, own_box)
    result.sides[own] = own_box
    if not _has_forced_sides(context):
        turned = _turn(context, page, other, html)
        if turned is not None:
            turned.children = list(page.children)
            furniture = [] if blank else list(original(context, turned, unnumbered))
            _canvas(context, page, turned)
            turned.children = furniture
            _paint_backgrounds(context, turned)
            result.sides[other] = turned
    return result


def _has_footnotes(page: Any) -> bool:
    return any(isinstance(b, boxes.FootnoteAreaBox) and b.children for b in page.children)


def _has_forced_sides(context: Any) -> bool:
    """Whether a break inside the unit asks for a side, so that turning it changes its length."""
    return any(entry[1]["break"] in FORCED for entry in context.page_maker[1:])


def _turn(context: Any, page: Any, side: Side, html: Any) -> Any:
    """Return an empty page box for the other side, or None when its text area is not the same."""
    kind = page.page_type._replace(side=side)
    page_layout.set_page_type_computed_styles(kind, html, context.style_for)
    style = context.style_for(kind)
    style["overflow"] = page.style["overflow"]
    turned = boxes.PageBox(kind, style)
    width, height = style["size"]
    percent.resolve_percentages(turned, (width, height))
    turned.position_x = turned.position_y = 0
    page_layout.page_width(turned, context, width)
    page_layout.page_height(turned, context, height)
    same = all(
        abs(a - b) < 1e-6
        for a, b in (
            (turned.width, page.width),
            (turned.height, page.height),
            (turned.content_box_y(), page.content_box_y()),
            (turned.margin_width(), page.margin_width()),
            (turned.margin_height(), page.margin_height()),
        )
    )
    return turned if same else None


def _canvas(context: Any, page: Any, turned: Any) -> None:
    """Give `turned` its page background and the canvas background of the root element."""
    root = page.children[0].copy()
    bodies = [b.copy() for b in root.children if getattr(b, "element_tag", None) == "body"]
    for body in bodies:
        body.children = []
    root.children = bodies
    turned.children = [root]
    background.layout_backgrounds(turned, context.get_image_from_uri)


def _paint_backgrounds(context: Any, page_box: Any) -> None:
    for box in page_box.children:
        background.layout_box_backgrounds(page_box, box, context.get_image_from_uri)
