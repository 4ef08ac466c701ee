"""From an Edition, a layout and a medium to a Composition: documents, sheets, contents."""

from __future__ import annotations

from newsbook.compose.book import compose
from newsbook.compose.cover import CoverPlan, compose_cover
from newsbook.compose.desk import TrimmedPage
from newsbook.compose.geometry import PageGeometry, page_geometry
from newsbook.compose.lists import is_bare

__all__ = [
    "CoverPlan",
    "PageGeometry",
    "TrimmedPage",
    "compose",
    "compose_cover",
    "is_bare",
    "page_geometry",
]
