"""From an Edition to the same Edition with its articles changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from newsbook.content import Inline
from newsbook.model import Article, Edition, Section, SpecialPage

__all__ = ["map_articles", "map_titles"]

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


def map_titles(
    edition: Edition,
    change: Callable[[tuple[Inline, ...], str], tuple[Inline, ...]],
) -> Edition:
    """Return `edition` with `change` applied to the titles and subtitles of its sections.

    `change` gets the inlines and their language.
    """

    def visit(parts: tuple[_Part, ...], language: str) -> tuple[_Part, ...]:
        changed: list[_Part] = []
        for part in parts:
            if isinstance(part, Section):
                own = part.language or language
                part = replace(
                    part,
                    title=change(part.title, own),
                    subtitle=change(part.subtitle, own),
                    parts=visit(part.parts, own),
                )
            changed.append(part)
        return tuple(changed)

    return replace(edition, parts=visit(edition.parts, edition.metadata.language))
