"""From ruby to pairs of inline blocks: the annotation over its base, bopomofo to its right.

A pair is as wide as the wider of both (JLREQ 3.3; CLREQ 3.3), is never broken inside, and takes
part in justification. Its annotation takes no height, so that lines with and without ruby are
equally high.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

__all__ = ["dress_ruby", "is_ruby"]

Element = ElementTree.Element
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bf]")
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
    over.text, over.tail = annotation, base
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
