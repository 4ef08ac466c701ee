"""From a tree of YAML to plain values, with a diagnostic for everything that does not fit.

One `Form` reads one mapping: each method takes a key and returns its value, or the default after
saying what is wrong. All problems of a file are found in one run.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsbook.diagnostics import Collector, Location
from newsbook.yamltree import Mapping, Node, Scalar, Sequence, parse, plain

__all__ = ["Form", "nearest", "open_form"]

CODE = "layout-invalid"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the known word most like `word`, or None."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else None


@dataclass(slots=True)
class Form:
    """One mapping being read; `prefix` is its path for messages (`options.accent.`)."""

    mapping: Mapping
    findings: Collector
    prefix: str = ""
    seen: set[str] = field(default_factory=set)

    def _error(self, message: str, where: Location, hint: str | None = None) -> None:
        self.findings.error(CODE, message, where=where, hint=hint)

    def where(self, key: str) -> Location:
        """Return the place of the value of `key`, or of the mapping."""
        node = self.mapping.get(key)
        return node.where if node is not None else self.mapping.where

    def _take(self, key: str) -> Node | None:
        self.seen.add(key)
        node = self.mapping.get(key)
        return None if isinstance(node, Scalar) and node.text is None else node

    def wrong(self, key: str, message: str, hint: str | None = None) -> None:
        """Say what is wrong with the value of `key`."""
        self._error(f"{self.prefix}{key}: {message}", self.where(key), hint)

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return the words at `key`."""
        node = self._take(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or node.text is None:
            self.wrong(key, "this must be text")
            return default
        return " ".join(node.text.split())

    def needed(self, key: str) -> str:
        """Return the words at `key`, which must be there."""
        value = self.text(key)
        if value is None or not value:
            self._error(f"{self.prefix}{key} is missing", self.mapping.where)
            return ""
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return the word at `key`, one of `choices`."""
        value = self.text(key, default)
        if value not in choices:
            self.wrong(
                key, f"{value!r} is not one of {', '.join(choices)}", nearest(value or "", choices)
            )
            return default
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return the number at `key`, between `low` and `high`."""
        value = self.text(key)
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            self.wrong(key, f"{value!r} is not a number")
            return default
        if not low <= number <= high:
            self.wrong(key, f"{value} is not from {low:g} to {high:g}")
            return default
        return number

    def words(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the list of words at `key`."""
        node = self._take(key)
        if node is None:
            return default
        if not isinstance(node, Sequence):
            self.wrong(key, "this must be a list")
            return default
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text:
                found.append(item.text)
            else:
                self._error(f"{self.prefix}{key}: an item must be a word", item.where)
        return tuple(found)

    def form(self, key: str) -> Form | None:
        """Return the mapping at `key`, or None."""
        node = self._take(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.wrong(key, "this must be a mapping of keys to values")
            return None
        return Form(node, self.findings, f"{self.prefix}{key}.")

    def pairs(self, key: str) -> dict[str, str]:
        """Return the mapping of words to words at `key`."""
        form = self.form(key)
        if form is None:
            return {}
        found = {}
        for name in form.names():
            value = form.text(name)
            if value is not None:
                found[name] = value
        return found

    def names(self) -> Iterator[str]:
        """Yield the keys in the order written."""
        for name, _ in self.mapping.entries:
            if name.text is not None:
                yield name.text

    def close(self) -> None:
        """Say which keys nobody asked for."""
        for name, _ in self.mapping.entries:
            if name.text is not None and name.text not in self.seen:
                self._error(
                    f"unknown key '{self.prefix}{name.text}'",
                    name.where,
                    nearest(name.text, self.seen),
                )


def open_form(text: str, file: str, findings: Collector) -> Form | None:
    """Return the form of the YAML in `text`, or None when it is no mapping."""
    node = parse(
        text,
        file=file,
        report=lambda problem: findings.error(
            CODE, problem.message, where=problem.where, hint=problem.hint
        ),
    )
    if isinstance(node, Mapping):
        return Form(node, findings)
    if not findings.errors:
        shown = plain(node)
        message = "the file is empty" if shown is None else "this must be a mapping of keys"
        findings.error(CODE, message, where=Location(file, 1, 1))
    return None
