"""From the pictures of an article to the places where its source names them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from newsbook.content import Figure, Picture
from newsbook.diagnostics import Location
from newsbook.model import Article, Asset
from newsbook.tree import plain_text, walk

__all__ = ["Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in an article: its asset, the credit of its figure, and where it is named.

    `where` is None in sources that are no text, and where the name is written in no known way.
    """

    picture: Picture
    asset: Asset
    credit: str
    where: Location | None
    reader: str

    @property
    def name(self) -> str:
        """Its file, without folders."""
        return (self.asset.source or self.asset.key).rpartition("/")[2]

    @property
    def undescribed(self) -> bool:
        """Whether nothing says what it shows, and it is no ornament."""
        return not (self.picture.decorative or (self.picture.alt or "").strip())

    @property
    def how_to_describe(self) -> str:
        """What an editor does so that the source says what it shows."""
        if self.reader == "markdown":
            name = quote(self.name)
            return f"write ![what it shows]({name}), or {{decorative=yes}} after an ornament"
        return 'describe it where it stands (alt="what it shows"; alt="" for an ornament)'


def shown(article: Article, assets: Mapping[str, Asset], text: str) -> Iterator[Shown]:
    """Yield the pictures of `article` in reading order; `text` is its source, "" when it is none.

    A picture that stands several times is told by its turn.
    """
    pictures: list[tuple[Picture, str]] = []
    credits: dict[int, str] = {}
    for node in walk((article.body, article.note)):
        if isinstance(node, Figure):
            said = plain_text(node.credit).strip()
            credits.update({id(n): said for n in walk(node) if isinstance(n, Picture)})
        elif isinstance(node, Picture) and node.source in assets:
            pictures.append((node, credits.get(id(node), "")))
    times = Counter(picture.source for picture, _ in pictures)
    turn: Counter[str] = Counter()
    for picture, credit in pictures:
        asset = assets[picture.source]
        found = _named(asset.source or asset.key, article.origin.file, text)
        number = turn[picture.source] if len(found) == times[picture.source] else 0
        turn[picture.source] += 1
        where = found[number] if found else None
        yield Shown(picture, asset, credit, where, article.origin.reader)


def _named(name: str, file: str, text: str) -> list[Location]:
    """Return where `text`, that of `file`, names the picture `name`, in the longest way."""
    beside = posixpath.relpath(name, posixpath.dirname(file) or ".")
    plain = (beside, name, posixpath.basename(name))
    for spelled in dict.fromkeys(way for n in plain for way in (n, quote(n), escape(n))):
        found = [
            Location.within(file, text, *match.span()) for match in _written(spelled).finditer(text)
        ]
        if found:
            return found
    return []


def _written(name: str) -> re.Pattern[str]:
    """Return a pattern for `name` where it is not the end or the beginning of another."""
    return re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])")
