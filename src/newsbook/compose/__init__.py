"""From an Edition, a layout and a medium to a Composition: documents, sheets, contents."""

from __future__ import annotations

from newsbook.compose.book import TrimmedPage, compose
from newsbook.compose.geometry import PageGeometry, page_geometry

__all__ = ["PageGeometry", "TrimmedPage", "compose", "page_geometry"]
