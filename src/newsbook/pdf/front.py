"""From an Edition and a layout to the front cover as a picture, as an EPUB wants it.

What draws it is imported only when the picture is not remembered.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from newsbook.compose import CoverPlan, compose_cover
from newsbook.composition import Composition, Galley
from newsbook.fonts import Catalogue
from newsbook.layout import Layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Edition
from newsbook.pdf import typeset
from newsbook.pdf.units import rendering_digest, used_assets
from newsbook.recall import FORGETFUL, Recall
from newsbook.work import Run, serially

__all__ = ["cover_image"]

_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def cover_image(
    edition: Edition,
    layout: Layout,
    *,
    catalogue: Catalogue,
    width_px: int = 1600,
    height_px: int = 2400,
    media_type: Literal["image/jpeg", "image/png"] = "image/jpeg",
    recall: Recall = FORGETFUL,
    run: Run = serially,
) -> bytes:
    """Return the front cover as a picture of exactly `width_px` times `height_px`, in sRGB.

    The page has the picture's proportions and is 152.4 mm wide, so type keeps its size relative to
    a 6x9 in book. `recall` remembers the picture; `run` is that of `newsbook.pdf.typeset`.
    Raises `EngineError` when the cover cannot be typeset.
    """
    width = 152.4
    plan = CoverPlan(width, round(width * height_px / width_px, 3))
    composition = compose_cover(edition, layout, plan, ink="rgb", catalogue=catalogue)
    inputs = (
        composition.documents,
        composition.stylesheets,
        _shown(composition),
        composition.metadata,
        tuple((face.file, face.sha256, face.index) for face in catalogue.files),
        catalogue.roles,
        rendering_digest(),
        (plan, width_px, height_px, media_type),
    )
    setter = partial(typeset, catalogue=catalogue, run=run, cache=recall.store)
    draw = partial(_drawn, composition, plan, catalogue, (width_px, height_px), media_type, setter)
    return recall.made("cover-image", inputs, draw)


def _shown(composition: Composition) -> tuple[tuple[str, str], ...]:
    """Return the key and the digest of every picture that the pages or the style sheets name."""
    text = "".join(d.xhtml for d in composition.documents)
    text += "".join(sheet.css for sheet in composition.stylesheets)
    return tuple((asset.key, asset.sha256) for asset in used_assets(text, composition.assets))


def _drawn(
    composition: Composition,
    plan: CoverPlan,
    catalogue: Catalogue,
    size_px: tuple[int, int],
    media_type: str,
    setter: Callable[[Composition, PrintOptions], Sequence[Galley]],
) -> bytes:
    """Typeset the cover in `composition` and return its page as a picture."""
    import pypdfium2

    from newsbook.pdf.cover import set_cover

    options = PrintOptions(plan.width_mm, plan.height_mm)
    data, _ = set_cover(composition, options, catalogue, _TIME, setter)
    width_px, height_px = size_px
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        scale = width_px / page.get_width()
        shown = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    if shown.size != (width_px, height_px):
        shown = shown.resize((width_px, height_px))
    out = io.BytesIO()
    if media_type == "image/png":
        shown.save(out, "PNG", optimize=True)
    else:
        shown.save(out, "JPEG", quality=90, subsampling=0, optimize=True)
    return out.getvalue()
