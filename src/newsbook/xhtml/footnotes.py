"""From links and their far-off texts to notes that stand where they are called.

A call is an element that says so (`epub:type="noteref"`, `role="doc-noteref"`, a class of the usual
names), or a short marker linking to an element of the same fragment that links back or whose id is
of the usual shapes (`fn1`, `ftnt1`, `_ftn1`, `footnote-1`, `note1`, `en1`, `cite_note-3`,
`sdfootnote1sym`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from newsbook.xhtml.elements import Element

__all__ = ["Notes", "find_notes", "without_backlinks"]

_MARKER: Final = re.compile(
    r"\s*[\[(]?\s*(?:note\s*)?(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#※]{1,4})\s*[\])]?\s*",
    re.IGNORECASE,
)
_NOTE_ID: Final = re.compile(
    r"(?:.*[-_:.])?(?:_?(?:fn|ftn|ftnt|edn|en|fnt|note|footnote|endnote|sdfootnote|sdendnote|"
    r"cite_note|rfn|bodyftn)(?:[-_:.]?[\w-]*)?)",
    re.IGNORECASE,
)
_REF_ID: Final = re.compile(r".*(?:ref|anc|back|call|text)[-_:.]?\w*", re.IGNORECASE)
_CALL_CLASS: Final = frozenset(
    """footnote-ref footnoteref noteref fn-ref footnote-reference footnote-link easy-footnote
    sdfootnoteanc sdendnoteanc footnote-anchor""".split()
)
_BACK_CLASS: Final = frozenset(
    """footnote-back footnote-backref reversefootnote backlink footnote-backlink
    mw-cite-backlink sdfootnotesym sdendnotesym""".split()
)
_BACK_TEXT: Final = re.compile(
    r"[\s↩↑⤴^↵\ufe0e\ufe0f«]*(?:back|return|jump up)?[\s↩↑⤴^\ufe0e\ufe0f]*", re.IGNORECASE
)
_CONTAINERS: Final = frozenset("li aside p div dd section td figcaption blockquote".split())


@dataclass(slots=True)
class Notes:
    """The notes of a fragment: the elements that hold their texts by the id that calls use.

    Calls carry that id in `data-note`. `consumed` are the identities of those elements, and
    `referenced` the ids that links lead to which are neither calls nor ways back.
    """

    texts: dict[str, Element] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)
    referenced: set[str] = field(default_factory=set)


def find_notes(root: Element) -> Notes:
    """Return which links of `root` call notes, and which elements hold the notes' texts."""
    ids: dict[str, Element] = {}
    links: list[Element] = []
    for element in root.walk():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                ids.setdefault(name, element)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            links.append(element)
    notes = Notes()
    containers: dict[str, Element] = {}
    for link in links:
        name = (link.get("href") or "#")[1:]
        target = ids.get(name)
        if target is None or not _is_call(link, name, target):
            continue
        container = containers.get(name) or _container(target, link)
        if container is not None:
            containers[name] = container
            link.attributes["data-note"] = name
            notes.texts[name] = container
            notes.consumed.add(id(container))
    notes.referenced.update(
        (link.get("href") or "#")[1:]
        for link in links
        if "data-note" not in link.attributes
        and not any(_inside(link, text) for text in containers.values())
    )
    return notes


def _is_call(link: Element, name: str, target: Element) -> bool:
    kinds, classes = set(link.kinds), set(link.classes)
    if kinds & {"doc-backlink", "backlink"} or classes & _BACK_CLASS:
        return False
    if kinds & {"noteref", "doc-noteref"} or classes & _CALL_CLASS:
        return True
    if not _MARKER.fullmatch(link.text()) or _inside(link, target):
        return False
    if set(target.kinds) & {"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"}:
        return True
    if _REF_ID.fullmatch(name) and not _REF_ID.fullmatch(link.get("id") or ""):
        return False
    if _follows(target, link) is False:
        return False
    return bool(_NOTE_ID.fullmatch(name)) or _links_back(target, link)


def _inside(element: Element, ancestor: Element) -> bool:
    node: Element | None = element
    while node is not None:
        if node is ancestor:
            return True
        node = node.parent
    return False


def _follows(later: Element, earlier: Element) -> bool | None:
    """Whether `later` stands after `earlier` in the source; None when lines do not tell."""
    if later.line is None or earlier.line is None or later.line == earlier.line:
        return None
    return later.line > earlier.line


def _links_back(target: Element, link: Element) -> bool:
    """Whether the target's block links to the call or to an element that holds the call."""
    names = set()
    node: Element | None = link
    for _ in range(3):
        if node is None:
            break
        names |= {node.get("id"), node.get("name")}
        node = node.parent
    container = _container(target, link) or target
    hrefs = {(e.get("href") or "")[1:] for e in container.walk() if e.tag == "a"}
    return bool((names - {None, ""}) & hrefs)


def _container(target: Element, link: Element) -> Element | None:
    """The element that holds the whole note whose anchor is `target`."""
    node: Element | None = target
    while node is not None and node.tag not in _CONTAINERS:
        node = node.parent
    if node is None or node.tag == "#root" or _inside(link, node):
        return None
    parent = node.parent
    while (
        parent is not None
        and parent.tag in ("div", "aside", "li")
        and _first_element(parent) is node
        and _anchors(parent) == 1
        and not _inside(link, parent)
    ):
        node, parent = parent, parent.parent
    return node


def _first_element(element: Element) -> Element | None:
    return next((x for x in element.children if isinstance(x, Element) and x.tag != "hr"), None)


def _anchors(element: Element) -> int:
    """How many note anchors stand inside `element`."""
    names = (e.get("id") or e.get("name") or "" for e in element.walk())
    return sum(bool(_NOTE_ID.fullmatch(name)) and not _REF_ID.fullmatch(name) for name in names)


def without_backlinks(container: Element, name: str) -> Element:
    """Return a copy of `container` without the links that lead back and the printed number."""
    copy = _copy(container, name)
    if "doc-footnote" not in container.kinds:
        _strip_number(copy)
    return copy


def _copy(element: Element, name: str) -> Element:
    made = Element(element.tag, dict(element.attributes), [], element.line, element.parent)
    for child in element.children:
        if isinstance(child, str):
            made.children.append(child)
        elif not _is_backlink(child, name):
            inner = _copy(child, name)
            if child.tag in ("sup", "span", "b", "p") and _was_emptied(child, inner):
                continue
            inner.parent = made
            made.children.append(inner)
    return made


def _was_emptied(before: Element, after: Element) -> bool:
    return (
        bool(before.text().strip())
        and not after.text().strip()
        and not any(isinstance(x, Element) for x in after.children)
    )


def _is_backlink(element: Element, name: str) -> bool:
    kinds, classes = set(element.kinds), set(element.classes)
    if "data-note" in element.attributes:
        return False
    if kinds & {"doc-backlink", "backlink"} or classes & _BACK_CLASS:
        return True
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    text = element.text()
    if text.strip() and _BACK_TEXT.fullmatch(text):
        return True
    own = element.get("id") == name or element.get("name") == name
    return bool(_MARKER.fullmatch(text)) and (
        own or bool(_REF_ID.fullmatch((element.get("href") or "")[1:]))
    )


def _strip_number(element: Element) -> None:
    """Remove white space and a lone closing bracket left where the number stood."""
    node = element
    while node.children:
        first = node.children[0]
        if isinstance(first, str):
            node.children[0] = re.sub(r"^[\s\u00a0]*(?:[.)\]]\s+)?", "", first)
            if node.children[0] or len(node.children) == 1:
                return
            del node.children[0]
        elif first.tag in ("p", "div", "span"):
            node = first
        else:
            return
