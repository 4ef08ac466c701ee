"""From a formula in TeX to MathML, and from MathML to a drawing or a line of plain text.

EPUB readers draw MathML themselves; the engine that sets print does not, so that a formula is drawn
for it here, in outlines. Both take libraries of the extra `formulas`. What cannot be converted or
drawn is left to the caller, who says so and prints the words of the formula: nothing is lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from importlib.util import find_spec
from typing import Any, Final
from xml.etree import ElementTree

__all__ = [
    "MISSING",
    "MOST_EFFORT",
    "FormulaError",
    "drawing",
    "effort",
    "installed",
    "mathml_of",
    "spelled",
]

MISSING: Final = "install newsbook[formulas]: formulas are drawn by libraries that come with it"

_EM: Final = 1000.0
_ARITY: Final = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
    "msubsup": 3, "munderover": 3,
}  # fmt: skip
_LONGEST: Final = 4000
_DEEPEST: Final = 50
MOST_EFFORT: Final = 500_000  # elements set for an article, half a minute: some 4000 formulas

# Elements that may be set to draw one formula, which takes two or three seconds.
_MOST_SET: Final = 15_000
_ROWS: Final = frozenset(
    {"math", "mrow", "mtr", "mtd", "mpadded", "mphantom", "merror", "menclose", "msqrt"}
)
# How the library that draws gives up on markup it does not know.
_BROKEN: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
# A single upright letter, which the library would slant.
_UPRIGHT: Final = re.compile(r"\\mathrm\{\s*([A-Za-z])\s*\}")
# Environments that the library knows under another name.
_SPLIT: Final = re.compile(r"\\(begin|end)\{(?:aligned|gathered)\}")


class FormulaError(ValueError):
    """A formula that cannot be converted; the message says why, in words that follow a colon."""


def installed() -> bool:
    """Whether the libraries that convert and draw formulas are there."""
    return find_spec("ziamath") is not None and find_spec("latex2mathml") is not None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


@lru_cache(maxsize=4096)
def mathml_of(tex: str, *, display: bool) -> str:
    """Return a formula in TeX as one MathML element.

    Raises `FormulaError` when it is not TeX that is understood whole, `ImportError` when the extra
    `formulas` is not installed.
    """
    from latex2mathml.converter import convert

    if len(tex) > _LONGEST:
        raise FormulaError("it is too long")
    source = _UPRIGHT.sub(r"\\mathrm{{\1}}", _SPLIT.sub(r"\\\1{split}", tex))
    try:
        made: str = convert(source, display="block" if display else "inline")
        root = ElementTree.fromstring(made)
    except Exception as problem:
        # The library's errors have no class in common, and it lets those of others through.
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(problem).__name__.removesuffix("Error"))
        raise FormulaError(f"it cannot be read ({words.lower()})") from problem
    for element in root.iter():
        text = element.text or ""
        unknown = re.search(r"\\[A-Za-z]*", text)
        if unknown:
            raise FormulaError(f"the command {unknown[0]} is not known")
        if len(element) != _ARITY.get(_local(element), len(element)):
            raise FormulaError("an argument is missing")
    if _depth(root) > _DEEPEST:
        raise FormulaError("it is nested too deeply")
    return made


def _depth(element: ElementTree.Element) -> int:
    return 1 + max(map(_depth, element), default=0)


# ---------------------------------------------------------------- drawings
@cache
def drawing(mathml: str, display: bool, words: str | None) -> str | None:
    """Return a formula (MathML) as an SVG element of its own size in em, standing on its line.

    `words` say what it shows. None when it holds characters that the mathematical font lacks, more
    than can be drawn or than is drawn in seconds, and when the extra `formulas` is not installed.
    """
    try:
        import ziamath
    except ImportError:
        return None

    glyph = _prepared().loadedfonts["default"].cmap.glyphid
    try:
        root = ElementTree.fromstring(mathml)
        if not all(glyph(c) or c.isspace() for text in root.itertext() for c in text):
            return None
        if not _effort(root):
            return None
        _heights.clear()
        root.set("display", "block" if display else "inline")
        svg = ziamath.Math(root, size=_EM, margin=0).svgxml()
    except _BROKEN:
        return None
    return _placed(svg, words)


@cache
def _prepared() -> Any:
    """Return the module that draws, told what a page needs.

    The library sets every row twice, first to find how tall it is without what grows with it; rows
    within are then set four times, and so on. Here a row is measured once, and none that holds
    nothing that grows.
    """
    import ziamath.zmath
    from ziamath.nodes import Mrow

    ziamath.config.svg2 = False  # outlines where they stand, without references to symbols
    ziamath.config.precision = 1
    measure = Mrow._get_height_nostretch

    def height(row: Any, line: Any, **given: Any) -> tuple[float, float]:
        if not any(map(_grows, line)):
            return 0.0, 0.0
        given = {name: value for name, value in given.items() if not name.startswith("rowy")}
        given["nostretch"] = True
        inside = "".join(ElementTree.tostring(child, encoding="unicode") for child in line)
        key = (inside, repr(row.style), repr(given))
        if key not in _heights:
            _heights[key] = measure(row, line, **given)
        return _heights[key]

    Mrow._get_height_nostretch = height
    return ziamath.zmath


# How tall the rows of the formula are that is being drawn.
_heights: dict[tuple[str, str, str], tuple[float, float]] = {}


@cache
def _growing() -> frozenset[str]:
    """Return the operators that may grow with what stands beside them."""
    from ziamath.operators import operators

    return frozenset(name for (name, _), traits in operators.items() if "stretchy" in traits)


def _grows(element: ElementTree.Element) -> bool:
    """Whether something in `element` may grow with what stands beside it."""
    return any(
        part.get("stretchy") or (part.text or "").strip() in _growing() for part in element.iter()
    )


@cache
def effort(mathml: str) -> int:
    """Return how many elements are set to draw a formula (MathML): 0 of one that is not drawn."""
    try:
        return _effort(ElementTree.fromstring(mathml))
    except ElementTree.ParseError:
        return 0


def _effort(root: ElementTree.Element) -> int:
    times = _times_set(root)
    return times if times <= _MOST_SET else 0


def _times_set(element: ElementTree.Element, rows: int = 1) -> int:
    """Return how many elements the library may set to draw `element`, which stands in `rows`: every
    row is measured once. What stands in brackets or in several lines is begun anew, and set twice.
    """
    anew = _local(element) == "mfenced" or any(child.get("linebreak") for child in element)
    within = rows + 1 if anew or _local(element) in _ROWS else rows
    inside = sum(_times_set(child, within) for child in element)
    return rows + inside * (2 if anew else 1)


def _placed(svg: ElementTree.Element, words: str | None) -> str | None:
    """Return the SVG in em of the text around it, its axis on the line; None of an empty one."""
    x, y, width, height = (float(value) for value in svg.get("viewBox", "").split())
    if width <= 0 or height <= 0:
        return None
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in svg)
    inner = re.sub(r"\s?xmlns(?::\w+)?=\"[^\"]*\"|(?<=<)(/?)ns\d+:", r"\1", inner)
    size = f"width:{width / _EM:.3f}em;height:{height / _EM:.3f}em"
    style = f"{size};vertical-align:{-(y + height) / _EM:.3f}em"
    named = f' aria-label="{escape(words)}"' if words else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="formula" role="img"{named} '
        f'viewBox="{x:g} {y:g} {width:g} {height:g}" style="{style}">{inner}</svg>'
    )


# ---------------------------------------------------------------- plain text
def spelled(mathml: str) -> str:
    """Return a formula in one line of plain text, with brackets where the drawing needs none."""
    try:
        return _spell(ElementTree.fromstring(mathml)).strip()
    except ElementTree.ParseError:
        return re.sub(r"<[^>]*>", "", mathml)


def _spell(element: ElementTree.Element) -> str:
    kind, parts = _local(element), [_spell(child) for child in element]
    if not parts:
        return " ".join((element.text or "").split()) or (" " if kind == "mspace" else "")
    if kind in ("mtable", "mtr", "mlabeledtr"):
        return "; ".join(parts) if kind == "mtable" else ", ".join(parts)
    shape = _SHAPES.get(kind)
    if shape is None or len(parts) != shape.count("{"):
        return "".join(parts)
    if element.get("linethickness") == "0":
        return ", ".join(parts)  # a binomial coefficient, in brackets of its own
    if kind == "mover" and parts[1] in _ACCENTS:
        return parts[0] + _ACCENTS[parts[1]]
    return shape.format(*(_bracketed(part) for part in parts))


_ACCENTS: Final = {
    "^": "\u0302", "~": "\u0303", "―": "\u0305", "¯": "\u0304", "˙": "\u0307", "¨": "\u0308",
    "→": "\u20d7",
}  # fmt: skip
_SHAPES: Final = {
    "mfrac": "{}/{}", "msqrt": "√{}", "mroot": "{}^(1/{})", "msub": "{}_{}", "msup": "{}^{}",
    "munder": "{}_{}", "mover": "{}^{}", "msubsup": "{}_{}^{}", "munderover": "{}_{}^{}",
}  # fmt: skip


def _bracketed(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
