"""From a box to what a style sheet declares of it in custom properties."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

__all__ = ["declared"]


def declared(box: Any, name: str) -> Any:
    """Return the tokens of a custom property that `box` itself declares, or None.

    What a table declares is said of the anonymous box around it and its caption.
    """
    if isinstance(box, boxes.TableBox):
        return None
    if box.is_table_wrapper:
        box = box.get_wrapped_table()
    cascaded = getattr(box.style, "cascaded", None)
    return box.style[name] if cascaded and name in cascaded else None
