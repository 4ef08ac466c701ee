"""From laid-out pages to the pictures of pixels on them: which, how wide, of how many pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.layout.replaced import replacedbox_layout

from newsbook.composition import PlacedPicture
from newsbook.pdf.units import ASSET

__all__ = ["placed_pictures"]

_MM = 25.4 / 96


def placed_pictures(page_boxes: Iterable[Any]) -> tuple[PlacedPicture, ...]:
    """Return each picture of pixels at each size in which it stands on the pages, in order."""
    found = (picture for page in page_boxes for picture in _on_page(page))
    return tuple(dict.fromkeys(found))


def _on_page(page_box: Any) -> Iterator[PlacedPicture]:
    stack = [page_box]
    while stack:
        box = stack.pop()
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.ReplacedBox):
            key = ASSET.fullmatch((box.element.get("src") if box.element is not None else "") or "")
            if key is not None and isinstance(box.replacement, RasterImage):
                width, _, _, _ = replacedbox_layout(box)
                if width > 0:
                    yield PlacedPicture(key[1], round(width * _MM, 2), box.replacement.width)
        elif isinstance(box, boxes.ParentBox):
            stack.extend(reversed(list(box.children)))
