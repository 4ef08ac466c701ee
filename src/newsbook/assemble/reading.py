"""From sources to articles: what an earlier build read is recalled, the rest read side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from newsbook.diagnostics import Collector, Diagnostic, Severity
from newsbook.model import Article
from newsbook.readers import Source, read, read_many
from newsbook.recall import FORGETFUL
from newsbook.work import FEW, Run
from newsbook.world import World

__all__ = ["Reading"]

# The name of a reader, and what it reads.
_Task: TypeAlias = tuple[str, Source]
# What a reader made, what it found wrong, and the places of the project it looked at.
_Result: TypeAlias = tuple[Any, tuple[Diagnostic, ...], tuple[tuple[str, str], ...]]

_READERS = {"read": read, "read_many": read_many}


def _read_apart(world: World, task: _Task) -> _Result:
    """Do one task (a function for worker processes)."""
    name, source = task
    own = replace(world, diagnostics=Collector(), seen=[])
    value = _READERS[name](source, own)
    return value, tuple(own.diagnostics), tuple(dict.fromkeys(own.seen or ()))


def _failed(task: _Task, reason: str) -> _Result:
    name, source = task
    finding = Diagnostic(
        Severity.ERROR,
        "limit-exceeded",
        f"this file {reason} while it was read",
        source.at(),
        "it may be damaged or hostile; read a smaller part of it",
    )
    nothing = Article(source.stem, (), (), origin=source.origin("none", confidence=0.0))
    return (nothing if name == "read" else ()), (finding,), ()


@dataclass(slots=True)
class Reading:
    """Reads sources in `world`; `run` does many of them at once (None: one after the other)."""

    world: World
    run: Run | None = None
    _ready: dict[str, tuple[Any, tuple[Diagnostic, ...]]] = field(default_factory=dict)

    def ahead(self, tasks: Sequence[_Task]) -> None:
        """Read what `tasks` need and no earlier build has read, when it is much."""
        if self.run is None:
            return
        recall = self.world.recall
        missing: dict[str, _Task] = {}
        for task in tasks:
            key = self._key(task)
            found = recall.find_after_looking(key, self.world.look)
            if found is None:
                missing[key] = task
            else:
                self._ready[key] = found[0]
        if len(missing) < FEW:
            return
        bare = replace(self.world, diagnostics=Collector(), recall=FORGETFUL, seen=None)
        results = self.run(_read_apart, bare, list(missing.values()), failed=_failed)
        for key, result in zip(missing, results, strict=True):
            self._keep(key, result)

    def one(self, name: str, source: Source) -> Any:
        """Return what the reader `name` makes of `source`; its findings go to the world's.

        A reader may look at other files of the project: rules for a site, pictures.
        """
        key = self._key((name, source))
        if key not in self._ready:
            found = self.world.recall.find_after_looking(key, self.world.look)
            if found is not None:
                self._ready[key] = found[0]
            else:
                self._keep(key, _read_apart(replace(self.world, recall=FORGETFUL), (name, source)))
        value, findings = self._ready[key]
        self.world.diagnostics.extend(findings)
        return value

    def _key(self, task: _Task) -> str:
        name, source = task
        recall, world = self.world.recall, self.world
        return recall.key(name, (recall.mark(source), world.settings, str(world.root)))

    def _keep(self, key: str, result: _Result) -> None:
        value, findings, seen = result
        self._ready[key] = value, findings
        self.world.recall.keep_after_looking(key, (value, findings), seen, self.world.look)
