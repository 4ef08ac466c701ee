"""From bytes that name no encoding to what they may say, the likeliest first.

Every encoding that can hold the bytes gives a reading; what it costs, in bits, is how surprising
its letters are in the language they make most sense in: how frequent each letter is, whether
capitals, marks and letters of other scripts stand within words, and how many of the language's
most frequent words there are. Right readings cost less than wrong ones by hundreds of bits a
page, by few in a sentence with two accents: the difference says how sure one can be.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log2

import regex

from newsbook.charsets import codec
from newsbook.normalforms import nfc
from newsbook.readers.alphabets import ALPHABETS, ENCODINGS
from newsbook.readers.lexicon import FUNCTION_WORDS_BY_LANGUAGE

__all__ = ["Reading", "are_pairs", "readings"]

SAMPLE = 3_000  # bytes
# Bits: a character of ASCII, and how much more one costs in a text of another script; a capital
# more than its small letter; a mark of typography, another sign, what no text has; a character
# that is not among the most frequent of a language that has thousands.
_ASCII, _OTHER_SCRIPT, _CAPITAL = 4.2, 1.0, 2.0
_MARK, _SIGN, _STRANGE, _CONTROL, _RARE = 5.0, 8.0, 11.0, 20.0, 13.5
_WORD, _STATED = 2.5, 15.0  # ... that a frequent word, and the language that is stated, gain
_MARKS = frozenset("«»„“”‘’–—…№•·°§€\xa0\xad\u200c\u200d\u200e\u200f‹›،؟؛¿¡")
_SIGNS = frozenset("£©®™´‚×÷½¼¾ªº")
_WIDE_MARKS = frozenset("，。、：；？！（）「」『』《》“”‘’…—・〈〉【】～\u3000")
_MOST_CONTROLS = 0.1  # the share of control characters up to which bytes may be text
_NO_TEXT = 8.0  # what a byte costs in no text
_NEAR = 3.0  # bits for two accented letters side by side
_FOREIGN = 16.0  # a letter that is not of the language

_WIDE = ("utf-16-le", "utf-16-be")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_TAGS = re.compile(rb"<[^<>]*>")
_WORDS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
# Capitals after small letters, and letters that end words within them (the other sigma: at ends).
_MISPLACED = regex.compile(r"\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|[ςךםןףץ]\p{L}|σ(?!\p{L})")
_CAPITALS = regex.compile(r"(?V1)(?<=\p{Lu})[\p{Lu}--\p{ASCII}]")
_MARK_BEFORE = regex.compile(r"(?<![\p{L}\p{M}])[’´·©®™°](?=\p{L})|(?<=\p{Latin})[“‘](?!\p{L})")
_MARK_WITHIN = regex.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}])"
    r"[^\p{L}\p{M}\s\x00-\x7f’‘´·–—…\xad\u200c-\u200f،؛]+"
    r"(?=[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}])"
)
_SCRIPTS_MIXED = regex.compile(
    r"\p{Latin}[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Thai}\p{Han}\p{Hangul}]"
    r"|[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Thai}]\p{Latin}"
)
_ACCENTS_TOGETHER = regex.compile(r"(?V1)[\p{Latin}--\p{ASCII}](?=[\p{Latin}--\p{ASCII}])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What `encoding` makes of a sample of `size` bytes, and what that costs in bits."""

    encoding: str
    language: str
    cost: float
    sample: str
    size: int

    @property
    def each(self) -> float:
        """What a byte costs, in bits."""
        return self.cost / self.size


@cache
def _costs(language: str) -> dict[str, float]:
    """What each letter of a language costs that is not of ASCII: by its rank, after Zipf."""
    alphabet = ALPHABETS[language]
    offset = 2 if alphabet.level is None else 12
    total = sum(1 / (rank + offset) for rank in range(len(alphabet.letters)))
    rarer = 0.0 if alphabet.level is None else 1.0  # half of such a text are characters not listed
    return {
        letter: log2((rank + offset) * total) + rarer
        for rank, letter in reversed(list(enumerate(alphabet.letters)))
    }


@cache
def _mark_cost(character: str) -> float:
    """What a character costs that is no letter of the language."""
    if character in _MARKS or character in _WIDE_MARKS:
        return _MARK
    if character in _SIGNS:
        return _SIGN
    if unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
        return _CONTROL
    return _FOREIGN if character.isalpha() else _STRANGE


@cache
def _unlisted_cost(character: str, level: tuple[str, int, int]) -> float:
    """What a character costs that is not among the frequent ones of a language."""
    if character in _WIDE_MARKS:
        return _MARK
    encoding, first, last = level
    try:
        lead = character.encode(encoding)[0]
    except UnicodeEncodeError:
        return _RARE + 6
    if first <= lead <= last:
        return _RARE
    return _RARE + 4 if lead >= first else _STRANGE


def _plain_cost(plain: Mapping[str, int]) -> float:
    """What characters of ASCII cost."""
    control = sum(count for c, count in plain.items() if c < " " and c not in "\n\r\t")
    return _ASCII * sum(plain.values()) + _CONTROL * control


def _text_cost(text: str) -> float:
    """What is odd in `text` whatever its language."""
    return (
        6 * len(_MISPLACED.findall(text))
        - _CAPITAL * len(_CAPITALS.findall(text))
        + (6 if text[0].islower() and not text[0].isascii() else 0)
        + 8 * len(_MARK_WITHIN.findall(text))
        + (0 if "„" in text else 10 * len(_MARK_BEFORE.findall(text)))
        + 12 * len(_SCRIPTS_MIXED.findall(text))
        + 8 * max(0, text.count("‘") - text.count("’"))  # a quotation that never ends
    )


def _language_cost(language: str, letters: Counter[str], together: int) -> float:
    """What the characters beyond ASCII cost in `language`."""
    alphabet, costs = ALPHABETS[language], _costs(language)
    accented = -log2(alphabet.share)
    cost = together * _NEAR * (1 - alphabet.share)
    for character, count in letters.items():
        small = character if character in costs else character.lower()
        if small in costs:
            each = costs[small] + accented + (_CAPITAL if small != character else 0.0)
        elif alphabet.level is not None:
            each = _unlisted_cost(character, alphabet.level)
        else:
            each = _mark_cost(character)
        cost += each * count
    return cost


def _sample(data: bytes) -> bytes:
    """Return the part of `data` that tells most: what stands around bytes beyond ASCII, without
    tags, and cut only where ASCII or a line begins.
    """
    bare = _TAGS.sub(b" ", data) if b"<" in data else data
    kept: list[bytes] = []
    position, size = 0, 0
    while size < SAMPLE and (hit := _HIGH.search(bare, position)) is not None:
        start = max(position, hit.start() - SAMPLE // 10, bare.rfind(b"\n", 0, hit.start()) + 1)
        end = bare.find(b"\n", hit.end())
        end = len(bare) if end < 0 else end
        kept.append(bare[start:end].strip())
        size += end - start
        position = end
    return b"\n".join(kept)[:SAMPLE]


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Return `sample`, which may end within a character, decoded; None when it is not valid."""
    try:
        text = codecs.getincrementaldecoder(codec(encoding))().decode(sample)
    except UnicodeDecodeError:
        return None
    return nfc(text)


def _reading(encoding: str, text: str, stated: str, size: int) -> Reading:
    """Return `text` in the language it makes most sense in; the one that is `stated` is ahead."""
    letters = Counter(text)
    plain = {c: letters.pop(c) for c in list(letters) if c <= "\x7f"}
    written = sum(count for character, count in plain.items() if character.isalpha())
    words = Counter(word.lower() for word in _WORDS.findall(text))
    together = len(_ACCENTS_TOGETHER.findall(text))
    ahead, languages = ENCODINGS.get(encoding, (0.0, tuple(ALPHABETS)))

    def cost(language: str) -> float:
        alphabet = ALPHABETS[language]
        each = -log2(1 - alphabet.share) if alphabet.latin else _OTHER_SCRIPT
        frequent = FUNCTION_WORDS_BY_LANGUAGE.get(language, frozenset())
        known = sum(count for word, count in words.items() if word in frequent)
        gain = _WORD * known + (_STATED if language.split("-")[0] == stated else 0.0)
        return _language_cost(language, letters, together) + each * written - gain

    best, language = min((cost(name), name) for name in languages)
    cost_of_all = best + ahead + _plain_cost(plain) + _text_cost(text)
    return Reading(encoding, language, cost_of_all, text, size)


def readings(data: bytes, language: str | None = None) -> list[Reading]:
    """Return what `data` may say in the encodings of the world, the likeliest first.

    UTF-16 without its mark is thought of only where there are control characters, which text has
    none of. `language` is what the article is said to be written in. What is no text has none.
    """
    sample, start = _sample(data), data[:SAMPLE]
    stated = (language or "").split("-")[0].lower()
    found: dict[str, Reading] = {}
    for encoding in (
        *ENCODINGS,
        *(_WIDE if _CONTROLS.search(start) and len(data) % 2 == 0 else ()),
    ):
        used = start if encoding in _WIDE else sample
        text = _decoded(used, encoding)
        if text:
            reading = _reading(encoding, text, stated, len(used))
            found[text] = min(found.get(text, reading), reading, key=lambda each: each.cost)
    likely = (reading for reading in found.values() if reading.each < _NO_TEXT)
    return sorted(likely, key=lambda reading: reading.each)


def are_pairs(data: bytes) -> bool:
    """Whether bytes look like UTF-16 that lost its mark: many of them are in no text."""
    sample = data[:SAMPLE]
    return len(data) % 2 == 0 and len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample)
