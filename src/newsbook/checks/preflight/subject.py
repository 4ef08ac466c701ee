"""From the bytes of a PDF to what the checks share: the open file, the rules, the output intent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.rules import Rules
from newsbook.diagnostics import Severity
from newsbook.pdf.geometry import MM, Box
from newsbook.pdf.press.profile import Profile, read_profile

__all__ = ["AGAIN", "Sheet", "Subject", "error", "info", "warning"]

AGAIN = "build the file again; if it was changed since, leave that out"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its number from 1, its object, its boxes (None where the file gives none)."""

    number: int
    page: Any
    media: Box
    trim: Box
    bleed: Box
    states_trim: bool

    def on(self, finding: Finding, *boxes: Box) -> Finding:
        """Return `finding` placed on this page."""
        return Finding(
            finding.severity,
            finding.code,
            finding.message,
            finding.fix,
            self.number,
            boxes,
            finding.object,
            self.trim,
        )


@dataclass(slots=True)
class Subject:
    """The file under examination. `device` is the process of the output intent: CMYK, RGB, GRAY.

    `profile_key` is the object number of the embedded profile.
    """

    data: bytes
    pdf: pikepdf.Pdf
    rules: Rules
    sheets: tuple[Sheet, ...] = ()
    profile: Profile | None = None
    profile_key: Any = None
    device: str = "CMYK"
    notes: list[str] = field(default_factory=list)
    _used: dict[int, frozenset[int]] = field(default_factory=dict)

    def objects(self) -> Iterator[tuple[str, Any]]:
        """Yield every dictionary and stream of the file with its name, direct ones included."""
        for thing in self.pdf.objects:
            yield from _within(f"object {thing.objgen[0]}", thing, 0)

    def sheet_with(self, name: str) -> Sheet | None:
        """Return the first page that uses an object as `objects` names it, or None."""
        kind, _, number = name.partition(" ")
        if kind != "object" or not number.isdigit():
            return None
        for sheet in self.sheets:
            if sheet.number not in self._used:
                self._used[sheet.number] = _numbers(sheet.page)
            if int(number) in self._used[sheet.number]:
                return sheet
        return None


def _numbers(page: Any) -> frozenset[int]:
    """Return the numbers of the objects a page rests on."""
    found: set[int] = set()
    waiting = [page]
    while waiting:
        thing = waiting.pop()
        number = thing.objgen[0]
        if number:
            if number in found:
                continue
            found.add(number)
        if isinstance(thing, Array):
            waiting += [v for v in thing if isinstance(v, Dictionary | Array | pikepdf.Stream)]
            continue
        for key in thing.keys():  # noqa: SIM118 - pikepdf objects are no mappings
            if key != "/Parent" and isinstance(thing[key], Dictionary | Array | pikepdf.Stream):
                waiting.append(thing[key])
    return frozenset(found)


def _within(name: str, thing: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > 20:
        return
    if isinstance(thing, Dictionary | pikepdf.Stream):
        yield name, thing
        for key in thing.keys():  # noqa: SIM118 - pikepdf objects are no mappings
            child = thing[key]
            if isinstance(child, Dictionary | Array) and not child.is_indirect:
                yield from _within(name, child, depth + 1)
    elif isinstance(thing, Array):
        for child in thing:
            if isinstance(child, Dictionary | Array) and not child.is_indirect:
                yield from _within(name, child, depth + 1)


def box_of(page: Any, key: str) -> Box | None:
    """Return a page box, inherited ones included (7.7.3.4), or None."""
    node, depth = page, 0
    while isinstance(node, Dictionary) and depth < 50:
        value = node.get(key)
        if isinstance(value, Array) and len(value) == 4:
            try:
                return Box.of(value)
            except (TypeError, ValueError):
                return None
        node, depth = node.get("/Parent"), depth + 1
    return None


def read_subject(data: bytes, pdf: pikepdf.Pdf, rules: Rules) -> Subject:
    """Return the subject for an open file."""
    sheets = []
    for number, page in enumerate(pdf.pages, 1):
        media = box_of(page.obj, "/MediaBox") or Box(0, 0, 0, 0)
        trim = box_of(page.obj, "/TrimBox") or box_of(page.obj, "/ArtBox")
        whole = trim or media
        bleed = box_of(page.obj, "/BleedBox") or whole
        sheets.append(Sheet(number, page.obj, media, whole, bleed, trim is not None))
    subject = Subject(data, pdf, rules, tuple(sheets))
    _read_intent(subject)
    return subject


def intents(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the PDF/X output intents of a file."""
    found: Any = pdf.Root.get("/OutputIntents")
    return [
        intent
        for intent in (found if isinstance(found, Array) else [])
        if isinstance(intent, Dictionary) and intent.get("/S") == Name.GTS_PDFX
    ]


def _read_intent(subject: Subject) -> None:
    found = intents(subject.pdf)
    if not found:
        subject.device = "RGB" if subject.rules.screen_colours else "CMYK"
        return
    stream = found[0].get("/DestOutputProfile")
    if isinstance(stream, pikepdf.Stream):
        subject.profile_key = stream.objgen
        try:
            subject.profile = read_profile(bytes(stream.read_bytes()))
            subject.device = subject.profile.space
        except (ValueError, pikepdf.PdfError):
            subject.profile = None


def expected_bleed(subject: Subject, sheet: Sheet) -> tuple[float, float, float, float] | None:
    """Return the bleed wanted left, bottom, right, top (PDF units), or None when not known."""
    wanted = subject.rules.bleed_mm
    if wanted is None:
        return None
    top, outside, bottom, inside = (mm * MM for mm in wanted)
    recto = (sheet.number % 2 == 1) != subject.rules.right_to_left
    return (inside, bottom, outside, top) if recto else (outside, bottom, inside, top)


def error(code: str, message: str, fix: str = "", *, object: str = "") -> Finding:
    """Return a finding that keeps a file from being printed."""
    return Finding(Severity.ERROR, code, message, fix, object=object)


def warning(code: str, message: str, fix: str = "", *, object: str = "") -> Finding:
    """Return a finding that somebody should look at before printing."""
    return Finding(Severity.WARNING, code, message, fix, object=object)


def info(code: str, message: str, fix: str = "", *, object: str = "") -> Finding:
    """Return a finding worth knowing."""
    return Finding(Severity.INFO, code, message, fix, object=object)
