"""From a catalogue to a private fontconfig file that sees no other font of the machine."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from newsbook.fonts.catalogue import Catalogue
from newsbook.recall import Recall, Store

__all__ = ["fontconfig_text", "noting", "write_fontconfig"]

_NOTES = "notes"
_NOTE = re.compile(r"[0-9a-f]{32}-\w+\.cache-\w+")

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


def write_fontconfig(catalogue: Catalogue, folder: Path) -> Path:
    """Write the file to `folder`, where fontconfig will note what it finds, and return its path.

    Raises OSError when the folder cannot be written.
    """
    (folder / _NOTES).mkdir(parents=True, exist_ok=True)
    path = folder / "fonts.conf"
    path.write_text(fontconfig_text(catalogue, folder / _NOTES), "utf-8")
    return path


@contextlib.contextmanager
def noting(catalogue: Catalogue, folder: Path, store: Store | None) -> Iterator[None]:
    """Keep in `store`, for later builds, what fontconfig notes in `folder` while it is used.

    Its notes are binary, read into memory as they are, and nothing guards them against damage: so
    builds do not share a folder of them, and what is taken from `store` is what was put there.
    """
    recall, notes = Recall(store), folder / _NOTES
    key = recall.key("fontconfig", tuple(str(path.resolve()) for path in catalogue.folders))
    kept = recall.find(key)
    known = kept[0] if kept is not None else {}
    for name, data in known.items():
        if _NOTE.fullmatch(name):
            (notes / name).write_bytes(data)
    yield
    with contextlib.suppress(OSError):  # the folder was swept away meanwhile
        found = {p.name: p.read_bytes() for p in sorted(notes.iterdir()) if _NOTE.fullmatch(p.name)}
        if found != known:
            recall.keep(key, found)
