"""From YAML text to a tree in which every scalar is a string and knows its place.

No implicit types (so `no`, `1991`, `12:30` and `2021-02-30` stay what was written), no tags, no
anchors or aliases, no repeated keys, bounded depth. Spec: YAML 1.2.2, failsafe schema plus `null`
(https://yaml.org/spec/1.2.2/#101-failsafe-schema).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from newsbook.diagnostics import Location

__all__ = ["Mapping", "Node", "Problem", "Scalar", "Sequence", "parse", "plain"]

MAX_DEPTH = 40
MAX_NODES = 200_000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the YAML itself: a diagnostic's code, message, place and next step."""

    code: str
    message: str
    where: Location
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, or None for null; `where` spans it (its first line when it has several)."""

    text: str | None
    where: Location


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    where: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order written; keys are non-null scalars and unique."""

    entries: tuple[tuple[Scalar, Node], ...]
    where: Location

    def get(self, key: str) -> Node | None:
        """Return the value of `key`, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node | None) -> Any:
    """Return `node` as str, None, list and dict, without places."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {name.text: plain(value) for name, value in node.entries}
    return node.text if node is not None else None


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end has not been read; `parts` alternates keys and values."""

    kind: type[Sequence] | type[Mapping]
    where: Location
    parts: list[Node] = field(default_factory=list)
    seen: dict[str, Scalar] = field(default_factory=dict)


class _RefusedError(Exception):
    """The text cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the parser's events without recursion."""

    place: Callable[[Any, Any], Location]
    report: Callable[[Problem], None]
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None
    nodes: int = 0

    def feed(self, event: Any) -> None:
        """Take one parser event."""
        where = self.place(event.start_mark, event.end_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                Problem(
                    "yaml-alias",
                    f"the anchor or alias {event.anchor!r} is not allowed",
                    where,
                    "write the value out where it is used",
                )
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.report(
                Problem("yaml-syntax", f"the tag {short} is not allowed", where, "remove the tag")
            )
        if isinstance(event, yaml.ScalarEvent):
            null = not event.style and not tag and event.value in NULLS
            self.add(Scalar(None if null else event.value, where))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.open(Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping, where)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.close()

    def open(self, kind: type[Sequence] | type[Mapping], where: Location) -> None:
        if len(self.stack) >= MAX_DEPTH:
            message = f"more than {MAX_DEPTH} levels of nesting"
            raise _RefusedError(Problem("yaml-syntax", message, where))
        self.stack.append(_Open(kind, where))

    def add(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            message = f"more than {MAX_NODES} values in one file"
            raise _RefusedError(Problem("yaml-syntax", message, node.where))
        if not self.stack:
            self.root = node
            return
        self.stack[-1].parts.append(node)

    def close(self) -> None:
        done = self.stack.pop()
        if done.kind is Sequence:
            self.add(Sequence(tuple(done.parts), done.where))
            return
        entries = tuple(self._entries(done))
        self.add(Mapping(entries, done.where))

    def _entries(self, done: _Open) -> Iterator[tuple[Scalar, Node]]:
        for key, value in zip(done.parts[::2], done.parts[1::2], strict=True):
            if not isinstance(key, Scalar) or key.text is None:
                self.report(Problem("yaml-syntax", "a key must be a word", key.where))
            elif key.text in done.seen:
                first = done.seen[key.text].where.line
                self.report(
                    Problem(
                        "duplicate-key",
                        f"the key {key.text!r} stands twice (first in line {first})",
                        key.where,
                        "keep one of the two",
                    )
                )
            else:
                done.seen[key.text] = key
                yield key, value


def _hint(message: str, character: str, before: str) -> str | None:
    """Return the next step for the parser's `message` about `character`; `before` is its line up
    to there.
    """
    if "cannot start any token" in message:
        if character == "\t":
            return "indent with spaces, not tabs"
        return f"put a value that begins with {character} between quotation marks"
    if "mapping values are not allowed" in message and not re.search(r":\s", before):
        return "indent this key as far as the keys it belongs to"
    if "mapping values are not allowed" in message:
        return "put a value that contains ': ' between quotation marks"
    return None


def _syntax_problem(error: yaml.YAMLError, text: str, file: str, line: int) -> Problem:
    """Return what the parser complained of, with its place."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    message = getattr(error, "problem", None)
    if mark is None:
        return Problem(
            "yaml-syntax", message or _first_line(error), _bad_character(text, file, line)
        )
    lines = text.split("\n")
    found = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    before = lines[mark.line][: mark.column] if mark.line < len(lines) else ""
    where = Location(file, mark.line + line, mark.column + 1)
    hint = _hint(message or "", found, before)
    return Problem("yaml-syntax", message or _first_line(error), where, hint)


def _first_line(error: yaml.YAMLError) -> str:
    return str(error).split("\n")[0]


def _bad_character(text: str, file: str, line: int) -> Location:
    """Return the place of the first character YAML does not allow (YAML 1.2.2, 5.1)."""
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if found is None:
        return Location(file, line)
    before = text[: found.start()]
    return Location(file, line + before.count("\n"), found.start() - before.rfind("\n"), 1)


def parse(text: str, *, file: str, report: Callable[[Problem], None], line: int = 1) -> Node | None:
    """Return the tree of the one document in `text`, or None when it is empty or unreadable.

    `file` and `line` (the number of the first line) go into every `Location`; each problem is
    given to `report`. After a problem that is not fatal (a repeated key, a tag) reading goes on.
    """

    def place(start: Any, end: Any) -> Location:
        length = end.column - start.column if end.line == start.line else 0
        return Location(file, start.line + line, start.column + 1, max(length, 0))

    builder = _Builder(place, report)
    documents = 0
    try:
        for event in yaml.parse(text.removeprefix("\ufeff"), Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    where = place(event.start_mark, event.end_mark)
                    raise _RefusedError(
                        Problem("yaml-syntax", "a second document begins here", where)
                    )
            builder.feed(event)
    except _RefusedError as refused:
        report(refused.problem)
        return None
    except yaml.YAMLError as error:
        report(_syntax_problem(error, text, file, line))
        return None
    return builder.root
