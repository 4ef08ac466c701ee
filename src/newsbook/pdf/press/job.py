"""From the words of a press order to what the press pass does.

A standard is a set of rules for files sent to a printer: ISO 15930-7 (PDF/X-4), ISO 15930-6
(PDF/X-3:2003), 15930-4 (PDF/X-1a:2003), 15930-3 (PDF/X-3:2002) and 15930-1 (PDF/X-1a:2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from newsbook.manifest.types import Bleed, Spot
from newsbook.pdf.press.profile import Profile
from newsbook.targets.conditions import REGISTRY
from newsbook.trim import Trim

__all__ = ["MARKS", "STANDARDS", "Images", "Job", "Standard", "largest", "sides"]

Images = Literal["cmyk", "icc", "rgb"]
MARKS = ("crop", "registration", "bar", "fold")
"""Printer's marks: where to cut, where the plates meet, the colour bar, where to fold."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What one standard allows.

    `version` is the PDF version written; `info` the value of GTS_PDFXVersion in the document
    information; `conformance` that of GTS_PDFXConformance; `xmp` that of pdfxid:GTS_PDFXVersion.
    `managed` says that colours may be defined by a profile or as CIE L*a*b*.
    """

    name: str
    title: str
    version: str
    transparency: bool
    opentype: bool
    managed: bool
    optional_content: bool
    object_streams: bool
    embeds_profile: bool
    info: str | None = None
    conformance: str | None = None
    xmp: str | None = None

    @property
    def is_x(self) -> bool:
        """Whether this is one of the PDF/X standards."""
        return self.name != "none"


def _older(name: str, title: str, version: str, info: str, conformance: str | None) -> Standard:
    """Return a standard of the older kind: no transparency, no object streams, no OpenType."""
    return Standard(
        name,
        title,
        version,
        transparency=False,
        opentype=False,
        managed="x-3" in name,
        optional_content=False,
        object_streams=False,
        embeds_profile=False,
        info=info,
        conformance=conformance,
    )


def _standards(*rows: Standard) -> Mapping[str, Standard]:
    return MappingProxyType({row.name: row for row in rows})


STANDARDS: Mapping[str, Standard] = _standards(
    Standard("pdf/x-4", "PDF/X-4", "1.6", True, True, True, True, True, True, xmp="PDF/X-4"),
    _older("pdf/x-3", "PDF/X-3:2003", "1.4", "PDF/X-3:2003", None),
    _older("pdf/x-1a", "PDF/X-1a:2003", "1.4", "PDF/X-1a:2003", None),
    _older("pdf/x-3:2002", "PDF/X-3:2002", "1.3", "PDF/X-3:2002", None),
    _older("pdf/x-1a:2001", "PDF/X-1a:2001", "1.3", "PDF/X-1:2001", "PDF/X-1a:2001"),
    Standard("none", "PDF 1.7", "1.7", True, True, True, True, True, False),
)


def largest(bleed: Bleed) -> float:
    """Return the widest side of a bleed, in mm."""
    return max(bleed.top, bleed.outside, bleed.bottom, bleed.inside)


def sides(bleed: Bleed, *, recto: bool) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top (mm) of the bleed on a right-hand or a left-hand page."""
    left, right = (bleed.inside, bleed.outside) if recto else (bleed.outside, bleed.inside)
    return left, bleed.bottom, right, bleed.top


@dataclass(frozen=True, slots=True)
class Job:
    """One order for the press, every value settled. Lengths are mm, ink is percent.

    `profile` is the printing condition's, named `identifier` in `registry`; `multiple` is what the
    number of pages must divide by; every spot has its process inks.
    """

    standard: Standard
    trim: Trim
    bleed: Bleed
    images: Images = "cmyk"
    profile: Profile | None = None
    identifier: str = ""
    condition: str = ""
    registry: str = REGISTRY
    max_ink: float = 300
    marks: frozenset[str] = frozenset()
    slug_mm: float = 12
    ppi: int = 300
    black_overprint: bool = True
    spots: tuple[Spot, ...] = ()
    multiple: int = 2
    right_to_left: bool = False

    @property
    def inks(self) -> bool:
        """Whether colours are turned into inks."""
        return self.images != "rgb"

    @property
    def margin_mm(self) -> float:
        """How far the sheet reaches past the trim: the bleed, or room for the marks."""
        return max(self.slug_mm, largest(self.bleed) + 6.5) if self.marks else 0.0
