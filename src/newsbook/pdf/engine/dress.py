"""From a unit's element tree to one dressed for print: scripts told apart, gaps and joints put in.

The composed page is clean text; what only print needs is added when the unit is typeset. Elements
get classes by which the style sheets know them: `la` and `han` for a run of the other script in a
line, `to-latin` and `to-cjk` for a block of it, `whole` for a short run that is not broken, and
`address` for one of the net, `symbol` for pictographs. Ruby,
which the engine does not lay out, becomes pairs of inline blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from newsbook.pdf.engine.rubies import dress_ruby, part_neighbours
from newsbook.typography import is_cjk
from newsbook.typography.addresses import with_breaks
from newsbook.typography.setting import Piece, Segment, is_set_apart, set_flow

__all__ = ["dress"]

Element = ElementTree.Element
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i img ins kbd mark math q ruby s samp small span "
    "strong sub sup svg time tt u var wbr".split()
)
# Seen by what stands beside them; only break points come in.
_FIXED = frozenset(("code", "kbd", "samp", "tt"))
_OPAQUE = frozenset(("img", "svg", "math"))
_SKIPPED = frozenset(("head", "pre", "script", "style", "svg", "math"))
_LONG_WORD = re.compile(r"\S{12,}")
_OBJECT = "\ufffc"
_SHORT_NAME = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,4}")


@dataclass(slots=True)
class _Flow:
    """The text of one paragraph: where each piece of it stands in the tree."""

    base: str
    pieces: list[Piece] = field(default_factory=list)
    places: list[tuple[Element, Element | None]] = field(default_factory=list)

    def add(self, text: str | None, language: str, owner: Element, child: Element | None) -> None:
        """Add the text of `owner`, or what follows its `child`."""
        if text:
            self.pieces.append(Piece(text, language))
            self.places.append((owner, child))

    def show(self, text: str, language: str) -> None:
        """Let what stands beside it see `text`."""
        if text:
            self.pieces.append(Piece(text, language, fixed=True))
            self.places.append((_NOWHERE, None))


_NOWHERE = Element("nowhere")


def dress(root: Element) -> None:
    """Change the tree of a unit, its `html` element, into what print sets."""
    body = root.find("body")
    assert body is not None
    language = root.get("lang") or ""
    keep = "korean-words" in (body.get("class") or "").split()
    _Dresser(language, keep_words=keep).block(body, body.get("lang") or language, language)
    part_neighbours(body)


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class') or ''} {name}".strip())


def _break_words(element: Element) -> None:
    """Let lines break in the long words of code, and in an address."""
    for part in element.iter():
        if part.text:
            part.text = _LONG_WORD.sub(lambda found: with_breaks(found[0]), part.text)


def _is_block(element: Element) -> bool:
    if element.tag not in _INLINE:
        return True
    classes = (element.get("class") or "").split()
    return any(name == "note" or name.startswith("as-") for name in classes)


def _ends_paragraph(element: Element) -> bool:
    """Whether what follows is a paragraph of its own; a note stands elsewhere, its text goes on."""
    if element.tag == "br":
        return True
    return _is_block(element) and "note" not in (element.get("class") or "").split()


class _Dresser:
    """Walks a tree from the top down, because a language is inherited."""

    def __init__(self, language: str, *, keep_words: bool) -> None:
        self.language = language
        self.keep_words = keep_words

    def block(self, element: Element, language: str, around: str) -> None:
        """Dress a block in `language` that stands in text of the language `around`."""
        if is_cjk(language) != is_cjk(around):
            _add_class(element, "to-cjk" if is_cjk(language) else "to-latin")
        if element.tag in _SKIPPED:
            return
        flow = _Flow(language)
        flow.add(element.text, language, element, None)
        self._children(element, language, flow)
        self._set(flow)

    def _children(self, element: Element, language: str, flow: _Flow) -> None:
        for child in list(element):
            if isinstance(child.tag, str):
                self._child(child, child.get("lang") or language, language, flow)
            if isinstance(child.tag, str) and _ends_paragraph(child):
                self._set(flow)
                flow.pieces, flow.places = [], []
            flow.add(child.tail, language, element, child)

    def _child(self, child: Element, language: str, around: str, flow: _Flow) -> None:
        if child.tag == "br":
            return
        if _is_block(child):
            self.block(child, language, around)
            return
        if is_cjk(language) != is_cjk(around):
            _add_class(child, "han" if is_cjk(language) else "la")
            if is_cjk(language) and _SHORT_NAME.fullmatch("".join(child.itertext())):
                _add_class(child, "whole")
        if child.tag == "ruby":
            flow.show(dress_ruby(child), language)
        elif child.get("data-ref") is not None:
            self._number(child, language)
            # One that begins a line of the contents has a column of its own.
            if any(piece.text.strip() for piece in flow.pieces):
                flow.show("0", language)
        elif child.tag in _OPAQUE:
            flow.show(_OBJECT, language)
        elif child.tag in _FIXED or child.get("class") == "address":
            flow.show("".join(child.itertext()), language)
            _break_words(child)
        else:
            flow.add(child.text, language, child, None)
            self._children(child, language, flow)

    def _number(self, reference: Element, language: str) -> None:
        """Set the number of a page in figures of one face, whatever language it stands in."""
        if is_cjk(language):
            reference.set("lang", "und-Latn")
            if is_cjk(self.language):
                _add_class(reference, "la")

    def _set(self, flow: _Flow) -> None:
        """Write the set text of `flow` into the tree, from the end, so that places stay right."""
        if not is_set_apart(flow.pieces):
            return
        done = set_flow(flow.pieces, flow.base, keep_words=self.keep_words)
        for piece, place, segments in zip(
            reversed(flow.pieces), reversed(flow.places), reversed(done), strict=True
        ):
            if not piece.fixed:
                _write(*place, segments)


def _write(owner: Element, child: Element | None, segments: tuple[Segment, ...]) -> None:
    """Put `segments` in the place of the text of `owner`, or of what follows its `child`."""
    texts: list[Any] = [""]
    for segment in segments:
        if segment.latin or segment.address or segment.symbol:
            span = Element("span", {"class": "symbol" if segment.symbol else "address"})
            if segment.latin:
                span = Element("span", {"class": "la", "lang": "und-Latn"})
            span.text = segment.text
            texts.append(span)
        elif isinstance(texts[-1], str):
            texts[-1] += segment.text
        else:
            texts[-1].tail = (texts[-1].tail or "") + segment.text
    if child is None:
        owner.text, at = texts[0], 0
    else:
        child.tail, at = texts[0], list(owner).index(child) + 1
    for offset, span in enumerate(texts[1:]):
        owner.insert(at + offset, span)
