"""From the inks of shapes and pictures to findings: too much ink, too few pixels, not decodable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Sheet, Subject, error, info, warning
from newsbook.checks.preflight.type import PageInk
from newsbook.pdf.graphics import Paint
from newsbook.pdf.press.inks import heaviest
from newsbook.pdf.press.samples import picture_of

__all__ = ["Pixels", "check_ink", "check_resolution", "note_colour"]

_TOLERANCE = 0.5
_MOST_PIXELS = 150_000_000
_INK = 0.01


@dataclass(slots=True)
class Pixels:
    """The most ink of each picture (all inks, and without black), measured once."""

    known: dict[Any, tuple[float, float] | None] = field(default_factory=dict)

    def of(self, image: Any) -> tuple[float, float] | None:
        """Return the most ink of a process picture in percent, or None for others."""
        key = image.objgen
        if key not in self.known:
            self.known[key] = _measured(image)
        return self.known[key]


def _measured(image: Any) -> tuple[float, float] | None:
    if int(image.get("/Width", 0)) * int(image.get("/Height", 0)) > _MOST_PIXELS:
        return None
    picture = picture_of(image)
    return heaviest(picture) if picture.mode == "CMYK" else None


def _of_colour(paint: Paint) -> tuple[float, float, int] | None:
    """Return all ink, ink without black, and the number of inks of a flat colour; percent."""
    colour = paint.colour
    if colour is None:
        return None
    cmyk = colour.cmyk
    if cmyk is not None:
        inks = sum(share > _INK for share in cmyk)
        return sum(cmyk) * 100, sum(cmyk[:3]) * 100, inks
    if colour.family == "/Separation" and colour.values:
        everywhere = isinstance(colour.space, Array) and str(colour.space[1]) == "/All"
        share = colour.values[0] * 100 * (4 if everywhere else 1)
        return share, share, 1
    if colour.family == "/DeviceN" and colour.values:
        return sum(colour.values) * 100, sum(colour.values) * 100, len(colour.values)
    return None


def check_ink(
    subject: Subject, sheet: Sheet, paint: Paint, ink: PageInk, pixels: Pixels
) -> Iterator[Finding]:
    """Yield colours and pictures with more ink than the paper takes, inside the bleed."""
    limit = subject.rules.max_ink
    if not paint.box.meets(sheet.bleed) or paint.where == "mask" or subject.device != "CMYK":
        return
    measured = _ink_of(paint, pixels)
    if measured is None:
        return
    total, _, _ = measured
    what = "a picture" if paint.kind == "image" else "a colour"
    if total > limit + _TOLERANCE:
        yield error(
            "pdf-ink",
            f"{what} with {total:.0f} % ink; the limit is {limit:g} %",
            "let the press pass limit it (max_ink)",
        )
        return
    state = paint.state
    over = state.overprint_stroke if paint.kind == "stroke" else state.overprint_fill
    if over and state.overprint_mode == 1 and paint.kind in ("fill", "stroke", "text"):
        below, _ = ink.under(paint.box)
        cmyk = paint.colour.cmyk if paint.colour is not None else None
        if cmyk is not None and sum(cmyk[:3]) == 0 and below + cmyk[3] * 100 > limit + _TOLERANCE:
            yield warning(
                "pdf-ink",
                f"black overprints colour of up to {below:.0f} %, which may make "
                f"{below + cmyk[3] * 100:.0f} %; the limit is {limit:g} %",
                "let black knock out there",
            )


def _ink_of(paint: Paint, pixels: Pixels) -> tuple[float, float, int] | None:
    if paint.kind == "image" and not bool(paint.target.get("/ImageMask", False)):
        found = pixels.of(paint.target)
        return None if found is None else (found[0], found[1], 4)
    if paint.kind in ("fill", "stroke", "text", "image"):
        return _of_colour(paint)
    if paint.kind == "shading":
        return _of_shading(paint.target)
    return None


def _of_shading(shading: Any) -> tuple[float, float, int] | None:
    """Return the ink of a process gradient at its heaviest."""

    def most(function: Any) -> tuple[float, float]:
        if isinstance(function, Dictionary) and "/Functions" in function:
            parts = [most(part) for part in function.Functions]
            return max((p[0] for p in parts), default=0.0), max((p[1] for p in parts), default=0.0)
        if isinstance(function, pikepdf.Stream):
            return _of_samples(function)
        if isinstance(function, Dictionary):
            ends = [[float(v) for v in function.get(key, [])] for key in ("/C0", "/C1")]
            fours = [end for end in ends if len(end) == 4]
            return (
                max((sum(end) for end in fours), default=0.0) * 100,
                max((sum(end[:3]) for end in fours), default=0.0) * 100,
            )
        return 0.0, 0.0

    if not isinstance(shading, Dictionary) or str(shading.get("/ColorSpace")) != "/DeviceCMYK":
        return None
    total, chroma = most(shading.get("/Function"))
    return total, chroma, 4


def _of_samples(function: Any) -> tuple[float, float]:
    """Return the most ink, all and without black, in a sampled function of four outputs."""
    bits = int(function.get("/BitsPerSample", 0))
    if bits not in (8, 16) or len(function.get("/Range", [])) != 8:
        return 0.0, 0.0
    data, size = bytes(function.read_bytes()), bits // 8
    full = 2**bits - 1
    total = chroma = 0.0
    for start in range(0, len(data) - 4 * size + 1, 4 * size):
        at = [start + n * size for n in range(4)]
        inks = [int.from_bytes(data[i : i + size], "big") / full for i in at]
        total, chroma = max(total, sum(inks)), max(chroma, sum(inks[:3]))
    return total * 100, chroma * 100


def note_colour(paint: Paint, ink: PageInk, pixels: Pixels) -> None:
    """Remember where a paint leaves colour or white, for what comes on top of it."""
    if paint.where == "mask" or paint.kind in ("text", "stroke"):
        return
    measured = _ink_of(paint, pixels)
    if measured is not None:
        state = paint.state
        hides = paint.kind in ("fill", "image") and not state.overprint_fill
        opaque = state.alpha_fill == 1 and state.soft_mask is None and state.blend == "/Normal"
        ink.layers.append((paint.box, measured[1], measured[2], hides and opaque))


def check_resolution(subject: Subject, paint: Paint) -> Iterator[Finding]:
    """Yield pictures with too few pixels for their size, and those with far too many."""
    if paint.kind != "image" or paint.where == "mask":
        return
    image, m = paint.target, paint.state.ctm
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    across, down = (m[0] ** 2 + m[1] ** 2) ** 0.5, (m[2] ** 2 + m[3] ** 2) ** 0.5
    if not across or not down or not width or not height:
        return
    ppi = min(width / across, height / down) * 72
    stencil = bool(image.get("/ImageMask", False))
    flat = stencil or int(image.get("/BitsPerComponent", 8)) == 1
    least = subject.rules.line_art if flat else subject.rules.resolution
    most = subject.rules.target.ppi_most
    if ppi < least - 1:
        yield warning(
            "pdf-resolution",
            f"a picture of {width} × {height} pixels prints at {ppi:.0f} ppi; "
            f"{least} ppi is the least",
            "use a larger original, or print it smaller",
        )
    elif most is not None and ppi > most + 1:
        yield info(
            "pdf-resolution", f"a picture prints at {ppi:.0f} ppi; {most} ppi is the most asked"
        )
