"""From a page saved as one file (MHTML, RFC 2557) to an Article and the pictures it came with.

The page is the part that `start` names or the first HTML part; pictures are found by their
`Content-Location` or `Content-ID`. The `Date` of the file says when it was saved, not when the
article appeared, so it is no date of publication.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from urllib.parse import quote, unquote, urljoin

from newsbook.model import Article
from newsbook.readers.embedded import data_url
from newsbook.readers.fields import text_inlines
from newsbook.readers.pagetree import serialise
from newsbook.readers.source import Source
from newsbook.readers.web import article_of_page
from newsbook.readers.web.page import Page, read_page
from newsbook.world import World

__all__ = ["article_of_message", "leaves", "payload", "read", "subject"]

MAX_PARTS = 2000
_INSIDE = "https://mhtml.invalid/"  # stands for the file itself in addresses (RFC 2606)


def leaves(data: bytes) -> list[EmailMessage]:
    """Return the leaves of the message in `data`; none when it is not MIME."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        found = [part for part in message.walk() if not part.is_multipart()]
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return []
    return [p for p in found if isinstance(p, EmailMessage)][:MAX_PARTS]


def _header(part: EmailMessage, name: str) -> str:
    try:
        return "".join(str(part.get(name) or "").split())
    except (ValueError, IndexError, AttributeError):
        return ""


def subject(data: bytes) -> str:
    """Return the subject of the message in `data`, as one line."""
    head = data.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in data else data.partition(b"\n\n")[0]
    try:
        message = email.message_from_bytes(head[:65536], policy=email.policy.default)
        return " ".join(str(message.get("Subject") or "").split())
    except (MessageError, ValueError, LookupError, AttributeError, TypeError):
        return ""


def payload(part: EmailMessage) -> bytes:
    """Return the bytes of a part, its transfer encoding undone."""
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _root(parts: list[EmailMessage], start: str) -> EmailMessage | None:
    pages = [p for p in parts if p.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = (p for p in pages if start and _header(p, "Content-ID") == start)
    return next(named, pages[0] if pages else None)


def _start(data: bytes) -> tuple[str, str]:
    """Return the id of the part to start with and the address of the page, as the head states."""
    head = email.message_from_bytes(
        data.partition(b"\n\n")[0][:65536], policy=email.policy.compat32
    )
    return str(head.get_param("start") or "").strip(), str(
        head.get("Snapshot-Content-Location") or head.get("Content-Location") or ""
    ).strip()


def _name(part: EmailMessage) -> str:
    """Return the address by which the page names a part that has only an id."""
    return _INSIDE + quote(_header(part, "Content-ID").strip("<>"))


def _resolver(parts: list[EmailMessage], base: str) -> Callable[[str], bytes | None]:
    """Return what finds the bytes of a picture by its address."""
    found: dict[str, EmailMessage] = {}
    for part in parts:
        if part.get_content_maintype() not in ("image", "application"):
            continue
        if location := _header(part, "Content-Location"):
            found.setdefault(urljoin(base, location), part)
            found.setdefault(location, part)
        if _header(part, "Content-ID"):
            found.setdefault(_name(part), part)

    def resolve(address: str) -> bytes | None:
        part = (
            found.get(address) or found.get(urljoin(base, address)) or found.get(unquote(address))
        )
        return payload(part) if part is not None else data_url(address)

    return resolve


def _without_ids(page: Page) -> None:
    """Give pictures that are named by id an address (`cid:` is none a book may hold)."""
    for element in page.tree.iter("img", "source", "video", "audio"):
        for name in ("src", "poster"):
            value = element.get(name) or ""
            if value.lower().startswith("cid:"):
                element.set(name, _INSIDE + quote(unquote(value[4:])))


def article_of_message(source: Source, world: World, *, reader: str) -> Article | None:
    """Return the article of the page in a message, with the pictures that came along; None when
    there is no page in it.
    """
    parts = leaves(source.data)
    start, address = _start(source.data)
    root = _root(parts, start)
    if root is None:
        return None
    base = address or _header(root, "Content-Location")
    url = source.url or (base if base.startswith(("http:", "https:")) else None)
    declared = root.get_content_charset()
    page = read_page(replace(source, data=payload(root)), world, declared)
    _without_ids(page)
    page = replace(page, html=serialise(page.tree), url=url)
    return article_of_page(page, source, world, _resolver(parts, base), reader=reader)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a page saved as MHTML."""
    article = article_of_message(source, world, reader="mhtml")
    if article is None:
        world.diagnostics.error(
            "unknown-format",
            "no web page was found in this file",
            where=source.at(),
            hint="save the page again as MHTML (one file), or as HTML",
        )
        return ()
    if not article.headline and (named := subject(source.data)):
        article = replace(article, headline=text_inlines(named))
    return (article,)
