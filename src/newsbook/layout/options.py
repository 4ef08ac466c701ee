"""From what an editor writes for an option to a typed value, and from a value to CSS.

Only values that went through here reach a style sheet, so an option can carry no CSS of its own.
"""

from __future__ import annotations

import re
from typing import Any

from newsbook.layout.types import Colour, Layout, Option, Value
from newsbook.trim import parse_length

__all__ = ["css_value", "is_vertical", "parse_colour", "parse_value"]

_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_CMYK = re.compile(r"cmyk\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)")
MAX_TEXT = 500


def _from_rgb(text: str) -> Colour:
    """Separate an sRGB colour with full under-colour removal (at most two inks beside black)."""
    digits = text[1:].lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    black = 1 - max(red, green, blue)
    if black >= 1:
        return Colour(f"#{digits}", (0.0, 0.0, 0.0, 1.0))
    inks = tuple(round((1 - part - black) / (1 - black), 2) for part in (red, green, blue))
    return Colour(f"#{digits}", (inks[0], inks[1], inks[2], round(black, 2)))


def parse_colour(text: str) -> Colour:
    """Return the colour written as `#rrggbb`, `#rgb` or `cmyk(0 90 80 20)` (per cent of each ink).

    Raises ValueError with a sentence for the editor.
    """
    if _HEX.fullmatch(text):
        return _from_rgb(text)
    match = _CMYK.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a colour: write #8a1f2b or cmyk(20 95 75 30)")
    parts = [int(part) / 100 for part in match.groups()]
    if max(parts) > 1:
        raise ValueError(f"{text!r}: each ink goes from 0 to 100 per cent")
    if sum(parts) > 3:
        raise ValueError(f"{text!r}: more than 300 per cent of ink does not dry")
    cyan, magenta, yellow, black = parts
    rgb = (round(255 * (1 - ink) * (1 - black)) for ink in (cyan, magenta, yellow))
    return Colour("#" + "".join(f"{part:02x}" for part in rgb), (cyan, magenta, yellow, black))


def _bounded(option: Option, value: float, shown: str) -> None:
    low, high = option.minimum, option.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        unit = "mm" if option.kind == "length" else ""
        ends = [f"{end:g}{unit}" for end in (low, high) if end is not None]
        span = (
            f"from {ends[0]} to {ends[1]}"
            if len(ends) == 2
            else (f"at least {ends[0]}" if low is not None else f"at most {ends[0]}")
        )
        raise ValueError(f"{shown} is out of range: {option.name} is {span}")


def _boolean(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError(f"{text!r} is not true or false")


def _number(option: Option, text: str) -> int | float:
    pattern = r"[+-]?\d{1,9}" if option.kind == "integer" else r"[+-]?\d{1,9}(\.\d{1,9})?"
    if not re.fullmatch(pattern, text):
        kind = "a whole number" if option.kind == "integer" else "a number"
        raise ValueError(f"{text!r} is not {kind}")
    value = int(text) if option.kind == "integer" else float(text)
    _bounded(option, value, text)
    return value


def parse_value(option: Option, written: Any) -> Value:
    """Return the value of `option` for what was `written` (a string, or already a plain value).

    Raises ValueError with a sentence for the editor when it is not of the option's kind.
    """
    if isinstance(written, Colour):
        written = written.rgb
    if not isinstance(written, str | bool | int | float):
        raise ValueError(f"{option.name} takes one value, not a {type(written).__name__}")
    text = ("true" if written else "false") if isinstance(written, bool) else str(written).strip()
    if option.kind == "boolean":
        return _boolean(text)
    if option.kind == "choice":
        if text not in option.choices:
            raise ValueError(f"{text!r} is not one of {', '.join(option.choices)}")
        return text
    if option.kind in ("integer", "number"):
        return _number(option, text)
    if option.kind == "length":
        length = parse_length(text)
        _bounded(option, length, text)
        return length
    if option.kind == "colour":
        return option.palette[text] if text in option.palette else parse_colour(text)
    if len(text) > MAX_TEXT:
        raise ValueError(f"{option.name} is longer than {MAX_TEXT} characters")
    return text


def is_vertical(layout: Layout) -> bool:
    """Return whether the editor asked for vertical writing (the option `writing` of a layout)."""
    return layout.options.get("writing") == "vertical"


def css_value(option: Option, value: Value, medium: str) -> str | None:
    """Return `value` as CSS, or None when it is words or a switch (those become classes)."""
    if isinstance(value, Colour):
        return value.css(medium)
    if isinstance(value, bool) or option.kind in ("text", "choice", "boolean"):
        return None
    return f"{value:g}mm" if option.kind == "length" else f"{value:g}"
