"""From a name to the bundled layout, font folder or profile, in a wheel or in a checkout.

A wheel carries `layouts/` and `fonts/` as package data; an editable install does not see them, so
the checkout is the second place looked at.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newsbook.errors import NewsbookError

__all__ = ["bundled", "fonts_dir", "layouts_dir", "profiles_dir"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def bundled(name: str) -> Path:
    """Return the folder `name` (`layouts` or `fonts`) that came with newsbook.

    Raises `NewsbookError` when the installation is incomplete.
    """
    for place in (_PACKAGE / "_data" / name, _PACKAGE.parent.parent / name):
        if place.is_dir():
            return place
    raise NewsbookError(f"newsbook's own {name} are missing: install it again")


def layouts_dir() -> Path:
    """Return the folder of the bundled layouts."""
    return bundled("layouts")


def fonts_dir() -> Path:
    """Return the folder of the bundled fonts, with `fonts.yml` in it."""
    return bundled("fonts")


def profiles_dir() -> Path:
    """Return the folder of the bundled CMYK profiles (`*.icc`)."""
    return _PACKAGE / "pdf" / "icc"
