"""From emphasised text in Chinese, Japanese and Korean to the dots that mark it.

Where a style sheet says `--dots: under`, `over` or `sesame`, a mark is drawn under or over every
character (CLREQ 3.3.1, JLREQ 3.3.9, KLREQ 3.5.3; CSS Text Decoration 3, 3). It is drawn and not
written, so that text, line breaks and justification stay what they are. Punctuation gets none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi

__all__ = ["dots_of", "draw_dots"]

_DOTTED = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
# Centre of the mark over the baseline, and its radius, in em; the em box stands .88 em above the
# baseline and .12 em below.
_PLACES = {"under": (-0.27, 0.06), "over": (1.02, 0.06), "sesame": (1.02, 0.1)}
_ROUND = 0.5523  # how far the handles of a curve stand out for a quarter of a circle
# A sesame seed in a box from -1 to 1, y up: where it begins, then curves.
_SESAME = (
    (-0.72, 0.86),
    ((-0.1, 0.9), (0.95, -0.05), (0.82, -0.68)),
    ((0.74, -1.02), (0.22, -1.0), (-0.06, -0.62)),
    ((-0.32, -0.25), (-0.95, 0.5), (-0.72, 0.86)),
)


def dots_of(style: Any) -> str:
    """Return which dots text in `style` has: `under`, `over`, `sesame` or none (`""`)."""
    value = style["__dots"]
    return next((t.value for t in value or () if t.type == "ident" and t.value in _PLACES), "")


def _centres(textbox: Any) -> Iterator[float]:
    """Yield how far right of the box the middle of each dotted character stands, in px."""
    line, _ = textbox.pango_layout.get_first_line()
    text = textbox.pango_layout.text.encode()
    em, x, run = textbox.style["font_size"], 0.0, line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        glyphs = item.glyphs
        for i in range(glyphs.num_glyphs):
            geometry = glyphs.glyphs[i].geometry
            at = item.item.offset + glyphs.log_clusters[i]
            character = text[at : at + 4].decode("utf-8", "ignore")[:1]
            if _DOTTED.match(character):
                yield x + geometry.x_offset * FROM_UNITS + em / 2
            x += geometry.width * FROM_UNITS


def draw_dots(stream: Any, textbox: Any) -> None:
    """Draw the dots of `textbox`, when it has any, on `stream`."""
    kind = dots_of(textbox.style)
    if not kind or not _DOTTED.search(textbox.text):
        return
    textbox.pango_layout.reactivate(textbox.style)
    centres = list(_centres(textbox))
    textbox.pango_layout.deactivate()
    height, radius = _PLACES[kind]
    em = textbox.style["font_size"]
    y = textbox.position_y + textbox.baseline - height * em
    shape: Callable[..., None] = _seed if kind == "sesame" else _circle
    with stream.stacked():
        stream.set_color(textbox.style["color"])
        for x in centres:
            shape(stream, textbox.position_x + x, y, radius * em)
        stream.fill()


def _circle(stream: Any, x: float, y: float, r: float) -> None:
    k = r * _ROUND
    stream.move_to(x + r, y)
    stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
    stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
    stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
    stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)
    stream.close()


def _seed(stream: Any, x: float, y: float, r: float) -> None:
    start, *curves = _SESAME
    stream.move_to(x + start[0] * r, y - start[1] * r)
    for points in curves:
        stream.curve_to(*(v for px, py in points for v in (x + px * r, y - py * r)))
    stream.close()
