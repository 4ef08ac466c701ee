"""From a content stream in screen colours to one in inks, with black type overprinting.

Black type, rules and strokes of one point or less print over what is under them (overprint mode 1,
ISO 32000-1, 8.6.7), so that no white line shows when a plate is a hair out of place; never where
that would break the ink limit, never in white.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator

from newsbook.pdf.geometry import IDENTITY, Box, Matrix
from newsbook.pdf.glyphs import FontMeasure
from newsbook.pdf.graphics import Interpreter, Paint, State, lookup
from newsbook.pdf.portrait import Portrait, Portraits
from newsbook.pdf.press.colours import Instruction, Setting, Settings
from newsbook.pdf.press.screen import ScreenSettings

__all__ = ["OVERPRINT_OFF", "OVERPRINT_ON", "Contents"]

OVERPRINT_ON, OVERPRINT_OFF = Name("/NBop1"), Name("/NBop0")
_COLOUR = {"g", "rg", "k", "sc", "scn", "G", "RG", "K", "SC", "SCN", "cs", "CS"}
_PAINTING = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Tj", "TJ", "'", '"', "Do", "sh"}
_MARKED = {"BMC", "BDC", "EMC", "MP", "DP"}
_THIN_PT = 1.0


@dataclass(slots=True)
class _Emitted:
    """What the rewritten stream has set so far, at one level of `q`."""

    overprint: bool = False
    fill: Setting | None = None
    stroke: Setting | None = None


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """A rewritten stream, and what it needs: the states of overprint, special inks by number."""

    data: bytes
    overprints: bool
    spots: tuple[int, ...]
    done: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Contents:
    """Rewrites content streams. `settings` None keeps every colour.

    `states` are the two graphics states that switch overprint on and off; `portraits` remember
    streams, for the job whose digest is `order`. Marked content is taken out: the structure it
    points into does not go to the press.
    """

    settings: Settings | ScreenSettings | None
    overprint: bool
    keeps_alpha: bool
    states: tuple[Any, Any] | None = None
    portraits: Portraits = field(default_factory=Portraits)
    order: str = ""
    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def rewrite(
        self,
        stream: Any,
        resources: Any,
        portrait: Portrait,
        *,
        ctm: Matrix = IDENTITY,
        heavy: list[Box] | None = None,
        mask: bool = False,
        page: bool = False,
    ) -> bytes:
        """Return the new bytes of a content stream; `resources` gains what they need.

        `portrait` is of the two as they were typeset. `ctm` maps the stream's space to the page;
        `heavy` are the places on the page where black on top would break the ink limit. In a
        luminosity mask (`mask`) colours become greys of the same luminosity. A page starts in black
        (8.4.2); a form in the colour of its caller.
        """

        def write(measures: dict[Any, FontMeasure]) -> _Rewritten:
            apart = replace(self, done=Counter(), problems=[])
            if self.settings is not None:
                apart.settings = replace(self.settings, done=Counter(), problems=[])
            machine = Interpreter(resources, State(ctm=ctm), fonts=measures)
            writer = _Writer(apart, resources, machine, heavy or [], mask)
            return writer.rewritten(stream, page=page)

        asked = (self.order, ctm, heavy or [], mask, page)
        made = self.portraits.made("press content", portrait, asked, write)
        self._supply(resources, made)
        if self.settings is not None:
            self.settings.done.update(dict(made.done))
            self.settings.problems += made.problems
        return made.data

    def _supply(self, resources: Any, made: _Rewritten) -> None:
        """Add to `resources` what a rewritten stream names."""
        if made.overprints:
            assert self.states is not None
            table = resources.get("/ExtGState")
            if not isinstance(table, Dictionary):
                table = resources["/ExtGState"] = Dictionary()
            table[OVERPRINT_ON], table[OVERPRINT_OFF] = self.states
        if isinstance(self.settings, Settings):
            for ink in made.spots:
                self.settings.supply(resources, self.settings.spots[ink])


@dataclass(slots=True)
class _Writer:
    """Rewrites one stream."""

    contents: Contents
    resources: Any
    machine: Interpreter
    heavy: list[Box]
    mask: bool
    out: list[Instruction] = field(default_factory=list)
    now: _Emitted = field(default_factory=_Emitted)
    stack: list[_Emitted] = field(default_factory=list)
    marks: list[bool] = field(default_factory=list)
    overprints: bool = False
    spots: list[int] = field(default_factory=list)

    def rewritten(self, stream: Any, *, page: bool) -> _Rewritten:
        """Rewrite the whole stream."""
        settings = self.contents.settings
        if page and settings is not None:
            for stroke in (False, True):
                self.set_colour(settings.black, stroke=stroke)
        for instruction in pikepdf.parse_content_stream(stream):
            self.take(str(instruction.operator), list(instruction.operands))
        return _Rewritten(
            bytes(pikepdf.unparse_content_stream(self.out)),
            self.overprints,
            tuple(dict.fromkeys(self.spots)),
            tuple(settings.done.items()) if settings is not None else (),
            tuple(settings.problems) if settings is not None else (),
        )

    def take(self, operator: str, operands: list[Any]) -> None:
        """Rewrite one instruction."""
        if operator in _MARKED and not self._keeps_mark(operator, operands):
            return
        if operator == "gs" and not self._keeps(str(operands[0])):
            return
        if operator == "q":
            self.stack.append(_Emitted(self.now.overprint, self.now.fill, self.now.stroke))
        elif operator == "Q" and self.stack:
            self.now = self.stack.pop()
        painted = self.machine.feed(operator, operands)
        if operator in _COLOUR and self._colour(operator, operands):
            return
        if operator in _PAINTING:
            self._overprint(painted)
        self.out.append((operands, Operator(operator)))

    def _keeps_mark(self, operator: str, operands: list[Any]) -> bool:
        """Say whether a mark goes to the press: what a stretched line says, and what is ruby.

        Structure does not: a press file has none.
        """
        if operator == "EMC":
            return bool(self.marks) and self.marks.pop()
        if operator in ("MP", "DP"):
            return False
        said: Any = operands[1] if len(operands) > 1 else None
        keys = set(said.keys()) if isinstance(said, pikepdf.Dictionary) else set()
        kept = str(operands[0]) == "/RT" or ("/ActualText" in keys and "/MCID" not in keys)
        self.marks.append(kept)
        return kept

    def _keeps(self, name: str) -> bool:
        """Say whether a graphics state still has something to set."""
        gs = lookup(self.resources, "/ExtGState", name)
        return gs is None or self.contents.keeps_alpha or bool(set(gs.keys()) - _OPAQUE)

    def _colour(self, operator: str, operands: list[Any]) -> bool:
        """Write a colour in inks; say whether the instruction has been replaced."""
        settings = self.contents.settings
        if settings is None:
            return False
        stroke = operator[0].isupper()
        state = self.machine.state
        colour = state.stroke if stroke else state.fill
        if colour.family == "/Pattern":
            setattr(self.now, "stroke" if stroke else "fill", None)
            return False
        if self.mask:
            return self._grey(operator)
        if operator in ("cs", "CS") and not colour.values:
            return True
        self.set_colour(settings.setting(colour), stroke=stroke)
        return True

    def set_colour(self, setting: Setting, *, stroke: bool) -> None:
        """Write a colour, unless it is set already."""
        settings = self.contents.settings
        assert settings is not None
        if setting == (self.now.stroke if stroke else self.now.fill):
            return
        if stroke:
            self.now.stroke = setting
        else:
            self.now.fill = setting
        if setting.spot is not None and isinstance(settings, Settings):
            self.spots.append(settings.spots.index(setting.spot))
        self.out += settings.instructions(setting, stroke=stroke)

    def _grey(self, operator: str) -> bool:
        """In a luminosity mask: write the luminosity of an RGB colour (11.5.3) as a grey."""
        if operator not in ("rg", "RG"):
            return False
        state = self.machine.state
        r, g, b = (state.stroke if operator == "RG" else state.fill).values
        level = round(0.3 * r + 0.59 * g + 0.11 * b, 4)
        self.out.append(([level], Operator("G" if operator == "RG" else "g")))
        return True

    def _overprint(self, painted: list[Paint]) -> None:
        """Switch overprint on or off before an operator that paints."""
        contents = self.contents
        if not contents.overprint or contents.settings is None or self.mask:
            return
        wanted = bool(painted) and all(self._prints_over(paint) for paint in painted)
        if wanted == self.now.overprint:
            return
        self.now.overprint = wanted
        self.overprints = True
        self.out.append(([OVERPRINT_ON if wanted else OVERPRINT_OFF], Operator("gs")))

    def _prints_over(self, paint: Paint) -> bool:
        """Say whether something painted is black, small enough, and not on heavy colour."""
        stroked = paint.kind == "stroke" or (paint.kind == "text" and paint.state.render == 1)
        setting = self.now.stroke if stroked else self.now.fill
        if paint.kind == "text" and paint.state.render == 2 and self.now.stroke != self.now.fill:
            return False
        if setting is None or not setting.black_only or paint.state.alpha_fill < 1:
            return False
        thin = min(paint.box.width, paint.box.height) <= _THIN_PT
        if not (paint.kind == "text" or thin or (stroked and paint.size <= _THIN_PT)):
            return False
        return not any(paint.box.meets(box) for box in self.heavy)


_OPAQUE = {"/Type", "/ca", "/CA", "/AIS"}
