"""From a release or a column sent by mail (RFC 5322) to an Article.

The subject is its headline where the text has none, the date of the message its date, and who
sent it its source. Its page is read as a web page, with the pictures sent along; a message without
one as plain text, without the signature (RFC 3676).
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage

from newsbook.charsets import codec
from newsbook.model import Article, Decision
from newsbook.readers import wire
from newsbook.readers.dates import iso_date
from newsbook.readers.fields import text_inlines
from newsbook.readers.release import is_release_label
from newsbook.readers.source import Source
from newsbook.readers.web.mhtml import article_of_message, leaves, payload, subject
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["read"]

LISTED = 5  # files sent along that are named in a warning
_PASSED_ON = re.compile(
    r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|отв|转发|回复)\s*[:：]\s*)+", re.IGNORECASE
)
_LABELLED = re.compile(r"([^:：|–—]{3,40})\s*[:：|–—-]\s+(?=\S)")
_BRACKETED = re.compile(r"\[[^\]]{1,40}\]\s*")
_SIGNATURE = re.compile(rb"^-- ?\r?\n.*\Z", re.MULTILINE | re.DOTALL)


def _message(data: bytes) -> EmailMessage | None:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return None
    return message if isinstance(message, EmailMessage) else None


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, AttributeError, LookupError):
        return ""


def _headline(subject: str) -> str:
    """Return a subject without what mail and press offices put before it."""
    text = _BRACKETED.sub("", _PASSED_ON.sub("", subject, count=1), count=1)
    label = _LABELLED.match(text)
    return text[label.end() :] if label and is_release_label(label[1]) else text


def _sender(message: EmailMessage) -> str:
    """Return the name of who sent a message; an address is none."""
    try:
        addresses = message["From"].addresses
    except (ValueError, IndexError, AttributeError, LookupError):
        return ""
    name = addresses[0].display_name if addresses else ""
    return "" if "@" in name else name


def _plain(parts: list[EmailMessage]) -> EmailMessage | None:
    texts = (p for p in parts if p.get_content_type() == "text/plain" and not p.get_filename())
    return next(texts, None)


def _encoding(part: EmailMessage) -> str | None:
    """Return the encoding that a part states, when there is one of that name."""
    try:
        return codec(part.get_content_charset() or "utf-8")
    except LookupError:
        return None


def _article_of_text(
    message: EmailMessage, parts: list[EmailMessage], source: Source, world: World
) -> Article | None:
    part = _plain(parts)
    if part is None:
        return None
    raw = payload(part)
    place = source.data.find(raw.strip() or b"\0")  # not where it was packed to be sent
    above = source.data.count(b"\n", 0, place) if place > 0 else 0
    data = b"\n" * above + _SIGNATURE.sub(b"", raw).lstrip()
    known = {"date": iso_date(_header(message, "Date")), "headline": subject(source.data)}
    stated = source.stated | {name for name, value in known.items() if value}
    encoding = source.encoding or _encoding(part)
    found = wire.read(
        replace(source, data=data, stated=frozenset(stated), encoding=encoding), world
    )
    if not found:
        return None
    origin = found[0].origin
    blocks = origin.blocks if above else tuple(replace(b, line=None) for b in origin.blocks)
    origin = replace(origin, reader="mail", blocks=blocks, encoding=source.encoding)
    return replace(found[0], origin=origin)


def _tell_files(parts: list[EmailMessage], source: Source, world: World) -> None:
    """Say which files were sent along that are not read."""
    names = [
        p.get_filename() for p in parts if p.get_filename() and p.get_content_maintype() != "image"
    ]
    if names:
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        world.diagnostics.warning(
            "content-dropped",
            f"files sent along are not read: {', '.join(map(str, names[:LISTED]))}{more}",
            where=source.at(),
            hint="save them beside the manifest and list those that are articles",
        )


def _completed(article: Article, message: EmailMessage, named: str) -> Article:
    """Return `article` with what the head of its message says and its text does not."""
    said = {
        "headline": text_inlines(_headline(named)),
        "published": iso_date(_header(message, "Date")),
        "source": _sender(message) or None,
    }
    new = {name: value for name, value in said.items() if value and not getattr(article, name)}
    rules = {"headline": "subject", "published": "date of the message", "source": "sender"}
    decisions = (
        Decision(
            name, value if isinstance(value, str) else plain_text(value), f"format: {rules[name]}"
        )
        for name, value in new.items()
    )
    origin = article.origin
    origin = replace(origin, decisions=(*decisions, *origin.decisions))
    return replace(article, origin=origin, **new)  # type: ignore[arg-type]


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article that a message is, or none when it holds no text."""
    message, parts = _message(source.data), leaves(source.data)
    if message is None or not parts:
        world.diagnostics.error(
            "unknown-format",
            "this is no message of mail",
            where=source.at(),
            hint="save the message again as a file (.eml), or its text as .txt",
        )
        return ()
    article = article_of_message(source, world, reader="mail")
    if article is None or not article.body:
        article = _article_of_text(message, parts, source, world) or article
    _tell_files(parts, source, world)
    return (_completed(article, message, subject(source.data)),) if article is not None else ()
