"""From an edition, a layout and a press order to its cover: a sheet for the press.

The design is the layout's (`compose_cover`); here are its measures: the spine from pages and paper,
the sheet, the barcode, the folds. `newsbook.pdf.front` makes the same front a picture for an EPUB.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import pikepdf
from pikepdf import Array

from newsbook.compose import CoverPlan, compose_cover
from newsbook.composition import Composition, Galley
from newsbook.diagnostics import Collector, Diagnostic
from newsbook.errors import EngineError
from newsbook.fonts import Catalogue
from newsbook.layout import Layout
from newsbook.manifest.types import Bleed, PressOptions, PrintOptions
from newsbook.model import Asset, Edition
from newsbook.pdf import GalleyCache, bind, typeset
from newsbook.pdf.cover.geometry import CoverSheet, front_sheet, wrap_sheet
from newsbook.pdf.cover.label import BARCODE_KEY, barcode_label, isbn_of, label_size
from newsbook.pdf.cover.page import begin_with
from newsbook.pdf.cover.spine import Spine, spine_for
from newsbook.pdf.geometry import MM, Box, decimal
from newsbook.pdf.press import job_for, press_job, target_for
from newsbook.pdf.press.job import Job
from newsbook.trim import Trim
from newsbook.work import Run, serially

__all__ = [
    "CoverResult",
    "CoverSheet",
    "Spine",
    "begin_with",
    "cover_kind",
    "cover_page",
    "make_cover",
    "set_cover",
    "spine_for",
]


@dataclass(frozen=True, slots=True)
class CoverResult:
    """A cover for the press. With an error among `diagnostics` it must not be sent.

    `job` is the order its file was made for; `isbn` the number in its barcode, None without one.
    """

    pdf: bytes
    sheet: CoverSheet
    job: Job
    diagnostics: tuple[Diagnostic, ...]
    isbn: str | None = None


def cover_kind(options: PrintOptions) -> Literal["page", "wrap", "front", "none"]:
    """Return what becomes of the cover of a print output.

    Where the manifest says nothing, a book for the press gets a wrap (a newspaper none), and a PDF
    for the screen none.
    """
    if options.cover is not None:
        return options.cover
    if options.press is None:
        return "none"
    target = target_for(options.press)
    return "wrap" if target.full_bleed else "none"


def make_cover(
    edition: Edition,
    layout: Layout,
    options: PrintOptions,
    *,
    pages: int,
    catalogue: Catalogue,
    timestamp: datetime.datetime,
    profile: bytes | None = None,
    run: Run = serially,
    cache: GalleyCache | None = None,
) -> CoverResult:
    """Return the cover of a book of `pages` (blank ones counted), as a file of its own.

    `options.cover` `front` makes the front alone, anything else back, spine and front. `profile`
    are the bytes of the ICC profile the order names; `run` and `cache` are those of `typeset`.
    Raises `InputError` for an order that contradicts itself, `EngineError` when the cover cannot
    be typeset.
    """
    order = options.press or PressOptions(standard="none")
    target, findings = target_for(order), Collector()
    trim = Trim(options.trim_width_mm, options.trim_height_mm)
    if options.cover == "front":
        sheet = front_sheet(trim, order, target)
    else:
        spine = spine_for(pages, order, target)
        sheet = wrap_sheet(trim, spine, order, target)
        _tell_spine(spine, findings)
    isbn = None if sheet.spine is None else isbn_of(edition.metadata)
    label = _label(isbn, order, layout, findings) if isbn else None
    composition = compose_cover(
        edition,
        layout,
        _plan(sheet, label, isbn, order),
        catalogue=catalogue,
        assets={BARCODE_KEY: label} if label else None,
    )
    setter = partial(typeset, catalogue=catalogue, run=run, cache=cache)
    raw, found = set_cover(composition, options, catalogue, timestamp, setter)
    findings.extend(found)
    if sheet.turn_in_mm:
        raw = _grown(raw, sheet.turn_in_mm)
    job = replace(
        job_for(order, trim=sheet.trim, profile=profile),
        bleed=Bleed.even(sheet.bleed_mm),
        multiple=1,
    )
    if job.marks and sheet.folds:
        job = replace(job, marks=job.marks | {"fold"})
    made = press_job(raw, job, timestamp=timestamp, metadata=edition.metadata, folds=sheet.folds)
    findings.extend(made.diagnostics)
    return CoverResult(made.pdf, sheet, job, tuple(findings), isbn if label else None)


def cover_page(
    edition: Edition,
    layout: Layout,
    options: PrintOptions,
    *,
    bleed_mm: float,
    catalogue: Catalogue,
    timestamp: datetime.datetime,
    run: Run = serially,
    cache: GalleyCache | None = None,
) -> bytes:
    """Return the front cover as a typeset page of the book, not pressed.

    `run` and `cache` are those of `typeset`. Raises `EngineError` when it cannot be typeset.
    """
    plan = CoverPlan(options.trim_width_mm, options.trim_height_mm, bleed_mm=bleed_mm)
    ink: Literal["cmyk", "rgb"] = "rgb" if options.press is None else "cmyk"
    composition = compose_cover(edition, layout, plan, ink=ink, catalogue=catalogue)
    setter = partial(typeset, catalogue=catalogue, run=run, cache=cache)
    return set_cover(composition, options, catalogue, timestamp, setter)[0]


def _tell_spine(spine: Spine, findings: Collector) -> None:
    hint = None
    if spine.assumed:
        hint = "state the paper under press (paper: {gsm: 80, bulk: 1.25}), or the printer's spine"
    findings.info("press-spine", f"the spine is {spine.width_mm:g} mm: {spine.rule}", hint=hint)
    if spine.reason and spine.width_mm:
        findings.info("press-spine", f"the spine carries no type: {spine.reason}")


def _label(isbn: str, order: PressOptions, layout: Layout, findings: Collector) -> Asset | None:
    try:
        return barcode_label(isbn, order.price, family=layout.fonts.get("sans", "Inter"))
    except ValueError as error:
        findings.warning(
            "press-barcode", f"no barcode on the cover: {error}", hint="correct the number"
        )
        return None


def _plan(
    sheet: CoverSheet, label: Asset | None, isbn: str | None, order: PressOptions
) -> CoverPlan:
    """Return the sheet as the layout wants to know it."""
    size = label_size(isbn, order.price) if label and isbn else None
    spine = sheet.spine
    return CoverPlan(
        width_mm=sheet.panel.width_mm,
        height_mm=sheet.panel.height_mm,
        spine_mm=None if spine is None else spine.width_mm,
        bleed_mm=sheet.bleed_mm + sheet.turn_in_mm,
        safe_mm=max(10.0, sheet.safe_mm + sheet.hinge_mm),
        barcode=BARCODE_KEY if label else None,
        flap_mm=sheet.flap_mm,
        barcode_width_mm=size[0] if size else 0.0,
        spine_text_pt=None if spine is None else (spine.text_pt if spine.text else 0.0),
    )


def set_cover(
    composition: Composition,
    options: PrintOptions,
    catalogue: Catalogue,
    timestamp: datetime.datetime,
    setter: Callable[[Composition, PrintOptions], Sequence[Galley]],
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the typeset cover, by `setter`, and what was found. Raises `EngineError` when it
    cannot be typeset or fills more than a page.
    """
    plain = replace(options, tagged=False)
    galleys = setter(composition, plain)
    found = tuple(d for galley in galleys for d in galley.diagnostics)
    if not all(galley.pages for galley in galleys):
        reason = found[0].message if found else "the engine gave no page"
        raise EngineError(f"the cover cannot be typeset: {reason}")
    block = bind(composition, galleys, plain, catalogue=catalogue, timestamp=timestamp)
    with pikepdf.open(io.BytesIO(block.pdf)) as pdf:
        if len(pdf.pages) != 1:
            raise EngineError(
                f"the cover fills {len(pdf.pages)} pages: it is too small for its text"
            )
    return block.pdf, found


def _grown(data: bytes, turn_in_mm: float) -> bytes:
    """Return the cover with the turn-in counted to the cut sheet."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        by = turn_in_mm * MM
        trim = Box.of(page.TrimBox).grown(by, by, by, by)
        page.TrimBox = Array([decimal(v) for v in trim])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()
