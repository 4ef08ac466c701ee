"""From a layout's style sheets and its values to the style sheets of one output.

`var(--name)` is replaced by its value here and not by the reading system: old e-readers know no
custom properties, page rules take none, and a name nobody defines becomes an error of the layout
with its line instead of a silent default. Only values that were validated are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newsbook.composition import Stylesheet
from newsbook.diagnostics import Collector, Location
from newsbook.layout import Layout, Sheet, css_value

__all__ = ["option_classes", "option_values", "settled"]

_VAR = re.compile(r"var\(\s*--([a-zA-Z0-9_-]+)\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOREIGN = re.compile(r"@import\b|url\(\s*[\"']?(?!asset:|#|data:)([^)\"']*)", re.IGNORECASE)


def option_values(layout: Layout, medium: str) -> dict[str, str]:
    """Return the options that are lengths, numbers and colours as CSS, by name."""
    found = {}
    for option in layout.schema:
        css = css_value(option, layout.options[option.name], medium)
        if css is not None:
            found[option.name] = css
    return found


def option_classes(layout: Layout) -> str:
    """Return the options that are switches and choices as classes of the body.

    A switch gives `has-` or `no-` and its name; a choice gives its name
    and the word chosen (`cover-band`).
    """
    classes = []
    for option in layout.schema:
        value = layout.options[option.name]
        if isinstance(value, bool):
            classes.append(f"has-{option.name}" if value else f"no-{option.name}")
        elif option.kind == "choice":
            classes.append(f"{option.name}-{value}")
    return " ".join(classes)


def _place(sheet: Sheet, offset: int) -> Location:
    before = sheet.css[:offset]
    return Location(sheet.file, before.count("\n") + 1, offset - before.rfind("\n"))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _settle(sheet: Sheet, values: Mapping[str, str], findings: Collector) -> str:
    source = _COMMENT.sub(_blank, sheet.css)
    for match in _FOREIGN.finditer(source):
        findings.error(
            "layout-invalid",
            "a style sheet of a book can load nothing from outside it",
            where=_place(sheet, match.start()),
            hint="put the rules into the layout's own sheets; pictures are url(asset:KEY)",
        )

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        findings.error(
            "layout-invalid",
            f"--{name} is neither an option of the layout nor a measure of the page",
            where=_place(sheet, match.start()),
            hint=f"there are {', '.join(sorted(values))}",
        )
        return "initial"

    settled = _VAR.sub(value, source)
    lines = (line.rstrip() for line in settled.splitlines())
    return "\n".join(line for line in lines if line.strip()) + "\n"


def settled(
    sheets: Iterable[Sheet], values: Mapping[str, str], findings: Collector
) -> tuple[Stylesheet, ...]:
    """Return `sheets` with values in place and comments gone; problems go to `findings`."""
    return tuple(Stylesheet(sheet.name, _settle(sheet, values, findings)) for sheet in sheets)
