"""From what a stage made to files a person can read and two builds can be compared by.

The files of `--keep-stages` hold no times and no absolute paths.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from newsbook.composition import Composition, Galley
from newsbook.errors import OutputError
from newsbook.model import Asset, Edition

__all__ = ["Stages", "plain"]


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: dataclasses by their class's name, bytes by digest."""
    if isinstance(value, Asset):
        known = {"key": value.key, "media_type": value.media_type, "sha256": value.sha256}
        return {"is": "Asset", **known, "alt": value.alt, "credit": value.credit}
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__, **{k: v for k, v in kept.items() if v not in _EMPTY}}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(part) for part in value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes, sha256 {hashlib.sha256(value).hexdigest()}"
    if isinstance(value, PurePosixPath | Path):
        return value.name
    return value if isinstance(value, str | int | float | bool | None) else str(value)


_EMPTY: tuple[Any, ...] = (None, [], {}, "")


class Stages:
    """Writes what stages made below `folder` (None: nowhere)."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def _write(self, name: str, data: bytes) -> None:
        if self._folder is None:
            return
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error

    def _json(self, name: str, value: Any) -> None:
        if self._folder is not None:
            text = json.dumps(plain(value), ensure_ascii=False, indent=1)
            self._write(name, text.encode() + b"\n")

    def edition(self, name: str, edition: Edition) -> None:
        """Keep an edition as JSON."""
        self._json(f"{name}.json", edition)

    def composition(self, output: str, composition: Composition) -> None:
        """Keep the documents and style sheets of a composition, and its contents as JSON."""
        for document in composition.documents:
            self._write(f"{output}/composition/{document.name}.xhtml", document.xhtml.encode())
        for sheet in composition.stylesheets:
            self._write(f"{output}/composition/{sheet.name}", sheet.css.encode())
        self._json(f"{output}/composition/contents.json", composition.contents)

    def galleys(self, output: str, galleys: Iterable[Galley]) -> None:
        """Keep what is known of each galley as JSON."""
        if self._folder is not None:
            for galley in galleys:
                self._json(f"{output}/galleys/{galley.unit}.json", galley)

    def epub(self, output: str, data: bytes) -> None:
        """Keep the files of an EPUB."""
        if self._folder is not None:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    self._write(f"{output}/epub/{name}", archive.read(name))

    def pdf(self, output: str, name: str, data: bytes) -> None:
        """Keep a PDF as it stood after a step."""
        self._write(f"{output}/{name}.pdf", data)
