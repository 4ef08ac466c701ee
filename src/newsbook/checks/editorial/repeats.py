"""From the pictures of all articles to those that show what an earlier one shows.

The same file, the same pixels under another name, and the same picture in another size or quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from newsbook.checks.editorial.desk import Copy
from newsbook.content import Picture
from newsbook.diagnostics import Diagnostic
from newsbook.model import Asset
from newsbook.pictures import fingerprint
from newsbook.tree import walk

__all__ = ["repeated_pictures"]

_BITS = 3  # by which the fingerprints of one picture in two sizes may differ
_FEATURES = range(8, 57)  # bits set in the fingerprint of a picture that is more than one colour


def repeated_pictures(copies: Sequence[Copy], assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Yield a warning for every picture that an earlier place of the book has shown."""
    shown: dict[str, Copy] = {}
    marks: dict[str, int | None] = {}
    for copy in copies:
        for node in walk((copy.article.body, copy.article.note)):
            asset = assets.get(node.source) if isinstance(node, Picture) else None
            if asset is None or node.decorative or asset.key.startswith("missing-"):
                continue
            first = _earlier(asset, shown, marks, assets)
            shown.setdefault(asset.key, copy)
            if first is not None:
                yield _finding(copy, asset, assets[first], shown[first])


def _earlier(
    asset: Asset,
    shown: Mapping[str, Copy],
    marks: dict[str, int | None],
    assets: Mapping[str, Asset],
) -> str | None:
    """Return the key of a picture shown before that is the same as `asset`, or None."""
    if asset.key in shown:
        return asset.key
    marks[asset.key] = _mark(asset)
    mine = marks[asset.key]
    for key in shown:
        other = marks.get(key)
        same = assets[key].sha256 == asset.sha256
        alike = mine is not None and other is not None and (mine ^ other).bit_count() <= _BITS
        if same or (alike and _same_shape(asset, assets[key])):
            return key
    return None


def _mark(asset: Asset) -> int | None:
    """Return the fingerprint of a picture that has one worth comparing."""
    found = fingerprint(asset)
    return found if found is not None and found.bit_count() in _FEATURES else None


def _same_shape(one: Asset, two: Asset) -> bool:
    sides = (one.width_px or 0, one.height_px or 0, two.width_px or 0, two.height_px or 0)
    return all(sides) and abs(sides[0] * sides[3] / (sides[1] * sides[2]) - 1) < 0.02


def _finding(copy: Copy, asset: Asset, other: Asset, there: Copy) -> Diagnostic:
    name = (asset.source or asset.key).rpartition("/")[2]
    before = (other.source or other.key).rpartition("/")[2]
    again = "stands" if asset.key == other.key else f"is the same as {before!r}, which stands"
    where = "above" if there.article.slug == copy.article.slug else f"in {there.name!r}"
    return copy.warn(
        "duplicate-picture",
        f"the picture {name!r} {again} {where} already",
        copy.place(name),
        "keep one; when both shall stay, say why in newsbook-ignore.yml",
    )
