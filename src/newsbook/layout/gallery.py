"""From the layouts there are to a list of them, and from one of them to a folder of one's own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from newsbook.errors import OutputError, UsageError
from newsbook.layout.load import available, find_layout, load_layout
from newsbook.layout.reading import nearest
from newsbook.layout.types import Layout

__all__ = ["copy_layout", "list_layouts"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def list_layouts(root: Path) -> tuple[Layout, ...]:
    """Return every layout that can be named in a manifest in `root`, by name.

    Raises `InputError` when one of them is broken.
    """
    return tuple(load_layout(name, root=root) for name in sorted(available(root)))


def copy_layout(name: str, target: Path, *, root: Path) -> Path:
    """Copy the layout `name` into the new folder `target` and return it.

    The copy is called after its folder; what it stands on (`_shared`, a layout it extends) is not
    copied. Raises `UsageError` when there is no such layout or the folder's name will not do, and
    `OutputError` when `target` exists or cannot be written.
    """
    source = find_layout(name, root)
    if source is None:
        hint = nearest(name, available(root)) or f"there are {', '.join(sorted(available(root)))}"
        raise UsageError(f"there is no layout {name!r}: {hint}")
    if not _NAME.fullmatch(target.name):
        raise UsageError(f"{target.name!r} cannot name a layout: use small letters and hyphens")
    if target.exists():
        raise OutputError(f"{target} exists already")
    try:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("sample", ".*"))
        description = target / "layout.yml"
        text = description.read_text("utf-8")
        renamed = re.sub(r"(?m)^name:.*$", f"name: {target.name}", text, count=1)
        description.write_text(renamed, "utf-8")
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error
    return target
