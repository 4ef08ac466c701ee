"""From the bytes of a web archive (WARC, WACZ) to the pages and pictures recorded in it.

What servers packed is unpacked here, within limits: warcio leaves `br` to a library it no longer
fits, and one answer that is packed wrongly must not spoil an archive.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from newsbook.safezip import Archive, DamagedArchiveError, RefusedArchiveError, open_archive

__all__ = ["CutArchiveError", "Recorded", "archives", "listed_pages", "records"]

MAX_PAGE = 16 * 1024 * 1024
MAX_PICTURE = 32 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_INFLATED = 512 * 1024 * 1024
_STEP = 64 * 1024
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class CutArchiveError(Exception):
    """A web archive whose end is missing."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer: its address, media type, bytes and day, the charset that came with it, and why
    it cannot be read, if so.
    """

    url: str
    kind: str
    data: bytes
    date: str
    charset: str | None = None
    fault: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a web page."""
        return "html" in self.kind


def archives(data: bytes) -> tuple[list[bytes], Archive | None]:
    """Return the WARC files in `data` (itself, or those of a WACZ), and the WACZ.

    Raises RefusedArchiveError.
    """
    if data[:4] != b"PK\x03\x04":
        return [data], None
    archive = open_archive(data)
    names = archive.below("archive/", ".warc", ".warc.gz")
    return [archive.read(name) for name in names], archive


def listed_pages(archive: Archive | None) -> list[str]:
    """Return the addresses that a WACZ lists as its pages; others are frames and the like."""
    name = "pages/pages.jsonl"
    if archive is None or name not in archive:
        return []
    found = []
    for line in archive.read(name).decode("utf-8", "replace").splitlines():
        try:
            said: Any = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict) and isinstance(said.get("url"), str):
            found.append(said["url"])
    return found


# ---------------------------------------------------------------- what servers packed
def _inflated(data: bytes, most: int, bits: int) -> bytes:
    """Return what zlib makes of `data`, whose end may be missing. Raises `zlib.error`."""
    made, left = bytearray(), data
    while left and len(made) <= most:
        step = zlib.decompressobj(bits)
        made += step.decompress(left, most - len(made) + 1)
        left = step.unused_data.lstrip(b"\0")
    return bytes(made)


def _deflated(data: bytes, most: int) -> bytes:
    try:
        return _inflated(data, most, zlib.MAX_WBITS)
    except zlib.error:
        return _inflated(data, most, -zlib.MAX_WBITS)


def _brotli(data: bytes, most: int) -> bytes:
    """Raises `ImportError`, and what brotli raises."""
    step = import_module("brotli").Decompressor()
    made = bytearray()
    for start in range(0, len(data), _STEP):
        made += step.process(data[start : start + _STEP])
        if len(made) > most:
            break
    return bytes(made)


def _zstandard(data: bytes, most: int) -> bytes:
    """Raises `ImportError`, and what zstandard raises."""
    opened = import_module("zstandard").ZstdDecompressor().stream_reader(io.BytesIO(data))
    made: bytes = opened.read(most + 1)
    return made


_UNPACKED: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": lambda data, most: _inflated(data, most, zlib.MAX_WBITS | 16),
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstandard,
}


def _unpacked(data: bytes, encodings: str, most: int) -> tuple[bytes, str]:
    """Return `data` as it was before a server packed it, and why that cannot be done."""
    for name in reversed(
        [part.strip().lower().removeprefix("x-") for part in encodings.split(",")]
    ):
        if name in ("", "identity", "none"):
            continue
        if name not in _UNPACKED:
            return b"", f"it is packed as {name!r}"
        try:
            data = _UNPACKED[name](data, most)
        except ImportError:
            return b"", f"it is packed as {name!r}, and nothing is installed that unpacks it"
        except MemoryError:
            raise
        except Exception:  # each library has its own
            if not re.match(rb"\s*<", data[:200]):  # some servers pack nothing, and say they did
                return b"", f"it is not {name!r}, as it claims to be"
    return data[:most], ""


# ---------------------------------------------------------------- records
def _recorded(record: Any) -> Recorded | None:
    """Return the page or picture in a record, or None for what is neither."""
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    stated = (headers.get_header("Content-Type") if headers else None) or (
        record.rec_headers.get_header("Content-Type") or ""
    )
    kind = stated.lower()
    page = "html" in kind
    if not status.startswith("2") or not (page or kind.startswith("image/")):
        return None
    packed = ""
    if headers:
        packed = headers.get_header("Content-Encoding") or ""
        headers.remove_header("Content-Encoding")
    most = MAX_PAGE if page else MAX_PICTURE
    stored = record.content_stream().read(most)
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        raise CutArchiveError("it ends in the middle of a record")
    data, fault = _unpacked(stored, packed, most)
    charset = _CHARSET.search(kind)
    return Recorded(
        (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"), kind, data,
        record.rec_headers.get_header("WARC-Date") or "", charset[1] if charset else None, fault,
    )  # fmt: skip


def _iterated(data: bytes) -> Iterator[Recorded]:
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(data)):
        if record.rec_type in ("response", "resource"):
            found = _recorded(record)
            if found is not None:
                yield found


def records(data: bytes) -> Iterator[Recorded]:
    """Yield the web pages and pictures of a WARC file; raises CutArchiveError, and what warcio
    raises.

    A file that was compressed as a whole, not record by record, is unpacked first.
    """
    _look_into(data)
    total, whole = 0, data[:2] == b"\x1f\x8b" and _is_whole(data)
    for found in _iterated(_plain(data) if whole else data):
        total += len(found.data)
        if total > MAX_TOTAL:
            raise RefusedArchiveError(f"the archive inflates to more than {MAX_TOTAL} bytes")
        yield found


def _look_into(data: bytes) -> None:
    """Raise `RefusedArchiveError` when `data` is compressed and no WARC file, or far too much of
    one: warcio looks for the end of a line however far it is.
    """
    if data[:2] != b"\x1f\x8b":
        return
    total = 0
    with contextlib.suppress(OSError, EOFError, zlib.error), gzip.open(io.BytesIO(data)) as stream:
        if stream.read(5) != b"WARC/":
            raise DamagedArchiveError("what is compressed in it is no web archive")
        while total <= MAX_INFLATED and (part := stream.read(2**20)):
            total += len(part)
    if total > MAX_INFLATED:
        raise RefusedArchiveError(f"the archive inflates to more than {MAX_INFLATED} bytes")


def _is_whole(data: bytes) -> bool:
    """Whether the first member of a gzip file holds more than one record."""
    step = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        head = step.decompress(data[: 4 * _STEP], 4 * _STEP)
    except zlib.error:
        return False
    return head.startswith(b"WARC/") and b"\r\n\r\nWARC/" in head


def _plain(data: bytes) -> bytes:
    made = _inflated(data, MAX_TOTAL, zlib.MAX_WBITS | 16)
    if len(made) > MAX_TOTAL:
        raise RefusedArchiveError(f"the archive inflates to more than {MAX_TOTAL} bytes")
    return made
