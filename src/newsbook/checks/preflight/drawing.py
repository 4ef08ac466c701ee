"""From a PDF and what preflight found in it to pictures for the eye: boxes, findings, plates.

Each page is drawn as it prints, with its media, bleed, trim and safe area marked and every finding
numbered at its place; a panel beside it says what the numbers mean. Where a renderer is installed,
each plate is drawn too, and a map of the ink that shows what is over the limit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from newsbook.checks.preflight.edges import safe_area
from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.plates import PlateSet, separate
from newsbook.checks.preflight.rules import Rules
from newsbook.checks.preflight.subject import Sheet, Subject, read_subject
from newsbook.diagnostics import Severity
from newsbook.pdf.geometry import MM, Box
from newsbook.resources import fonts_dir

__all__ = ["draw_pages", "draw_plates"]

_DPI = 110
_MARGIN, _PANEL, _LEADING = 14, 380, 19
_INK, _GREY, _BACK = "#1c1c1c", "#6b6b6b", "#f3f1ec"
_BOXES = (
    ("media", "#8a8a8a", 0),
    ("bleed", "#b3127c", 5),
    ("trim", "#0b62a8", 0),
    ("safe area", "#23803a", 5),
)
_COLOURS = {Severity.ERROR: "#c62222", Severity.WARNING: "#c77700", Severity.INFO: "#4a6fa5"}
_SHOWN_IN = {
    "Cyan": (0, 158, 224),
    "Magenta": (214, 0, 111),
    "Yellow": (242, 205, 0),
    "Black": (20, 20, 20),
}


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    weight = "Inter_700Bold.ttf" if bold else "Inter_400Regular.ttf"
    return ImageFont.truetype(str(fonts_dir() / "sans" / weight), size)


@dataclass(slots=True)
class _Picture:
    """A page as pixels; `origin` are the pixels to the left of and above its MediaBox."""

    image: Image.Image
    media: Box
    scale: float
    origin: tuple[int, int] = (_MARGIN, _MARGIN)

    def place(self, box: Box) -> tuple[float, float, float, float]:
        """Return the pixels of a rectangle of the page."""
        left, top = self.origin
        return (
            left + (box.x0 - self.media.x0) * self.scale,
            top + (self.media.y1 - box.y1) * self.scale,
            left + (box.x1 - self.media.x0) * self.scale,
            top + (self.media.y1 - box.y0) * self.scale,
        )


def draw_pages(
    data: bytes,
    rules: Rules,
    findings: Sequence[Finding],
    *,
    pages: Sequence[int] | None = None,
    dpi: int = _DPI,
) -> Iterator[tuple[int, bytes]]:
    """Yield the number (from 1) and the picture (PNG) of each page, or of `pages`.

    Findings about the file as a whole are told on the first picture.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        subject = read_subject(data, pdf, rules)
        document = pypdfium2.PdfDocument(data)
        try:
            chosen = list(pages or [sheet.number for sheet in subject.sheets])
            for number in chosen:
                sheet = subject.sheets[number - 1]
                here = [f for f in findings if f.page == number]
                whole = [f for f in findings if f.page is None] if number == chosen[0] else []
                picture = _paper(document[number - 1], sheet, dpi, len(here) + len(whole))
                yield number, _drawn(picture, subject, sheet, here, whole)
        finally:
            document.close()


def _paper(page: pypdfium2.PdfPage, sheet: Sheet, dpi: int, findings: int) -> _Picture:
    """Return the page on a ground with room for the panel."""
    media = sheet.media
    page.set_mediabox(*media)
    page.set_cropbox(*media)
    page.set_rotation(0)
    scale = dpi / 72
    shown = page.render(scale=scale, draw_annots=True).to_pil().convert("RGB")
    height = max(shown.height, 190 + findings * 4 * _LEADING)
    ground = Image.new("RGB", (shown.width + _PANEL + 3 * _MARGIN, height + 2 * _MARGIN), _BACK)
    ground.paste(shown, (_MARGIN, _MARGIN))
    return _Picture(ground, media, scale)


def _drawn(
    picture: _Picture,
    subject: Subject,
    sheet: Sheet,
    here: Sequence[Finding],
    whole: Sequence[Finding],
) -> bytes:
    draw = ImageDraw.Draw(picture.image, "RGBA")
    boxes = (sheet.media, sheet.bleed, sheet.trim, safe_area(subject, sheet))
    for (_, colour, dash), box in zip(_BOXES, boxes, strict=True):
        _outline(draw, picture.place(box), colour, dash)
    for number, finding in enumerate(here, 1):
        for box in finding.boxes:
            _mark(draw, picture.place(box), number, _COLOURS[finding.severity])
    _panel(draw, picture, subject, sheet, boxes, here, whole)
    return _png(picture.image)


def _outline(
    draw: ImageDraw.ImageDraw, place: tuple[float, float, float, float], colour: str, dash: int
) -> None:
    left, top, right, bottom = place
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    for (x0, y0), (x1, y1) in pairwise(corners):
        length = max(abs(x1 - x0), abs(y1 - y0))
        if not dash or not length:
            draw.line((x0, y0, x1, y1), fill=colour, width=1)
            continue
        step = 2 * dash
        for start in range(0, int(length), step):
            a, b = start / length, min(1.0, (start + dash) / length)
            draw.line(
                (
                    x0 + (x1 - x0) * a,
                    y0 + (y1 - y0) * a,
                    x0 + (x1 - x0) * b,
                    y0 + (y1 - y0) * b,
                ),
                fill=colour,
                width=1,
            )


def _mark(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float, float, float],
    number: int,
    colour: str,
) -> None:
    left, top, right, bottom = place
    left, top, right, bottom = left - 2, top - 2, max(right + 2, left + 4), max(bottom + 2, top + 4)
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    draw.rectangle((left, top, right, bottom), outline=colour, fill=(r, g, b, 36), width=2)
    _badge(draw, left - 7, top, number, colour)


def _badge(draw: ImageDraw.ImageDraw, x: float, y: float, number: int, colour: str) -> None:
    draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=colour)
    draw.text((x, y), str(number), fill="white", font=_font(12, bold=True), anchor="mm")


# ---------------------------------------------------------------- the panel
def _panel(
    draw: ImageDraw.ImageDraw,
    picture: _Picture,
    subject: Subject,
    sheet: Sheet,
    boxes: Sequence[Box],
    here: Sequence[Finding],
    whole: Sequence[Finding],
) -> None:
    x = picture.image.width - _PANEL - _MARGIN
    y = float(_MARGIN)
    draw.text((x, y), f"Page {sheet.number}", fill=_INK, font=_font(20, bold=True))
    draw.text((x, y + 27), f"checked for {subject.rules.name}", fill=_GREY, font=_font(13))
    y += 56
    for (name, colour, dash), box in zip(_BOXES, boxes, strict=True):
        _outline(draw, (x, y + 9, x + 26, y + 9), colour, dash)
        size = f"{name}  {box.width / MM:.1f} × {box.height / MM:.1f} mm"
        draw.text((x + 36, y), size, fill=_INK, font=_font(14))
        y += _LEADING
    y += 16
    for number, finding in enumerate(here, 1):
        _badge(draw, x + 9, y + 9, number, _COLOURS[finding.severity])
        y = _told(draw, x + 30, y, finding)
    for finding in whole:
        y = _told(draw, x + 30, y, finding)
    if not here and not whole:
        draw.text((x, y), "no findings", fill="#23803a", font=_font(14, bold=True))


def _told(draw: ImageDraw.ImageDraw, x: float, y: float, finding: Finding) -> float:
    """Write a finding; return where the next may begin."""
    colour = _COLOURS[finding.severity]
    draw.text((x, y), finding.code, fill=colour, font=_font(14, bold=True))
    y += _LEADING
    times = f" ({finding.count} times)" if finding.count > 1 else ""
    for text, ink in ((finding.message + times, _INK), (finding.fix, _GREY)):
        for line in _lines(text, _PANEL - 34):
            draw.text((x, y), line, fill=ink, font=_font(13))
            y += _LEADING - 2
    return y + 8


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font(13).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


# ---------------------------------------------------------------- plates
def draw_plates(
    data: bytes, rules: Rules, *, pages: Sequence[int] | None = None, dpi: int = _DPI
) -> Iterator[tuple[int, str, bytes]]:
    """Yield the number of a page, the name of a plate (`ink` for all together) and its picture.

    Raises `MissingToolError` when no renderer is installed, `EngineError` when it fails.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sheets = read_subject(data, pdf, rules).sheets
    media = [sheet.media for sheet in sheets]
    for plates in separate(data, media, pages=pages, dpi=dpi):
        for name, plate in plates.plates.items():
            yield plates.page, name, _png(_tinted(plate, _SHOWN_IN.get(name, (120, 84, 40))))
        yield plates.page, "ink", _png(_ink_map(plates, sheets[plates.page - 1], rules.max_ink))


def _tinted(plate: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """Return a plate as it would look printed alone on white paper."""
    bands = [plate.point([round(255 - v * (255 - c) / 255) for v in range(256)]) for c in colour]
    return Image.merge("RGB", bands)


def _ink_map(plates: PlateSet, sheet: Sheet, limit: float) -> Image.Image:
    """Return the ink of a page as greys (black: the limit), what is over the limit in red."""
    total = plates.ink(sheet.media)
    over = int((limit + 2) * 2.55)
    grey = total.point(lambda v: v * (-215 / (limit * 2.55)) + 255).convert("L")
    heavy = total.point(lambda v: v - over).convert("L").point(lambda v: 255 if v else 0)
    shown = grey.convert("RGB")
    shown.paste((208, 24, 24), mask=heavy)
    draw = ImageDraw.Draw(shown)
    _outline(draw, tuple(map(float, plates.area(sheet.bleed))), "#b3127c", 5)  # type: ignore[arg-type]
    inside = plates.ink(sheet.bleed).getextrema()[1]
    assert isinstance(inside, int | float)
    said = f"{inside / 2.55:.0f} % at most; the limit is {limit:g} %"
    draw.text((6, 4), said, fill=_INK, font=_font(13))
    return shown


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
