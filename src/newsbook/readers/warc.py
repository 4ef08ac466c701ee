"""From a web archive (WARC, WACZ) to the articles of its pages.

Pictures come from the same archive, so a book can be made of it without a network. A WACZ says
which of its answers are pages; `url:` in the manifest chooses one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from newsbook.model import Article
from newsbook.readers.embedded import data_url
from newsbook.readers.records import Recorded, archives, listed_pages, records
from newsbook.readers.source import Source
from newsbook.readers.web import article_of_page
from newsbook.readers.web.page import read_page
from newsbook.safezip import RefusedArchiveError
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

MAX_PAGES = 500


def _pictures(records: list[Recorded], page: str) -> Callable[[str], bytes | None]:
    """Return a function from the address of a picture on `page` to its bytes."""
    found = {r.url: r.data for r in records if not r.is_page}

    def resolve(address: str) -> bytes | None:
        if address.startswith("data:"):
            return data_url(address)
        return found.get(urldefrag(urljoin(page, address))[0])

    return resolve


def _report_damage(error: Exception, source: Source, world: World, *, readable: bool) -> None:
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    note = world.diagnostics.warning if readable else world.diagnostics.error
    note(
        "malformed-source", f"the web archive is damaged: {first or type(error).__name__}",
        where=source.at(),
        hint="what stands before the damage was read; record the rest again" if readable
        else "record the pages again, or try to repair it: warcio recompress",
    )  # fmt: skip


def _gathered(source: Source, world: World) -> tuple[list[Recorded], list[str]]:
    """Return the records of an archive and the pages it lists; what is damaged is reported."""
    found: list[Recorded] = []
    listed: list[str] = []
    try:
        files, archive = archives(source.data)
        listed = listed_pages(archive)
        for data in files:
            found += records(data)
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
        _report_damage(error, source, world, readable=any(r.is_page for r in found))
    for record in found:
        if record.fault:
            world.diagnostics.warning(
                "content-dropped", f"{record.url} was left out: {record.fault}", where=source.at(),
                hint="save the page, and list it beside the archive" if record.is_page else None,
            )  # fmt: skip
    return [record for record in found if not record.fault], listed


def _page(record: Recorded, records: list[Recorded], source: Source, world: World) -> Article:
    own = Source(
        source.file, record.data, "html", source.extract, source.language, record.url,
        source.stated,
    )  # fmt: skip
    page = read_page(own, world, record.charset)
    article = article_of_page(page, own, world, _pictures(records, record.url), reader="warc")
    path = record.url.split("?")[0].rstrip("/").rpartition("/")[2]
    return replace(article, slug=ascii_slug(path.rpartition(".")[0] or path) or article.slug)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of the pages of a web archive, each address once."""
    found, listed = _gathered(source, world)
    pages: dict[str, Recorded] = {}
    for record in found:
        if record.is_page and record.data.strip():
            pages.setdefault(urldefrag(record.url)[0], record)
    if source.url is not None:
        chosen = pages.get(urldefrag(source.url)[0])
        if chosen is None:
            world.diagnostics.error(
                "extract-no-match", f"the archive holds no page {source.url}", where=source.at(),
                hint="its pages: " + ", ".join(list(pages)[:5]),
            )  # fmt: skip
        pages = {source.url: chosen} if chosen is not None else {}
    elif among := {u: pages[u] for url in listed if (u := urldefrag(url)[0]) in pages}:
        pages = among
    if len(pages) > MAX_PAGES:
        message = f"the archive holds {len(pages)} pages; the first {MAX_PAGES} were read"
        world.diagnostics.error("limit-exceeded", message, where=source.at())
    return tuple(_page(r, found, source, world) for r in list(pages.values())[:MAX_PAGES])
