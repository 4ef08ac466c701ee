"""From blocks of raw HTML in Markdown, and what stands between their tags, to blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.tree import SyntaxTreeNode

from newsbook.content import Block
from newsbook.readers.markdown.inlines import Context
from newsbook.xhtml import Renderer, normal_form, parse_fragment
from newsbook.xhtml.tokens import scan

__all__ = ["html_run"]

Convert = Callable[[Sequence[SyntaxTreeNode], Context], tuple[Block, ...]]

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


def _balance(html: str, open_tags: list[str]) -> None:
    """Follow the tags of `html`: add what it opens to `open_tags`, remove what it closes."""
    for tag in scan(html):
        if tag.name in _VOID or tag.attributes.rstrip().endswith("/"):
            continue
        if not tag.closing:
            open_tags.append(tag.name)
        elif tag.name in open_tags:
            while open_tags.pop() != tag.name:
                pass


def _end_of_run(nodes: Sequence[SyntaxTreeNode], start: int) -> int:
    """Return the index after the block that closes what the block at `start` opens."""
    open_tags: list[str] = []
    for index in range(start, len(nodes)):
        if nodes[index].type == "html_block":
            _balance(nodes[index].content, open_tags)
            if not open_tags:
                return index + 1
    return start + 1


def html_run(
    nodes: Sequence[SyntaxTreeNode], start: int, context: Context, convert: Convert
) -> tuple[tuple[Block, ...], int]:
    """Return the blocks of the raw HTML at `start`, and the index of the node after it.

    When it opens an element that a later block of raw HTML closes, the Markdown between them is
    part of that element.
    """
    line = context.line
    stop = _end_of_run(nodes, start)
    if stop == start + 1:
        html = _COMMENT.sub("", nodes[start].content)
        return parse_fragment(html, first_line=line, report=context.report), stop
    renderer = Renderer("epub", language="und")
    pieces = []
    for node in nodes[start:stop]:
        if node.type == "html_block":
            pieces.append(_COMMENT.sub("", node.content))
        else:
            pieces.append(renderer.blocks(normal_form(convert([node], context))))
    html = "".join(pieces) + renderer.notes()
    return parse_fragment(html, language="und", first_line=line, report=context.report), stop
