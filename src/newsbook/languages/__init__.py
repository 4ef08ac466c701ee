"""From what people write for a language to a BCP 47 tag whose parts are registered.

Tags are checked against the IANA Language Subtag Registry (`subtags.txt`), spelled as RFC 5646,
2.1.1 recommends, and deprecated parts give way to the ones that replaced them (4.5). Chinese named
by a country gets the script that country writes, because type is chosen by script: `zh-CN` becomes
`zh-Hans`, `zh-TW` `zh-Hant`, `zh-HK` `zh-Hant-HK` (CLDR's likely subtags).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["LanguageError", "canonical"]

_SHAPE = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_CHINESE = {
    "CN": "zh-Hans",
    "SG": "zh-Hans",
    "MY": "zh-Hans",
    "TW": "zh-Hant",
    "HK": "zh-Hant-HK",
    "MO": "zh-Hant-MO",
}
# What is written by mistake: countries, and codes of older systems.
_MISTAKEN = {
    "chs": "zh-Hans",
    "cht": "zh-Hant",
    "cn": "zh-Hans",
    "cz": "cs",
    "dk": "da",
    "gb": "en-GB",
    "gr": "el",
    "il": "he",
    "ir": "fa",
    "jp": "ja",
    "kr": "ko",
    "kz": "kk",
    "tw": "zh-Hant",
    "ua": "uk",
    "us": "en-US",
    "vn": "vi",
}
_OWN_NAMES = (
    "ar az bg bn ca cs da de el es et fa fi fr he hi hr hu hy id it ja ka kk ko lt lv mn ms nb nl "
    "nn pl pt ro ru sk sl sr sv th tr uk ur uz vi zh"
).split()


class LanguageError(ValueError):
    """What was written names no language; `hint` is the next step, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Registry:
    """Subtags by kind, in lower case, each with its usual spelling or its replacement."""

    languages: Mapping[str, str]
    extensions: Mapping[str, str]
    scripts: Mapping[str, str]
    regions: Mapping[str, str]
    variants: Mapping[str, str]
    tags: Mapping[str, str]


@cache
def _registry() -> _Registry:
    tables: list[dict[str, str]] = []
    text = (Path(__file__).parent / "subtags.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            tables.append({})
        elif not line.startswith("#"):
            for word in line.split():
                name, _, preferred = word.partition("=")
                tables[-1][name.lower()] = preferred or name
    return _Registry(*tables)


def _is_private(kind: str, part: str) -> bool:
    """Say whether `part` is in a range set aside for private use (RFC 5646, 2.2.1 to 2.2.4)."""
    patterns = {"language": r"q[a-t][a-z]", "script": r"qa[ab][a-x]", "region": r"q[m-z]|x[a-z]"}
    return re.fullmatch(patterns[kind], part) is not None


# ---------------------------------------------------------------- hints
@cache
def _names() -> Mapping[str, str]:
    """Return names of languages, in English and in themselves, folded, with their tags."""
    from babel import Locale  # loaded only when something is wrong

    named = {name.casefold(): tag for tag, name in Locale("en").languages.items()}
    for tag in _OWN_NAMES:
        named.setdefault(Locale(tag).languages[tag].casefold(), tag)
    return {name: tag.replace("_", "-") for name, tag in named.items() if tag != "root"}


def _guess(text: str) -> str | None:
    """Return the tag that was probably meant by `text`."""
    from babel.core import get_global

    word = text.strip().casefold().replace("_", "-")
    found = _MISTAKEN.get(word) or _names().get(word) or get_global("language_aliases").get(word)
    if found is None and len(word) > 3:
        near = difflib.get_close_matches(word, _names(), n=1, cutoff=0.8)
        found = _names()[near[0]] if near else None
    return found


def _corrected(text: str, part: str) -> str | None:
    """Return the tag `text` with the unknown subtag `part` spelled like a known script."""
    near = difflib.get_close_matches(part, _registry().scripts, n=1, cutoff=0.75)
    try:
        return canonical(text.lower().replace(part, near[0])) if near else None
    except LanguageError:
        return None


def _refuse(text: str, problem: str, part: str = "") -> LanguageError:
    guess = _guess(text) or (_corrected(text, part) if part else None)
    hint = f"did you mean '{guess}'?" if guess else "write it as en, az, zh-Hans, pt-BR"
    return LanguageError(f"{text!r} {problem}", hint)


# ---------------------------------------------------------------- reading
@dataclass(slots=True)
class _Parts:
    """The subtags of one tag, taken from the front."""

    text: str
    rest: list[str]

    def take(self, table: Mapping[str, str], kind: str, pattern: str) -> str | None:
        """Return the next subtag when it has the shape of `kind`, spelled as registered."""
        if not self.rest or re.fullmatch(pattern, self.rest[0]) is None:
            return None
        part = self.rest.pop(0)
        if part in table:
            return table[part]
        if kind in ("language", "script", "region") and _is_private(kind, part):
            return {"language": part, "script": part.title(), "region": part.upper()}[kind]
        raise _refuse(self.text, f"is not a language tag: there is no {kind} {part!r}", part)

    def extensions(self) -> list[str]:
        """Return what follows a singleton, to the end (RFC 5646, 2.2.6 and 2.2.7)."""
        found, self.rest = self.rest, []
        singletons = set()
        for number, part in enumerate(found):
            if part == "x":
                if number == len(found) - 1:
                    raise _refuse(self.text, "ends in the middle of a private part")
                break
            if len(part) == 1:
                last = number == len(found) - 1
                if part in singletons or last or len(found[number + 1]) == 1:
                    raise _refuse(self.text, f"is not a language tag at {part!r}")
                singletons.add(part)
        return found


def _spelled(parts: _Parts) -> str:
    known = _registry()
    language = parts.take(known.languages, "language", r"[a-z]{2,3}|[a-z]{5,8}")
    if language is None:
        raise _refuse(parts.text, "is not a language tag")
    if parts.rest and re.fullmatch("[a-z]{3}", parts.rest[0]):
        language = parts.take(known.extensions, "language", "[a-z]{3}") or language
    found = [language]
    for table, kind, pattern in (
        (known.scripts, "script", "[a-z]{4}"),
        (known.regions, "region", r"[a-z]{2}|\d{3}"),
    ):
        part = parts.take(table, kind, pattern)
        if part is not None:
            found.append(part)
    while variant := parts.take(known.variants, "variant", r"[a-z0-9]{5,8}|\d[a-z0-9]{3}"):
        found.append(variant)
    if parts.rest and len(parts.rest[0]) > 1:
        raise _refuse(parts.text, f"is not a language tag at {parts.rest[0]!r}")
    return "-".join(found + parts.extensions())


def _by_script(tag: str) -> str:
    """Return Chinese by its script, other tags as they are."""
    language, *rest = tag.split("-")
    if language == "cmn":
        language, tag = "zh", "-".join(["zh", *rest])
    if language != "zh" or not rest:
        return tag
    if rest[0] in _CHINESE:
        return "-".join([_CHINESE[rest[0]], *rest[1:]])
    if len(rest) > 1 and _CHINESE.get(rest[1]) == f"zh-{rest[0]}":
        return "-".join(["zh", rest[0], *rest[2:]])
    return tag


def canonical(text: str) -> str:
    """Return `text` as a BCP 47 tag in its usual spelling, deprecated parts replaced.

    Underscores are read as hyphens. Raises `LanguageError`, whose message quotes `text` and whose
    hint names the tag that was probably meant.
    """
    tag = text.strip().replace("_", "-")
    if _SHAPE.fullmatch(tag) is None:
        raise _refuse(text, "is not a language tag")
    lowered = tag.lower()
    if re.fullmatch(r"x(-[a-z0-9]{1,8})+", lowered):
        return lowered
    whole = _registry().tags.get(lowered)
    if whole is not None:
        return _by_script(whole)
    return _by_script(_spelled(_Parts(text, lowered.split("-"))))
