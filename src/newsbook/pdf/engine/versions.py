"""From the installed libraries to their versions, without loading the engine.

Cached galleys are looked up by a digest that holds these versions; a build in which nothing
changed must not pay for importing WeasyPrint, so the shared libraries are asked directly, under the
same names under which WeasyPrint opens them.
"""

from __future__ import annotations

import ctypes
from functools import cache

__all__ = ["engine_versions", "library_versions"]

_LIBRARIES = {
    "pango": (
        "pango_version_string",
        ("libpango-1.0.so.0", "libpango-1.0-0", "libpango-1.0-0.dll", "libpango-1.0.dylib"),
    ),
    "harfbuzz": (
        "hb_version_string",
        ("libharfbuzz.so.0", "libharfbuzz-0", "libharfbuzz-0.dll", "libharfbuzz.dylib"),
    ),
    "fontconfig": (
        "FcGetVersion",
        ("libfontconfig.so.1", "libfontconfig-1", "libfontconfig-1.dll", "libfontconfig.dylib"),
    ),
}


def _ask(function: str, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            call = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":
            return str(call())
        call.restype = ctypes.c_char_p
        return bytes(call()).decode("ascii", "replace")
    return "unknown"


@cache
def library_versions() -> dict[str, str]:
    """Return the versions of the shared libraries that typeset: Pango, HarfBuzz, fontconfig.

    One that cannot be asked has the version `unknown`.
    """
    return {name: _ask(*question) for name, question in _LIBRARIES.items()}


@cache
def engine_versions() -> dict[str, str]:
    """Return the versions of all that typesets: WeasyPrint, pydyf, Pyphen, and the libraries."""
    from importlib.metadata import version

    found = {name: version(name) for name in ("weasyprint", "pydyf", "pyphen")}
    return found | library_versions()
