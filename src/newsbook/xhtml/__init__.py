"""From content to XHTML and from any HTML back to content.

`Renderer` writes the closed vocabulary for one medium; `parse_fragment` reads any HTML, hostile or
merely untidy, into it. For content in normal form the second undoes the first.
"""

from __future__ import annotations

from newsbook.xhtml.normal import normal_form, normal_inlines
from newsbook.xhtml.parse import Dropped, parse_fragment, parse_inlines
from newsbook.xhtml.print_links import Addresses
from newsbook.xhtml.render import Renderer

__all__ = [
    "Addresses",
    "Dropped",
    "Renderer",
    "normal_form",
    "normal_inlines",
    "parse_fragment",
    "parse_inlines",
]
