"""From a font file to what is wrong with it for print and for books.

The rules are measured, not assumed: each of these files draws a page that looks right in one viewer
and is blank or broken in another.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.fonts.faces import MOST_BYTES
from newsbook.world import read_file

__all__ = ["lint_file"]

_RESTRICTED = 0x0002
_NO_SUBSETTING = 0x0100
_BITMAP_ONLY = 0x0200


def lint_file(path: Path, file: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the font file at `path`, called `file` in messages.

    Errors: it is no OpenType font; CFF2 outlines; a CID-keyed CFF whose charset is not the identity
    (MuPDF and Ghostscript then draw nothing); embedding forbidden by its maker. Warnings: a
    variable font (each size becomes an instance, and weights are guessed).
    """
    try:
        fonts = _fonts(path)
        found = [finding for font in fonts for finding in _lint(font)]
    except InputError as error:
        found = [(Severity.ERROR, str(error), None)]
    except Exception as error:
        found = [(Severity.ERROR, f"it cannot be read as a font: {error}", None)]
    seen: dict[str, Diagnostic] = {}
    for severity, problem, hint in found:
        seen.setdefault(
            problem,
            Diagnostic(severity, "font-unusable", f"{file}: {problem}", Location(file), hint),
        )
    return tuple(seen.values())


def _fonts(path: Path) -> list[Any]:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.ttCollection import TTCollection

    data = io.BytesIO(read_file(path, "it", MOST_BYTES))
    if data.getvalue()[:4] == b"ttcf":
        return list(TTCollection(data, lazy=True).fonts)
    return [TTFont(data, lazy=True)]


def _lint(font: Any) -> list[tuple[Severity, str, str | None]]:
    found: list[tuple[Severity, str, str | None]] = []
    if font.flavor is not None:
        found.append(
            (
                Severity.ERROR,
                f"it is compressed as {font.flavor.upper()}",
                "use the .ttf or .otf it was made from",
            )
        )
    missing = [tag for tag in ("cmap", "name", "OS/2", "hmtx") if tag not in font]
    if missing or not {"glyf", "CFF ", "CFF2", "CBDT", "SVG "} & set(font.keys()):
        found.append((Severity.ERROR, f"it lacks {', '.join(missing) or 'outlines'}", None))
    if "CFF2" in font:
        found.append(
            (
                Severity.ERROR,
                "its outlines are CFF2, which typesetting embeds broken",
                "use a static .ttf or .otf of the same family",
            )
        )
    if "CFF " in font and _strange_charset(font):
        found.append(
            (
                Severity.ERROR,
                "it is CID-keyed and its glyph order is not its CID order: some viewers and "
                "printers would draw nothing",
                "use the TrueType version, or a collection (.ttc) whose CIDs are the glyph ids",
            )
        )
    if "fvar" in font and "CFF2" not in font:
        found.append(
            (Severity.WARNING, "it is a variable font", "static fonts are set more reliably")
        )
    if "OS/2" in font:
        found += _permissions(font["OS/2"].fsType)
    return found


def _strange_charset(font: Any) -> bool:
    """Whether a CID-keyed CFF numbers its glyphs otherwise than its CIDs (PDF 2.0, 9.7.4.2)."""
    top = font["CFF "].cff.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return False
    return any(
        name != ".notdef" and name != f"cid{index:05d}" for index, name in enumerate(top.charset)
    )


def _permissions(fs_type: int) -> list[tuple[Severity, str, str | None]]:
    """Judge the embedding bits (OpenType 1.9, OS/2 fsType)."""
    found: list[tuple[Severity, str, str | None]] = []
    if fs_type & 0x000F == _RESTRICTED:
        found.append(
            (Severity.ERROR, "its maker forbids embedding (fsType 2)", "ask for a licence to embed")
        )
    if fs_type & _NO_SUBSETTING:
        found.append((Severity.ERROR, "its maker forbids subsets (fsType bit 8)", None))
    if fs_type & _BITMAP_ONLY:
        found.append((Severity.ERROR, "its maker allows bitmaps only (fsType bit 9)", None))
    return found
