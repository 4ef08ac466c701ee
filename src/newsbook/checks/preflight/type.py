"""From the type and the lines on a page to findings: fonts, sizes, inks, overprint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Subject, error, warning
from newsbook.pdf.geometry import Box
from newsbook.pdf.graphics import Paint

__all__ = ["PageInk", "check_font", "check_lines", "check_type", "glyph_count"]

_INK = 0.01
_STRONG = 0.1  # a fainter tint out of register is not seen
_RICH_PT = 24.0
# Ruby is half the size of its text, bopomofo a third (JLREQ 3.3.3): marked `RT`.
_RUBY_PT = 3.0
_OVERPRINT_PT = 12.0


@dataclass(slots=True)
class PageInk:
    """What lies on the page so far, the last on top: place, the most ink without black there, the
    number of inks, and whether it hides what is below.
    """

    layers: list[tuple[Box, float, int, bool]] = field(default_factory=list)

    def under(self, box: Box) -> tuple[float, int]:
        """Return the most ink without black (percent) and the most inks at once below `box`."""
        most, inks = 0.0, 0
        for place, chroma, count, hides in reversed(self.layers):
            if place.meets(box):
                most, inks = max(most, chroma), max(inks, count)
                if hides and box.within(place):
                    break
        return most, inks


def check_font(subject: Subject, font: Any) -> Iterator[Finding]:
    """Yield what is wrong with a font: it must be embedded, and of a kind the standard takes."""
    name = str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/")
    standard = subject.rules.standard
    if font.get("/Subtype") == Name.Type3:
        yield warning(
            "pdf-type3",
            "type drawn as pictures (Type 3), which prints coarser than other type",
            "use a font with outlines",
            object=name,
        )
        return
    inner = font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font
    descriptor = inner.get("/FontDescriptor")
    programs = ("/FontFile", "/FontFile2", "/FontFile3")
    if descriptor is None or not any(key in descriptor for key in programs):
        grave = error if standard.is_x or subject.rules.target.name else warning
        yield grave("pdf-font-embedding", "a font is not embedded", "embed all fonts", object=name)
        return
    program = descriptor.get("/FontFile3")
    opentype = isinstance(program, pikepdf.Stream) and program.get("/Subtype") == Name.OpenType
    if opentype and standard.is_x and not standard.opentype:
        yield error(
            "pdf-font-type",
            f"a font is embedded as OpenType, which {standard.title} forbids",
            "embed its CFF table alone",
            object=name,
        )


def glyph_count(font: Any) -> int | None:
    """Return the number of glyphs in the TrueType or OpenType program of a font, or None."""
    inner = font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    if not isinstance(program, pikepdf.Stream):
        return None
    data = bytes(program.read_bytes())
    for i in range(12, min(12 + 16 * 64, len(data) - 16), 16):
        if data[i : i + 4] == b"maxp":
            start = int.from_bytes(data[i + 8 : i + 12], "big") + 4
            return int.from_bytes(data[start : start + 2], "big")
    return None


def _drawable(paint: Paint, glyphs: int | None) -> bool:
    """Say whether a font with so many glyphs has one for each character of a piece of type."""
    font = paint.state.font
    assert font is not None
    numbers = [font.cid(code) for code in paint.codes]
    return 0 not in numbers and (glyphs is None or max(numbers) < glyphs)


def check_type(
    subject: Subject, paint: Paint, ink: PageInk, glyphs: int | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with a piece of type: glyphs missing, too small, in the wrong inks.

    `glyphs` is the number of glyphs its font has.
    """
    if paint.kind != "text" or paint.where == "mask":
        return
    font, rules = paint.state.font, subject.rules
    if font is not None and font.by_glyph and not _drawable(paint, glyphs):
        yield error(
            "pdf-notdef",
            "a character no font could draw (it prints as a box)",
            "add a font that has it to the layout's stack",
            object=font.name,
        )
    name, size = paint.name, paint.size
    least = min(rules.text_pt, _RUBY_PT) if "/RT" in paint.state.marked else rules.text_pt
    if 0 < size < least - 0.05:
        yield warning(
            "pdf-small-text",
            f"type of {size:.1f} pt; {least:g} pt is the least",
            "set it larger",
            object=name,
        )
    cmyk = paint.colour.cmyk if paint.colour is not None else None
    if cmyk is not None:
        yield from _inks(subject, paint, cmyk, ink)


def _inks(
    subject: Subject, paint: Paint, cmyk: tuple[float, float, float, float], ink: PageInk
) -> Iterator[Finding]:
    size, rules = paint.size, subject.rules
    count = sum(share > _INK for share in cmyk)
    strong = sum(share > _STRONG for share in cmyk)
    chroma, under = ink.under(paint.box)
    overprints = paint.state.overprint_fill
    values = " ".join(f"{share * 100:.0f}" for share in cmyk)
    if cmyk[3] > 0.5 and count > 1 and size < _RICH_PT:
        yield error(
            "pdf-rich-black",
            f"{size:.1f} pt type in black mixed of several inks ({values}): it prints blurred",
            "set it as device-cmyk(0 0 0 1)",
        )
    elif strong > 1 and size < rules.colour_text_pt - 0.05:
        yield warning(
            "pdf-colour-text",
            f"{size:.1f} pt type in {strong} inks ({values}); from {rules.colour_text_pt:g} pt on "
            "several inks stay sharp",
            "use one ink, or larger type",
        )
    if count == 0 and overprints and paint.state.overprint_mode == 1:
        yield error(
            "pdf-white-overprint",
            "white type is set to overprint, so it vanishes",
            "switch overprint off for white",
        )
    elif count == 0 and under > 1 and size < rules.colour_text_pt:
        yield warning(
            "pdf-colour-text",
            f"{size:.1f} pt white type out of {under} inks; it fills in when plates shift",
            f"use {rules.colour_text_pt:g} pt or more",
        )
    inks_only = not rules.screen_colours
    knocks_out = cmyk == (0, 0, 0, 1) and not overprints and size < _OVERPRINT_PT and inks_only
    if knocks_out and 5 < chroma <= rules.max_ink - 100:
        yield warning(
            "pdf-black-knockout",
            f"{size:.1f} pt black type is cut out of the colour below it",
            "let black overprint",
        )


def check_lines(subject: Subject, paint: Paint) -> Iterator[Finding]:
    """Yield lines too thin to print: strokes, and rules drawn as thin shapes."""
    if paint.where in ("mask", "glyph"):
        return
    least = subject.rules.line_pt
    width = None
    if paint.kind == "stroke":
        width = paint.size
    elif paint.kind == "fill" and paint.operator in ("f", "F", "f*"):
        thin = min(paint.box.width, paint.box.height)
        width = thin if thin > 0.01 and max(paint.box.width, paint.box.height) > 3 else None
    if width is not None and width < least - 0.005:
        yield warning(
            "pdf-hairline",
            f"a line of {width:.2f} pt; {least:g} pt is the least that prints",
            f"make it {least:g} pt or more",
        )
