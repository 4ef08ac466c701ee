"""From a justified line of an alphabet to how far the marks at its ends stand in the margin.

A hyphen, a stop or a quotation mark is so light that a straight margin looks notched where a line
begins or ends with it. A part of the mark's advance stands outside instead, where a style sheet
asks for it (`--hang: 1`). Lines break where they would without.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, line_size

__all__ = ["BEGIN", "END", "hung_edges"]

_QUOTES = "'\"‘’‚‛“”„‟‹›«»"
# The part of its advance by which each mark stands outside, at the end and the start of a line.
END: dict[str, float] = (
    dict.fromkeys("-\u2010\u00ad,.", 0.7) | dict.fromkeys(_QUOTES, 0.5) | dict.fromkeys(":;", 0.3)
)
BEGIN: dict[str, float] = dict.fromkeys(_QUOTES, 0.5)
_INVISIBLE = "\u200b\u2060"
HAIR_PX = 1e-3


def hung_edges(line: Any, first: Any, last: Any, *, ends: bool) -> tuple[float, float]:
    """Return how far `line`, between its boxes `first` and `last`, stands out of its measure, in
    px at its start and at its end; `ends` says that it is the last of its paragraph.
    """
    style = line.style
    if not _asked(style) or not _in_alphabet(style) or not _justified(style, ends=ends):
        return 0.0, 0.0
    return _start(line, first), 0.0 if ends else _end(last)


def _asked(style: Any) -> bool:
    asked = style["__hang"]
    return bool(asked) and any(getattr(token, "value", 0) == 1 for token in asked)


def _justified(style: Any, *, ends: bool) -> bool:
    if style["text_align_all"] != "justify":
        return False
    return not ends or style["text_align_last"] in ("auto", "start", "left", "justify")


def _in_alphabet(style: Any) -> bool:
    """Whether text in `style` runs from left to right and is not Chinese, Japanese or Korean."""
    language = (style["lang"] or "").lower()
    if style["direction"] == "rtl":
        return False
    return language.startswith("zh-latn") or not language.startswith(("zh", "ja", "ko"))


def _takes_part(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and _in_alphabet(box.style)


def _start(line: Any, box: Any) -> float:
    indented = getattr(line, "text_indent", 0) or box.position_x - line.position_x > HAIR_PX
    if indented or not _takes_part(box):
        return 0.0
    mark = box.text.lstrip(_INVISIBLE)[:1]
    return BEGIN[mark] * _advance(mark, box.style) if mark in BEGIN else 0.0


def _end(box: Any) -> float:
    if not _takes_part(box):
        return 0.0
    mark = box.text.rstrip(_INVISIBLE + " ")[-1:]
    return END[mark] * _advance(mark, box.style) if mark in END else 0.0


def _advance(mark: str, style: Any) -> float:
    """Return the advance of `mark` in px."""
    cache = style.font_config.strut_layouts
    key = ("newsbook hanging", mark, tuple(style["font_family"]), style["font_weight"],
           style["font_style"], style["font_size"], style["font_variant_caps"],
           style["font_variant_numeric"], style["letter_spacing"], style["lang"])  # fmt: skip
    if key not in cache:
        layout = create_layout(mark, style, None, None, 0)
        line, _ = layout.get_first_line()
        cache[key], _ = line_size(line, style)
        layout.deactivate()
    return float(cache[key])
