"""From the name of a store or reader to what an EPUB made for it must look like.

Sources: Amazon Kindle Publishing Guidelines, Apple Books Asset Guide 5.3, the Kobo EPUB
specification, Google Play Books' file requirements.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["PROFILES", "Profile"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one family of reading systems takes.

    `contents_depth`: levels of the navigation kept nested (deeper entries are lifted up).
    `cover_page`: how the page with the cover picture stands in the spine, `none` for no page.
    `one_language`: state only the book's main language in the package.
    `document_bytes`: an XHTML file larger than this is split between two blocks (0: never).
    `body_fonts`: whether the reader's own text face may be replaced.
    `picture_pixels`, `cover_pixels`: the longer side of a picture and of the cover at most.
    """

    name: str
    contents_depth: int = 6
    cover_page: Literal["linear", "nonlinear", "none"] = "linear"
    one_language: bool = False
    document_bytes: int = 260_000
    body_fonts: bool = True
    picture_pixels: int = 1600
    cover_pixels: int = 2560

    def with_cover_page(self, cover_page: Literal["linear", "nonlinear", "none"] | None) -> Profile:
        """Return this profile with another cover page; None leaves it as it is."""
        return self if cover_page is None else replace(self, cover_page=cover_page)


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("epub"),
        # Two levels are shown; the cover is taken from the package, so a page would show it twice;
        # the last dc:language wins in some converters; body text belongs to the reader.
        Profile("kindle", contents_depth=2, cover_page="none", one_language=True, body_fonts=False),
        Profile("apple"),
        # Three levels in the apps; e-ink devices are short of memory.
        Profile("kobo", contents_depth=3, picture_pixels=1440, cover_pixels=1680),
        Profile("google", picture_pixels=3200, cover_pixels=3200),
    )
}
