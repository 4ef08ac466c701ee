"""From a face and the characters a book uses to a small font file for its EPUB.

HarfBuzz subsets in milliseconds what takes seconds elsewhere. A subset is a modified font, so it is
renamed (OFL 1.1, 3); it carries its licence; it holds no time and is the same for the same input.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from newsbook.fonts.faces import Face, coverage, open_face
from newsbook.fonts.stacks import embedded_family

__all__ = ["subset", "subset_suffix"]

# Layout features that change how running text looks.
_FEATURES: Final = (
    "ccmp", "mark", "mkmk", "kern", "liga", "clig", "calt", "rlig", "init", "medi", "fina", "isol",
    "rclt", "lnum", "onum", "pnum", "tnum", "smcp", "c2sc", "sups", "subs", "halt", "vert", "vrt2",
    "vhal", "chws", "vchw", "nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "half", "abvf", "pstf",
    "cjct", "pres", "abvs", "blws", "psts", "haln", "dist", "abvm", "blwm", "ljmo", "vjmo", "tjmo",
)  # fmt: skip
# Characters that reading systems put into any text: space, no-break space, hyphens.
_ALWAYS: Final = " \u00a0-\u00ad\u2010\u2011"


def subset_suffix(face: Face) -> str:
    """Return `.otf` for a face with CFF outlines, `.ttf` for one with TrueType outlines."""
    return ".otf" if "CFF " in open_face(face.path, face.index).table_tags else ".ttf"


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return a font with the glyphs of `face` for `characters` (each one character or more).

    Characters the face does not have are passed over. The family is called `NB ...`; the name is
    the one `embedded_family` gives to style sheets. Deterministic.
    """
    wanted = {ord(x) for text in characters for x in text} | set(map(ord, _ALWAYS))
    available = wanted & coverage(face.path, face.index)
    return _subset(face, frozenset(available))


@lru_cache(maxsize=32)
def _subset(face: Face, codepoints: frozenset[int]) -> bytes:
    import uharfbuzz as hb

    source = open_face(face.path, face.index)
    plan = hb.SubsetInput()
    plan.unicode_set.update(codepoints)
    plan.layout_feature_tag_set.clear()
    # The face of the right region is chosen already; with `locl` a CJK subset is twice as large.
    features = _FEATURES if 0x4E00 in coverage(face.path, face.index) else (*_FEATURES, "locl")
    plan.layout_feature_tag_set.update(_tag(feature) for feature in features)
    plan.name_id_set.update({0, 13, 14})
    plan.drop_table_tag_set.update(_tag(tag) for tag in ("DSIG", "meta", "STAT"))
    plan.flags = (
        hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
    )
    small = plan.subset(source)
    return _renamed(bytes(small.blob.data), face)


def _tag(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")


def _renamed(data: bytes, face: Face) -> bytes:
    """Return the font `data` under its new name, with neither times nor a signature."""
    from fontTools.ttLib import TTFont

    font: Any = TTFont(io.BytesIO(data), recalcTimestamp=False)
    family = embedded_family(face.family)
    style = _style_name(face)
    postscript = "".join(x for x in f"{family}-{style}" if x.isascii() and x not in " ()[]{}<>/%")
    names = font["name"]
    names.names = [x for x in names.names if x.nameID in (0, 13, 14) and x.platformID == 3]
    for name_id, text in (
        (1, family if style in _STYLED else f"{family} {style}"),
        (2, style if style in _STYLED else "Regular"),
        (3, f"newsbook: {postscript}"),
        (4, f"{family} {style}"),
        (5, "Version 1.000"),
        (6, postscript),
        (16, family),
        (17, style),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    names.names.sort()
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = f"{family} {style}", family
    font["head"].created = font["head"].modified = 0
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


_STYLED: Final = frozenset({"Regular", "Italic", "Bold", "Bold Italic"})
_WEIGHTS: Final = {300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


def _style_name(face: Face) -> str:
    weight = _WEIGHTS.get(face.weight, str(face.weight))
    if face.style == "normal":
        return weight
    return "Italic" if weight == "Regular" else f"{weight} Italic"
