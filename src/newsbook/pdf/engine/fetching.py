"""From an `asset:KEY` address to the bytes of a picture of this book, and nothing else.

Every other address is refused: a book never reads the network, the disk or the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from newsbook.pdf.units import UnitAsset

__all__ = ["AssetFetcher"]


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the assets of one unit; `assets` may be replaced between units."""

    def __init__(self, assets: Mapping[str, UnitAsset]) -> None:
        super().__init__(allowed_protocols=frozenset({"asset"}), allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Return the response for `url`. Raises ValueError for anything but a known asset."""
        scheme, _, key = url.partition(":")
        if scheme.lower() != "asset":
            raise ValueError("only the book's own pictures can be loaded")
        asset = self.assets.get(key)
        if asset is None:
            raise ValueError("the book has no such picture")
        return URLFetcherResponse(url, asset.read(), {"Content-Type": asset.media_type})
