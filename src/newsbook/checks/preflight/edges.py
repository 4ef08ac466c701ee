"""From where things stand on a page to findings about its edges: bleed, cut, safe area, spine."""

from __future__ import annotations

from collections.abc import Iterator

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Sheet, Subject, error, expected_bleed, warning
from newsbook.pdf.geometry import MM, Box
from newsbook.pdf.graphics import Paint

__all__ = ["check_artwork", "check_safe_area", "safe_area"]

_TOUCHES_PT = 0.75
_SHORT_PT = 0.6


def _visible(paint: Paint) -> bool:
    """Say whether a paint leaves ink; white and masks do not."""
    if paint.where == "mask" or paint.kind in ("form", "error"):
        return False
    cmyk = paint.colour.cmyk if paint.colour is not None else None
    return paint.kind in ("image", "shading", "inline-image") or cmyk is None or max(cmyk) > 0


def check_artwork(subject: Subject, sheet: Sheet, paint: Paint) -> Iterator[Finding]:
    """Yield artwork that comes to the cut but not to the end of the bleed.

    A cut is never exact to the point: what ends at the trim shows a white line there.
    """
    if paint.kind not in ("fill", "image", "shading", "stroke") or not _visible(paint):
        return
    wanted = expected_bleed(subject, sheet)
    trim, box = sheet.trim, paint.box
    if wanted is None:
        bleed = sheet.bleed
        wanted = (trim.x0 - bleed.x0, trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1)
    if not box.meets(trim):
        return
    past = (trim.x0 - box.x0, trim.y0 - box.y0, box.x1 - trim.x1, box.y1 - trim.y1)
    names = ("left", "bottom", "right", "top")
    short = [
        name
        for name, reach, asked in zip(names, past, wanted, strict=True)
        if -_TOUCHES_PT <= reach < asked - _SHORT_PT
    ]
    if short:
        yield error(
            "pdf-bleed-artwork",
            f"artwork ends at the cut instead of running into the bleed ({', '.join(short)})",
            "let it run past the edge by the whole bleed, or keep it inside the page",
        )


def safe_area(subject: Subject, sheet: Sheet) -> Box:
    """Return the part of the page where type is safe from the knife and from the spine."""
    rules, pages = subject.rules, len(subject.sheets)
    wanted = expected_bleed(subject, sheet)
    bleeds = wanted is not None and max(wanted) > 0
    margin = rules.safe_mm
    if bleeds and rules.target.safe_bleed_mm is not None:
        margin = rules.target.safe_bleed_mm
    spine = rules.target.gutter_for(pages)
    inside = margin if spine is None else spine
    recto = (sheet.number % 2 == 1) != rules.right_to_left
    left, right = (inside, margin) if recto else (margin, inside)
    return sheet.trim.grown(-left * MM, -margin * MM, -right * MM, -margin * MM)


def check_safe_area(subject: Subject, sheet: Sheet, paint: Paint) -> Iterator[Finding]:
    """Yield type too near the cut or the spine, or cut through."""
    if paint.kind != "text" or not _visible(paint) or not paint.box.meets(sheet.trim):
        return
    # The box of a line is as tall as its font; letters are not.
    box = paint.box
    slack = 0.22 * min(box.height, box.width)
    ink = box.grown(-slack, -slack, -slack, -slack) if slack < box.width / 2 else box
    if not ink.within(sheet.trim):
        yield error(
            "pdf-safe-area",
            "type is cut off at the edge of the page",
            "make it narrower: fewer columns, a shorter line, or a larger page",
        )
        return
    safe = safe_area(subject, sheet)
    if ink.within(safe):
        return
    near = min(
        ink.x0 - sheet.trim.x0,
        ink.y0 - sheet.trim.y0,
        sheet.trim.x1 - ink.x1,
        sheet.trim.y1 - ink.y1,
    )
    pages = len(subject.sheets)
    gutter = subject.rules.target.gutter_for(pages)
    recto = (sheet.number % 2 == 1) != subject.rules.right_to_left
    spine = (ink.x0 - sheet.trim.x0) if recto else (sheet.trim.x1 - ink.x1)
    if gutter is not None and spine < gutter * MM and near >= subject.rules.safe_mm * MM:
        yield warning(
            "pdf-gutter",
            f"type stands {spine / MM:.1f} mm from the spine; a book of {pages} pages needs "
            f"{gutter:.1f} mm",
            "widen the inner margin",
        )
    else:
        yield warning(
            "pdf-safe-area",
            f"type stands {near / MM:.1f} mm from the cut; {subject.rules.safe_mm:g} mm is safe",
            "widen the margins",
        )
