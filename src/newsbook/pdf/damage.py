"""From what qpdf says of a damaged PDF to the part of it that a person can read."""

from __future__ import annotations

import re

__all__ = ["damage"]

# pikepdf names a PDF that it reads from memory by the stream it lies in, with its address.
_STREAM = re.compile(r"stream <[^<>]*>:? ")


def damage(problem: Exception) -> str:
    """Return the first line of `problem`, the same on every run; "" when it says nothing."""
    first = str(problem).partition("\n")[0]
    return _STREAM.sub("", first)
