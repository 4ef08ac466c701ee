"""From ruby to pairs of inline blocks: the annotation over its base, bopomofo to its right.

A pair is as wide as the wider of both (JLREQ 3.3; CLREQ 3.3), is never broken inside, and takes
part in justification. The characters of a base narrower than its annotation are spread out under
it, half as far from its ends as from each other (JLREQ 3.3.6). An annotation takes no height, so
that lines with and without ruby are equally high.

Every character of a base stands in an element of its own, and so does the one before a ruby: how
far the next one stands off is told for each, so that the text layer has no space there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from weasyprint.formatting_structure import boxes

__all__ = ["close_rubies", "dress_ruby", "is_ruby", "part_neighbours"]

Element = ElementTree.Element
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bf]")
_CHARACTER = (
    "\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
)
_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20“”‘’"
_ALL_CJK = re.compile(f"[{_CHARACTER}]{{2,}}")
_LAST = re.compile(f"(?<=[^{_MARKS}])[{_CHARACTER}“‘]$")
_HAIR_PX = 1e-3
_TONES = "ˊˇˋ\u02ea\u02eb"
_NEUTRAL = "˙"


def dress_ruby(ruby: Element) -> str:
    """Rewrite the children of a `ruby` element (its own tail stays); return its base text."""
    bases: list[tuple[str, Element | None]] = []
    base = ruby.text or ""
    for child in ruby:
        if child.tag == "rt":
            bases.append((base.strip(), child))
            base = child.tail or ""
        else:
            base += ("" if child.tag == "rp" else "".join(child.itertext())) + (child.tail or "")
    if base.strip():
        bases.append((base.strip(), None))
    for child in list(ruby):
        ruby.remove(child)
    ruby.tag, ruby.text = "span", ""
    ruby.set("class", f"{ruby.get('class') or ''} ruby".strip())
    for text, note in bases:
        for pair in _pairs(text, note):
            ruby.append(pair)
    return "".join(text for text, _ in bases)


def is_ruby(textbox: Any) -> bool:
    """Return whether a text box of the engine is the annotation of a ruby."""
    element = textbox.element
    return element is not None and (element.get("class") or "").startswith("rt")


def _pairs(base: str, note: Element | None) -> list[Element]:
    annotation = "".join(note.itertext()).strip() if note is not None else ""
    if note is None or not annotation:
        plain = Element("span")
        plain.text = base
        return [plain]
    if _BOPOMOFO.search(annotation):
        parts = annotation.split()
        single = len(parts) == len(base)
        return [
            _beside(character, part)
            for character, part in (
                zip(base, parts, strict=True) if single else ((base, annotation),)
            )
        ]
    return [_over(base, annotation, note.get("lang"))]


def _over(base: str, annotation: str, language: str | None) -> Element:
    pair = Element("span", {"class": "rb"})
    over = ElementTree.SubElement(pair, "span", {"class": "rt"})
    if language:
        over.set("lang", language)
    over.text = annotation
    if _ALL_CJK.fullmatch(base):
        for character in base:
            ElementTree.SubElement(pair, "span").text = character
    else:
        over.tail = base
    return pair


def _beside(base: str, annotation: str) -> Element:
    """Return `base` with its bopomofo in a column to the right, the tone beside the last symbol."""
    pair = Element("span", {"class": "rb bopomofo"})
    pair.text = base
    column = ElementTree.SubElement(pair, "span", {"class": "rt", "lang": "zh-Hant"})
    symbols = [c for c in annotation if c not in _TONES and not c.isspace()]
    for symbol in symbols:
        line = ElementTree.SubElement(column, "span", {"class": "rt-symbol"})
        if symbol == _NEUTRAL:
            line.set("class", "rt-symbol rt-neutral")
        line.text = symbol
    tone = next((c for c in annotation if c in _TONES), None)
    if tone and len(column):
        mark = ElementTree.SubElement(column[-1], "span", {"class": "rt-tone"})
        mark.text = tone
    return pair


def part_neighbours(root: Element) -> None:
    """Put each character that stands before a dressed ruby into an element of its own."""
    for parent in root.iter():
        for index in range(len(parent) - 1, -1, -1):
            if "ruby" not in (parent[index].get("class") or "").split():
                continue
            before = parent[index - 1] if index else None
            text = (parent.text if before is None else before.tail) or ""
            if not _LAST.search(text):
                continue
            if before is None:
                parent.text = text[:-1]
            else:
                before.tail = text[:-1]
            alone = Element("span")
            alone.text = text[-1]
            parent.insert(index, alone)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            if not is_ruby(child):
                yield child
        elif isinstance(child, boxes.ParentBox):
            yield from _texts(child)


def _base_of(leaf: Any) -> list[Any]:
    """Return the text boxes of the characters that have the ruby of an inline block."""
    element = leaf.element if isinstance(leaf, boxes.InlineBlockBox) else None
    if element is None or "rb" not in (element.get("class") or "").split():
        return []
    found = list(_texts(leaf))
    return found if all(len(box.text) == 1 for box in found) else []


def close_rubies(found: list[Any], spacing: float = 0.0) -> None:
    """Spread the bases among the leaves `found` of a line under their ruby; tell of them, and of
    characters before them, how far the next stands off: `spacing` px come in between.
    """
    bases = [_base_of(leaf) for leaf in found]
    for leaf, base in zip(found, bases, strict=True):
        free = leaf.content_box_x() + leaf.width - leaf.position_x if base else 0.0
        free -= sum(box.width for box in base)
        if len(base) > 1 and free > _HAIR_PX:
            x = leaf.position_x + free / len(base) / 2
            for box in base:
                box.position_x = x
                x += box.width + free / len(base)
    ends = [base or [leaf] for leaf, base in zip(found, bases, strict=True)]
    for number, (leaf, base) in enumerate(zip(found, bases, strict=True)):
        following = found[number + 1] if number + 1 < len(found) else None
        inset = ends[number + 1][0].position_x - following.position_x if following else 0.0
        alone = isinstance(leaf, boxes.TextBox) and len(leaf.text) == 1 and inset > _HAIR_PX
        if not base and not alone:
            continue
        right = leaf.position_x + leaf.margin_width() + inset + spacing
        edges = [box.position_x for box in ends[number][1:]] + [right]
        for box, edge in zip(ends[number], edges, strict=True):
            box.newsbook_spacing = max(0.0, edge - box.position_x - box.width)
            box.newsbook_joined = True
