"""From the bytes of one file, and what the editor says of them, to what a reader is given.

A reader is a function `(Source, World) -> tuple[Article, ...]`: one article for a document, one
for each entry of a feed or an export. It never raises on bad input of its format; what is wrong
becomes a diagnostic in `world.diagnostics`, and what cannot be read gives no article.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeAlias

from newsbook.diagnostics import Location
from newsbook.extract import Extract
from newsbook.model import Article, Origin
from newsbook.readers.absence import Absence
from newsbook.world import World

__all__ = ["Format", "Reader", "Source"]


@lru_cache(maxsize=1)
def _digest(data: bytes) -> str:
    """Return the SHA-256 of a file, counted once for all its articles."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    `file` is its path relative to the project (POSIX separators); `format` is a name in `READERS`
    or None (found by suffix and content); `language` is the article's language where the manifest
    states it; `url` is where the bytes came from, if known. `stated` names the fields (manifest
    keys: `date`, `headline`...) that the manifest gives, so that a reader does not ask for them;
    `encoding` is the one the manifest states, over what the file says.
    """

    file: str
    data: bytes = field(repr=False)
    format: str | None = None
    extract: Extract | None = None
    language: str | None = None
    url: str | None = None
    stated: frozenset[str] = frozenset()
    encoding: str | None = None

    @property
    def stem(self) -> str:
        """The file's name without folder and suffixes."""
        return PurePosixPath(self.file).name.split(".")[0] or "article"

    @property
    def suffix(self) -> str:
        """The file's last suffix, in lower case, with its dot."""
        return PurePosixPath(self.file).suffix.lower()

    def at(self, line: int | None = None, column: int | None = None) -> Location:
        """Return a place in this file."""
        return Location(self.file, line, column)

    def origin(self, reader: str, **fields: object) -> Origin:
        """Return the origin of an article that `reader` found in this file."""
        known: dict[str, object] = {
            "where": self.at(),
            "told": self.language,
            "encoding": self.encoding,
        }
        known.update(fields)
        return Origin(self.file, reader, _digest(self.data), **known)  # type: ignore[arg-type]


Reader: TypeAlias = Callable[[Source, World], tuple[Article, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """A line of the `READERS` table.

    `module` and `function` name the reader (imported when it is needed); `suffixes` are in lower
    case with their dot; `sniff` says whether the first bytes of a file look like this format;
    `several` formats hold many articles; `isolated` ones are parsed in a child process; `extra` is
    the optional dependency (`pip install newsbook[extra]`) without which the format is not read;
    `absence` is what is said when a file of this format holds no text.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "read"
    sniff: Callable[[bytes], bool] | None = None
    several: bool = False
    isolated: bool = False
    extra: str | None = None
    absence: Absence = field(kw_only=True)
