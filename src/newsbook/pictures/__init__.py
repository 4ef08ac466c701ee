"""From the bytes of a picture to an Asset: checked, turned upright, in sRGB, with its credits.

`load_picture` is what readers and `assemble` call; `for_epub` makes the smaller rendition an EPUB
carries; `fingerprint` finds the same picture in other sizes.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from pathlib import PurePosixPath

from PIL import Image

from newsbook.diagnostics import Location
from newsbook.model import Asset
from newsbook.normalforms import normal_form
from newsbook.pictures.facts import Facts
from newsbook.pictures.raster import RefusedError, encode, read_raster
from newsbook.pictures.svg import looks_like_svg, read_svg
from newsbook.world import World

__all__ = ["fingerprint", "for_epub", "load_picture", "ppi"]

EPUB_SIDE_PX = 1600
EPUB_QUALITY = 82
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/svg+xml": ".svg"}


def _key(name: str, digest: str, media_type: str) -> str:
    """Return a name for inside the book: what the file is called, and eight digits of its hash."""
    stem = PurePosixPath(name.split("?")[0].replace("\\", "/")).stem
    ascii_stem = normal_form("NFKD", stem).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_stem.lower())
    return f"{'-'.join(words)[:40].strip('-') or 'picture'}-{digest[:8]}{_SUFFIX[media_type]}"


def load_picture(name: str, data: bytes, *, where: Location | None, world: World) -> Asset | None:
    """Return the picture in `data` as an asset, or None with an error at `where`.

    `name` is what the article calls it (it becomes `Asset.source` and part of the key). The type is
    found by content, never by suffix. The bytes are 8-bit sRGB JPEG or PNG in full size, or a
    sanitised SVG, without metadata; caption, credit, rights and alt text are in the asset.
    """
    try:
        if looks_like_svg(data):
            drawing = read_svg(data)
            if drawing.removed:
                world.diagnostics.warning(
                    "content-dropped",
                    f"{name}: removed from the drawing: {', '.join(drawing.removed)}",
                    where=where,
                )
            facts = Facts(alt=drawing.title)
            made = (drawing.data, "image/svg+xml", drawing.width_px, drawing.height_px)
        else:
            raster = read_raster(data)
            for remark in raster.remarks:
                world.diagnostics.info("content-dropped", f"{name}: {remark}", where=where)
            facts = raster.facts
            made = (raster.data, raster.media_type, raster.width_px, raster.height_px)
    except RefusedError as error:
        world.diagnostics.error(error.code, f"{name}: {error}", where=where, hint=error.hint)
        return None
    content, media_type, width, height = made
    digest = hashlib.sha256(content).hexdigest()
    return Asset(
        key=_key(name, digest, media_type),
        media_type=media_type,
        data=content,
        sha256=digest,
        width_px=width,
        height_px=height,
        alt=facts.alt,
        caption=facts.caption,
        credit=facts.credit,
        rights=facts.rights,
        source=name,
        translations=facts.translations,
    )


def for_epub(asset: Asset, *, max_side_px: int = EPUB_SIDE_PX) -> Asset:
    """Return the rendition of a picture for an EPUB: its longer side at most `max_side_px`.

    Drawings and pictures that are small enough come back unchanged.
    """
    size = (asset.width_px or 0, asset.height_px or 0)
    if asset.media_type not in ("image/jpeg", "image/png") or max(size) <= max_side_px:
        return asset
    with Image.open(io.BytesIO(asset.read()), formats=("JPEG", "PNG")) as image:
        image.load()
        scale = max_side_px / max(size)
        target = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        full = image.convert("RGBA" if "transparency" in image.info else "RGB") if image.mode in (
            "P", "1") else image  # fmt: skip
        data = encode(
            full.resize(target, Image.Resampling.LANCZOS), asset.media_type, quality=EPUB_QUALITY
        )
    if len(data) >= len(asset.read()):
        return asset
    digest = hashlib.sha256(data).hexdigest()
    return replace(
        asset, data=data, path=None, sha256=digest, width_px=target[0], height_px=target[1]
    )


def ppi(asset: Asset, width_mm: float) -> float:
    """Return the effective resolution in pixels an inch of a raster picture set `width_mm` wide."""
    return (asset.width_px or 0) / (width_mm / 25.4)


def fingerprint(asset: Asset) -> int | None:
    """Return a 64-bit difference hash: equal pictures of other sizes differ in at most 3 bits.

    None for drawings.
    """
    if asset.media_type == "image/svg+xml":
        return None
    with Image.open(io.BytesIO(asset.read()), formats=("JPEG", "PNG")) as image:
        image.draft("L", (72, 64))  # a JPEG need not be decoded in full for so little
        small = image.convert("L").resize((9, 8), Image.Resampling.BOX)
        pixels = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left, right = pixels[row * 9 + column], pixels[row * 9 + column + 1]
            bits = bits << 1 | (left > right)
    return bits
