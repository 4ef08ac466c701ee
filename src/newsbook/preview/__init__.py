"""From a manifest to a page on this machine that shows the book while it is written.

Needs the extra `preview` (Starlette, uvicorn, watchfiles). Only this machine can see it: it listens
on 127.0.0.1 and answers to no other name (see `guard`).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from newsbook.build import Order
from newsbook.errors import UsageError
from newsbook.preview.server import Preview

__all__ = ["PORT", "serve"]

PORT = 8421
"""Where the preview listens when nobody says otherwise and the port is free."""


def _listen(port: int | None) -> socket.socket:
    """Return a socket on 127.0.0.1 and `port` (None: `PORT`, or any that is free; 0: any)."""
    for wanted in (PORT, 0) if port is None else (port,):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", wanted))
        except (OSError, OverflowError) as error:
            made.close()
            if port is not None:
                raise UsageError(
                    f"port {port} cannot be had: {getattr(error, 'strerror', None) or error}\n"
                    "take another: newsbook preview --port 0 finds a free one"
                ) from error
            continue
        return made
    raise UsageError("no port of 127.0.0.1 is free")


class _Server(uvicorn.Server):
    """A server that says when it listens, and lets open streams know that it ends."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], ends: asyncio.Event):
        super().__init__(config)
        self._ready = ready
        self._ends = ends

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal."""
        self._ends.set()
        super().handle_exit(sig, frame)


def serve(manifest: Path, order: Order, *, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve the preview of `manifest` until the process is interrupted.

    `ready` is told the address as soon as a browser can go there. Raises `UsageError` when the port
    is taken.
    """
    listening = _listen(port)
    number = listening.getsockname()[1]
    preview = Preview(manifest.resolve(), order, number)
    config = uvicorn.Config(
        preview.app,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    address = f"http://127.0.0.1:{number}/"
    _Server(config, lambda: ready(address), preview.stopped).run(sockets=[listening])
