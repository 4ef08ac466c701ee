"""From the text of a `layout.yml` to a validated description of one layout.

The description is what one folder says of itself; `load` joins it with what it extends.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal, cast

from newsbook.diagnostics import Collector
from newsbook.layout.options import parse_colour, parse_value
from newsbook.layout.reading import Form, nearest, open_form
from newsbook.layout.types import Colour, Kind, Option, PageSpec
from newsbook.model import SPECIAL_PAGES
from newsbook.trim import parse_length

__all__ = ["ROLES", "Description", "describe"]

KINDS: tuple[Kind, ...] = ("boolean", "choice", "integer", "number", "length", "colour", "text")
MEDIA = ("epub", "print")
ROLES = ("text", "head", "sans", "mono")
Units = Literal["article", "section", "edition"]
Numbering = Literal["book", "issue"]
Arrangement = Literal["manifest", "months", "pairs", "front-page"]
UNITS: tuple[Units, ...] = ("article", "section", "edition")
NUMBERINGS: tuple[Numbering, ...] = ("book", "issue")
ARRANGEMENTS: tuple[Arrangement, ...] = ("manifest", "months", "pairs", "front-page")
_BOUNDS: dict[str, tuple[float, float]] = {
    "measure": (0.3, 0.95),
    "depth": (0.3, 0.95),
    "binding": (0.1, 0.9),
    "head": (0.1, 0.9),
    "characters": (20, 200),
    "ratio": (0.3, 0.8),
    "smallest_pt": (5, 30),
    "largest_pt": (5, 30),
    "leading": (1, 2.5),
    "cjk": (0.6, 1.2),
    "columns": (1, 8),
    "gap": (0.5, 6),
}


@dataclass(frozen=True, slots=True)
class Description:
    """What one `layout.yml` says; None and empty: not said, taken from what it extends."""

    name: str
    title: str
    description: str
    extends: str | None
    media: tuple[str, ...]
    units: Units | None
    arrange: Arrangement | None
    numbering: Numbering | None
    front: tuple[str, ...] | None
    back: tuple[str, ...] | None
    fonts: dict[str, str]
    page: dict[str, float]
    baseline_pt: float | None
    options: tuple[Option, ...]
    defaults: dict[str, str]

    def page_over(self, base: PageSpec) -> PageSpec:
        """Return `base` with what this layout says of the page."""
        changes: dict[str, Any] = dict(self.page)
        if "columns" in changes:
            changes["columns"] = int(changes["columns"])
        return replace(base, **changes)


def _palette(form: Form) -> dict[str, Colour]:
    found: dict[str, Colour] = {}
    for name, written in form.pairs("palette").items():
        rgb, _, cmyk = written.partition(" ")
        try:
            colour = parse_colour(rgb)
            if cmyk:
                colour = Colour(colour.rgb, parse_colour(cmyk).cmyk)
        except ValueError as error:
            form.wrong("palette", str(error), "write it as '#8a1f2b cmyk(20 95 75 30)'")
            continue
        found[name] = colour
    return found


def _limit(form: Form, key: str, kind: str) -> float | None:
    written = form.text(key)
    if written is None:
        return None
    try:
        return parse_length(written, unit="mm") if kind == "length" else float(written)
    except ValueError:
        form.wrong(key, f"{written!r} is not a {'length' if kind == 'length' else 'number'}")
        return None


def _option(name: str, form: Form) -> Option | None:
    kind = cast(Kind, form.choice("type", cast("tuple[str, ...]", KINDS), ""))
    option = Option(
        name=name,
        kind=kind,
        default="",
        help=form.needed("help"),
        choices=form.words("choices"),
        minimum=_limit(form, "minimum", kind),
        maximum=_limit(form, "maximum", kind),
        palette=_palette(form),
    )
    written = form.text("default")
    form.close()
    if not kind:
        return None
    if kind == "choice" and not option.choices:
        form.wrong("type", "a choice needs its choices")
        return None
    if written is None and kind != "text":
        form.wrong("type", "an option needs a default")
        return None
    try:
        return replace(option, default=parse_value(option, written or ""))
    except ValueError as error:
        form.wrong("default", str(error))
        return None


def _options(form: Form) -> tuple[tuple[Option, ...], dict[str, str]]:
    """Return the options declared, and new defaults for options of the layout extended."""
    inner = form.form("options")
    found: list[Option] = []
    defaults: dict[str, str] = {}
    if inner is None:
        return (), {}
    for name in inner.names():
        node = inner.mapping.get(name)
        if type(node).__name__ == "Scalar":
            defaults[name] = inner.text(name) or ""
            continue
        described = inner.form(name)
        option = _option(name, described) if described is not None else None
        if option is not None:
            found.append(option)
    return tuple(found), defaults


def _page(form: Form) -> dict[str, float]:
    inner = form.form("page")
    if inner is None:
        return {}
    found: dict[str, float] = {}
    for entry in fields(PageSpec):
        if inner.mapping.get(entry.name) is not None:
            low, high = _BOUNDS[entry.name]
            found[entry.name] = inner.number(entry.name, low, low, high)
    inner.seen.update(_BOUNDS)
    inner.close()
    return found


def _pages(form: Form) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    inner = form.form("pages")
    if inner is None:
        return None, None
    both = []
    for side in ("front", "back"):
        names = inner.words(side) if inner.mapping.get(side) is not None else None
        for name in names or ():
            if name not in SPECIAL_PAGES:
                inner.wrong(side, f"{name!r} is no special page", nearest(name, SPECIAL_PAGES))
        both.append(names)
    inner.seen.update(("front", "back"))
    inner.close()
    return both[0], both[1]


def _baseline(form: Form) -> float | None:
    written = form.text("baseline", "auto")
    if written in (None, "auto"):
        return None
    try:
        return parse_length(written or "") * 72 / 25.4
    except ValueError as error:
        form.wrong("baseline", str(error), "write auto or a length such as 14pt")
        return None


def _subset(
    form: Form, key: str, known: tuple[str, ...], default: tuple[str, ...]
) -> tuple[str, ...]:
    found = form.words(key, default)
    for word in found:
        if word not in known:
            form.wrong(key, f"{word!r} is not one of {', '.join(known)}", nearest(word, known))
    return tuple(word for word in found if word in known)


def _stated(form: Form, key: str, choices: tuple[str, ...]) -> str | None:
    """Return the word at `key`, or None when the layout does not say."""
    form.seen.add(key)
    return form.choice(key, choices, choices[0]) if form.mapping.get(key) is not None else None


def _fonts(form: Form) -> dict[str, str]:
    fonts = form.pairs("fonts")
    for role in fonts:
        if role not in ROLES:
            form.wrong("fonts", f"{role!r} is no role of a font", nearest(role, ROLES))
    return fonts


def describe(text: str, file: str, findings: Collector) -> Description | None:
    """Return what the `layout.yml` in `text` says, or None after an error in `findings`."""
    before = len(findings.errors)
    form = open_form(text, file, findings)
    if form is None:
        return None
    extends = form.text("extends")
    front, back = _pages(form)
    options, defaults = _options(form)
    description = Description(
        name=form.needed("name"),
        title=form.needed("title"),
        description=form.needed("description"),
        extends=extends,
        media=_subset(form, "media", MEDIA, () if extends else MEDIA),
        units=cast("Units | None", _stated(form, "units", UNITS)),
        arrange=cast("Arrangement | None", _stated(form, "arrange", ARRANGEMENTS)),
        numbering=cast("Numbering | None", _stated(form, "numbering", NUMBERINGS)),
        front=front,
        back=back,
        fonts=_fonts(form),
        page=_page(form),
        baseline_pt=_baseline(form),
        options=options,
        defaults=defaults,
    )
    form.close()
    return None if len(findings.errors) > before else description
