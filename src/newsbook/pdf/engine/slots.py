"""From marks in laid-out text to slots, where page numbers are stamped when the book is bound.

While a unit is typeset nobody knows on which page it will stand. Where a folio belongs, the text
holds a mark: three digits between word joiners, which have no glyph. After layout the mark's box
becomes a slot: nothing is drawn but a marked-content point, and the galley says where, how aligned,
and with which glyphs the number is to be set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import create_layout, line_size

from newsbook.composition import GalleySlot, SlotGlyph
from newsbook.pdf.engine.shelf import width_of

__all__ = ["FolioCounters", "FolioNumber", "Marks", "SlotMaker", "Spot"]

JOINER = "\u2060"
MARK = re.compile(f"({JOINER}+)000{JOINER}")
ROMAN = "ivxlcdm"
STYLE_KEYS = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "font_language_override", "letter_spacing", "lang", "text_transform",
)  # fmt: skip
Kind = Literal["folio", "last", "ref"]


@dataclass(frozen=True, slots=True)
class Spot:
    """What a mark stands for: `target` is an id for references, `numerals` a counter style."""

    kind: Kind
    target: str = ""
    numerals: str = "decimal"


class Marks:
    """Gives each spot a mark of its own: the number of joiners before it tells which it is."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []

    def mark(self, spot: Spot) -> str:
        """Return the text that stands for `spot`."""
        if spot not in self.spots:
            self.spots.append(spot)
        return JOINER * (1 + self.spots.index(spot)) + "000" + JOINER

    def reference(self, target: str) -> str:
        """Return the text that stands for the folio of the page of `target`."""
        return self.mark(Spot("ref", target))

    def find(self, text: str) -> tuple[Spot, int, int] | None:
        """Return the first spot marked in `text`, and where its mark begins and ends."""
        found = MARK.search(text)
        if found is None or len(found[1]) > len(self.spots):
            return None
        return self.spots[len(found[1]) - 1], found.start(), found.end()


class FolioNumber(int):
    """The value of a page counter that is not known before the book is bound."""

    kind: Kind = "folio"

    @classmethod
    def last(cls) -> FolioNumber:
        """Return the number of the last page."""
        number = cls(0)
        number.kind = "last"
        return number


class FolioCounters(CounterStyle):  # type: ignore[misc]
    """Counter styles that write a mark where a folio is to be rendered."""

    marks: Marks | None = None

    def render_value(
        self,
        counter_value: Any,
        counter_name: Any = None,
        counter: Any = None,
        previous_types: Any = None,
    ) -> str:
        """Return the text of `counter_value`, or the mark of a folio."""
        if isinstance(counter_value, FolioNumber) and self.marks is not None:
            numerals = counter_name if isinstance(counter_name, str) else "decimal"
            return self.marks.mark(Spot(counter_value.kind, numerals=numerals))
        text = super().render_value(counter_value, counter_name, counter, previous_types)
        return str(text)


@dataclass(slots=True)
class SlotMaker:
    """Turns the marks in one page's boxes into slots.

    `glyphs` is shared by all units of a session: glyphs by style and character.
    """

    marks: Marks
    counters: FolioCounters
    glyphs: dict[tuple[Any, ...], dict[str, SlotGlyph]]
    count: int = 0

    def _key(self) -> str:
        self.count += 1
        return f"nb{self.count}"

    def furniture(self, box: Any, stream: Any) -> Iterator[GalleySlot]:
        """Make slots of the marks below the margin box `box`."""
        for line, parents in _lines(box):
            yield from self._line(line, parents[-1] if parents else box, stream)

    def references(self, page_box: Any, stream: Any) -> Iterator[GalleySlot | Spot]:
        """Make slots of the references to pages in the text of `page_box`.

        Yields a `Spot` for each that cannot be stamped: its line has to be set with the number.
        """
        for line, parents in _lines(page_box):
            marked = [b for b in _texts(line) if self.marks.find(b.text)]
            if not marked:
                continue
            container = next((p for p in reversed(parents) if _is_container(p)), None)
            alone = len(list(_texts(line))) == 1 and MARK.fullmatch(marked[0].text)
            if alone and container is not None and _has_fixed_width(container):
                yield from self._line(line, container, stream)
                continue
            for box in marked:
                found = self.marks.find(box.text)
                if found is not None and found[0].kind == "ref":
                    yield found[0]

    def _line(self, line: Any, container: Any, stream: Any) -> Iterator[GalleySlot]:
        marked = next((b for b in _texts(line) if self.marks.find(b.text)), None)
        if marked is None:
            return
        slot_box, spot = self._split(line, marked)
        texts = list(_texts(line))
        place = texts.index(slot_box)
        before = tuple(self._movable(b) for b in texts[:place])
        after = tuple(self._movable(b) for b in texts[place + 1 :])
        slot = GalleySlot(
            key=self._key(),
            kind=spot.kind,
            target=spot.target,
            numerals=spot.numerals,
            x_px=slot_box.position_x,
            y_px=slot_box.position_y + slot_box.baseline,
            width_px=slot_box.width,
            size_px=round(slot_box.style["font_size"] / FROM_UNITS) * FROM_UNITS,
            align=_alignment(line),
            glyphs=self._glyphs(slot_box.style, spot.numerals, stream),
            transform=str(slot_box.style["text_transform"]),
            before=before,
            after=after,
        )
        slot_box.newsbook_slot = slot.key
        yield slot

    def _movable(self, box: Any) -> str:
        box.newsbook_move = self._key()
        return str(box.newsbook_move)

    def _split(self, line: Any, marked: Any) -> tuple[Any, Spot]:
        """Cut the text box `marked` so that the mark has a box of its own."""
        found = self.marks.find(marked.text)
        assert found is not None
        spot, start, end = found
        pieces = []
        x = marked.position_x
        for text in (marked.text[:start], marked.text[start:end], marked.text[end:]):
            if not text:
                continue
            piece = marked.copy_with_text(text)
            layout = create_layout(text, marked.style, None, None, 0)
            first, _ = layout.get_first_line()
            piece.width, _ = line_size(first, marked.style)
            layout.deactivate()
            piece.pango_layout, piece.position_x = layout, x
            x += piece.width
            pieces.append(piece)
            if text is marked.text[start:end] or MARK.fullmatch(text):
                slot_box = piece
        parent = next(p for p in _inline_parents(line) if marked in p.children)
        index = list(parent.children).index(marked)
        parent.children = [*parent.children[:index], *pieces, *parent.children[index + 1 :]]
        return slot_box, spot

    def _glyphs(self, style: Any, numerals: str, stream: Any) -> dict[str, SlotGlyph]:
        """Return the glyph of each character a number may need in `style`."""
        key = (numerals, *(str(style[name]) for name in STYLE_KEYS))
        if key not in self.glyphs:
            characters = sorted(self._characters(numerals, str(style["text_transform"])))
            self.glyphs[key] = {c: _glyph(c, style, stream) for c in characters}
        elif all(g.resource not in _hashes(stream) for g in self.glyphs[key].values()):
            _glyph("0", style, stream)
        return self.glyphs[key]

    def _characters(self, numerals: str, transform: str) -> set[str]:
        characters = set("0123456789" + ROMAN)
        if transform in ("uppercase", "capitalize"):
            characters |= set(ROMAN.upper())
        if numerals != "decimal":
            numbers = (*range(1, 200), *range(200, 2001, 100))
            characters |= {c for n in numbers for c in self.counters.render_value(n, numerals)}
        return characters


def _hashes(stream: Any) -> set[str]:
    return {font.hash for font in stream._fonts.values()}


def _glyph(character: str, style: Any, stream: Any) -> SlotGlyph:
    """Return the glyph with which Pango sets `character` in `style`, its font shelved."""
    layout = create_layout(character, style, None, None, 0)
    line, _ = layout.get_first_line()
    run = line.runs[0]
    item = run.data
    assert run != ffi.NULL
    pango_font = item.item.analysis.font
    font, size = stream.add_font(pango_font)
    info = item.glyphs.glyphs[0]
    glyph = int(info.glyph)
    width = width_of(glyph, font, pango_font, size, stream)
    result = SlotGlyph(font.hash, glyph, width, info.geometry.width * FROM_UNITS)
    layout.deactivate()
    return result


def _lines(box: Any, parents: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield every line box below `box` with the boxes it stands in, outermost first."""
    stack = [(box, parents)]
    while stack:
        node, above = stack.pop()
        node = getattr(node, "_box", node)
        if isinstance(node, boxes.LineBox):
            yield node, above
        if isinstance(node, boxes.ParentBox):
            stack.extend((child, (*above, node)) for child in reversed(list(node.children)))


def _texts(line: Any) -> Iterator[Any]:
    """Yield the text boxes of `line` itself, not those of blocks that stand in it."""
    for child in line.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _inline_parents(line: Any) -> Iterator[Any]:
    yield line
    for child in line.children:
        if isinstance(child, boxes.InlineBox):
            yield from _inline_parents(child)


def _is_container(box: Any) -> bool:
    return isinstance(box, boxes.BlockContainerBox)


def _has_fixed_width(box: Any) -> bool:
    return isinstance(box, boxes.TableCellBox) or box.style["width"] != "auto"


def _alignment(line: Any) -> float:
    """The share of free space to the left of `line`: 0 at its start, 1 at its end."""
    align = line.style["text_align_last"]
    if align == "auto":
        align = line.style["text_align_all"]
    rtl = line.style["direction"] == "rtl"
    if align == "center":
        return 0.5
    if align in ("left", "right"):
        return 1.0 if align == "right" else 0.0
    return 1.0 if (align == "end") != rtl else 0.0
