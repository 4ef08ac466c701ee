"""From RTF to RTF without what nobody sees of it, and to what was left out.

pandoc prints what is struck out, the entries of indexes and tables of contents, and takes the
letters of symbol fonts for what they are in others; it leaves out hidden text, comments, headers,
footers, metafiles and symbols in fields without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from mammoth.docx.dingbats import dingbats

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
    """fonttbl colortbl stylesheet listtable listoverridetable info generator pict xmlnstbl
    themedata colorschememapping latentstyles datastore revtbl rsidtbl mmathPr objdata objclass
    nonshppict bkmkstart bkmkend shpinst do atnid atnauthor atnref atntime atndate
    atrfstart atrfend""".split()
)
_ENTRIES = frozenset({"xe", "tc", "tcn", "rxe"})
_TABLES = re.compile(r"\s*(?:TOC|TOA|INDEX)\b")
_PAGES = re.compile(r"\s*(?:PAGEREF|PAGE|NUMPAGES)\b")
_SYMBOL = re.compile(
    r"\s*SYMBOL\s+(?P<code>\d{1,5}|0x[0-9a-fA-F]{1,4})"
    r"(?:.*?\\f\s+\"?(?P<font>[\w ]+?)\"?(?:\s*\\|\s*$))?",
    re.DOTALL,
)
_METAFILES = frozenset("wmetafile emfblip pmmetafile macpict dibitmap wbitmap".split())
_FONT = re.compile(
    r"\{\\f(\d{1,4})\b[^;]{0,200}?\b(Symbol|Wingdings(?: [23])?|Webdings)\b[^;]{0,80};"
)
_CODES = re.compile(r"NBCODE([0-9a-f]+(?:Z[0-9a-f]+)*)X|\\'([0-9a-fA-F]{2})|([!-~])")
_KINDS = {"fldinst": "instruction", "annotation": "comment", "pntext": "sign"}
_MARGINS = re.compile(r"(?:header|footer)[lrf]?")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: whether its characters are hidden or struck out, and what the
    group is: silent, an entry of an index, a comment, a margin; the number of the font, and the
    first word of the group.
    """

    hidden: bool = False
    struck: bool = False
    kind: str = ""
    font: str = ""
    name: str = ""


@dataclass(slots=True)
class _Pass:
    """One way through a text: what is kept of it, and what is gathered."""

    plain: Callable[[str], str]
    left: LeftOut = field(default_factory=LeftOut)
    made: list[str] = field(default_factory=list)
    stack: list[_State] = field(default_factory=lambda: [_State()])
    fonts: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    beside: str = ""
    gone: str = ""
    place: str = ""
    line: str = ""
    above: str = ""

    def text(self, raw: str) -> None:
        state = self.stack[-1]
        if state.kind in ("comment", "margin", "sign"):
            self.beside += raw
        elif state.kind == "entry" or state.struck:
            return
        elif state.kind:
            self.asked += raw if state.kind == "instruction" else ""
            self.made.append(raw)
        elif state.hidden:
            if not self.gone.strip():
                self.place = self.line if self.plain(self.line) else self.above
            self.gone += raw
        else:
            raw = _shown(raw, self.fonts[state.font]) if state.font in self.fonts else raw
            self.line += raw
            self.made.append(raw)

    def result(self) -> None:
        """Settle what the result of a field holds, which begins here."""
        state, asked = self.stack[-1], self.plain(self.asked.replace("\\\\", "\\\\ "))
        symbol = _SYMBOL.match(self.asked.replace("\\\\", "\\"))
        if _TABLES.match(asked):
            self.left.apart.append("a table of contents was left out: a book has its own")
            self.stack[-1] = replace(state, kind="entry")
        elif _PAGES.match(asked):
            self.left.pages.append(self.plain(self.line))
        elif symbol is not None:
            code = int(symbol["code"], 0)
            known = dingbats.get((symbol["font"] or "Symbol", code), code)
            self.made.append(f"{{NBCODE{known:x}X}}")
            self.stack[-1] = replace(state, kind="entry")

    def word(self, word: str, number: str | None) -> None:
        """Change the state by a control word."""
        state, on = self.stack[-1], number != "0"
        if word == "f":
            self.stack[-1] = replace(state, font=number or "")
        elif word in _METAFILES and all(s.name != "nonshppict" for s in self.stack):
            message = "a picture was left out: it is a metafile (WMF, EMF) or a bitmap of Windows"
            self.left.lose(message, "save the document as DOCX, or export the picture as PNG")
        elif word == "v":
            self.stack[-1] = replace(state, hidden=on)
        elif word == "plain":
            self.stack[-1] = replace(state, hidden=False, struck=False, font="")
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
        if kind in ("comment", "margin", "sign") and self.stack[-1].kind != kind:
            text, self.beside = self.plain(self.beside), ""
            if kind == "sign":
                self.made.append(_sign(text))
            elif kind == "comment":
                self.left.comments.append(text)
            elif any(c.isalpha() for c in text):
                self.left.margins.append(text)


def _sign(text: str) -> str:
    """Return the mark of an item whose sign or number is `text`; letters stay as they are."""
    number = re.search(r"\d{1,4}", text)
    if any(c.isalpha() for c in text):
        return f"{{{text} }}"
    return f"{{NBSIGN{int(number[0]) if number else 0}X}}"


def _shown(raw: str, font: str) -> str:
    """Return text in a symbol font as what it shows."""

    def show(match: re.Match[str]) -> str:
        codes = match[1].split("Z") if match[1] else [match[2] or f"{ord(match[3]):x}"]
        values = (int(code, 16) for code in codes)
        low = (v - 0xF000 if 0xF000 <= v <= 0xF0FF else v for v in values)
        return f"{{NBCODE{'Z'.join(f'{dingbats.get((font, v), v):x}' for v in low)}X}}"

    return _CODES.sub(show, raw)


def _kind(word: str) -> str:
    """Return what a group is whose first control word is `word`."""
    if word in _SILENT:
        return "silent"
    if word in _ENTRIES:
        return "entry"
    if word in _KINDS:
        return _KINDS[word]
    return "margin" if _MARGINS.fullmatch(word) else ""


def seen(rtf: str, plain: Callable[[str], str]) -> tuple[str, LeftOut]:
    """Return `rtf` without the text that nobody sees, and what was left out.

    `plain` makes text of RTF without groups.
    """
    way = _Pass(plain, fonts=dict(_FONT.findall(rtf[:200_000])))
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
                way.asked = ""
            if opened:
                way.stack[-1] = replace(way.stack[-1], name=word)
            way.word(word, token["number"])
            if opened and word == "fldrslt" and not way.stack[-1].kind:
                way.made.append(token[0])
                way.result()
                opened = False
                continue
        opened = kind == "open"
        way.made.append(token[0])
    way.end()
    return "".join(way.made), way.left
