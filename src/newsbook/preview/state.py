"""From a snapshot of the book to the JSON that the page in the browser draws."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsbook.composition import TocEntry
from newsbook.diagnostics import Diagnostic, Severity, code_frame
from newsbook.model import Article
from newsbook.preview.books import ReadingBook
from newsbook.preview.desk import MEDIA, Pages, Snapshot

__all__ = ["as_json", "said", "source_json"]

_PLENTY = 300
_NOTHING: Mapping[str, str] = {}
# How wide a code frame is in the panel beside the pages.
_COLUMNS = 48


def as_json(
    snapshot: Snapshot, manifest: str, chosen: Mapping[str, str] = _NOTHING
) -> dict[str, Any]:
    """Return what the page draws of `snapshot`; `manifest` is the name of its file, `chosen` the
    output of each medium that the page shows (the first where it says nothing).
    """
    names = {medium: snapshot.output(medium, chosen.get(medium)) for medium in MEDIA}
    pages = snapshot.printed.get(names["print"] or "")
    epub = snapshot.books.get(names["epub"] or "")
    failed = any(f.severity is Severity.ERROR for f in snapshot.findings)
    waiting = not failed and snapshot.lacks([chosen])
    findings = [f for f in snapshot.findings if f.severity is not Severity.INFO]
    return {
        "number": snapshot.number,
        "title": snapshot.title or manifest,
        "language": snapshot.language,
        "direction": snapshot.direction,
        "manifest": manifest,
        "problem": snapshot.problem,
        "stale": snapshot.stale,
        "complete": snapshot.complete and not waiting,
        "seconds": round(snapshot.seconds, 2),
        "outputs": [{"name": name, "medium": medium} for name, medium in snapshot.outputs],
        "chosen": names,
        "pages": list(_pages(pages)) if pages else [],
        "outline": list(_outline(pages, epub)),
        "articles": _articles(snapshot.articles, pages),
        "epub": _epub(epub),
        "findings": [_finding(f, snapshot) for f in findings[:_PLENTY]],
        "more": max(0, len(findings) - _PLENTY),
        "counts": Counter(str(f.severity) for f in findings),
    }


def _pages(pages: Pages) -> Iterator[dict[str, Any]]:
    for page, face in zip(pages.pages, pages.faces, strict=True):
        yield {
            "key": face.digest,
            "label": page.label,
            "side": page.side,
            "blank": page.blank,
            "width": round(face.width_pt, 2),
            "height": round(face.height_pt, 2),
            "article": page.article,
            "document": page.document,
        }


def _outline(pages: Pages | None, epub: ReadingBook | None) -> Iterator[dict[str, Any]]:
    """Yield the contents, one entry a line: from the pages, or else from the EPUB."""
    if pages is None:
        for label, href, level in epub.contents if epub else ():
            yield {"label": label, "byline": "", "level": level, "page": None, "href": href}
        return
    files = {posixpath.basename(name): name for name in epub.spine} if epub else {}
    for entry, level in _flat(pages.contents, 1):
        yield {
            "label": entry.label,
            "byline": entry.byline,
            "language": entry.language,
            "level": level,
            "kind": entry.kind,
            "page": pages.starts.get(entry.document),
            "href": files.get(f"{entry.document}.xhtml"),
        }


def _flat(entries: Iterable[TocEntry], level: int) -> Iterator[tuple[TocEntry, int]]:
    for entry in entries:
        yield entry, level
        yield from _flat(entry.children, level + 1)


def _articles(articles: Iterable[Article], pages: Pages | None) -> dict[str, Any]:
    """Return for each article its file, and the page on which it begins."""
    starts = pages.starts if pages else {}
    return {a.slug: {"file": a.origin.file, "page": starts.get(a.slug)} for a in articles}


def _epub(book: ReadingBook | None) -> dict[str, Any] | None:
    if book is None:
        return None
    titles = {href.partition("#")[0]: label for label, href, _ in reversed(book.contents)}
    return {
        "version": book.version,
        "direction": book.direction,
        "spine": [
            {"href": name, "digest": book.digests.get(name, ""), "title": titles.get(name, "")}
            for name in book.spine
        ],
    }


def _finding(finding: Diagnostic, snapshot: Snapshot) -> dict[str, Any]:
    where = finding.where
    frame = ""
    if where is not None and snapshot.sources is not None and where.file in snapshot.sources:
        frame = code_frame(snapshot.sources[where.file], where, _COLUMNS)
    files = {a.origin.file: a.slug for a in reversed(snapshot.articles)}
    article = finding.article or (files.get(where.file) if where is not None else None)
    return {**finding.as_json(), "frame": frame, "article": article}


def said(state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every text of the book in `state` (of `as_json`) that panels show, with its language;
    what has none stands under "".
    """
    yield state["title"], state["language"]
    for entry in state["outline"]:
        language = entry.get("language") or state["language"]
        yield entry["label"] + entry["byline"], language
    for document in state["epub"]["spine"] if state["epub"] else ():
        yield document["title"], ""
    yield state["problem"], ""
    for finding in state["findings"]:
        yield (
            " ".join(filter(None, (finding[key] for key in ("message", "hint", "frame", "file")))),
            "",
        )


def source_json(snapshot: Snapshot, root: Path, file: str) -> dict[str, Any] | None:
    """Return the text of `file`, if the snapshot speaks of it, as lines; else None."""
    known = {f.where.file for f in snapshot.findings if f.where is not None}
    known |= {article.origin.file for article in snapshot.articles}
    if file not in known or snapshot.sources is None or file not in snapshot.sources:
        return None
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        return None
    return {"file": file, "path": str(path), "lines": snapshot.sources[file].split("\n")}
