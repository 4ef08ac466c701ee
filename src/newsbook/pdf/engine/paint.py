"""From a laid-out page to its drawing operators: text, and furniture for either side.

A `Sheet` stands in for the engine's page while the PDF is written. It draws the page in layers that
the binder puts together: what lies under the text, the text, what lies over it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from weasyprint import draw
from weasyprint.stacking import StackingContext

from newsbook.composition import Furniture, GalleyPage, GalleySlot, Layer
from newsbook.pdf.engine.dots import draw_dots
from newsbook.pdf.engine.furniture import PageSides
from newsbook.pdf.engine.rubies import is_ruby
from newsbook.pdf.engine.slots import SlotMaker, Spot
from newsbook.pdf.engine.textlayer import draw_spaced
from newsbook.pdf.units import Side

__all__ = ["Sheet", "draw_text", "pack"]

PT = 0.75
LEVEL = 6
# Numbers in an array of text with nothing but empty strings between them.
ADJACENT = re.compile(rb">(?:-?[0-9.]+<>)*-?[0-9.]+<")
NUMBER = re.compile(rb"-?[0-9.]+")


def operators(stream: Any) -> bytes:
    """Return the operators collected in `stream`."""
    plain = type(stream).__mro__[1](stream.stream).data
    start = plain.index(b"stream\n") + len(b"stream\n")
    return _concise(bytes(plain[start : -len(b"\nendstream")]))


def _concise(data: bytes) -> bytes:
    """Join adjustments of text that follow each other, and leave out those of nothing.

    The engine writes one after every glyph, and one before it where letters are spaced, with all
    the digits of a floating-point number.
    """
    data = data.replace(b">0<", b"")
    if b"<>" in data:
        data = ADJACENT.sub(_sum, data)
    return data


def _sum(match: re.Match[bytes]) -> bytes:
    total = sum(float(number) for number in NUMBER.findall(match[0]))
    text = f"{total:.3f}".rstrip("0").rstrip(".")
    return b"" if text in ("", "0", "-0") else f">{text}<".encode()


def pack(data: bytes) -> Layer:
    """Deflate `data` into a run that can be joined with others (RFC 1951; full flush)."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)
    return Layer(packed, True, len(data), zlib.adler32(data))


def draw_text(
    original: Callable[..., Any],
    stream: Any,
    textbox: Any,
    offset_x: Any,
    text_overflow: Any,
    block_ellipsis: Any,
) -> None:
    """Draw `textbox` by the engine's own `original`, or leave a mark where a number will stand."""
    key = getattr(textbox, "newsbook_slot", None)
    if key is not None:
        with stream.stacked():
            stream.set_color(textbox.style["color"])
            stream.stream.append(f"/{key} MP")
        return

    def draw_it() -> None:
        original(stream, textbox, offset_x, text_overflow, block_ellipsis)
        draw_dots(stream, textbox)

    if is_ruby(textbox):
        stream.begin_marked_content("RT")
        draw_it()
        stream.end_marked_content()
        return

    key = getattr(textbox, "newsbook_move", None)
    if key is None:
        draw_spaced(draw_it, stream, textbox)
        return
    with stream.stacked():
        stream.stream.append(f"/{key} MP")
        draw_it()


@dataclass(slots=True, eq=False)
class Sheet:
    """One page, drawn in layers. Has the attributes of `weasyprint.document.Page`."""

    page: Any
    sides: PageSides
    maker: SlotMaker
    document: str
    result: GalleyPage | None = None
    unset: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the layers of this page; `stream`, the page's own, stays as it is."""
        with stream._fonts.drawn_with():
            self._paint(stream, scale)

    def _paint(self, stream: Any, scale: float) -> None:
        slots: list[GalleySlot] = []
        body = self._layer(stream, scale, self._draw_body, slots, tagged=True)
        packed = pack(body) if not slots else Layer(body, False, len(body), zlib.adler32(body))
        patterned = b"/Pattern" in body
        own = self.sides.page.page_type.side
        furniture: dict[str, Furniture] = {}
        for side in sorted(self.sides.sides):
            if side not in self.sides.drawn:
                found: list[GalleySlot] = []
                self.sides.drawn[side] = self._furniture(stream, scale, side, found), found
            entry, stamps = self.sides.drawn[side]
            slots += stamps
            if side == own or entry.shift_px == 0 or not patterned:
                furniture[side] = entry
        page = self.page
        self.result = GalleyPage(
            width_pt=page.width * PT,
            height_pt=page.height * PT,
            blank=self.sides.blank,
            name=str(self.sides.page.page_type.name or ""),
            document=self.document,
            body=packed,
            furniture=furniture,
            slots=tuple(slots),
        )

    def _layer(
        self,
        stream: Any,
        scale: float,
        paint: Callable[[Any, list[GalleySlot]], None],
        slots: list[GalleySlot],
        *,
        tagged: bool,
    ) -> bytes:
        layer = stream.clone(tags=stream._tags if tagged else None)
        layer._ctm_stack = [stream.ctm]
        with layer.stacked():
            layer.transform(a=scale, d=scale)
            begin = len(layer.stream)
            paint(layer, slots)
            empty = len(layer.stream) == begin
        return b"" if empty else operators(layer)

    def _draw_body(self, layer: Any, slots: list[GalleySlot]) -> None:
        box = self.page._page_box
        references = self.maker.references(box, layer) if self.maker.marks.spots else ()
        for item in references:
            if isinstance(item, Spot):
                if item.target not in self.unset:
                    self.unset.append(item.target)
            else:
                slots.append(item)
        draw.draw_stacking_context(layer, StackingContext.from_page(box))

    def _furniture(
        self, stream: Any, scale: float, side: Side, slots: list[GalleySlot]
    ) -> Furniture:
        furnished = self.sides.sides[side]
        turned = side != self.sides.page.page_type.side
        under_box = furnished if turned else self.page._page_box

        def under(layer: Any, _: list[GalleySlot]) -> None:
            _draw_under(layer, under_box)

        def over(layer: Any, found: list[GalleySlot]) -> None:
            for child in furnished.children:
                found.extend(self.maker.furniture(child, layer))
            if furnished.children:
                draw.draw_stacking_context(layer, StackingContext.from_page(furnished))

        shift = furnished.content_box_x() - self.sides.page.content_box_x()
        return Furniture(
            shift_px=shift,
            under=self._layer(stream, scale, under, slots, tagged=False),
            over=self._layer(stream, scale, over, slots, tagged=False),
            boxes=page_boxes(furnished),
        )


def _draw_under(layer: Any, page_box: Any) -> None:
    """Draw what the engine draws before the content of a page (see `weasyprint.draw.draw_page`)."""
    marks = page_box.style["marks"]
    context_box = page_box.copy_with_children([])
    draw.draw_background(
        layer, context_box.background, clip_box=False, bleed=context_box.bleed, marks=marks
    )
    draw.set_mask_border(layer, page_box)
    draw.draw_background(layer, page_box.canvas_background, clip_box=False)
    draw.draw_border(layer, page_box)


def page_boxes(page_box: Any) -> dict[str, tuple[float, float, float, float]]:
    """Return MediaBox, TrimBox and BleedBox of a page in pt, the trim's corner at the origin."""
    bleed = {side: value * PT for side, value in page_box.bleed.items()}
    width, height = page_box.margin_width() * PT, page_box.margin_height() * PT
    outer = (-bleed["left"], -bleed["bottom"], width + bleed["right"], height + bleed["top"])
    return {"MediaBox": outer, "TrimBox": (0.0, 0.0, width, height), "BleedBox": outer}
