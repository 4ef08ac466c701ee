"""From a stretched line to one that is read as it was written.

Programs that extract text take a gap for a space: Poppler and PDFium from about 0.1 em, MuPDF
from 0.15 em. Where justification opens a line of Chinese or Japanese as far as that, the text is
given beside the glyphs (`ActualText`, ISO 32000-2, 14.9.4), which the first two read; beyond what
the third takes for a space, glyphs are taken from a copy of the face with wider advances, so that
there is no gap. The page looks the same.

A glyph stands for one character in a font's table, and a small capital is drawn for two, `S` and
`s`: what small capitals say is given beside them too, so that they are read in the case of the
source.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from typing import Any

import pydyf

from newsbook.pdf.engine.justify import is_cjk
from newsbook.pdf.engine.shelf import width_of

__all__ = ["draw_spaced", "wide_face"]

SPELLED_EM = 0.08
WIDENED_EM = 0.13
STEP = 150
FULL_WIDTH = 900
INVISIBLE = str.maketrans("", "", "\u200b\u2060\u00ad")


def draw_spaced(draw: Callable[[], None], stream: Any, textbox: Any) -> None:
    """Draw `textbox` by `draw`, in a way that its gaps are not read as spaces."""
    style = textbox.style
    spacing, own = getattr(textbox, "newsbook_spacing", 0.0), style["letter_spacing"]
    if own != "normal" and is_cjk(style):
        spacing += own
    gap = spacing / style["font_size"]
    if gap < SPELLED_EM and not _in_small_capitals(textbox):
        draw()
    elif gap < WIDENED_EM and not getattr(textbox, "newsbook_joined", False):
        text = pydyf.String(textbox.text.translate(INVISIBLE))
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": text}))
        draw()
        stream.end_marked_content()
    else:
        with _wide_fonts(stream, max(1, round(gap * 1000 / STEP)) * STEP):
            draw()


def _in_small_capitals(textbox: Any) -> bool:
    """Whether letters of `textbox` may be drawn as small capitals."""
    text: str = textbox.text
    styled: bool = textbox.style["font_variant_caps"] != "normal"
    return styled and text.lower() != text.upper()


@contextmanager
def _wide_fonts(stream: Any, extra: int) -> Iterator[None]:
    """Draw on `stream` with faces whose full-width glyphs are `extra`/1000 em wider."""
    add_font = stream.add_font
    used = []

    def add_wide(pango_font: Any) -> tuple[Any, float]:
        font, size = add_font(pango_font)
        wide = wide_face(stream, font, pango_font, size, extra)
        wide.widths.drawing = True
        used.append(wide)
        return wide, size

    stream.add_font = add_wide
    try:
        yield
    finally:
        del stream.add_font
        for wide in used:
            wide.widths.drawing = False


class _Widths(dict[int, float]):
    """The widths of a wide face: those of the face it is made from, and more for wide glyphs.

    While `drawing`, it claims to know every glyph, so that it is asked and not told.
    """

    def __init__(self, stream: Any, font: Any, pango_font: Any, size: float, extra: int) -> None:
        super().__init__()
        self.stream, self.font = stream, font
        self.pango_font, self.size, self.extra = pango_font, size, extra
        self.drawing = False

    def __contains__(self, glyph: object) -> bool:
        return self.drawing or super().__contains__(glyph)

    def __missing__(self, glyph: int) -> float:
        width = width_of(glyph, self.font, self.pango_font, self.size, self.stream)
        self[glyph] = width + self.extra if width >= FULL_WIDTH else width
        return self[glyph]


def wide_face(stream: Any, font: Any, pango_font: Any, size: float, extra: int) -> Any:
    """Return the copy of `font` whose full-width glyphs are `extra`/1000 em wider."""
    shelf = stream._fonts
    key = ("wide", font.hash, size, extra)
    if key not in shelf:
        wide = copy.copy(font)
        digest = md5(f"{font.hash}+{extra}".encode(), usedforsecurity=False).digest()
        wide.hash = "".join(chr(65 + byte % 26) for byte in digest[:6])
        wide.name = b"/" + wide.hash.encode() + b"+" + font.name.partition(b"+")[2]
        wide.widths = _Widths(stream, font, pango_font, size, extra)
        wide.to_unicode, wide.missing, wide.newsbook_extra = {}, {}, extra
        shelf[key] = wide
    return shelf[key]
