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
MARGINS = tuple(
    f"@{name}"
    for edge, parts in (
        ("top", "left-corner left center right right-corner"),
        ("bottom", "left-corner left center right right-corner"),
        ("left", "top middle bottom"),
        ("right", "top middle bottom"),
    )
    for name in (f"{edge}-{part}" for part in parts.split())
)
# What the content of a margin box may be made of when it is to be the same on several pages.
CONSTANT = frozenset({"string", "url", "counter()", "counters()", "string()", "element()"})


@dataclass(slots=True)
class PageSides:
    """The page boxes of one page by side: each has the margin boxes of its side.

    `page` is the box the engine laid out; it has the page background of its own side. Pages with
    the same furniture share `sides`, and `drawn`, where what draws it keeps what it has drawn.
    """

    page: Any
    blank: bool
    sides: dict[Side, Any] = field(default_factory=dict)
    drawn: dict[Side, Any] = field(default_factory=dict)


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
    known = context.__dict__.setdefault("newsbook_furniture", {})
    likeness = _likeness(context, page, unnumbered[1], blank=blank)
    if likeness is not None and likeness in known:
        result.sides, result.drawn = known[likeness]
        return result
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
    if likeness is not None and all(
        _is_constant(context, kind._replace(side=s)) for s in result.sides
    ):
        known[likeness] = result.sides, result.drawn
    return result


# ---------------------------------------------------------------- pages alike
def _likeness(context: Any, page: Any, counters: Any, *, blank: bool) -> Any:
    """Return what the furniture of `page` follows from, equal for pages that have the same; None
    when each page may have its own.

    Page numbers are marks, so pages differ in their type (first, left, right, named), in the
    running elements and strings in force, and in counters of their own.
    """
    kind = page.page_type
    if _has_numbered_rules(context) or _has_picture_behind(page):
        return None
    in_force = tuple(
        (
            number,
            name,
            word,
            _identities(context.get_string_or_element_for(store, page, name, word)),
        )
        for number, store in enumerate((context.string_set, context.running_elements))
        for name in sorted(store)
        for word in ("first", "start", "last", "first-except", "all-once")
    )
    own = tuple((n, tuple(v)) for n, v in sorted(counters.items()) if n not in ("page", "pages"))
    size = (page.margin_width(), page.margin_height(), page.content_box_x(), page.content_box_y())
    return kind.side, kind.blank, kind.name, kind.index == 0, blank, size, own, in_force


def _identities(values: Any) -> tuple[Any, ...]:
    return tuple(v if isinstance(v, str) else id(v) for v in values or ())


def _has_numbered_rules(context: Any) -> bool:
    """Whether a style sheet has a rule for the n-th page."""
    if "newsbook_numbered" not in context.__dict__:
        context.newsbook_numbered = any(
            kind.index is not None
            for sheet, _, _ in context.style_for._sheets
            for _, selectors, _ in sheet.page_rules
            for _, _, kind in selectors
        )
    return bool(context.newsbook_numbered)


def _has_picture_behind(page: Any) -> bool:
    """Whether the root or the body has a background picture, placed by the text that it holds."""
    root = page.children[0]
    bodies = [b for b in root.children if getattr(b, "element_tag", None) == "body"]
    return any(
        kind != "none" for box in (root, *bodies) for kind, _ in box.style["background_image"]
    )


def _is_constant(context: Any, kind: Any) -> bool:
    """Whether the margin boxes of a page type hold nothing but texts, pictures, counters, strings
    and running elements.
    """
    for place in MARGINS:
        style = context.style_for(kind, place)
        content = () if style is None else style["content"]
        if not isinstance(content, str) and any(part[0] not in CONSTANT for part in content):
            return False
    return True


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
