"""From the shared libraries of this machine to WeasyPrint, imported without asking other programs.

For each library WeasyPrint tries the names it has on several systems, and for each name that is
none here Python asks `ldconfig`, a compiler and a linker. On Linux the right names are among those
tried, and the system's loader finds them: nobody needs to be asked.
"""

from __future__ import annotations

import ctypes.util
import sys
from importlib import import_module

_LIBRARIES = (
    "libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
    "libfontconfig.so.1", "libpangoft2-1.0.so.0",
)  # fmt: skip


def _are_found() -> bool:
    """Whether the loader finds every library under the name it has on Linux."""
    try:
        return sys.platform == "linux" and all(map(ctypes.CDLL, _LIBRARIES))
    except OSError:
        return False


def _load() -> None:
    asking = ctypes.util.find_library
    if _are_found():
        ctypes.util.find_library = lambda name: None
    try:
        import_module("weasyprint")
    finally:
        ctypes.util.find_library = asking


_load()
