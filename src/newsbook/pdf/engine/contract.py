"""From an installed WeasyPrint to what we rely on in it, checked by name and signature.

The public interface is not enough to typeset a book in parts: margin boxes are laid out for both
sides, page numbers leave a mark instead of digits, fonts are not embedded, and Chinese lines are
justified. Every private name used for that is listed here with the parameters it must have.
"""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

__all__ = ["ESSENTIAL", "JUSTIFICATION", "SUPPORTED", "problems"]

SUPPORTED = "70."

# (module, attribute, parameters): what binding in galleys needs. Without them nothing is typeset.
ESSENTIAL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.layout", "make_margin_boxes", ("context", "page", "state")),
    ("weasyprint.layout.page", "set_page_type_computed_styles", ("page_type", "html", "style_for")),
    ("weasyprint.layout.page", "page_width", ("box", "context", "containing_block_width")),
    ("weasyprint.layout.page", "page_height", ("box", "context", "containing_block_height")),
    ("weasyprint.layout.percent", "resolve_percentages", ("box", "containing_block")),
    (
        "weasyprint.layout.background",
        "layout_box_backgrounds",
        ("page", "box", "get_image_from_uri", "layout_children", "style"),
    ),
    (
        "weasyprint.draw",
        "draw_text",
        ("stream", "textbox", "offset_x", "text_overflow", "block_ellipsis"),
    ),
    ("weasyprint.layout.replaced", "replacedbox_layout", ("box",)),
    ("weasyprint.draw", "draw_page", ("page", "stream")),
    ("weasyprint.draw", "draw_stacking_context", ("stream", "stacking_context")),
    (
        "weasyprint.draw",
        "draw_background",
        ("stream", "background", "clip_box", "bleed", "marks"),
    ),
    ("weasyprint.draw", "draw_border", ("stream", "box")),
    ("weasyprint.draw", "set_mask_border", ("stream", "box")),
    ("weasyprint.stacking", "StackingContext.from_page", ("page",)),
    ("weasyprint.pdf.fonts", "get_hb_object_data", ("hb_object", "ot_color", "glyph")),
    ("weasyprint.pdf.fonts", "Font.clean", ("self", "to_unicode", "hinting")),
    ("weasyprint.pdf.stream", "Stream.add_font", ("self", "pango_font")),
    ("weasyprint.pdf.stream", "Stream.clone", ("self", "kwargs")),
    ("weasyprint.pdf.stream", "Stream.set_color", ("self", "color", "stroke")),
    (
        "weasyprint.css.counters",
        "CounterStyle.render_value",
        ("self", "counter_value", "counter_name", "counter", "previous_types"),
    ),
    ("weasyprint", "HTML._ua_stylesheets", ("self", "forms")),
    ("weasyprint.formatting_structure.boxes", "PageBox", ("page_type", "style")),
    ("weasyprint.formatting_structure.boxes", "TextBox.copy_with_text", ("self", "text")),
    (
        "weasyprint.text.line_break",
        "create_layout",
        ("text", "style", "context", "max_width", "justification_spacing"),
    ),
)

# What justification between characters needs. Without them such lines stay ragged.
JUSTIFICATION: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.layout.inline", "text_align", ("context", "line", "available_width", "last")),
    (
        "weasyprint.text.line_break",
        "Layout",
        ("style", "justification_spacing", "max_width"),
    ),
    ("weasyprint.text.line_break", "Layout.set_text", ("self", "text", "justify")),
    ("weasyprint.text.line_break", "Layout.deactivate", ("self",)),
    ("weasyprint.text.line_break", "Layout.reactivate", ("self", "style")),
    ("weasyprint.text.line_break", "line_size", ("line", "style")),
)


def _resolve(module: str, attribute: str) -> Any:
    value: Any = import_module(module)
    for name in attribute.split("."):
        value = getattr(value, name)
    return value


def problems(wanted: tuple[tuple[str, str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """Return what of `wanted` the installed WeasyPrint does not have, as sentences."""
    found = []
    for module, attribute, parameters in wanted:
        try:
            value = _resolve(module, attribute)
        except (ImportError, AttributeError):
            found.append(f"{module}.{attribute} is missing")
            continue
        actual = tuple(inspect.signature(getattr(value, "__wrapped__", value)).parameters)
        if actual != parameters:
            found.append(f"{module}.{attribute} takes {actual}, not {parameters}")
    return tuple(found)
