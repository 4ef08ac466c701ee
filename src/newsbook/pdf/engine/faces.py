"""From the families a style sheet names to those that draw a language.

A layout names a family for a role; which face draws Chinese, Japanese, Korean, Arabic or Thai is
settled here, for every rule of every sheet alike, by the language of the text. Chinese, Japanese
and Korean text puts its region's face first, so that marks shared with the Latin script come full
width (JLREQ 3.1.1; CLREQ 3.1.1); Latin words in it, which carry the custom property `--light`, keep
the Latin face first, in the lighter cut that matches the colour of the characters. A family that
is none of the roles' (a sheet of the editor asks for it by name) stays the first.
"""

from __future__ import annotations

from typing import Any

from newsbook.pdf.units import TypeFaces
from newsbook.typography import cjk_face, primary, script

__all__ = ["FACES", "FaceTable", "describe"]

FACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("weasyprint.text.line_break", "get_font_description", ("style",)),
)

_BOLD = 600


class FaceTable:
    """Which families and which weight a computed style gets; remembers what it worked out."""

    def __init__(self, faces: TypeFaces) -> None:
        self.faces = faces
        self.cjk = dict(faces.cjk)
        self.scripts = dict(faces.scripts)
        self.likely = dict(faces.likely)
        self._known: dict[tuple[tuple[str, ...], str, bool], tuple[str, ...]] = {}

    def families(self, named: tuple[str, ...], language: str, *, light: bool) -> tuple[str, ...]:
        """Return the families to try for text in `language` where a sheet says `named`."""
        key = (named, language, light)
        if key not in self._known:
            self._known[key] = self._work_out(named, language, light=light)
        return self._known[key]

    def _own(self, language: str) -> str | None:
        region = cjk_face(language)
        if region:
            return self.cjk.get(region)
        return self.scripts.get(script(language) or self.likely.get(primary(language), ""))

    def _work_out(self, named: tuple[str, ...], language: str, *, light: bool) -> tuple[str, ...]:
        own = self._own(language)
        if own is None or own in named[:1] or not named:
            return named
        if named[0] not in self.faces.bases:
            return named if own in named else (*named, own)
        rest = tuple(family for family in named if family != own)
        after = light or named[0] == self.faces.mono
        return (rest[0], own, *rest[1:]) if after else (own, *rest)

    def weight(self, family: str, weight: int) -> int:
        """Return the weight of Latin letters in CJK text that a sheet wants in `weight`."""
        name, regular, bold = self.faces.light
        if family != name:
            return weight
        return bold if weight >= _BOLD else min(weight, regular)


class _Restyled:
    """A style whose families and weight are others."""

    __slots__ = ("changed", "style")

    def __init__(self, style: Any, changed: dict[str, Any]) -> None:
        self.style = style
        self.changed = changed

    def __getitem__(self, key: str) -> Any:
        changed = self.changed
        return changed[key] if key in changed else self.style[key]


def is_light(style: Any) -> bool:
    """Return whether `style` is that of Latin letters inside CJK text (`--light: 1`)."""
    try:
        value = style["__light"]
    except KeyError:  # the style of text in a drawing knows no custom properties
        return False
    return any(token.type == "number" and token.value for token in value or ())


def describe(original: Any, style: Any) -> Any:
    """Stand in for `weasyprint.text.line_break.get_font_description`."""
    table: FaceTable | None = getattr(style.font_config, "newsbook_faces", None)
    if table is None:
        return original(style)
    named, light = tuple(style["font_family"]), is_light(style)
    families = table.families(named, style["lang"] or "", light=light)
    weight = style["font_weight"]
    wanted = table.weight(named[0], weight) if light else weight
    if families == named and wanted == weight:
        return original(style)
    return original(_Restyled(style, {"font_family": families, "font_weight": wanted}))
