"""From a typeset PDF and a press order to the PDF a printer accepts.

    press(pdf, options, trim=..., timestamp=..., metadata=...) -> PressResult

The input is what the typesetting engine writes without any PDF variant: DeviceCMYK where the style
sheet says `device-cmyk()`, RGB elsewhere, set as far as the bleed.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

import pikepdf

from newsbook.diagnostics import Collector, Diagnostic
from newsbook.manifest.types import PressOptions
from newsbook.model import Metadata
from newsbook.pdf.portrait import Portraits
from newsbook.pdf.press.identity import identity
from newsbook.pdf.press.inks import Inks
from newsbook.pdf.press.job import MARKS, STANDARDS, Job, Standard
from newsbook.pdf.press.order import job_for, refused, target_for
from newsbook.pdf.press.plan import PagePlan, plan_pages
from newsbook.pdf.press.run import Run, execute
from newsbook.recall import FORGETFUL, Recall
from newsbook.trim import Trim

__all__ = [
    "MARKS",
    "STANDARDS",
    "Job",
    "PagePlan",
    "PressResult",
    "Standard",
    "job_for",
    "plan_pages",
    "press",
    "press_job",
    "refused",
    "target_for",
]


@dataclass(frozen=True, slots=True)
class PressResult:
    """A file for the printer. With an error among `diagnostics` it must not be sent.

    `done` counts what was converted, for the report; `plan` says how the pages fill the sheets.
    """

    pdf: bytes
    diagnostics: tuple[Diagnostic, ...]
    plan: PagePlan
    job: Job
    done: Mapping[str, int] = field(default_factory=dict)


def press(
    pdf: bytes,
    options: PressOptions,
    *,
    trim: Trim,
    timestamp: datetime.datetime,
    metadata: Metadata,
    profile: bytes | None = None,
    blank_pages: bool = True,
    recall: Recall = FORGETFUL,
) -> PressResult:
    """Return the typeset book `pdf` made ready as `options` order.

    `trim` is the finished page; `timestamp` (aware) is what the file carries as its time; `profile`
    are the bytes of the ICC profile `options.icc` names; `recall` remembers what becomes of
    pictures and pages. Raises `InputError` for an order that
    contradicts itself; everything about the book is a diagnostic.
    """
    job = job_for(options, trim=trim, profile=profile, right_to_left=metadata.direction == "rtl")
    return press_job(
        pdf,
        job,
        timestamp=timestamp,
        metadata=metadata,
        blank_pages=blank_pages,
        recall=recall,
    )


def press_job(
    pdf: bytes,
    job: Job,
    *,
    timestamp: datetime.datetime,
    metadata: Metadata,
    blank_pages: bool = True,
    folds: tuple[float, ...] = (),
    recall: Recall = FORGETFUL,
) -> PressResult:
    """Return `pdf` made ready for `job`; `folds` are fold marks, mm from the trim's left edge."""
    findings = Collector()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        inks = None
        if job.inks and job.profile is not None:
            inks = Inks(job.profile, job.max_ink)
        plan = plan_pages(len(opened.pages), job.multiple if blank_pages else 1)
        if plan.message:
            findings.info("press-blank-pages", plan.message, hint=plan.hint or None)
        who = identity(opened, metadata, timestamp)
        run = Run(opened, job, who, findings, inks, plan.blanks, folds, Portraits(recall))
        data = execute(run)
    done = {what: count for what, count in sorted(run.done.items()) if count}
    return PressResult(data, tuple(findings), plan, job, done)
