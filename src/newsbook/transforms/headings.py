"""From headings as their sources number them to levels without gaps below the headline.

The headline is level 1, so the highest heading of a body becomes level 2 and no level is skipped
on the way down (WCAG 2.2, technique H42; Standard Ebooks rule s-085). Headings in asides count from
the heading above them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newsbook.content import Block, Heading
from newsbook.model import Article, Edition
from newsbook.transforms.parts import map_articles
from newsbook.tree import map_blocks, walk
from newsbook.world import World

__all__ = ["level_headings"]


def level_headings(edition: Edition, world: World) -> Edition:
    """Return `edition` with every body's headings counted from level 2 without gaps."""
    return map_articles(edition, _level)


def _level(article: Article) -> Article:
    return replace(article, body=levelled(article.body), note=levelled(article.note))


def levelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `blocks` with heading levels from 2 on, each at most one deeper than the last."""
    stack: list[int] = []
    levels: list[int] = []
    for node in walk(blocks):
        if isinstance(node, Heading):
            while stack and stack[-1] >= node.level:
                stack.pop()
            stack.append(node.level)
            levels.append(min(len(stack) + 1, 6))
    if not levels:
        return blocks
    # Headings hold no headings, so children-first order is the order of reading.
    remaining = iter(levels)

    def change(node: Any) -> Any:
        return replace(node, level=next(remaining)) if isinstance(node, Heading) else node

    return map_blocks(blocks, change)
