"""From a mapping with known keys to a value, with every key described where it is read.

A record reports unknown keys with the one that was probably meant, and missing keys; what it makes
of the rest is its `build`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsbook.diagnostics import Location
from newsbook.manifest.kinds import Found, Kind, Reading, expect, nearest
from newsbook.yamltree import Mapping as MappingNode
from newsbook.yamltree import Node, Scalar

__all__ = ["Key", "Record", "Variants"]


@dataclass(frozen=True)
class Key:
    """One key of a record: what it takes, what it means, and what null stands for."""

    name: str
    kind: Kind
    help: str
    default: str = ""
    required: bool = False


@dataclass(frozen=True)
class Record(Kind):
    """A mapping with known keys, made into a value by `build`.

    `short` says what a single value stands for: the key it gives. `synonyms` are keys people
    write, with the ones that are meant. `words` names it in messages, `title` in the reference.
    A `lenient` record is built even when a needed key is missing, so that what is in it is checked.
    """

    title: str
    words: str
    help: str
    keys: tuple[Key, ...]
    build: Callable[[Found, Reading], Any]
    short: str | None = None
    synonyms: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    lenient: bool = False

    def key(self, name: str) -> Key | None:
        """Return the key `name`, or None."""
        return next((key for key in self.keys if key.name == name), None)

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if isinstance(node, MappingNode):
            return self.read_entries(node, reading)
        short = self.key(self.short) if self.short else None
        if short is not None and isinstance(node, Scalar):
            value = short.kind.read(node, key, reading)
            if value is None:
                return None
            return self.build(
                Found({short.name: value}, {short.name: node.where}, node.where), reading
            )
        expect(self, node, key, reading)
        return None

    def read_entries(self, node: MappingNode, reading: Reading) -> Any:
        """Return what `build` makes of the entries of `node`; None when a needed key is missing."""
        values: dict[str, Any] = {}
        places: dict[str, Location] = {}
        stated: set[str] = set()
        for name, below in node.entries:
            assert name.text is not None
            known = self.key(name.text)
            if known is None:
                self.unknown(name, reading)
                continue
            if isinstance(below, Scalar) and below.text is None:
                continue
            stated.add(known.name)
            places[known.name] = below.where
            value = known.kind.read(below, known.name, reading)
            if value is not None:
                values[known.name] = value
        if self._missing(stated, node, reading) and not self.lenient:
            return None
        return self.build(Found(values, places, node.where), reading)

    def _missing(self, stated: set[str], node: MappingNode, reading: Reading) -> bool:
        missing = [key for key in self.keys if key.required and key.name not in stated]
        for key in missing:
            written = next((n for n, _ in node.entries if n.text == key.name), None)
            where = written.where if written else node.where
            hint = f"it takes {key.kind.words}"
            message = f"the key '{key.name}' is missing"
            reading.findings.error("missing-key", message, where=where, hint=hint)
        return bool(missing)

    def unknown(self, name: Scalar, reading: Reading) -> None:
        """Report a key that is not one of ours."""
        assert name.text is not None
        reading.findings.error(
            "unknown-key",
            f"unknown key {name.text!r}",
            where=name.where,
            hint=self._hint(name.text),
        )

    def _hint(self, word: str) -> str | None:
        names = [key.name for key in self.keys]
        plain_word = word.casefold().replace("-", "_").strip()
        meant = self.synonyms.get(plain_word)
        if meant is None and plain_word in names:
            meant = plain_word
        if meant is not None:
            return meant if " " in meant else f"did you mean '{meant}'?"
        for key in self.keys:
            for below in key.kind.records():
                if below.key(plain_word) is not None:
                    return f"it belongs under '{key.name}'"
        near = nearest(plain_word, names)
        return near or f"the keys here are {', '.join(names)}"

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        name = self.title.replace(" ", "-")
        if name not in shared:
            shared[name] = {}  # keeps recursion finite
            shared[name] = self._definition(shared)
        reference = {"$ref": f"#/definitions/{name}"}
        short = self.key(self.short) if self.short else None
        return {"anyOf": [short.kind.json(shared), reference]} if short else reference

    def _definition(self, shared: dict[str, Any]) -> dict[str, Any]:
        properties = {}
        for key in self.keys:
            schema = key.kind.json(shared)
            described: dict[str, Any] = {"description": key.help}
            if not key.required:
                described["default"] = None
                schema = {"anyOf": [schema, {"type": "null"}]} if schema else {}
            properties[key.name] = {**described, **schema}
        made: dict[str, Any] = {
            "type": "object",
            "description": self.help,
            "properties": properties,
            "additionalProperties": False,
        }
        required = [key.name for key in self.keys if key.required]
        return made | ({"required": required} if required else {})

    def _records(self) -> tuple[Record, ...]:
        return (self,)


@dataclass(frozen=True)
class Variants(Kind):
    """One of several records, told apart by the key only it has; or a single value (`scalar`).

    `choices` is a function, because an item may hold items of its own kind.
    """

    words: str
    scalar: Kind
    choices: Callable[[], Mapping[str, Record]]

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if isinstance(node, Scalar):
            return self.scalar.read(node, key, reading)
        if not isinstance(node, MappingNode):
            expect(self, node, key, reading)
            return None
        choices = self.choices()
        marks = [name for name, _ in node.entries if name.text in choices]
        if len(marks) == 1:
            assert marks[0].text is not None
            return choices[marks[0].text].read_entries(node, reading)
        if marks:
            both = " and ".join(f"'{name.text}'" for name in marks)
            reading.wrong(f"an item has one of {both}, not several", marks[1].where)
        else:
            first = node.entries[0][0] if node.entries else None
            hint = nearest(first.text or "", list(choices)) if first else None
            reading.findings.error(
                "missing-key",
                f"an item of '{key}' has one of the keys {', '.join(choices)}",
                where=first.where if first else node.where,
                hint=hint,
            )
        return None

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        several = [record.json(shared) for record in self.choices().values()]
        return {"anyOf": [self.scalar.json(shared), *several]}

    def _records(self) -> tuple[Record, ...]:
        return tuple(self.choices().values())
