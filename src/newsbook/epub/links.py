"""From references inside a Composition to references between the files of an EPUB.

Documents refer to anything in the book as `#id` (ids are unique in the book) or by the name of a
document, and to pictures by the key of their asset, whatever folder stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from newsbook.diagnostics import Collector
from newsbook.epub.documents import Leaf
from newsbook.epub.vocabulary import elements, html, relative, strings

__all__ = ["Places", "asset_key", "find_assets", "link_assets", "link_documents", "locate"]

_XLINK = "{http://www.w3.org/1999/xlink}href"

_ids = strings("//@id")
_links = elements("//h:a[@href] | //h:area[@href]")
_pictures = elements("//h:img[@src] | //svg:image | //h:object[@data] | //h:source[@src]")


@dataclass(slots=True)
class Places:
    """Where everything is: `files` maps a document's name to its first file, `ids` an id to the
    file it stands in.
    """

    files: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def resolve(self, document: str, anchor: str | None) -> str | None:
        """Return the reference of an anchor in a document, relative to the package; None when the
        document is not in the book.
        """
        file = self.files.get(document)
        if anchor is not None and anchor in self.ids:
            return f"{self.ids[anchor]}#{anchor}"
        return file


def locate(leaves: Iterable[Leaf]) -> Places:
    """Return where the documents and ids of `leaves` are."""
    places = Places()
    for leaf in leaves:
        places.files.setdefault(leaf.document.name, leaf.file)
        for name in _ids(leaf.root):
            places.ids.setdefault(name, leaf.file)
    return places


def link_documents(
    leaves: Sequence[Leaf], places: Places, findings: Collector, *, gone: frozenset[str]
) -> None:
    """Point every link inside the book at the file its target is in, editing trees in place.

    A link to nothing loses its `href` and is reported; `gone` are documents left out on purpose.
    """
    files = set(places.files.values())
    for leaf in leaves:
        own = set(_ids(leaf.root))
        for link in _links(leaf.root):
            href = link.get("href") or ""
            if _is_external(href):
                continue
            target = _target(href, leaf.file, own, places, files)
            if target is not None:
                link.set("href", target)
                continue
            del link.attrib["href"]
            if href.lstrip("#") not in gone:
                findings.warning(
                    "broken-link",
                    f"the link to {href} leads nowhere in the EPUB",
                    article=leaf.document.article,
                    hint="name an id or an article of this book",
                )


def _is_external(href: str) -> bool:
    head = href.split("/", 1)[0].split("#", 1)[0]
    return ":" in head


def _target(href: str, file: str, own: set[str], places: Places, files: set[str]) -> str | None:
    path, _, fragment = href.partition("#")
    name = path.rsplit("/", 1)[-1].removesuffix(".xhtml")
    if fragment in own and (not path or places.files.get(name) == file):
        return f"#{fragment}"
    if fragment in places.ids:
        return f"{relative(places.ids[fragment], file)}#{fragment}"
    found = places.files.get(name) or places.files.get(fragment)
    if found is None:
        return None
    return relative(found, file) if found != file else relative(file, file)


def find_assets(leaves: Iterable[Leaf], assets: Mapping[str, object]) -> dict[str, None]:
    """Return the keys of the assets the documents show, in order of appearance (an ordered set)."""
    used: dict[str, None] = {}
    for leaf in leaves:
        for element in _pictures(leaf.root):
            key = asset_key(_reference(element)[1], assets)
            if key is not None:
                used[key] = None
    return used


def link_assets(
    leaves: Iterable[Leaf],
    assets: Mapping[str, object],
    files: Mapping[str, str],
    findings: Collector,
) -> None:
    """Point every picture at its file (`files`: key of an asset to its file in the package).

    A picture that is not an asset of the book is taken out and reported.
    """
    for leaf in leaves:
        for element in _pictures(leaf.root):
            attribute, href = _reference(element)
            if href.startswith("data:"):
                continue
            key = asset_key(href, assets)
            if key is not None and key in files:
                element.set(attribute, relative(files[key], leaf.file))
                continue
            findings.error(
                "file-not-found",
                f"the picture {href or '(unnamed)'} is not part of the book",
                article=leaf.document.article,
            )
            _replace_with_alt(element)


def _replace_with_alt(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    span = etree.Element(html("span"))
    span.text = element.get("alt") or ""
    span.tail = element.tail
    parent.replace(element, span)


def _reference(element: etree._Element) -> tuple[str, str]:
    for attribute in ("src", "data", "href", _XLINK):
        value = element.get(attribute)
        if value:
            return attribute, value
    return "src", ""


def asset_key(href: str, assets: Mapping[str, object]) -> str | None:
    """Return the key of the asset that `href` means (`asset:KEY`, or a path that ends in a key)."""
    href = unquote(href.removeprefix("asset:"))
    while href:
        if href in assets:
            return href
        head, separator, href = href.partition("/")
        if not separator or ":" in head:
            return None
    return None
