"""From the text of a news item as systems wrap it to the markup that was meant.

Markup stands in character data, lines end at a fixed width, and pretty printers put line ends
before full stops.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from newsbook.readers.lines import columns, paragraphs_of_lines
from newsbook.readers.markup import escaped, is_markup, markup_of_text
from newsbook.safexml import local_name

__all__ = ["mend", "parsed"]

_BLOCKS = frozenset({"p", "pre"})
_CLOSING = re.compile(r"[ \t]*\n\s*(?=[.,;:!?)\]»”’])")
LEAST, WRAPPED = 45, 80  # columns of lines that a system broke; lines of verse are shorter
_COLUMNS = re.compile(r"\S {3,}\S")


def parsed(markup: str) -> Any:
    """Return a `div` element that holds `markup`."""
    page = etree.fromstring(f"<div>{markup}</div>", etree.HTMLParser(encoding="utf-8"))
    holder = page.find("body/div")
    return page if holder is None else holder


def _hold(element: Any, markup: str) -> None:
    """Put `markup` into `element` in the place of all it holds."""
    holder = parsed(markup)
    element.text = holder.text
    element[:] = list(holder)
    if local_name(element) in _BLOCKS and any(local_name(e) in (*_BLOCKS, "div") for e in element):
        element.tag = "div"


def _mend_text(element: Any) -> None:
    """Give an element of nothing but text the markup or the paragraphs its text has."""
    text = element.text or ""
    if is_markup(text):
        _hold(element, text)
        return
    name = local_name(element)
    if name not in _BLOCKS or "\n" not in text or (name == "pre" and _COLUMNS.search(text)):
        return
    paragraphs, broken = paragraphs_of_lines(text)
    if broken:
        _hold(element, "".join(f"<p>{escaped(part)}</p>" for part in paragraphs))


def _join_lines(paragraph: Any) -> None:
    """Take out breaks (`br`) that stand where lines were broken at a width."""
    breaks = list(paragraph)
    if not breaks or any(local_name(e) != "br" for e in breaks):
        return
    lines = [paragraph.text or "", *(e.tail or "" for e in breaks)]
    widths = [columns(line.strip()) for line in lines if line.strip()]
    if len(widths) < 3 or not all(LEAST < w <= WRAPPED for w in widths[:-1]):
        return
    paragraph[:] = []
    paragraph.text = " ".join(line.strip() for line in lines)


def mend(content: Any) -> None:
    """Give the elements below `content` the markup that was meant, in place."""
    if len(content) == 0 and (content.text or "").strip():
        _hold(content, markup_of_text(content.text))
    for element in list(content.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tail and element is not content:
            element.tail = _CLOSING.sub("", element.tail, count=1) if _CLOSING.match(
                element.tail) else element.tail  # fmt: skip
        if len(element) == 0:
            _mend_text(element)
        elif local_name(element) == "p":
            _join_lines(element)
