"""From the string an editor wrote for one value to that value, or to what is wrong with it.

Every function takes the text of a scalar and returns the value, or raises `Invalid` with a sentence
that quotes the text and, where there is one, the next step.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from newsbook.charsets import codec
from newsbook.languages import LanguageError, canonical
from newsbook.normalforms import normal_form
from newsbook.roles import parse_role
from newsbook.slugs import ascii_slug
from newsbook.targets.conditions import parse_condition
from newsbook.trim import Trim, parse_length, parse_trim

__all__ = [
    "Invalid",
    "boolean",
    "condition",
    "date",
    "digest",
    "doi",
    "encoding",
    "file_name",
    "isbn",
    "issn",
    "language",
    "length",
    "line",
    "moment",
    "number",
    "one_of",
    "passage",
    "pattern",
    "role",
    "slug",
    "timestamp",
    "trim",
    "url",
    "uuid",
    "whole",
]


class Invalid(ValueError):  # noqa: N818 - read as "raise Invalid(...)"
    """A value is not what its key takes; `hint` is the next step, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def _refused(error: ValueError) -> Invalid:
    """Return `error` of another module as `Invalid`: what follows its colon is the hint."""
    message, colon, hint = str(error).rpartition(": ")
    return Invalid(message, hint) if colon else Invalid(str(error))


def _near(word: str, known: tuple[str, ...]) -> str | None:
    import difflib

    found = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return f"did you mean {found[0]!r}?" if found else None


# ---------------------------------------------------------------- text
# Characters that XML 1.0 (2.2) does not allow, and those it advises against (no meaning in print).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def passage(text: str) -> str:
    """Return text that may have several paragraphs, separated by blank lines (NFC)."""
    found = _UNPRINTABLE.search(text)
    if found:
        raise Invalid(f"the character U+{ord(found[0]):04X} cannot be printed", "remove it")
    return normal_form("NFC", text).strip()


def line(text: str) -> str:
    """Return text of one line: every run of white space is one space."""
    return " ".join(passage(text).split())


def slug(text: str) -> str:
    """Return a name for ids and file names: a lower-case letter, then letters, digits, hyphens."""
    if re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", text) and len(text) <= 80:
        return text
    better = ascii_slug(text).lstrip("0123456789-")
    raise Invalid(
        f"{text!r} cannot be a slug",
        f"write it as {better!r}" if better else "use lower-case letters, digits and hyphens",
    )


def file_name(text: str) -> str:
    """Return a name for files: lower-case letters, digits and hyphens."""
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) and len(text) <= 80:
        return text
    better = ascii_slug(text)
    raise Invalid(
        f"{text!r} cannot be the name of a file here",
        f"write it as {better!r}" if better else "use lower-case letters, digits and hyphens",
    )


def pattern(text: str) -> str:
    """Return a literal text, or a regular expression between slashes that can be compiled."""
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        import regex

        try:
            regex.compile(text[1:-1])
        except (regex.error, OverflowError, RecursionError) as error:
            raise Invalid(f"{text!r} is not a regular expression: {error}") from error
    if not text:
        raise Invalid("an empty pattern matches everywhere", "write some words of the source")
    return text


def digest(text: str) -> str:
    """Return a SHA-256 digest in lower case."""
    if re.fullmatch("[0-9a-fA-F]{64}", text) is None:
        raise Invalid(f"{text!r} is not a SHA-256 digest", "it has 64 hexadecimal digits")
    return text.lower()


# ---------------------------------------------------------------- words and numbers
def boolean(text: str) -> bool:
    """Return true for `true`, `yes`, `on`, false for `false`, `no`, `off`."""
    word = text.casefold()
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    raise Invalid(f"{text!r} is neither true nor false")


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a function that takes one of `choices`, upper or lower case."""

    def choose(text: str) -> str:
        word = text.casefold()
        if word in choices:
            return word
        listed = f"one of {', '.join(choices)}" if len(choices) > 2 else " or ".join(choices)
        raise Invalid(f"{text!r} is not {listed}", _near(text, choices))

    return choose


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a function that takes a whole number from `low` to `high`."""

    def read(text: str) -> int:
        if re.fullmatch(r"[+-]?[0-9]{1,12}", text) is None:
            raise Invalid(f"{text!r} is not a whole number")
        if not low <= int(text) <= high:
            raise Invalid(f"{text} is not from {low} to {high}")
        return int(text)

    return read


def number(low: float, high: float, *, unit: str = "") -> Callable[[str], float]:
    """Return a function that takes a number from `low` to `high`, `unit` allowed after it."""

    def read(text: str) -> float:
        plain = text.removesuffix(unit).strip() if unit else text
        if re.fullmatch(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})", plain) is None:
            raise Invalid(f"{text!r} is not a number")
        if not low <= float(plain) <= high:
            raise Invalid(f"{text} is not from {low:g} to {high:g}")
        return float(plain)

    return read


# ---------------------------------------------------------------- dates
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TIME = re.compile(r"[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def _rewritten(text: str) -> str:
    """Return the hint for a date written in another way."""
    parts = re.fullmatch(r"(\d{1,4})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,4})\s*日?", text)
    if parts and len(parts[1]) == 4:
        return f"write it as {parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}"
    if parts and len(parts[3]) == 4 and "." in text:
        return f"write it as {parts[3]}-{int(parts[2]):02}-{int(parts[1]):02}"
    return "write it as 2021, 2021-12 or 2021-12-27"


def date(text: str) -> str:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD (ISO 8601) that is in the calendar."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise Invalid(f"{text!r} is not a date", _rewritten(text))
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if year == 0:
        raise Invalid(f"{text!r} is not a date: there is no year 0")
    if month is not None and not 1 <= month <= 12:
        raise Invalid(f"{text!r} is not a date: there is no month {month}")
    if day is not None and month is not None:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            name = calendar.month_name[month]
            raise Invalid(f"{text!r} is not a date: {name} {year} has {last} days")
    return text


def moment(text: str) -> str:
    """Return a date, or a date with a time (2021-12-27T10:30:00+04:00)."""
    day, rest = text[:10], text[10:]
    if not rest:
        return date(text)
    match = _TIME.fullmatch(rest)
    if match is None:
        raise Invalid(f"{text!r} is not a date", _rewritten(text))
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        raise Invalid(f"{text!r} is not a date: there is no such time of day")
    return date(day) + text[10:].replace(" ", "T")


def timestamp(day: str | None) -> datetime.datetime:
    """Return midnight (UTC) of the first day of `day` (see `date`), of 2000-01-01 for None.

    Archives cannot hold times before 1980 (ZIP), so earlier dates give 1980-01-01.
    """
    year, month, first = (int(part) for part in f"{day or '2000'}-01-01".split("-")[:3])
    return max(
        datetime.datetime(year, month, first, tzinfo=datetime.UTC),
        datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC),
    )


# ---------------------------------------------------------------- names with rules of their own
def language(text: str) -> str:
    """Return a BCP 47 tag (see `newsbook.languages`)."""
    try:
        return canonical(text)
    except LanguageError as error:
        raise Invalid(str(error), error.hint) from error


def encoding(text: str) -> str:
    """Return the name of an encoding that can be read."""
    try:
        codec(text)
    except LookupError:
        hint = "write windows-1251, iso-8859-2, shift_jis or another name that web pages use"
        raise Invalid(f"no encoding is called {text!r}", hint) from None
    return text


def role(text: str) -> str:
    """Return a MARC relator code."""
    try:
        return parse_role(text)
    except ValueError as error:
        raise _refused(error) from error


def url(text: str) -> str:
    """Return an absolute http or https address."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or re.search(r"\s", text) or _UNPRINTABLE.search(text):
        hint = f"write it as https://{text}" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text) else None
        raise Invalid(f"{text!r} is not a web address", hint)
    return text


def isbn(text: str) -> str:
    """Return an ISBN of 10 or 13 digits, as grouped by the editor, its check digit right.

    ISO 2108: weights 10 to 1 modulo 11 (X is ten); weights 1 and 3 modulo 10.
    """
    plain = re.sub(r"^(?:urn:isbn:|isbn(?:-1[03])?:?)\s*", "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[‐‑‒–−\s-]+", "-", plain).upper().strip("-")
    digits = plain.replace("-", "")
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        total = sum(w * int(d) for w, d in zip(range(10, 1, -1), digits, strict=False))
        check = "0123456789X"[-total % 11]
    elif re.fullmatch(r"97[89][0-9]{10}", digits):
        total = sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits[:12]))
        check = str(-total % 10)
    else:
        raise Invalid(
            f"{text!r} is not an ISBN", "it has 13 digits and begins with 978 or 979, or has 10"
        )
    if digits[-1] != check:
        raise Invalid(f"{text!r} is not a valid ISBN", f"its last digit should be {check}")
    return plain


def issn(text: str) -> str:
    """Return an ISSN as NNNN-NNNN, its check digit right (ISO 3297: weights 8 to 2 modulo 11)."""
    digits = re.sub(r"^(?:urn:)?issn:?|[\s‐‑–-]", "", text.strip(), flags=re.IGNORECASE).upper()
    if re.fullmatch(r"[0-9]{7}[0-9X]", digits) is None:
        raise Invalid(f"{text!r} is not an ISSN", "it has eight digits: 2049-3630")
    total = sum(w * int(d) for w, d in zip(range(8, 1, -1), digits, strict=False))
    check = "0123456789X"[-total % 11]
    if digits[-1] != check:
        raise Invalid(f"{text!r} is not a valid ISSN", f"its last digit should be {check}")
    return f"{digits[:4]}-{digits[4:]}"


def doi(text: str) -> str:
    """Return a DOI without its resolver (10.1000/182)."""
    name = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+", name) is None:
        raise Invalid(f"{text!r} is not a DOI", "it looks like 10.1000/182")
    return name


def uuid(text: str) -> str:
    """Return a UUID in lower case (RFC 9562)."""
    plain = text.lower().removeprefix("urn:uuid:")
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", plain) is None:
        raise Invalid(f"{text!r} is not a UUID")
    return plain


def trim(text: str | list[str]) -> Trim:
    """Return the size of a finished page; a pair of lengths may be given too."""
    try:
        return parse_trim(text)
    except ValueError as error:
        raise _refused(error) from error


def length(low: float, high: float) -> Callable[[str], float]:
    """Return a function that takes a length from `low` to `high` mm, written with its unit."""

    def read(text: str) -> float:
        try:
            mm = parse_length(text)
        except ValueError as error:
            raise _refused(error) from error
        if not low <= mm <= high:
            raise Invalid(f"{text!r} is not from {low:g}mm to {high:g}mm")
        return mm

    return read


def condition(text: str) -> str:
    """Return the name of a registered printing condition."""
    try:
        return parse_condition(text).name
    except ValueError as error:
        raise _refused(error) from error
