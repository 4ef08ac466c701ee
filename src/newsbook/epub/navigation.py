"""From the contents of a Composition to its navigation: nav document, NCX, guide, landmarks.

The nav document follows https://www.w3.org/TR/epub-33/#sec-nav; the NCX (OPF 2.0.1) is for
reading systems older than EPUB 3 and carries the page list as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from newsbook.composition import TocEntry
from newsbook.epub.archive import Reference
from newsbook.epub.vocabulary import OPS, XHTML, clean

__all__ = [
    "LANDMARKS",
    "Entry",
    "Landmark",
    "PageTarget",
    "entries",
    "guide",
    "nav_document",
    "ncx",
]

# Structural semantics a landmark may name (https://www.w3.org/TR/epub-ssv-11/), in the order in
# which landmarks are listed.
LANDMARKS = (
    "cover", "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "toc",
    "foreword", "preface", "introduction", "bodymatter", "afterword", "appendix", "credits",
    "contributors", "bibliography", "glossary", "index", "colophon",
)  # fmt: skip

# Types of the EPUB 2 guide (OPF 2.0.1, section 2.6).
_GUIDE = {
    "cover": "cover",
    "titlepage": "title-page",
    "toc": "toc",
    "bodymatter": "text",
    "copyright-page": "copyright-page",
    "dedication": "dedication",
    "epigraph": "epigraph",
    "foreword": "foreword",
    "preface": "preface",
    "bibliography": "bibliography",
    "glossary": "glossary",
    "index": "index",
    "colophon": "colophon",
}

_NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; `href` is relative to the package, None for a bare heading.

    `runs` is the label cut where its language changes, () when it is in one.
    """

    label: str
    href: str | None
    language: str | None = None
    children: tuple[Entry, ...] = ()
    runs: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place readers jump to: `kind` is one of `LANDMARKS`."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PageTarget:
    """Where a page of the print edition begins: `folio` as printed, `href` of its marker."""

    folio: str
    href: str


def entries(
    contents: Iterable[TocEntry],
    *,
    depth: int,
    resolve: Callable[[str, str | None], str | None],
) -> tuple[Entry, ...]:
    """Return `contents` with references and at most `depth` levels.

    `resolve` gives the reference of a document and an anchor in it, None when it is not in the
    book. Entries below the last level are lifted to it, after their parent; none is lost.
    """
    made = []
    for entry in contents:
        children = entries(entry.children, depth=depth - 1, resolve=resolve)
        href = resolve(entry.document, entry.anchor)
        if href is None and not children:
            continue
        label = " ".join(clean(entry.label).split()) or entry.document
        own = Entry(label, href, entry.language, children, entry.runs)
        if depth > 1 or not children:
            made.append(own)
        else:
            made += [replace(own, children=()), *children]
    return tuple(made)


def _first_href(entry: Entry) -> str:
    while entry.href is None:
        entry = entry.children[0]
    return entry.href


def nav_document(
    toc: Sequence[Entry],
    landmarks: Sequence[Landmark],
    pages: Sequence[PageTarget],
    *,
    language: str,
    labels: Mapping[str, str],
) -> str:
    """Return the nav document as a whole `html` element.

    `labels` has `contents`, `landmarks` and `page-list`.
    """

    def item(entry: Entry) -> str:
        attribute = ""
        if entry.language and entry.language != language:
            attribute = f" lang={quoteattr(entry.language)}"
        label = "".join(map(_run, entry.runs)) or _text(entry.label)
        if entry.href is None:
            own = f"<span{attribute}>{label}</span>"
        else:
            own = f"<a href={quoteattr(entry.href)}{attribute}>{label}</a>"
        return f"<li>{own}{_list(map(item, entry.children))}</li>"

    parts = [_nav("toc", "toc", "h1", _text(labels["contents"]), map(item, toc), "")]
    if landmarks:
        lines = (
            f'<li><a epub:type="{m.kind}" href={quoteattr(m.href)}>{_text(m.label)}</a></li>'
            for m in landmarks
        )
        parts.append(_nav("landmarks", "", "h2", _text(labels["landmarks"]), lines, _HIDDEN))
    if pages:
        lines = (
            f"<li><a href={quoteattr(page.href)}>{_text(page.folio)}</a></li>" for page in pages
        )
        parts.append(
            _nav("page-list", "pagelist", "h2", _text(labels["page-list"]), lines, _HIDDEN)
        )
    return (
        f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang={quoteattr(language)}>'
        f"<head><title>{_text(labels['contents'])}</title></head>"
        f'<body epub:type="frontmatter" class="contents">{"".join(parts)}</body></html>'
    )


_HIDDEN = ' hidden="hidden"'


def _nav(kind: str, role: str, level: str, title: str, items: Iterable[str], more: str) -> str:
    said = f' role="doc-{role}"' if role else ""
    return (
        f'<nav epub:type="{kind}"{said} id="{kind}" aria-labelledby="{kind}-title"{more}>'
        f'<{level} id="{kind}-title">{title}</{level}>{_list(items)}</nav>'
    )


def _list(items: Iterable[str]) -> str:
    joined = "".join(items)
    return f"<ol>{joined}</ol>" if joined else ""


def _run(run: tuple[str, str | None]) -> str:
    text, language = run
    said = f" lang={quoteattr(language)}" if language else ""
    return f"<span{said}>{_text(text)}</span>" if said else _text(text)


def _text(text: str) -> str:
    return escape(clean(text))


def guide(landmarks: Iterable[Landmark]) -> tuple[Reference, ...]:
    """Return the EPUB 2 guide for `landmarks`."""
    return tuple(
        Reference(_GUIDE[mark.kind], mark.label, mark.href)
        for mark in landmarks
        if mark.kind in _GUIDE
    )


def ncx(
    toc: Sequence[Entry],
    pages: Sequence[PageTarget],
    *,
    identifier: str,
    title: str,
    author: str | None,
    language: str,
) -> bytes:
    """Return the NCX. Without `playOrder`, which is optional in EPUB 3 and slow to check."""
    numbers = [int(page.folio) for page in pages if page.folio.isdecimal()]
    head = {
        "dtb:uid": identifier,
        "dtb:depth": _depth(toc),
        "dtb:totalPageCount": len(pages),
        "dtb:maxPageNumber": max(numbers, default=0),
    }
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<ncx xmlns="{_NCX}" version="2005-1" xml:lang={quoteattr(language)}><head>',
        *(f"<meta name={quoteattr(k)} content={quoteattr(str(v))}/>" for k, v in head.items()),
        "</head>",
        _ncx_text("docTitle", title),
    ]
    if author:
        parts.append(_ncx_text("docAuthor", author))
    parts.append("<navMap>")
    _points(toc, language, parts, 0)
    parts.append("</navMap>")
    if pages:
        parts.append("<pageList>")
        parts += [_page_target(number, page) for number, page in enumerate(pages, 1)]
        parts.append("</pageList>")
    parts.append("</ncx>\n")
    return "".join(parts).encode("utf-8")


def _depth(toc: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.children) for entry in toc), default=0) if toc else 0


def _ncx_text(element: str, text: str, language: str | None = None) -> str:
    said = f" xml:lang={quoteattr(language)}" if language else ""
    return f"<{element}{said}><text>{_text(text)}</text></{element}>"


def _points(toc: Sequence[Entry], language: str, parts: list[str], count: int) -> int:
    for entry in toc:
        count += 1
        other = entry.language if entry.language != language else None
        parts.append(f'<navPoint id="np-{count}">{_ncx_text("navLabel", entry.label, other)}')
        parts.append(f"<content src={quoteattr(_first_href(entry))}/>")
        count = _points(entry.children, language, parts, count)
        parts.append("</navPoint>")
    return count


def _page_target(number: int, page: PageTarget) -> str:
    decimal = page.folio.isdecimal()
    value = f' value="{int(page.folio)}"' if decimal else ""
    kind = "normal" if decimal else "front"
    return (
        f'<pageTarget id="pt-{number}" type="{kind}"{value}>{_ncx_text("navLabel", page.folio)}'
        f"<content src={quoteattr(page.href)}/></pageTarget>"
    )
