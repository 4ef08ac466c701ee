"""From what a word processor holds beside its text to what is said of it.

One tally serves all formats: what is hidden, changes that nobody accepted, comments, headers and
footers, and what has no place in a book.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsbook.measure import count_words
from newsbook.readers.fields import squeeze
from newsbook.readers.source import Source
from newsbook.report import counted
from newsbook.world import World

__all__ = ["Hidden", "LeftOut", "beginning", "ending"]

_SHOWN = 80  # characters of what was left out that are told
_PLACE = 40  # characters before it that tell the place


def beginning(text: str, most: int = _SHOWN) -> str:
    """Return the beginning of `text`, in one line."""
    text = squeeze(text)
    return text if len(text) <= most else text[:most].rstrip() + "…"


def ending(text: str) -> str:
    """Return the end of `text`, which tells a place in it."""
    text = squeeze(text)
    return text if len(text) <= _PLACE else "…" + text[-_PLACE:].lstrip()


@dataclass(slots=True)
class Hidden:
    """What nobody sees: words and pictures, in how many paragraphs, and what stood before."""

    words: int = 0
    pictures: int = 0
    paragraphs: int = 0
    first: str = ""
    after: str = ""

    def add(self, text: str, after: str, *, pictures: int = 0) -> None:
        """Count the hidden `text` and pictures of one paragraph; `after` is what stands before."""
        text = squeeze(text)
        if not text and not pictures:
            return
        if not self.paragraphs:
            self.first, self.after = text, ending(after)
        self.words += count_words(text)
        self.pictures += pictures
        self.paragraphs += 1

    def sentence(self) -> str:
        """Return how much was left out, and where."""
        much = [counted(self.words, "word")] if self.words else []
        much += [counted(self.pictures, "picture")] if self.pictures else []
        place = f"after {self.after!r}" if self.after else "at the beginning"
        if self.paragraphs > 1:
            place = f"in {self.paragraphs} paragraphs, first {place}"
        words = f": {beginning(self.first)!r}" if self.first else ""
        return f"hidden text was left out: {' and '.join(much)} {place}{words}"


@dataclass(slots=True)
class LeftOut:
    """What was left out of a document: `lost` is what an article misses, the rest is no part of it.

    `lost` are sentences with the next step, `apart` those on what a book has in another way or no
    use for; `changes` are those that are still tracked; `pages` is the text around numbers of
    pages of the document.
    """

    hidden: Hidden = field(default_factory=Hidden)
    lost: dict[str, str | None] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    changes: int = 0
    comments: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)

    def lose(self, message: str, step: str | None = None) -> None:
        """Remember that something was left out that the article misses, and the next step."""
        self.lost.setdefault(message, step)

    def tell(self, source: Source, world: World) -> None:
        """Report all of it."""
        say, where = world.diagnostics, source.at()
        if self.hidden.paragraphs:
            hint = "unhide it in the word processor if it belongs to the article"
            say.info("content-dropped", self.hidden.sentence(), where=where, hint=hint)
        for message, step in self.lost.items():
            say.warning("content-dropped", message, where=where, hint=step)
        for text in dict.fromkeys(self.pages):
            say.warning(
                "broken-link",
                f"a page number of the document stands in the text: {text!r}",
                where=where,
                hint="leave the number out, or name what it leads to",
            )
        for message in dict.fromkeys(self.apart):
            say.info("content-dropped", message, where=where)
        if self.changes:
            subject = f"{self.changes} changes are" if self.changes > 1 else "a change is"
            say.warning(
                "content-dropped",
                f"{subject} still tracked: what is struck out was left out, what is new is kept",
                where=where,
                hint="accept or refuse the changes in the word processor",
            )
        if self.comments:
            many = (
                f"{len(self.comments)} comments were" if len(self.comments) > 1 else "a comment was"
            )
            message = f"{many} left out: {beginning(self.comments[0])!r}"
            say.info("content-dropped", message, where=where)
        if self.margins:
            shown = ", ".join(
                repr(beginning(m, _PLACE)) for m in [*dict.fromkeys(self.margins)][:4]
            )
            message = f"the text of headers and footers was left out: {shown}"
            say.info("content-dropped", message, where=where)
