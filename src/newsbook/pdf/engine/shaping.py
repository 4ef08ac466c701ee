"""From a style to what Pango lays its text out with, made once for all text in that style.

The engine makes a Pango context and a font description anew for every piece of text, twice or more
for every line. Both follow from a dozen values of the style alone.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features

from newsbook.pdf.engine.faces import is_light

__all__ = ["can_share", "set_up"]

# The digest of the source of `Layout.setup` that `set_up` stands in for.
KNOWN = "fb227a55094f41d42fbd57f180d8b7a9a1e741969ec8ddb3fd5cd80920257442"
VALUES = itemgetter(
    "direction", "font_language_override", "lang", "font_family", "font_style", "font_stretch",
    "font_weight", "font_size", "font_variant_caps", "font_variation_settings", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "text_decoration_line",
)  # fmt: skip
DECORATION = -1
# The arguments of `font_features`, in order.
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip


@dataclass(slots=True)
class _Shared:
    """What all text in one style shares."""

    context: Any
    language: Any
    description: Any
    features: Any


def can_share() -> bool:
    """Whether the engine prepares text as it did when this module was written."""
    source = inspect.getsource(line_break.Layout.setup)
    return hashlib.sha256(source.encode()).hexdigest() == KNOWN


def _language(style: Any) -> Any:
    """Return the language of text in `style` as Pango's, None where it says none."""
    override = style["font_language_override"]
    if override != "normal":
        pointer, kept = unicode_to_char_p(LST_TO_ISO.get(override.lower(), override))
    elif style["lang"]:
        pointer, kept = unicode_to_char_p(style["lang"])
    else:
        return None
    language = pango.pango_language_from_string(pointer)
    del kept  # it held the characters until here
    return language


def _shared(style: Any) -> _Shared:
    """Make what `weasyprint.text.line_break.Layout.setup` makes every time."""
    config = style.font_config
    context = ffi.gc(pango.pango_font_map_create_context(config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = _language(style)
    if language is not None:
        pango.pango_context_set_language(context, language)
    features = font_features(*map(style.__getitem__, FEATURES))
    attribute = None
    if features:
        text = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        if text not in config.font_features:
            config.font_features[text] = pango.pango_attr_font_features_new(text)
        attribute = config.font_features[text]
    description = line_break.get_font_description(style)
    return _Shared(context, language or pango.pango_language_get_default(), description, attribute)


def set_up(original: Callable[[Any, Any], None], layout: Any, style: Any) -> None:
    """Stand in for `weasyprint.text.line_break.Layout.setup`."""
    values = VALUES(style)
    if values[DECORATION] != "none":
        original(layout, style)
        return
    known = style.font_config.__dict__.setdefault("newsbook_shared", {})
    try:
        key = (*values, is_light(style))
        shared = known.get(key)
    except TypeError:  # a value that is a list
        original(layout, style)
        return
    if shared is None:
        shared = known[key] = _shared(style)
    layout.style = style
    layout.first_line_direction = 0
    layout.language = shared.language
    layout.layout = ffi.gc(pango.pango_layout_new(shared.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, shared.description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    if shared.features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, shared.features)
        pango.pango_layout_set_attributes(layout.layout, attributes)
