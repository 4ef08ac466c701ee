"""From the files of a project to their texts, for whoever quotes a line of one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsbook.model import Article
from newsbook.readers.decoding import readable
from newsbook.readers.source import Source

__all__ = ["Sources"]

_LARGEST = 4 * 2**20


class Sources(Mapping[str, str]):
    """The texts of the files below `root`, read when they are wanted, in whatever encoding.

    A file that cannot be read, is very large or is no text is as good as absent.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._told: dict[str, tuple[str | None, str | None]] = {}
        self._texts: dict[str, str | None] = {}

    def tell(self, articles: Iterable[Article]) -> None:
        """Say what the readers of `articles` were told."""
        for article in articles:
            origin = article.origin
            self.told(origin.file, origin.told, origin.encoding)

    def told(self, name: str, language: str | None, encoding: str | None = None) -> None:
        """Say what the reader of the file `name` was told of its encoding, and of its language:
        where an encoding has to be guessed, that may decide.
        """
        told = (language, encoding)
        if any(told) and self._told.get(name) != told:
            self._told[name] = told
            self._texts.pop(name, None)

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def _read(self, name: str) -> str | None:
        path = self._root / name
        try:
            if not path.is_file() or path.stat().st_size > _LARGEST:
                return None
            data = path.read_bytes()
        except (OSError, ValueError):
            return None
        language, encoding = self._told.get(name, (None, None))
        return readable(Source(name, data, language=language, encoding=encoding))

    def there(self, name: str) -> bool:
        """Whether there is anything called `name`, readable or not."""
        return os.path.lexists(self._root / name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._text(name) is not None

    def __getitem__(self, name: str) -> str:
        text = self._text(name)
        if text is None:
            raise KeyError(name)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __bool__(self) -> bool:
        return True
