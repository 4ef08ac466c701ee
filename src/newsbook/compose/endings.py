"""From the paragraphs of a printed page to paragraphs whose last line is worth its room.

The last word of a paragraph is not hyphenated, and a very short one takes those before it along: a
line that is shorter than the indent below it looks like a gap. The engine knows of neither, so the
end of the text is put into a span of class `ending` or `tied`, which style sheets obey. Chinese and
Japanese have rules of their own (`typography.setting`), Korean and Thai break elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsbook.typography import primary

__all__ = ["with_endings"]

_X = "{http://www.w3.org/1999/xhtml}"
_BLOCKS = frozenset(f"{_X}{name}" for name in ("p", "li", "dd", "blockquote"))
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_APART = frozenset("zh ja ko th lo km my bo".split())
_WORD = re.compile(r"\S+\s*\Z")
_WORDS = re.compile(r"\S+")
_SHORT = 5  # characters, marks included, that are too few for a line of their own
_LONGEST = 16  # characters that are tied at most: a narrow column must break somewhere
_HYPHENATED = 6  # letters of a word that may be hyphenated (`hyphenate-limit-chars`)


def _tail_of(block: etree._Element) -> tuple[etree._Element, bool] | None:
    """Return where the last text of `block` stands: an element, and whether in its tail.

    Notes stand elsewhere on the page. None when the text ends in something that is no text.
    """
    node = block
    while True:
        children = [child for child in node if isinstance(child.tag, str)]
        while children:
            last = children[-1]
            if (last.tail or "").strip():
                return last, True
            if "note" not in (last.get("class") or "").split():
                break
            children.pop()
        if not children:
            return (node, False) if (node.text or "").strip() else None
        node = children[-1]


def _cut(text: str) -> tuple[int, str] | None:
    """Return where the end of `text` begins that is kept together, and how; None for nowhere."""
    words = list(_WORDS.finditer(text))
    end = words[-1].end()
    start = len(words) - 1
    while start > 0 and end - words[start].start() < _SHORT:
        start -= 1
    begin = words[start].start()
    if start < len(words) - 1:
        return (begin, "tied") if begin > 0 and end - begin <= _LONGEST else None
    letters = sum(character.isalpha() for character in words[-1][0])
    return (begin, "ending") if begin > 0 and letters >= _HYPHENATED else None


def _languages(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the blocks of text with the language each is in."""
    stack = [(root, "")]
    while stack:
        node, language = stack.pop()
        if not isinstance(node.tag, str):
            continue
        language = node.get("lang") or node.get(_XML_LANG) or language
        if node.tag in _BLOCKS:
            yield node, language
        stack.extend((child, language) for child in node)


def with_endings(root: etree._Element) -> bool:
    """Mark the ends of the paragraphs below `root`; say whether any was marked.

    The tree is edited in place; its text stays as it is.
    """
    bodies = [node for node in root.iter(f"{_X}div") if "body" in (node.get("class") or "").split()]
    changed = False
    for body in bodies:
        outer = next((a.get("lang") for a in (body, *body.iterancestors()) if a.get("lang")), "")
        for block, language in list(_languages(body)):
            if primary(language or outer) not in _APART and _mark(block):
                changed = True
    return changed


def _mark(block: etree._Element) -> bool:
    if any(child.tag in _BLOCKS for child in block.iterdescendants()):
        return False
    place = _tail_of(block)
    if place is None:
        return False
    node, in_tail = place
    text = (node.tail if in_tail else node.text) or ""
    found = _cut(text)
    if found is None:
        return False
    at, name = found
    end = len(text.rstrip())
    span = etree.Element(f"{_X}span", {"class": name})
    span.text, span.tail = text[at:end], text[end:] or None
    if in_tail:
        node.tail = text[:at]
        node.addnext(span)
        # lxml carries a tail along with the element it follows: put it back where it was.
        span.tail = text[end:] or None
        node.tail = text[:at]
    else:
        node.text = text[:at]
        node.insert(0, span)
    return True
