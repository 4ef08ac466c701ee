"""From paragraphs to the laid-out lines of an article in a bundled layout, as a book sets them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from newsbook.compose import compose
from newsbook.composition import BookBlock, Composition
from newsbook.content import Paragraph, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from newsbook.model import Metadata
from newsbook.pdf.units import unit_documents
from tests.support.editions import article, edition
from tests.support.galleys import bound
from tests.support.pages import Line, laid_out, lines_of

__all__ = ["bound_book", "composed", "pages_of", "set_lines"]


def _paragraph(part: Any) -> Any:
    return Paragraph((Text(part),)) if isinstance(part, str) else part


def composed(
    language: str, *parts: Any, layout: str = "classic", options: dict[str, Any] | None = None
) -> Composition:
    """The print composition of one article: strings are paragraphs, others blocks."""
    story = article(
        "story",
        "题",
        language=language,
        body=tuple(map(_paragraph, parts)),
        byline=(),
        source=None,
        published=None,
    )
    book = edition(story, metadata=Metadata(title="Book", language=language))
    loaded = load_layout(layout, root=Path(__file__).parent, options=options or {})
    return compose(book, loaded, "print", options=PrintOptions())


def pages_of(language: str, *parts: Any, **more: Any) -> list[Any]:
    """The laid-out page boxes of that article."""
    composition = composed(language, *parts, **more)
    with tempfile.TemporaryDirectory() as folder:
        units = laid_out(composition, Path(folder))
    for (_, documents), boxes in zip(unit_documents(composition.documents), units, strict=True):
        if any(document.article or document.also for document in documents):
            return boxes
    raise AssertionError("the article is in no unit")


def set_lines(language: str, *parts: Any, **more: Any) -> list[Line]:
    """The lines of the paragraphs of that article."""
    found = lines_of(pages_of(language, *parts, **more))
    return [line for line in found if line.tag == "p" and line.align == "justify"]


def bound_book(language: str, *parts: Any, **more: Any) -> BookBlock:
    """The bound book of that article."""
    return bound(composed(language, *parts, **more))
