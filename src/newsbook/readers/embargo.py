"""From a line of a release to the embargo it states: the moment it ends, or its words.

Press offices and agencies write it above the text ("EMBARGOED UNTIL 06:00 GMT, FRIDAY 4 MARCH
2022", "Sperrfrist: 4. März 2022, 10 Uhr"). A headline may speak of an embargo, too; such a line is
known by holding nothing but a time.
"""

from __future__ import annotations

import datetime
import re

import regex

from newsbook.readers.dates import date_in, iso_date
from newsbook.readers.months import MONTHS

__all__ = ["stated_embargo"]

LONGEST = 160  # characters of such a line
FOREIGN = (
    3  # words that may be no part of a time where a full date stands: "Baku time, on delivery"
)

# What says that a text may not be used yet; a time, or nothing, follows.
_STATES = regex.compile(
    r"(?:(?:strictly|strict|held|news|press)\s+){0,2}(?:under\s+)?(?:an\s+)?embargo(?:ed)?\b"
    r"|(?:strictly\s+)?not\s+(?:for|to\s+be)\s+(?:publication|published|release|released|broadcast|"
    r"use|used)(?:\s*(?:,|or|and)\s*\w+){0,3}\s+(?:before|until|prior\s+to|ahead\s+of)\b"
    r"|do\s+not\s+(?:publish|release|broadcast|use)\s+(?:before|until)\b|hold\s+for\s+release\b"
    r"|(?P<dated>for\s+release)\b"
    r"|sperrfrist\b|gesperrt\s+bis\b|nicht\s+(?:zu\s+)?veröffentlichen\s+vor\b"
    r"|(?:sous\s+)?embargo\b|à\s+ne\s+pas\s+(?:publier|diffuser)\s+avant\b"
    r"|(?:bajo\s+)?embarg(?:o|ad[oa])\b|no\s+publicar\s+antes\b"
    r"|(?:sob\s+)?embarg(?:o|ad[oa])\b|(?:sotto\s+)?embargo\b"
    r"|(?:под\s+)?эмбарго\b|не\s+публиковать\s+до\b|embarqo\b|ambargolu\b|onder\s+embargo\b"
    r"|[【\[(（]?(?:解禁|報道解禁|报道解禁|禁发|禁發|엠바고)(?:日時|日期|时间|時間|설정)?[】\])）]?",
    regex.IGNORECASE,
)
_UNTIL_IN_HAN = regex.compile(
    r"(?:请于|請於).{4,30}(?:后|後|之后|之後)(?:发布|發布|刊发|播发|报道)"
)

_TIME = regex.compile(
    r"(?<!\d)(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?:hrs?\b|hours|uhr|(?=gmt|utc|bst))"
    r"|(?<!\d)(?P<hour>\d{1,2})(?:(?:[:.h]|\s?h\s?)(?P<minute>\d{2})(?!\d|\.\d))?\s*"
    r"(?P<half>[ap]\.?\s?m\b\.?)?\s*(?:uhr|hrs?\b|hours|h\b|時|时|点|點|시)?"
    r"|(?P<noon>noon|midday|mittags?|midi|mediodía|полдень)|(?P<midnight>midnight|minuit)",
    regex.IGNORECASE,
)
# What makes of digits a time of day: minutes, a half of the day, or a word for the hour.
_IS_TIME = regex.compile(
    r"[:h]|\d\.\d|[ap]\.?\s?m\b|uhr|hrs?\b|hours|[時时点點시]|^\d{4}|^\D+$", regex.IGNORECASE
)
# Hours east of Greenwich; names that mean several zones (IST, CST) are not among them, and where
# one name is both winter's and summer's the later moment counts.
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "bst": 1, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "trt": 3, "azt": 4, "gst": 4, "sgt": 8,
    "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "est": -5, "edt": -4, "et": -5, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "pt": -8,
}  # fmt: skip
_WEEKDAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    понедельника вторника среды четверга пятницы субботы воскресенья
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """.split()
)
_FILLERS = frozenset(
    """
    a an the on at in until till til to from for of before after by not and or lifts ends expires
    time times date local further notice delivery a.m p.m am pm h hr hrs hour hours noon midday
    midnight st nd rd th bis zum den dem der uhr um ab jusqu jusqu'au au à le heures midi
    hasta el las la de del horas até às as fino al alle ore до года г ч часов время tot uur
    """.split()
)
_OF_TIME = _FILLERS | _WEEKDAYS | frozenset(_ZONES)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’.-]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNTIL = re.compile(r"^(?:until|till?|bis|jusqu['’]\w*|hasta|até|fino|до|tot)\s+", re.IGNORECASE)
_HAN_TIME = re.compile(
    "[年月日時时分点點曜周週星期一二三四五六上午下後后前至到まで以降北京间間년월일시분까지오전오후]"
)


def _clock(text: str) -> tuple[datetime.time | None, str]:
    """Return the time of day that `text` states, and the text without it."""
    for match in _TIME.finditer(text):
        if not _IS_TIME.search(match[0]):
            continue
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        if match["noon"]:
            return datetime.time(12), rest
        if match["midnight"]:
            return datetime.time(0), rest
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if half := match["half"]:
            hour = hour % 12 + (12 if half[0] in "pP" else 0)
        if hour < 24 and minute < 60:
            return datetime.time(hour, minute), rest
    return None, text


def _zone(words: list[str]) -> str:
    """Return the offset that one of `words` names, as ISO 8601 writes it, or nothing."""
    hours = next((_ZONES[word] for word in words if word in _ZONES), None)
    return "" if hours is None else f"{hours:+03d}:00"


def _moment(text: str) -> str | None:
    """Return the date that `text` states, with its time and zone where it has them, or None."""
    clock, rest = _clock(text)
    rest = re.sub(r"(?<=[a-z])\s+of\s+", " ", rest, flags=re.IGNORECASE)
    day = date_in(rest) or date_in(text) or iso_date(text.strip(" :.-–—"))
    if day is None or clock is None or "T" in day:
        return day
    words = [word.rstrip(".").lower() for word in _WORD.findall(rest)]
    return f"{day}T{clock:%H:%M}{_zone(words)}"


def _foreign(text: str) -> int:
    """Return how many words of `text` have nothing to do with a time."""
    words = (w.strip(".’'").lower() for w in _WORD.findall(_HAN_TIME.sub(" ", text)))
    return sum(word not in _OF_TIME and word not in MONTHS for word in words)


def _names_a_time(text: str) -> bool:
    """Whether `text` holds a day or an hour: a year alone is what a headline may hold."""
    words = (word.lower() for word in _WORD.findall(text))
    return bool(re.search(r"\d", _YEAR.sub("", text))) or any(w in _WEEKDAYS for w in words)


def stated_embargo(line: str) -> str | None:
    """Return the embargo that a line of a release states, or None when it states none.

    It is an ISO 8601 date or moment where the line has a whole date, else the words that say until
    when, or `further notice` where nothing does.
    """
    text = " ".join(line.split()).strip("*•-–—=_#>[]() ")
    if not text or len(text) > LONGEST:
        return None
    match = _STATES.match(text)
    if match is None:
        return _moment(text) if _UNTIL_IN_HAN.match(text) else None
    rest = text[match.end() :].strip(" :：,;.!–—-")
    moment, foreign = _moment(rest), _foreign(rest)
    if moment is not None:
        return moment if foreign <= FOREIGN else None
    if foreign or match["dated"]:
        return None
    if not rest or "notice" in rest.lower():
        return "further notice"
    return _UNTIL.sub("", rest) if _names_a_time(rest) else None
