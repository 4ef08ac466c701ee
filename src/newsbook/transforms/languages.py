"""From text in one declared language to text in which every run of another script says its own.

Fonts, quotation marks, hyphenation and a screen reader's voice all hang on it. What an author
marked stays marked; code and formulas are left alone.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from newsbook.content import Code, Listing, Math, Picture, Ruby, RubyPair, Span, Text
from newsbook.model import Article, Edition
from newsbook.transforms.parts import map_articles, map_titles
from newsbook.typography.pinyin import pinyin_spans
from newsbook.typography.scripts import han_language, segment
from newsbook.typography.tags import is_cjk, primary
from newsbook.world import World

__all__ = ["mark_languages", "mark_titles"]

_PARTS = ("headline", "kicker", "deck", "body", "note")


def mark_languages(edition: Edition, world: World) -> Edition:
    """Return `edition` with a `Span` round every run of another language than its surroundings."""
    settings = edition.typography

    def change(article: Article) -> Article:
        marker = _Marker(article.han or settings.han_default, settings.pinyin != "off")
        base = article.language or edition.metadata.language
        parts: dict[str, Any] = {n: marker.all(getattr(article, n), base) for n in _PARTS}
        return replace(article, **parts)

    return map_articles(edition, change)


def mark_titles(edition: Edition, world: World) -> Edition:
    """Return `edition` with the runs of its sections' titles marked in the same way."""
    settings = edition.typography
    marker = _Marker(settings.han_default, settings.pinyin != "off")
    return map_titles(edition, marker.all)


class _Marker:
    """Walks content from the top down, because a language is inherited."""

    def __init__(self, han_default: str, pinyin: bool) -> None:
        self.han_default = han_default
        self.pinyin = pinyin

    def all(self, nodes: tuple[Any, ...], base: str) -> tuple[Any, ...]:
        """Return `nodes` (nested tuples too) marked in surroundings of language `base`."""
        result: list[Any] = []
        for node in nodes:
            if isinstance(node, tuple):
                result.append(self.all(node, base))
            elif isinstance(node, Text):
                result += self._text(node, base)
            else:
                result.append(self._node(node, base))
        return tuple(result)

    def _text(self, node: Text, base: str) -> list[Any]:
        runs = segment(node.text, base, han_default=self.han_default, pinyin=self.pinyin)
        if len(runs) == 1 and runs[0].language is None:
            return [node]
        return [
            Text(run.text) if run.language is None else Span((Text(run.text),), run.language)
            for run in runs
        ]

    def _node(self, node: Any, base: str) -> Any:
        if isinstance(node, Code | Listing | Math | Picture | RubyPair):
            return node
        if isinstance(node, Ruby):
            return self._ruby(node, base)
        inner = getattr(node, "language", None) or base
        if isinstance(node, Span) and node.language and len(node.children) == 1:
            # An author's mark: only what is plainly of another script inside is marked again.
            only = node.children[0]
            if isinstance(only, Text) and not is_cjk(node.language):
                return node
        changes = {}
        for entry in fields(node):
            value = getattr(node, entry.name)
            if isinstance(value, tuple):
                changes[entry.name] = self.all(value, inner)
        return replace(node, **changes) if changes else node

    def _ruby(self, node: Ruby, base: str) -> Ruby:
        bases = "".join(pair.base for pair in node.pairs)
        language = node.language or han_language(bases, base, self.han_default)
        notes = " ".join(pair.annotation for pair in node.pairs)
        annotation = node.annotation_language
        if annotation is None and primary(language) == "zh":
            spans = list(pinyin_spans(notes, han=True))
            if spans and spans[0][0] == 0:
                annotation = "zh-Latn-pinyin"
        return replace(
            node,
            language=None if language == base else language,
            annotation_language=annotation,
        )
