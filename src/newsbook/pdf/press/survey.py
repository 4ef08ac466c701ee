"""From the pages of a typeset book to what the press pass must know before it changes anything.

How large each picture is placed, which streams there are and how they are used, where transparency
is, and which pictures with a soft mask stand on bare paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from newsbook.pdf.geometry import Box, Matrix, matrix_of, multiply
from newsbook.pdf.glyphs import FontMeasure
from newsbook.pdf.graphics import Colour, Paint
from newsbook.pdf.portrait import Portrait, Portraits, page_parts
from newsbook.pdf.walk import paints

__all__ = ["Coloured", "Survey", "Use", "survey", "transparent"]


@dataclass(slots=True)
class Use:
    """How one form, pattern or glyph stream is used: its resources, places, and whether as a mask.

    `places` are pairs of page number (from 1) and the matrix from the stream's space to the page.
    """

    stream: Any
    resources: Any
    mask: bool = False
    places: list[tuple[int, Matrix]] = field(default_factory=list)
    portrait: Portrait = field(default_factory=Portrait)


@dataclass(frozen=True, slots=True)
class Coloured:
    """Something in colour on a page: an image, a gradient, or a fill or stroke of one colour."""

    page: int
    box: Box
    kind: str
    colour: Colour | None
    target: Any


@dataclass(slots=True)
class Survey:
    """What was found, keyed by object number where it concerns an object.

    `placed` is the largest width and height of an image on a page (PDF units); `transparency` has
    a page, a place and a reason for each; `masked` the images with a soft mask, `on_paper` those
    of them never painted over anything; `shadings` come with whether they stand in a luminosity
    mask, `masks` are the images that do. `portraits` are those of the pages, by number from 1.
    """

    images: dict[Any, Any] = field(default_factory=dict)
    masks: set[Any] = field(default_factory=set)
    placed: dict[Any, tuple[float, float]] = field(default_factory=dict)
    shadings: list[tuple[Any, bool]] = field(default_factory=list)
    uses: dict[Any, Use] = field(default_factory=dict)
    coloured: list[Coloured] = field(default_factory=list)
    transparency: list[tuple[int, Box, str]] = field(default_factory=list)
    masked: dict[Any, tuple[int, Box]] = field(default_factory=dict)
    on_paper: dict[Any, bool] = field(default_factory=dict)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    portraits: dict[int, Portrait] = field(default_factory=dict)


def transparent(paint: Paint) -> str | None:
    """Return why painting something needs transparency, or None (ISO 32000-1, 11.6)."""
    state = paint.state
    if paint.where == "mask":
        return None
    if state.soft_mask is not None:
        return "a soft mask"
    if state.blend not in ("/Normal", "/Compatible"):
        return f"the blend mode {state.blend.lstrip('/')}"
    strokes = paint.kind == "stroke"
    if (state.alpha_stroke if strokes else state.alpha_fill) < 1:
        return "a colour or a group that is not opaque"
    if paint.kind == "image" and isinstance(paint.target.get("/SMask"), pikepdf.Stream):
        return "a picture with a transparent part"
    return None


def _is_coloured(paint: Paint) -> bool:
    """Say whether something painted may be in other inks than black."""
    if paint.kind in ("fill", "stroke"):
        colour = paint.colour
        if colour is None or colour.pattern or colour.family in ("/DeviceGray", "/Pattern"):
            return False
        if colour.cmyk is not None:
            return sum(colour.cmyk[:3]) > 0
        return len(set(colour.values)) > 1 or colour.family != "/DeviceRGB"
    return paint.kind in ("image", "shading")


def _shows(paint: Paint) -> bool:
    """Say whether something painted leaves ink (white on white paper does not)."""
    if paint.where == "mask" or paint.kind in ("form", "error"):
        return False
    colour = paint.colour
    if paint.kind in ("fill", "stroke", "text") and colour is not None:
        if colour.family == "/DeviceRGB":
            return min(colour.values, default=0) < 1
        if colour.cmyk is not None:
            return max(colour.cmyk) > 0
    return True


def survey(pdf: pikepdf.Pdf, portraits: Portraits | None = None) -> Survey:
    """Walk every page and return what the press pass needs; `portraits` remember pages."""
    portraits = portraits or Portraits()
    found = Survey()
    for number, page in enumerate(pdf.pages, 1):
        portrait = portraits.of(page_parts(page.obj))
        found.portraits[number] = portrait
        look = partial(_look, page.obj, portrait)
        _add(found, number, portraits.made("press survey", portrait, None, look), portrait)
    _gather(found, pdf)
    for use in found.uses.values():
        use.portrait = portraits.of((use.stream, use.resources))
    return found


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen on a page; objects are places in its portrait and then in `others`."""

    coloured: tuple[tuple[Box, str, Colour | None, int | None], ...]
    transparency: tuple[tuple[Box, str], ...]
    unreadable: tuple[str, ...]
    forms: tuple[tuple[int, int, Matrix], ...]
    images: tuple[tuple[int, float, float, Box | None, bool], ...]
    others: tuple[Any, ...]


@dataclass(slots=True)
class _Looker:
    """Notes what one page paints."""

    objects: list[Any]
    places: dict[Any, int] = field(default_factory=dict)
    coloured: list[tuple[Box, str, Colour | None, int | None]] = field(default_factory=list)
    transparency: list[tuple[Box, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    forms: list[tuple[int, int, Matrix]] = field(default_factory=list)
    images: list[tuple[int, float, float, Box | None, bool]] = field(default_factory=list)
    inked: list[Box] = field(default_factory=list)

    def place(self, thing: Any) -> int:
        """Return the place of an object; one without a number has a place of its own each time."""
        number = thing.objgen
        if number == (0, 0) or number not in self.places:
            self.places[number] = len(self.objects)
            self.objects.append(thing)
        return self.places[number]

    def take(self, paint: Paint) -> None:
        """Note one thing painted."""
        reason = transparent(paint)
        masked = reason is not None and reason.startswith("a picture")
        if reason is not None and not masked:
            self.transparency.append((paint.box, reason))
        if paint.kind == "error":
            self.unreadable.append(paint.name)
        elif paint.kind == "form":
            matrix = multiply(matrix_of(paint.target.get("/Matrix")), paint.state.ctm)
            own = paint.target.get("/Resources", paint.resources)
            self.forms.append((self.place(paint.target), self.place(own), matrix))
        elif paint.kind == "image":
            self._image(paint, masked=masked)
        if paint.where != "mask" and _is_coloured(paint):
            flat = paint.kind in ("fill", "stroke")
            target = None if flat or paint.target is None else self.place(paint.target)
            self.coloured.append((paint.box, paint.kind, paint.colour if flat else None, target))
        if _shows(paint):
            self.inked.append(paint.box)

    def _image(self, paint: Paint, *, masked: bool) -> None:
        m = paint.state.ctm
        width, height = (m[0] ** 2 + m[1] ** 2) ** 0.5, (m[2] ** 2 + m[3] ** 2) ** 0.5
        bare = masked and paint.where in ("page", "form")
        bare = bare and not any(paint.box.meets(box) for box in self.inked)
        box = paint.box if masked else None
        self.images.append((self.place(paint.target), width, height, box, bare))


def _look(page: Any, portrait: Portrait, measures: dict[Any, FontMeasure]) -> _Look:
    places = {thing.objgen: place for place, thing in enumerate(portrait.objects)}
    looker = _Looker(list(portrait.objects), places)
    for paint in paints(page, fonts=measures):
        looker.take(paint)
    return _Look(
        tuple(looker.coloured),
        tuple(looker.transparency),
        tuple(looker.unreadable),
        tuple(looker.forms),
        tuple(looker.images),
        tuple(looker.objects[len(portrait.objects) :]),
    )


def _add(found: Survey, page: int, seen: _Look, portrait: Portrait) -> None:
    """Add what was seen on a page."""
    objects = (*portrait.objects, *seen.others)
    found.transparency += [(page, box, reason) for box, reason in seen.transparency]
    found.unreadable += [(page, what) for what in seen.unreadable]
    for box, kind, colour, target in seen.coloured:
        thing = None if target is None else objects[target]
        found.coloured.append(Coloured(page, box, kind, colour, thing))
    for form, resources, matrix in seen.forms:
        stream = objects[form]
        use = found.uses.setdefault(stream.objgen, Use(stream, objects[resources]))
        use.places.append((page, matrix))
    for image, width, height, masked, bare in seen.images:
        key = objects[image].objgen
        old = found.placed.get(key, (0.0, 0.0))
        found.placed[key] = (max(width, old[0]), max(height, old[1]))
        if masked is not None:
            found.on_paper[key] = found.on_paper.get(key, True) and bare
            found.masked[key] = (page, masked)


def _gather(found: Survey, pdf: pikepdf.Pdf) -> None:
    """Add every stream, picture and gradient below the pages, painted or not."""
    seen: set[Any] = set()
    stack: list[tuple[Any, bool]] = [
        (page.obj.get("/Resources", Dictionary()), False) for page in pdf.pages
    ]
    while stack:
        resources, mask = stack.pop()
        if not isinstance(resources, Dictionary) or _again(resources.objgen, seen):
            continue
        _leaves(found, resources, mask=mask)
        for stream, inner, is_mask in _below(resources):
            is_mask = is_mask or mask
            use = found.uses.setdefault(stream.objgen, Use(stream, inner))
            use.mask = use.mask or is_mask
            if not _again((stream.objgen, is_mask), seen):
                stack.append((inner, is_mask))


def _again(key: Any, seen: set[Any]) -> bool:
    """Say whether `key` was seen before; direct objects (number 0) never were."""
    if key == (0, 0):
        return False
    known = key in seen
    seen.add(key)
    return known


def _leaves(found: Survey, resources: Any, *, mask: bool) -> None:
    for item in _values(resources, "/XObject"):
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            found.images[item.objgen] = item
            if mask:
                found.masks.add(item.objgen)
    shadings = _values(resources, "/Shading")
    shadings += [
        pattern["/Shading"]
        for pattern in _values(resources, "/Pattern")
        if not isinstance(pattern, pikepdf.Stream) and "/Shading" in pattern
    ]
    for shading in shadings:
        if shading.objgen == (0, 0) or all(s.objgen != shading.objgen for s, _ in found.shadings):
            found.shadings.append((shading, mask))


def _below(resources: Any) -> Iterator[tuple[Any, Any, bool]]:
    """Yield the streams a resource dictionary names: stream, its resources, whether as a mask."""
    for table, wanted in (("/XObject", "/Form"), ("/Pattern", None)):
        for item in _values(resources, table):
            form = isinstance(item, pikepdf.Stream)
            if form and (wanted is None or str(item.get("/Subtype")) == wanted):
                yield item, item.get("/Resources", resources), False
    for gs in _values(resources, "/ExtGState"):
        mask = gs.get("/SMask") if isinstance(gs, Dictionary) else None
        if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), pikepdf.Stream):
            group = mask["/G"]
            yield group, group.get("/Resources", resources), mask.get("/S") == Name.Luminosity
    for font in _values(resources, "/Font"):
        if isinstance(font, Dictionary) and font.get("/Subtype") == Name.Type3:
            for procedure in font.get("/CharProcs", Dictionary()).values():
                if isinstance(procedure, pikepdf.Stream):
                    yield procedure, font.get("/Resources", resources), False


def _values(resources: Any, table: str) -> list[Any]:
    found = resources.get(table) if isinstance(resources, Dictionary) else None
    return list(found.values()) if isinstance(found, Dictionary) else []
