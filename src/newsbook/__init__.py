"""From a manifest of articles to a print-ready PDF and an EPUB."""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = ["__version__"]
