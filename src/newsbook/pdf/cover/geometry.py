"""From a book's size, spine and binding to the sheet its cover is printed on.

A wrap is back, spine and front side by side, with flaps outside them if there are any. A case (hard
cover) has boards that stand out over the pages and paper turned in around them; its figures are the
trade's usual ones and are the printer's to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsbook.manifest.types import Binding, PressOptions
from newsbook.pdf.cover.spine import Spine
from newsbook.targets import Target
from newsbook.trim import Trim

__all__ = ["CoverSheet", "front_sheet", "wrap_sheet"]

_SAFE_MM, _BLEED_MM = 3.0, 3.0
_OVERHANG_MM, _TURN_IN_MM, _HINGE_MM = 3.0, 16.0, 8.0


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """The sheet of a cover, in mm. `panel` is the front (and the back), without flap and turn-in.

    `left` is where each panel begins on the cut sheet: `back-flap`, `back`, `spine`, `front`,
    `front-flap`; `folds` are where it is folded.
    """

    panel: Trim
    spine: Spine | None
    flap_mm: float = 0.0
    turn_in_mm: float = 0.0
    bleed_mm: float = _BLEED_MM
    safe_mm: float = _SAFE_MM
    hinge_mm: float = 0.0

    @property
    def trim(self) -> Trim:
        """The sheet as it is cut, turn-ins included."""
        width = self.panel.width_mm
        if self.spine is not None:
            width = 2 * (width + self.flap_mm) + self.spine.width_mm
        turned = 2 * self.turn_in_mm
        return Trim(round(width + turned, 3), round(self.panel.height_mm + turned, 3))

    @property
    def left(self) -> dict[str, float]:
        """Where each panel begins, from the left edge of the cut sheet."""
        if self.spine is None:
            return {"front": self.turn_in_mm}
        back = self.turn_in_mm + self.flap_mm
        spine = back + self.panel.width_mm
        front = spine + self.spine.width_mm
        found = {"back": back, "spine": spine, "front": front}
        if self.flap_mm:
            found["back-flap"] = self.turn_in_mm
            found["front-flap"] = front + self.panel.width_mm
        return {name: round(x, 3) for name, x in found.items()}

    @property
    def folds(self) -> tuple[float, ...]:
        """Where the sheet is folded, from its left edge."""
        if self.spine is None:
            return ()
        left = self.left
        places = [left["spine"], left["front"]] if self.spine.width_mm else [left["spine"]]
        if self.flap_mm:
            places += [left["back"], left["front-flap"]]
        return tuple(sorted(places))


def _safe(target: Target) -> float:
    return target.cover_safe_mm if target.cover_safe_mm is not None else _SAFE_MM


def _bleed(order: PressOptions, target: Target) -> float:
    if target.cover_bleed_mm is not None:
        return target.cover_bleed_mm
    stated = order.bleed_mm
    return max(stated.top, stated.outside, stated.bottom) if stated else _BLEED_MM


def front_sheet(trim: Trim, order: PressOptions, target: Target) -> CoverSheet:
    """Return the sheet of a front cover alone, the size of the book's page."""
    return CoverSheet(trim, None, bleed_mm=_bleed(order, target), safe_mm=_safe(target))


def wrap_sheet(trim: Trim, spine: Spine, order: PressOptions, target: Target) -> CoverSheet:
    """Return the sheet of a cover that wraps the book."""
    binding = order.binding or Binding()
    bleed, safe = _bleed(order, target), _safe(target)
    if binding.kind == "hardcover":
        panel = Trim(trim.width_mm + _OVERHANG_MM, trim.height_mm + 2 * _OVERHANG_MM)
        return CoverSheet(panel, spine, 0.0, _TURN_IN_MM, bleed, safe, _HINGE_MM)
    return CoverSheet(trim, spine, binding.flap_mm or 0.0, 0.0, bleed, safe)
