"""From an article of a feed or an export that has no headline to one named by its first words.

Notes and asides of blogs have none, and a book can neither list nor head what has no name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import accumulate

from newsbook.content import Text
from newsbook.model import Article, Decision
from newsbook.tree import plain_text

__all__ = ["titled"]

LONGEST = 70  # letters of a headline; those of Chinese and Japanese count twice
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|\Z)|[。！？]|\Z)", re.DOTALL)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _first_words(text: str) -> str:
    """Return the first sentence of `text`, or as much of it as a headline holds."""
    match = _SENTENCE.match(text)
    sentence = match[0].strip() if match else text
    if _width(sentence) <= LONGEST:
        return sentence.removesuffix(".").removesuffix("。")
    widths = accumulate(_width(character) for character in sentence)
    short = sentence[: sum(width <= LONGEST for width in widths)]
    return (short.rpartition(" ")[0] or short).rstrip(" ,;:–—-") + "…"


def titled(article: Article) -> Article:
    """Return `article` with a headline: its own, else its first words, else its day."""
    if plain_text(article.headline).strip():
        return article
    texts = (" ".join(plain_text(block).split()) for block in article.body)
    words = next((text for text in texts if re.search(r"\w", text)), "")
    named, rule = _first_words(words), "inferred: the first words of the text"
    if not named:
        named, rule = (article.published or "")[:10], "inferred: the date"
    if not named:
        return article
    decision = Decision("headline", named, rule)
    origin = replace(article.origin, decisions=(decision, *article.origin.decisions))
    return replace(article, headline=(Text(named),), origin=origin)
