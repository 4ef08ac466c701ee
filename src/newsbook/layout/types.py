"""From a folder of data to the values a layout is made of: options, page, sheets, templates.

All values are frozen. A layout holds its texts, so that pouring an edition into it reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = [
    "Colour",
    "Kind",
    "Layout",
    "Option",
    "PageSpec",
    "Sheet",
    "Template",
    "Value",
]

Kind: TypeAlias = Literal["boolean", "choice", "integer", "number", "length", "colour", "text"]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour for both media: `rgb` is `#rrggbb` (sRGB), `cmyk` four shares from 0 to 1."""

    rgb: str
    cmyk: tuple[float, float, float, float]

    def css(self, medium: str) -> str:
        """Return the CSS colour: `device-cmyk()` in print (CSS Color 5), `#rrggbb` elsewhere."""
        if medium == "print":
            return f"device-cmyk({' '.join(f'{part:g}' for part in self.cmyk)})"
        return self.rgb


Value: TypeAlias = bool | int | float | str | Colour


@dataclass(frozen=True, slots=True)
class Option:
    """Something an editor may set: its kind, what it may be, and what it is otherwise.

    `minimum` and `maximum` bound numbers and lengths (millimetres); `palette` names colours.
    """

    name: str
    kind: Kind
    default: Value
    help: str
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    palette: Mapping[str, Colour] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """How a printed page is divided, in proportions that hold for any trim size.

    `measure` and `depth` are the text block's shares of the trim width and height; `binding` the
    share of the side margins that falls to the binding edge, `head` the share of the other margins
    that falls to the head. `characters` is how many letters a line should hold: it settles the
    size of the text between `smallest_pt` and `largest_pt`. `leading` is the baseline over the
    size, `cjk` the size of Chinese, Japanese and Korean text over that of the alphabets.
    `columns` divide the text block, `gap` em apart. `ratio` is the mean width of a letter in em.
    """

    measure: float = 0.735
    depth: float = 0.79
    binding: float = 0.44
    head: float = 0.48
    characters: float = 61.0
    ratio: float = 0.5
    smallest_pt: float = 8.8
    largest_pt: float = 11.0
    leading: float = 1.44
    cjk: float = 0.925
    columns: int = 1
    gap: float = 1.5


@dataclass(frozen=True, slots=True)
class Template:
    """A template's source; `file` is how messages call it."""

    source: str
    file: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet as written: `var(--name)` still stands for what the composition settles."""

    name: str
    css: str
    file: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A book design: pure data, validated.

    `templates` maps a name (`article.xhtml.j2`, and `classic/article.xhtml.j2` for the one of a
    certain layout) to its source; `sheets` maps a medium to its style sheets, those of the layouts
    it extends first. `options` are what the editor set over the defaults of `schema`. `fonts` maps
    a role (`text`, `head`, `sans`, `mono`) to a family. `units` says what is typeset by itself in
    print, `arrange` in which order and groups articles stand: as in the `manifest`, by `months`, in
    `pairs` (an article beside its translation), or behind a `front-page`. `numbering` is that of a
    `book` (front matter in roman, the text begins on a recto) or of an `issue` (one sequence from
    the first page). `front` and `back` are
    the special pages when the manifest names none; `labels` maps a language to its words.
    """

    name: str
    title: str
    description: str
    media: tuple[str, ...]
    schema: tuple[Option, ...]
    options: Mapping[str, Value]
    page: PageSpec
    fonts: Mapping[str, str]
    units: Literal["article", "section", "edition"]
    arrange: Literal["manifest", "months", "pairs", "front-page"]
    numbering: Literal["book", "issue"]
    front: tuple[str, ...]
    back: tuple[str, ...]
    templates: Mapping[str, Template]
    sheets: Mapping[str, tuple[Sheet, ...]]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    extends: tuple[str, ...] = ()
    baseline_pt: float | None = None
