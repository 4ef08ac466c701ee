"""From the leaves of a line to the line as a typographer would have typed it.

Rules run in an order in which later ones see what earlier ones made: letters first, then primes
(which look like quotation marks), quotation marks, full-width marks, dashes, dots and spaces.
Addresses, file names and whatever the caller marks are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from newsbook.typography.forms import form_edits, pinyin_edits
from newsbook.typography.line import Edit, Leaf, Line, Replaced
from newsbook.typography.marks import (
    dash_edits,
    ellipsis_edits,
    hyphen_edits,
    prime_edits,
    range_edits,
    space_edits,
)
from newsbook.typography.quotes import quote_edits
from newsbook.typography.wide import (
    narrow_edits,
    plain_edits,
    wide_dash_edits,
    wide_edits,
    wide_ellipsis_edits,
    wide_space_edits,
)

__all__ = ["RULES", "Normalised", "Settings", "may_change", "normalise_line"]

# Practice needs one round, and a second that finds nothing; oddities converge in three.
_ROUNDS: Final = 6

RULES: Final = {
    "composition": "letters and their marks as one character",
    "ideographs": "a character for its copy or its radical",
    "kana": "whole kana for half-width ones",
    "pinyin": "a caron for a breve in pinyin",
    "primes": "primes for feet and inches, minutes and seconds",
    "quotes": "the quotation marks of the language",
    "apostrophes": "a curved apostrophe",
    "full-width": "full-width punctuation between Chinese or Japanese characters",
    "half-width": "plain letters, digits and marks for full-width ones",
    "middle-dots": "the middle dot of the language",
    "dashes": "dashes for hyphens",
    "minus": "a minus sign for a hyphen",
    "ranges": "a dash between numbers",
    "ellipses": "an ellipsis for full stops",
    "spaces": "the spaces of the language",
}
"""The rules, in the order in which they run, with what each puts in place."""

# What a rule could change: tested first, because most plain lines hold none of it.
_SUSPECT = re.compile(r"[^\x00-\x7f]|[\"'`~-]|\.\.\.|\d [\d%]")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\uffff\U0001b000-\U0003ffff]")
_SETTLED = frozenset({"apostrophes", "dashes", "ellipses", "minus", "ranges"})
_FRENCH = re.compile("[;:!?]")
# Case is nothing here, and looking for it in thousands of characters takes long.
_ADDRESS = r"(?-i:[^\s<>\"”’»\u2e80-\uffff])"
_KEPT = re.compile(
    rf"(?:https?|ftp|file)://{_ADDRESS}+|(?:mailto|tel|doi|urn|isbn):{_ADDRESS}+"
    rf"|www\.{_ADDRESS}+"
    r"|[\w.+-]+(?:'[\w.+-]+)*@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|int|io|cn|az|jp|kr|tw|hk|ru|de|fr"
    r"|uk|eu|tr|kz|uz|ge|ir|in)(?![\w.-])(?:/" + _ADDRESS + r"*)?"
    r"|(?<![\w/])(?:\.{0,2}/)?[\w.-]+/[\w./-]+\.[a-z]{2,4}\b|(?<!\S)--?[a-z][\w-]*(?==|\b)"
    r"|\{\{[^{}]*\}\}|\$\{[^{}]*\}",
    re.ASCII | re.IGNORECASE,
)
# What every address has, and little else: the pattern above is slow.
_HINT = re.compile(
    r"[/@{]|\w\.\w|\b(?:mailto|tel|doi|urn|isbn):|(?<!\S)-", re.ASCII | re.IGNORECASE
)

Rule: TypeAlias = Callable[[Line], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules run: `full` all of them, else only quotation marks and apostrophes."""

    full: bool = True
    quotes: bool = True
    pinyin: bool = True


def may_change(text: str, *, french: bool = False) -> bool:
    """Return whether any rule could change `text` (quick, and true too often).

    `french` says that French is among its languages.
    """
    found = _SUSPECT.search(text) or (french and _FRENCH.search(text))
    return found is not None and found is not False


def _rules(settings: Settings, text: str) -> Iterator[Rule]:
    """Yield the rules that may find something in `text`."""
    wide = _WIDE.search(text) is not None
    if settings.full:
        if wide:
            yield plain_edits
        if not text.isascii():
            yield form_edits
        if settings.pinyin and not text.isascii():
            yield pinyin_edits
        if wide:
            yield narrow_edits
        yield prime_edits
    # At level `quotes` without quotes there is nothing left to do but apostrophes.
    yield lambda line: quote_edits(line, quotes=settings.quotes, primes=settings.full)
    if settings.full:
        if wide:
            yield wide_ellipsis_edits
            yield wide_dash_edits
            yield wide_edits
            yield wide_space_edits
        yield range_edits
        yield dash_edits
        yield hyphen_edits
        yield ellipsis_edits
        yield space_edits


@dataclass(frozen=True, slots=True)
class Normalised:
    """A line after normalisation: the texts of its leaves by number, and what was replaced.

    `original` is the text of the whole line as it was; places in `made` count its characters.
    """

    texts: Mapping[int, str]
    made: tuple[Replaced, ...]
    original: str


def normalise_line(
    leaves: Sequence[Leaf], settings: Settings, split: Callable[[Leaf], Iterable[Leaf]]
) -> Normalised:
    """Return the line of `leaves` with every rule of `settings` applied until none applies.

    `split` cuts a leaf into one for each language.
    """
    now = list(leaves)
    original = "".join(leaf.text for leaf in leaves)
    origins = list(range(len(original) + 1))
    made: list[Replaced] = []
    for _ in range(_ROUNDS):
        line = _round([part for leaf in now for part in split(leaf)], settings)
        made += [replace(one, origin=origins[one.origin]) for one in line.made]
        if not line.made:
            break
        # What these rules make in an alphabet gives no other rule an occasion.
        settled = _SETTLED.issuperset(one.rule for one in line.made)
        texts = line.leaf_texts()
        now = [leaf if leaf.number < 0 else replace(leaf, text=texts.get(leaf.number, ""))
               for leaf in now]  # fmt: skip
        if settled and not _WIDE.search(line.text):
            break
        origins = [origins[place] for place in line.origins] + [len(original)]
    return Normalised({x.number: x.text for x in now if x.number >= 0}, tuple(made), original)


def _round(leaves: Iterable[Leaf], settings: Settings) -> Line:
    """Return the line of `leaves` with every rule applied once."""
    line = Line(leaves)
    for match in _KEPT.finditer(line.text) if _HINT.search(line.text) else ():
        ends = ".,;:!?)" + ("'" if match[0].count("'") % 2 else "")
        line.protect(match.start(), match.start() + len(match[0].rstrip(ends)))
    for rule in _rules(settings, line.text):
        line.apply(list(rule(line)))
    return line
