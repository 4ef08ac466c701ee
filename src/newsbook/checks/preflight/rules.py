"""From a standard or a printer's name, and the order for a book, to what its file must hold."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from newsbook.errors import UsageError
from newsbook.pdf.press.job import STANDARDS, Job, Standard
from newsbook.targets import Target, load_target, target_names
from newsbook.trim import Trim

__all__ = ["Rules", "rules_for", "rules_for_job"]

_NO_TARGET = Target("", "")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is expected. None: not known, not checked.

    `bleed_mm` is top, outside, bottom, inside; lines and text are points; ink is percent;
    `resolution` below which a picture shows its pixels, `line_art` the same for black and white.
    `multiple` is the number of pages of a section, which blank pages at the end may fill.
    """

    standard: Standard
    target: Target = _NO_TARGET
    trim: Trim | None = None
    bleed_mm: tuple[float, float, float, float] | None = None
    max_ink: float = 300
    resolution: int = 225
    line_art: int = 550
    line_pt: float = 0.25
    text_pt: float = 4
    colour_text_pt: float = 7
    safe_mm: float = 3
    marks: frozenset[str] | None = None
    spots: frozenset[str] = field(default_factory=frozenset)
    multiple: int | None = None
    right_to_left: bool = False
    screen_colours: bool = False

    @property
    def for_screen(self) -> bool:
        """Whether the file goes to no press: it follows no standard and no printer is named."""
        return not self.standard.is_x and not self.target.name

    @property
    def name(self) -> str:
        """What the file is checked for, in words."""
        return self.target.title or self.standard.title


def rules_for(name: str) -> Rules:
    """Return the rules of a standard (`pdf/x-4`), of a target (`kdp`) or its covers (`kdp-cover`).

    Raises `UsageError` when there is neither.
    """
    plain = name.strip().casefold()
    if plain in STANDARDS:
        return Rules(STANDARDS[plain], screen_colours=plain == "none")
    if f"pdf/{plain}" in STANDARDS:
        return Rules(STANDARDS[f"pdf/{plain}"])
    book = plain.removesuffix("-cover")
    try:
        target = load_target(book)
        return _of_target(target if plain == book else _for_cover(target))
    except ValueError as error:
        known = ", ".join([*STANDARDS, *target_names()])
        raise UsageError(f"nothing to check for under the name {name!r}: use {known}") from error


def rules_for_job(job: Job, target: str | None = None, *, cover: bool = False) -> Rules:
    """Return the rules for the file a job asks for: the pages of a book, or its `cover`."""
    chosen = load_target(target) if target else _NO_TARGET
    rules = _of_target(_for_cover(chosen) if cover else chosen)
    bleed = job.bleed
    return replace(
        rules,
        standard=job.standard,
        trim=job.trim,
        bleed_mm=(bleed.top, bleed.outside, bleed.bottom, bleed.inside),
        max_ink=job.max_ink,
        marks=job.marks,
        spots=frozenset(spot.name for spot in job.spots),
        right_to_left=job.right_to_left,
        screen_colours=not job.inks,
        multiple=job.multiple,
    )


def _for_cover(target: Target) -> Target:
    """Return what a printer asks of a cover: nothing that counts or cuts pages."""
    return replace(
        target,
        trims=(),
        trim_least=None,
        trim_most=None,
        pages_least=None,
        pages_most=None,
        pages_multiple=None,
        bleed_mm=_even(target),
        gutter_mm=(),
        safe_mm=target.cover_safe_mm if target.cover_safe_mm is not None else target.safe_mm,
        safe_bleed_mm=None,
    )


def _even(target: Target) -> tuple[float, float, float, float] | None:
    """Return the bleed of a cover: the same on its four sides."""
    if target.cover_bleed_mm is not None:
        every = target.cover_bleed_mm
    elif target.bleed_mm is not None:
        every = max(target.bleed_mm)
    else:
        return None
    return (every, every, every, every)


def _of_target(target: Target) -> Rules:
    rules = Rules(STANDARDS[target.standard or "none"], target)
    resolution = target.ppi_least
    if resolution is None:
        resolution = round((target.ppi or 300) * 0.75)
    return replace(
        rules,
        bleed_mm=target.bleed_mm,
        max_ink=target.max_ink or rules.max_ink,
        resolution=resolution,
        line_art=target.ppi_line_art or rules.line_art,
        line_pt=target.line_pt or rules.line_pt,
        text_pt=target.text_pt or rules.text_pt,
        colour_text_pt=target.colour_text_pt or rules.colour_text_pt,
        safe_mm=target.safe_mm if target.safe_mm is not None else rules.safe_mm,
        marks=None if target.marks is None else frozenset(target.marks),
        screen_colours=target.images == "rgb",
    )
