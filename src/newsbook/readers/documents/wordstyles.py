"""From the styles of a Word document to names that say what their paragraphs are.

A house calls its styles as it likes: what one means is told by its name, by the style it is based
on, or by its level in the outline (ECMA-376 part 1, 17.7.4 and 17.3.1.20).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.readers.documents.wordshapes import child_of, space_of, value_of
from newsbook.safexml import attribute, children, local_name

__all__ = ["PLAIN", "Styles", "heading_named", "named", "role_named", "styles_of"]

PLAIN = "Normal"  # the name of styles that mean nothing


def role_named(role: str) -> str:
    """Return the name given to styles of `role`."""
    return f"nb {role}"


def heading_named(level: int) -> str:
    """Return the name given to styles of headings of `level`."""
    return f"nb heading {level}"


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids, as they are in its part of styles."""

    found: dict[str, Any] = field(default_factory=dict)

    def above(self, key: str) -> Iterator[Any]:
        """Yield the style `key`, then those it is based on."""
        seen: set[str] = set()
        while key in self.found and key not in seen:
            seen.add(key)
            yield self.found[key]
            key = value_of(self.found[key], "basedOn")

    def meant(self, key: str) -> str:
        """Return the name of what the style `key` means; `""` when nothing says it."""
        levels: list[str] = []
        for place, style in enumerate(self.above(key)):
            name = value_of(style, "name")
            if level := heading_of(name):
                return heading_named(level)
            role = role_of(name)
            if role == "body":
                return PLAIN if not place else _outlined(levels)
            if role:
                return role_named(role)
            levels.append(value_of(style, "pPr", "outlineLvl"))
        return _outlined(levels) if levels else _of_name(key)


def _of_name(name: str) -> str:
    level, role = heading_of(name), role_of(name)
    if name.startswith(heading_named(0)[:-1]):
        return name
    if level:
        return heading_named(level)
    return role_named(role) if role and role != "body" else PLAIN


def _outlined(levels: list[str]) -> str:
    """Return the name of a heading at the first of `levels` that is stated."""
    stated = next(filter(None, levels), "")
    return heading_named(int(stated) + 1) if stated.isdigit() and int(stated) < 6 else ""


def styles_of(root: Any | None) -> Styles:
    """Return the styles of a part of styles. The first of an id holds (17.7.4.17)."""
    found: dict[str, Any] = {}
    for style in children(root, "style") if root is not None else ():
        found.setdefault(attribute(style, "styleId"), style)
    return Styles(found)


def _name(style: Any, name: str) -> None:
    mark = child_of(style, "name")
    if mark is None:
        mark = etree.SubElement(style, f"{{{space_of(style)}}}name")
    mark.set(f"{{{space_of(style)}}}val", name)


def _outline(root: Any, styles: Styles) -> None:
    """Give paragraphs that are headings by themselves the style of one."""
    for mark in [e for e in root.iter() if local_name(e) == "outlineLvl"]:
        properties = mark.getparent()
        key = value_of(properties, "pStyle")
        name = _outlined([attribute(mark, "val")])
        if not name or styles.meant(key) not in ("", PLAIN):
            continue
        style = child_of(properties, "pStyle")
        if style is None:
            style = etree.Element(f"{{{space_of(mark)}}}pStyle")
            properties.insert(0, style)
        style.set(f"{{{space_of(mark)}}}val", name)


def named(sheet: Any, styles: Styles, texts: list[Any]) -> None:
    """Name the styles of paragraphs in the part of styles `sheet` by what they mean, and define
    those that the roots of `texts` use without a definition.
    """
    space = space_of(sheet)
    for root in texts:
        _outline(root, styles)
    for style in children(sheet, "style"):
        for name, plain in (("type", "paragraph"), ("styleId", "")):
            if not attribute(style, name):
                style.set(f"{{{space}}}{name}", plain)
    names = {
        key: styles.meant(key)
        for key, style in styles.found.items()
        if attribute(style, "type") == "paragraph"
    }
    for key, name in names.items():
        if name:
            _name(styles.found[key], name)
    for mark in (e for root in texts for e in root.iter() if local_name(e) == "pStyle"):
        key = attribute(mark, "val")
        if key not in styles.found:
            made = etree.SubElement(sheet, f"{{{space}}}style")
            made.set(f"{{{space}}}type", "paragraph")
            made.set(f"{{{space}}}styleId", key)
            _name(made, styles.meant(key))
            styles.found[key] = made
