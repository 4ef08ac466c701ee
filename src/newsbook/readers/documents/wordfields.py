"""From the fields and controls of Word to their text, without what holds only for pages of Word.

A table of contents is left out: a book makes its own. Fields that show something without holding it
as text are told of (ECMA-376 part 1, 17.16), and so is a page number of Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.leftout import LeftOut, beginning
from newsbook.readers.documents.wordshapes import child_of, value_of, words
from newsbook.readers.documents.wordstyles import Styles
from newsbook.readers.markup import escaped
from newsbook.safexml import attribute, local_name

__all__ = ["without_machinery"]

_TABLES = frozenset({"TOC", "TOA", "INDEX"})
_PAGES = frozenset({"PAGEREF", "PAGE", "NUMPAGES", "SECTIONPAGES"})
_SHOWING = frozenset({"EQ", "SYMBOL", "MACROBUTTON", "QUOTE", "DOCPROPERTY", "INCLUDEPICTURE"})
_CONTENTS = re.compile(r"(?:toc (?:\d|heading)|table of (?:figures|authorities)|index \d).*", re.I)
_READING = re.compile(
    r"\\o(?:\\a[dclr])?\s*\(\s*\\s\\up\s*\d+\s*\(([^()]*)\)\s*[,;]\s*([^()]*)\)", re.IGNORECASE
)
_RINGED = re.compile(r"\\o\\ac\s*\(\s*[○〇◯]\s*[,;]\s*([^()]{1,4}?)\s*\)", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, its runs, and whether its result has begun."""

    text: str = ""
    runs: list[Any] = field(default_factory=list)
    shows: bool = False

    @property
    def name(self) -> str:
        return next(iter(self.text.split()), "").upper()


def _fields(root: Any) -> list[_Field]:
    """Return the fields below `root`, the inner ones first."""
    made, opened = [], list[_Field]()
    for run in [e for e in root.iter() if local_name(e) == "r"]:
        for mark in run:
            kind = attribute(mark, "fldCharType") if local_name(mark) == "fldChar" else ""
            if kind == "begin":
                opened.append(_Field())
            if opened and kind == "separate":
                opened[-1].shows = True
            if opened and local_name(mark) == "instrText" and not opened[-1].shows:
                opened[-1].text += mark.text or ""
            for one in opened:
                if not one.runs or one.runs[-1] is not run:
                    one.runs.append(run)
            if opened and kind == "end":
                made.append(opened.pop())
    return made


def _remove(runs: list[Any]) -> None:
    """Remove runs, and the paragraphs that hold nothing else."""
    for run in runs:
        paragraph = next((e for e in run.iterancestors() if local_name(e) == "p"), None)
        if run.getparent() is not None:
            run.getparent().remove(run)
        if paragraph is None or paragraph.getparent() is None:
            continue
        left = {local_name(e) for e in paragraph.iter()} & {"r", "sectPr", "fldChar", "oMath"}
        if not left:
            paragraph.getparent().remove(paragraph)


def _tables(root: Any, styles: Styles, left: LeftOut) -> None:
    """Leave out tables of contents: as controls, as fields, and by the styles of their lines."""
    found = False
    for control in [e for e in root.iter() if local_name(e) == "docPartGallery"]:
        holder = next((e for e in control.iterancestors() if local_name(e) == "sdt"), None)
        gone = attribute(control, "val").lower() == "table of contents"
        if gone and holder is not None and holder.getparent() is not None:
            holder.getparent().remove(holder)
            found = True
    for one in _fields(root):
        if one.name in _TABLES:
            found = found or any(words(run) for run in one.runs)
            _remove(one.runs)
    for paragraph in [e for e in root.iter() if local_name(e) == "p"]:
        style = styles.found.get(value_of(paragraph, "pPr", "pStyle"))
        if _CONTENTS.fullmatch(value_of(style, "name")) and paragraph.getparent() is not None:
            found = found or bool(words(paragraph))
            paragraph.getparent().remove(paragraph)
    if found:
        left.apart.append("a table of contents was left out: a book has its own")


def _around(run: Any) -> str:
    paragraph = next((e for e in run.iterancestors() if local_name(e) == "p"), run)
    return beginning(words(paragraph))


def _prompts(root: Any, left: LeftOut) -> None:
    """Leave out what stands in controls that nobody filled in."""
    for mark in [e for e in root.iter() if local_name(e) == "showingPlcHdr"]:
        control = mark.getparent().getparent()
        if attribute(mark, "val").lower() in ("0", "false", "off") or control.getparent() is None:
            continue
        left.apart.append(
            f"the prompt of an empty field was left out: {beginning(words(control))!r}"
        )
        control.getparent().remove(control)


def _in_ring(text: str) -> str:
    """Return a character in a ring: numbers up to 20 have one of their own."""
    if text.isdecimal() and 0 < int(text) <= 20:
        return chr(ord("①") + int(text) - 1)
    return f"({escaped(text)})"


def _told(one: _Field, name: Callable[[str], Any], left: LeftOut) -> None:
    """Tell of a field whose result says nothing, or the number of a page of Word."""
    if one.name in _PAGES and any(map(words, one.runs)):
        left.pages.append(_around(one.runs[0]))
    if one.name not in _SHOWING or any(words(run) for run in one.runs):
        return
    reading, ringed = _READING.search(one.text), _RINGED.search(one.text)
    if ringed is not None:
        one.runs[-1].addnext(name(_in_ring(ringed[1])))
        return
    if reading is None:
        if not any(local_name(e) in ("drawing", "pict") for run in one.runs for e in run.iter()):
            left.lose(f"what a field shows was left out: {beginning(one.text)!r}",
                      "write it as text, or as a formula of Word")  # fmt: skip
        return
    over, base = (escaped(part.strip()) for part in reading.groups())
    one.runs[-1].addnext(name(f"<ruby>{base}<rt>{over}</rt></ruby>"))


def without_machinery(root: Any, styles: Styles, left: LeftOut, name: Callable[[str], Any]) -> None:
    """Rewrite fields and controls below `root`; `name` makes a run that stands for markup."""
    _prompts(root, left)
    _tables(root, styles, left)
    for one in _fields(root):
        if one.runs and child_of(one.runs[0], "fldChar") is not None:
            _told(one, name, left)
