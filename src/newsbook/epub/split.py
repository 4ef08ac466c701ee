"""From one long document to several short ones, cut between blocks.

Readers built on RMSDK refuse or crawl through files above some 300 kB. A cut falls between two
blocks, never after a heading; every part keeps the elements around it, and takes the notes that it
calls along, so that they still open in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from newsbook.epub.documents import Leaf, serialise
from newsbook.epub.vocabulary import EPUB_TYPE, elements, html

__all__ = ["split_leaf"]

_MARGIN = 4_000  # links grow when they are pointed at other files
_SPLITTABLE = frozenset(
    html(n) for n in ("article", "blockquote", "body", "div", "main", "ol", "section", "ul")
)
_HEADINGS = frozenset(html(f"h{level}") for level in range(1, 7))
_HOME = "data-notes-home"

_calls = elements(".//h:a[contains(concat(' ', @epub:type, ' '), ' noteref ')][@href]")
_notes = elements("//*[contains(concat(' ', @epub:type, ' '), ' footnote ')][@id]")
_ids = elements(".//*[@id]")


def split_leaf(leaf: Leaf, limit: int, taken: set[str]) -> list[Leaf]:
    """Return `leaf` as files of at most `limit` bytes (0: any size).

    A single block larger than that stays whole. `taken` are file names in use; new ones are added.
    """
    if not limit or 4 * len(leaf.document.xhtml) < limit or len(serialise(leaf.root)) <= limit:
        return [leaf]
    section, notes = _take_notes(leaf.root)
    costs = {key: _size(note) for key, note in notes.items()}
    skeleton = len(serialise(_shell(leaf.root)))
    room = max(limit - skeleton - _MARGIN, 1)
    bodies = [body for body in _split(leaf.body, room, room, costs) if body is not None]
    parts = []
    for number, body in enumerate(bodies, 1):
        root = leaf.root if number == 1 else deepcopy(_shell(leaf.root))
        old = root.find(html("body"))
        if old is None:
            root.append(body)
        else:
            root.replace(old, body)
        parts.append(Leaf(leaf.document, leaf.file if number == 1 else _name(leaf, taken), root))
    if section is not None:
        _give_notes(parts, section, notes)
    for number, part in enumerate(parts[1:], 2):
        _title(part, number)
    return parts


def _shell(root: etree._Element) -> etree._Element:
    """The `html` element with its head and without a body."""
    shell = _clone(root)
    shell.text = root.text
    for child in root:
        if child.tag != html("body"):
            shell.append(deepcopy(child))
    return shell


def _name(leaf: Leaf, taken: set[str]) -> str:
    stem = leaf.file.removesuffix(".xhtml")
    number = 2
    while f"{stem}_{number}.xhtml" in taken:
        number += 1
    taken.add(f"{stem}_{number}.xhtml")
    return f"{stem}_{number}.xhtml"


def _title(part: Leaf, number: int) -> None:
    title = part.root.find(f"{html('head')}/{html('title')}")
    if title is not None:
        title.text = f"{title.text} ({number})"


# ---------------------------------------------------------------- cutting
def _clone(element: etree._Element) -> etree._Element:
    clone = etree.Element(element.tag, nsmap=element.nsmap)  # type: ignore[arg-type]
    clone.attrib.update(element.attrib)
    return clone


def _size(element: etree._Element) -> int:
    return len(etree.tostring(element, encoding="utf-8"))


def _cost(child: etree._Element, notes: Mapping[str, int]) -> int:
    """The bytes of a block and of the notes it calls."""
    if not notes:
        return _size(child)
    return _size(child) + sum(notes.get(key, 0) for key in _called(child))


def _called(element: etree._Element) -> Iterator[str]:
    for call in _calls(element):
        yield (call.get("href") or "").partition("#")[2]


class _Cut:
    """Groups of blocks, each within a budget; the first may have less room than the others."""

    def __init__(self, first: int, budget: int, notes: Mapping[str, int]) -> None:
        self.room, self.budget, self.notes = first, budget, notes
        self.groups: list[list[etree._Element]] = [[]]

    def cost(self, block: etree._Element) -> int:
        return _cost(block, self.notes)

    def close(self) -> None:
        """Begin a group, with the headings that end the last one."""
        self.groups.append(_carried(self.groups[-1]))
        self.room = self.budget - sum(map(self.cost, self.groups[-1]))

    def add(self, block: etree._Element) -> None:
        cost = self.cost(block)
        fits = cost <= self.room or self._divides(block, cost)
        if not fits and (self.groups[-1] or self.room < self.budget):
            self.close()
        if cost > self.room and self._divides(block, cost):
            first, *rest = _split(block, self.room, self.budget, self.notes)
            if first is not None:
                self.groups[-1].append(first)
            for piece in rest:
                self.close()
                self.groups[-1] += [piece] if piece is not None else []
            cost = self.cost(self.groups[-1][-1]) if self.groups[-1] else 0
        else:
            self.groups[-1].append(block)
        self.room -= cost

    def _divides(self, block: etree._Element, cost: int) -> bool:
        """Whether it is better to cut through `block` than to move it as a whole."""
        return block.tag in _SPLITTABLE and len(block) > 0 and cost > self.budget // 2


def _split(
    element: etree._Element, first: int, budget: int, notes: Mapping[str, int]
) -> list[etree._Element | None]:
    """Return `element` as several of its kind, the first within `first` bytes and the others within
    `budget`, as far as its blocks allow it. The first is None when nothing fits there.
    """
    cut = _Cut(first, budget, notes)
    for child in list(element):
        cut.add(child)
    return _rebuild(element, cut.groups)


def _carried(group: list[etree._Element]) -> list[etree._Element]:
    """Take headings from the end of `group`: they belong to what follows."""
    carried: list[etree._Element] = []
    while len(group) > 1 and group[-1].tag in _HEADINGS:
        carried.insert(0, group.pop())
    return carried


def _rebuild(
    element: etree._Element, groups: list[list[etree._Element]]
) -> list[etree._Element | None]:
    if len(groups) < 2:
        return [element]
    made: list[etree._Element | None] = [] if groups[0] else [None]
    filled = [group for group in groups if group]
    count = int(element.get("start", "1")) if element.tag == html("ol") else 0
    for number, group in enumerate(filled):
        clone = _clone(element)
        clone.text = element.text if number == 0 else None
        if number:
            _continue(clone)
            if element.tag == html("ol"):
                clone.set("start", str(count))
        count += sum(1 for child in group if child.tag == html("li"))
        clone.extend(group)
        clone.tail = element.tail if number == len(filled) - 1 else None
        made.append(clone)
    return made


def _continue(clone: etree._Element) -> None:
    """A later part of an element is not that element again."""
    for name in ("id", "role", "aria-labelledby", "aria-label"):
        clone.attrib.pop(name, "")
    if clone.tag != html("body"):
        clone.attrib.pop(EPUB_TYPE, "")
        clone.set("class", f"{clone.get('class', '')} continued".strip())


# ---------------------------------------------------------------- notes
def _take_notes(
    root: etree._Element,
) -> tuple[etree._Element | None, dict[str, etree._Element]]:
    """Take the notes out of the tree; a mark stays where they were, and on what held them."""
    notes = {note.get("id", ""): note for note in _notes(root)}
    sections = {note.getparent() for note in notes.values()}
    section = sections.pop() if len(sections) == 1 else None
    home = section.getparent() if section is not None else None
    if section is None or home is None:
        return None, {}
    for note in notes.values():
        section.remove(note)
        note.tail = None
    home.set(_HOME, "")
    place = etree.Element(html("div"))
    place.set(_HOME, "place")
    place.tail, section.tail = section.tail, None
    home.replace(section, place)
    return section, notes


def _give_notes(
    parts: list[Leaf], section: etree._Element, notes: dict[str, etree._Element]
) -> None:
    """Put a section with the notes it calls into every part; the last takes any that are left."""
    for number, part in enumerate(parts):
        wanted = [key for key in dict.fromkeys(_called(part.root)) if key in notes]
        if number == len(parts) - 1:
            wanted += [key for key in notes if key not in wanted]
        homes = [e for e in part.body.iter(html("*")) if e.get(_HOME) == ""]
        place = next((e for e in part.body.iter(html("div")) if e.get(_HOME) == "place"), None)
        home = homes[-1] if homes else part.body
        for marked in homes:
            del marked.attrib[_HOME]
        if wanted:
            own = deepcopy(section)
            for element in [own, *_ids(own)] if number else []:
                element.attrib.pop("id", "")
                element.attrib.pop("aria-labelledby", "")
            own.extend(notes.pop(key) for key in wanted)
            if place is not None:
                place.addprevious(own)
            else:
                home.append(own)
        if place is not None:
            _remove(place)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    previous = element.getprevious()
    if element.tail:
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)
