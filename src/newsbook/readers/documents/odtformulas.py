"""From the objects in an OpenDocument file to MathML for formulas, to pictures for the others."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from newsbook.formulas import spelled
from newsbook.safexml import RefusedXMLError, local_name, parse_xml
from newsbook.safezip import Archive, RefusedArchiveError
from newsbook.xhtml.mathml import MATH_ATTRIBUTES, MATH_TAGS

__all__ = ["drawings_of", "formulas_of", "markup_of_formula"]

_DEEPEST: Final = 50
_READABLE: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<?xml", b"<svg")


def _written(element: Any, depth: int) -> str:
    name = local_name(element)
    if name in ("annotation", "annotation-xml") or depth > _DEEPEST:
        return ""
    inside = escape(element.text or "", quote=False)
    for child in element:
        inside += _written(child, depth + 1) + escape(child.tail or "", quote=False)
    if name not in MATH_TAGS or name in ("math", "semantics"):
        return inside
    stated = "".join(
        f' {key}="{escape(value)}"'
        for key, value in element.attrib.items()
        if key in MATH_ATTRIBUTES
    )
    return f"<{name}{stated}>{inside}</{name}>"


def markup_of_formula(root: Any) -> str:
    """Return the `math` element `root` with its words; `""` when it is empty."""
    inside = _written(root, 0).strip()
    if not inside:
        return ""
    words = escape(spelled(f"<math>{inside}</math>"))
    return f'<math alttext="{words}">{inside}</math>'


def formulas_of(archive: Archive) -> dict[str, str]:
    """Return the formulas in the objects of an archive, by the folders of these."""
    found = {}
    for name in archive.below("", "/content.xml"):
        try:
            root = parse_xml(archive.read(name))
        except (RefusedArchiveError, RefusedXMLError):
            continue
        if local_name(root) == "math":
            found[name.removesuffix("/content.xml")] = markup_of_formula(root)
    return found


def drawings_of(archive: Archive) -> frozenset[str]:
    """Return the names of the pictures of objects that are pictures a book can have."""
    return frozenset(
        name
        for name in archive.below("ObjectReplacements/", "")
        if archive.read(name).startswith(_READABLE)
    )
