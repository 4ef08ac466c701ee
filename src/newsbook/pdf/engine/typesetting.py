"""From a unit to its galley: parse, lay out, draw in layers, gather what binding needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cssselect2
from weasyprint import HTML

from newsbook.composition import Galley, GalleyAnchor, GalleyBookmark
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.pdf.engine.openings import document_of_pages, page_openings
from newsbook.pdf.engine.paint import PT, Sheet
from newsbook.pdf.engine.placing import placed_pictures
from newsbook.pdf.engine.records import listening
from newsbook.pdf.engine.session import Job, Session, open_session
from newsbook.pdf.engine.shelf import Shelf
from newsbook.pdf.engine.slots import Marks, SlotMaker
from newsbook.pdf.engine.tree import parse_unit
from newsbook.pdf.units import Setup, Unit

__all__ = ["lay_out", "typeset"]


class _Html(HTML):  # type: ignore[misc]
    """The engine's document over a tree that is parsed already."""

    def __init__(self, root: Any, session: Session) -> None:
        self.base_url = None
        self.url_fetcher = session.fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
        self._agent_sheet = session.agent_sheet

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [self._agent_sheet]


def typeset(setup: Setup, unit: Unit) -> Galley:
    """Return the galley of `unit` in a book set up by `setup`.

    Raises `EngineError` when the engine is not one we know, ValueError when the input is not XHTML;
    whatever the engine itself raises passes through.
    """
    with open_session(setup) as session, listening() as listener:
        marks = Marks()
        document, root, job = lay_out(session, unit, marks)
        with session.working(job):
            galley = _draw(unit, session, document, root, marks)
    place = unit.article or unit.name
    heard = listener.diagnostics(unit.article, place)
    found = (*session.diagnostics, *galley.diagnostics, *heard)
    return replace(galley, diagnostics=tuple(dict.fromkeys(found)))


def lay_out(session: Session, unit: Unit, marks: Marks) -> tuple[Any, Any, Job]:
    """Return the engine's document for `unit`, its element tree, and the job with its furniture."""
    session.counters.marks = marks
    session.fetcher.assets = {a.key: a for a in (*session.setup.assets, *unit.assets)}
    root = parse_unit(unit, marks.reference)
    html = _Html(root, session)
    job = Job(html)
    with session.working(job):
        document = html.render(
            font_config=session.fonts,
            counter_style=session.counters,
            color_profiles={},
            stylesheets=[session.side_sheets[unit.side], *session.sheets],
        )
    return document, root, job


def _draw(unit: Unit, session: Session, document: Any, root: Any, marks: Marks) -> Galley:
    assert session.job is not None
    sides = session.job.sides
    page_boxes = [page._page_box for page in document.pages]
    owners = document_of_pages(root, page_boxes)
    maker = SlotMaker(marks, session.counters, session.glyphs)
    pages = document.pages
    openings = page_openings(root, page_boxes, [s.blank for s in sides])
    sheets = [
        Sheet(page, side, maker, owner)
        for page, side, owner in zip(pages, sides, owners, strict=True)
    ]
    shelf = Shelf(session.finder)
    document.fonts = shelf
    document.pages = sheets
    pdf = document.write_pdf(pdf_tags=session.setup.tagged)
    faces, strangers = shelf.faces()
    unset = tuple(dict.fromkeys(target for sheet in sheets for target in sheet.unset))
    return Galley(
        unit=unit.name,
        pdf=pdf,
        pages=tuple(sheet.result for sheet in sheets if sheet.result is not None),
        faces=faces,
        anchors=_anchors(pages),
        bookmarks=_bookmarks(pages),
        openings=openings,
        diagnostics=tuple(_leak(family, unit) for family in strangers),
        side=unit.side,
        refs=(*(name for name, _ in unit.refs), *unset),
        pictures=placed_pictures(page_boxes),
    )


def _anchors(pages: Any) -> tuple[GalleyAnchor, ...]:
    found: dict[str, GalleyAnchor] = {}
    for number, page in enumerate(pages):
        for name, (x, y, _, _) in page.anchors.items():
            found.setdefault(name, GalleyAnchor(name, number, x * PT, y * PT))
    return tuple(found[name] for name in sorted(found))


def _bookmarks(pages: Any) -> tuple[GalleyBookmark, ...]:
    return tuple(
        GalleyBookmark(level, " ".join(label.split()), number, x * PT, y * PT, state == "closed")
        for number, page in enumerate(pages)
        for level, label, (x, y), state in page.bookmarks
    )


def _leak(family: str, unit: Unit) -> Diagnostic:
    message = f"{unit.article or unit.name}: the font {family!r} is not in the book's catalogue"
    return Diagnostic(Severity.ERROR, "font-leak", message, article=unit.article)
