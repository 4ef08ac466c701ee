"""From a page of a bound book to a PNG of the finished page, as wide as a screen wants it.

Pages are drawn in processes of their own: PDFium is not made for threads, and a page that crashes
it takes nothing else along.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import multiprocessing
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

__all__ = ["WIDEST_PX", "Drawer", "draw"]

WIDEST_PX = 4000
_STEP_PX = 64
_KEPT = 160
_WORKERS = 2

_open: dict[str, Any] = {}


def draw(path: str, number: int, width_px: int) -> bytes:
    """Return page `number` (from 0) of the PDF at `path`, cut to its trim, as a PNG.

    A function for worker processes: the document last asked for stays open.
    """
    import pypdfium2

    document = _open.get(path)
    if document is None:
        for name in list(_open):
            _open.pop(name).close()
        document = _open[path] = pypdfium2.PdfDocument(path)
    page = document[number]
    try:
        left, bottom, right, top = page.get_trimbox()
        media = page.get_mediabox()
        crop = (left - media[0], bottom - media[1], media[2] - right, media[3] - top)
        page.set_cropbox(*media)
        bitmap = page.render(
            scale=width_px / (right - left), crop=tuple(max(0.0, edge) for edge in crop)
        )
        image = bitmap.to_pil()
        target = io.BytesIO()
        image.save(target, "PNG", compress_level=1)
        bitmap.close()
        return target.getvalue()
    finally:
        page.close()


class Drawer:
    """Draws pages on demand and keeps the last ones."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._under_way: dict[tuple[str, int], asyncio.Task[bytes]] = {}

    async def png(self, key: str, path: Path, number: int, width_px: int) -> bytes:
        """Return page `number` of the PDF at `path`; `key` tells its looks from those of others.

        Widths are rounded up, so that a few pixels more of a window draw nothing anew. Raises
        OSError when the page cannot be drawn.
        """
        width = min(WIDEST_PX, max(_STEP_PX, -(-width_px // _STEP_PX) * _STEP_PX))
        name = (key, width)
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        task = self._under_way.get(name)
        if task is None:
            task = asyncio.ensure_future(self._draw(path, number, width))
            self._under_way[name] = task
            task.add_done_callback(lambda _: self._under_way.pop(name, None))
        data = await asyncio.shield(task)
        self._kept[name] = data
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return data

    async def _draw(self, path: Path, number: int, width: int) -> bytes:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(_WORKERS, mp_context=context)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, draw, str(path), number, width)
        except BrokenProcessPool as error:
            self._pool = None
            raise OSError(f"page {number + 1} cannot be drawn: {error}") from error
        except Exception as error:
            raise OSError(f"page {number + 1} cannot be drawn: {error}") from error

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with contextlib.suppress(OSError, ValueError):
                    process.terminate()
