"""From the package document to claims without ground, and statements nobody will find."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from newsbook.checks.epub_book import DC, EPUB_TYPE, OPF, XHTML, Book, Findings, split_href, text_of
from newsbook.epub.accessibility import features, inspect

__all__ = [
    "accessibility",
    "conformance",
    "contents",
    "identifiers",
    "refinements",
    "values",
]

_CONFORMS = re.compile(
    r"EPUB Accessibility 1\.1 - WCAG 2\.[0-9] Level A{1,3}"
    r"|http://www\.idpf\.org/epub/a11y/accessibility-20170105\.html#wcag-a{1,3}"
)
_OLD_TOKEN = re.compile(r"EPUB[-_ ]?A11Y", re.IGNORECASE)
_POSITIONAL = re.compile(r"(chapter|image|static|item|id|x|html|page)[-_]?\d+", re.IGNORECASE)
# Features that can be seen in the content; others are matters of judgement.
_VISIBLE = frozenset(
    {
        "MathML", "alternativeText", "describedMath", "longDescription", "pageBreakMarkers",
        "pageNavigation", "rubyAnnotations", "structuralNavigation", "tableOfContents",
        "verticalWriting", "ARIA",
    }
)  # fmt: skip
_SYNONYMS = {"printPageNumbers": "pageBreakMarkers", "index": "index"}


def _metas(book: Book, name: str) -> list[etree._Element]:
    return [m for m in book.package.iter(f"{OPF}meta") if m.get("property") == name]


def _words(element: etree._Element) -> str:
    return " ".join(text_of(element).split())[:60]


def refinements(book: Book, findings: Findings) -> None:
    """What refines something names something that is there, and says it once."""
    ids = {e.get("id") for e in book.package.iter(etree.Element)}
    hrefs = {item.href for item in book.items}
    said: Counter[tuple[str, str]] = Counter()
    single = ("title-type", "display-seq", "file-as", "group-position", "collection-type")
    for meta in book.package.iter(f"{OPF}meta", f"{OPF}link"):
        target, name = meta.get("refines"), meta.get("property") or meta.get("rel") or ""
        if target is None:
            continue
        known = target[1:] in ids if target.startswith("#") else target in hrefs
        if not known:
            findings.warning(
                "epub-refines", f"{name} refines {target}, which is not there",
                file=book.package_path, at=meta,
            )  # fmt: skip
        said[target, name] += 1
        if name in single and said[target, name] == 2:
            findings.warning(
                "epub-refines", f"{name} is said twice of {target}", file=book.package_path,
                at=meta,
            )  # fmt: skip


def values(book: Book, findings: Findings) -> None:
    """No statement is empty (m-022), and roles are MARC relators (m-091)."""
    for element in book.package.iter(f"{OPF}meta", *(f"{DC}{name}" for name in _DC_NAMES)):
        text = (element.text or "").strip()
        if not text and not element.get("content"):
            name = element.get("property") or etree.QName(element).localname
            findings.warning(
                "epub-metadata", f"{name} is empty", file=book.package_path,
                at=element, hint="say it or leave it out",
            )  # fmt: skip
        elif element.get("property") == "role" and not re.fullmatch("[a-z]{3}", text):
            findings.warning(
                "epub-metadata", f"the role {text!r} is not a MARC relator code",
                file=book.package_path, at=element,
                hint="use three letters: aut, edt, trl, ill...",
            )  # fmt: skip


_DC_NAMES = (
    "contributor", "coverage", "creator", "date", "description", "format", "identifier",
    "language", "publisher", "relation", "rights", "source", "subject", "title", "type",
)  # fmt: skip


def identifiers(book: Book, findings: Findings) -> None:
    """Ids of documents do not count: inserting one would rename all that follow it, and readers
    keep annotations by id.
    """
    positional = [item.id for item in book.spine if _POSITIONAL.fullmatch(item.id)]
    if len(positional) > 1 and len(positional) == len(book.spine):
        findings.warning(
            "epub-unstable-id",
            f"the ids of documents count ({', '.join(positional[:3])}...): a new article would "
            "rename those after it, and readers lose their notes",
            file=book.package_path,
            hint="name documents after what they hold",
        )


def conformance(book: Book, findings: Findings) -> None:
    """Conformance is claimed with the string of the recommendation, which validators do not check
    (EPUB Accessibility 1.1, 2.5).
    """
    for meta in _metas(book, "dcterms:conformsTo"):
        text = (meta.text or "").strip()
        if _OLD_TOKEN.match(text) or (
            text.startswith("EPUB Acc") and not _CONFORMS.fullmatch(text)
        ):
            findings.warning(
                "epub-conformance", f"{text!r} is not a conformance string",
                file=book.package_path, at=meta,
                hint="write 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA' (or the level reached)",
            )  # fmt: skip


def accessibility(book: Book, findings: Findings) -> None:
    """Features are claimed when the content has them, and only then (m-028 and others)."""
    claimed = {}
    for meta in _metas(book, "schema:accessibilityFeature"):
        name = (meta.text or "").strip()
        claimed[_SYNONYMS.get(name, name)] = meta
    if not book.version.startswith("3") or not book.documents:
        return
    paged = any(
        "pagebreak" in (e.get(EPUB_TYPE) or "").split()
        for root in book.documents.values()
        for e in root.iter(etree.Element)
        if EPUB_TYPE in e.attrib
    )
    found = set(features(inspect(book.documents.values()), paged=paged))
    for name, meta in claimed.items():
        if name in _VISIBLE and name not in found:
            findings.warning(
                "epub-feature", f"the book claims {name} and does not have it",
                file=book.package_path, at=meta, hint="take it out, or add what is missing",
            )  # fmt: skip
    missing = sorted((found & _VISIBLE) - claimed.keys())
    if missing:
        findings.warning(
            "epub-feature", f"the book has {', '.join(missing)} and does not say so",
            file=book.package_path, hint="add schema:accessibilityFeature",
        )  # fmt: skip


def contents(book: Book, findings: Findings) -> None:
    """Every document of the body with a main heading is in the table of contents (m-045)."""
    nav = book.nav
    if nav is None or nav.path not in book.documents:
        return
    listed = {
        split_href(a.get("href") or "", nav.path)[0]
        for a in book.documents[nav.path].iter(f"{XHTML}a")
    }
    for item in book.spine:
        root = book.documents.get(item.path)
        body = root.find(f"{XHTML}body") if root is not None else None
        if body is None or item.path == nav.path or item.path in listed:
            continue
        if "bodymatter" not in (body.get(EPUB_TYPE) or "").split():
            continue
        heading = next(body.iter(f"{XHTML}h1"), None)
        if heading is not None:
            findings.warning(
                "epub-contents",
                f"“{_words(heading)}” is not in the contents",
                file=item.path,
                at=heading,
            )
