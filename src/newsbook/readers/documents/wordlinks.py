"""From what a Word document refers to (pictures, notes, addresses) to what is there.

mammoth gives up a document for one reference that leads nowhere, and sees only pictures that stand
by themselves: those in groups are moved out, and what is missing is left out and told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from newsbook.readers.documents.leftout import LeftOut
from newsbook.readers.documents.wordshapes import child_of, space_of, words
from newsbook.safexml import attribute, children, local_name
from newsbook.safezip import Archive

__all__ = ["Links", "is_rule", "links_of", "with_pictures", "without_loose_ends"]

_INSERT = "insert the picture itself into the document"
# What mammoth takes for numbers.
_STATED = {"gridSpan": re.compile("[0-9]+"), "sym": re.compile("[0-9A-Fa-f]+")}
_TOLD = frozenset({"blip", "imagedata", "chart", "relIds"})
_MAIN = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_CROPPED = 0.01  # of the side of a picture


@dataclass(frozen=True, slots=True)
class Links:
    """What a part refers to: its targets by their ids, and those outside the file."""

    inside: Mapping[str, str]
    outside: Mapping[str, str]
    archive: Archive

    def holds(self, key: str) -> bool:
        """Whether `key` leads to a part of the archive."""
        return self.inside.get(key, "") in self.archive


def links_of(name: str, root: Any | None, archive: Archive) -> Links:
    """Return what the part `name` refers to, from the `root` of its relationships."""
    folder = posixpath.dirname(name)
    inside, outside = {}, {}
    for link in children(root, "Relationship") if root is not None else ():
        key, target = attribute(link, "Id"), attribute(link, "Target")
        if attribute(link, "TargetMode") == "External":
            outside[key] = target
        else:
            path = target if target.startswith("/") else posixpath.join("/", folder, target)
            inside[key] = posixpath.normpath(path).lstrip("/")
    return Links(inside, outside, archive)


def _described(picture: Any) -> str:
    """Return what a picture is called in a message: its description, or nothing."""
    for holder in (picture, *picture.iterancestors()):
        for mark in (e for e in holder.iter() if local_name(e) in ("docPr", "cNvPr")):
            text = attribute(mark, "descr") or attribute(mark, "title")
            if text.strip():
                return f" ({text.strip()})"
        if local_name(holder) in ("inline", "anchor", "r", "p"):
            break
    return ""


def _without(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _picture(blip: Any, key: str, links: Links, left: LeftOut) -> None:
    """Take out a picture that is not in the file."""
    if links.holds(key):
        return
    called = _described(blip)
    if key in links.outside:
        place = links.outside[key]
        left.lose(f"a picture that is kept outside of the document was left out: {place}", _INSERT)
    else:
        left.lose(f"a picture was left out: the document does not hold it{called}", _INSERT)
    _without(blip)


def _crop(cut: Any, left: LeftOut) -> None:
    sides = (attribute(cut, side) for side in "lrtb")
    if any(side.isdecimal() and int(side) > 100_000 * _CROPPED for side in sides):
        message = f"a picture is cropped in the document and printed whole{_described(cut)}"
        left.lose(message, "delete its cropped areas in Word (Picture Format, Compress Pictures)")


def _drawing(drawing: Any, left: LeftOut) -> None:
    """Tell of lettering, and of drawings that hold neither words nor a picture."""
    inside = {local_name(e): e for e in drawing.iter()}
    if "textpath" in inside:
        text = attribute(inside["textpath"], "string")
        left.lose(f"lettering was left out: {text!r}", "write it as text")
    elif not words(drawing) and not inside.keys() & _TOLD and not is_rule(drawing):
        left.apart.append(f"a drawing without words was left out{_described(drawing)}")


def is_rule(drawing: Any) -> bool:
    """Whether a drawing is a line across the page (Insert, Horizontal Line)."""
    return any(attribute(e, "hr") in ("t", "true", "1") for e in drawing.iter())


def without_loose_ends(
    root: Any, links: Links, notes: Mapping[str, frozenset[str]], left: LeftOut
) -> None:
    """Take references that lead nowhere out of the part `root`; `notes` are the ids of notes."""
    for element in list(root.iter()):
        name = local_name(element)
        if name == "blip":
            _picture(
                element, attribute(element, "embed") or attribute(element, "link"), links, left
            )
        elif name == "imagedata" and attribute(element, "id"):
            _picture(element, attribute(element, "id"), links, left)
        elif name == "srcRect":
            _crop(element, left)
        elif name in ("drawing", "pict"):
            _drawing(element, left)
        elif name in ("hyperlink", "hlinkClick"):
            for key in [k for k in element.attrib if k.endswith("}id")]:
                if element.get(key) not in {**links.inside, **links.outside}:
                    del element.attrib[key]
        elif name in notes and attribute(element, "id") not in notes[name]:
            left.lose("a note was left out: the document does not hold it")
            _without(element)
        elif name in notes and attribute(element, "customMarkFollows") in ("1", "true", "on"):
            for mark in [e for e in element.itersiblings() if local_name(e) in ("t", "sym")]:
                _without(mark)
        elif name in _STATED and not _STATED[name].fullmatch(_stated(element)):
            _without(element)


def _stated(element: Any) -> str:
    return attribute(element, "val") or attribute(element, "char")


# ---------------------------------------------------------------- pictures in groups
def with_pictures(root: Any) -> None:
    """Put the pictures in groups and canvases below `root` where mammoth looks for them."""
    for drawing in [e for e in root.iter() if local_name(e) in ("inline", "anchor")]:
        pictures = [e for e in drawing.iter() if local_name(e) == "pic" and _is_deep(e, drawing)]
        for picture in reversed(pictures):
            drawing.addnext(_by_itself(picture, drawing, alone=len(pictures) == 1))


def _is_deep(picture: Any, drawing: Any) -> bool:
    above = [local_name(e) for e in picture.iterancestors()]
    depth = above.index(local_name(drawing))
    return above[:depth] != ["graphicData", "graphic"]


def _by_itself(picture: Any, drawing: Any, *, alone: bool) -> Any:
    """Return the drawing of one picture of a group, described as it is or as the group is."""
    made = etree.Element(drawing.tag, nsmap=drawing.nsmap)
    own = next((e for e in picture.iter() if local_name(e) == "cNvPr"), None)
    stated = attribute(own, "descr") if own is not None else ""
    whole = child_of(drawing, "docPr")
    if not stated and alone and whole is not None:
        stated = attribute(whole, "descr") or attribute(whole, "title")
    etree.SubElement(made, f"{{{space_of(drawing)}}}docPr").set("descr", stated)
    space = _MAIN[space_of(drawing).startswith("http://purl.oclc.org")]
    outer = etree.SubElement(made, f"{{{space}}}graphic")
    etree.SubElement(outer, f"{{{space}}}graphicData").append(picture)
    return made
