"""From a name to a book design: a folder of pure data, validated and frozen."""

from __future__ import annotations

from newsbook.layout.gallery import copy_layout, list_layouts
from newsbook.layout.load import available, load_layout
from newsbook.layout.options import css_value, is_vertical, parse_colour, parse_value
from newsbook.layout.types import Colour, Layout, Option, PageSpec, Sheet, Template, Value
from newsbook.layout.words import Labels, labels_for

__all__ = [
    "Colour",
    "Labels",
    "Layout",
    "Option",
    "PageSpec",
    "Sheet",
    "Template",
    "Value",
    "available",
    "copy_layout",
    "css_value",
    "is_vertical",
    "labels_for",
    "list_layouts",
    "load_layout",
    "parse_colour",
    "parse_value",
]
