"""From a body and the patterns of the editor to the part of the body that was meant.

The same keys as for plain text (`start`, `end`, `strip`, `headline`, `deck`, `byline`...), applied
to the blocks of a structured source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsbook.content import Block, Heading, Paragraph
from newsbook.model import Dateline
from newsbook.readers.datelines import parse_dateline
from newsbook.readers.fields import Fields
from newsbook.readers.patterns import Patterns
from newsbook.readers.source import Source
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["cut_body"]

_FIELDS = ("headline", "kicker", "deck", "byline", "dateline")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A block of the body, its index, its text and its line."""

    index: int
    text: str
    line: int | None


def cut_body(
    body: tuple[Block, ...],
    fields: Fields,
    source: Source,
    world: World,
    lines: Sequence[int | None] = (),
) -> tuple[tuple[Block, ...], Fields]:
    """Return the body between `start` and `end` less what is stripped or named, and the fields.

    `lines` are the lines of the blocks in the source, where they are known.
    """
    extract = source.extract
    if extract is None:
        return body, fields
    known = lines if len(lines) == len(body) else [None] * len(body)
    blocks = [_Numbered(i, plain_text(b), known[i]) for i, b in enumerate(body)]
    patterns = Patterns(source, world, blocks, extract)
    taken: set[int] = set()
    for name in _FIELDS:
        pattern = getattr(extract, name)
        for block in patterns.run(name, pattern) if pattern is not None else ():
            taken.add(block.index)
            fields = _with_field(fields, name, body[block.index], block.text)
    first, last = 0, len(body)
    if extract.start is not None and (found := patterns.first("start", extract.start)):
        first = found.index
    if extract.end is not None and (found := patterns.first("end", extract.end, first)):
        last = found.index
    for pattern in extract.strip:
        matches = patterns.all("strip", pattern)
        if not matches:
            patterns.warn_unmatched("strip", pattern)
        taken.update(block.index for block in matches)
    kept = tuple(body[i] for i in range(first, last) if i not in taken)
    return kept, fields


def _with_field(fields: Fields, name: str, block: Block, text: str) -> Fields:
    rules = (*fields.rules, (name, "manifest: extract"))
    if name == "byline":
        return replace(fields, byline=text, rules=rules)
    if name == "dateline":
        found = parse_dateline(text)
        dateline = found.dateline if found else Dateline(text)
        return replace(fields, dateline=dateline, rules=rules)
    children = block.children if isinstance(block, Paragraph | Heading) else text
    if name == "headline":
        return replace(fields, headline=children, rules=rules)
    if name == "kicker":
        return replace(fields, kicker=children, rules=rules)
    return replace(fields, deck=children, rules=rules)
