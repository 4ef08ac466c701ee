"""From a galley to bytes that a cache can keep, and back.

A cache folder can be written by other programs, so what is read back is not trusted to name any
class but those a galley is made of.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from newsbook.composition import Galley
from newsbook.recall import dump

__all__ = ["dump_galley", "load_galley"]

_MODULES = {
    "newsbook.composition": frozenset(
        {
            "Furniture", "Galley", "GalleyAnchor", "GalleyBookmark", "GalleyFace", "GalleyPage",
            "GalleySlot", "Layer", "PageOpening", "PlacedPicture", "SlotGlyph",
        }
    ),
    "newsbook.diagnostics": frozenset({"Diagnostic", "Location", "Severity"}),
}  # fmt: skip


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in _MODULES.get(module, ()):
            raise pickle.UnpicklingError(f"a galley holds no {module}.{name}")
        return super().find_class(module, name)


def dump_galley(galley: Galley) -> bytes:
    """Return `galley` as bytes."""
    return dump(galley)


def load_galley(data: bytes) -> Galley | None:
    """Return the galley in `data`, or None when it is not one."""
    try:
        galley = _Reader(io.BytesIO(data)).load()
    except Exception:  # whatever a damaged entry provokes, it is no galley
        return None
    return galley if isinstance(galley, Galley) else None
