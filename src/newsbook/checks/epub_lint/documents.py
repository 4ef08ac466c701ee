"""From XHTML documents to markup that reads badly: aloud, on a small screen, in an old engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsbook.checks.epub_book import EPUB_TYPE, XHTML, Book, Findings, text_of
from newsbook.epub.vocabulary import ROLE_OF_TYPE, TYPE_OF_ROLE, elements, role_fits

__all__ = [
    "alternatives",
    "attributes",
    "empty",
    "headings",
    "heads",
    "links",
    "roles",
    "tables",
]

_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|svg|webp|tiff?)", re.IGNORECASE)
_NO_NEWS = re.compile(r"\s*(image|picture|photo|graphic|figure|bild|foto)\s*\d*\s*", re.IGNORECASE)
_LEVELS = {f"{XHTML}h{level}": level for level in range(1, 7)}
_DATE_TIME = re.compile(
    r"-?P\S+|\d{4}(-\d{2}(-\d{2})?)?([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{2}-\d{2}|\d{2}:\d{2}(:\d{2})?|\d{4}-W\d{2}"
)

_all_typed = elements("//*[@epub:type or starts-with(@role, 'doc-')]")
_pictures = elements("//h:img | //h:area[@href]")
_formulas = elements("//m:math")
_drawings = elements("//svg:svg[not(ancestor::svg:svg)]")
_tables = elements("//h:table[not(@role='presentation')]")
_anchors = elements("//h:a")
_hollow = elements(
    "//*[self::h:p or self::h:li or self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4"
    " or self::h:h5 or self::h:h6 or self::h:blockquote or self::h:figcaption or self::h:ul"
    " or self::h:ol or self::h:em or self::h:strong or self::h:ruby]"
    "[not(normalize-space()) and not(.//h:img or .//svg:svg or .//m:math or .//h:audio"
    " or .//h:video)]"
)
_styled = elements("//*[@style]")
_times = elements("//h:time")


def _each(book: Book) -> Iterator[tuple[str, etree._Element]]:
    yield from book.documents.items()


def _words(element: etree._Element, limit: int = 40) -> str:
    return " ".join(text_of(element).split())[:limit]


def heads(book: Book, findings: Findings) -> None:
    """Every document has a title of its own (s-021)."""
    for path, root in _each(book):
        title = root.find(f"{XHTML}head/{XHTML}title")
        if title is None or not (title.text or "").strip():
            findings.warning("epub-title", "the document has no title", file=path, at=1)


def headings(book: Book, findings: Findings) -> None:
    """Headings go down one level at a time (s-085)."""
    for path, root in _each(book):
        before = None
        for heading in root.iter(*_LEVELS):
            level = _LEVELS[str(heading.tag)]
            if before is not None and level > before + 1:
                findings.warning(
                    "epub-heading",
                    f"“{_words(heading)}” has level {level} after a heading of level {before}",
                    file=path, at=heading, hint=f"make it level {before + 1}",
                )  # fmt: skip
            before = level


def roles(book: Book, findings: Findings) -> None:
    """What `epub:type` and `role` say is the same, and allowed where it stands (s-031)."""
    for path, root in _each(book):
        for element in _all_typed(root):
            kinds = (element.get(EPUB_TYPE) or "").split()
            role = element.get("role") or ""
            name = etree.QName(element).localname
            expected = [ROLE_OF_TYPE[kind] for kind in kinds if kind in ROLE_OF_TYPE]
            problem = None
            if role in TYPE_OF_ROLE and TYPE_OF_ROLE[role] not in kinds:
                problem = f"has the role {role} and not the epub:type {TYPE_OF_ROLE[role]}"
            elif expected and not role and any(role_fits(r, name) for r in expected):
                problem = f"has the epub:type {' '.join(kinds)} and not the role {expected[0]}"
            elif role in TYPE_OF_ROLE and not role_fits(role, name):
                problem = f"may not have the role {role}"
            if problem:
                findings.warning("epub-role", f"<{name}> {problem}", file=path, at=element)


def alternatives(book: Book, findings: Findings) -> None:
    """Pictures, drawings and formulas have words, and the words say something (s-004, s-089)."""
    for path, root in _each(book):
        for picture in _pictures(root):
            alt = picture.get("alt")
            if alt is None:
                findings.error(
                    "missing-alt", f"{picture.get('src') or 'an area'} has no alternative text",
                    file=path, at=picture,
                    hint='describe it, or write alt="" when it is ornament',
                )  # fmt: skip
            elif _FILE_NAME.fullmatch(alt) or (alt.strip() and _NO_NEWS.fullmatch(alt)):
                findings.warning(
                    "epub-alt-text", f"the alternative text {alt!r} says nothing", file=path,
                    at=picture, hint="say what the picture shows",
                )  # fmt: skip
        for drawing in _drawings(root):
            if not _is_named(drawing, root) and drawing.get("aria-hidden") != "true":
                findings.error(
                    "missing-alt", "a drawing has neither title nor aria-label", file=path,
                    at=drawing,
                )  # fmt: skip
        for formula in _formulas(root):
            if not (formula.get("alttext") or "").strip():
                findings.warning(
                    "epub-math", "a formula has no alttext: many readers cannot speak it",
                    file=path, at=formula, hint="write it in words",
                )  # fmt: skip


def _is_named(drawing: etree._Element, root: etree._Element) -> bool:
    title = drawing.find("{http://www.w3.org/2000/svg}title")
    if title is not None or drawing.get("aria-label"):
        return True
    names = set((drawing.get("aria-labelledby") or "").split())
    return bool(names) and names <= {e.get("id") for e in root.iter(etree.Element)}


def tables(book: Book, findings: Findings) -> None:
    """Tables have header cells, and these say what they head (s-042)."""
    for path, root in _each(book):
        for table in _tables(root):
            cells = list(table.iter(f"{XHTML}th"))
            problem = None
            if not cells:
                problem = "a table has no header cells"
            elif any(not cell.get("scope") and not cell.get("id") for cell in cells):
                problem = "a header cell does not say whether it heads a row or a column"
            if problem:
                findings.warning(
                    "epub-table", problem, file=path, at=table,
                    hint='use <th scope="col"> and <th scope="row">',
                )  # fmt: skip


def links(book: Book, findings: Findings) -> None:
    """Links lead somewhere and have words (s-097)."""
    for path, root in _each(book):
        for anchor in _anchors(root):
            text = text_of(anchor).strip() or anchor.get("aria-label") or ""
            pictures = any((i.get("alt") or "").strip() for i in anchor.iter(f"{XHTML}img"))
            if anchor.get("href") is None:
                findings.warning(
                    "epub-link-text", f"the link “{text[:40]}” leads nowhere", file=path,
                    at=anchor, hint="give it an address, or take the element away",
                )  # fmt: skip
            elif not text and not pictures:
                findings.warning(
                    "epub-link-text", f"the link to {anchor.get('href')} has no words",
                    file=path, at=anchor,
                )  # fmt: skip


def empty(book: Book, findings: Findings) -> None:
    """No paragraph, heading or list is empty (s-007, s-010, s-079)."""
    for path, root in _each(book):
        for element in _hollow(root):
            findings.warning(
                "epub-empty-element", f"an empty <{etree.QName(element).localname}>", file=path,
                at=element, hint="space is for style sheets: take it out",
            )  # fmt: skip


def attributes(book: Book, findings: Findings) -> None:
    """No style stands on an element (x-012), and times can be read by machines (s-105)."""
    for path, root in _each(book):
        for element in _styled(root):
            findings.warning(
                "epub-style-attribute",
                f"<{etree.QName(element).localname}> has a style attribute, which readers drop or "
                "cannot override",
                file=path, at=element, hint="use a class",
            )  # fmt: skip
        for element in _times(root):
            value = element.get("datetime")
            value = value if value is not None else text_of(element).strip()
            if not _DATE_TIME.fullmatch(value):
                findings.warning(
                    "epub-time", f"{value!r} is not a date or a time", file=path,
                    at=element, hint="write datetime=\"2021-12-27\"",
                )  # fmt: skip
