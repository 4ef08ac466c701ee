"""From the engine's own functions to ours: the few places where it is told to do otherwise.

Each hook asks the session for the job at hand and calls the engine's function when there is none,
so that WeasyPrint used by anyone else in the process behaves as always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import weasyprint.draw
import weasyprint.layout
import weasyprint.pdf.fonts

from newsbook.pdf.engine.furniture import lay_out_sides
from newsbook.pdf.engine.paint import draw_text
from newsbook.pdf.engine.shelf import peek_at_font

if TYPE_CHECKING:
    from newsbook.pdf.engine.session import Job, Session

__all__ = ["install"]

_original: dict[str, Callable[..., Any]] = {}
_current: list[Session] = []


def _job() -> Job | None:
    return _current[0].job if _current else None


def _make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
    job = _job()
    original = _original["make_margin_boxes"]
    if job is None:
        yield from original(context, page, state)
    else:
        job.sides.append(lay_out_sides(original, context, page, state, job.html))


def _draw_text(
    stream: Any, textbox: Any, offset_x: Any, text_overflow: Any, block_ellipsis: Any = "none"
) -> Any:
    original = _original["draw_text"]
    if _job() is None:
        return original(stream, textbox, offset_x, text_overflow, block_ellipsis)
    return draw_text(original, stream, textbox, offset_x, text_overflow, block_ellipsis)


def _get_hb_object_data(hb_object: Any, ot_color: Any = None, glyph: Any = None) -> Any:
    if _job() is None or ot_color is not None:
        return _original["get_hb_object_data"](hb_object, ot_color, glyph)
    return peek_at_font(hb_object)


def install(session: Session) -> None:
    """Put the hooks in place (once) and make `session` the one they ask."""
    _current[:] = [session]
    if _original:
        return
    for module, name, hook in (
        (weasyprint.layout, "make_margin_boxes", _make_margin_boxes),
        (weasyprint.draw, "draw_text", _draw_text),
        (weasyprint.pdf.fonts, "get_hb_object_data", _get_hb_object_data),
    ):
        _original[name] = getattr(module, name)
        setattr(module, name, hook)
