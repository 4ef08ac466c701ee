"""From a PDF of single pages to printer's sheets that fold into booklets or signatures.

    impose(pdf, Order(signature=16)) -> Imposition

Pages keep their bleed on the outside and are cut at the fold. In a stack of folded sheets the inner
ones stand out at the fore-edge, which the knife cuts off; their pages move towards the fold by as
much (creep). Pages become form objects and are not converted in any way.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.errors import InputError, UsageError
from newsbook.pdf.damage import damage
from newsbook.pdf.geometry import MM, Box, Matrix, decimal, multiply
from newsbook.pdf.impose.plan import FOLDS, Section, Side, Slot, plan_sections, sides
from newsbook.pdf.press.marks import ALL_PLATES, all_plates, draw_marks
from newsbook.trim import Trim

__all__ = ["FOLDS", "Imposition", "Order", "impose"]

_MARGIN_MM = 7.0
_HEAD_MM = 3.0
_TOLERANCE_MM = 0.3
_STEP_MM = 9.0
_DROPPED = (
    *("/AA", "/AcroForm", "/Dests", "/MarkInfo", "/Names", "/OpenAction", "/Outlines"),
    *("/PageLabels", "/PageLayout", "/PageMode", "/StructTreeRoot", "/ViewerPreferences"),
)


@dataclass(frozen=True, slots=True)
class Order:
    """How pages are laid out. `signature` is pages a section (None: one, stapled); `up` pages on a
    side of a sheet (2, 4 or 8); `leaf_mm` the thickness of a leaf; `sheet` the paper (None: as
    large as needed); `marks` of crop, fold, registration, bar, collation.
    """

    signature: int | None = None
    up: int = 2
    leaf_mm: float = 0.1
    sheet: Trim | None = None
    marks: frozenset[str] = frozenset({"crop", "fold", "collation"})
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class Imposition:
    """Sheets ready to print. `blanks` pages were added at the end; `creep_mm` is the largest shift.

    `lost` counts links and form fields, which sheets cannot hold.
    """

    pdf: bytes
    sheet: Trim
    sheets: int
    sections: tuple[Section, ...]
    pages: int
    blanks: int
    creep_mm: float
    lost: int = 0


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as a form: its object, the matrix that sets it upright, and its boxes upright."""

    form: Any
    matrix: Matrix
    trim: Box
    bleed: Box


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where spreads stand on a sheet, in PDF units; `bleed` is that around each spread."""

    spread: tuple[float, float]
    bleed: float
    columns: int
    rows: int
    corner: tuple[float, float]
    media: Box

    def trim(self, column: int, row: int) -> Box:
        """Return the cut size of a spread; neighbours keep their bleeds apart."""
        gap = 2 * max(self.bleed, _HEAD_MM * MM)
        width, height = self.spread
        x = self.corner[0] + column * (width + gap)
        y = self.corner[1] + row * (height + gap)
        return Box(x, y, x + width, y + height)

    @property
    def whole(self) -> Box:
        """The rectangle around all spreads."""
        low, high = self.trim(0, 0), self.trim(self.columns - 1, self.rows - 1)
        return Box(low.x0, low.y0, high.x1, high.y1)


def impose(data: bytes, order: Order) -> Imposition:
    """Return the pages of the PDF `data` on sheets.

    Raises `InputError` when the PDF cannot be read or its pages differ in size, `UsageError` for an
    order that cannot be filled.
    """
    if order.up not in FOLDS:
        raise UsageError(
            f"a sheet takes {', '.join(map(str, FOLDS))} pages on a side, not {order.up}"
        )
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _impose(pdf, order)
    except pikepdf.PasswordError as error:
        raise InputError("the PDF needs a password: save it without one") from error
    except pikepdf.PdfError as error:
        raise InputError(f"this is no PDF that can be read: {damage(error)}") from error
    except (RuntimeError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise InputError(f"this PDF is damaged: {damage(error)}") from error


def _impose(pdf: pikepdf.Pdf, order: Order) -> Imposition:
    count = len(pdf.pages)
    if not count:
        raise InputError("the PDF has no pages")
    lost = sum(len(page.obj.get("/Annots", [])) for page in pdf.pages)
    pages = [_as_form(pdf, page, number) for number, page in enumerate(pdf.pages, 1)]
    _refuse_sizes(pages)
    try:
        sections = plan_sections(count, order.up, order.signature)
    except ValueError as error:
        raise UsageError(str(error)) from error
    planned = sides(sections, count, order.up, right_to_left=order.right_to_left)
    grid = _grid(pages, order)
    deepest = max(slot.depth for side in planned for slot in side.slots)
    creep = deepest * order.leaf_mm
    if creep * MM > grid.spread[0] / 8:
        raise UsageError(
            f"in one stack of {len(planned) // 2} sheets pages would move by {creep:.1f} mm: "
            "divide it into sections (--signature 16)"
        )
    plates = pdf.make_indirect(all_plates())
    made = [_side(pdf, side, pages, grid, order, plates) for side in planned]
    del pdf.pages[:]
    for page in made:
        pdf.pages.append(pikepdf.Page(page))
    total = sum(section.pages for section in sections)
    sheet = Trim(round(grid.media.width / MM, 2), round(grid.media.height / MM, 2))
    return Imposition(
        _saved(pdf), sheet, len(planned) // 2, sections, count, total - count, creep, lost
    )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    for key in _DROPPED:
        if key in pdf.Root:
            del pdf.Root[key]
    version = pdf.pdf_version
    older = tuple(int(n) for n in version.split(".")) < (1, 5)
    modes = pikepdf.ObjectStreamMode
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        out,
        deterministic_id=True,
        force_version=version,
        fix_metadata_version=False,
        object_stream_mode=modes.disable if older else modes.generate,
    )
    return out.getvalue()


# ---------------------------------------------------------------- pages
def _as_form(pdf: pikepdf.Pdf, page: pikepdf.Page, number: int) -> _Page:
    media = Box.of(page.mediabox)
    trim = Box.of(page.trimbox)
    bleed = Box.of(page.obj.get("/BleedBox", page.trimbox)).common(media) or trim
    if not trim.width or not trim.height:
        raise InputError(f"page {number} has no size")
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    data = contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b""
    form = pdf.make_stream(data)
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([decimal(v) for v in bleed])
    form.Resources = page.resources
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary):
        form.Group = group
    turn = int(page.obj.get("/Rotate", 0)) % 360
    matrix: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }.get(turn, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    return _Page(form, matrix, trim.through(matrix), bleed.through(matrix))


def _refuse_sizes(pages: list[_Page]) -> None:
    first = pages[0].trim
    for number, page in enumerate(pages, 1):
        off = max(abs(page.trim.width - first.width), abs(page.trim.height - first.height))
        if off > _TOLERANCE_MM * MM:
            size = f"{page.trim.width / MM:.1f} × {page.trim.height / MM:.1f} mm"
            wanted = f"{first.width / MM:.1f} × {first.height / MM:.1f} mm"
            raise InputError(f"page {number} is {size}, the first is {wanted}: pages must be equal")


def _grid(pages: list[_Page], order: Order) -> _Grid:
    """Return the places on a sheet: as large as needed, or in the middle of the paper."""
    first = pages[0]
    reach = [
        max(p.trim.x0 - p.bleed.x0, p.bleed.x1 - p.trim.x1, p.trim.y0 - p.bleed.y0) for p in pages
    ]
    bleed = max(0.0, *reach)
    slots = FOLDS[order.up][0]
    columns = max(column for column, _, _ in slots) + 1
    rows = max(row for _, row, _ in slots) + 1
    spread = (2 * first.trim.width, first.trim.height)
    bare = _Grid(spread, bleed, columns, rows, (0.0, 0.0), Box(0, 0, 0, 0))
    margin = bleed + (_MARGIN_MM * MM if order.marks else 0.0)
    needed = bare.whole.grown(margin, margin, margin, margin)
    width, height = needed.width, needed.height
    if order.sheet is not None:
        width, height = order.sheet.width_pt, order.sheet.height_pt
        if (width < height) != (needed.width < needed.height):
            width, height = height, width
        if width < bare.whole.width - 0.5 or height < bare.whole.height - 0.5:
            raise UsageError(
                f"a sheet of {order.sheet} is too small: the pages take "
                f"{bare.whole.width / MM:.0f} × {bare.whole.height / MM:.0f} mm"
            )
    corner = ((width - bare.whole.width) / 2, (height - bare.whole.height) / 2)
    return _Grid(spread, bleed, columns, rows, corner, Box(0, 0, width, height))


# ---------------------------------------------------------------- sheets
def _side(
    pdf: pikepdf.Pdf, side: Side, pages: list[_Page], grid: _Grid, order: Order, plates: Any
) -> Any:
    """Return one side of a sheet as a page."""
    forms, groups, lines = Dictionary(), [], []
    for slot in side.slots:
        trim = grid.trim(slot.column, slot.row)
        lines.append("q" + _turned(slot, trim))
        for number, is_left in ((slot.left, True), (slot.right, False)):
            if number is None:
                continue
            page = pages[number - 1]
            forms[f"/P{number}"] = page.form
            groups.append(page.form.get("/Group"))
            lines.append(_placed(page, number, trim, grid, slot.depth * order.leaf_mm, is_left))
        lines.append("Q")
    whole, b = grid.whole, grid.bleed
    bleed = whole.grown(b, b, b, b).common(grid.media) or whole
    drawn = "\n".join(lines).encode("ascii") + b"\n" + _marks(side, grid, order)
    made = Dictionary(
        Type=Name.Page,
        MediaBox=_array(grid.media),
        BleedBox=_array(bleed),
        TrimBox=_array(whole),
        Resources=Dictionary(XObject=forms, ColorSpace=Dictionary({str(ALL_PLATES): plates})),
        Contents=pdf.make_stream(drawn),
    )
    group = next((g for g in groups if isinstance(g, Dictionary)), None)
    if group is not None:
        made.Group = group
    return pdf.make_indirect(made)


def _array(box: Box) -> Any:
    return Array([decimal(v) for v in box])


def _turned(slot: Slot, trim: Box) -> str:
    """Return what sets a spread on its head where it stands."""
    if not slot.turned:
        return ""
    return f" -1 0 0 -1 {trim.x0 + trim.x1:.4f} {trim.y0 + trim.y1:.4f} cm"


def _placed(
    page: _Page, number: int, trim: Box, grid: _Grid, creep_mm: float, is_left: bool
) -> str:
    """Return what draws a page in its half of a spread: cut at the fold, moved towards it."""
    fold, b, creep = (trim.x0 + trim.x1) / 2, grid.bleed, creep_mm * MM
    x = (trim.x0 + creep) if is_left else (fold - creep)
    left = trim.x0 - b if is_left else fold
    width = trim.width / 2 + b
    m = multiply(page.matrix, (1, 0, 0, 1, x - page.trim.x0, trim.y0 - page.trim.y0))
    numbers = " ".join(f"{v:.4f}".rstrip("0").rstrip(".") for v in m)
    return (
        f"q {left:.4f} {trim.y0 - b:.4f} {width:.4f} {trim.height + 2 * b:.4f} re W n "
        f"{numbers} cm /P{number} Do Q"
    )


def _marks(side: Side, grid: _Grid, order: Order) -> bytes:
    wanted, b = order.marks - {"collation", "registration"}, grid.bleed
    whole = grid.whole
    bleed = whole.grown(b, b, b, b)
    columns = [grid.trim(column, 0) for column in range(grid.columns)]
    folds = tuple((box.x0 + box.x1) / 2 for box in columns)
    drawn = draw_marks(whole, bleed, wanted, folds)
    if "registration" in order.marks:
        # Beside the first spread, where no cut of an inner edge is marked.
        drawn += draw_marks(columns[0], bleed, frozenset({"registration"}), folds)
    if "crop" in wanted and len(side.slots) > 1:
        drawn += _inner_crops(grid)
    if "collation" in order.marks and order.signature is not None:
        drawn += _collation(side, grid)
    return drawn


def _inner_crops(grid: _Grid) -> bytes:
    """Return lines at the outside of the sheet where inner edges of spreads are cut."""
    whole, near, far = grid.whole, grid.bleed + 0.5 * MM, grid.bleed + 5.5 * MM
    lines = [f"q {ALL_PLATES} CS 1 SCN 0.25 w"]
    for x in (v for c in range(grid.columns) for v in grid.trim(c, 0)[::2]):
        if whole.x0 + 1 < x < whole.x1 - 1:
            for y0, y1 in ((whole.y0 - far, whole.y0 - near), (whole.y1 + near, whole.y1 + far)):
                lines.append(f"{x:.3f} {y0:.3f} m {x:.3f} {y1:.3f} l S")
    for y in (v for r in range(grid.rows) for v in grid.trim(0, r)[1::2]):
        if whole.y0 + 1 < y < whole.y1 - 1:
            for x0, x1 in ((whole.x0 - far, whole.x0 - near), (whole.x1 + near, whole.x1 + far)):
                lines.append(f"{x0:.3f} {y:.3f} m {x1:.3f} {y:.3f} l S")
    return ("\n".join([*lines, "Q"]) + "\n").encode("ascii")


def _collation(side: Side, grid: _Grid) -> bytes:
    """Return the black step on the spine of a section: together they make a staircase.

    It stands on the fold of the outermost spread, the front of the section's first sheet.
    """
    if side.sheet or not side.front:
        return b""
    slot = next(slot for slot in side.slots if slot.depth == 0)
    trim = grid.trim(slot.column, slot.row)
    steps = max(1, int((trim.height / MM - 30) / _STEP_MM))
    width, height = 3.0 * MM, 7.0 * MM
    x = (trim.x0 + trim.x1) / 2 - width / 2
    down = (15 + side.section % steps * _STEP_MM) * MM
    y = trim.y0 + down if slot.turned else trim.y1 - down - height
    return f"q 0 0 0 1 k {x:.3f} {y:.3f} {width:.3f} {height:.3f} re f Q\n".encode("ascii")
