"""From page list and page markers to pages that are out of order, lost, or divide a word."""

from __future__ import annotations

import re

from lxml import etree

from newsbook.checks.epub_book import DC, OPF, XHTML, Book, Findings, line_of, split_href, text_of
from newsbook.epub.vocabulary import elements

__all__ = ["markers", "order", "words"]

_page_lists = elements("//h:nav[contains(concat(' ', @epub:type, ' '), ' page-list ')]")
_markers = elements("//*[contains(concat(' ', @epub:type, ' '), ' pagebreak ')]")
_LETTER = re.compile(r"[^\W\d_]")
# Scripts written without spaces: a page may begin between any two characters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def _targets(book: Book) -> list[tuple[str, tuple[str, str], int | None]]:
    """The page list: (label, (file, id), line), as listed."""
    nav = book.nav
    root = book.documents.get(nav.path) if nav is not None else None
    if nav is None or root is None:
        return []
    return [
        (text_of(a).strip(), split_href(a.get("href") or "", nav.path), line_of(a))
        for page_list in _page_lists(root)
        for a in page_list.iter(f"{XHTML}a")
    ]


def _places(book: Book) -> dict[tuple[str, str], int]:
    """Every id of the spine's documents, numbered in reading order."""
    places: dict[tuple[str, str], int] = {}
    for item in book.spine:
        root = book.documents.get(item.path)
        if root is None:
            continue
        for element in root.iter(etree.Element):
            name = element.get("id")
            if name:
                places.setdefault((item.path, name), len(places))
    return places


def _number(label: str) -> tuple[int, int] | None:
    """The rank of a page number: roman before arabic; None for anything else."""
    if label.isdecimal():
        return 1, int(label)
    digits = [_ROMAN.get(c) for c in label.lower()]
    if not digits or None in digits:
        return None
    total, following = 0, 0
    for digit in reversed(digits):
        assert digit is not None
        total += digit if digit >= following else -digit
        following = max(following, digit)
    return 0, total


def order(book: Book, findings: Findings) -> None:
    """Pages are listed in reading order, with numbers that rise; validators do not look."""
    targets = _targets(book)
    if not targets:
        return
    places = _places(book)
    nav = book.nav
    assert nav is not None
    last_place, last_number, last_label = -1, (0, 0), ""
    for label, target, line in targets:
        place, number = places.get(target, last_place), _number(label)
        rising = number is None or number > last_number
        if place < last_place or not rising:
            findings.warning(
                "epub-page-order", f"page {label} is listed after page {last_label}",
                file=nav.path, at=line, hint="list pages in reading order",
            )  # fmt: skip
        last_place, last_label = max(place, last_place), label
        last_number = number or last_number


def markers(book: Book, findings: Findings) -> None:
    """Every marker is listed, has a label, and the source of the pages is named."""
    targets = {target: label for label, target, _ in _targets(book)}
    found = 0
    for path, root in book.documents.items():
        for marker in _markers(root):
            found += 1
            name = marker.get("id") or ""
            label = marker.get("aria-label") or marker.get("title") or ""
            label = label or text_of(marker).strip()
            if (path, name) not in targets:
                findings.warning(
                    "epub-page-list", f"the marker of page {label or name!r} is not listed",
                    file=path, at=marker,
                )  # fmt: skip
            elif not label:
                findings.warning(
                    "epub-page-list", f"the marker {name!r} has no label: nobody hears the page",
                    file=path, at=marker, hint="write aria-label=\"12\"",
                )  # fmt: skip
    if found or targets:
        named = [m for m in book.package.iter(f"{OPF}meta") if m.get("property") in _SOURCES]
        if not named and not any(book.package.iter(f"{DC}source")):
            findings.warning(
                "epub-page-list", "the book does not say which edition its page numbers are of",
                file=book.package_path, hint="add dc:source and pageBreakSource",
            )  # fmt: skip


_SOURCES = ("pageBreakSource", "a11y:pageBreakSource", "source-of")


def words(book: Book, findings: Findings) -> None:
    """No marker stands inside a word: voices would read two."""
    for path, root in book.documents.items():
        for marker in _markers(root):
            before, after = _before(marker), (marker.tail or "")[:1]
            if not (_LETTER.match(before) and _LETTER.match(after)):
                continue
            if _UNSPACED.match(before) or _UNSPACED.match(after):
                continue
            findings.warning(
                "epub-page-splits-word",
                f"the marker of page {marker.get('aria-label')} divides a word",
                file=path, at=marker, hint="move it before the word",
            )  # fmt: skip


def _before(marker: etree._Element) -> str:
    previous, parent = marker.getprevious(), marker.getparent()
    if previous is not None:
        return (previous.tail or "")[-1:]
    return (parent.text or "")[-1:] if parent is not None else ""
