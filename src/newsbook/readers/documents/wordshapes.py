"""From what Word shows in elements that mammoth passes over to elements it reads.

Simple fields become fields of several runs, text of another direction plain runs, boxes that only
new versions of Word draw the boxes of old ones, a drop cap the first letter of its paragraph.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from mammoth.docx.dingbats import dingbats

from newsbook.safexml import attribute, children, local_name

__all__ = ["child_of", "go_on", "open_with", "shown", "space_of", "value_of", "words"]

_LIKE = {
    "ptab": "tab",
    "cr": "br",
    "dstrike": "strike",
}  # elements that mammoth knows under another name
_TOGGLES = frozenset({"b", "i", "caps", "smallCaps", "strike"})
_UNWRAPPED = frozenset({"bdo", "dir"})
_KINDS = {"blip": "picture", "imagedata": "picture", "chart": "drawing", "relIds": "drawing"}


def words(element: Any) -> str:
    """Return the text below `element`, as it is typed."""
    return "".join(t.text or "" for t in element.iter() if local_name(t) == "t")


def child_of(element: Any | None, name: str) -> Any | None:
    """Return the first child of `element` whose local name is `name`, or None."""
    return next(children(element, name), None) if element is not None else None


def value_of(element: Any | None, *path: str) -> str:
    """Return the value of what is found at `path` below `element`; `""` without it."""
    for name in path:
        element = child_of(element, name)
    return attribute(element, "val") if element is not None else ""


def space_of(element: Any) -> str:
    """Return the namespace of `element`."""
    return str(etree.QName(element).namespace)


def _below(parent: Any, name: str, *inside: Any, **attributes: str) -> Any:
    """Return a new last child of `parent`, in its namespace."""
    space = space_of(parent)
    made = etree.SubElement(parent, f"{{{space}}}{name}")
    for key, value in attributes.items():
        made.set(f"{{{space}}}{key}", value)
    made.extend(inside)
    return made


def open_with(paragraph: Any, text: str) -> None:
    """Put `text` at the beginning of a paragraph."""
    space = space_of(paragraph)
    run = etree.Element(f"{{{space}}}r")
    etree.SubElement(run, f"{{{space}}}t").text = text
    paragraph.insert(0 if child_of(paragraph, "pPr") is None else 1, run)


def go_on(paragraph: Any) -> None:
    """Let `paragraph` go on in the next, as one whose mark is struck out."""
    following = paragraph.getnext()
    if following is None or local_name(following) != "p":
        return
    holder = paragraph
    for name in ("pPr", "rPr", "del"):
        found = child_of(holder, name)
        if found is None:
            found = _below(holder, name)
            if name == "pPr":
                holder.insert(0, found)
        holder = found


def _field(element: Any) -> None:
    """Put the runs of a complex field in place of a simple one."""
    made = etree.Element(element.getparent().tag, nsmap=element.nsmap)
    instruction = attribute(element, "instr")
    _below(_below(made, "r"), "fldChar", fldCharType="begin")
    _below(_below(made, "r"), "instrText").text = instruction
    _below(_below(made, "r"), "fldChar", fldCharType="separate")
    made.extend(list(element))
    _below(_below(made, "r"), "fldChar", fldCharType="end")
    _replace(element, list(made))


def _replace(element: Any, others: list[Any]) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = others


def _seen(element: Any | None) -> frozenset[str]:
    """Return the kinds of things to be seen below `element`."""
    if element is None:
        return frozenset()
    kinds = {_KINDS[name] for e in element.iter() if (name := local_name(e)) in _KINDS}
    return frozenset(kinds | ({"words"} if words(element) else set()))


def _alternate(element: Any) -> None:
    """Take the alternative that shows more: mammoth reads the one for old versions alone."""
    choice, fallback = child_of(element, "Choice"), child_of(element, "Fallback")
    if choice is None:
        return
    if _seen(choice) - _seen(fallback):
        _replace(element, list(choice))
    else:
        element.remove(choice)


def _box(drawing: Any) -> None:
    """Put boxes of text where mammoth looks for them."""
    boxes = [e for e in drawing.iter() if local_name(e) == "txbxContent"]
    outer = [box for box in boxes if not any(a in boxes for a in box.iterancestors())]
    if outer:
        holder = drawing.getparent()
        picture = _below(holder, "pict", *outer)
        holder.insert(holder.index(drawing) + 1, picture)
        if not _seen(drawing):
            holder.remove(drawing)


def _symbols(text: Any) -> None:
    """Write characters of symbol fonts, which Word keeps apart (U+F000 on), as what they show."""
    fonts = child_of(child_of(text.getparent(), "rPr"), "rFonts")
    font = attribute(fonts, "ascii") if fonts is not None else ""
    text.text = "".join(
        chr(dingbats.get((font, ord(c) - 0xF000), ord(c))) if "\uf000" <= c <= "\uf0ff" else c
        for c in text.text or ""
    )


def _break(mark: Any) -> None:
    """Make a line of what follows the end of a page or column within a paragraph."""
    paragraph = next((e for e in mark.iterancestors() if local_name(e) == "p"), None)
    texts = list(paragraph.iter()) if paragraph is not None else []
    at = texts.index(mark) if mark in texts else 0
    if all(any(map(words, texts[part])) for part in (slice(1, at), slice(at, None))):
        for key in list(mark.attrib):
            del mark.attrib[key]


def shown(root: Any) -> None:
    """Rewrite what Word shows below `root`."""
    for element in [e for e in root.iter() if local_name(e) == "AlternateContent"]:
        if element.getparent() is not None:
            _alternate(element)
    space = space_of(root)
    for element in list(root.iter(f"{{{space}}}*")):
        name = local_name(element)
        if name in _LIKE:
            element.tag = f"{{{space}}}{_LIKE[name]}"
        elif name in _UNWRAPPED:
            _replace(element, list(element))
        elif name == "fldSimple":
            _field(element)
        elif name == "drawing":
            _box(element)
        elif name == "t":
            _symbols(element)
        elif name in _TOGGLES and attribute(element, "val").lower() == "off":
            element.set(f"{{{space}}}val", "0")
        elif name == "br" and attribute(element, "type") in ("page", "column"):
            _break(element)
        elif name == "framePr" and attribute(element, "dropCap") in ("drop", "margin"):
            go_on(element.getparent().getparent())
