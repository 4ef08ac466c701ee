"""From the plates of a page to findings that only printing shows: ink as it adds up, barcodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.plates import PlateSet
from newsbook.checks.preflight.subject import Sheet, Subject, error
from newsbook.pdf.barcode import read_ean13

__all__ = ["check_barcode", "check_plates"]

_TOLERANCE = 2.0


def check_plates(subject: Subject, sheet: Sheet, plates: PlateSet) -> Iterator[Finding]:
    """Yield the place with too much ink, measured inside the bleed on the plates themselves."""
    limit = subject.rules.max_ink
    total = plates.ink(sheet.bleed)
    high = total.getextrema()[1]
    assert isinstance(high, int | float)
    peak = float(high) / 2.55
    if peak <= limit + _TOLERANCE:
        return
    heavy = total.point(lambda v: v - int((limit + _TOLERANCE) * 2.55)).convert("L")
    left, top, *_ = plates.area(sheet.bleed)
    place = heavy.getbbox()
    boxes = []
    if place is not None:
        x0, y0, x1, y1 = place
        boxes.append(plates.place((x0 + left, y0 + top, x1 + left, y1 + top)))
    yield sheet.on(
        error(
            "pdf-ink",
            f"{peak:.0f} % ink where everything is printed; the limit is {limit:g} %",
            "let the press pass limit it (max_ink), or let black knock out",
        ),
        *boxes,
    )


def check_barcode(
    sheets: Sequence[Sheet], plates: Sequence[PlateSet], isbn: str | None = None
) -> Iterator[Finding]:
    """Yield a finding for each barcode that the black plate alone does not give.

    These are `isbn`, where one is asked for, and those that can be read from all plates together.
    """
    black: set[str] = set()
    together: set[str] = set()
    for item in plates:
        sheet = sheets[item.page - 1]
        black |= read_ean13(item.cut("Black", sheet.trim))
        together |= read_ean13(item.ink(sheet.trim).convert("L"))
    wanted = together if isbn is None else {"".join(c for c in isbn if c.isdigit())} | together
    for number in sorted(wanted - black):
        yield error(
            "pdf-barcode",
            f"no barcode for {number} can be read on the black plate",
            "draw it in black ink alone on white paper, at 80 % of its size or more",
        )
