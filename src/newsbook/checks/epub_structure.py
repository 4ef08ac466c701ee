"""From an opened EPUB to what is wrong with its structure: container, package, files, links.

The fast part of what EPUBCheck looks at (EPUB 3.3, sections 4 to 7; OCF), without Java.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from newsbook.checks.epub_book import (
    DC,
    EPUB_TYPE,
    OPF,
    XHTML,
    Book,
    Findings,
    ManifestItem,
    split_href,
)

__all__ = ["check_structure"]

_OCF_FILES = ("META-INF/",)
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_SVG = "{http://www.w3.org/2000/svg}svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_BASIC = ("identifier", "title", "language")


def check_structure(book: Book, findings: Findings) -> None:
    """Add what is wrong with the structure of `book` to `findings`."""
    _container(book, findings)
    _package(book, findings)
    _manifest(book, findings)
    _spine(book, findings)
    ids = {path: _ids(root, path, findings) for path, root in book.documents.items()}
    known = {item.path for item in book.items}
    for path, root in book.documents.items():
        _links(path, root, known, ids, findings)
    _navigation(book, ids, findings)


# ---------------------------------------------------------------- container and package
def _container(book: Book, findings: Findings) -> None:
    first = book.entries[0]
    if first.filename != "mimetype":
        findings.error("epub-container", "the first file of the archive is not 'mimetype'")
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        findings.error("epub-container", "'mimetype' is compressed or has an extra field")
    elif not book.holds("mimetype", b"application/epub+zip"):
        findings.error("epub-container", "'mimetype' does not hold application/epub+zip")
    for name, count in Counter(entry.filename for entry in book.entries).items():
        if count > 1:
            findings.error("epub-container", f"{name} is {count} times in the archive")
    folded = Counter(entry.filename.casefold() for entry in book.entries)
    for entry in book.entries:
        if folded[entry.filename.casefold()] > 1:
            findings.error(
                "epub-container",
                f"the name {entry.filename} differs from another only by case",
                hint="some file systems cannot hold both: rename one",
            )


def _package(book: Book, findings: Findings) -> None:
    file, package = book.package_path, book.package
    for name in _BASIC:
        if not any((e.text or "").strip() for e in package.iter(f"{DC}{name}")):
            findings.error("epub-package", f"the package has no dc:{name}", file=file)
    unique = package.get("unique-identifier")
    if unique not in {e.get("id") for e in package.iter(f"{DC}identifier")}:
        findings.error(
            "epub-package", f"no dc:identifier has the id {unique!r} of the unique identifier",
            file=file,
        )  # fmt: skip
    modified = [
        e for e in package.iter(f"{OPF}meta")
        if e.get("property") == "dcterms:modified" and not e.get("refines")
    ]  # fmt: skip
    if book.version.startswith("3") and len(modified) != 1:
        findings.error("epub-package", "dcterms:modified must stand there once", file=file)
    seen: set[str] = set()
    for element in package.iter(etree.Element):
        identifier = element.get("id")
        if identifier in seen:
            findings.error(
                "epub-package", f"the id {identifier!r} stands twice", file=file, at=element
            )
        if identifier:
            seen.add(identifier)


def _manifest(book: Book, findings: Findings) -> None:
    names = {entry.filename for entry in book.entries}
    paths = Counter(item.path for item in book.items)
    for item in book.items:
        if "://" in item.href:
            continue
        problem = None
        if item.path not in names:
            problem = "is not in the archive"
        elif paths[item.path] > 1:
            problem = "is listed twice"
        if problem:
            findings.error(
                "epub-manifest", f"{item.href} {problem}", file=book.package_path, at=item.line
            )
        root = book.documents.get(item.path)
        if root is not None and book.version.startswith("3"):
            _properties(item, root, book, findings)
    linked = {
        split_href(e.get("href") or "", book.package_path)[0]
        for e in book.package.iter(f"{OPF}link")
    }  # fmt: skip
    for name in sorted(names - paths.keys() - linked):
        ours = name in ("mimetype", book.package_path) or name.startswith(_OCF_FILES)
        if not ours and not name.endswith("/"):
            findings.warning(
                "epub-manifest", f"{name} is in the archive and not in the manifest",
                file=book.package_path, hint="list it or leave it out",
            )  # fmt: skip


def _properties(item: ManifestItem, root: etree._Element, book: Book, findings: Findings) -> None:
    needed = {
        "svg": next(root.iter(_SVG), None) is not None,
        "mathml": next(root.iter(_MATH), None) is not None,
    }
    for name, present in needed.items():
        if present != (name in item.properties):
            verb = "holds" if present else "does not hold"
            findings.error(
                "epub-manifest",
                f"{item.href} {verb} {name}, and the manifest says otherwise",
                file=book.package_path,
                at=item.line,
            )


def _spine(book: Book, findings: Findings) -> None:
    ids = {item.id for item in book.items}
    seen: set[str] = set()
    for itemref in book.package.iter(f"{OPF}itemref"):
        name, line = itemref.get("idref") or "", itemref.sourceline
        if name not in ids:
            findings.error(
                "epub-spine", f"the spine names {name!r}, which is not in the manifest",
                file=book.package_path, at=line,
            )  # fmt: skip
        elif name in seen:
            findings.error(
                "epub-spine", f"{name!r} is twice in the spine", file=book.package_path, at=line
            )
        seen.add(name)
    if not book.spine:
        findings.error("epub-spine", "the spine is empty", file=book.package_path)


# ---------------------------------------------------------------- documents
def _ids(root: etree._Element, path: str, findings: Findings) -> set[str]:
    found: set[str] = set()
    for element in root.iter(etree.Element):
        name = element.get("id")
        if name is None:
            continue
        if name in found:
            findings.error("epub-document", f"the id {name!r} stands twice", file=path, at=element)
        found.add(name)
    return found


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(etree.Element):
        for attribute in ("href", "src", "data", "poster", _XLINK):
            value = element.get(attribute)
            if value is not None:
                yield element, value


def _is_external(href: str) -> bool:
    head = href.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return ":" in head or href.startswith("//")


def _links(
    path: str,
    root: etree._Element,
    known: set[str],
    ids: dict[str, set[str]],
    findings: Findings,
) -> None:
    for element, href in _references(root):
        if _is_external(href):
            if element.tag != f"{XHTML}a" and not href.startswith("data:"):
                findings.error(
                    "epub-link", f"{href} is on the network: a book brings what it shows",
                    file=path, at=element,
                )  # fmt: skip
            continue
        target, fragment = split_href(href, path)
        if target not in known:
            findings.error(
                "epub-link", f"{href} leads to a file that is not in the book",
                file=path, at=element,
            )  # fmt: skip
        elif fragment and target in ids and fragment not in ids[target]:
            findings.error(
                "epub-link", f"{href} leads to an id that is not there",
                file=path, at=element,
            )  # fmt: skip


# ---------------------------------------------------------------- navigation
def _navigation(book: Book, ids: dict[str, set[str]], findings: Findings) -> None:
    nav = book.nav
    if nav is None:
        if book.version.startswith("3"):
            findings.error(
                "epub-navigation", "no item of the manifest is the nav document",
                file=book.package_path,
            )  # fmt: skip
        return
    root = book.documents.get(nav.path)
    if root is None:
        return
    tocs = [e for e in root.iter(f"{XHTML}nav") if "toc" in (e.get(EPUB_TYPE) or "").split()]
    if len(tocs) != 1 or next(tocs[0].iter(f"{XHTML}a"), None) is None:
        findings.error(
            "epub-navigation", "the nav document has no table of contents", file=nav.path
        )
        return
    targets = [split_href(a.get("href") or "", nav.path) for a in tocs[0].iter(f"{XHTML}a")]
    order = {item.path: number for number, item in enumerate(book.spine)}
    for target, _ in targets:
        if target not in order:
            findings.error(
                "epub-navigation", f"the contents lead to {target}, which is not in the spine",
                file=nav.path,
            )  # fmt: skip
    places = [order[target] for target, _ in targets if target in order]
    if places != sorted(places):
        findings.warning(
            "epub-navigation", "the contents are not in reading order", file=nav.path,
            hint="list them as they stand in the spine",
        )  # fmt: skip
    _ncx(book, targets, ids, findings)


def _ncx(
    book: Book,
    targets: list[tuple[str, str]],
    ids: dict[str, set[str]],
    findings: Findings,
) -> None:
    for item in book.of_type("application/x-dtbncx+xml"):
        try:
            root = etree.fromstring(book.read(item.path), etree.XMLParser(resolve_entities=False))
        except (KeyError, etree.XMLSyntaxError):
            findings.error("epub-navigation", "the NCX cannot be read", file=item.path)
            continue
        points = [
            split_href(content.get("src") or "", item.path)
            for point in root.iter(f"{_NCX}navPoint")
            for content in point.findall(f"{_NCX}content")
        ]
        if points != targets:
            findings.warning(
                "epub-navigation", "the NCX and the nav document list different contents",
                file=item.path,
            )  # fmt: skip
        for content in root.iter(f"{_NCX}content"):
            target, fragment = split_href(content.get("src") or "", item.path)
            if target not in ids or (fragment and fragment not in ids[target]):
                findings.error(
                    "epub-link", f"{content.get('src')} leads nowhere", file=item.path,
                    at=content,
                )  # fmt: skip
