"""From the instructions of one PDF content stream to what they paint, where and in which colour.

`Interpreter` follows the graphics state of ISO 32000-1, 8.4. Places are rectangles in the default
space of the page, a little generous for curves and glyphs, never too small.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pikepdf

from newsbook.pdf.geometry import IDENTITY, Box, Matrix, matrix_of, multiply, scale_of
from newsbook.pdf.glyphs import FontMeasure, measure

__all__ = ["Colour", "Interpreter", "Paint", "State", "Where", "lookup"]

Where = Literal["page", "form", "pattern", "mask", "glyph", "annotation"]
Kind = Literal["fill", "stroke", "text", "image", "shading", "inline-image", "form", "error"]

_DEVICE = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_PATH_FILL = {"f", "F", "f*"}
_PATH_STROKE = {"S", "s"}
_PATH_BOTH = {"B", "B*", "b", "b*"}
_START = {"/DeviceGray": (0.0,), "/DeviceRGB": (0.0,) * 3, "/DeviceCMYK": (0.0, 0.0, 0.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as set: the colour space (a name or an array of the file), numbers, pattern name."""

    space: Any
    values: tuple[float, ...] = ()
    pattern: str | None = None

    @property
    def family(self) -> str:
        """The name of the colour space's family, such as `/DeviceCMYK` or `/Separation`."""
        if isinstance(self.space, pikepdf.Array):
            return str(self.space[0]) if len(self.space) else "?"
        return str(self.space)

    @property
    def cmyk(self) -> tuple[float, float, float, float] | None:
        """The process inks, when the colour is set in device CMYK or grey; else None."""
        if self.family == "/DeviceCMYK" and len(self.values) == 4:
            c, m, y, k = self.values
            return (c, m, y, k)
        if self.family == "/DeviceGray" and len(self.values) == 1:
            return (0.0, 0.0, 0.0, 1 - self.values[0])
        return None


_BLACK = Colour("/DeviceGray", (0.0,))


@dataclass(slots=True)
class State:
    """The graphics state, as far as print cares; `marked` are the tags of marked content around."""

    ctm: Matrix = IDENTITY
    clip: Box | None = None
    fill: Colour = _BLACK
    stroke: Colour = _BLACK
    line_width: float = 1.0
    font: FontMeasure | None = None
    font_object: Any = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "/Normal"
    soft_mask: Any = None
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paint:
    """One painting operation: `box` is where on the page, `target` the object painted.

    For text, `codes` are the character codes and `size` the height of an em on the page; for
    strokes, `size` is the line's width on the page; all in PDF units.
    """

    kind: Kind
    box: Box
    colour: Colour | None
    state: State
    where: Where
    operator: str
    resources: Any
    target: Any = None
    name: str = ""
    size: float = 0.0
    codes: tuple[int, ...] = ()


def _numbers(operands: Any) -> list[float]:
    return [float(v) for v in operands if not isinstance(v, pikepdf.Object | str)]


def lookup(resources: Any, kind: str, name: str) -> Any:
    """Return the resource `name` of `kind` (`/Font`...), or None."""
    table = resources.get(kind) if resources is not None else None
    return table.get(name) if isinstance(table, pikepdf.Dictionary) else None


@dataclass(slots=True)
class Interpreter:
    """Follows one content stream: feed it instructions, read `state` and what was painted."""

    resources: Any
    state: State
    where: Where = "page"
    fonts: dict[Any, FontMeasure] = field(default_factory=dict)
    stack: list[State] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    clipping: bool = False
    text: Matrix = IDENTITY
    line: Matrix = IDENTITY

    def feed(self, operator: str, operands: Any) -> list[Paint]:
        """Take one instruction; return what it painted, mostly nothing."""
        match operator:
            case "q":
                self.stack.append(replace(self.state))
            case "Q":
                if self.stack:
                    self.state = self.stack.pop()
            case "cm":
                self.state.ctm = multiply(matrix_of(operands), self.state.ctm)
            case "w":
                self.state.line_width = _numbers(operands)[0]
            case "gs":
                self._external(lookup(self.resources, "/ExtGState", str(operands[0])))
            case "BMC" | "BDC":
                self.state.marked = (*self.state.marked, str(operands[0]))
            case "EMC":
                self.state.marked = self.state.marked[:-1]
            case "m" | "l" | "c" | "v" | "y" | "re" | "h":
                self._path(operator, _numbers(operands))
            case "W" | "W*":
                self.clipping = True
            case "n" | "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*":
                return self._end_path(operator)
            case "sh":
                return self._shade(str(operands[0]))
            case "Do":
                return self._do(str(operands[0]))
            case "INLINE IMAGE":
                box = Box(0, 0, 1, 1).through(self.state.ctm)
                return self._paint("inline-image", box, operator, self.state.fill, operands[0])
            case _:
                if operator in _COLOUR:
                    self._colour(operator, operands)
                elif operator in _TEXT:
                    return self._text(operator, operands)
        return []

    def broken(self, operator: str) -> list[Paint]:
        """Return the finding for an instruction whose operands make no sense."""
        clip = self.state.clip or Box(0, 0, 0, 0)
        return self._paint("error", clip, operator, None, name=f"operands of {operator}")

    # ---- helpers
    def _paint(
        self,
        kind: Kind,
        box: Box,
        operator: str,
        colour: Colour | None,
        target: Any = None,
        *,
        name: str = "",
        size: float = 0.0,
        codes: tuple[int, ...] = (),
    ) -> list[Paint]:
        clipped = box if self.state.clip is None else box.common(self.state.clip)
        if clipped is None:
            return []
        return [
            Paint(
                kind,
                clipped,
                colour,
                replace(self.state),
                self.where,
                operator,
                self.resources,
                target,
                name,
                size,
                codes,
            )
        ]

    def _external(self, gs: Any) -> None:
        if not isinstance(gs, pikepdf.Dictionary):
            return
        s = self.state
        if "/OP" in gs:
            s.overprint_stroke = bool(gs["/OP"])
            s.overprint_fill = bool(gs.get("/op", gs["/OP"]))
        elif "/op" in gs:
            s.overprint_fill = bool(gs["/op"])
        s.overprint_mode = int(gs.get("/OPM", s.overprint_mode))
        s.alpha_fill = float(gs.get("/ca", s.alpha_fill))
        s.alpha_stroke = float(gs.get("/CA", s.alpha_stroke))
        s.line_width = float(gs.get("/LW", s.line_width))
        if "/BM" in gs:
            modes = gs["/BM"]
            s.blend = str(modes[0] if isinstance(modes, pikepdf.Array) and len(modes) else modes)
        if "/SMask" in gs:
            mask = gs["/SMask"]
            s.soft_mask = mask if isinstance(mask, pikepdf.Dictionary) else None
        if "/Font" in gs and len(gs["/Font"]) == 2:
            self._font(gs["/Font"][0], float(gs["/Font"][1]))

    def _font(self, font: Any, size: float) -> None:
        self.state.size, self.state.font_object = size, font
        if isinstance(font, pikepdf.Dictionary):
            key = font.objgen if font.is_indirect else id(font)
            if key not in self.fonts:
                self.fonts[key] = measure(font)
            self.state.font = self.fonts[key]
        else:
            self.state.font = None

    # ---- colour (8.6.8)
    def _colour(self, operator: str, operands: Any) -> None:
        fills = operator[0].islower()
        name = operator.lower()
        if name in _DEVICE:
            colour = Colour(_DEVICE[name], tuple(_numbers(operands)))
        elif name == "cs":
            wanted = str(operands[0])
            space = lookup(self.resources, "/ColorSpace", wanted)
            colour = Colour(wanted if space is None else space)
            colour = replace(colour, values=_START.get(colour.family, ()))
        else:
            old = self.state.fill if fills else self.state.stroke
            pattern = str(operands[-1]) if operands and _is_name(operands[-1]) else None
            colour = Colour(old.space, tuple(_numbers(operands)), pattern)
        if fills:
            self.state.fill = colour
        else:
            self.state.stroke = colour

    # ---- paths (8.5)
    def _path(self, operator: str, v: list[float]) -> None:
        a, b, c, d, e, f = self.state.ctm
        if operator == "re" and len(v) == 4:
            x, y, w, h = v
            corners = [(x, y), (x + w, y), (x, y + h), (x + w, y + h)]
        else:
            corners = list(zip(v[::2], v[1::2], strict=False))
        self.points += [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]

    def _end_path(self, operator: str) -> list[Paint]:
        box = Box.around(self.points)
        found: list[Paint] = []
        if box is not None:
            if operator in _PATH_FILL or operator in _PATH_BOTH:
                found += self._paint("fill", box, operator, self.state.fill)
            if operator in _PATH_STROKE or operator in _PATH_BOTH:
                width = self.state.line_width * scale_of(self.state.ctm)
                half = width / 2
                wide = box.grown(half, half, half, half)
                found += self._paint("stroke", wide, operator, self.state.stroke, size=width)
            if self.clipping:
                old = self.state.clip
                shared = box if old is None else box.common(old)
                self.state.clip = shared or Box(box.x0, box.y0, box.x0, box.y0)
        self.points, self.clipping = [], False
        return found

    def _shade(self, name: str) -> list[Paint]:
        shading = lookup(self.resources, "/Shading", name)
        box = self.state.clip or Box(-1e6, -1e6, 1e6, 1e6)
        return self._paint("shading", box, "sh", None, shading, name=name)

    def _do(self, name: str) -> list[Paint]:
        target = lookup(self.resources, "/XObject", name)
        if not isinstance(target, pikepdf.Stream):
            box = self.state.clip or Box(0, 0, 0, 0)
            return self._paint("error", box, "Do", None, None, name=name)
        if str(target.get("/Subtype")) == "/Image":
            box = Box(0, 0, 1, 1).through(self.state.ctm)
            return self._paint("image", box, "Do", self.state.fill, target, name=name)
        matrix = multiply(matrix_of(target.get("/Matrix")), self.state.ctm)
        box = Box.of(target.get("/BBox", [0, 0, 0, 0])).through(matrix)
        return self._paint("form", box, "Do", self.state.fill, target, name=name)

    # ---- text (9.3, 9.4)
    def _text(self, operator: str, operands: Any) -> list[Paint]:
        s = self.state
        v = _numbers(operands)
        match operator:
            case "BT":
                self.text = self.line = IDENTITY
            case "Tf":
                self._font(lookup(self.resources, "/Font", str(operands[0])), v[0])
            case "Tc":
                s.character_space = v[0]
            case "Tw":
                s.word_space = v[0]
            case "Tz":
                s.stretch = v[0] / 100
            case "TL":
                s.leading = v[0]
            case "Ts":
                s.rise = v[0]
            case "Tr":
                s.render = int(v[0])
            case "Tm":
                self.text = self.line = matrix_of(operands)
            case "Td" | "TD":
                if operator == "TD":
                    s.leading = -v[1]
                self._next_line(v[0], v[1])
            case "T*":
                self._next_line(0, -s.leading)
            case "'" | '"':
                if operator == '"':
                    s.word_space, s.character_space = v[0], v[1]
                self._next_line(0, -s.leading)
                return self._show([operands[-1]], operator)
            case "Tj":
                return self._show(list(operands), operator)
            case "TJ":
                return self._show(list(operands[0]), operator)
        return []

    def _next_line(self, x: float, y: float) -> None:
        self.text = self.line = multiply((1, 0, 0, 1, x, y), self.line)

    def _show(self, parts: list[Any], operator: str) -> list[Paint]:
        s, font = self.state, self.state.font
        if font is None:
            return self._paint("error", s.clip or Box(0, 0, 0, 0), operator, None, name="font")
        length, codes = 0.0, []
        for part in parts:
            if isinstance(part, pikepdf.String | str | bytes):
                for code in font.codes(bytes(part) if not isinstance(part, str) else part.encode()):
                    codes.append(code)
                    extra = s.character_space + (s.word_space if code == font.space else 0.0)
                    length += (font.advance(code) * s.size + extra) * s.stretch
            else:
                length -= float(part) / 1000 * s.size * s.stretch
        matrix = multiply(self.text, s.ctm)
        low, high = font.descent * s.size + s.rise, font.ascent * s.size + s.rise
        box = Box.of([0, low, length, high]).through(matrix)
        self.text = multiply((1, 0, 0, 1, length, 0), self.text)
        if not codes or s.render == 3:
            return []
        return self._paint(
            "text",
            box,
            operator,
            s.stroke if s.render == 1 else s.fill,
            s.font_object,
            name=font.name,
            size=abs(s.size) * scale_of(matrix),
            codes=tuple(codes),
        )


_COLOUR = {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"}
_TEXT = {"BT", "ET", "Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "Tm", "Td", "TD", "T*"}
_TEXT |= {"'", '"', "Tj", "TJ"}


def _is_name(value: Any) -> bool:
    return isinstance(value, pikepdf.Name)
