"""From text in one declared language to text in which every run of another script says its own.

Fonts, quotation marks, hyphenation and a screen reader's voice all hang on it. What an author
marked stays marked; code and formulas are left alone.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any
from unicodedata import east_asian_width

from newsbook.content import Code, Listing, Math, Picture, Ruby, RubyPair, Span, Text
from newsbook.model import Article, Edition
from newsbook.transforms.parts import map_articles, map_titles
from newsbook.typography.pinyin import is_pinyin
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
        notes = " ".join(pair.annotation for pair in node.pairs)
        # Kana, Hangul and Bopomofo beside Han tell whose Han it is.
        language = node.language or han_language(bases + notes, base, self.han_default)
        annotation = node.annotation_language or _reading(notes, language, base)
        return replace(
            node,
            language=None if language == base else language,
            annotation_language=annotation,
        )


_WORD = re.compile("[A-Za-zÀ-ɏḀ-ỿ\u0300-\u036f'’]+")
_ROMAJI = re.compile(
    "(?:(?:[kgsztdnhbpmr]y|sh|ch|ts|[kgsztdnhfbpmyrwj])?[aiueoāīūēōâîûêô]"
    "|n['’]?|(?P<double>[kstpcgdbz])(?=(?P=double)|ch))+"
)


def _reading(notes: str, language: str | None, base: str) -> str | None:
    """Return the language of the notes over characters in `language`, in a text in `base`; None:
    the language of the characters.

    Syllables are a reading, with or without tone marks; other words are a gloss.
    """
    words = _WORD.findall(notes)
    wide = any(east_asian_width(character) in "WF" for character in notes)
    if not is_cjk(language) or not words or wide:
        return None
    tongue = primary(language)
    if tongue == "zh" and all(map(is_pinyin, words)):
        return "zh-Latn-pinyin"
    if tongue == "ko" or (tongue == "ja" and all(_ROMAJI.fullmatch(w.lower()) for w in words)):
        return f"{tongue}-Latn"
    return "und-Latn" if is_cjk(base) else base
