"""From calls and notes to notes that do not open and readers who do not find back."""

from __future__ import annotations

from newsbook.checks.epub_book import (
    EPUB_TYPE,
    XHTML,
    Book,
    Findings,
    split_href,
    text_of,
)
from newsbook.epub.vocabulary import elements

__all__ = ["notes"]

_calls = elements("//h:a[contains(concat(' ', @epub:type, ' '), ' noteref ')]")
_bodies = elements(
    "//*[contains(concat(' ', @epub:type, ' '), ' footnote ')"
    " or contains(concat(' ', @epub:type, ' '), ' endnote ')]"
)
_backlinks = elements(".//h:a[@href]")
_MARKS = frozenset("”’」』)）》")


def notes(book: Book, findings: Findings) -> None:
    """Calls lead to notes and notes back to their calls (s-056), without a space before the call
    (t-012).
    """
    bodies = {
        (path, element.get("id") or ""): element
        for path, root in book.documents.items()
        for element in _bodies(root)
    }
    called: set[tuple[str, str]] = set()
    for path, root in book.documents.items():
        for call in _calls(root):
            target = split_href(call.get("href") or "", path)
            called.add(target)
            if target not in bodies:
                findings.warning(
                    "epub-note",
                    f"the call {text_of(call)!r} does not lead to a footnote or endnote",
                    file=path, at=call, hint='its target needs epub:type="footnote"',
                )  # fmt: skip
            previous = call.getprevious()
            parent = call.getparent()
            before = (
                previous.tail if previous is not None else parent.text if parent is not None else ""
            )
            if before and before[-1].isspace() and before.strip():
                findings.warning(
                    "epub-note-space", "there is a space before the call of a note", file=path,
                    at=call, hint="close up: the call may fall on the next line",
                )  # fmt: skip
    for (path, name), element in bodies.items():
        if (path, name) not in called:
            findings.warning("epub-note", f"nothing calls the note {name!r}", file=path, at=element)
        elif not any(_leads_back(a.get("href") or "", path, book) for a in _backlinks(element)):
            findings.warning(
                "epub-note", f"the note {name!r} does not lead back to its call", file=path,
                at=element, hint='add <a role="doc-backlink"> to the call',
            )  # fmt: skip


def _leads_back(href: str, path: str, book: Book) -> bool:
    target, fragment = split_href(href, path)
    root = book.documents.get(target)
    if root is None or not fragment:
        return False
    for anchor in root.iter(f"{XHTML}a"):
        if anchor.get("id") == fragment:
            return "noteref" in (anchor.get(EPUB_TYPE) or "").split()
    return False
