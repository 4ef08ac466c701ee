"""From a unit to a galley: the only door to WeasyPrint.

Everything that touches WeasyPrint lives in this package; `contract` lists each part of its private
interface that is used, and a test fails when one changes shape.
"""

from __future__ import annotations

from newsbook.pdf.engine.versions import engine_versions

__all__ = ["engine_versions"]
