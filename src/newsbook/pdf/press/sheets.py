"""From typeset pages to sheets for the press: exact boxes, marks, blank pages at the end.

The page keeps its own coordinates, whose origin is the corner of the trim: moving them would leave
patterns and gradients behind (their matrices refer to the page's default space, ISO 32000-1,
8.7.3.1). So the MediaBox may begin below zero, which is legal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.pdf.geometry import MM, Box, decimal
from newsbook.pdf.press.job import Job, sides
from newsbook.pdf.press.marks import ALL_PLATES, all_plates, draw_marks

__all__ = ["PageBoxes", "add_blanks", "boxes_for", "set_boxes"]

_TOLERANCE_PT = 0.75


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The three rectangles of a sheet, in PDF units."""

    media: Box
    bleed: Box
    trim: Box


def is_recto(number: int, job: Job) -> bool:
    """Say whether page `number` (from 1) has its spine on the left."""
    return (number % 2 == 1) != job.right_to_left


def boxes_for(job: Job, number: int, corner: tuple[float, float] = (0.0, 0.0)) -> PageBoxes:
    """Return the boxes of page `number` (from 1), the trim's lower left corner being `corner`."""
    x, y = corner
    trim = Box(x, y, x + job.trim.width_pt, y + job.trim.height_pt)
    bleed = trim.grown(*(mm * MM for mm in sides(job.bleed, recto=is_recto(number, job))))
    margin = job.margin_mm * MM
    media = trim.grown(margin, margin, margin, margin) if job.marks else bleed
    return PageBoxes(media, bleed, trim)


def _rectangle(box: Box) -> Any:
    return Array([decimal(v) for v in box])


def set_boxes(pdf: pikepdf.Pdf, job: Job, *, folds: tuple[float, ...] = ()) -> list[str]:
    """Give each page its boxes, clip it to the bleed, draw the marks. Return what is wrong.

    `folds` are distances from the trim's left edge in mm.
    """
    problems: list[str] = []
    plates = pdf.make_indirect(all_plates()) if job.marks else None
    for number, page in enumerate(pdf.pages, 1):
        trim = Box.of(page.obj.get("/TrimBox", page.obj.MediaBox))
        reach = Box.of(page.obj.MediaBox)
        boxes = boxes_for(job, number, (trim.x0, trim.y0))
        off = max(abs(a - b) for a, b in zip(trim, boxes.trim, strict=True))
        if off > _TOLERANCE_PT:
            size = f"{trim.width / MM:.1f} × {trim.height / MM:.1f} mm"
            problems.append(f"page {number} is set at {size}, but the trim is {job.trim}")
        if not boxes.bleed.within(reach, _TOLERANCE_PT):
            problems.append(f"page {number} is not set as far as the bleed")
        _apply(pdf, page.obj, boxes, job, plates, folds)
    return problems


def _apply(
    pdf: pikepdf.Pdf, page: Any, boxes: PageBoxes, job: Job, plates: Any, folds: tuple[float, ...]
) -> None:
    for key in ("/CropBox", "/ArtBox", "/Rotate", "/UserUnit"):
        if key in page:
            del page[key]
    page.MediaBox, page.BleedBox = _rectangle(boxes.media), _rectangle(boxes.bleed)
    page.TrimBox = _rectangle(boxes.trim)
    if not job.marks:
        return
    b = boxes.bleed
    page.Contents = pdf.make_stream(
        f"q {b.x0:.4f} {b.y0:.4f} {b.width:.4f} {b.height:.4f} re W n\n".encode("ascii")
        + bytes(page.Contents.read_bytes())
        + b"\nQ\n"
        + draw_marks(
            boxes.trim, boxes.bleed, job.marks, tuple(boxes.trim.x0 + mm * MM for mm in folds)
        )
    )
    spaces = page.Resources.get("/ColorSpace")
    if spaces is None:
        spaces = page.Resources["/ColorSpace"] = Dictionary()
    spaces[ALL_PLATES] = plates


def add_blanks(pdf: pikepdf.Pdf, job: Job, count: int) -> None:
    """Add `count` empty pages at the end."""
    for _ in range(count):
        page = pdf.add_blank_page(page_size=(job.trim.width_pt, job.trim.height_pt))
        boxes = boxes_for(job, len(pdf.pages))
        page.obj.MediaBox = _rectangle(boxes.bleed)
        page.obj.TrimBox = _rectangle(boxes.trim)
        page.obj.Resources = Dictionary()
        page.obj.Type = Name.Page
