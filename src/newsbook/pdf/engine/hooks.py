"""From the engine's own functions to ours: the few places where it is told to do otherwise.

Each hook asks the session for the job at hand and calls the engine's function when there is none,
so that WeasyPrint used by anyone else in the process behaves as always. What is not essential is
left alone when the engine has changed there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from weasyprint.text import line_break

from newsbook.pdf.engine import contract
from newsbook.pdf.engine.backgrounds import BACKGROUNDS, draw_once
from newsbook.pdf.engine.deferring import DEFERRING
from newsbook.pdf.engine.faces import FACES, describe
from newsbook.pdf.engine.furniture import lay_out_sides
from newsbook.pdf.engine.hyphens import HYPHENS, Dictionaries
from newsbook.pdf.engine.justify import align_line, close_invisible
from newsbook.pdf.engine.leading import LEADING, measure_line, measure_text
from newsbook.pdf.engine.lineends import LINE_ENDS, split_before_space
from newsbook.pdf.engine.notekeeping import (
    NOTES,
    faithful_columns_layout,
    faithful_linebox_layout,
    faithful_report_footnotes,
)
from newsbook.pdf.engine.paint import draw_text
from newsbook.pdf.engine.rhythm import RHYTHM, lay_out_block
from newsbook.pdf.engine.righttoleft import RIGHT_TO_LEFT, draw_rules, strip_end
from newsbook.pdf.engine.shaping import can_share, set_up
from newsbook.pdf.engine.shelf import peek_at_font
from newsbook.pdf.engine.tables import TABLES, fit_table

if TYPE_CHECKING:
    from newsbook.pdf.engine.session import Job, Session

__all__ = ["install"]

# The modules that imported the layout of blocks by name.
BLOCK_LAYOUT = (
    "weasyprint.layout.block",
    "weasyprint.layout",
    "weasyprint.layout.page",
    "weasyprint.layout.column",
)

_original: dict[str, Callable[..., Any]] = {}
_current: list[Session] = []
_whole_lines = not contract.problems(LINE_ENDS)


def _job() -> Job | None:
    return _current[0].job if _current else None


def _standing_in(name: str, stand_in: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands for the engine's `name`: itself, and inside a job `stand_in`, which takes
    the engine's function before its parameters.
    """

    def hook(*given: Any, **named: Any) -> Any:
        original = _original[name]
        if _job() is None:
            return original(*given, **named)
        return stand_in(original, *given, **named)

    return hook


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


def _faithful(name: str) -> Callable[..., Any]:
    """Return what stands for the engine's `name`: itself, and inside a job its faithful copy."""

    def chosen(*given: Any, **named: Any) -> Any:
        return _original[name if _job() is None else f"faithful {name}"](*given, **named)

    return chosen


def _get_font_description(style: Any) -> Any:
    return describe(_original["get_font_description"], style)


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    _original["set_text"](layout, text, justify)
    if _job() is not None:
        close_invisible(layout)


def _split_text_box(
    context: Any, box: Any, available_width: Any, skip: Any, is_line_start: bool = True
) -> Any:
    original = _original["split_text_box"]
    if _job() is None:
        return original(context, box, available_width, skip, is_line_start)
    if _whole_lines:
        result = split_before_space(original, context, box, available_width, skip, is_line_start)
    else:
        result = original(context, box, available_width, skip, is_line_start)
    return measure_text(result)


def install(session: Session) -> None:
    """Put the hooks in place (once) and make `session` the one they ask."""
    _current[:] = [session]
    if _original:
        return
    _replace("make_margin_boxes", _make_margin_boxes, "weasyprint.layout")
    _replace("draw_text", _draw_text, "weasyprint.draw")
    if not contract.problems(BACKGROUNDS):
        _stand_in("draw_background_image", draw_once, "weasyprint.draw")
    _replace("get_hb_object_data", _get_hb_object_data, "weasyprint.pdf.fonts")
    if not contract.problems(contract.JUSTIFICATION):
        _replace("set_text", _set_text, "weasyprint.text.line_break.Layout")
        _stand_in("text_align", align_line, "weasyprint.layout.inline")
    if not contract.problems(RIGHT_TO_LEFT):
        _stand_in("draw_column_rules", draw_rules, "weasyprint.draw.border")
        _stand_in("remove_last_whitespace", strip_end, "weasyprint.layout.inline")
    if not contract.problems(HYPHENS):
        line_break.pyphen = Dictionaries(line_break.pyphen, lambda: _job() is not None)
    if not contract.problems(FACES):
        _replace("get_font_description", _get_font_description, "weasyprint.text.line_break")
    if not contract.problems(FACES) and can_share():
        _original["setup"] = line_break.Layout.setup
        line_break.Layout.setup = _standing_in("setup", set_up)
    if not contract.problems(LEADING):
        _replace("split_text_box", _split_text_box, "weasyprint.layout.inline")
        _stand_in("line_box_verticality", measure_line, "weasyprint.layout.inline")
    if not contract.problems((*RHYTHM, *DEFERRING)):
        _stand_in("block_level_layout", lay_out_block, *BLOCK_LAYOUT)
    if not contract.problems(TABLES):
        _stand_in("table_wrapper_width", fit_table, "weasyprint.layout.block")
    if not contract.problems(NOTES):
        for module, name, copy in (
            ("weasyprint.layout.block", "_linebox_layout", faithful_linebox_layout()),
            ("weasyprint.layout.block", "columns_layout", faithful_columns_layout()),
            ("weasyprint.layout.column", "_report_footnotes", faithful_report_footnotes()),
        ):
            if copy is not None:
                _original[f"faithful {name}"] = copy
                _replace(name, _faithful(name), module)


def _stand_in(name: str, stand_in: Callable[..., Any], *modules: str) -> None:
    """Put what stands for the engine's `name` inside a job in the place it has in `modules`."""
    _replace(name, _standing_in(name, stand_in), *modules)


def _replace(name: str, hook: Callable[..., Any], *modules: str) -> None:
    """Put `hook` in the place of the function `name` that `modules` share.

    The hook keeps what it replaces (`__wrapped__`), so that it has its signature for whoever asks.
    """
    original = getattr(_owner(modules[0]), name)
    _original[name] = original
    hook.__wrapped__ = original  # type: ignore[attr-defined]
    for module in modules:
        setattr(_owner(module), name, hook)


def _owner(name: str) -> Any:
    """Return the module called `name`, or the class of one."""
    module, _, last = name.rpartition(".")
    return getattr(import_module(module), last) if last[:1].isupper() else import_module(name)
