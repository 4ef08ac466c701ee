"""Reading that may use one gigabyte and five seconds of the processor, and no network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from newsbook.diagnostics import Diagnostic
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.sandbox import Limits, call
from newsbook.world import World

LIMITS = Limits(memory_bytes=1024**3, cpu_s=5.0, wall_s=60.0)


class NetworkError(RuntimeError):
    """Something tried to open a connection."""


def _refuse(*_: object, **__: object) -> Any:
    raise NetworkError("no connection may be opened")


def _read(
    folder: str, name: str, data: bytes, more: dict[str, Any]
) -> tuple[tuple[Article, ...], list[Diagnostic]]:
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    socket.getaddrinfo = _refuse
    world = World(root=Path(folder))
    return read_many(Source(name, data, **more), world), world.diagnostics.items


def read_guarded(
    name: str, data: bytes | str, folder: Path | None = None, **more: Any
) -> tuple[tuple[Article, ...], list[Diagnostic]]:
    """Return the articles of a source and what was said; raises when a limit is reached."""
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return call(_read, str(folder or "/nowhere"), name, content, more, limits=LIMITS)
