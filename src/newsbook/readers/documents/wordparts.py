"""From the parts of a Word document to parts that mammoth reads rightly, and what was left out.

mammoth prints what Word hides (ECMA-376 part 1, 17.3.2.41) and passes over much that it shows.
The document and its notes are therefore rewritten in the elements mammoth knows before it reads
them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lxml import etree

from newsbook.readers.documents.leftout import Hidden, LeftOut
from newsbook.readers.documents.omml import mathml_of
from newsbook.readers.documents.wordfields import without_machinery
from newsbook.readers.documents.wordlinks import (
    is_rule,
    links_of,
    with_pictures,
    without_loose_ends,
)
from newsbook.readers.documents.wordlists import Numbering
from newsbook.readers.documents.wordshapes import (
    child_of,
    go_on,
    shown,
    space_of,
    value_of,
    words,
)
from newsbook.readers.documents.wordstyles import Styles, named, styles_of
from newsbook.readers.documents.wordtables import with_alignments, with_heads
from newsbook.readers.markup import escaped
from newsbook.safexml import RefusedXMLError, attribute, local_name, parse_xml
from newsbook.safezip import Archive, RefusedArchiveError

__all__ = ["Rewritten", "part", "rewritten"]

_STYLES = re.compile(r"word/styles\d*\.xml")
_TEXTS = frozenset({"document", "footnotes", "endnotes"})  # roots of the parts that hold text
_UNSEEN = frozenset({"rPr", "fldChar", "instrText"})  # what stays of a hidden run
_PICTURES = frozenset({"drawing", "pict", "object"})
_SEEN = frozenset({"t", "sym", "tab", "oMath", "footnoteReference", "endnoteReference"}) | _PICTURES
_STRUCTURE = frozenset({"fldChar", "sectPr", "bookmarkStart"})


@dataclass(slots=True)
class Rewritten:
    """A Word document as mammoth is to read it, and what was left out of it on the way.

    `parts` is what mammoth cannot write, by the names that stand for it in the text; these begin
    with `token`, which the text does not hold. The names of items are their numbers, those of
    cells their sides. `document` is
    the root of the main part.
    """

    data: bytes
    left: LeftOut = field(default_factory=LeftOut)
    parts: dict[str, str] = field(default_factory=dict)
    token: str = "NB"
    document: Any | None = None

    def put(self, markup: str) -> str:
        """Return a name for `markup`."""
        name = f"{self.token}PART{len(self.parts)}X"
        self.parts[name] = markup
        return name

    def restored(self, html: str) -> str:
        """Return `html` with the parts in place of their names, and lists with their numbers."""
        item, side = rf"{self.token}ITEM(\d+)X", rf"{self.token}SIDE([a-z]+)X"
        html = re.sub(rf"<(t[dh])([^<>]*)>(\s*(?:<p>)?){side}", r'<\1\2 align="\4">\3', html)
        html = re.sub(side, "", html)
        html = re.sub(rf"<ol>(\s*<li>){item}", r'<ol start="\2">\1', html)
        html = re.sub(item, "", html)
        return re.sub(rf"{self.token}PART\d+X", lambda m: self.parts[m[0]], html)


def part(archive: Archive, name: str) -> Any | None:
    """Return the root of a part, or None when it cannot be read."""
    try:
        return parse_xml(archive.read(name))
    except (RefusedArchiveError, RefusedXMLError):
        return None


# ---------------------------------------------------------------- what is hidden
def _hides(properties: Any | None) -> bool | None:
    """Return whether properties of characters hide them; None when they do not say."""
    marks = [
        attribute(mark, "val").lower() not in ("0", "false", "off")
        for mark in (properties if properties is not None else ())
        if local_name(mark) in ("vanish", "webHidden")
    ]
    return any(marks) if marks else None


def _hiding(styles: Styles) -> frozenset[str]:
    """Return the ids of the styles that hide text, by themselves or by what they are based on."""

    def hides(key: str) -> bool:
        stated = (_hides(child_of(style, "rPr")) for style in styles.above(key))
        return next((hidden for hidden in stated if hidden is not None), False)

    return frozenset(key for key in styles.found if hides(key))


def _is_hidden(properties: Any | None, paragraph: Any, hiding: frozenset[str]) -> bool:
    """Return whether characters of `properties` in `paragraph` are hidden.

    A mark in a style of characters undoes the same mark in the style of the paragraph (17.7.3).
    """
    stated = _hides(properties)
    if stated is not None:
        return stated
    above = value_of(paragraph, "pPr", "pStyle") in hiding
    return above != (value_of(properties, "rStyle") in hiding)


def _before(element: Any, paragraph: Any) -> str:
    """Return what stands before `element`: in its paragraph, or else in the one before."""
    text = ""
    for other in paragraph.iter():
        if other is element:
            break
        text += (other.text or "") if local_name(other) == "t" else ""
    holder = paragraph
    while not text.strip() and holder is not None:
        previous = holder.getprevious()
        holder = previous if previous is not None else holder.getparent()
        text = words(previous) if previous is not None else ""
    return text


def _empty_runs(paragraph: Any, hiding: frozenset[str], hidden: Hidden) -> None:
    """Take what is seen out of the hidden runs of a paragraph; remove it when nothing is left."""
    gone, pictures, after = "", 0, ""
    space = space_of(paragraph)
    for run in list(paragraph.iter(f"{{{space}}}r")):
        if next(run.iterancestors(f"{{{space}}}p"), None) is not paragraph:
            continue
        if not _is_hidden(child_of(run, "rPr"), paragraph, hiding):
            continue
        unseen = [child for child in run if local_name(child) not in _UNSEEN]
        if not gone and not pictures:
            after = _before(run, paragraph)
        gone += "".join(map(words, unseen))
        pictures += sum(local_name(child) in _PICTURES for child in unseen)
        for child in unseen:
            run.remove(child)
    hidden.add(gone, after, pictures=pictures)
    _join(paragraph, hiding, emptied=bool(gone or pictures))


def _join(paragraph: Any, hiding: frozenset[str], *, emptied: bool) -> None:
    """Let a paragraph whose mark is hidden go on in the next, as one whose mark is struck out."""
    names = {local_name(e) for e in paragraph.iter()}
    if emptied and not names & (_SEEN | _STRUCTURE):
        paragraph.getparent().remove(paragraph)
        return
    mark = child_of(child_of(paragraph, "pPr"), "rPr")
    if mark is None or child_of(mark, "specVanish") is not None:
        return  # the latter is the mark of a heading that its text follows in one line
    if _is_hidden(mark, paragraph, hiding):
        go_on(paragraph)


def _without_rows(root: Any, hidden: Hidden) -> None:
    """Remove hidden rows of tables, and cells that are struck out."""
    for element in list(root.iter()):
        name = local_name(element)
        if name == "tr" and child_of(child_of(element, "trPr"), "hidden") is not None:
            hidden.add(words(element), words(element.getparent()).partition(words(element))[0])
            element.getparent().remove(element)
        elif name == "tc" and child_of(child_of(element, "tcPr"), "cellDel") is not None:
            element.getparent().remove(element)


def _without_hidden(root: Any, hiding: frozenset[str], hidden: Hidden) -> None:
    _without_rows(root, hidden)
    for paragraph in list(root.iter(f"{{{space_of(root)}}}p")):
        _empty_runs(paragraph, hiding, hidden)


# ---------------------------------------------------------------- formulas and readings
def _named(element: Any, markup: str, *, made: Rewritten) -> Any:
    """Return a run with the name of `markup`, to stand in place of `element`."""
    space = space_of(element.getroottree().getroot())
    run = element.makeelement(f"{{{space}}}r")
    etree.SubElement(run, f"{{{space}}}t").text = made.put(markup) if markup else ""
    return run


def _with_readings(root: Any, made: Rewritten) -> None:
    """Put names in place of characters with their readings over them (`w:ruby`)."""
    for ruby in [e for e in root.iter() if local_name(e) == "ruby"]:
        parts = (child_of(ruby, name) for name in ("rubyBase", "rt"))
        base, reading = (escaped(words(e)) if e is not None else "" for e in parts)
        markup = f"<ruby>{base}<rt>{reading}</rt></ruby>"
        ruby.getparent().replace(ruby, _named(ruby, markup, made=made)[0])


def _with_formulas(root: Any, made: Rewritten) -> None:
    """Put names in place of formulas: in a line, or by themselves (`m:oMathPara`)."""
    for formula in [e for e in root.iter() if local_name(e) == "oMath"]:
        holder = formula.getparent()
        markup = mathml_of(formula, display=local_name(holder) == "oMathPara")
        holder.replace(formula, _named(formula, markup, made=made))
    for block in [e for e in root.iter() if local_name(e) == "oMathPara"]:
        at = block.getparent().index(block)
        block.getparent()[at : at + 1] = [e for e in block if local_name(e) == "r"]
    for run in [e for e in root.iter() if local_name(e) == "r"]:
        if all(local_name(e) != "p" for e in run.iterancestors()):
            paragraph = run.makeelement(f"{{{space_of(root)}}}p")
            run.getparent().replace(run, paragraph)
            paragraph.append(run)


def _with_dividers(root: Any, styles: Styles, made: Rewritten) -> None:
    """Put dividers in place of lines across the page, drawn or borders of empty paragraphs."""
    for drawing in [e for e in root.iter() if local_name(e) == "pict" and is_rule(e)]:
        drawing.getparent().replace(drawing, _named(drawing, "<hr/>", made=made)[0])
    for paragraph in [e for e in root.iter() if local_name(e) == "p"]:
        border = child_of(child_of(child_of(paragraph, "pPr"), "pBdr"), "bottom")
        style = styles.found.get(value_of(paragraph, "pPr", "pStyle"))
        lined = value_of(style, "name").casefold() == "horizontal line" or (
            border is not None and attribute(border, "val") not in ("none", "nil")
        )
        if lined and not {local_name(e) for e in paragraph.iter()} & (_SEEN | _STRUCTURE):
            paragraph.append(_named(paragraph, "<hr/>", made=made))


# ---------------------------------------------------------------- the document
def _packed(archive: Archive, changed: Mapping[str, bytes]) -> bytes:
    """Return the archive with `changed` parts in place of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in dict.fromkeys((*archive.names, *changed)):
            data = changed[name] if name in changed else archive.read(name)
            made.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def _sheet(roots: Mapping[str, Any | None], space: str) -> tuple[str, Any]:
    """Return the name and the root of the part of styles: a new one if there is none."""
    name = next(filter(_STYLES.fullmatch, sorted(roots)), "word/styles.xml")
    root = roots.get(name)
    return name, root if root is not None else etree.Element(f"{{{space}}}styles")


def _notes(roots: Iterable[Any]) -> dict[str, frozenset[str]]:
    """Return the ids of the notes there are, by the elements that call them."""
    kinds = ("footnote", "endnote")
    found = {kind: set[str]() for kind in kinds}
    for element in (e for root in roots for e in root if local_name(e) in kinds):
        found[local_name(element)].add(attribute(element, "id"))
    return {f"{kind}Reference": frozenset(ids) for kind, ids in found.items()}


def rewritten(data: bytes, archive: Archive) -> Rewritten:
    """Return the Word document `data` as mammoth is to read it. Raises `RefusedArchiveError`."""
    made = Rewritten(data)
    roots = {name: part(archive, name) for name in archive.below("word/", ".xml")}
    texts = {n: r for n, r in roots.items() if r is not None and local_name(r) in _TEXTS}
    if not texts:
        return made
    while any(made.token in words(root) for root in texts.values()):
        made.token += "Q"
    place, sheet = _sheet(roots, space_of(next(iter(texts.values()))))
    styles, notes = styles_of(sheet), _notes(texts.values())
    hiding = _hiding(styles)
    lists = Numbering(roots.get("word/numbering.xml"), styles, f"{made.token}ITEM")
    for name, root in texts.items():
        folder, _, file = name.rpartition("/")
        links = links_of(name, part(archive, f"{folder}/_rels/{file}.rels"), archive)
        shown(root)
        _without_hidden(root, hiding, made.left.hidden)
        without_loose_ends(root, links, notes, made.left)
        with_pictures(root)
        without_machinery(root, styles, made.left, partial(_named, root, made=made))
        _with_readings(root, made)
        _with_formulas(root, made)
        _with_dividers(root, styles, made)
        lists.write(root)
        with_heads(root)
        with_alignments(root, f"{made.token}SIDE")
        if local_name(root) == "document":
            made.document = root
    if told := lists.told():
        made.left.apart.append(told)
    named(sheet, styles, list(texts.values()))
    changed = {
        name: etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        for name, root in {**texts, place: sheet}.items()
    }
    made.data = _packed(archive, changed)
    return made
