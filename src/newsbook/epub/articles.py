"""From what is said of each article to metadata that stays with its article.

The authors, source and rights of one article are those of its document: they refine the document
in the package (https://www.w3.org/TR/epub-33/#attrdef-refines) and stand in its head, and never
take the place of the book's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from newsbook.epub.archive import Statement
from newsbook.epub.documents import Leaf
from newsbook.epub.vocabulary import clean, html

__all__ = ["article_statements", "describe", "writers"]

# Key of an article's metadata, property in the package, name in the document's head.
_FIELDS = (
    ("source", "dcterms:source", "dcterms.source"),
    ("url", "dcterms:identifier", "dcterms.identifier"),
    ("published", "dcterms:issued", "dcterms.issued"),
    ("rights", "dcterms:rights", "dcterms.rights"),
)


def writers(
    articles: Mapping[str, Mapping[str, Any]], order: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Return the people of all articles, in reading order (`name`, `role`, `file_as`)."""
    found: list[Mapping[str, Any]] = []
    for slug in order:
        found += articles.get(slug, {}).get("authors") or ()
    return found


def describe(leaf: Leaf, about: Mapping[str, Any]) -> None:
    """Write authors, source, date and rights into the head of an article's document."""
    head = leaf.root.find(html("head"))
    assert head is not None
    pairs = [("author", person["name"]) for person in _authors(about)]
    pairs += [(name, about.get(key)) for key, _, name in _FIELDS]
    keywords = about.get("keywords") or ()
    pairs.append(("keywords", ", ".join(keywords)))
    for name, value in pairs:
        if value:
            etree.SubElement(head, html("meta"), name=name, content=clean(str(value)))


def _authors(about: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    people = about.get("authors") or ()
    return [person for person in people if (person.get("role") or "aut") in ("aut", "cre", "rpt")]


def article_statements(item: str, about: Mapping[str, Any]) -> list[Statement]:
    """Return the statements that refine the manifest item `item`, the document of an article."""
    target = {"refines": f"#{item}"}
    made = [
        Statement("dcterms:creator", str(person["name"]), attributes=target)
        for person in _authors(about)
    ]
    made += [
        Statement("dcterms:contributor", str(person["name"]), attributes=target)
        for person in about.get("authors") or ()
        if person not in _authors(about)
    ]
    for key, name, _ in _FIELDS:
        if about.get(key):
            made.append(Statement(name, str(about[key]), attributes=target))
    return made
