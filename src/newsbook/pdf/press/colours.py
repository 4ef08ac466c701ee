"""From the colour operators of a content stream to operators in inks.

ISO 32000-1, 8.6.8. What sets a colour is rewritten as `k`/`K` (device CMYK) or, for a special ink,
as a tint of its Separation space; patterns stay patterns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from newsbook.manifest.types import Spot
from newsbook.pdf.geometry import decimal
from newsbook.pdf.graphics import Colour, lookup
from newsbook.pdf.press.inks import Cmyk, Inks

__all__ = ["Setting", "Settings", "separation"]

Instruction = tuple[list[Any], Operator]


@dataclass(frozen=True, slots=True)
class Setting:
    """A colour in inks: process inks, or a special ink and its tint, or none of them (a pattern).

    In a file that is not in inks, `rgb` is the colour (sRGB, 0 to 1).
    """

    cmyk: Cmyk | None = None
    spot: Spot | None = None
    tint: float = 1.0
    rgb: tuple[float, float, float] | None = None

    @property
    def black_only(self) -> bool:
        """Whether this is solid black ink and nothing else."""
        return self.spot is None and self.cmyk is not None and self.cmyk == (0, 0, 0, 1)


def separation(spot: Spot) -> Any:
    """Return the Separation colour space of a special ink (8.6.6.4)."""
    return Array(
        [
            Name.Separation,
            Name("/" + spot.name),
            Name.DeviceCMYK,
            Dictionary(
                FunctionType=2,
                Domain=Array([0, 1]),
                C0=Array([0, 0, 0, 0]),
                C1=Array([decimal(v) for v in inks_of(spot)]),
                N=1,
            ),
        ]
    )


def inks_of(spot: Spot) -> Cmyk:
    """Return the process inks that stand in for a special ink."""
    return spot.cmyk or (0.0, 0.0, 0.0, 1.0)


def _tint(cmyk: Cmyk, spot: Spot) -> float | None:
    """Return the tint of `spot` that stands for `cmyk`, or None when it is another colour."""
    full = inks_of(spot)
    strongest = max(range(4), key=lambda i: full[i])
    if spot.cmyk is None or not full[strongest] or not cmyk[strongest]:
        return None
    tint = cmyk[strongest] / full[strongest]
    fits = all(abs(a - b * tint) < 0.0015 for a, b in zip(cmyk, full, strict=True))
    return min(tint, 1.0) if fits and tint < 1.001 else None


@dataclass(slots=True)
class Settings:
    """Turns colours as set into `Setting`s and instructions; `problems` says what it cannot."""

    inks: Inks
    spots: tuple[Spot, ...] = ()
    done: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def black(self) -> Setting:
        """The colour a page starts in."""
        return Setting((0.0, 0.0, 0.0, 1.0))

    def setting(self, colour: Colour) -> Setting:
        """Return the inks of a colour; a pattern has none of its own."""
        if colour.family == "/Pattern":
            return Setting()
        spot = self._named(colour)
        if spot is not None:
            return spot
        cmyk = self._cmyk(colour)
        if cmyk is None:
            self.problems.append(f"a colour in the space {colour.family} cannot be turned to inks")
            return Setting((0.0, 0.0, 0.0, 1.0))
        for ink in self.spots:
            tint = _tint(cmyk, ink)
            if tint is not None:
                return Setting(None, ink, tint)
        return Setting(cmyk)

    def _named(self, colour: Colour) -> Setting | None:
        """Return the special ink whose name the file already gives to the colour, if it does."""
        if isinstance(colour.space, Array) and colour.family == "/Separation":
            names = {ink.name: ink for ink in self.spots}
            ink = names.get(str(colour.space[1]).lstrip("/"))
            if ink is not None and colour.values:
                return Setting(None, ink, colour.values[0])
        return None

    def _cmyk(self, colour: Colour) -> Cmyk | None:
        v = colour.values
        match colour.family, len(v):
            case "/DeviceCMYK", 4:
                return self.inks.limited((v[0], v[1], v[2], v[3]))
            case "/DeviceGray" | "/CalGray", 1:
                return self.inks.gray(v[0])
            case "/DeviceRGB" | "/CalRGB", 3:
                self.done["colours to inks"] += 1
                return self.inks.rgb(*v)
            case "/Lab", 3:
                self.done["colours to inks"] += 1
                return self.inks.lab(*v)
            case "/ICCBased", 1 | 3 | 4:
                try:
                    return self.inks.managed(v, bytes(colour.space[1].read_bytes()))
                except (ValueError, pikepdf.PdfError) as error:
                    self.problems.append(str(error))
        return None

    def supply(self, resources: Any, spot: Spot) -> None:
        """Add to `resources` the colour space of a special ink."""
        name = spot_name(spot, self.spots)
        spaces = resources.get("/ColorSpace")
        if not isinstance(spaces, Dictionary):
            spaces = resources["/ColorSpace"] = Dictionary()
        if lookup(resources, "/ColorSpace", name) is None:
            spaces[name] = separation(spot)

    def instructions(self, setting: Setting, *, stroke: bool) -> list[Instruction]:
        """Return the instructions that set a colour; a special ink is to be supplied."""
        if setting.spot is not None:
            name = spot_name(setting.spot, self.spots)
            select, paint = ("CS", "SCN") if stroke else ("cs", "scn")
            return [
                ([Name(name)], Operator(select)),
                ([decimal(setting.tint)], Operator(paint)),
            ]
        assert setting.cmyk is not None
        return [([decimal(v) for v in setting.cmyk], Operator("K" if stroke else "k"))]


def spot_name(spot: Spot, spots: tuple[Spot, ...]) -> str:
    """Return the resource name of a special ink."""
    return f"/NBink{spots.index(spot)}"
