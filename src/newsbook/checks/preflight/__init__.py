"""From a PDF and the name of a standard or a printer to findings: would it print?

    preflight(data, rules_for("pdf/x-4")) -> PreflightReport

The checks are tables of named functions; each reads the file and yields findings with page, place,
object and fix. Nothing is repaired. What an installed renderer shows on top is asked for with
`render`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from PIL import Image

from newsbook.checks.preflight.boxes import blank_pages, check_boxes, check_page_count
from newsbook.checks.preflight.colours import (
    check_colour,
    check_page_group,
    check_shading,
    check_transparency,
)
from newsbook.checks.preflight.container import check_container, check_information, check_xmp
from newsbook.checks.preflight.edges import check_artwork, check_safe_area, safe_area
from newsbook.checks.preflight.finding import Finding, gathered, merged
from newsbook.checks.preflight.ink import Pixels, check_ink, check_resolution, note_colour
from newsbook.checks.preflight.intent import check_intent
from newsbook.checks.preflight.objects import check_catalog, check_objects
from newsbook.checks.preflight.plates import find_renderer, separate
from newsbook.checks.preflight.rendered import check_barcode, check_plates
from newsbook.checks.preflight.rules import Rules, rules_for, rules_for_job
from newsbook.checks.preflight.subject import (
    AGAIN,
    Sheet,
    Subject,
    error,
    info,
    read_subject,
)
from newsbook.checks.preflight.type import PageInk, check_font, check_lines, check_type, glyph_count
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import EngineError
from newsbook.pdf.damage import damage
from newsbook.pdf.geometry import Box
from newsbook.pdf.glyphs import FontMeasure
from newsbook.pdf.graphics import Paint
from newsbook.pdf.portrait import Portrait, Portraits, page_parts
from newsbook.pdf.walk import paints
from newsbook.recall import FORGETFUL, Recall, value_digest

__all__ = [
    "FILE_CHECKS",
    "Finding",
    "PreflightReport",
    "Rules",
    "preflight",
    "rules_for",
    "rules_for_job",
    "safe_area",
]

FILE_CHECKS: tuple[tuple[str, Callable[[Subject], Iterator[Finding]]], ...] = (
    ("container", check_container),
    ("information", check_information),
    ("metadata", check_xmp),
    ("output intent", check_intent),
    ("catalog", check_catalog),
    ("objects", check_objects),
    ("boxes", check_boxes),
    ("number of pages", check_page_count),
)
_MOST_FOR_BARCODES = 4
_BROKEN = (
    pikepdf.PdfError,
    Image.DecompressionBombError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class PreflightReport:
    """What preflight found, errors first. `pages` is the number of pages looked at."""

    rules: Rules
    findings: tuple[Finding, ...]
    pages: int = 0

    @property
    def passed(self) -> bool:
        """Whether there is no error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)

    def diagnostics(self, file: str) -> tuple[Diagnostic, ...]:
        """Return the findings as diagnostics of `file`, the same on several pages as one."""
        return tuple(finding.diagnostic(file) for finding in gathered(self.findings))


def preflight(
    data: bytes,
    rules: Rules,
    *,
    render: bool = False,
    isbn: str | None = None,
    recall: Recall = FORGETFUL,
) -> PreflightReport:
    """Return what is wrong with the PDF `data` under `rules`; never raises for what it holds.

    `render` adds up the ink on the plates of an installed renderer, on pages with more than black,
    and looks for barcodes that the black plate alone does not give; `isbn` asks for one. `recall`
    remembers what was found on each page.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        found = error("pdf-encrypted", "the file needs a password", "save it without one")
        return PreflightReport(rules, (found,))
    except (pikepdf.PdfError, ValueError, RecursionError) as problem:
        said = damage(problem) or "no PDF"
        found = error("pdf-unreadable", f"the file cannot be read: {said}", "build it again")
        return PreflightReport(rules, (found,))
    with pdf:
        try:
            subject = read_subject(data, pdf, rules)
        except _BROKEN as problem:
            found = error("pdf-unreadable", f"the pages cannot be read: {damage(problem)}", AGAIN)
            return PreflightReport(rules, (found,))
        coloured: set[int] = set()
        findings = list(_examine(subject, coloured, recall))
        if render or isbn:
            findings += _rendered(subject, findings, coloured, render=render, isbn=isbn)
        return PreflightReport(rules, merged(findings), len(subject.sheets))


def _guarded(name: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield what a check finds; a file too broken for it is a finding, not a crash."""
    try:
        yield from findings
    except _BROKEN as problem:
        said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        yield error("pdf-unreadable", f"the {name} cannot be examined: {said}", AGAIN)


def _examine(subject: Subject, coloured: set[int], recall: Recall) -> Iterator[Finding]:
    """Yield what the file shows; add to `coloured` the pages with other inks than black."""
    for name, check in FILE_CHECKS:
        for finding in _guarded(name, check(subject)):
            sheet = None if finding.page else subject.sheet_with(finding.object)
            yield finding if sheet is None else sheet.on(finding)
    shared = "" if recall.store is None else _shared(subject)
    page = _PageChecks(subject, Portraits(recall), shared)
    inked: set[int] = set()
    for sheet in subject.sheets:
        for finding in _guarded(f"content of page {sheet.number}", page.look(sheet, inked)):
            yield finding if finding.page is not None else sheet.on(finding)
    coloured |= page.coloured
    yield from blank_pages(subject, inked)


def _shared(subject: Subject) -> str:
    """Return the digest of what the findings of a page follow from besides the page itself."""
    pages = len(subject.sheets)
    spine = subject.rules.target.gutter_for(pages)
    told = None if spine is None else (pages, spine)
    profile = None if subject.profile is None else subject.profile.data
    return value_digest((subject.rules, subject.device, profile, told))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found on a page, and whether it has ink, and other ink than black.

    `fonts` are those of its type in the order they come up, as places among what the page shows
    and then in `others`, with the place of the first type in each.
    """

    findings: tuple[Finding, ...]
    inked: bool
    coloured: bool
    fonts: tuple[tuple[int, Box], ...]
    others: tuple[Any, ...]


@dataclass(slots=True)
class _PageChecks:
    """Walks pages once, with every check looking at everything painted."""

    subject: Subject
    portraits: Portraits = field(default_factory=Portraits)
    shared: str = ""
    glyphs: dict[Any, int | None] = field(default_factory=dict)
    checked: set[Any] = field(default_factory=set)
    pixels: Pixels = field(default_factory=Pixels)
    coloured: set[int] = field(default_factory=set)

    def look(self, sheet: Sheet, inked: set[int]) -> Iterator[Finding]:
        """Yield the findings of one page, placed; add its number to `inked` if it is not blank."""
        portrait = self.portraits.of(page_parts(sheet.page))
        boxes = (sheet.media, sheet.trim, sheet.bleed)
        seen = self.portraits.made(
            "preflight page",
            portrait,
            (self.shared, boxes, sheet.number % 2),
            lambda measures: self._look(sheet, portrait, measures),
            self._enough,
        )
        if seen.inked:
            inked.add(sheet.number)
        if seen.coloured:
            self.coloured.add(sheet.number)
        for finding in seen.findings:
            yield replace(finding, page=sheet.number)
        objects = (*portrait.objects, *seen.others)
        for place, box in seen.fonts:
            font = objects[place]
            if font.objgen not in self.checked or font.objgen == (0, 0):
                self.checked.add(font.objgen)
                for finding in check_font(self.subject, font):
                    yield sheet.on(finding, box)

    def _look(self, sheet: Sheet, portrait: Portrait, measures: dict[Any, FontMeasure]) -> _Seen:
        findings: list[Finding] = []
        known = {thing.objgen: place for place, thing in enumerate(portrait.objects)}
        fonts: dict[Any, tuple[int, Box]] = {}
        others: list[Any] = []
        inked = coloured = False

        def walk() -> Iterator[Finding]:
            nonlocal inked, coloured
            for finding in check_page_group(self.subject, sheet.page):
                yield sheet.on(finding)
            ink = PageInk()
            for paint in paints(sheet.page, fonts=measures):
                box = paint.box.common(sheet.media) or paint.box
                for finding in self._paint(sheet, paint, ink):
                    yield sheet.on(finding, box)
                note_colour(paint, ink, self.pixels)
                if _leaves_ink(paint) and paint.box.meets(sheet.trim):
                    inked = True
                    coloured = coloured or _more_than_black(paint)
                if paint.kind == "text" and paint.target.objgen not in fonts:
                    number = paint.target.objgen
                    if number not in known or number == (0, 0):
                        known[number] = len(portrait.objects) + len(others)
                        others.append(paint.target)
                    fonts[number] = (known[number], box)

        for finding in _guarded(f"content of page {sheet.number}", walk()):
            findings.append(finding if finding.page is not None else sheet.on(finding))
        return _Seen(tuple(findings), inked, coloured, tuple(fonts.values()), tuple(others))

    def _glyphs(self, font: Any) -> int | None:
        number = font.objgen
        if number not in self.glyphs or number == (0, 0):
            self.glyphs[number] = glyph_count(font)
        return self.glyphs[number]

    def _enough(self, font: Any, glyphs: list[int]) -> int | None:
        """Return the number of glyphs of `font` where it lacks one of `glyphs`."""
        count = self._glyphs(font)
        return None if count is None or max(glyphs, default=0) < count else count

    def _paint(self, sheet: Sheet, paint: Paint, ink: PageInk) -> Iterator[Finding]:
        subject = self.subject
        if paint.kind == "error":
            yield error("pdf-content", f"the content cannot be read: {paint.name}", AGAIN)
            return
        yield from check_colour(subject, paint)
        yield from check_transparency(subject, paint)
        yield from check_shading(subject, paint)
        yield from check_ink(subject, sheet, paint, ink, self.pixels)
        yield from check_resolution(subject, paint)
        if paint.box.grown(0.01, 0.01, 0.01, 0.01).meets(sheet.bleed):  # marks stand outside
            yield from check_lines(subject, paint)
        yield from check_artwork(subject, sheet, paint)
        if paint.kind == "text":
            yield from check_type(subject, paint, ink, self._glyphs(paint.target))
            yield from check_safe_area(subject, sheet, paint)


def _leaves_ink(paint: Paint) -> bool:
    if paint.where == "mask" or paint.kind in ("form", "error"):
        return False
    cmyk = paint.colour.cmyk if paint.colour is not None else None
    return paint.kind not in ("fill", "stroke", "text") or cmyk is None or max(cmyk) > 0


def _more_than_black(paint: Paint) -> bool:
    cmyk = paint.colour.cmyk if paint.colour is not None else None
    return paint.kind not in ("fill", "stroke", "text") or cmyk is None or sum(cmyk[:3]) > 0


def _rendered(
    subject: Subject, found: list[Finding], coloured: set[int], *, render: bool, isbn: str | None
) -> Iterator[Finding]:
    """Yield what the plates show. Ink found there takes the place of the guess made before."""
    few = len(subject.sheets) <= _MOST_FOR_BARCODES
    if not (coloured and render) and not (few and isbn):
        return
    if find_renderer() is None:
        yield info(
            "tool-missing",
            "ink was not added up on plates: neither Ghostscript nor MuPDF is installed",
            "install ghostscript or mupdf-tools",
        )
        return
    media = [sheet.media for sheet in subject.sheets]
    try:
        if render and coloured:
            heavy = [f for f in found if f.code == "pdf-ink" and f.severity is Severity.WARNING]
            found[:] = [f for f in found if f not in heavy]
            for plates in separate(subject.data, media, pages=sorted(coloured)):
                yield from check_plates(subject, subject.sheets[plates.page - 1], plates)
        if few:
            pages = None if isbn else sorted(coloured)
            every = list(separate(subject.data, media, pages=pages, dpi=300))
            yield from check_barcode(subject.sheets, every, isbn)
    except EngineError as problem:
        yield error("pdf-unreadable", str(problem), AGAIN)
