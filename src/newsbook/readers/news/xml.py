"""From the XML of a news item to a tree, its texts, and the markup of its body."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from newsbook.readers.markup import escaped
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, local_name, parse_xml, text_of
from newsbook.world import World

__all__ = [
    "attribute",
    "child",
    "descend",
    "in_language",
    "inner",
    "language_of",
    "last_word",
    "spaced",
    "tree_of",
]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tree_of(source: Source, world: World) -> Any | None:
    """Return the root element of `source`, or None with an error at its place."""
    try:
        return parse_xml(source.data)
    except RefusedXMLError as error:
        world.diagnostics.error(
            "malformed-source",
            str(error),
            where=source.at(error.line, error.column),
            hint="ask for the file again, or repair it",
        )
        return None


def descend(element: Any | None, name: str) -> Iterator[Any]:
    """Yield the elements called `name` below `element`, in order, whatever their namespace."""
    if element is not None:
        yield from (e for e in element.iter() if e is not element and local_name(e) == name)


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first element reached from `element` by the names of children, or None."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local_name(e) == name), None)
    return element


def attribute(element: Any | None, *names: str) -> str:
    """Return the first of the attributes `names` that `element` has; `""` for none."""
    if element is None:
        return ""
    return next((" ".join(element.get(n).split()) for n in names if element.get(n)), "")


def spaced(element: Any | None) -> str:
    """Return the text inside `element` with spaces between the texts of its children."""
    text = text_of(element, separator=" ")
    return re.sub(r" (?=[,.;:!?)\]])", "", text)


def last_word(name: str) -> str:
    """Return the last part of a QCode or an address: `stat:usable` -> `usable`."""
    return re.split(r"[:/#]", name.strip())[-1]


def language_of(*elements: Any | None) -> str | None:
    """Return the first language that one of `elements`, or what is around it, states."""
    for element in elements:
        while element is not None:
            if tag := element.get(_XML_LANG) or element.get("lang"):
                return str(tag)
            element = element.getparent()
    return None


def in_language(elements: Iterable[Any], language: str | None) -> list[Any]:
    """Return `elements` with those in `language`, or in none that they state, first."""
    wanted = (language or "").partition("-")[0].lower()

    def is_other(element: Any) -> bool:
        stated = element.get(_XML_LANG, "").partition("-")[0].lower()
        return bool(wanted and stated) and stated != wanted

    return sorted(elements, key=is_other)


def inner(element: Any | None, tags: Mapping[str, str] | None = None) -> str:
    """Return what is inside `element` as HTML; `tags` renames elements by their local names."""
    if element is None:
        return ""
    copied = copy.deepcopy(element)
    names = tags or {}
    for node in copied.iter():
        if not isinstance(node.tag, str):
            continue
        name = local_name(node)
        if (language := node.get(_XML_LANG)) is not None:
            node.set("lang", language)
        node.tag = names.get(name, name)
    etree.cleanup_namespaces(copied)
    parts = [escaped(copied.text)]
    parts += [etree.tostring(part, encoding="unicode", method="html") for part in copied]
    return "".join(parts)
