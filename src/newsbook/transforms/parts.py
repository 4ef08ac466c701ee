"""From an Edition to the same Edition with its articles changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from newsbook.model import Article, Edition, Section, SpecialPage

__all__ = ["map_articles"]

_Part: TypeAlias = Article | Section | SpecialPage


def map_articles(edition: Edition, change: Callable[[Article], Article]) -> Edition:
    """Return `edition` with `change` applied to every article, in reading order."""

    def visit(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
        return tuple(
            change(part)
            if isinstance(part, Article)
            else replace(part, parts=visit(part.parts))
            if isinstance(part, Section)
            else part
            for part in parts
        )

    return replace(edition, parts=visit(edition.parts))
