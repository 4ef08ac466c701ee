"""From straight quotation marks and apostrophes to those of the language around them.

Marks that are typographic already are never changed; they only tell which quotation is open. What
the glyphs are follows the habits of books: CLDR's delimiters, Duden, the Lexique of the Imprimerie
nationale, the RAE's orthography, GB/T 15834 and the Ministry of Education's list of Taiwan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from newsbook.typography.line import Edit, Line
from newsbook.typography.tags import is_cjk, primary

__all__ = ["marks_of", "quote_edits"]

NARROW: Final = "\u202f"
_NBSP: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Marks:
    """Opening and closing marks, outside and inside; `space` stands within the outer ones."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    space: str = ""


def _marks(text: str, space: str = "") -> Marks:
    return Marks((text[0], text[1]), (text[2], text[3]), space)


_ENGLISH: Final = _marks("“”‘’")
_TABLE: Final[dict[str, Marks]] = {
    **dict.fromkeys("de cs sk sl bg lt is lb et sq mk hsb dsb ka".split(), _marks("„“‚‘")),
    **dict.fromkeys("hr sr bs lv".split(), _marks("„”‘’")),
    **dict.fromkeys("it es ca gl el az kk tk pt-pt".split(), _marks("«»“”")),
    **dict.fromkeys("ru uk be ky tt ba cv os mn".split(), _marks("«»„“")),
    **dict.fromkeys("fa ps ug am ti ar ckb".split(), _marks("«»‹›")),
    **dict.fromkeys("nb nn no".split(), _marks("«»‘’")),
    **dict.fromkeys("de-ch de-li it-ch rm".split(), _marks("«»‹›")),
    **dict.fromkeys("sv fi".split(), _marks("””’’")),
    **dict.fromkeys("es-419 es-mx es-us es-ar es-co es-pe es-cl es-ve".split(), _ENGLISH),
    "pl": _marks("„”«»"),
    "hu": _marks("„”»«"),
    "ro": _marks("„”«»"),
    "hy": _marks("«»“”"),
    "he": _marks("””’’"),
    "yi": _marks("„”‚’"),
    "fr": _marks("«»“”", _NBSP),
    "fr-ch": _marks("«»‹›", NARROW),
    "ja": _marks("「」『』"),
    "zh-hant": _marks("「」『』"),
}
_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})
_OPENERS: Final = {
    "“": "”", "„": "“”", "«": "»", "‘": "’", "‚": "‘’", "「": "」", "『": "』", "‹": "›",
    "〝": "〞〟", "《": "》", "〈": "〉",
}  # fmt: skip
_CLOSERS: Final = frozenset("”“»’‘」』›〞〟》〉«")
_TOKEN = re.compile("[\"'`´“”„«»‘’‚「」『』‹›]")
_STRAIGHT = frozenset("\"'")
_ELISION = re.compile(r"'(?:\d0s\b|\d\d\b(?!['’])|(?:tis|twas|em|til|cause|n|bout|round)\b)", re.I)
_DUTCH = re.compile(r"'(?:s|t|n|k|m|r|ns|een)\b(?!')", re.IGNORECASE)
_BEFORE_OPEN = frozenset("([{<—–-―/¡¿（【《〈，。、；：！？…\u00a0\u202f")
_AFTER_CLOSE = frozenset(")]}>.,;:!?…—–-/）】》〉，。、；：！？\u00a0\u202f")


def marks_of(language: str) -> Marks:
    """Return the quotation marks of the BCP 47 tag `language`; English ones when it has none."""
    parts = language.lower().split("-")
    if parts[0] in ("zh", "yue", "cmn", "nan", "hak", "lzh"):
        traditional = _TRADITIONAL & set(parts) and "hans" not in parts
        return _TABLE["zh-hant"] if traditional else _ENGLISH
    region = next((part for part in parts[1:] if len(part) in (2, 3) and part.isalnum()), "")
    return _TABLE.get(f"{parts[0]}-{region}") or _TABLE.get(parts[0]) or _ENGLISH


@dataclass(slots=True)
class _Open:
    """An open quotation: `kind` is what was typed (`\"` or `'`), `close` what may end it."""

    kind: str
    close: str
    glyph: str
    space: str = ""


def _is_letter(character: str) -> bool:
    return character.isalpha() and not "\u2e80" <= character <= "\uffef"


class _Reader:
    """Reads a line from left to right and settles every mark."""

    def __init__(self, line: Line, quotes: bool, primes: bool) -> None:
        self.line, self.text = line, line.text
        self.quotes, self.primes = quotes, primes
        self.open: list[_Open] = []
        self.edits: list[Edit] = []
        self.latex = "``" in line.text

    # -------------------------------------------------------- what stands around
    def before(self, index: int) -> str:
        """The character before `index`, straight marks passed over; "" at the start."""
        index -= 1
        while index >= 0 and self.text[index] in _STRAIGHT:
            index -= 1
        return self.text[index] if index >= 0 else ""

    def after(self, index: int) -> str:
        """The character from `index` on, straight marks passed over; "" at the end."""
        while index < len(self.text) and self.text[index] in _STRAIGHT:
            index += 1
        return self.text[index] if index < len(self.text) else ""

    def opens(self, start: int) -> bool:
        before = self.before(start)
        return not before or before.isspace() or before in _BEFORE_OPEN or before in _OPENERS

    def closes(self, end: int) -> bool:
        after = self.after(end)
        return not after or after.isspace() or after in _AFTER_CLOSE or after in _CLOSERS

    def find(self, kind: str) -> int | None:
        """The place in the stack of the innermost open quotation typed as `kind`."""
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].kind == kind:
                return place
        return None

    # -------------------------------------------------------- settling
    def read(self) -> list[Edit]:
        position = 0
        while match := _TOKEN.search(self.text, position):
            start = match.start()
            position = start + 1
            mark = match[0]
            if not self.line.free[start]:
                continue
            if self.latex and self.text.startswith(("``", "''"), start):
                position = start + 2
                self.double(start, position, opening=mark == "`")
            elif mark == '"':
                self.double(start, position)
            elif mark == "'":
                self.single(start)
            elif mark in "`´":
                self.accent(start)
            else:
                self.existing(start, mark)
        return self.edits

    def set(self, start: int, end: int, new: str, rule: str) -> None:
        if self.quotes or rule != "quotes":
            self.edits.append(Edit(start, end, new, rule))

    def existing(self, index: int, mark: str) -> None:
        if self.open and mark in self.open[-1].close:
            if mark != "’" or not _is_letter(self.text[index + 1 : index + 2]):
                self.open.pop()
        elif mark in _OPENERS:
            kind = "'" if mark in "‘‚‹" else '"'
            self.open.append(_Open(kind, _OPENERS[mark], ""))
        elif mark in "”»’" and self.opens(index) and not self.closes(index + 1):
            self.open.append(_Open('"' if mark != "’" else "'", mark + "«", ""))

    def opening(self, start: int, end: int, kind: str) -> None:
        marks = marks_of(self.line.bases[start])
        inside = self.find('"') is not None
        swaps = marks.outer[0] == "「"
        outer = (not inside) if kind == '"' or swaps else False
        glyphs = marks.outer if outer else marks.inner
        space = marks.space if outer or marks.inner == ("‹", "›") else ""
        if space and self.text[end : end + 1] == " " and self.line.free[end]:
            end += 1
        self.open.append(_Open(kind, glyphs[1], glyphs[1], space))
        self.set(start, end, glyphs[0] + space, "quotes")

    def closing(self, start: int, end: int, place: int) -> None:
        """Close the quotation at `place` of the stack, and what was left open inside it."""
        opened = self.open[place]
        del self.open[place:]
        marks = marks_of(self.line.bases[start])
        glyph = opened.glyph or (opened.close[0] if len(opened.close) == 1 else marks.outer[1])
        space = opened.space
        if space and start and self.text[start - 1] == " " and self.line.free[start - 1]:
            start -= 1
        self.set(start, end, space + glyph, "quotes")

    def double(self, start: int, end: int, opening: bool | None = None) -> None:
        text, place = self.text, self.find('"')
        before, after = text[start - 1 : start], text[end : end + 1]
        if "\u05d0" <= before <= "\u05ea" and "\u05d0" <= after <= "\u05ea":
            self.set(start, end, "״", "apostrophes")
            return
        opens, closes = self.opens(start), self.closes(end)
        if opening is not None:
            opens, closes = opening, not opening
        if place is not None and (not opens or closes):
            self.closing(start, end, place)
        elif place is None and before.isdecimal() and not opens and opening is None:
            if re.search(r"(?<!\d)\d{1,3}$", text[:start][-4:]) and self.primes:
                self.edits.append(Edit(start, end, "″", "primes"))
            elif closes and self.text[:start][-4:].isdecimal():
                self.orphan(start, end)
        elif opens and closes:
            if '"' in text[end:]:
                self.opening(start, end, '"')
        elif not opens and _is_wordy(before or " ") and _is_wordy(after or " "):
            return
        elif opens or not closes:
            self.opening(start, end, '"')
        else:
            self.orphan(start, end)

    def orphan(self, start: int, end: int) -> None:
        """The end of a quotation that began in another paragraph."""
        marks = marks_of(self.line.bases[start])
        self.set(start, end, marks.space + marks.outer[1], "quotes")

    def single(self, index: int) -> None:
        text, place = self.text, self.find("'")
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        language = primary(self.line.languages[index])
        if "\u05d0" <= before <= "\u05ea" and not self.opens(index):
            self.set(index, index + 1, "׳", "apostrophes")
        elif language == "haw":
            return  # the okina, which typists write as a straight mark
        elif language == "uz" and before in "oOgG" and before:
            self.set(index, index + 1, "ʻ", "apostrophes")
        elif before.isdecimal() and after.isdecimal():
            return  # feet and inches
        elif before and after and _is_wordy(before) and _is_wordy(after):
            self.set(index, index + 1, "’", "apostrophes")
        elif self.opens(index):
            self.single_at_the_start(index, place)
        elif place is not None and (self.closes(index + 1) or is_cjk(self.line.bases[index])):
            if before in "sS" and self.may_end(index + 1):
                self.set(index, index + 1, "’", "apostrophes")  # the dogs' bones'
            else:
                self.closing(index, index + 1, place)
        elif not self.closes(index + 1) and self.may_end(index + 1):
            self.opening(index, index + 1, "'")
        elif before.isdecimal():
            return  # feet or minutes
        else:
            self.set(index, index + 1, "’", "apostrophes")

    def single_at_the_start(self, index: int, place: int | None) -> None:
        if self.closes(index + 1):
            if place is not None:
                self.closing(index, index + 1, place)
            elif self.may_end(index + 1):
                self.opening(index, index + 1, "'")
        elif not self.elides(index) and self.may_end(index + 1):
            self.opening(index, index + 1, "'")
        else:
            self.set(index, index + 1, "’", "apostrophes")

    def elides(self, index: int) -> bool:
        """Whether the mark at `index` stands for letters left out at the start of a word."""
        if primary(self.line.languages[index]) in ("nl", "af", "fy", "nds"):
            return _DUTCH.match(self.text, index) is not None
        return _ELISION.match(self.text, index) is not None

    def may_end(self, start: int) -> bool:
        """Whether a later straight single mark can end a quotation."""
        index = self.text.find("'", start)
        while index >= 0:
            before, after = self.text[index - 1], self.text[index + 1 : index + 2]
            if not before.isspace() and not (_is_letter(before) and _is_letter(after)):
                return True
            index = self.text.find("'", index + 1)
        return False

    def accent(self, index: int) -> None:
        """A grave or acute accent typed for an apostrophe."""
        before, after = self.text[index - 1 : index], self.text[index + 1 : index + 2]
        if before and after and _is_letter(before) and _is_letter(after):
            self.set(index, index + 1, "’", "apostrophes")


def _is_wordy(character: str) -> bool:
    return _is_letter(character) or character.isdecimal()


def quote_edits(line: Line, *, quotes: bool = True, primes: bool = True) -> list[Edit]:
    """Return the edits that set the straight marks of `line`.

    Without `quotes`, apostrophes alone are set; with `primes`, a mark behind a number is inches.
    """
    if not any(mark in line.text for mark in "\"'`´"):
        return []
    return _Reader(line, quotes, primes).read()
