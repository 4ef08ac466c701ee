"""From characters to the rules a typographer follows: scripts, languages, marks, spaces.

Everything here is pure: text and inlines in, text and inlines out. The language of a run decides
its font, its quotation marks, its line breaking and its hyphenation, so it is decided first.
"""

from __future__ import annotations

from newsbook.typography.tags import cjk_face, is_cjk, is_rtl, is_valid, primary, script

__all__ = ["cjk_face", "is_cjk", "is_rtl", "is_valid", "primary", "script"]
