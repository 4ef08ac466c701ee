"""From an Edition as it was gathered to one on which every output agrees: the table of transforms.

Each transform is pure but for the diagnostics it leaves in the World. Their order is data: later
ones rely on earlier ones (`links` before `ids`: an id nobody links to is dropped).
"""

from __future__ import annotations

from collections.abc import Callable

from newsbook.model import Edition
from newsbook.transforms.headings import level_headings
from newsbook.transforms.languages import mark_languages
from newsbook.transforms.links import resolve_links
from newsbook.world import World

__all__ = ["TRANSFORMS", "Transform", "apply"]

Transform = Callable[[Edition, World], Edition]

TRANSFORMS: tuple[tuple[str, Transform], ...] = (
    ("headings", level_headings),
    ("links", resolve_links),
    ("languages", mark_languages),
)


def apply(edition: Edition, world: World) -> Edition:
    """Return `edition` after every transform, in the table's order."""
    for _, transform in TRANSFORMS:
        edition = transform(edition, world)
    return edition
