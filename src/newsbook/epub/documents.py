"""From the XHTML of a Composition to documents a reading system and a screen reader understand.

What is added here is what every EPUB document needs whatever the layout: a head, both language
attributes, a class for engines without `:lang()`, and `epub:type` and `role` that agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from newsbook.composition import Document
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.epub.vocabulary import (
    EPUB_TYPE,
    ROLE_OF_TYPE,
    TYPE_OF_ROLE,
    XHTML,
    XML_LANG,
    clean,
    elements,
    holds,
    html,
    role_fits,
    strings,
)
from newsbook.errors import InputError
from newsbook.typography import is_rtl

__all__ = ["Leaf", "hook", "language_of", "normalise", "parse", "properties", "serialise"]

# Letters that fit beside each other on a telephone, in the size of tables.
_TELEPHONE = 40
# What cannot be broken: in Chinese and Japanese every character stands for itself.
_WORD = re.compile(
    "[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+"
)
_HEADINGS = tuple(html(f"h{level}") for level in range(1, 7))
_VOID = frozenset(
    html(name)
    for name in (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    )
)  # fmt: skip

_with_language = elements("//*[@lang or @xml:lang]")
_with_meaning = elements("//*[@epub:type or starts-with(@role, 'doc-')]")
_unnamed = elements(
    "//*[starts-with(@role, 'doc-') and (self::h:section or self::h:nav)]"
    "[not(@aria-label) and not(@aria-labelledby)]"
)
_tables = elements("//h:table")
_rows = elements(".//h:tr")
_cells = elements("h:th | h:td")
_plain_asides = elements("//h:aside[not(@role)]")
_banners = elements(
    "//*[self::h:header or self::h:footer][not(@role)][not(ancestor::*[self::h:article or "
    "self::h:aside or self::h:main or self::h:nav or self::h:section][not(@role)])]"
)
_aside_title = elements(
    "*[contains(concat(' ', @class, ' '), ' aside-title ')] | *[starts-with(local-name(), 'h')]"
)
_empty = elements("//h:*[not(node())]")
_ids = strings("//@id")
_scripts = holds("//h:script[not(@type='application/ld+json')] | //h:form")
_remote = holds(
    "//*[self::h:audio or self::h:video or self::h:source or self::h:track]"
    "[starts-with(@src, 'http')]"
)
_svg = holds("//svg:svg")
_math = holds("//m:math")


@dataclass(slots=True)
class Leaf:
    """One XHTML file on its way into the package: where it came from, its name, and its tree.

    `file` is relative to the package document. Trees are edited in place.
    """

    document: Document
    file: str
    root: etree._Element

    @property
    def body(self) -> etree._Element:
        """The `body` element."""
        body = self.root.find(html("body"))
        assert body is not None
        return body


def parse(document: Document) -> etree._Element:
    """Return the tree of `document`. Raises `InputError` when its XHTML is not well-formed or has
    no body: a template of the layout is broken.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    message = "it has no body element"
    try:
        root = etree.fromstring(clean(document.xhtml).encode("utf-8"), parser)
        if root.find(html("body")) is not None:
            return root
        line = None
    except etree.XMLSyntaxError as error:
        message, line = error.msg or "syntax error", error.lineno
    finding = Diagnostic(
        Severity.ERROR,
        "layout-invalid",
        f"the layout made a document that is not XHTML: {message}",
        Location(f"{document.name}.xhtml", line),
        "correct the template of this kind of page in the layout",
        document.article,
    )
    raise InputError(f"{document.name}: the layout made a document that is not XHTML", (finding,))


def language_of(element: etree._Element) -> str | None:
    """Return the language stated on `element` itself, or None."""
    return element.get("lang") or element.get(XML_LANG)


def hook(language: str) -> str:
    """Return the class that stands for `language` where `:lang()` is not understood."""
    return "l-" + language.lower()


def normalise(leaf: Leaf, stylesheets: tuple[str, ...]) -> None:
    """Complete the tree of `leaf` in place: head, languages, hooks, roles.

    `stylesheets` are the references to link, relative to the document.
    """
    root = leaf.root
    if not language_of(root):
        root.set("lang", leaf.document.language)
    _complete_head(leaf, stylesheets)
    body = leaf.body
    if EPUB_TYPE not in body.attrib:
        body.set(EPUB_TYPE, _division(leaf.document))
    for element in _with_language(root):
        language = language_of(element) or ""
        element.set(XML_LANG, language)
        if element.tag.startswith(f"{{{XHTML}}}"):
            element.set("lang", language)
            # MuPDF does not match a class on html.
            _hook(body if element is root else element, language)
            if is_rtl(language) and "dir" not in element.attrib:
                element.set("dir", "rtl")
    for element in _with_meaning(root):
        _pair(element)
    _name_sections(leaf)
    _name_asides(leaf)
    for table in _tables(root):
        if _least_width(table) > _TELEPHONE:
            table.set("class", f"{table.get('class') or ''} wide".strip())
    for element in _banners(root):
        # Where the sections round them have roles, they would be the banner of the whole document.
        element.set("role", "presentation")


_FRONT = frozenset({"cover", "half-title", "title", "copyright", "dedication", "toc"})
_BODY = frozenset({"section", "article"})


def _division(document: Document) -> str:
    """Whether a document is front, body or back matter."""
    if document.kind in _BODY:
        return "bodymatter"
    front = document.kind in _FRONT or document.numbering == "front"
    return "frontmatter" if front else "backmatter"


def _name_sections(leaf: Leaf) -> None:
    """Let the heading of a part of the book be its name, where nothing else names it."""
    for element in _unnamed(leaf.root):
        heading = next(element.iter(*_HEADINGS), None)
        if heading is None:
            continue
        name = heading.get("id")
        if not name:
            name = f"{element.get('id') or leaf.document.name}-title"
            if leaf.root.find(f".//*[@id='{name}']") is not None:
                continue
            heading.set("id", name)
        element.set("aria-labelledby", name)


def _name_asides(leaf: Leaf) -> None:
    """Make boxes beside the text notes called by their titles.

    A bare `aside` is a landmark, and landmarks of one document must be told apart by their names
    (ARIA in HTML, 4; axe: landmark-unique), which two boxes called “Facts” cannot.
    """
    taken = set(_ids(leaf.root))
    for number, element in enumerate(_plain_asides(leaf.root), 1):
        element.set("role", "note")
        title = next(iter(_aside_title(element)), None)
        if title is None or "aria-label" in element.attrib:
            continue
        if not title.get("id"):
            name = f"{leaf.document.name}-aside-{number}"
            while name in taken:
                name += "-title"
            title.set("id", name)
        element.set("aria-labelledby", title.get("id") or "")


def _least_width(table: etree._Element) -> int:
    """About how many letters wide `table` is at least: the longest words of its columns."""
    widths: dict[int, int] = {}
    for row in _rows(table):
        for column, cell in enumerate(_cells(row)):
            longest = max(
                (
                    word.end() - word.start()
                    for word in _WORD.finditer("".join(map(str, cell.itertext())))
                ),
                default=0,
            )
            widths[column] = max(widths.get(column, 0), longest)
    return sum(width + 1 for width in widths.values())


def _complete_head(leaf: Leaf, stylesheets: tuple[str, ...]) -> None:
    head = leaf.root.find(html("head"))
    if head is None:
        head = etree.Element(html("head"))
        leaf.root.insert(0, head)
    for meta in head.findall(html("meta")):
        if meta.get("charset") or meta.get("http-equiv"):
            head.remove(meta)
    charset = etree.Element(html("meta"), charset="utf-8")
    head.insert(0, charset)
    title = head.find(html("title"))
    if title is None:
        title = etree.Element(html("title"))
        head.insert(1, title)
    if not (title.text or "").strip():
        title.text = clean(leaf.document.title) or leaf.document.name
    for reference in stylesheets:
        etree.SubElement(head, html("link"), rel="stylesheet", type="text/css", href=reference)


def _hook(element: etree._Element, language: str) -> None:
    words = [w for w in (element.get("class") or "").split() if not w.startswith("l-")]
    element.set("class", " ".join([*words, hook(language)]))


def _pair(element: etree._Element) -> None:
    """Give `element` the role of its epub:type, and the epub:type of its role."""
    types = (element.get(EPUB_TYPE) or "").split()
    role = element.get("role")
    name = etree.QName(element).localname
    if types and role is None:
        for kind in types:
            candidate = ROLE_OF_TYPE.get(kind)
            if candidate and role_fits(candidate, name):
                element.set("role", candidate)
                return
    elif role in TYPE_OF_ROLE and TYPE_OF_ROLE[role] not in types:
        element.set(EPUB_TYPE, " ".join([*types, TYPE_OF_ROLE[role]]))


def properties(root: etree._Element) -> tuple[str, ...]:
    """Return the manifest properties the content of `root` requires
    (https://www.w3.org/TR/epub-33/#app-item-properties-vocab).
    """
    found = []
    if _math(root):
        found.append("mathml")
    if _remote(root):
        found.append("remote-resources")
    if _scripts(root):
        found.append("scripted")
    if _svg(root):
        found.append("svg")
    return tuple(found)


def serialise(root: etree._Element) -> bytes:
    """Return the file of the document `root`, ready for XML and for HTML parsers."""
    for element in _empty(root):
        if element.tag not in _VOID:
            element.text = ""  # <span></span>: HTML parsers do not close <span/>
    etree.cleanup_namespaces(root)
    text: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + text + b"\n"
