"""From the bytes of a JSON file to a value, or a plain sentence saying why not."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from newsbook.readers.decoding import decode
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["items_of", "mapping", "parse_json", "text"]

MAX_NUMBER = 400  # digits: a longer number is no number of an article


_STRING_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*+"|-?[A-Za-z]++', re.S)


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MAX_NUMBER else float("inf")


def _constant(name: str) -> Any:
    raise ValueError(name)


def _refuse_constant(name: str, text: str, source: Source, world: World) -> None:
    """Report the first `name` (NaN, Infinity) that stands outside the strings of `text`."""
    found = (m for m in _STRING_OR_WORD.finditer(text) if m[0] == name)
    start = next((m.start() for m in found), 0)
    where = source.at(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    world.diagnostics.error(
        "malformed-source", f"{name} is no value of JSON", where=where,
        hint="write null, or a number",
    )  # fmt: skip


def parse_json(source: Source, world: World) -> Any | None:
    """Return the value in `source`, or None with an error at its place."""
    text_ = decode(source, world, "utf-8")
    try:
        return json.loads(text_, strict=False, parse_int=_number, parse_constant=_constant)
    except json.JSONDecodeError as error:
        world.diagnostics.error(
            "malformed-source", f"not well-formed JSON: {error.msg}",
            where=source.at(error.lineno, error.colno), hint="export the file again",
        )  # fmt: skip
    except ValueError as error:
        _refuse_constant(str(error), text_, source, world)
    except RecursionError:
        world.diagnostics.error(
            "limit-exceeded", "the JSON is nested too deeply", where=source.at()
        )
    return None


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items_of(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list (or in the values of an object)."""
    if isinstance(value, dict):
        value = list(value.values())
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return a string or a number as text; `""` for everything else (a number out of range too)."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return str(value)
