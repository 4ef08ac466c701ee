"""From HTML to a tree (lxml) and back."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from newsbook.xhtml.tokens import fewer_attributes
from newsbook.xhtml.vocabulary import clean_text

__all__ = ["in_figure", "parse_page", "serialise"]

# References to characters that no tree may hold.
_CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]))(?![0-9a-fA-F]);?"
)


def parse_page(html: str) -> Any:
    """Return the tree of `html` (an `html` element, whatever was there)."""
    html = _CONTROL.sub("", fewer_attributes(clean_text(html)))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return lxml.html.document_fromstring(b"<html><body></body></html>", parser=parser)
    if tree.find("body") is None:
        tree.append(tree.makeelement("body"))
    return tree


def serialise(element: Any) -> str:
    """Return the markup of `element`."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def in_figure(element: Any) -> bool:
    """Whether `element` stands in a figure."""
    return any(e.tag in ("figure", "figcaption") for e in element.iterancestors())
