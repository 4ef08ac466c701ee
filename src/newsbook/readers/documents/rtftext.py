"""From RTF to RTF without what nobody sees of it, and to what was left out.

pandoc prints what is struck out and the entries of indexes, and leaves out hidden text, comments,
headers and footers without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from newsbook.readers.documents.leftout import LeftOut

__all__ = ["seen"]

_TOKEN = re.compile(
    r"(?P<open>\{(?:\\\*)?)|(?P<close>\})"
    r"|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?"
    r"|(?P<text>\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[^\\{}]+)",
    re.DOTALL,
)
_ENDS = frozenset({"par", "cell", "row", "sect", "page"})
# Groups that hold no text: with them go the ones inside them.
_SILENT = frozenset(
    """fonttbl colortbl stylesheet listtable listoverridetable info generator pict fldinst xmlnstbl
    themedata colorschememapping latentstyles datastore revtbl rsidtbl mmathPr objdata objclass
    bkmkstart bkmkend shpinst do atnid atnauthor atnref atntime atndate atrfstart atrfend""".split()
)
_ENTRIES = frozenset({"xe", "tc", "tcn", "rxe"})
_MARGINS = re.compile(r"(?:header|footer)[lrf]?")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: whether its characters are hidden or struck out, and what the
    group is: silent, an entry of an index, a comment, a margin.
    """

    hidden: bool = False
    struck: bool = False
    kind: str = ""


@dataclass(slots=True)
class _Pass:
    """One way through a text: what is kept of it, and what is gathered."""

    plain: Callable[[str], str]
    left: LeftOut = field(default_factory=LeftOut)
    made: list[str] = field(default_factory=list)
    stack: list[_State] = field(default_factory=lambda: [_State()])
    beside: str = ""
    gone: str = ""
    place: str = ""
    line: str = ""
    above: str = ""

    def text(self, raw: str) -> None:
        state = self.stack[-1]
        if state.kind in ("comment", "margin"):
            self.beside += raw
        elif state.kind == "entry" or state.struck:
            return
        elif state.kind:
            self.made.append(raw)
        elif state.hidden:
            if not self.gone.strip():
                self.place = self.line if self.plain(self.line) else self.above
            self.gone += raw
        else:
            self.line += raw
            self.made.append(raw)

    def word(self, word: str, on: bool) -> None:
        """Change the state by a control word."""
        state = self.stack[-1]
        if word == "v":
            self.stack[-1] = replace(state, hidden=on)
        elif word == "plain":
            self.stack[-1] = replace(state, hidden=False, struck=False)
        elif word == "deleted":
            self.left.changes += on
            self.stack[-1] = replace(state, struck=on)
        elif word == "revised":
            self.left.changes += on
        elif word in _ENDS and not state.kind:
            self.end()

    def end(self) -> None:
        """Count what was hidden in the paragraph that ends."""
        self.left.hidden.add(self.plain(self.gone), self.plain(self.place))
        self.above = self.line if self.plain(self.line) else self.above
        self.gone, self.line = "", ""

    def close(self) -> None:
        kind = self.stack.pop().kind if len(self.stack) > 1 else ""
        if kind in ("comment", "margin") and self.stack[-1].kind != kind:
            text, self.beside = self.plain(self.beside), ""
            if kind == "comment":
                self.left.comments.append(text)
            elif any(c.isalpha() for c in text):
                self.left.margins.append(text)


def _kind(word: str) -> str:
    """Return what a group is whose first control word is `word`."""
    if word in _SILENT:
        return "silent"
    if word in _ENTRIES:
        return "entry"
    if word == "annotation":
        return "comment"
    return "margin" if _MARGINS.fullmatch(word) else ""


def seen(rtf: str, plain: Callable[[str], str]) -> tuple[str, LeftOut]:
    """Return `rtf` without the text that nobody sees, and what was left out.

    `plain` makes text of RTF without groups.
    """
    way = _Pass(plain)
    opened = False
    for token in _TOKEN.finditer(rtf):
        kind = token.lastgroup
        if kind == "open":
            way.stack.append(way.stack[-1])
        elif kind == "close":
            way.close()
        elif kind == "text":
            way.text(token[0])
            opened = False
            continue
        elif word := token["word"]:
            if (
                opened
                and (found := _kind(word))
                and way.stack[-1].kind in ("", "comment", "margin")
            ):
                way.stack[-1] = replace(way.stack[-1], kind=found)
            way.word(word, token["number"] != "0")
        opened = kind == "open"
        way.made.append(token[0])
    way.end()
    return "".join(way.made), way.left
