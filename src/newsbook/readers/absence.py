"""From a kind of source to what is said when it holds no text, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ARCHIVE",
    "BOOK",
    "DOCUMENT",
    "EXPORT",
    "FEED",
    "ITEM",
    "MAIL",
    "MARKUP",
    "PAGE",
    "TEXT",
    "Absence",
]


@dataclass(frozen=True, slots=True)
class Absence:
    """What was looked for and not found (`message`), and what to do (`hint`)."""

    message: str
    hint: str


_WRITE = "write its text into the file, or take it out of the contents"

MARKUP = Absence("the file holds no paragraph of text", _WRITE)
TEXT = Absence("the file holds no line of text", _WRITE)
PAGE = Absence(
    "no article was found in the page",
    "save the page when it is loaded whole, or name the article: extract: {select: article}",
)
MAIL = Absence(
    "the message holds no text",
    "save its text as a file, or take it out of the contents",
)
ITEM = Absence(
    "the item has no text of its own (a picture or a package?)",
    "put the item that has the text in its place",
)
FEED = Absence(
    "the feed holds no text of articles",
    "where it holds only links, fetch their pages: newsbook import ADDRESS --fetch",
)
EXPORT = Absence(
    "the export holds no posts with text",
    "export the site again with its posts, or save their pages and list those",
)
DOCUMENT = Absence(
    "the document holds no paragraph with text",
    "open it and save it again with its text, or take it out of the contents",
)
BOOK = Absence(
    "the book holds no chapter with text",
    "open it and see whether its text is there; save it again, or take it out of the contents",
)
ARCHIVE = Absence(
    "the archive holds no pages with text",
    "record the pages again when they are loaded whole, or save them and list those",
)
