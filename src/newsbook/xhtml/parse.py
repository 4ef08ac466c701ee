"""From any HTML fragment to blocks of the closed vocabulary.

`parse_fragment` undoes the EPUB rendering and accepts everything else: unknown wrappers are
unwrapped, embedded players become a line with a link, and whatever a book cannot hold is reported.
"""

from __future__ import annotations

from newsbook import content as c
from newsbook.xhtml.elements import Element, Node
from newsbook.xhtml.flow import Flow
from newsbook.xhtml.footnotes import find_notes
from newsbook.xhtml.normal import normal_form, normal_inlines
from newsbook.xhtml.sanitise import Dropped, Report, sanitise

__all__ = ["Dropped", "parse_fragment", "parse_inlines"]


def parse_fragment(
    html: str,
    *,
    language: str | None = None,
    first_line: int = 1,
    report: Report | None = None,
) -> tuple[c.Block, ...]:
    """Return the content of `html` in normal form.

    `language` is the language of the place the fragment comes from; lines in reports count from
    `first_line`. `report` is called with a `Dropped` for each kind of thing that was left out.
    Never raises on bad markup. For blocks in normal form and
    `renderer = Renderer("epub", language=L)`,
    `parse_fragment(renderer.blocks(x) + renderer.notes(), language=L) == x`.
    """
    flow = _flow(html, language, first_line, report)
    blocks = normal_form(flow.blocks(flow.root.children))
    flow.finish()
    return blocks


def parse_inlines(
    html: str,
    *,
    language: str | None = None,
    first_line: int = 1,
    report: Report | None = None,
) -> tuple[c.Inline, ...]:
    """Return the content of `html`, a piece of one line (a headline, a caption), in normal form.

    Blocks inside it are joined by line breaks.
    """
    flow = _flow(html, language, first_line, report)
    inlines = normal_inlines(flow.inlines(flow.root.children))
    flow.finish()
    return inlines


def _flow(html: str, language: str | None, first_line: int, report: Report | None) -> Flow:
    nodes = sanitise(html, first_line=first_line, report=report)
    root = Element("#root", children=list[Node](nodes))
    for node in nodes:
        if isinstance(node, Element):
            node.parent = root
    return Flow(root, find_notes(root), language=language, report=report)
