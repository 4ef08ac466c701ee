"""From the assets and style sheets of a Composition to the files of the package."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from newsbook.composition import Composition
from newsbook.diagnostics import Collector
from newsbook.epub.archive import Item
from newsbook.epub.documents import Leaf
from newsbook.epub.links import asset_key, find_assets, link_assets
from newsbook.epub.profiles import Profile
from newsbook.epub.typefaces import Typefaces, settle_families
from newsbook.epub.vocabulary import relative
from newsbook.model import Asset
from newsbook.pictures import for_epub
from newsbook.recall import FORGETFUL, Recall

__all__ = [
    "COVER_ID",
    "cover_key",
    "font_items",
    "gather",
    "picture_items",
    "sheet_items",
    "style_sheets",
]

COVER_ID = "cover-image"
_CSS_ASSET = re.compile(r"""url\(\s*(["']?)asset:([^"')\s]+)\1\s*\)""")


def cover_key(composition: Composition) -> str | None:
    """Return the key of the cover picture, None when there is none among the assets."""
    return composition.cover if composition.cover in composition.assets else None


def gather(
    composition: Composition, leaves: Sequence[Leaf], findings: Collector
) -> dict[str, tuple[str, Asset]]:
    """Return the pictures the book shows, by key: file in the package and asset.

    The documents are pointed at these files. Assets nothing shows are left out.
    """
    assets = composition.assets
    used: dict[str, None] = {}
    cover = cover_key(composition)
    if cover is not None:
        used[cover] = None
    used.update(find_assets(leaves, assets))
    for sheet in composition.stylesheets:
        for _, name in _CSS_ASSET.findall(sheet.css):
            key = asset_key(name, assets)
            if key is not None:
                used[key] = None
    pictures = {key: (f"image/{key}", assets[key]) for key in used}
    link_assets(leaves, assets, {key: file for key, (file, _) in pictures.items()}, findings)
    return pictures


def style_sheets(
    composition: Composition,
    pictures: Mapping[str, tuple[str, Asset]],
    typefaces: Typefaces,
    profile: Profile,
) -> dict[str, bytes]:
    """Return the style sheets by file name: the layout's, pointed at the pictures they show and
    naming the faces that are there, and the one that declares these.
    """
    sheets = {}
    for sheet in composition.stylesheets:
        file = f"style/{sheet.name.rsplit('/', 1)[-1]}"
        if not file.endswith(".css"):
            file += ".css"

        def pointed(match: re.Match[str], file: str = file) -> str:
            key = asset_key(match[2], composition.assets)
            if key is None or key not in pictures:
                return "none"
            return f'url("{relative(pictures[key][0], file)}")'

        css = settle_families(_CSS_ASSET.sub(pointed, sheet.css), typefaces, profile)
        sheets[file] = css.encode("utf-8")
    if typefaces.css:
        file = "style/languages.css"
        while file in sheets:
            file = file.replace(".css", "_.css")
        sheets[file] = typefaces.css.encode("utf-8")
    return sheets


def sheet_items(sheets: Mapping[str, bytes]) -> list[Item]:
    """Return the items of the style sheets."""
    return [
        Item("css-" + file.rsplit("/", 1)[-1].removesuffix(".css"), file, partial(bytes, content))
        for file, content in sheets.items()
    ]


def font_items(typefaces: Typefaces) -> list[Item]:
    """Return the items of the embedded fonts."""
    return [
        Item("font-" + face.file.rsplit("/", 1)[-1], face.file, partial(bytes, face.data))
        for face in typefaces.faces
    ]


def picture_items(
    pictures: Mapping[str, tuple[str, Asset]],
    cover: str | None,
    profile: Profile,
    recall: Recall = FORGETFUL,
) -> list[Item]:
    """Return the items of the pictures, made smaller where they are larger than a screen.

    Bytes are read when the archive is written; `recall` remembers the smaller ones.
    """
    made = []
    for key, (file, asset) in pictures.items():
        side = profile.cover_pixels if key == cover else profile.picture_pixels
        read = partial(_rendition, asset, side, recall)
        if key == cover:
            made.append(Item(COVER_ID, file, read, ("cover-image",)))
        else:
            made.append(Item("img-" + key.replace("/", "-"), file, read))
    return made


def _rendition(asset: Asset, side: int, recall: Recall) -> bytes:
    if max(asset.width_px or 0, asset.height_px or 0) <= side or not asset.sha256:
        return for_epub(asset, max_side_px=side).read()

    def make() -> bytes:
        return for_epub(asset, max_side_px=side).read()

    return recall.made("epub-picture", (asset.sha256, asset.media_type, side), make)
