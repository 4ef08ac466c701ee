"""From a book without a cover picture to the cover its layout draws, as a picture for an EPUB."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from newsbook.build.desk import Book, Desk
from newsbook.build.pouring import Poured
from newsbook.composition import Composition
from newsbook.errors import EngineError
from newsbook.model import Asset
from newsbook.work import Run

__all__ = ["with_cover"]

_KEY = "drawn-cover.jpg"
_WIDTH_PX, _HEIGHT_PX = 1600, 2400


def with_cover(book: Book, poured: Poured, desk: Desk, run: Run) -> Composition:
    """Return the Composition of an EPUB with a cover picture: stores refuse books without one.

    The manifest's picture is left as it is; otherwise the layout draws the cover it would draw for
    print, and `run` typesets it. One that cannot be drawn is a warning, and the book goes without.
    """
    from newsbook.pdf.front import cover_image

    composition = poured.composition
    if composition.cover in composition.assets or "cover" not in poured.layout.sheets:
        return composition
    try:
        data = cover_image(
            book.edition,
            poured.layout,
            catalogue=book.catalogue,
            width_px=_WIDTH_PX,
            height_px=_HEIGHT_PX,
            recall=desk.recall,
            run=run,
        )
    except EngineError as error:
        desk.findings.warning(
            "cover-not-drawn",
            f"the EPUB has no cover: {error}",
            hint="give the manifest a picture: cover: {image: art/cover.jpg, alt: ...}",
        )
        return composition
    asset = Asset(
        _KEY,
        "image/jpeg",
        data,
        sha256=hashlib.sha256(data).hexdigest(),
        width_px=_WIDTH_PX,
        height_px=_HEIGHT_PX,
    )
    return replace(composition, cover=_KEY, assets={**composition.assets, _KEY: asset})
