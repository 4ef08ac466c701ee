"""From a text to the language it is written in, where script or function words decide it.

Nothing is guessed from too little: a few words, or two languages that score alike, give None.
"""

from __future__ import annotations

import re
from collections import Counter

import regex

from newsbook.readers.lexicon import FUNCTION_WORDS_BY_LANGUAGE

__all__ = ["infer_language", "same_language"]

MIN_WORDS = 12
MIN_SHARE = 0.16  # of the words are function words of the language
MARGIN = 1.25  # times as many as of the next language

_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]"), 0.3),
    ("th", re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]"), 0.3),
    ("ka", re.compile("[\u10d0-\u10ff]"), 0.3),
    ("hy", re.compile("[\u0531-\u0587]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.5),
    ("he", re.compile("[\u05d0-\u05ea]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
    ("ar", re.compile("[\u0620-\u06ff]"), 0.3),
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’‘]\p{L}[\p{L}\p{M}]*)?")
# Letters that only one of two close relatives has.
_TELLTALES = (
    ("az", re.compile("[əƏ]")),
    ("uk", re.compile("[ієїґІЄЇҐ]")),
    ("be", re.compile("[ўЎ]")),
    ("kk", re.compile("[әғқңөұүһі]")),
    ("fa", re.compile("[پچژگ]")),
)


def _by_script(text: str) -> str | None:
    letters = sum(c.isalpha() for c in text)
    for language, pattern, share in _SCRIPTS:
        if letters >= 8 and len(pattern.findall(text)) >= share * letters:
            if language == "ar" and len(_TELLTALES[4][1].findall(text)) > 0.03 * letters:
                return "fa"
            return language
    return None


def infer_language(text: str) -> str | None:
    """Return the language of `text` as a BCP 47 tag, or None when it cannot be told.

    Simplified and traditional Chinese are told apart elsewhere: both are `zh` here.
    """
    text = text[:20_000]
    if found := _by_script(text):
        return found
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < MIN_WORDS:
        return None
    counts = Counter(words)
    shares = sorted(
        (
            (sum(counts[word] for word in known) / len(words), language)
            for language, known in FUNCTION_WORDS_BY_LANGUAGE.items()
        ),
        reverse=True,
    )
    (best, language), (second, _) = shares[:2]
    for telltale, pattern in _TELLTALES[:3]:
        if len(pattern.findall(text)) > 0.01 * len(text):
            return telltale
    return language if best >= MIN_SHARE and best >= MARGIN * second else None


# Primary subtags that pages use for one another.
_ALIKE = (
    {"no", "nb", "nn"}, {"sr", "hr", "bs", "sh", "cnr"}, {"id", "ms"}, {"he", "iw"}, {"tl", "fil"},
    {"da", "nb", "no"}, {"cs", "sk"}, {"zh", "yue", "wuu", "cmn"}, {"ro", "mo"}, {"fa", "prs"},
    {"es", "ca", "gl", "an"}, {"ru", "be", "uk"}, {"ar", "arz"}, {"hi", "mr", "ne"}, {"bg", "mk"},
)  # fmt: skip


def same_language(one: str, other: str) -> bool:
    """Whether two tags may name the language of one text: equal, or too close to be told apart."""
    a, b = one.split("-")[0].lower(), other.split("-")[0].lower()
    return a == b or any(a in group and b in group for group in _ALIKE)
