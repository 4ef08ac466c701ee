"""From a composed XHTML document to the letters of its text, counted the same way in every output.

Where a printed page begins is told as a number of letters from the beginning of the document, so
that it can be found again in the EPUB, whose markup differs: letters are characters that are
neither white space, nor hyphens, nor invisible; text that only one output has (notes moved to the
foot or the end, ruby, page references, running heads) is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["LETTERS", "SKIPPED_CLASSES", "SKIPPED_TAGS", "is_skipped", "letters_of", "text_runs"]

SKIPPED_CLASSES = frozenset(
    {
        "note", "notes", "noteref", "note-call", "footnote", "footnotes", "endnotes",
        "rt", "page-ref", "page-refs", "page-note", "running", "print-only", "epub-only",
        "url-note",
    }
)  # fmt: skip
SKIPPED_TAGS = frozenset({"head", "rt", "rp", "script", "style", "title", "annotation"})
SKIPPED_TYPES = frozenset({"noteref", "footnote", "footnotes", "endnotes", "backlink", "pagebreak"})
_TYPE = "{http://www.idpf.org/2007/ops}type"
# White space, hyphens, and characters of the general categories Cc and Cf.
_OTHERS = (
    r"\s\-\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u2011"
    r"\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
)
LETTERS = re.compile(f"[^{_OTHERS}]+")
_NO_SPACE = re.compile(f"[{_OTHERS}]+")


def letters_of(text: str) -> str:
    """Return the characters of `text` that count."""
    return _NO_SPACE.sub("", "".join(text.split()))  # splitting takes most of them out, and fast


def is_skipped(element: Any) -> bool:
    """Whether the text of `element` (of ElementTree or lxml) is left out of the count."""
    tag = element.tag
    if not isinstance(tag, str) or tag.rpartition("}")[2] in SKIPPED_TAGS:
        return True
    classes = (element.get("class") or "").split()
    types = (element.get(_TYPE) or element.get("epub:type") or "").split()
    return not (SKIPPED_CLASSES.isdisjoint(classes) and SKIPPED_TYPES.isdisjoint(types))


def text_runs(root: Any) -> Iterator[tuple[Any, str, str]]:
    """Yield the text that counts below `root`, in order, as (element, `text` or `tail`, string).

    The element and attribute tell where the string stands, so that a marker can be put inside it.
    """
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        if done:
            if element.tail:
                yield element, "tail", element.tail
            continue
        if element is not root:
            stack.append((element, True))
        if is_skipped(element):
            continue
        if element.text:
            yield element, "text", element.text
        stack.extend((child, False) for child in reversed(list(element)))
