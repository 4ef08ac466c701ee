"""From the names of the standards an EPUB is built on to one place where they are spelled.

Namespaces, media types, and the pairs of EPUB structural semantics (`epub:type`) and DPUB-ARIA
roles that mean the same, with the elements ARIA in HTML lets each role stand on.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from lxml import etree

__all__ = [
    "EPUB_TYPE",
    "ILLEGAL",
    "MATHML",
    "MEDIA_TYPES",
    "OPS",
    "ROLE_ELEMENTS",
    "ROLE_OF_TYPE",
    "SVG",
    "TYPE_OF_ROLE",
    "XHTML",
    "XML",
    "XML_LANG",
    "clean",
    "elements",
    "holds",
    "html",
    "media_type",
    "number",
    "relative",
    "role_fits",
    "strings",
]

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML_LANG = f"{{{XML}}}lang"
EPUB_TYPE = f"{{{OPS}}}type"
_PREFIXES = {"h": XHTML, "epub": OPS, "svg": SVG, "m": MATHML}

# Characters XML 1.0 cannot carry (https://www.w3.org/TR/xml/#charsets).
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Stated here because the table of the `mimetypes` module depends on the machine.
MEDIA_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ncx": "application/x-dtbncx+xml",
    ".xml": "application/xml",
    ".jsonld": "application/ld+json",
}

# https://www.w3.org/TR/epub-ssv-11/ beside https://www.w3.org/TR/dpub-aria-1.1/
ROLE_OF_TYPE = {
    "abstract": "doc-abstract",
    "acknowledgments": "doc-acknowledgments",
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "backlink": "doc-backlink",
    "bibliography": "doc-bibliography",
    "biblioref": "doc-biblioref",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "conclusion": "doc-conclusion",
    "credit": "doc-credit",
    "credits": "doc-credits",
    "dedication": "doc-dedication",
    "endnotes": "doc-endnotes",
    "epigraph": "doc-epigraph",
    "epilogue": "doc-epilogue",
    "errata": "doc-errata",
    "footnote": "doc-footnote",
    "foreword": "doc-foreword",
    "glossary": "doc-glossary",
    "glossref": "doc-glossref",
    "index": "doc-index",
    "introduction": "doc-introduction",
    "noteref": "doc-noteref",
    "notice": "doc-notice",
    "page-list": "doc-pagelist",
    "pagebreak": "doc-pagebreak",
    "part": "doc-part",
    "preface": "doc-preface",
    "prologue": "doc-prologue",
    "pullquote": "doc-pullquote",
    "qna": "doc-qna",
    "subtitle": "doc-subtitle",
    "tip": "doc-tip",
    "toc": "doc-toc",
}
TYPE_OF_ROLE = {role: kind for kind, role in ROLE_OF_TYPE.items()}

_SECTIONS = frozenset({"section", "div", "p", "span", "blockquote", "figure", "header", "footer"})
_ASIDES = frozenset({"aside", "section", "div", "blockquote", "p", "figure"})
_LINKS = frozenset({"a"})

# https://www.w3.org/TR/html-aria/#docconformance: where a role may stand; all others: `_SECTIONS`.
ROLE_ELEMENTS = {
    "doc-backlink": _LINKS,
    "doc-biblioref": _LINKS,
    "doc-glossref": _LINKS,
    "doc-noteref": _LINKS,
    "doc-footnote": frozenset({"aside", "section", "div", "p", "footer"}),
    "doc-pagebreak": frozenset({"span", "div", "hr"}),
    "doc-pagelist": frozenset({"nav", "section", "div"}),
    "doc-toc": frozenset({"nav", "section", "div"}),
    "doc-index": frozenset({"nav", "section", "div"}),
    "doc-pullquote": _ASIDES,
    "doc-dedication": _ASIDES,
    "doc-glossary": _ASIDES,
    "doc-tip": _ASIDES,
    "doc-subtitle": frozenset({"p", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6"}),
}


def role_fits(role: str, element: str) -> bool:
    """Return whether `role` may stand on the HTML element called `element`."""
    return element in ROLE_ELEMENTS.get(role, _SECTIONS)


def html(name: str) -> str:
    """Return the XHTML element `name` in Clark notation."""
    return f"{{{XHTML}}}{name}"


def elements(path: str) -> Callable[[etree._Element], list[etree._Element]]:
    """Compile an XPath that selects elements (prefixes `h`, `epub`, `svg`, `m`)."""
    return etree.XPath(path, namespaces=_PREFIXES)  # type: ignore[return-value]


def strings(path: str) -> Callable[[etree._Element], list[str]]:
    """Compile an XPath that selects attributes or text nodes."""
    return etree.XPath(path, namespaces=_PREFIXES, smart_strings=False)  # type: ignore[return-value]


def number(path: str) -> Callable[[etree._Element], float]:
    """Compile an XPath whose result is how many nodes it selects."""
    return etree.XPath(f"count({path})", namespaces=_PREFIXES)  # type: ignore[return-value]


def holds(path: str) -> Callable[[etree._Element], bool]:
    """Compile an XPath whose result is whether it selects anything."""
    return etree.XPath(f"boolean({path})", namespaces=_PREFIXES)  # type: ignore[return-value]


def clean(text: str) -> str:
    """Return `text` without the characters XML cannot carry."""
    return ILLEGAL.sub("", text)


def media_type(file: str) -> str:
    """Return the media type of `file` by its suffix. Raises KeyError for an unknown suffix."""
    return MEDIA_TYPES[posixpath.splitext(file)[1].lower()]


def relative(target: str, base: str) -> str:
    """Return the reference from the file `base` to the file `target` (both from the package's
    folder, with POSIX separators).
    """
    here = base.split("/")[:-1]
    there = target.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])
