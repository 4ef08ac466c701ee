"""From the boxes of a PDF's pages to findings: sizes, bleed, number (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import (
    Sheet,
    Subject,
    box_of,
    error,
    expected_bleed,
    info,
    warning,
)
from newsbook.pdf.geometry import MM, Box
from newsbook.report import counted
from newsbook.trim import Trim

__all__ = ["check_boxes", "check_page_count"]

_TOLERANCE_MM = 0.1
_SINGLE = "make single pages of one size: printers put them together themselves"
_BOXES = "build the file for the press: the boxes are set from the trim and the bleed"
_CROP = "take the CropBox out: the other boxes say what is needed"
_ALLOWED = {"/PrinterMark", "/TrapNet"}


def _size(box: Box) -> str:
    return f"{box.width / MM:.1f} × {box.height / MM:.1f} mm"


def check_boxes(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the boxes of each page."""
    for sheet in subject.sheets:
        for finding in _page(subject, sheet):
            yield sheet.on(finding)
    sizes = Counter(
        (round(s.trim.width / MM, 1), round(s.trim.height / MM, 1)) for s in subject.sheets
    )
    if len(sizes) > 1:
        common = sizes.most_common(1)[0][0]
        for sheet in subject.sheets:
            if (round(sheet.trim.width / MM, 1), round(sheet.trim.height / MM, 1)) != common:
                said = f"the page is {_size(sheet.trim)}; most are {common[0]} × {common[1]} mm"
                if _is_spread(sheet.trim, Trim(*common)):
                    said += ": it is two pages side by side"
                yield sheet.on(warning("pdf-page-size", said, _SINGLE))


def _is_spread(box: Box, page: Trim) -> bool:
    """Whether `box` has the size of two pages side by side."""
    return Trim(box.width / MM / 2, box.height / MM).matches(page, 1)


def _page(subject: Subject, sheet: Sheet) -> Iterator[Finding]:
    page, standard = sheet.page, subject.rules.standard
    if not sheet.media.width or not sheet.media.height:
        yield error("pdf-boxes", "the page has no MediaBox", _BOXES)
        return
    trim, art = box_of(page, "/TrimBox"), box_of(page, "/ArtBox")
    if standard.is_x and trim is not None and art is not None:
        yield error(
            "pdf-boxes", "the page has a TrimBox and an ArtBox; only one may be there", _BOXES
        )
    if trim is None and art is None and (standard.is_x or subject.rules.bleed_mm is not None):
        grave = error if standard.is_x else warning
        yield grave("pdf-boxes", "the page has no TrimBox: nothing says where it is cut", _BOXES)
    if not sheet.trim.within(sheet.bleed) or not sheet.bleed.within(sheet.media):
        yield error(
            "pdf-boxes",
            "the boxes do not nest: trim inside bleed inside media",
            _BOXES,
            object="boxes",
        )
    crop = box_of(page, "/CropBox")
    if crop is not None and not crop.within(sheet.media):
        yield error("pdf-crop-box", "the CropBox reaches out of the MediaBox", _CROP)
    elif crop is not None and not sheet.bleed.within(crop):
        yield warning("pdf-crop-box", "the CropBox cuts the bleed off", _CROP)
    if "/Rotate" in page and int(page.Rotate) % 360:
        yield warning(
            "pdf-rotated",
            f"the page is turned by {int(page.Rotate)}°",
            "turn what is on the page, not the page",
        )
    if "/UserUnit" in page and float(page.UserUnit) != 1:
        yield error(
            "pdf-user-unit",
            f"the page is scaled by {float(page.UserUnit):g} (UserUnit)",
            "set the page in its own size",
        )
    if sheet.states_trim:
        yield from _bleed(subject, sheet)
    yield from _trim(subject, sheet)
    yield from _annotations(subject, sheet)


def _bleed(subject: Subject, sheet: Sheet) -> Iterator[Finding]:
    wanted = expected_bleed(subject, sheet)
    if wanted is None:
        return
    trim, bleed = sheet.trim, sheet.bleed
    has = (trim.x0 - bleed.x0, trim.y0 - bleed.y0, bleed.x1 - trim.x1, bleed.y1 - trim.y1)
    names = ("left", "bottom", "right", "top")
    wrong = [
        f"{name} {found / MM:.2f} instead of {asked / MM:.2f} mm"
        for name, found, asked in zip(names, has, wanted, strict=True)
        if abs(found - asked) > _TOLERANCE_MM * MM
    ]
    if wrong:
        yield error(
            "pdf-bleed-box",
            f"the bleed is not as asked: {', '.join(wrong)}",
            "set bleed in the press order",
        )
    marks = subject.rules.marks
    outside = not sheet.media.within(sheet.bleed, _TOLERANCE_MM * MM)
    if marks is not None and not marks and outside:
        yield error(
            "pdf-media-size",
            f"the sheet is {_size(sheet.media)}, larger than page and bleed ({_size(bleed)}); "
            f"{subject.rules.name} takes no marks around the page",
            "leave marks out of the press order",
        )


def _spread_of(subject: Subject, sheet: Sheet) -> Trim | None:
    """Return the page that stands twice on a sheet, of the pages a printer takes, or None."""
    target = subject.rules.target
    if not target.name or target.takes(Trim(sheet.trim.width / MM, sheet.trim.height / MM)):
        return None
    half = Trim(sheet.trim.width / MM / 2, sheet.trim.height / MM)
    return half if target.takes(half) else None


def _trim(subject: Subject, sheet: Sheet) -> Iterator[Finding]:
    size = Trim(sheet.trim.width / MM, sheet.trim.height / MM)
    wanted = subject.rules.trim
    if wanted is not None and not size.matches(wanted, _TOLERANCE_MM):
        said = f"the page is cut to {_size(sheet.trim)} instead of {wanted}"
        if _is_spread(sheet.trim, wanted):
            said += ": it is two pages side by side"
        yield error("pdf-trim-size", said, _SINGLE)
    elif wanted is None and (single := _spread_of(subject, sheet)) is not None:
        yield error("pdf-trim-size", f"the sheet is two pages of {single} side by side", _SINGLE)
    elif wanted is None and not subject.rules.target.takes(size):
        yield error(
            "pdf-trim-size",
            f"{subject.rules.name} does not cut pages of {_size(sheet.trim)}",
            "choose a trim size the printer offers",
        )


def _annotations(subject: Subject, sheet: Sheet) -> Iterator[Finding]:
    """Yield what lies on the page to be clicked: an error for a press, a remark on a screen."""
    grave = info if subject.rules.for_screen else error
    for annotation in sheet.page.get("/Annots", []):
        kind = str(annotation.get("/Subtype", "?"))
        if kind in _ALLOWED or "/Rect" not in annotation:
            continue
        box = Box.of(annotation.Rect)
        if box.meets(sheet.bleed):
            yield grave(
                "pdf-annotation",
                f"an annotation ({kind.lstrip('/')}) lies on the printed page",
                "build the file for the press: links are taken out",
            )


def check_page_count(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the number of pages."""
    target, count = subject.rules.target, len(subject.sheets)
    if not count:
        yield error("pdf-page-count", "there are no pages", "build the file again")
        return
    multiple = target.pages_multiple
    if multiple and count % multiple:
        short = multiple - count % multiple
        yield warning(
            "pdf-page-count",
            f"{counted(count, 'page')} cannot be divided by {multiple}",
            f"add {counted(short, 'page')}, or let the printer add them",
        )
    if target.pages_least and count < target.pages_least:
        yield error(
            "pdf-page-count",
            f"{counted(count, 'page')}; {target.title} starts at {target.pages_least}",
            "add articles, or choose a smaller page",
        )
    if target.pages_most and count > target.pages_most:
        yield error(
            "pdf-page-count",
            f"{count} pages; {target.title} ends at {target.pages_most}",
            "make two volumes, or choose a larger page",
        )


def blank_pages(subject: Subject, inked: set[int]) -> Iterator[Finding]:
    """Yield a remark on each page without ink (`inked`: the numbers of those with some).

    A blank left-hand page before a printed right-hand one is how parts begin, and blank pages at
    the end fill the last section; neither is remarked on.
    """
    last, count = max(inked, default=0), len(subject.sheets)
    rules = subject.rules
    section = rules.multiple or rules.target.pages_multiple or _section(count)
    too_many = count - last >= section
    for sheet in subject.sheets:
        number = sheet.number
        if number in inked:
            continue
        if number > last:
            if too_many:
                yield sheet.on(info("pdf-blank-page", "the page is blank, at the end"))
        elif number % 2 or number + 1 not in inked:
            yield sheet.on(info("pdf-blank-page", "the page is blank, inside the book"))


def _section(pages: int) -> int:
    """Return the largest usual number of pages of a folded sheet that divides `pages`."""
    return max((size for size in (1, 2, 4, 8, 16, 32) if pages % size == 0), default=1)
