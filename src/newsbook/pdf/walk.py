"""From a PDF page to everything it paints, through forms, patterns, soft masks and glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf

from newsbook.pdf.geometry import Box, Matrix, matrix_of, multiply
from newsbook.pdf.glyphs import FontMeasure
from newsbook.pdf.graphics import Interpreter, Paint, State, Where, lookup

__all__ = ["MAX_DEPTH", "paints"]

MAX_DEPTH = 12


def paints(page: Any, *, fonts: dict[Any, FontMeasure] | None = None) -> Iterator[Paint]:
    """Yield everything a page paints, in order, forms and patterns included.

    A form is yielded itself (kind `form`) before what is in it. Content that cannot be read is
    yielded as kind `error`.
    """
    fonts = {} if fonts is None else fonts
    box = Box.of(page.get("/MediaBox", [0, 0, 0, 0]))
    resources = page.get("/Resources", pikepdf.Dictionary())
    yield from _walk(pikepdf.Page(page), resources, State(clip=box), "page", fonts, ())
    for annotation in page.get("/Annots", []):
        yield from _appearance(annotation, fonts)


def _appearance(annotation: Any, fonts: dict[Any, FontMeasure]) -> Iterator[Paint]:
    """Yield what the normal appearance of an annotation paints (12.5.5), if it has one."""
    states = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if isinstance(states, pikepdf.Dictionary):
        states = states.get(str(annotation.get("/AS", "")))
    if isinstance(states, pikepdf.Stream):
        where = Box.of(annotation.get("/Rect", [0, 0, 0, 0]))
        state = State(ctm=(1, 0, 0, 1, where.x0, where.y0))
        yield from _form(states, None, state, "annotation", fonts, ())


def _form(
    form: Any, outer: Any, state: State, where: Where, fonts: dict[Any, FontMeasure], path: Any
) -> Iterator[Paint]:
    if form.objgen in path or len(path) >= MAX_DEPTH:
        return
    inner = replace(state, ctm=multiply(matrix_of(form.get("/Matrix")), state.ctm))
    if "/BBox" in form:
        box = Box.of(form.BBox).through(inner.ctm)
        inner.clip = box if inner.clip is None else box.common(inner.clip)
        if inner.clip is None:
            return
    resources = form.get("/Resources", outer)
    yield from _walk(form, resources, inner, where, fonts, (*path, form.objgen))


def _walk(
    stream: Any,
    resources: Any,
    state: State,
    where: Where,
    fonts: dict[Any, FontMeasure],
    path: tuple[Any, ...],
) -> Iterator[Paint]:
    base, seen = state.ctm, set[Any]()
    machine = Interpreter(resources, replace(state), where, fonts)
    try:
        instructions = pikepdf.parse_content_stream(stream)
    except (pikepdf.PdfError, TypeError, ValueError) as error:
        clip = state.clip or Box(0, 0, 0, 0)
        yield Paint("error", clip, None, state, where, "", resources, name=f"content: {error}")
        return
    for instruction in instructions:
        operator = str(instruction.operator)
        try:
            found = machine.feed(operator, instruction.operands)
        except (TypeError, ValueError, IndexError, KeyError, ArithmeticError):
            found = machine.broken(operator)
        for paint in found:
            yield paint
            yield from _inside(paint, base, fonts, path, seen)


def _inside(
    paint: Paint, base: Matrix, fonts: dict[Any, FontMeasure], path: tuple[Any, ...], seen: set[Any]
) -> Iterator[Paint]:
    """Yield what is painted through `paint`: a form, a pattern's cell, a soft mask, glyphs."""
    state, outer = paint.state, paint.resources
    if state.soft_mask is not None and isinstance(state.soft_mask.get("/G"), pikepdf.Stream):
        group = state.soft_mask["/G"]
        if group.objgen not in seen:
            seen.add(group.objgen)
            yield from _form(group, outer, replace(state, soft_mask=None), "mask", fonts, path)
    if paint.kind == "form":
        where: Where = "form" if paint.where == "page" else paint.where
        yield from _form(paint.target, outer, state, where, fonts, path)
    if (
        paint.colour is not None
        and paint.colour.pattern
        and paint.kind in ("fill", "stroke", "text")
    ):
        pattern = lookup(outer, "/Pattern", paint.colour.pattern)
        if isinstance(pattern, pikepdf.Stream) and pattern.objgen not in seen:
            seen.add(pattern.objgen)
            yield from _form(pattern, outer, State(ctm=base), "pattern", fonts, path)
    if paint.kind == "text" and paint.state.font is not None and paint.state.font.kind == "Type3":
        yield from _glyphs(paint, fonts, path, seen)


def _glyphs(
    paint: Paint, fonts: dict[Any, FontMeasure], path: tuple[Any, ...], seen: set[Any]
) -> Iterator[Paint]:
    """Yield what the glyph procedures of a Type 3 font paint, each procedure once a stream."""
    font = paint.target
    for procedure in font.get("/CharProcs", pikepdf.Dictionary()).values():
        if procedure.objgen in seen or procedure.objgen in path or len(path) >= MAX_DEPTH:
            continue
        seen.add(procedure.objgen)
        state = replace(paint.state, clip=paint.box, font=None)
        resources = font.get("/Resources", paint.resources)
        inner = (*path, procedure.objgen)
        yield from _walk(procedure, resources, state, "glyph", fonts, inner)
