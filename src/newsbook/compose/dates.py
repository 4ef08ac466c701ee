"""From a date as stated to the date as a language writes it."""

from __future__ import annotations

import datetime
import re

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from newsbook.layout.words import fallbacks

__all__ = ["date_words", "list_words", "locale_for"]

_EAST_ASIAN = ("zh", "ja", "ko")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")


def locale_for(language: str) -> Locale:
    """Return the CLDR locale that knows `language` best; English when none does."""
    for tag in fallbacks(language):
        if tag.lower() == "en":
            return Locale("en", "GB")
        likely = get_global("likely_subtags").get(tag.replace("-", "_"))
        for name in (tag, likely):
            if name is None:
                continue
            try:
                return Locale.parse(name.replace("-", "_"), sep="_")
            except (UnknownLocaleError, ValueError):
                continue
    return Locale("en", "GB")


def date_words(date: str | None, language: str) -> str:
    """Return the ISO 8601 `date` (a year, a month, a day or a moment) as `language` writes it.

    What is not such a date is returned as it stands; None gives an empty string. English dates are
    set day first, without a comma.
    """
    match = _ISO.fullmatch(date.strip()) if date else None
    if match is None:
        return date or ""
    locale = locale_for(language)
    year, month, day = match[1], match[2], match[3]
    try:
        moment = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return date or ""
    if day:
        return format_date(moment, format="long", locale=locale)
    if month:
        return format_skeleton("yMMMM", moment, locale=locale)
    if locale.language in _EAST_ASIAN:
        return format_skeleton("y", moment, locale=locale)
    return year


def list_words(words: tuple[str, ...], language: str) -> str:
    """Return `words` joined as `language` joins names (`A, B and C`; `甲、乙、丙`)."""
    locale = locale_for(language)
    if locale.language in _EAST_ASIAN:
        return (", " if locale.language == "ko" else "、").join(words)
    return format_list(list(words), style="standard", locale=locale) if words else ""
