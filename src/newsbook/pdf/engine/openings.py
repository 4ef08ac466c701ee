"""From laid-out pages to the letters that open them, counted in the document's own text.

The boxes of a page give its letters in the order in which they are read. Counting them up tells
where the next page begins; because tables repeat their heads and floats move, each opening is
looked for in the document's text near the place the count gives, so that an error cannot grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from newsbook.composition import PageOpening
from newsbook.letters import LETTERS, is_skipped, letters_of, text_runs
from newsbook.pdf.engine.deferring import is_deferred

__all__ = ["document_of_pages", "page_openings"]

KEY = 32
WINDOW = 4000
FIRST_WORDS = 60
# The class by which layouts say that they print something elsewhere than where the text has it.
MOVED = "moved"


@dataclass(slots=True)
class _Source:
    """The text of one document: `letters`, lower case, and where each stands in `raw`."""

    name: str
    letters: str
    raw: str
    places: list[int]
    position: int = 0


@dataclass(slots=True)
class _PageText:
    """The letters of one page, by document, in order of appearance; `pictures` are those that stand
    before the letters of a document.
    """

    letters: dict[str, list[str]] = field(default_factory=dict)
    pictures: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The documents with something on the page, in order of appearance."""
        return tuple(n for n, parts in self.letters.items() if any(parts) or n in self.pictures)

    def add(self, name: str, box: Any) -> None:
        parts = self.letters.setdefault(name, [])
        if isinstance(box, boxes.TextBox):
            parts.append(letters_of(box.text))
        elif not any(parts):
            self.pictures.setdefault(name, box.element)


def _source(root: Any, name: str) -> _Source:
    raw_parts: list[str] = []
    letters: list[str] = []
    places: list[int] = []
    length = 0
    for _, _, text in text_runs(root):
        for run in LETTERS.finditer(text):
            letters.append(_lower(run[0]))
            places.extend(range(length + run.start(), length + run.end()))
        raw_parts.append(text)
        length += len(text)
    return _Source(name, "".join(letters), "".join(raw_parts), places)


def _lower(text: str) -> str:
    """Lower case, letter by letter where that would change the length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Owners:
    """Tells of an element which document it belongs to, and whether its text counts."""

    def __init__(self, root: Any) -> None:
        self.document: dict[Any, str] = {}
        self.sources: dict[str, Any] = {}
        self.heads: set[Any] = set()
        stack: list[tuple[Any, str, bool]] = [(root, "", True)]
        while stack:
            element, name, counts = stack.pop()
            own = element.get("data-document")
            if own:
                name = own
                self.sources.setdefault(own, element)
            counts = counts and not is_skipped(element)
            if counts:
                self.document[element] = name
            stack.extend((child, name, counts) for child in element)


def _read_page(page_box: Any, owners: _Owners) -> _PageText:
    text = _PageText()
    for box in _content_boxes(page_box, owners.heads):
        element = box.element
        if element is None or _is_generated(box.element_tag or ""):
            continue
        name = owners.document.get(element)
        if name is not None:
            text.add(name, box)
    return text


def _is_generated(tag: str) -> bool:
    """Whether a box called `tag` shows text of a style sheet; an initial shows the document's."""
    return "::" in tag and not tag.endswith("::first-letter")


def _content_boxes(page_box: Any, heads: set[Any]) -> Iterator[Any]:
    """Yield boxes of text and of pictures; heads and feet of tables only where they stand first,
    nothing of what was moved over text that follows it in the document, or before it.

    `heads` holds the elements of those that were met before; new ones are added.
    """
    stack = [c for c in reversed(list(page_box.children)) if not _is_apart(c)]
    while stack:
        box = stack.pop()
        box = getattr(box, "_box", box)
        if _is_moved(box):
            continue
        if isinstance(box, boxes.TextBox):
            yield box
        elif isinstance(box, boxes.ReplacedBox):
            if box.element_tag == "img":
                yield box
        elif isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            if box.element not in heads:
                heads.add(box.element)
                stack.extend(reversed(list(box.children)))
        elif isinstance(box, boxes.ParentBox):
            stack.extend(reversed(list(box.children)))


def _is_moved(box: Any) -> bool:
    """Whether `box` stands elsewhere in the document than on the page."""
    if is_deferred(box):
        return True
    element = getattr(box, "element", None)
    return element is not None and MOVED in (element.get("class") or "").split()


def _is_apart(box: Any) -> bool:
    return isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox)


def _locate(source: _Source, key: str, expected: int) -> int:
    """Return where `key` stands in the letters of `source`, nearest to `expected`."""
    if not key or source.letters.startswith(key, expected):
        return expected
    low, high = max(0, expected - WINDOW), expected + WINDOW
    after = source.letters.find(key, expected, high)
    before = source.letters.rfind(key, low, expected + len(key))
    found = [place for place in (after, before) if place >= 0]
    return min(found, key=lambda place: abs(place - expected)) if found else expected


def _end(source: _Source, page_letters: str, place: int) -> int:
    """Return where a page that opens at `place` ends: what was moved off it is not among its
    letters.
    """
    expected = place + len(page_letters)
    for length in (KEY, KEY // 2, KEY // 4):
        last = page_letters[-length:]
        found = _locate(source, last, expected - len(last))
        if source.letters.startswith(last, found):
            return found + len(last)
    return expected


def page_openings(
    root: Any, page_boxes: Sequence[Any], blanks: Sequence[bool]
) -> tuple[PageOpening, ...]:
    """Return the openings of each page that is not blank: of every document that is on it.

    `root` is the element tree of the unit; a page without text opens where the next one does.
    """
    owners = _Owners(root)
    sources = {name: _source(element, name) for name, element in owners.sources.items()}
    pictures = _numbers(owners)
    current = next(iter(sources), "")
    openings: list[PageOpening] = []
    for number, (box, blank) in enumerate(zip(page_boxes, blanks, strict=True)):
        text = _PageText() if blank else _read_page(box, owners)
        names = tuple(name for name in text.names if name in sources)
        for rank, name in enumerate(names):
            source = sources[name]
            page_letters = _lower("".join(text.letters[name]))
            place = _locate(source, page_letters[:KEY], source.position)
            opening = _opening(source, number, place) if page_letters else None
            opening = opening or PageOpening(number, place, "", name)
            picture = pictures.get(text.pictures.get(name))
            openings.append(replace(opening, rank=rank, picture=picture))
            source.position = _end(source, page_letters, place)
        current = names[0] if names else current
        if not names and not blank and current in sources:
            openings.append(PageOpening(number, sources[current].position, "", current))
    return tuple(openings)


def _numbers(owners: _Owners) -> dict[Any, int]:
    """Return the number of every picture among those of its document, from 0."""
    numbers: dict[Any, int] = {}
    for name, element in owners.sources.items():
        shown = (e for e in element.iter("img") if owners.document.get(e) == name)
        numbers.update({picture: number for number, picture in enumerate(shown)})
    return numbers


def _opening(source: _Source, page: int, place: int) -> PageOpening:
    if place >= len(source.places):
        return PageOpening(page, place, "", source.name)
    start = source.places[place]
    words = " ".join(source.raw[start : start + 2 * FIRST_WORDS].split())[:FIRST_WORDS]
    return PageOpening(page, place, words, source.name)


def document_of_pages(root: Any, page_boxes: Sequence[Any]) -> tuple[str, ...]:
    """Return the name of the document each page opens with (the one before it on blank pages)."""
    if root.get("data-document"):
        return (root.get("data-document"),) * len(page_boxes)
    owners = _documents(root)
    current = next((name for name in owners.values() if name), "")
    names = []
    for page_box in page_boxes:
        elements = (getattr(box, "element", None) for box in page_box.descendants())
        current = next((owners[e] for e in elements if owners.get(e)), current)
        names.append(current)
    return tuple(names)


def _documents(root: Any) -> dict[Any, str]:
    """The name of the document each element below `root` stands in, in order."""
    owners: dict[Any, str] = {}
    stack: list[tuple[Any, str]] = [(root, "")]
    while stack:
        element, name = stack.pop()
        name = (element.get("data-document") or name).partition("/")[0]
        owners[element] = name
        stack.extend((child, name) for child in reversed(list(element)))
    return owners
