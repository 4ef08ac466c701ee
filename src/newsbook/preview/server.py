"""From requests of a browser on this machine to the preview: its page, pages, the EPUB, events."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import DefaultFilter, awatch

from newsbook.build import Order
from newsbook.preview.desk import MEDIA, Desk, Snapshot
from newsbook.preview.drawing import Drawer
from newsbook.preview.guard import Guard
from newsbook.preview.panels import PanelType, panel_type
from newsbook.preview.state import as_json, said, source_json

__all__ = ["Preview"]

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOREVER = {"cache-control": "private, max-age=31536000, immutable"}
_NEVER = {"cache-control": "no-store"}


class _Watched(DefaultFilter):
    """What changes a book: everything below its folder but what newsbook and editors write."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, "dist")

    def __call__(self, change: Any, path: str) -> bool:
        """Whether `path` counts."""
        return not Path(path).name.startswith(".") and super().__call__(change, path)


class Preview:
    """The preview of one manifest as an ASGI application for `port`."""

    def __init__(self, manifest: Path, order: Order, port: int) -> None:
        self._root = manifest.parent
        self._name = manifest.name
        self._drawer = Drawer()
        self._desk = Desk(
            manifest, order, changed=self._changed, working=self._working, chosen=self._chosen
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        # Who listens, and the outputs that each looks at.
        self._listeners: dict[asyncio.Queue[str], Mapping[str, str]] = {}
        self._type: PanelType | None = None
        self._work: dict[str, Any] = {"stage": "", "done": 0, "total": None, "label": ""}
        self.stopped = asyncio.Event()
        routes = [
            Route("/", self._page),
            Route("/assets/{name}", self._asset),
            Route("/type.css", self._type_css),
            Route("/type/{name}", self._font),
            Route("/state", self._state),
            Route("/events", self._events),
            Route("/pages/{key}.png", self._drawn),
            Route("/book/{version}/{name:path}", self._book),
            Route("/source", self._source),
        ]
        self.app = Guard(Starlette(routes=routes, lifespan=self._lifespan), port)

    # ------------------------------------------------------------ what happens
    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self._desk.start()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self.stopped.set()
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            self._drawer.close()
            await asyncio.to_thread(self._desk.close)

    async def _watch(self) -> None:
        async for _ in awatch(
            self._root,
            watch_filter=_Watched(),
            debounce=400,
            step=40,
            stop_event=self.stopped,
            ignore_permission_denied=True,
        ):
            self._desk.wish()

    def _changed(self, snapshot: Snapshot) -> None:
        self._work = {"stage": "", "done": 0, "total": None, "label": ""}
        self._send("book", {"number": snapshot.number})

    def _working(self, stage: str, done: int, total: int | None, label: str) -> None:
        self._work = {"stage": stage, "done": done, "total": total, "label": label}
        self._send("work", self._work)

    def _chosen(self) -> list[Mapping[str, str]]:
        """Return for each open page the outputs it shows, by medium (from any thread)."""
        return list(self._listeners.values())

    def _send(self, event: str, data: dict[str, Any]) -> None:
        """Tell every open page, from any thread."""
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

        def tell() -> None:
            for queue in self._listeners:
                queue.put_nowait(text)

        if self._loop is not None and not self._loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the loop is closing
                self._loop.call_soon_threadsafe(tell)

    # ------------------------------------------------------------ what is served
    async def _page(self, _: Request) -> Response:
        return self._bundled("index.html")

    async def _asset(self, request: Request) -> Response:
        return self._bundled(request.path_params["name"])

    def _bundled(self, name: str) -> Response:
        """Answer with a file of the folder `page`."""
        kind = _TYPES.get(Path(name).suffix)
        file = resources.files("newsbook.preview") / "page" / name
        if kind is None or Path(name).name != name or not file.is_file():
            return PlainTextResponse("not here\n", 404)
        return Response(file.read_bytes(), media_type=kind, headers=_NEVER)

    async def _type_css(self, _: Request) -> Response:
        """Answer with the style sheet of the fonts that the last state needs."""
        made = self._type if self._type is not None else await asyncio.to_thread(panel_type, [])
        return Response(made.css, media_type=_TYPES[".css"], headers=_NEVER)

    async def _font(self, request: Request) -> Response:
        made = self._type if self._type is not None else await asyncio.to_thread(panel_type, [])
        data = made.fonts.get(request.path_params["name"])
        if data is None:
            return PlainTextResponse("no font of the page\n", 404, headers=_NEVER)
        kind = "font/otf" if request.path_params["name"].endswith(".otf") else "font/ttf"
        return Response(data, media_type=kind, headers=_FOREVER)

    async def _state(self, request: Request) -> Response:
        state = as_json(self._desk.snapshot, self._name, request.query_params)
        self._type = await asyncio.to_thread(panel_type, list(said(state)))
        state["type"] = self._type.version
        return JSONResponse({**state, "work": self._work}, headers=_NEVER)

    async def _events(self, request: Request) -> Response:
        chosen = {m: request.query_params[m] for m in MEDIA if m in request.query_params}
        return StreamingResponse(
            self._stream(chosen),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def _stream(self, chosen: Mapping[str, str]) -> AsyncIterator[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners[queue] = chosen
        if self._desk.snapshot.lacks([chosen]):
            self._desk.wish()
        try:
            # The browser asks again by itself when the connection breaks (HTML, 9.2).
            yield f'retry: 1000\nevent: book\ndata: {{"number": {self._desk.snapshot.number}}}\n\n'
            while not self.stopped.is_set():
                try:
                    yield await asyncio.wait_for(queue.get(), 1.0)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.pop(queue, None)

    async def _drawn(self, request: Request) -> Response:
        key = request.path_params["key"]
        try:
            width = int(request.query_params.get("w", "800"))
        except ValueError:
            return PlainTextResponse("w is a number of pixels\n", 400)
        place = self._desk.snapshot.place_of(key)
        if place is None:
            return PlainTextResponse("that page is no longer in the book\n", 404, headers=_NEVER)
        try:
            data = await self._drawer.png(key, *place, width)
        except OSError as error:
            return PlainTextResponse(f"{error}\n", 500, headers=_NEVER)
        return Response(data, media_type="image/png", headers=_FOREVER)

    async def _book(self, request: Request) -> Response:
        books = self._desk.snapshot.books.values()
        version = request.path_params["version"]
        # A page that was just built anew may still ask for documents of the version before.
        book = next((b for b in books if b.version == version), next(iter(books), None))
        served = book.served(request.path_params["name"]) if book is not None else None
        if served is None:
            return PlainTextResponse("not in the book\n", 404, headers=_NEVER)
        data, media_type = served
        return Response(data, headers={**_NEVER, "content-type": media_type})

    async def _source(self, request: Request) -> Response:
        found = source_json(self._desk.snapshot, self._root, request.query_params.get("file", ""))
        if found is None:
            return PlainTextResponse("no text of the book\n", 404, headers=_NEVER)
        return JSONResponse(found, headers=_NEVER)
