"""From composed XHTML to the element tree the engine lays out.

XHTML is parsed as XML (the engine's own parser would read `<span/>` as an opening tag). Links
inside the book become `newsbook:ID`, which the binder turns into destinations; references to
pages get the folio, or a mark that stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote
from xml.etree import ElementTree

from newsbook.pdf.units import Unit, UnitDocument

__all__ = ["LINK_SCHEME", "has_class", "parse_unit"]

XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LINK_SCHEME = "newsbook:"
# What stands for the page of an id that does not exist (an error names it).
NOWHERE = "?"

Element = ElementTree.Element


def has_class(element: Element, name: str) -> bool:
    """Whether `element` has the class `name`."""
    return name in (element.get("class") or "").split()


def _parse(document: UnitDocument) -> Element:
    try:
        root = ElementTree.fromstring(document.xhtml)
    except ElementTree.ParseError as error:
        raise ValueError(f"the page {document.name!r} is not well-formed: {error}") from error
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(XHTML)
        language = element.get(XML_LANG)
        if language is not None and element.get("lang") is None:
            element.set("lang", language)
    if root.tag != "html" or root.find("body") is None:
        raise ValueError(f"the page {document.name!r} is not an XHTML document")
    root.set("data-document", document.name)
    if not root.get("lang"):
        root.set("lang", document.language)
    return root


def _join(roots: list[Element], documents: tuple[UnitDocument, ...]) -> Element:
    """Put the bodies of several documents into the first, each in a `div` of its own."""
    first = roots[0]
    body = first.find("body")
    assert body is not None
    joined = Element("body")
    for root, document in zip(roots, documents, strict=True):
        source = root.find("body")
        assert source is not None
        part = Element("div", dict(source.attrib))
        part.set("lang", source.get("lang") or root.get("lang") or document.language)
        part.set("data-document", document.name)
        if document is not documents[0] and document.start != "any":
            part.set("style", f"break-before: {document.start}")
        part.text = source.text
        part.extend(list(source))
        joined.append(part)
    first.remove(body)
    first.append(joined)
    first.attrib.pop("data-document", None)
    return first


def _rewrite_links(root: Element) -> None:
    for anchor in root.iter("a"):
        target = anchor.get("href", "")
        if target.startswith("#") and len(target) > 1:
            anchor.set("href", LINK_SCHEME + quote(target[1:], safe=""))


def _fill_refs(root: Element, refs: Mapping[str, str], mark: Callable[[str], str]) -> None:
    for span in root.iter("span"):
        target = span.get("data-ref")
        if target is None or not has_class(span, "page-ref"):
            continue
        for child in list(span):
            span.remove(child)
        span.text = (refs[target] or NOWHERE) if target in refs else mark(target)


def parse_unit(unit: Unit, mark: Callable[[str], str]) -> Element:
    """Return the `html` element of `unit`.

    `mark` gives the text that stands for the folio of an id while it is not known. Raises
    ValueError when a document is not well-formed XHTML.
    """
    roots = [_parse(document) for document in unit.documents]
    root = roots[0] if len(roots) == 1 else _join(roots, unit.documents)
    _rewrite_links(root)
    _fill_refs(root, dict(unit.refs), mark)
    return root
