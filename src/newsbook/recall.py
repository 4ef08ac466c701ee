"""From what a result was made from to that result, made once and remembered between builds.

A `Recall` looks results up by a digest of everything they were made from: the name of the step, its
inputs, and all that computes: newsbook's own code and the installed packages. What is recalled is
therefore never wrong, only absent. Inputs are frozen dataclasses, tuples, dictionaries (their order
counts), texts and numbers. A set may stand only in a field of a dataclass: elsewhere it has no
order of its own, and would never be found again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import pickle
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

__all__ = ["FORGETFUL", "Recall", "Store", "code_digest", "dump", "load", "value_digest"]

T = TypeVar("T")

_PACKAGE = Path(__file__).resolve().parent
# From how many bytes on a file of the package (a colour profile) is known by its name and size.
_LARGE = 2**20
# What writing a value raises when it has no bytes.
_UNSAYABLE = (TypeError, AttributeError, RecursionError, pickle.PicklingError)
_NOWHERE = "nowhere "
_numbers = itertools.count()
# Standard types a remembered value may hold besides newsbook's own dataclasses, enumerations and
# named tuples.
_STANDARD = frozenset(
    {
        ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"),
        ("collections", "OrderedDict"), ("collections", "Counter"),
        ("datetime", "date"), ("datetime", "datetime"), ("datetime", "timedelta"),
        ("datetime", "timezone"), ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"),
        ("pathlib", "WindowsPath"), ("pathlib", "PureWindowsPath"),
        ("pathlib._local", "PosixPath"), ("pathlib._local", "PurePosixPath"),
        ("markupsafe", "Markup"),
    }
)  # fmt: skip


class Store(Protocol):
    """Keeps bytes by key (a hexadecimal SHA-256)."""

    def get(self, key: str) -> bytes | None:
        """Return what is kept under `key`."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`."""
        ...


# ---------------------------------------------------------------- values to bytes
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what takes a dataclass's values out of it in the order of its constructor."""
    if not is_dataclass(kind) or any(not field.init for field in fields(kind)):
        return None
    names = [field.name for field in fields(kind)]
    if not names:
        return lambda _: ()
    take = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (take(value),)
    return cast("Callable[[Any], tuple[Any, ...]]", take)


_takers: dict[type, Callable[[Any], tuple[Any, ...]] | None] = {}


@cache
def _holds_sets(kind: type) -> bool:
    """Whether a field of the dataclass `kind` may be a set, by its annotation."""
    return any("set[" in str(field.type).lower() for field in fields(kind))


class _Writer(pickle.Pickler):
    """Writes dataclasses as calls of their constructors, four times as fast as state by state."""

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind not in _takers:
            _takers[kind] = _values_of(kind)
        take = _takers[kind]
        return NotImplemented if take is None else (kind, take(value))


def _in_order(take: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """Return `take` with what is a set put in order."""

    def ordered(value: Any) -> tuple[Any, ...]:
        parts = take(value)
        return tuple(sorted(v) if isinstance(v, set | frozenset) else v for v in parts)

    return ordered


_orderers: dict[type, Callable[[Any], tuple[Any, ...]] | None] = {}


class _Digester(pickle.Pickler):
    """Writes what `_Writer` writes, the same for equal values: sets of a dataclass in order."""

    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        if kind not in _orderers:
            take = _values_of(kind)
            _orderers[kind] = _in_order(take) if take is not None and _holds_sets(kind) else take
        take = _orderers[kind]
        return NotImplemented if take is None else (kind, take(value))


class _Reader(pickle.Unpickler):
    """Makes nothing but plain values: a cache folder can be written by other programs."""

    def find_class(self, module: str, name: str) -> Any:
        return _class(module, name)


@cache
def _class(module: str, name: str) -> Any:
    ours = module.partition(".")[0] == "newsbook"
    if (ours and "." not in name) or (module, name) in _STANDARD:
        found = getattr(import_module(module), name)
        if not ours or is_dataclass(found):
            return found
        if isinstance(found, type) and issubclass(found, Enum | tuple):
            return found
    raise pickle.UnpicklingError(f"no remembered value holds {module}.{name}")


def dump(value: Any) -> bytes:
    """Return `value` as bytes. Raises `pickle.PicklingError` and TypeError for what has no value,
    like functions.
    """
    target = io.BytesIO()
    _Writer(target, protocol=5).dump(value)
    return target.getvalue()


def load(data: bytes) -> Any:
    """Return the value in `data`. Whatever damaged data provoke may be raised."""
    return _Reader(io.BytesIO(data)).load()


def value_digest(value: Any) -> str:
    """Return a digest of `value` that is the same for equal values in every process."""
    target = io.BytesIO()
    writer = _Digester(target, protocol=5)
    # Without the memo, which depends on which of several equal parts are one object.
    writer.fast = True
    writer.dump(value)
    return hashlib.sha256(target.getbuffer()).hexdigest()


# ---------------------------------------------------------------- what computes
def _installed(folders: Iterable[str]) -> list[str]:
    """Return the names and versions of the packages in the folders of `sys.path`."""
    found = []
    for folder in folders:
        try:
            names = [path.name for path in Path(folder).iterdir()]
        except OSError:
            continue
        found += [name for name in names if name.endswith((".dist-info", ".egg-info"))]
    return sorted(found)


@cache
def code_digest() -> str:
    """Return the digest of what computes: Python, newsbook's code and data, the packages."""
    digest = hashlib.sha256(f"{sys.version}\n{sys.platform}\n".encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix == ".pyc" or "_data" in path.parts or not path.is_file():
            continue
        size = path.stat().st_size
        data = path.read_bytes() if size < _LARGE else str(size).encode()
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    digest.update("\n".join(_installed(sys.path)).encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Recall:
    """Remembers in `store`; without one it forgets, and everything is made anew."""

    store: Store | None = None
    # The digests of values that were marked, with the values, so that none takes another's id.
    _marks: dict[int, tuple[Any, str]] = field(default_factory=dict, compare=False, repr=False)

    def made(self, name: str, inputs: Any, make: Callable[[], T]) -> T:
        """Return what `make()` makes of `inputs` in the step `name`, or the same from before.

        `make` must be pure: its result follows from `inputs` alone.
        """
        if self.store is None:
            return make()
        key = self.key(name, inputs)
        known = self.find(key)
        if known is not None:
            return cast("T", known[0])
        value = make()
        self.keep(key, value)
        return value

    def key(self, name: str, inputs: Any) -> str:
        """Return the key of what the step `name` makes of `inputs`.

        Inputs without a digest (nested too deeply, with a function among them) have a key under
        which nothing is ever found or kept.
        """
        try:
            return self._key(name, value_digest(inputs))
        except _UNSAYABLE:
            return f"{_NOWHERE}{next(_numbers)}"

    def mark(self, value: Any) -> Any:
        """Return what stands for `value` among the inputs of several steps: its digest, computed
        once for each object. A value without a digest stands for itself.
        """
        if self.store is None:
            return value
        known = self._marks.get(id(value))
        if known is None:
            try:
                known = value, value_digest(value)
            except _UNSAYABLE:
                return value
            self._marks[id(value)] = known
        return known[1]

    def find(self, key: str) -> tuple[Any] | None:
        """Return what is kept under `key` in a tuple of one, or None."""
        if key.startswith(_NOWHERE):
            return None
        found, value = self._find(key)
        return (value,) if found else None

    def keep(self, key: str, value: Any) -> None:
        """Keep `value` under `key`, unless it cannot be written."""
        if self.store is not None and not key.startswith(_NOWHERE):
            with contextlib.suppress(*_UNSAYABLE):
                self.store.put(key, dump(value))

    def find_after_looking(self, key: str, look: Callable[[Any], str]) -> tuple[Any] | None:
        """Return what is kept under `key` in a tuple of one when all that was looked at when it was
        made is as it was then, else None; `look` gives a digest of how such a thing is now.
        """
        seen = self.find(key)
        return None if seen is None else self.find(self._answered(key, seen[0], look))

    def keep_after_looking(
        self, key: str, value: Any, seen: tuple[Any, ...], look: Callable[[Any], str]
    ) -> None:
        """Keep `value` under `key` for as long as what was `seen` when it was made stays."""
        if self.store is not None and not key.startswith(_NOWHERE):
            self.keep(key, seen)
            self.keep(self._answered(key, seen, look), value)

    def _answered(self, key: str, seen: tuple[Any, ...], look: Callable[[Any], str]) -> str:
        return self._key(key, "\n".join(map(look, seen)))

    def _key(self, name: str, inputs_digest: str) -> str:
        return hashlib.sha256(f"{code_digest()}\n{name}\n{inputs_digest}".encode()).hexdigest()

    def _find(self, key: str) -> tuple[bool, Any]:
        data = self.store.get(key) if self.store is not None else None
        if data is None:
            return False, None
        try:
            return True, load(data)
        except Exception:  # whatever a damaged entry provokes, it is as if it were not there
            return False, None


# Remembers nothing.
FORGETFUL = Recall()
