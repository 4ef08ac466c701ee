"""From a tree of YAML to checked values, by kinds that also describe themselves.

A kind is what a key takes: a single value, a list, a mapping. It reads nodes,
reports everything that is wrong with them with its place, and gives its own JSON Schema and the
words the reference page uses, so that the three cannot differ. Null always means the default.
"""

from __future__ import annotations

import difflib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsbook.diagnostics import Collector, Location
from newsbook.manifest.values import Invalid
from newsbook.yamltree import Mapping as MappingNode
from newsbook.yamltree import Node, Scalar, Sequence, plain

if TYPE_CHECKING:
    from newsbook.manifest.records import Record

__all__ = [
    "Anything",
    "Found",
    "Kind",
    "ListOf",
    "Pairs",
    "PathName",
    "PathUse",
    "Reading",
    "Value",
    "expect",
    "nearest",
]


_LONGEST = 240


def nearest(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str | None:
    """Return a hint that names the known word most like `word`, or None."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {found[0]!r}?" if found else None


@dataclass(frozen=True, slots=True)
class PathUse:
    """A path that must lead to something: what it is to be, and where it is named."""

    name: str
    what: str
    where: Location
    folder: bool = False


@dataclass(slots=True)
class Reading:
    """One run over a manifest: the findings, and the paths it names."""

    findings: Collector = field(default_factory=Collector)
    paths: list[PathUse] = field(default_factory=list)

    def wrong(self, message: str, where: Location, hint: str | None = None) -> None:
        """Report a value that is not what its key takes."""
        if len(message) > _LONGEST:
            message = message[:_LONGEST] + "…"
        self.findings.error("invalid-value", message, where=where, hint=hint)


@dataclass(frozen=True, slots=True)
class Found:
    """What a mapping states: values and places by key; `where` is the mapping's own place.

    Keys that are absent, null or wrong are not in it.
    """

    values: Mapping[str, Any]
    places: Mapping[str, Location]
    where: Location

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of `key`, or `default`."""
        return self.values.get(key, default)

    def only(self, *keys: str) -> dict[str, Any]:
        """Return those of `keys` that are stated, with their values."""
        return {key: self.values[key] for key in keys if key in self.values}


class Kind(ABC):
    """What a key takes. `words` says it in the reference."""

    words: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        """Return the value of `node`, or None after reporting what is wrong; `key` names it."""
        return self._read(node, key, reading)

    def json(self, shared: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON Schema (draft 7); records put theirs into `shared` and refer to it."""
        return self._json(shared)

    def records(self) -> tuple[Record, ...]:
        """Return the records that stand directly below this kind."""
        return self._records()

    @abstractmethod
    def _read(self, node: Node, key: str, reading: Reading) -> Any: ...

    @abstractmethod
    def _json(self, shared: dict[str, Any]) -> dict[str, Any]: ...

    def _records(self) -> tuple[Record, ...]:
        return ()


def _form(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    return "keys and values" if isinstance(node, MappingNode) else "a single value"


def expect(kind: Kind, node: Node, key: str, reading: Reading) -> None:
    """Report that the value of `key` has not the form its kind takes."""
    reading.wrong(f"'{key}' takes {kind.words}, not {_form(node)}", node.where)


# ---------------------------------------------------------------- single values
@dataclass(frozen=True)
class Value(Kind):
    """One scalar: `parse` turns its text into the value; `schema` is its JSON Schema.

    Editors' YAML tools see `1991` as a number, so texts take numbers there too.
    """

    words: str
    parse: Callable[[str], Any]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": ["string", "number"]})
    empty: bool = False

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if not isinstance(node, Scalar) or node.text is None:
            expect(self, node, key, reading)
            return None
        if not node.text.strip() and not self.empty:
            reading.wrong(f"'{key}' is empty", node.where, f"it takes {self.words}")
            return None
        try:
            return self.parse(node.text)
        except Invalid as error:
            reading.wrong(f"{key}: {error}", node.where, error.hint)
            return None

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        return dict(self.schema)


@dataclass(frozen=True)
class PathName(Kind):
    """A path relative to the manifest that must lead to a file (or a folder)."""

    what: str
    folder: bool = False
    words: str = "a path relative to the manifest"

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if not isinstance(node, Scalar) or node.text is None:
            expect(self, node, key, reading)
            return None
        if not node.text.strip():
            reading.wrong(f"'{key}' is empty", node.where, "write the path of a file")
            return None
        reading.paths.append(PathUse(node.text, self.what, node.where, self.folder))
        return node.text

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True)
class Anything(Kind):
    """Whatever the editor wrote, as strings, lists and mappings; somebody else checks it."""

    words: str

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        return plain(node)

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        return {}


# ---------------------------------------------------------------- several values
@dataclass(frozen=True)
class ListOf(Kind):
    """A list; a single value stands for a list of one. `least` is how many it must have."""

    kind: Kind
    words: str
    least: int = 0
    single: bool = True

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if not isinstance(node, Sequence):
            if not self.single:
                expect(self, node, key, reading)
                return None
            value = self.kind.read(node, key, reading)
            return None if value is None else (value,)
        if len(node.items) < self.least:
            reading.wrong(f"'{key}' is empty", node.where, f"it takes {self.words}")
            return None
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text is None:
                reading.wrong(f"'{key}' has an empty item", item.where, "remove it")
                continue
            value = self.kind.read(item, key, reading)
            if value is not None:
                found.append(value)
        return tuple(found)

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        one = self.kind.json(shared)
        several: dict[str, Any] = {"type": "array", "items": one}
        if self.least:
            several["minItems"] = self.least
        return {"anyOf": [several, one]} if self.single else several

    def _records(self) -> tuple[Record, ...]:
        return self.kind.records()


@dataclass(frozen=True)
class Pairs(Kind):
    """A mapping whose keys the editor chooses; `name` checks a key, `kind` reads its value."""

    name: Callable[[str], str]
    kind: Kind
    words: str
    least: int = 0

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if not isinstance(node, MappingNode):
            expect(self, node, key, reading)
            return None
        if len(node.entries) < self.least:
            reading.wrong(f"'{key}' is empty", node.where, f"it takes {self.words}")
            return None
        found: dict[str, Any] = {}
        for name, below in node.entries:
            assert name.text is not None
            try:
                checked = self.name(name.text)
            except Invalid as error:
                reading.wrong(f"{key}: {error}", name.where, error.hint)
                continue
            value = self.entry(checked, name, below, reading)
            if value is not None:
                found[checked] = value
        return found

    def entry(self, name: str, place: Scalar, node: Node, reading: Reading) -> Any:
        """Return the value under the key `name`, which stands at `place`."""
        if isinstance(node, Scalar) and node.text is None:
            return None
        return self.kind.read(node, name, reading)

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.kind.json(shared)}

    def _records(self) -> tuple[Record, ...]:
        return self.kind.records()
