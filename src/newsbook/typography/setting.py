"""From the text of one paragraph to text as print sets it: gaps, break points and joints put in.

What a line-breaking engine does not know of Chinese, Japanese and Korean is written into the text
itself, for print alone: a space between Han and Latin (CLREQ 5.2.1, JLREQ 3.2.6: a quarter em,
which may break and stretch; Korean has none), a break point outside Chinese quotation marks, a
joint before marks that never begin a line (CLREQ 6.1.1), one before the last character of a
paragraph, so that it never stands alone on a line (CLREQ 6.1.3), and between the syllables of a
Korean word where words are to stay whole (KLREQ 3.2). Letters and figures are told apart from the
rest, because another face draws them.

In every language a line may break in the space between a closing quotation mark and an opening
bracket; the engine knows it as UAX 14 had it until Unicode 15.1 (rule LB15 joined them). Addresses
of the net and the like are told apart, because they take no hyphen, break at places of their own
(see `addresses`) and always run from left to right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsbook.typography.addresses import BREAK, JOINT, find_addresses, with_breaks
from newsbook.typography.tags import is_cjk, primary

__all__ = ["BREAK", "JOINT", "Piece", "Segment", "is_set_apart", "set_flow"]

NO_BREAK_SPACE = "\u00a0"

_HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303c\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_MARKS = (
    "\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65"
)
_LETTER = re.compile(f"[{_HAN}{_KANA}{_BOPOMOFO}]")
_SYLLABLE = re.compile(f"[{_HANGUL}]")
_CJK = re.compile(f"[{_HAN}{_KANA}{_BOPOMOFO}{_HANGUL}{_MARKS}]")
_ALPHABETS = "A-Za-z\u00aa\u00ba\u00c0-\u024f\u0250-\u02af\u1e00-\u1fff\u0370-\u052f"
_FIGURES = "0-9$€£¥₼₽₩₹₺₾#@&+%‰°"
_LATIN = re.compile(f"[{_FIGURES}{_ALPHABETS}]")
_WORD = re.compile(f"[0-9{_ALPHABETS}]")
# Letters and figures with the marks inside them, and single spaces between words.
_BEGINS = f"[{_FIGURES}{_ALPHABETS}]"
_LATIN_RUN = re.compile(
    f"{_BEGINS}(?:[{_FIGURES}{_ALPHABETS}\u0300-\u036f./:_~=?'’,\u2013-]|[ \u00a0](?={_BEGINS}))*"
)
_TRAILING = ".,:?'’-–~/="
# Marks that close, behind which nothing of a last line counts.
_CLOSING = frozenset("、。，．：；！？”’）〉》」』】〕〗〙］｝〞…—～~.,!?;:)]\"'" + BREAK + JOINT)
_NEVER_FIRST = re.compile("[·・‧•－～〜]|(?<!—)—(?!—)")
_BRACKET_AFTER_QUOTE = re.compile(r"(?<=[\"'”’»“›])(?= +[(\[{])")
_PICTOGRAPHS = re.compile(
    "[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff][\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]*"
)
# A number and its unit, `p.` or `No.` and a number, both ends of a short range, the day and the
# month of a date with its year.
_TIED = re.compile(
    r"(?<=[0-9]) (?=(?:°[CF]?|[%‰€]|[kcm]m[²³]?|m[²³]|kg|ha|[kMG]Wh?)(?!\w))"
    r"|(?:(?<=\bp\.)|(?<=\bpp\.)|(?<=\bNo\.)|(?<=\bNr\.)) (?=[0-9])"
    r"|(?:(?<=\b[0-9]–)|(?<=\b[0-9]{2}–))(?=[0-9]{1,2}\b)"
    r"|(?:(?<=\b[0-9])|(?<=\b[0-9]{2})|(?<=\b[0-9]\.)|(?<=\b[0-9]{2}\.))"
    r" (?=[^\W\d_]{3,}\.? [0-9]{4}\b)"
    r"|(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_]{3}\.)) (?=[0-9]{1,2}, [0-9]{4}\b)"
)
_BEFORE_QUOTE = re.compile(f"[{_HAN}{_KANA}，。、；：！？）》」』…—]")
_AFTER_QUOTE = re.compile(f"[{_HAN}{_KANA}（《「『—…]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph in one language; a `fixed` one is seen and never changed."""

    text: str
    language: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Text to be set; `latin` says that letters and figures stand in CJK text here, `address` that
    an address of the net stands in other text, `symbol` that pictographs do, of which no face has
    small capitals.
    """

    text: str
    latin: bool = False
    address: bool = False
    symbol: bool = False


class _Flow:
    """The pieces of a paragraph on end, and what is put in before which of its characters."""

    def __init__(self, pieces: Sequence[Piece], base: str) -> None:
        self.pieces = pieces
        self.base = base
        self.text = "".join(piece.text for piece in pieces)
        self.ends = list(accumulate(len(piece.text) for piece in pieces))
        self.put: dict[tuple[int, int], str] = {}

    def piece(self, place: int) -> int:
        """Return the number of the piece the character at `place` stands in."""
        return bisect_right(self.ends, place)

    def is_set(self, place: int) -> bool:
        """Whether the character at `place` is of Chinese, Japanese or Korean text."""
        return is_cjk(self.pieces[self.piece(place)].language)

    def insert(self, place: int, what: str, *, before: bool = False) -> None:
        """Put `what` before the character at `place`: into its piece when that is CJK text that may
        change, else into the piece before; the other way round when `before`.
        """
        pieces = self.piece(place), self.piece(place - 1)
        for number in pieces[::-1] if before else pieces:
            piece = self.pieces[number]
            if not piece.fixed and is_cjk(piece.language):
                self.put[number, place] = what
                return


def _spaces(flow: _Flow) -> None:
    """Put a space between Han or kana and letters or figures."""
    text = flow.text
    for place in range(1, len(text)):
        left, right = text[place - 1], text[place]
        if _LETTER.match(left) and _LATIN.match(right) and flow.is_set(place - 1):
            flow.insert(place, " ", before=True)
        elif _LATIN.match(left) and _LETTER.match(right) and flow.is_set(place):
            flow.insert(place, " ")


def _breaks(flow: _Flow) -> None:
    """Put break points outside quotation marks, and joints before marks that begin no line."""
    text = flow.text
    for place in range(1, len(text)):
        left, right = text[place - 1], text[place]
        if not (flow.is_set(place - 1) and flow.is_set(place)):
            continue
        if (right in "“‘" and _BEFORE_QUOTE.match(left)) or (
            left in "”’" and _AFTER_QUOTE.match(right)
        ):
            flow.insert(place, BREAK)
        elif _NEVER_FIRST.match(text, place) and not left.isspace():
            flow.insert(place, JOINT)


def _brackets(flow: _Flow) -> None:
    """Put a break point before a space between a closing quotation mark and a bracket."""
    for found in _BRACKET_AFTER_QUOTE.finditer(flow.text):
        place = found.start()
        number = flow.piece(place)
        if not flow.pieces[number].fixed:
            flow.put[number, place] = BREAK


def _ties(flow: _Flow) -> None:
    """Put joints into the spaces of numbers that belong to what stands beside them."""
    for found in _TIED.finditer(flow.text):
        number = flow.piece(found.end())
        if not flow.pieces[number].fixed and not is_cjk(flow.pieces[number].language):
            flow.put[number, found.end()] = JOINT


def _last_line(flow: _Flow) -> None:
    """Tie the last character of a paragraph to the one before it."""
    text = flow.text.rstrip()
    last = len(text) - 1
    while last > 0 and text[last] in _CLOSING:
        last -= 1
    if last < 1 or not _LETTER.match(text[last]) or not flow.is_set(last):
        return
    spaced = [key for key, what in flow.put.items() if key[1] == last and what == " "]
    for key in spaced:
        flow.put[key] = NO_BREAK_SPACE
    if not spaced:
        flow.insert(last, JOINT)


def _whole_words(flow: _Flow) -> None:
    """Tie the syllables of Korean words, and the letters and figures they are joined to."""
    text = flow.text
    for place in range(1, len(text)):
        left, right = text[place - 1], text[place]
        hangul = bool(_SYLLABLE.match(left)), bool(_SYLLABLE.match(right))
        if all(hangul) or (any(hangul) and (_WORD.match(left) or _WORD.match(right))):
            flow.insert(place, JOINT)


def _segments(flow: _Flow, number: int) -> tuple[Segment, ...]:
    piece = flow.pieces[number]
    start = flow.ends[number] - len(piece.text)
    puts = sorted((place - start, what) for (n, place), what in flow.put.items() if n == number)
    cjk, cuts = is_cjk(piece.language), []
    if cjk and not piece.fixed:
        for run in _LATIN_RUN.finditer(piece.text):
            found = run[0].rstrip(_TRAILING)
            if _WORD.search(found):
                cuts.append((run.start(), run.start() + len(found)))
    elif not piece.fixed:
        cuts = _addresses_and_pictographs(piece.text)
    result: list[Segment] = []
    position = 0
    for begin, end in (*cuts, (len(piece.text), len(piece.text))):
        plain = _with(piece.text, position, begin, puts)
        if plain:
            result.append(Segment(plain))
        if end > begin:
            result.append(_apart(piece.text[begin:end], cjk=cjk))
        position = end
    return tuple(result)


def _addresses_and_pictographs(text: str) -> list[tuple[int, int]]:
    addresses = find_addresses(text)
    pictographs = (found.span() for found in _PICTOGRAPHS.finditer(text))
    outside = (p for p in pictographs if not any(a[0] <= p[0] < a[1] for a in addresses))
    return sorted((*addresses, *outside))


def _apart(text: str, *, cjk: bool) -> Segment:
    """Return letters and figures in CJK text, or an address in other text, as a segment."""
    if not cjk and _PICTOGRAPHS.match(text):
        return Segment(text, symbol=True)
    if not cjk:
        return Segment(with_breaks(text), address=True)
    parts, position = [], 0
    for begin, end in find_addresses(text):
        parts += [text[position:begin], with_breaks(text[begin:end])]
        position = end
    return Segment("".join((*parts, text[position:])), latin=True)


def _with(text: str, begin: int, end: int, puts: list[tuple[int, str]]) -> str:
    """Return `text` from `begin` to `end` with what belongs before, inside and after it."""
    parts = []
    for place, what in puts:
        if begin <= place <= end:
            parts.append(text[begin:place] + what)
            begin = place
    return "".join(parts) + text[begin:end]


def is_set_apart(pieces: Sequence[Piece]) -> bool:
    """Return whether `set_flow` has anything to do for `pieces`."""
    if any(is_cjk(piece.language) and not piece.text.isspace() for piece in pieces):
        return True
    text = "".join(piece.text for piece in pieces)
    if _BRACKET_AFTER_QUOTE.search(text) or _TIED.search(text):
        return True
    return bool(find_addresses(text) or _PICTOGRAPHS.search(text))


def set_flow(
    pieces: Sequence[Piece], base: str, *, keep_words: bool = False
) -> tuple[tuple[Segment, ...], ...]:
    """Return what each of `pieces`, the text of one paragraph in order, is set as.

    `base` is the language of the paragraph; `keep_words` keeps Korean words whole. Without what was
    put in (spaces between scripts, `BREAK`, `JOINT`), the segments are the text of the pieces.
    """
    flow = _Flow(pieces, base)
    _brackets(flow)
    _ties(flow)
    if any(is_cjk(piece.language) for piece in pieces):
        korean = primary(base) == "ko"
        if is_cjk(base) and not korean:
            _spaces(flow)
        _breaks(flow)
        if is_cjk(base) and not korean:
            _last_line(flow)
        if keep_words:
            _whole_words(flow)
    return tuple(_segments(flow, number) for number in range(len(pieces)))
