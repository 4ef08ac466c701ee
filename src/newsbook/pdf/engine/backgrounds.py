"""From a background that repeats to one that does not, where one copy of it covers everything.

The engine paints what repeats as a tile. A gradient over its whole box is such a tile, and where
the box ends between two pixels the next tile begins: Ghostscript and Poppler draw the colour of its
start as a line along the edge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["BACKGROUNDS", "draw_once"]

# What this needs of the engine. Without it such lines stay.
BACKGROUNDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.draw", "draw_background_image", ("stream", "layer", "style")),
)
_HAIR_PX = 0.01


def draw_once(original: Callable[..., Any], stream: Any, layer: Any, style: Any) -> Any:
    """Stand in for `weasyprint.draw.draw_background_image`."""
    repeats = tuple(layer.repeat)
    if layer.image is None or 0 in layer.size or layer.unbounded or "space" in repeats:
        return original(stream, layer, style)
    if repeats == ("no-repeat", "no-repeat") or not _covers(layer):
        return original(stream, layer, style)
    return original(stream, layer._replace(repeat=("no-repeat", "no-repeat")), style)


def _covers(layer: Any) -> bool:
    """Whether the first copy of a background reaches over all that is painted."""
    for axis in (0, 1):
        begin = layer.position[axis] + layer.positioning_area[axis]
        first, length = layer.painting_area[axis], layer.painting_area[axis + 2]
        if begin > first + _HAIR_PX or begin + layer.size[axis] < first + length - _HAIR_PX:
            return False
    return True
