"""From laid-out pages to geometry: lines, baselines, how far a line fills its measure.

The box tree is the engine's private matter; only here do tests look at it. `laid_out` typesets a
document in the warm engine with every hook in place and keeps the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsbook.composition import Composition
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import PrintOptions
from newsbook.pdf.typesetting import set_up
from newsbook.pdf.units import plan_units

__all__ = ["Line", "laid_out", "leaves_of", "lines_of", "overfull", "short_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. Lengths are px; `short` is what is missing to the measure (negative: over),
    blank halves of marks that stand outside it not counted; `last` of its paragraph. `spacing` is
    what is put between characters of Chinese and Japanese, `stretch` what into word spaces.
    """

    page: int
    text: str
    language: str
    align: str
    font_size: float
    x: float
    width: float
    baseline: float
    height: float
    short: float
    trimmed: tuple[float, float]
    spacing: float
    last: bool
    tag: str
    stretch: float = 0.0


def laid_out(composition: Composition, folder: Any, *, tagged: bool = False) -> list[Any]:
    """Return the page boxes of each unit of `composition`, in order."""
    from newsbook.pdf.engine.session import open_session
    from newsbook.pdf.engine.slots import Marks
    from newsbook.pdf.engine.typesetting import lay_out

    setup = set_up(composition, PrintOptions(tagged=tagged), bundled_catalogue(), folder)
    units = []
    with open_session(setup) as session:
        for unit in plan_units(composition):
            document, _, _ = lay_out(session, unit, Marks())
            units.append([page._page_box for page in document.pages])
    return units


def lines_of(page_boxes: list[Any]) -> Iterator[Line]:
    """Yield the lines of text of laid-out pages, in order."""
    from weasyprint.formatting_structure import boxes

    from newsbook.pdf.engine.justify import edge_blanks

    for number, page_box in enumerate(page_boxes):
        stack: list[tuple[Any, Any]] = [(page_box, None)]
        while stack:
            box, parent = stack.pop()
            box = getattr(box, "_box", box)
            if isinstance(box, boxes.LineBox) and not isinstance(parent, boxes.LineBox):
                texts = [b for b in _texts(box, boxes) if b.text.strip()]
                if texts:
                    yield _line(number, box, parent, texts, edge_blanks(box))
            if isinstance(box, boxes.ParentBox):
                stack.extend((child, box) for child in reversed(list(box.children)))


def leaves_of(page_boxes: list[Any]) -> Iterator[Any]:
    """Yield the text boxes of laid-out pages."""
    from weasyprint.formatting_structure import boxes

    stack = [getattr(page, "_box", page) for page in page_boxes]
    while stack:
        box = getattr(box := stack.pop(), "_box", box)
        if isinstance(box, boxes.TextBox):
            yield box
        elif isinstance(box, boxes.ParentBox):
            stack.extend(reversed(list(box.children)))


def _texts(box: Any, boxes: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox | boxes.LineBox):  # a first line stands in another
            yield from _texts(child, boxes)


def _line(page: int, box: Any, parent: Any, texts: list[Any], blanks: tuple[float, float]) -> Line:
    left = min(b.position_x for b in texts)
    right = max(b.position_x + b.width for b in texts)
    edge = parent.content_box_x() + parent.width
    return Line(
        page=page,
        text="".join(b.text for b in texts),
        language=box.style["lang"] or "",
        align=box.style["text_align_all"],
        font_size=box.style["font_size"],
        x=left,
        width=right - left,
        baseline=box.position_y + box.baseline,
        height=box.height,
        short=edge - (right - blanks[1]),
        trimmed=blanks,
        spacing=max((getattr(b, "newsbook_spacing", 0.0) for b in texts), default=0.0),
        last=getattr(box, "resume_at", None) is None,
        tag=parent.element_tag or "",
        stretch=max((b.justification_spacing or 0.0 for b in texts), default=0.0),
    )


def short_lines(lines: list[Line], tolerance_em: float = 0.05) -> list[Line]:
    """Return justified lines, not the last of their paragraph, that miss the measure."""
    return [
        line
        for line in lines
        if line.align == "justify" and not line.last and line.short > tolerance_em * line.font_size
    ]


def overfull(lines: list[Line], tolerance_px: float = 0.05) -> list[Line]:
    """Return lines that stand out of their measure by more than a blank half."""
    return [line for line in lines if line.short < -tolerance_px]
