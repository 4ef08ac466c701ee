"""From a formula as found to one canonical presentation-MathML element.

Only the elements and attributes of MathML Core and the presentation part of MathML 3 pass; content
annotations, scripts and links do not. Two formulas that differ only in the spelling of their
markup have the same canonical text.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final

import nh3

from newsbook.xhtml.elements import Element, read_elements

__all__ = ["MATH_ATTRIBUTES", "MATH_TAGS", "canonical", "serialise_math"]

NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
MATH_TAGS: Final = frozenset(
    """math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom
    mfenced menclose msub msup msubsup munder mover munderover mmultiscripts
    mprescripts none mtable mtr mlabeledtr mtd semantics""".split()
)
MATH_ATTRIBUTES: Final = frozenset(
    """accent accentunder align close columnalign columnspacing columnspan depth dir
    displaystyle fence form height largeop linethickness lspace mathvariant maxsize
    minsize movablelimits notation open rowalign rowspacing rowspan rspace
    scriptlevel separator separators stretchy symmetric width""".split()
)
_DEPTH: Final = 60


def serialise_math(element: Element) -> str:
    """Return the canonical text of a parsed `math` element, `""` when it is empty.

    What is nested too deep is a line of text, in an element of its own: the number of elements
    in a fraction or a root has a meaning.
    """
    inner = "".join(_serialise(child, 1) for child in element.children)
    return f'<math xmlns="{NAMESPACE}">{inner}</math>' if inner else ""


def _serialise(node: Element | str, depth: int) -> str:
    if isinstance(node, str):
        return escape(" ".join(node.split()), quote=False)
    if depth > _DEPTH:
        return f"<mtext>{escape(node.text(), quote=False)}</mtext>"
    inner = "".join(_serialise(child, depth + 1) for child in node.children)
    if node.tag not in MATH_TAGS or node.tag in ("math", "semantics"):
        return inner
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in sorted(node.attributes.items())
        if name in MATH_ATTRIBUTES
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


@lru_cache(maxsize=4096)
def canonical(mathml: str) -> str:
    """Return `mathml`, which holds one `math` element, in canonical form, or `""`."""
    clean = nh3.clean(
        mathml.encode("utf-8", "ignore").decode(),
        tags=set(MATH_TAGS),
        clean_content_tags={"annotation", "annotation-xml", "script", "style"},
        attributes={tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS},
        link_rel=None,
    )
    for node in read_elements(clean):
        if isinstance(node, Element) and node.tag == "math":
            return serialise_math(node)
    return ""
