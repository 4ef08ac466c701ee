"""From a press order as written, and the printer's target, to a job with every value settled."""

from __future__ import annotations

from typing import TypeVar

from newsbook.diagnostics import Diagnostic, Severity
from newsbook.errors import InputError
from newsbook.manifest.types import Bleed, PressOptions
from newsbook.pdf.press.job import MARKS, STANDARDS, Images, Job
from newsbook.pdf.press.profile import Profile, read_profile
from newsbook.resources import profiles_dir
from newsbook.targets import Target, load_target
from newsbook.targets.conditions import REGISTRY, Condition, parse_condition
from newsbook.trim import Trim

__all__ = ["job_for", "refused", "target_for"]

T = TypeVar("T")
_DEFAULT_BLEED_MM = 3.0


def job_for(
    options: PressOptions,
    *,
    trim: Trim,
    profile: bytes | None = None,
    right_to_left: bool = False,
) -> Job:
    """Return the job for an order: what `options` state, else what the target says, else defaults.

    Raises `InputError`, with a diagnostic at its place in the manifest, when the order names
    something unknown or contradicts itself.
    """
    target = target_for(options)
    name = _chosen(options.standard, target.standard, "pdf/x-4")
    if name not in STANDARDS:
        raise refused(options, ("standard", f"there is no standard {name}"))
    standard = STANDARDS[name]
    try:
        condition = parse_condition(_chosen(options.condition, target.condition, "FOGRA39"))
    except ValueError as error:
        raise refused(options, ("condition", str(error))) from error
    images: Images = _chosen(options.images, target.images, "cmyk")
    try:
        opened = _profile(condition, profile) if images != "rgb" else None
    except ValueError as error:
        key = "condition" if profile is None else "icc"
        raise refused(options, (key, str(error))) from error
    named = profile is None or options.condition is not None
    job = Job(
        standard=standard,
        trim=trim,
        bleed=_bleed(options, target),
        images=images,
        profile=opened,
        identifier=condition.identifier if named or opened is None else opened.description,
        condition=condition.info if named or opened is None else opened.description,
        registry=REGISTRY if named else "",
        max_ink=_chosen(options.max_ink, target.max_ink, float(condition.max_ink)),
        marks=frozenset(_chosen(options.marks, target.marks, ())),
        ppi=_chosen(options.ppi, target.ppi, 300),
        black_overprint=_chosen(options.black_overprint, None, True),
        spots=options.spots,
        multiple=_multiple(options, target),
        right_to_left=right_to_left,
    )
    if problems := _contradictions(job):
        raise refused(options, *problems)
    return job


def target_for(options: PressOptions) -> Target:
    """Return the target an order names, or one that asks for nothing. Raises `InputError`."""
    try:
        return load_target(options.for_) if options.for_ else Target("", "")
    except ValueError as error:
        raise refused(options, ("for", str(error))) from error


def refused(options: PressOptions, *problems: tuple[str, str]) -> InputError:
    """Return the error for an order: each problem is a key of the order and what is wrong."""
    found = tuple(
        Diagnostic(
            Severity.ERROR,
            "invalid-value",
            f"{key}: {message}",
            options.places.get(key) or options.where,
        )
        for key, message in problems
    )
    return InputError("press order: " + "; ".join(message for _, message in problems), found)


def _chosen(stated: T | None, targeted: T | None, default: T) -> T:
    """Return the first that is not None."""
    if stated is not None:
        return stated
    return default if targeted is None else targeted


def _bleed(options: PressOptions, target: Target) -> Bleed:
    if options.bleed_mm is not None:
        return options.bleed_mm
    if target.bleed_mm is not None:
        top, outside, bottom, inside = target.bleed_mm
        return Bleed(top, outside, bottom, inside)
    return Bleed.even(_DEFAULT_BLEED_MM)


def _multiple(options: PressOptions, target: Target) -> int:
    """Return what the number of pages must divide by: a section of folded sheets, or a leaf."""
    binding = options.binding
    if binding is not None and binding.signature:
        return binding.signature
    if binding is not None and binding.kind == "saddle":
        return 4
    return target.pages_multiple or 2


def _profile(condition: Condition, data: bytes | None) -> Profile:
    if data is None:
        if condition.profile is None:
            raise ValueError(
                f"newsbook has no profile for {condition.name}: give the printer's own with icc:"
            )
        data = (profiles_dir() / condition.profile).read_bytes()
    profile = read_profile(data)
    if profile.kind != "prtr" or profile.space != "CMYK":
        raise ValueError(
            f"the ICC profile is for {profile.space} and of class {profile.kind}: "
            "a press needs an output profile (prtr) for CMYK"
        )
    return profile


def _contradictions(job: Job) -> list[tuple[str, str]]:
    """Return what of a job cannot be, by the key that would have to change."""
    title, problems = job.standard.title, []
    if job.standard.is_x and job.images == "rgb":
        problems.append(("images", f"{title} needs inks: use images: cmyk, or standard: none"))
    if job.images == "rgb" and job.spots:
        problems.append(("spots", "special inks need plates: use images: cmyk"))
    if job.images == "icc" and not job.standard.managed:
        problems.append(("images", f"{title} takes no RGB pictures: use images: cmyk"))
    if unknown := job.marks - set(MARKS):
        there, named = ", ".join(MARKS), ", ".join(sorted(unknown))
        problems.append(("marks", f"there are no {named} marks, only {there}"))
    if job.profile is not None and job.profile.version[0] > (2 if job.standard.info else 4):
        version = ".".join(map(str, job.profile.version))
        problems.append(("icc", f"{title} takes no ICC profile of version {version}"))
    for spot in job.spots:
        if spot.cmyk is None or max(spot.cmyk) == 0 or spot.cmyk[:3] == (0, 0, 0):
            problems.append(
                ("spots", f"the special ink {spot.name} needs process inks that stand in for it")
            )
    if not 0 < job.max_ink <= 400:
        problems.append(("max_ink", f"an ink limit of {job.max_ink:g} % makes no sense"))
    return problems
