"""From an Article to the lines of its source on which its blocks begin.

Readers of markup see a tree without lines. The opening letters of a block are looked for in the
letters of the file, in order; sources that are not text (Word, EPUB, archives) have no lines.
"""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from newsbook.diagnostics import Collector
from newsbook.model import Article, SourceBlock
from newsbook.readers.decoding import declared_encoding, decode
from newsbook.readers.source import Source
from newsbook.recall import FORGETFUL
from newsbook.world import World

__all__ = ["with_lines"]

_MARKUP = ("html", "nitf", "newsml", "wxr", "rss", "atom", "cdf", "feed", "jats", "fb2")
_JSON = ("jsonfeed", "ghost", "ninjs")
_PLAIN = ("rst", "asciidoc", "mediawiki", "org", "textile", "typst")
SEARCHED = 8 * 2**20  # characters of a file that are looked through
WINDOW = 40  # letters by which a block is known
MISSES = 50  # blocks not found until no more are looked for

_TAG = re.compile(r"<[^<>]*>")
_HIDDEN = re.compile(r"<!--|<(?=(script|style|head)[\s>])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrtbf])")
_CONTROL = re.compile(r"\\u(-?\d{1,5})\s?\??|\\'([0-9a-fA-F]{2})|\\[a-z]{1,32}-?\d{0,10} ?")


def _breaks(text: str) -> str:
    return "\n" * text.count("\n")


def _shown(text: str) -> str:
    """Return markup without what no reader sees: comments, scripts, styles, the head of a page."""
    kept, position = [], 0
    while (found := _HIDDEN.search(text, position)) is not None:
        closing = f"</{found[1]}" if found[1] else "-->"
        end = text.find(closing, found.end())
        end = text.find(closing.upper(), found.end()) if end < 0 else end
        if end < 0:
            break
        kept += [text[position : found.start()], _breaks(text[found.start() : end])]
        position = end + len(closing)
    return "".join((*kept, text[position:]))


def _untagged(text: str) -> str:
    return _TAG.sub(lambda tag: _breaks(tag[0]), text)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else " "


def _decontrolled(match: re.Match[str]) -> str:
    """Return what a control word of RTF stands for."""
    if match[1]:
        return chr(int(match[1]) % 0x10000)
    return bytes.fromhex(match[2]).decode("cp1252", "replace") if match[2] else ""


def _readable(text: str, reader: str) -> str | None:
    """Return the text of a file without the signs of its format, line for line; None without."""
    if reader.startswith(_MARKUP):
        text = text.replace("<![CDATA[", " ").replace("]]>", " ")
        return _untagged(entities.unescape(_untagged(_shown(text))))
    if reader.startswith(_JSON):
        return _untagged(entities.unescape(_untagged(_ESCAPE.sub(_unescaped, text))))
    if reader == "rtf":
        return _CONTROL.sub(_decontrolled, text)
    return text if reader.startswith(_PLAIN) else None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


class _Lines:
    """The letters of a file, and on which line each of them stands."""

    def __init__(self, text: str) -> None:
        lines = [_letters(line) for line in text.split("\n")]
        self.letters = "".join(lines)
        self._starts = list(accumulate((len(line) for line in lines), initial=0))[:-1]
        self._misses = 0
        self.reached = 0  # where the last article ended: the next is looked for from there

    def find(self, block: str, first: int, last: int | None = None) -> int | None:
        """Return where `block` stands from `first` on, or the nearest place before `last`."""
        if self._misses >= MISSES or len(block) < 2:
            return None
        for start, end in ((0, WINDOW), (0, 14), (WINDOW, 2 * WINDOW)):
            piece = block[start:end]
            if len(piece) < min(14, len(block)):
                continue
            at = self.letters.find(piece, first) if last is None else self.letters.rfind(
                piece, first, last)  # fmt: skip
            if at >= 0:
                return at
        self._misses += 1
        return None if len(block) < WINDOW // 2 else self._anywhere(block)

    def _anywhere(self, block: str) -> int | None:
        """Return where a block stands out of the order of the text, as captions in fields do."""
        at = self.letters.find(block[: WINDOW // 2])
        return at if at >= 0 else None

    def line(self, position: int) -> int:
        """Return the line (from 1) of a letter."""
        return bisect_right(self._starts, position)


def _placed(blocks: tuple[SourceBlock, ...], lines: _Lines) -> tuple[SourceBlock, ...]:
    """Return `blocks` with their lines: from the longest, which is surely found, both ways."""
    texts = [_letters(block.text) for block in blocks]
    if not blocks:
        return ()
    anchor = max(range(len(blocks)), key=lambda n: (min(len(texts[n]), 200), -n))
    found: dict[int, int] = {}
    position = lines.reached
    for number in range(anchor, len(blocks)):
        at = lines.find(texts[number], position)
        if at is not None:
            found[number], position = at, max(position, at + 1)
    before = found.get(anchor, len(lines.letters))
    for number in range(anchor - 1, -1, -1):
        at = lines.find(texts[number], 0, before)
        if at is not None:
            found[number], before = at, min(before, at)
    lines.reached = position
    return tuple(
        replace(block, line=lines.line(found[n])) if n in found else block
        for n, block in enumerate(blocks)
    )


def with_lines(articles: Sequence[Article], source: Source, world: World) -> tuple[Article, ...]:
    """Return `articles`, read from `source`, with the line on which each of their blocks begins.

    Lines that a reader told stay; a block that is not found, or stands in no text, has None.
    """
    missing = [a for a in articles if any(b.line is None for b in a.origin.blocks)]
    if not missing:
        return tuple(articles)
    quiet = replace(world, diagnostics=Collector(), recall=FORGETFUL)
    whole = decode(source, quiet, declared_encoding(source.data))
    text = _readable(whole[:SEARCHED], missing[0].origin.reader)
    if text is None:
        return tuple(articles)
    lines = _Lines(text)

    def placed(article: Article) -> Article:
        if all(block.line is not None for block in article.origin.blocks):
            return article
        origin = replace(article.origin, blocks=_placed(article.origin.blocks, lines))
        return replace(article, origin=origin)

    return tuple(placed(article) for article in articles)
