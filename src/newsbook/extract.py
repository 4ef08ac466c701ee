"""From what an editor says about cutting a source to values readers obey.

These are the `extract:` and `expect:` keys of an article in the manifest; the schema fills them,
the readers follow them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from newsbook.diagnostics import Location

__all__ = ["Expect", "Extract"]


@dataclass(frozen=True, slots=True)
class Extract:
    """Where an article begins and ends in its source, and which parts are what.

    A pattern is a literal substring, or `/regex/`; for plain text also a line number (`L4`).
    `start` is included, `end` is not. `select`, `remove` and `keep` are CSS selectors (or XPath
    when they begin with `/` or `(`) for web pages; `prefer` chooses the extractor.
    `where` maps a key to its place in the manifest.
    """

    start: str | None = None
    end: str | None = None
    strip: tuple[str, ...] = ()
    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    dateline: str | None = None
    byline: str | None = None
    select: str | None = None
    remove: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    prefer: Literal["hybrid", "readability", "none"] | None = None
    where: dict[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Expect:
    """What reading an article must give; a difference is an error.

    `paragraphs` counts paragraphs of the body, `blocks` its blocks, `words` its words; `first` and
    `last` are how the first paragraph begins and the last one ends; `sha256` is the digest of the
    body's text (UTF-8, paragraphs separated by blank lines).
    """

    paragraphs: int | None = None
    blocks: int | None = None
    words: int | None = None
    first: str | None = None
    last: str | None = None
    sha256: str | None = None
    headline: str | None = None
    where: dict[str, Location] = field(default_factory=dict, compare=False)
