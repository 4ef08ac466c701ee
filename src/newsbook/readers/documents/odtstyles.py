"""From the styles of an OpenDocument file to what its paragraphs, characters and lists are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.safexml import attribute, local_name

__all__ = ["Styles", "style_names"]


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document: names as shown, by their keys, and marks of characters; of lists
    the numbers with which their numbered levels begin.
    """

    names: dict[str, str]
    marks: dict[str, tuple[str, ...]]
    numbered: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    hides: Mapping[str, bool] = field(default_factory=dict)


def _marks(style: Any) -> tuple[str, ...]:
    """Return the tags for the text properties of a style."""
    found = []
    for properties in style:
        if local_name(properties) != "text-properties":
            continue
        if attribute(properties, "font-style") in ("italic", "oblique"):
            found.append("em")
        if attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
            found.append("strong")
        position = attribute(properties, "text-position")
        if position.startswith("super") or re.match(r"[1-9]", position):
            found.append("sup")
        elif position.startswith(("sub", "-")):
            found.append("sub")
        if attribute(properties, "text-line-through-style") not in ("", "none"):
            found.append("s")
        if attribute(properties, "text-underline-style") not in ("", "none"):
            found.append("u")
        if attribute(properties, "font-variant") == "small-caps":
            found.append('span class="smallcaps"')
    return tuple(found)


def style_names(*roots: Any | None) -> Styles:
    """Return the styles of `content.xml` and `styles.xml`."""
    shown: dict[str, str] = {}
    parents: dict[str, str] = {}
    marks: dict[str, tuple[str, ...]] = {}
    numbered: dict[str, dict[int, int]] = {}
    hides: dict[str, bool] = {}
    for root in roots:
        for style in root.iter() if root is not None else ():
            name = attribute(style, "name") if local_name(style) in ("style", "list-style") else ""
            if not name:
                continue
            if (display := _display(style)) is not None:
                hides.setdefault(name, display == "none")
            if local_name(style) == "list-style":
                numbered.setdefault(name, _numbered(style))
                continue
            shown.setdefault(name, attribute(style, "display-name") or name.replace("_20_", " "))
            parents.setdefault(name, attribute(style, "parent-style-name"))
            if attribute(style, "family") == "text":
                marks.setdefault(name, _marks(style) or _named_marks(shown[name]))
    names = {n: _meant(n, shown, parents) for n in shown}
    return Styles(names, marks, numbered, _inherited(hides, parents))


def _numbered(style: Any) -> dict[int, int]:
    """Return the numbered levels of a style of lists, from 1 on, with their first numbers."""
    found = {}
    for level in style:
        stated, start = attribute(level, "level"), attribute(level, "start-value")
        form = attribute(level, "num-format")
        if local_name(level) == "list-level-style-number" and form and stated.isdecimal():
            found[int(stated)] = int(start) if start.isdecimal() else 1
    return found


def _display(style: Any) -> str | None:
    """Return what a style says of whether its text is seen; None when it says nothing."""
    found = (attribute(p, "display") for p in style if local_name(p) == "text-properties")
    return next((display for display in found if display), None)


def _inherited(stated: Mapping[str, bool], parents: Mapping[str, str]) -> dict[str, bool]:
    """Return `stated` for the styles as well that are based on those it names."""
    found = dict(stated)
    for name in parents:
        above, seen = name, {""}
        while above not in stated and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above in stated:
            found[name] = stated[above]
    return found


def _named_marks(name: str) -> tuple[str, ...]:
    return {"Emphasis": ("em",), "Strong Emphasis": ("strong",), "Source Text": ("code",)}.get(
        name, ()
    )


def _meant(name: str, shown: dict[str, str], parents: dict[str, str]) -> str:
    """Return the name of the nearest style above `name` that stands for something."""
    seen: set[str] = set()
    current = name
    while current and current not in seen:
        seen.add(current)
        title = shown.get(current, current)
        role = role_of(title)
        if heading_of(title) or (role and (role != "body" or current == name)):
            return title
        current = parents.get(current, "")
    return shown.get(name, name)
