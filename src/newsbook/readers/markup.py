"""From markup and plain text found inside a source to blocks, and from parts to markup."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass

from newsbook.content import Block, Divider, Inline
from newsbook.readers.lines import paragraphs_of_lines
from newsbook.readers.source import Source
from newsbook.world import World
from newsbook.xhtml import Dropped, parse_fragment, parse_inlines

__all__ = [
    "Player", "Shot", "body_of_markup", "escaped", "inlines_of_markup", "is_markup",
    "markup_of_text",
]  # fmt: skip

_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|img|figure|blockquote|strong|em|b|i|a|span)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|h[1-6])(?:\s[^<>]{0,200})?/?&gt;", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as a format describes it beside the text; caption and credit are markup, `usage`
    the terms of its use.
    """

    source: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    usage: str = ""

    def markup(self) -> str:
        """Return the picture as a `figure` element."""
        alt = f' alt="{entities.escape(self.alt)}"' if self.alt else ""
        image = f'<img src="{entities.escape(self.source)}"{alt}/>'
        return _figure(image, self.caption, self.credit)


@dataclass(frozen=True, slots=True)
class Player:
    """A film or a recording as a format describes it beside the text; caption and credit are
    markup, `poster` is the address of a picture.
    """

    source: str
    kind: str = "video"
    title: str = ""
    poster: str = ""
    caption: str = ""
    credit: str = ""

    def markup(self) -> str:
        """Return the player as a `figure` element."""
        title = f' title="{entities.escape(self.title)}"' if self.title else ""
        poster = f' poster="{entities.escape(self.poster)}"' if self.poster else ""
        kind = "audio" if self.kind == "audio" else "video"
        player = f'<{kind} src="{entities.escape(self.source)}"{title}{poster}></{kind}>'
        return _figure(player, self.caption, self.credit)


def _figure(shown: str, caption: str, credit: str) -> str:
    """Return `shown` as a `figure` with its caption and credit, where there are any."""
    if credit:
        caption += f'<small class="credit">{credit}</small>'
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{shown}{caption}</figure>"


def escaped(text: str | None) -> str:
    """Return `text` as markup."""
    return entities.escape(text or "", quote=False)


def body_of_markup(
    html: str,
    source: Source,
    world: World,
    *,
    language: str | None = None,
    exact: bool = True,
    line: int | None = None,
) -> tuple[Block, ...]:
    """Return the blocks of `html`; what a book cannot hold is reported.

    `exact` says that lines of `html` are lines of the source; else reports name `line`.
    """

    def report(dropped: Dropped) -> None:
        if not dropped.machinery:
            where = source.at(dropped.line if exact else line)
            told = world.diagnostics.info if dropped.slight else world.diagnostics.warning
            told("content-dropped", dropped.sentence, where=where)

    body = parse_fragment(html, language=language, report=report)
    first = next((i for i, block in enumerate(body) if not isinstance(block, Divider)), 0)
    last = next((i for i in range(len(body), 0, -1) if not isinstance(body[i - 1], Divider)), 0)
    return body[first:last]


def inlines_of_markup(html: str | None) -> tuple[Inline, ...]:
    """Return a piece of one line (a headline, a caption) as inlines."""
    return parse_inlines(html) if html and html.strip() else ()


def is_markup(text: str) -> bool:
    """Whether a text has tags of HTML."""
    return _TAG.search(text) is not None


def markup_of_text(text: str) -> str:
    """Return the content of a field that may hold markup, escaped markup or plain text as markup.

    Plain text has its paragraphs between blank lines, or one a line where there are none, unless
    its lines were broken at a width.
    """
    if is_markup(text):
        return text
    if _ESCAPED_TAG.search(text):
        return entities.unescape(text)
    paragraphs, _ = paragraphs_of_lines(text)
    return "\n".join(f"<p>{escaped(part)}</p>" for part in paragraphs)
