"""From a web archive (WARC, WACZ) to the articles of its pages.

Pictures come from the same archive, so a book can be made of it without a network. `url:` in the
manifest chooses one page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

from newsbook.model import Article
from newsbook.readers.embedded import data_url
from newsbook.readers.source import Source
from newsbook.readers.web import article_of_page
from newsbook.readers.web.page import read_page
from newsbook.safezip import RefusedArchiveError, open_archive
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

MAX_PAGE = 16 * 1024 * 1024
MAX_PICTURE = 32 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_PAGES = 500


@dataclass(frozen=True, slots=True)
class _Record:
    """One response: its address, media type, declared encoding, bytes and day."""

    url: str
    kind: str
    data: bytes
    date: str


def _archives(data: bytes) -> list[bytes]:
    """Return the WARC files in `data`: itself, or those in a WACZ. Raises RefusedArchiveError."""
    if data[:4] != b"PK\x03\x04":
        return [data]
    archive = open_archive(data)
    return [archive.read(name) for name in archive.below("archive/", ".warc", ".warc.gz")]


def _records(data: bytes) -> Iterator[_Record]:
    """Yield the web pages and pictures of a WARC file; raises what warcio raises."""
    from warcio.archiveiterator import ArchiveIterator

    total = 0
    for record in ArchiveIterator(io.BytesIO(data)):
        if record.rec_type not in ("response", "resource"):
            continue
        headers = record.http_headers
        status = headers.get_statuscode() if headers else "200"
        kind = (headers.get_header("Content-Type") if headers else None) or (
            record.rec_headers.get_header("Content-Type") or ""
        )
        page = "html" in kind
        if not status.startswith("2") or not (page or kind.startswith("image/")):
            continue
        content = record.content_stream().read(MAX_PAGE if page else MAX_PICTURE)
        total += len(content)
        if total > MAX_TOTAL:
            raise RefusedArchiveError(f"the archive inflates to more than {MAX_TOTAL} bytes")
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        date = record.rec_headers.get_header("WARC-Date") or ""
        yield _Record(url.strip("<>"), kind.lower(), content, date)


def _pictures(records: list[_Record], page: str) -> Callable[[str], bytes | None]:
    """Return a function from the address of a picture on `page` to its bytes."""
    found = {r.url: r.data for r in records if r.kind.startswith("image/")}

    def resolve(address: str) -> bytes | None:
        if address.startswith("data:"):
            return data_url(address)
        return found.get(urldefrag(urljoin(page, address))[0])

    return resolve


def _gathered(source: Source, world: World) -> list[_Record]:
    """Return the records of an archive; what is damaged is reported."""
    records: list[_Record] = []
    try:
        for data in _archives(source.data):
            records += _records(data)
    except ImportError:
        world.diagnostics.error(
            "tool-missing", "reading web archives takes warcio, which is not installed",
            where=source.at(), hint='install it: pip install "newsbook[warc]"',
        )  # fmt: skip
    except RefusedArchiveError as error:
        world.diagnostics.error(error.code, str(error), where=source.at())
    except MemoryError:
        raise
    except Exception as error:  # warcio raises many kinds for damaged archives
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
        world.diagnostics.error(
            "malformed-source", f"the web archive is damaged: {first or type(error).__name__}",
            where=source.at(), hint="`warcio recompress` repairs archives compressed as a whole",
        )  # fmt: skip
    return records


def _page(record: _Record, records: list[_Record], source: Source, world: World) -> Article:
    own = Source(
        source.file, record.data, "html", source.extract, source.language, record.url,
        source.stated,
    )  # fmt: skip
    page = read_page(own, world)
    article = article_of_page(page, own, world, _pictures(records, record.url), reader="warc")
    path = record.url.split("?")[0].rstrip("/").rpartition("/")[2]
    return replace(article, slug=ascii_slug(path.rpartition(".")[0] or path) or article.slug)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of the pages of a web archive, each address once."""
    records = _gathered(source, world)
    pages: dict[str, Any] = {}
    for record in records:
        if "html" in record.kind and record.data.strip():
            pages.setdefault(urldefrag(record.url)[0], record)
    if source.url is not None:
        chosen = pages.get(urldefrag(source.url)[0])
        if chosen is None:
            world.diagnostics.error(
                "extract-no-match", f"the archive holds no page {source.url}", where=source.at(),
                hint="its pages: " + ", ".join(list(pages)[:5]),
            )  # fmt: skip
        pages = {source.url: chosen} if chosen is not None else {}
    if len(pages) > MAX_PAGES:
        message = f"the archive holds {len(pages)} pages; the first {MAX_PAGES} were read"
        world.diagnostics.error("limit-exceeded", message, where=source.at())
    return tuple(_page(r, records, source, world) for r in list(pages.values())[:MAX_PAGES])
