"""From a character that no font of a book draws to a font that does, or to what one would be called.

Fonts of the machine are never used by themselves: a book must look the same everywhere. But one of
them may be what the project lacks, and then it can be added to it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from newsbook.fonts.catalogue import Catalogue, bundled_catalogue
from newsbook.fonts.faces import map_face, weight_and_style
from newsbook.fonts.lint import lint_file

__all__ = ["font_folders", "remedy"]

_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_MOST_FILES: Final = 6000
_MOST_OFFERS: Final = 6


def font_folders(environment: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """Return the folders in which this machine keeps its fonts (they need not be there)."""
    known = os.environ if environment is None else environment
    home = Path(known.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    if sys.platform == "win32":
        local = Path(known.get("LOCALAPPDATA", str(home)))
        windows = Path(known.get("WINDIR", "C:/Windows"))
        return (local / "Microsoft/Windows/Fonts", windows / "Fonts")
    data = known.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = (known.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    return tuple(Path(folder) / "fonts" for folder in (data, *shared) if folder)


def remedy(character: str, catalogue: Catalogue, folders: Sequence[Path] | None = None) -> str:
    """Return the next step for `character`, which no font of `catalogue` draws.

    It names a font that comes with newsbook, else one in `folders` (None: those of this machine)
    that can be embedded, else the script a font would have to be made for.
    """
    bundled = bundled_catalogue().who_draws(character)
    if bundled is not None:
        return f"'{bundled.family}', which comes with newsbook, has it: let your own font give way"
    places = font_folders() if folders is None else folders
    found = _installed(ord(character), tuple(places))
    if found is not None:
        return f"'{found.family}' on this machine has it: newsbook fonts add {_quoted(found.path)}"
    from fontTools import unicodedata as scripts

    script = scripts.script(character)
    if script in ("Zzzz", "Zyyy", "Zinh"):
        return "add a font that has it (newsbook fonts add FILE), or replace the character"
    name = scripts.script_name(script).replace("_", " ")
    return f"add a font for the script {name} (newsbook fonts add FILE), or replace the character"


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


@dataclass(frozen=True, slots=True)
class _Offer:
    """A face of the machine: its family, how far it is from plain, and its file."""

    slanted: bool
    distance: int
    family: str
    path: Path


@lru_cache(maxsize=512)
def _installed(code_point: int, folders: tuple[Path, ...]) -> _Offer | None:
    """Return the plainest face in `folders` that has `code_point` and passes the lint."""
    having = [offer for path in _files(folders) if (offer := _offer(path, code_point))]
    having.sort(key=lambda o: (o.slanted, o.distance, o.family, str(o.path)))
    for offer in having[:_MOST_OFFERS]:
        if not any(found.severity == "error" for found in lint_file(offer.path, offer.path.name)):
            return offer
    return None


def _offer(path: Path, code_point: int) -> _Offer | None:
    """Return the first face of the file `path` as an offer, None when it does not have it."""
    import uharfbuzz as hb

    try:
        face = map_face(path)
        if code_point not in face.unicodes:
            return None
        weight, style = weight_and_style(face)
        family = face.get_name(16) or face.get_name(1)
    except (OSError, ValueError, hb.HarfBuzzError):
        return None
    return _Offer(style != "normal", abs(weight - 400), family, path) if family else None


@lru_cache(maxsize=8)
def _files(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the font files below `folders`, each once, in a fixed order."""
    found: dict[Path, Path] = {}
    for path in _walk(folders):
        found.setdefault(path.resolve(), path)
        if len(found) >= _MOST_FILES:
            break
    return tuple(found.values())


def _walk(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                if Path(name).suffix.lower() in _SUFFIXES:
                    yield Path(place) / name
