"""From the fonts that come with newsbook and those of a book to faces, stacks, subsets and checks.

`load_catalogue` gives the catalogue; `write_fontconfig` hides every other font of the machine from
print; `font_values` tells style sheets what to name; `subset` makes the files an EPUB embeds.
"""

from __future__ import annotations

from newsbook.fonts.catalogue import (
    Catalogue,
    Roles,
    bundled_catalogue,
    holds_fonts,
    load_catalogue,
)
from newsbook.fonts.faces import Face, coverage, read_faces
from newsbook.fonts.fontconfig import fontconfig_text, noting, write_fontconfig
from newsbook.fonts.lint import lint_file
from newsbook.fonts.needs import Need, needs_of
from newsbook.fonts.remedy import remedy
from newsbook.fonts.stacks import embedded_family, font_stack, font_values, script_of
from newsbook.fonts.subset import subset, subset_suffix

__all__ = [
    "Catalogue",
    "Face",
    "Need",
    "Roles",
    "bundled_catalogue",
    "coverage",
    "embedded_family",
    "font_stack",
    "font_values",
    "fontconfig_text",
    "holds_fonts",
    "lint_file",
    "load_catalogue",
    "needs_of",
    "noting",
    "read_faces",
    "remedy",
    "script_of",
    "subset",
    "subset_suffix",
    "write_fontconfig",
]
