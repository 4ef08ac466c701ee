"""From a catalogue to a private fontconfig file that sees no other font of the machine."""

from __future__ import annotations

import hashlib
import os
import tempfile
from html import escape
from pathlib import Path

from newsbook.fonts.catalogue import Catalogue

__all__ = ["fontconfig_text", "write_fontconfig"]

_GENERIC = (("serif", "text"), ("sans-serif", "sans"), ("monospace", "mono"))


def fontconfig_text(catalogue: Catalogue, cache: Path) -> str:
    """Return the text of a fontconfig file: the catalogue's folders, a cache of its own, and the
    generic families. System folders and rules are not included, so that the same fonts are found on
    every machine; files the catalogue refuses are hidden.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"  <dir>{escape(str(folder.resolve()))}</dir>" for folder in catalogue.folders),
        f"  <cachedir>{escape(str(cache.resolve()))}</cachedir>",
    ]
    if catalogue.refused:
        globs = "".join(f"<glob>{escape(str(p.resolve()))}</glob>" for p in catalogue.refused)
        lines.append(f"  <selectfont><rejectfont>{globs}</rejectfont></selectfont>")
    for generic, role in _GENERIC:
        family = escape(catalogue.roles.families[role])
        lines += [
            '  <match target="pattern">',
            f'    <test qual="any" name="family"><string>{generic}</string></test>',
            '    <edit name="family" mode="assign" binding="same">',
            f"      <string>{family}</string>",
            "    </edit>",
            "  </match>",
        ]
    lines += [
        '  <match target="font">',
        '    <edit name="hinting" mode="assign"><bool>false</bool></edit>',
        '    <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>',
        "  </match>",
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"


def write_fontconfig(catalogue: Catalogue, cache: Path) -> Path:
    """Write the file below the folder `cache` and return its path.

    The name is a digest of the text, so that builds with other fonts do not meet and a file that is
    already there is the right one. Raises OSError when the folder cannot be written.
    """
    text = fontconfig_text(catalogue, cache / "fontconfig")
    path = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.is_file():
        (cache / "fontconfig").mkdir(parents=True, exist_ok=True)
        # Builds at the same time write a draft each; whichever comes last replaces the same text.
        handle, draft = tempfile.mkstemp(dir=cache, prefix=".draft-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
    return path
