"""From blocks of raw HTML in Markdown, and what stands between their tags, to blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from markdown_it.tree import SyntaxTreeNode

from newsbook.content import Block
from newsbook.readers.markdown.inlines import Context
from newsbook.xhtml import Renderer, normal_form, parse_fragment
from newsbook.xhtml.tokens import scan

__all__ = ["ends_of_runs", "html_run"]

Convert = Callable[[Sequence[SyntaxTreeNode], Context], tuple[Block, ...]]

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


def _balance(html: str, open_tags: list[str], counts: Counter[str]) -> int:
    """Follow the tags of `html`: add what it opens to `open_tags`, remove what it closes; `counts`
    says how often each is in there. Return how few tags were open meanwhile.
    """
    lowest = len(open_tags)
    for tag in scan(html):
        if tag.name in _VOID or tag.attributes.rstrip().endswith("/"):
            continue
        if not tag.closing:
            open_tags.append(tag.name)
            counts[tag.name] += 1
        elif counts[tag.name]:
            closed = ""
            while closed != tag.name:
                closed = open_tags.pop()
                counts[closed] -= 1
            lowest = min(lowest, len(open_tags))
    return lowest


def ends_of_runs(nodes: Sequence[SyntaxTreeNode]) -> list[int]:
    """Return for each node the index after the block that closes what it opens; what is never
    closed ends with itself.
    """
    ends = list(range(1, len(nodes) + 1))
    open_tags: list[str] = []
    counts: Counter[str] = Counter()
    waiting: list[tuple[int, int]] = []  # a node, and how many tags were open before it
    for index, node in enumerate(nodes):
        if node.type != "html_block":
            continue
        waiting.append((index, len(open_tags)))
        lowest = _balance(node.content, open_tags, counts)
        while waiting and waiting[-1][1] > lowest:
            waiting.pop()
        if waiting and waiting[-1][1] == len(open_tags):
            ends[waiting.pop()[0]] = index + 1
    return ends


def html_run(
    nodes: Sequence[SyntaxTreeNode], start: int, stop: int, context: Context, convert: Convert
) -> tuple[Block, ...]:
    """Return the blocks of the raw HTML at `start`, whose run ends before the node `stop`.

    When it opens an element that a later block of raw HTML closes, the Markdown between them is
    part of that element.
    """
    line = context.line
    if stop == start + 1:
        html = _COMMENT.sub("", nodes[start].content)
        return parse_fragment(html, first_line=line, report=context.report)
    renderer = Renderer("epub", language="und")
    pieces = []
    for node in nodes[start:stop]:
        if node.type == "html_block":
            pieces.append(_COMMENT.sub("", node.content))
        else:
            pieces.append(renderer.blocks(normal_form(convert([node], context))))
    html = "".join(pieces) + renderer.notes()
    return parse_fragment(html, language="und", first_line=line, report=context.report)
