"""From something wrong in a file for the press to a finding with page, place, object and fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.pdf.geometry import MM, Box

__all__ = ["Finding", "gathered", "merged"]

_MOST_PLACES = 100
# What a layout does on page after page, told once with the worst of it.
_HABITS = frozenset(
    f"pdf-{name}"
    for name in ("small-text", "colour-text", "hairline", "safe-area", "gutter", "black-knockout")
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `page` counts from 1; None: the file as a whole.

    `boxes` are its places on the page in PDF units, `trim` the page's trim, from whose top left
    corner places are told; `object` names what is wrong (`object 12`, a font, a colour); `fix` is
    the next step; `pages` are all its pages, where several findings were gathered.
    """

    severity: Severity
    code: str
    message: str
    fix: str = ""
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    object: str = ""
    trim: Box | None = None
    count: int = 1
    pages: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        if self.page is None:
            return ""
        if len(self.pages) > 1:
            return f"pages {_ranges(self.pages)}"
        words = f"page {self.page}"
        if self.boxes and self.trim is not None:
            box = self.boxes[0]
            across, down = (box.x0 - self.trim.x0) / MM, (self.trim.y1 - box.y1) / MM
            words += f", {round(across)} mm across and {round(down)} mm down"
        return words

    def diagnostic(self, file: str) -> Diagnostic:
        """Return the finding as a diagnostic of `file`."""
        times = f" ({self.count} times)" if self.count > 1 else ""
        what = f" [{self.object}]" if self.object else ""
        place = f"{self.place}: " if self.place else ""
        message = f"{place}{self.message}{what}{times}"
        return Diagnostic(self.severity, self.code, message, Location(file), self.fix or None)

    def as_json(self) -> dict[str, Any]:
        """Return the object printed with `--json`: places in mm from the trim's top left."""
        trim = self.trim or Box(0, 0, 0, 0)
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "fix": self.fix or None,
            "page": self.page,
            "object": self.object or None,
            "count": self.count,
            "places_mm": [
                [
                    round((box.x0 - trim.x0) / MM, 2),
                    round((trim.y1 - box.y1) / MM, 2),
                    round(box.width / MM, 2),
                    round(box.height / MM, 2),
                ]
                for box in self.boxes
            ],
        }


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with those that say the same of the same page made one, errors first."""
    kept: dict[tuple[Any, ...], Finding] = {}
    for finding in findings:
        key = (finding.code, finding.page, finding.message, finding.object)
        if key in kept:
            old = kept[key]
            boxes = (*old.boxes, *finding.boxes)[:_MOST_PLACES]
            kept[key] = replace(old, boxes=boxes, count=old.count + finding.count)
        else:
            kept[key] = finding
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return tuple(
        sorted(kept.values(), key=lambda f: (order[f.severity], f.page or 0, f.code, f.message))
    )


def gathered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with those that say the same of several pages made one, in their order.

    Of type too small, lines too thin and the like, which differ in their measure alone, the worst
    is told.
    """
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, finding in enumerate(findings):
        if finding.page is None:
            groups[place,] = [finding]
        elif finding.code in _HABITS and finding.severity is not Severity.ERROR:
            said = _NUMBER.sub("#", finding.message)
            groups.setdefault((finding.severity, finding.code, said), []).append(finding)
        else:
            key = (finding.severity, finding.code, finding.message, finding.object)
            groups.setdefault(key, []).append(finding)
    return tuple(_together(group) for group in groups.values())


def _together(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    worst = min(group, key=lambda f: [float(n) for n in _NUMBER.findall(f.message)])
    return replace(
        worst,
        object=", ".join(dict.fromkeys(f.object for f in group if f.object)),
        count=sum(f.count for f in group),
        pages=tuple(sorted({f.page for f in group if f.page is not None})),
    )


def _ranges(pages: Sequence[int]) -> str:
    """Return numbers in order as text, neighbours together: `3, 5–9`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}\u2013{b}" for a, b in runs)
