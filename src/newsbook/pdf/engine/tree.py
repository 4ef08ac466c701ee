"""From composed XHTML to the element tree the engine lays out.

XHTML is parsed as XML (the engine's own parser would read `<span/>` as an opening tag). Links
inside the book become `newsbook:ID`, which the binder turns into destinations; references to
pages get the folio, or a mark that stands for it; scripts are told apart (`dress`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote
from xml.etree import ElementTree

from newsbook.pdf.engine.dress import dress
from newsbook.pdf.units import Unit, UnitDocument

__all__ = ["LINK_SCHEME", "folio_ranges", "has_class", "parse_unit"]

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
        targets = (span.get("data-refs") or span.get("data-ref") or "").split()
        if not targets or not (has_class(span, "page-ref") or has_class(span, "page-refs")):
            continue
        for child in list(span):
            span.remove(child)
        if all(target in refs for target in targets):
            span.text = folio_ranges([refs[target] or NOWHERE for target in targets])
        else:
            span.text = None
            for target in targets:  # a box of its own for each: a mark is found once in a box
                ElementTree.SubElement(span, "span").text = mark(target)


def folio_ranges(folios: Sequence[str]) -> str:
    """Return `folios` as an index prints them: each once, runs of three and more as ranges.

    Two pages in a row stay two (`4, 5`): a range says that the subject goes on.
    """
    pages = list(dict.fromkeys(folios))
    runs: list[list[str]] = []
    for page in pages:
        before = runs[-1][-1] if runs else ""
        if page.isdecimal() and before.isdecimal() and int(page) == int(before) + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def parse_unit(unit: Unit, mark: Callable[[str], str]) -> Element:
    """Return the `html` element of `unit`.

    `mark` gives the text that stands for the folio of an id while it is not known. Raises
    ValueError when a document is not well-formed XHTML.
    """
    roots = [_parse(document) for document in unit.documents]
    root = roots[0] if len(roots) == 1 else _join(roots, unit.documents)
    _rewrite_links(root)
    _fill_refs(root, dict(unit.refs), mark)
    dress(root)
    return root
