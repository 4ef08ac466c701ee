"""From figure and table elements to figures and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from newsbook import content as c
from newsbook.xhtml import inlines as mark
from newsbook.xhtml import vocabulary
from newsbook.xhtml.blocks import mark_first
from newsbook.xhtml.elements import Element, Node

if TYPE_CHECKING:
    from newsbook.xhtml.flow import Flow

__all__ = ["figure", "table"]

_CREDIT: Final = frozenset(
    """credit credits photo-credit image-credit media-credit caption-credit figcaption-credit
    wp-caption-credit photo__credit image__credit""".split()
)
_OWNS: Final = re.compile(r"(?:^|[-_])(?:credits?|photographer|copyright)(?:$|[-_])", re.IGNORECASE)
# Words for those who hear a page: they say what a figure shows by its form.
_SPOKEN: Final = frozenset(
    """off-screen offscreen visually-hidden visuallyhidden sr-only screen-reader-text
    a11y-hidden""".split()
)
_PICTURE_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)(?:$|[?#])|[?&]attachment_id=|/image/fetch/",
    re.IGNORECASE,
)
_ALIGN: Final = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|center|right)\b", re.IGNORECASE)


# ---------------------------------------------------------------- figures
def figure(flow: Flow, element: Element) -> list[c.Block]:
    """Return a figure: its pictures, its other blocks, its caption and its credit line."""
    pictures: list[c.Picture] = []
    rest: list[Node] = []
    caption: tuple[c.Inline, ...] = ()
    credit: tuple[c.Inline, ...] = ()
    _silence(element)
    nodes = list(element.children)
    while nodes:
        node = nodes.pop(0)
        if isinstance(node, Element) and node.tag == "figcaption":
            with flow.inside(node):
                text, by = _caption(flow, node)
            caption = (*caption, *([c.LineBreak()] if caption else []), *text)
            credit = (*credit, *([c.Text(" ")] if credit else []), *by)
        elif isinstance(node, Element) and _only_images(node):
            _report_links(flow, node)
            images = [x for x in node.walk() if x.tag == "img"]
            found = [x for x in (mark.picture(flow, image) for image in images) if x]
            pictures += found
        elif isinstance(node, Element) and _is_frame(node):
            nodes[:0] = node.children
        elif isinstance(node, Element) and pictures and _owns(node):
            credit = (*credit, *([c.Text(" ")] if credit else []), *flow.inlines(node.children))
        else:
            rest.append(node)
    common: dict[str, Any] = {"id": element.get("id"), "language": flow.language_of(element)}
    common["style"] = next((x for x in element.classes if x in c.FIGURE_STYLES), None)
    return [c.Figure(tuple(flow.blocks(rest)), tuple(pictures), caption, credit, **common)]


def _silence(figure: Element) -> None:
    """Take out of a figure what is said only to those who hear a page (“Image caption”)."""
    for element in figure.walk():
        element.children = [
            x for x in element.children if isinstance(x, str) or not _SPOKEN & set(x.classes)
        ]


def _report_links(flow: Flow, element: Element) -> None:
    """Tell of a link around a picture, unless it leads to the picture itself."""
    for link in element.walk():
        address = vocabulary.clean_href(link.get("href")) if link.tag == "a" else None
        if address is not None and not _PICTURE_FILE.search(address):
            flow.drop(f"the link around a picture of a figure ({address[:80]})", link, slight=True)


def _owns(element: Element) -> bool:
    """Whether the class of `element`, a line without pictures, says that it is a credit."""
    named = bool(_CREDIT & set(element.classes)) or any(map(_OWNS.search, element.classes))
    return named and not _holds_image(element) and bool(element.text().strip())


def _only_images(element: Element) -> bool:
    """Whether `element` is an image, or a link or picture element around nothing else."""
    if element.tag == "img":
        return True
    return (
        element.tag in ("picture", "a", "span")
        and not element.text().strip()
        and _holds_image(element)
    )


def _is_frame(element: Element) -> bool:
    """Whether `element` is a wrapper that a page puts around the images of a figure."""
    meant = {"verse", "poem", "math"} & set(element.classes)
    return element.tag in ("div", "span") and not meant and _holds_image(element)


def _holds_image(element: Element) -> bool:
    return any(x.tag == "img" for x in element.walk())


def _caption(flow: Flow, element: Element) -> tuple[tuple[c.Inline, ...], tuple[c.Inline, ...]]:
    """Split a `figcaption` into caption and credit."""
    credits_ = _credits(element)
    if not credits_:
        last = next((x for x in reversed(element.children) if not _is_blank(x)), None)
        if isinstance(last, Element) and last.tag == "small":
            credits_ = [last]
    credit: list[c.Inline] = []
    for found in credits_:
        with flow.inside(found):
            text = flow.inlines(found.children)
        language = flow.language_of(found)
        credit += [*([c.Text(" ")] if credit else []), *((c.Span(text, language),) if language
                                                         else text)]  # fmt: skip
        if found.parent is not None:
            siblings = found.parent.children
            siblings[:] = [x for x in siblings if x is not found]
    caption = flow.inlines(element.children)
    stated = flow.language_of(element)
    if stated:
        caption = (c.Span(caption, stated),)
    return caption, tuple(credit)


def _credits(element: Element) -> list[Element]:
    """Return the outermost elements in a caption that are credits by their classes."""
    found: list[Element] = []
    within: set[int] = set()
    for x in element.walk():
        if x is not element and id(x) not in within and (_CREDIT & set(x.classes) or _owns(x)):
            found.append(x)
            within.update(id(y) for y in x.walk())
    return found


def _is_blank(node: Node) -> bool:
    return isinstance(node, str) and not node.strip()


# ---------------------------------------------------------------- tables
def table(flow: Flow, element: Element) -> list[c.Block]:
    """Return a table, or what its cells hold when it only served to lay a page out."""
    groups: dict[str, list[Element]] = {"thead": [], "tbody": [], "tfoot": []}
    caption: tuple[c.Inline, ...] = ()
    for node in element.children:
        if not isinstance(node, Element):
            continue
        if node.tag == "caption":
            with flow.inside(node):
                caption = flow.inlines(node.children)
        elif node.tag in groups:
            rows = [x for x in node.children if isinstance(x, Element) and x.tag == "tr"]
            groups[node.tag] += rows
        elif node.tag == "tr":
            groups["tbody"].append(node)
    every = [*groups["thead"], *groups["tbody"], *groups["tfoot"]]
    if _is_layout(flow, element, every):
        cells = [cell for row in every for cell in _cells(row)]
        blocks = [c.Paragraph(caption)] if caption else []
        made = [*blocks, *(x for cell in cells for x in _loose(flow, cell))]
        return mark_first(made, element, flow.language_of(element))
    head, body, foot = (
        tuple(c.Row(tuple(_cell(flow, cell) for cell in _cells(row))) for row in groups[name])
        for name in groups
    )
    common: dict[str, Any] = {"id": element.get("id"), "language": flow.language_of(element)}
    return [c.Table(body, head, foot, caption, **common)]


def _cells(row: Element) -> list[Element]:
    return [x for x in row.children if isinstance(x, Element) and x.tag in ("td", "th")]


def _is_layout(flow: Flow, element: Element, rows: list[Element]) -> bool:
    if {"presentation", "none"} & set(element.kinds):
        return True
    cells = [cell for row in rows for cell in _cells(row)]
    if any(cell.tag == "th" for cell in cells):
        return False
    blocky = any(isinstance(x, Element) and flow.is_blocky(x) for y in cells for x in y.children)
    if len(cells) == 1:
        return blocky
    return any(x.tag == "table" for cell in cells for x in cell.walk())


def _loose(flow: Flow, cell: Element) -> list[c.Block]:
    with flow.inside(cell):
        return mark_first(flow.blocks(cell.children), cell, flow.language_of(cell))


def _cell(flow: Flow, cell: Element) -> c.Cell:
    with flow.inside(cell):
        children = flow.inlines(cell.children)
    language = flow.language_of(cell)
    if language:
        children = (c.Span(children, language),)
    return c.Cell(
        children,
        cell.tag == "th",
        _number(cell.get("colspan")),
        _number(cell.get("rowspan")),
        _alignment(cell),
    )


def _number(value: str | None) -> int:
    text = (value or "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _alignment(cell: Element) -> Any:
    for name in ("left", "center", "right"):
        if f"align-{name}" in cell.classes:
            return name
    style = _ALIGN.search(cell.get("style") or "")
    value = (style[1] if style else cell.get("align") or "").lower()
    return value if value in ("left", "center", "right") else None
