"""From a date as people and systems write it to ISO 8601, or nothing: a date is never guessed.

A date whose order of day and month is unclear (`03/04/2021`) is not understood, and neither is
one without a year.
"""

from __future__ import annotations

import datetime
import email.utils
import re

import regex

from newsbook.readers.months import MONTHS

__all__ = ["PartialDate", "date_in", "instant", "iso_date", "partial_date"]

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_WORD = regex.compile(r"[\p{L}\p{M}]+")  # letters of India have marks
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?![\d:])")

PartialDate = tuple[int | None, int | None, int | None]  # year, month, day


def partial_date(text: str) -> PartialDate:
    """Return the year, month and day that `text` states; None for each it does not state."""
    if match := re.search(
        r"(?:(\d{4})\s*[年년])?\s*(?:(\d{1,2})\s*[月월])?\s*(\d{1,2})\s*[日일]", text
    ):
        year, month, day = (int(part) if part else None for part in match.groups())
        return year, month, day
    year_match = _YEAR.search(text)
    rest = text if year_match is None else text[: year_match.start()] + text[year_match.end() :]
    day_match = _DAY.search(rest)
    words = (word.lower() for word in _WORD.findall(text))
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    return (
        int(year_match[1]) if year_match else None,
        month,
        int(day_match[1]) if day_match and 1 <= int(day_match[1]) <= 31 else None,
    )


def _offset(zone: str) -> datetime.timezone:
    if zone in ("Z", "UTC", "GMT"):
        return datetime.UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    delta = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return datetime.timezone(-delta if zone[0] == "-" else delta)


def _from_iso(text: str) -> datetime.date | datetime.datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None:
        return datetime.date(int(year), int(month), int(day))
    return datetime.datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
        tzinfo=_offset(zone) if zone else None,
    )  # fmt: skip


def _from_mail(text: str) -> datetime.datetime | None:
    """Read RFC 5322 dates (`Mon, 27 Dec 2021 10:00:00 +0400`), as in RSS and saved pages."""
    if not re.search(r"\d{1,2} [A-Za-z]{3,9} \d{2,4} \d{1,2}:\d{2}", text):
        return None
    return email.utils.parsedate_to_datetime(text)


_YEAR_FIRST = re.compile(r"(\d{4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})")


def _from_numbers(text: str) -> datetime.date | None:
    """Read `2021/12/27`, `27.12.2021` (dots: the day first) and slashes with one part over 12."""
    if match := _YEAR_FIRST.fullmatch(text):
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12:
        return datetime.date(year, second, first)
    return datetime.date(year, first, second) if second > 12 else None


def _from_words(text: str) -> datetime.date | None:
    if match := _CJK.search(text):
        return datetime.date(*(int(part) for part in match.groups()))
    if len(text) > 60:
        return None
    year, month, day = partial_date(text)
    return datetime.date(year, month, day) if year and month and day else None


def _parse(text: str) -> datetime.date | datetime.datetime | None:
    text = " ".join(text.split())
    for rule in (_from_iso, _from_mail, _from_numbers, _from_words):
        try:
            if found := rule(text):
                return found
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def iso_date(text: str | None) -> str | None:
    """Return `text` as an ISO 8601 date or date-time, or None when it is not a full date."""
    found = _parse(text) if text else None
    return found.isoformat() if found else None


_FULL_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{4}\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]"
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?<![^\W\d_])[^\W\d_]{1,24}+\.?\s{1,9}+\d{1,2}(?:st|nd|rd|th)?,?\s{1,9}+\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.)?\s{1,9}(?:de\s{1,9})?[^\W\d_]{1,24}+\.?,?\s{1,9}"
    r"(?:de\s{1,9})?\d{4}"
)


def date_in(text: str) -> str | None:
    """Return the first full date that stands somewhere in `text`, as ISO 8601, or None."""
    candidates = (iso_date(match[0]) for match in _FULL_DATE.finditer(text))
    return next((found for found in candidates if found), None)


def instant(text: str) -> datetime.datetime | None:
    """Return the moment `text` states (aware; midnight UTC where it says no more), or None."""
    found = _parse(text)
    if found is None:
        return None
    if not isinstance(found, datetime.datetime):
        found = datetime.datetime.combine(found, datetime.time())
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
