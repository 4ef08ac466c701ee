"""From the body of an article to the numbers by which it is known: words, paragraphs, a digest.

The same measures stand behind `expect:` in the manifest, `newsbook inspect` and the ledger.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from newsbook.content import Aside, Block, Figure, Link, Note, Paragraph, Quote
from newsbook.tree import map_blocks, plain_text

__all__ = ["WORD", "Measure", "body_text", "count_words", "measure"]

WORD = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\\W_]+(?:['’.,][^\\W_]+)*"
)
"""A word: a run of letters and digits, or one Han or kana character."""


def count_words(text: str) -> int:
    """Return the number of words of `text`; each Han or kana character is one."""
    return len(WORD.findall(text))


def _read_through(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `blocks` without captions, pull quotes, notes and what stands for players."""

    def change(node: Any) -> Any:
        if isinstance(node, Figure):
            return node.blocks
        if isinstance(node, Note) or (isinstance(node, Quote) and node.style == "pull"):
            return ()
        return () if _only_points(node) else node

    return map_blocks(blocks, change)


def _only_points(node: Any) -> bool:
    """Whether `node` stands for a player or the like: a poster, a link, nothing to read."""
    return (
        isinstance(node, Aside)
        and node.style == "embed"
        and all(
            (isinstance(block, Figure) and not (block.blocks or block.caption or block.credit))
            or (
                isinstance(block, Paragraph)
                and len(block.children) == 1
                and isinstance(block.children[0], Link)
            )
            for block in node.blocks
        )
    )


def body_text(body: tuple[Block, ...]) -> str:
    """Return the text that is read through: paragraphs separated by blank lines.

    Captions, credits, pull quotes (which repeat the text), notes and links that stand for players
    are left out.
    """
    return plain_text(_read_through(body))


@dataclass(frozen=True, slots=True)
class Measure:
    """The numbers of a body.

    `paragraphs` are those of the body itself (not of quotations, lists and notes), `blocks` all its
    parts; `first` and `last` the texts of the first and last paragraph; `words` and `sha256` (of
    the UTF-8 bytes, hexadecimal) are those of `body_text`.
    """

    paragraphs: int
    blocks: int
    words: int
    first: str
    last: str
    sha256: str


def measure(body: tuple[Block, ...]) -> Measure:
    """Return the numbers of `body`."""
    paragraphs = [plain_text(block) for block in body if isinstance(block, Paragraph)]
    text = body_text(body)
    return Measure(
        paragraphs=len(paragraphs),
        blocks=len(body),
        words=count_words(text),
        first=paragraphs[0] if paragraphs else "",
        last=paragraphs[-1] if paragraphs else "",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
