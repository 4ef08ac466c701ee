"""From a Composition to the bytes of an EPUB 3.3.

`package` is the only entrance. It writes no file and reads no clock; the same composition, options
and fonts give the same bytes.
"""

from __future__ import annotations

from newsbook.epub.packaging import package
from newsbook.epub.profiles import PROFILES, Profile

__all__ = ["PROFILES", "Profile", "package"]
