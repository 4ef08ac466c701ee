"""From a typeset book to the file its printer asked for.

The steps are a table; each changes the open file and may report. Nothing is dropped in silence:
what a standard cannot hold, and what cannot be converted, is an error with its page.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from newsbook.diagnostics import Collector
from newsbook.pdf.geometry import MM, Box
from newsbook.pdf.portrait import Portraits
from newsbook.pdf.press.colours import Settings, separation
from newsbook.pdf.press.contents import Contents
from newsbook.pdf.press.conversion import Converter
from newsbook.pdf.press.fonts import bare_cff
from newsbook.pdf.press.heavy import heavy_places
from newsbook.pdf.press.identity import Identity, write_identity, write_intent
from newsbook.pdf.press.inks import Inks
from newsbook.pdf.press.job import Job
from newsbook.pdf.press.pictures import Pictures
from newsbook.pdf.press.screen import Screen, ScreenSettings
from newsbook.pdf.press.shadings import convert_shading
from newsbook.pdf.press.sheets import add_blanks, set_boxes
from newsbook.pdf.press.survey import Survey, Use, survey
from newsbook.recall import value_digest

__all__ = ["STEPS", "Run", "execute"]

_INTERACTIVE = (
    "/AA",
    "/AcroForm",
    "/Collection",
    "/Legal",
    "/MarkInfo",
    "/Names",
    "/Dests",
    "/OpenAction",
    "/Outlines",
    "/PageMode",
    "/Perms",
    "/StructTreeRoot",
    "/Threads",
    "/URI",
    "/OutputIntents",
    "/Metadata",
    "/PieceInfo",
)
_PAGE_INTERACTIVE = ("/AA", "/Annots", "/B", "/Dur", "/StructParents", "/Tabs", "/Thumb", "/Trans")


@dataclass(slots=True)
class Run:
    """One pass over one open file: what is known so far, what was done, what is wrong."""

    pdf: pikepdf.Pdf
    job: Job
    who: Identity
    findings: Collector
    inks: Inks | None
    blanks: int = 0
    folds: tuple[float, ...] = ()
    portraits: Portraits = field(default_factory=Portraits)
    survey: Survey = field(default_factory=Survey)
    pictures: Pictures | None = None
    screen: Screen = field(default_factory=Screen)
    done: Counter[str] = field(default_factory=Counter)

    def refuse(self, message: str, *, hint: str | None = None, code: str = "press-refused") -> None:
        """Report what cannot be printed as asked."""
        self.findings.error(code, message, hint=hint)


# ---------------------------------------------------------------- steps
def _look(run: Run) -> None:
    run.survey = survey(run.pdf, run.portraits)
    for page, what in run.survey.unreadable:
        run.refuse(f"page {page} of the typeset file cannot be read: {what}")


def _special_inks(run: Run) -> None:
    """Give the colour spaces named after special inks their plates (CSS `color(--key 1)`)."""
    keys = {f"/--{spot.key}": spot for spot in run.job.spots if spot.key}
    for resources in _all_resources(run):
        spaces = resources.get("/ColorSpace")
        for name in list(spaces.keys()) if isinstance(spaces, Dictionary) else []:
            if name in keys:
                spaces[name] = separation(keys[name])


def _convert_pictures(run: Run) -> None:
    survey = run.survey
    converter = Converter(run.job, run.inks, run.screen)
    run.pictures = Pictures(run.pdf, run.job, converter, survey.placed, survey.masks, run.portraits)
    for key in sorted(run.survey.images):
        run.pictures.convert(run.survey.images[key])
    for _, problem in run.pictures.problems:
        run.refuse(f"a picture cannot be converted: {problem}")
    run.done.update({f"pictures {what}": n for what, n in run.pictures.done.items()})


def _soft_masks(run: Run) -> None:
    if run.job.standard.transparency or run.pictures is None:
        return
    for key in sorted(run.survey.masked):
        page, box = run.survey.masked[key]
        on_paper = run.survey.on_paper.get(key, False)
        if not run.pictures.flatten(run.survey.images[key], on_paper=on_paper):
            run.refuse(
                f"page {page}, {place(box, run)}: a picture with a transparent part lies over "
                f"something else, which {run.job.standard.title} cannot hold",
                hint="use standard: pdf/x-4, or a picture without transparency",
            )


def _gradients(run: Run) -> None:
    for shading, mask in run.survey.shadings:
        if run.inks is None:
            continue
        problem = convert_shading(shading, run.inks, run.pdf, mask=mask)
        if problem:
            run.refuse(f"{problem} is in the book", hint="use an even colour or a picture")
        run.done["gradients"] += 1


def _colours(run: Run) -> None:
    settings: Settings | ScreenSettings | None = None
    if run.inks is not None:
        settings = Settings(run.inks, run.job.spots)
    elif not run.job.inks:
        settings = ScreenSettings(run.screen)
    contents = Contents(
        settings,
        overprint=run.job.black_overprint,
        keeps_alpha=run.job.standard.transparency,
        states=_overprint_states(run.pdf),
        portraits=run.portraits,
        order=value_digest(run.job),
    )
    chroma = run.pictures.chroma if run.pictures else {}
    heavy: dict[int, list[Box]] = {}
    if run.inks is not None:
        heavy = heavy_places(run.survey.coloured, run.inks, chroma, run.job.max_ink)
    for use in run.survey.uses.values():
        _rewrite_stream(use, contents, heavy)
    for number, page in enumerate(run.pdf.pages, 1):
        resources = page.obj.get("/Resources")
        if resources is None:
            resources = page.obj["/Resources"] = Dictionary()
        portrait = run.survey.portraits[number]
        data = contents.rewrite(page, resources, portrait, heavy=heavy.get(number), page=True)
        page.obj.Contents = run.pdf.make_stream(data)
    if settings is not None:
        for problem in dict.fromkeys(settings.problems):
            run.refuse(problem)
        run.done.update(settings.done)


def _rewrite_stream(use: Use, contents: Contents, heavy: dict[int, list[Box]]) -> None:
    """Rewrite a form, a pattern or a glyph; one placed often avoids the heavy places of all."""
    everywhere = [Box(-1e6, -1e6, 1e6, 1e6)]
    if len(use.places) == 1:
        page, matrix = use.places[0]
        data = contents.rewrite(
            use.stream,
            use.resources,
            use.portrait,
            ctm=matrix,
            heavy=heavy.get(page),
            mask=use.mask,
        )
    else:
        pages = {page for page, _ in use.places} or set(heavy)
        crowded = everywhere if any(heavy.get(page) for page in pages) else None
        data = contents.rewrite(
            use.stream, use.resources, use.portrait, heavy=crowded, mask=use.mask
        )
    use.stream.write(data)


def _overprint_states(pdf: pikepdf.Pdf) -> tuple[Any, Any]:
    on = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)
    off = Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1)
    return pdf.make_indirect(on), pdf.make_indirect(off)


def _transparency(run: Run) -> None:
    """Drop the groups of an opaque book; give the others a space that suits the intent."""
    reasons = run.survey.transparency
    if reasons and not run.job.standard.transparency:
        for page, box, reason in reasons:
            run.refuse(
                f"page {page}, {place(box, run)}: {reason}, which {run.job.standard.title} "
                "cannot hold",
                hint="use standard: pdf/x-4, or opaque colours",
            )
    opaque = not reasons and (not run.survey.masked or not run.job.standard.transparency)
    space = Name.DeviceRGB if run.inks is None else Name.DeviceCMYK
    for use in run.survey.uses.values():
        if "/Group" in use.stream:
            if opaque:
                del use.stream["/Group"]
                run.done["opaque groups dropped"] += 1
            else:
                use.stream.Group.CS = Name.DeviceGray if use.mask else space
    numbers = {number for number, _, _ in reasons}
    numbers |= {number for number, _ in run.survey.masked.values()}
    for number, sheet in enumerate(run.pdf.pages, 1):
        if "/Group" in sheet.obj:
            del sheet.obj["/Group"]
        if number in numbers and not opaque:
            sheet.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)
    if not run.job.standard.transparency:
        _forget_alpha(run)


def _forget_alpha(run: Run) -> None:
    """Take the keys of transparency out of the graphics states of a standard without it."""
    for resources in _all_resources(run):
        states = resources.get("/ExtGState", Dictionary())
        for name in list(states.keys()):
            for key in ("/ca", "/CA", "/AIS", "/SMask", "/BM", "/TK"):
                if key in states[name]:
                    del states[name][key]


def _tidy(run: Run) -> None:
    """Take unused colour spaces and empty tables out of the resources."""
    for resources in _all_resources(run):
        spaces = resources.get("/ColorSpace")
        if isinstance(spaces, Dictionary) and (run.inks or not run.job.inks):
            for name in list(spaces.keys()):
                family = spaces[name][0] if isinstance(spaces[name], pikepdf.Array) else None
                if family != Name.Separation:
                    del spaces[name]
        for table in ("/ColorSpace", "/Pattern", "/Shading", "/XObject", "/ExtGState", "/Font"):
            if table in resources and not len(resources[table]):
                del resources[table]
        if "/ProcSet" in resources:
            del resources["/ProcSet"]


def _fonts(run: Run) -> None:
    done, refused = bare_cff(run.pdf)
    run.done["fonts as bare CFF"] += done
    for name in refused:
        if not run.job.standard.opentype:
            run.refuse(f"the font {name} is OpenType, which {run.job.standard.title} cannot embed")


def _strip(run: Run) -> None:
    """Take out what a press has no use for: links, actions, outlines, structure."""
    for key in _INTERACTIVE:
        if key in run.pdf.Root:
            del run.pdf.Root[key]
    if not run.job.standard.optional_content and "/OCProperties" in run.pdf.Root:
        run.refuse(f"layers, which {run.job.standard.title} cannot hold, are in the book")
    for page in run.pdf.pages:
        run.done["links taken out"] += len(page.obj.get("/Annots", []))
        for key in _PAGE_INTERACTIVE:
            if key in page.obj:
                del page.obj[key]
    for use in run.survey.uses.values():
        for key in ("/StructParent", "/StructParents", "/PieceInfo"):
            if key in use.stream:
                del use.stream[key]


def _sheets(run: Run) -> None:
    add_blanks(run.pdf, run.job, run.blanks)
    for problem in set_boxes(run.pdf, run.job, folds=run.folds):
        run.refuse(problem)


def _name(run: Run) -> None:
    if run.job.standard.is_x:
        write_intent(run.pdf, run.job)
    write_identity(run.pdf, run.job, run.who)


STEPS: tuple[tuple[str, Callable[[Run], None]], ...] = (
    ("look", _look),
    ("special inks", _special_inks),
    ("pictures", _convert_pictures),
    ("soft masks", _soft_masks),
    ("gradients", _gradients),
    ("colours", _colours),
    ("transparency", _transparency),
    ("fonts", _fonts),
    ("tidy", _tidy),
    ("strip", _strip),
    ("sheets", _sheets),
    ("name", _name),
)


# ---------------------------------------------------------------- the whole
def place(box: Box, run: Run) -> str:
    """Return where a rectangle is, in mm from the top left corner of the trim."""
    left, top = box.x0 / MM, run.job.trim.height_mm - box.y1 / MM
    return f"{left:.0f} mm from the left and {top:.0f} mm from the top"


def _all_resources(run: Run) -> list[Any]:
    found = [page.obj.get("/Resources") for page in run.pdf.pages]
    for use in run.survey.uses.values():
        found += [use.resources, use.stream.get("/Resources")]
    return [r for r in found if isinstance(r, Dictionary)]


def execute(run: Run) -> bytes:
    """Take every step and return the bytes of the file."""
    for _, step in STEPS:
        step(run)
    run.pdf.remove_unreferenced_resources()
    if "/ID" in run.pdf.trailer:
        del run.pdf.trailer["/ID"]
    out = io.BytesIO()
    modes = pikepdf.ObjectStreamMode
    streams = modes.generate if run.job.standard.object_streams else modes.disable
    run.pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=streams,
        force_version=run.job.standard.version,
        fix_metadata_version=False,
    )
    return out.getvalue()
