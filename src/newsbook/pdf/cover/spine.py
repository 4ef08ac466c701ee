"""From the pages and the paper of a book to the width of its spine, and whether type fits on it.

A leaf is `gsm` times `bulk` micrometres thick and holds two pages. A printer that publishes a
figure for each page of its own papers is taken at its word; a figure in the order goes first.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsbook.manifest.types import Binding, Paper, PressOptions
from newsbook.targets import Target

__all__ = ["Spine", "spine_for"]

_LEAF_UM = 100.0
_BULK = 1.25
_COVER_MM = 0.25
_BOARD_MM = 2.5
_TEXT_MM = 5.0
_CLEARANCE_MM = 1.6
_LEAST_PT = 6.0
_CAPITALS = 0.7
_PT = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Spine:
    """A spine: its width, what the width follows from, and the largest type that fits on it.

    `text` is false where the printer takes no type or none fits, and `reason` says which. `assumed`
    says that nothing was known of the paper.
    """

    width_mm: float
    rule: str
    text: bool
    text_pt: float
    reason: str = ""
    assumed: bool = False


def _leaf_um(paper: Paper) -> tuple[float, str, bool]:
    """Return the thickness of a leaf, where it comes from, and whether it is a guess."""
    if paper.caliper_um is not None:
        return paper.caliper_um, f"leaves of {paper.caliper_um:g} µm", False
    if paper.gsm is not None:
        bulk = paper.bulk or _BULK
        return paper.gsm * bulk, f"{paper.gsm:g} g paper of bulk {bulk:g}", paper.bulk is None
    return _LEAF_UM, f"leaves of {_LEAF_UM:g} µm", True


def _width(pages: int, order: PressOptions, target: Target) -> tuple[float, str, bool]:
    binding, paper = order.binding or Binding(), order.paper or Paper()
    if binding.spine_mm is not None:
        return binding.spine_mm, "the printer's own figure", False
    if binding.kind == "saddle":
        return 0.0, "stapled through the fold", False
    papers = target.spine_mm_per_page
    if papers and paper.gsm is None and paper.caliper_um is None:
        known = paper.stock is not None and paper.stock in papers
        stock = paper.stock if paper.stock is not None and known else next(iter(papers))
        width = pages * papers[stock] + target.spine_extra_mm
        said = f"{pages} pages of {stock} paper, {target.title}"
        return width, said, not known and len(papers) > 1
    board = _BOARD_MM if binding.kind == "hardcover" else _COVER_MM
    cover = binding.cover_mm if binding.cover_mm is not None else board
    leaf, said, guessed = _leaf_um(paper)
    width = -(-pages // 2) * leaf / 1000 + 2 * cover
    return width, f"{pages} pages, {said}, and a cover of {cover:g} mm", guessed


def spine_for(pages: int, order: PressOptions, target: Target) -> Spine:
    """Return the spine of a book of `pages` (blank ones counted) bound as `order` and `target` say.

    Type needs the printer's least number of pages or least width (5 mm where it names neither), its
    clearance to both folds, and 6 pt.
    """
    width, rule, assumed = _width(pages, order, target)
    width = round(width, 2)
    clearance = target.spine_clearance_mm or _CLEARANCE_MM
    room = (width - 2 * clearance) * _PT / _CAPITALS
    size = round(max(0.0, min(room, width * 0.5 * _PT, 14.0)), 1)
    reason = ""
    if target.spine_text_pages and pages < target.spine_text_pages:
        reason = f"{target.title} prints on spines from {target.spine_text_pages} pages on"
    elif not target.spine_text_pages and width < (target.spine_text_mm or _TEXT_MM):
        reason = f"a spine of {width:g} mm is too narrow for type"
    elif size < _LEAST_PT:
        reason = f"between folds {clearance:g} mm away there is room for {size:g} pt only"
    return Spine(width, rule, not reason, size, reason, assumed)
