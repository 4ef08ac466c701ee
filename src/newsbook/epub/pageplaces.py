"""From the pages of the print edition to the places in a document where they begin.

A page begins before the word that opens it (a word divided over two pages belongs to the second),
never inside a word, a reading (ruby), a link or a formula. Positions are letter offsets; the
opening words of the page confirm them, so that text which only one medium has (a date line, a
label) cannot shift the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from newsbook.composition import PageMark
from newsbook.epub.vocabulary import html
from newsbook.letters import LETTERS, is_skipped, letters_of

__all__ = ["Place", "find_places"]

# Scripts without spaces between words: any letter may open a page.
_WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
_DIVIDERS = frozenset("—–/")
# How many letters of the opening words of a page are looked for, and how many will do.
_SAMPLE, _SHORTEST = 24, 6

_INLINE = frozenset(
    html(n)
    for n in (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
        "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
        "u", "var",
    )
)  # fmt: skip
_CLOSED = frozenset({html("a"), html("ruby"), html("rb")})
_HEADINGS = frozenset(html(f"h{level}") for level in range(1, 7))
_WHOLE = frozenset({html("figure"), html("table")})
_NO_PHRASES = frozenset(
    html(n)
    for n in ("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "hgroup", "html")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins in a document as it was parsed: the number of an `element` in it, whether
    in its `tail` (else in its text), and the `index` there; `sure` when its opening words stand
    there.
    """

    element: int
    tail: bool
    index: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Segment:
    """One piece of text: the `text` or the `tail` of an element.

    `start` counts the letters of the document before it; `apart` says that a word cannot reach into
    it from the piece before.
    """

    element: etree._Element
    tail: bool
    text: str
    start: int
    apart: bool


def _letters(text: str) -> str:
    """The letters of `text`, in lower case: print may set them in capitals."""
    kept = letters_of(text)
    lower = kept.lower()
    if len(lower) == len(kept):
        return lower
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in kept)  # İ makes two


def find_places(root: etree._Element, marks: Sequence[PageMark]) -> tuple[Place, ...]:
    """Return the place of each mark in the document `root`, as it was parsed.

    In a document without words only the first mark has a place.
    """
    body = root.find(html("body"))
    assert body is not None
    numbers = {element: number for number, element in enumerate(root.iter())}
    return tuple(
        Place(numbers[element], tail, index, sure)
        for (element, tail, index), sure in _find(body, marks)
    )


def _steps(body: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    """Yield (element, is left, text) as a reader enters an element, whose text follows, and leaves
    it, whose tail follows; without what only one medium has.
    """
    stack: list[tuple[etree._Element, bool]] = [(body, False)]
    while stack:
        element, leaving = stack.pop()
        if leaving:
            yield element, True, (element.tail or "") if element is not body else ""
            continue
        stack.append((element, True))
        if is_skipped(element):
            continue
        yield element, False, element.text or ""
        stack.extend((child, False) for child in reversed(element))


def _pieces(body: etree._Element) -> Iterator[tuple[etree._Element, bool, str, bool]]:
    """Yield (element, is tail, text, stands apart) for all text that both media have."""
    apart = True
    for element, left, text in _steps(body):
        apart = apart or element.tag not in _INLINE
        if text:
            yield element, left, text, apart
            apart = False


def _segments(body: etree._Element) -> tuple[list[_Segment], str]:
    """The pieces of text with their offsets, and all letters of the document."""
    segments: list[_Segment] = []
    parts: list[str] = []
    count = 0
    for element, tail, text, apart in _pieces(body):
        letters = _letters(text)
        segments.append(_Segment(element, tail, text, count, apart))
        parts.append(letters)
        count += len(letters)
    return segments, "".join(parts)


_Spot = tuple[etree._Element, bool, int]  # element, after it (else inside its text), index


def _find(body: etree._Element, marks: Sequence[PageMark]) -> list[tuple[_Spot, bool]]:
    """Return the place of each mark, and whether the opening words of its page stand there."""
    segments, letters = _segments(body)
    if not letters:
        return [(_document_start(body), True)]
    starts = [segment.start for segment in segments]
    pictures = _pictures(body) if any(m.picture is not None for m in marks) else []
    offsets = _offsets(letters, marks)
    spots: list[_Spot] = []
    for number, (mark, (offset, _)) in enumerate(zip(marks, offsets, strict=True)):
        shown = pictures[mark.picture :][:1] if mark.picture is not None else []
        if shown and shown[0][1] == offset:
            spot = _before_picture(shown[0][0])
            # Pages of nothing but what was moved there open at the same letter, and come first.
            for earlier in reversed(range(number)):
                if offsets[earlier][0] != offset or marks[earlier].picture is not None:
                    break
                spots[earlier] = spot
        else:
            spot = _spot(segments, starts, offset, body)
        spots.append(spot)
    return [(spot, sure) for spot, (_, sure) in zip(spots, offsets, strict=True)]


def _offsets(letters: str, marks: Sequence[PageMark]) -> list[tuple[int, bool]]:
    """Return at which of `letters` each page begins, and whether its opening words stand there."""
    found: list[tuple[int, bool]] = []
    drift = last = 0
    for mark in marks:
        expected = mark.letters + drift
        offset = _confirm(letters, mark, expected, last)
        sure = offset is not None
        if offset is None:
            offset = min(max(expected, last), len(letters) - 1)
        else:
            drift = offset - mark.letters
        found.append((offset, sure))
        last = offset
    return found


def _pictures(body: etree._Element) -> list[tuple[etree._Element, int]]:
    """Every picture that both media have, and how many letters stand before it."""
    found: list[tuple[etree._Element, int]] = []
    count = 0
    for element, left, text in _steps(body):
        if element.tag == html("img") and not left:
            found.append((element, count))
        count += len(_letters(text))
    return found


def _before_picture(picture: etree._Element) -> _Spot:
    """Before a figure; before a picture in a line."""
    whole = next(picture.iterancestors(html("figure")), None)
    return _before(picture if whole is None else whole)


def _confirm(letters: str, mark: PageMark, expected: int, last: int) -> int | None:
    """Where the page really opens, nearest to `expected` and not before `last`: offsets in
    `letters`. None where its opening words do not stand.
    """
    sample = _letters(mark.text)[:_SAMPLE]
    start = max(expected, last)
    if not sample:
        return min(start, len(letters) - 1)
    for length in range(len(sample), min(_SHORTEST, len(sample)) - 1, -_SHORTEST):
        opening = sample[:length]
        if letters.startswith(opening, start):
            return start
        after = letters.find(opening, start)
        before = letters.rfind(opening, last, start + length)
        found = [at for at in (after, before) if at >= 0]
        if found:
            return min(found, key=lambda at: abs(at - expected))
    return None


def _spot(
    segments: Sequence[_Segment], starts: Sequence[int], offset: int, body: etree._Element
) -> _Spot:
    number = bisect_right(starts, offset) - 1
    index = _raw_index(segments[number].text, offset - starts[number])
    number, index = _word_start(segments, number, index)
    segment = segments[number]
    if not segment.text[:index].strip():
        if segment.start == 0:
            return _document_start(body)
        block = _block(segment)
        if _first_text(block) == (segment.element, segment.tail):
            return _block_start(block)
    return _outside(segment.element, segment.tail, index)


def _raw_index(text: str, letters: int) -> int:
    """The index in `text` of the letter with `letters` letters before it."""
    count = 0
    for run in LETTERS.finditer(text):
        if count + len(run[0]) > letters:
            return run.start() + letters - count
        count += len(run[0])
    return len(text)


def _word_start(segments: Sequence[_Segment], number: int, index: int) -> tuple[int, int]:
    """Go back from a letter to the start of its word, over element borders within a block."""
    while True:
        text = segments[number].text
        while index > 0 and _joined(text[index - 1], text[index : index + 1]):
            index -= 1
        if index > 0 or segments[number].apart or number == 0:
            return number, index
        before = segments[number - 1]
        if not _joined(before.text[-1], text[:1]):
            return number, index
        number, index = number - 1, len(before.text)


def _joined(left: str, right: str) -> bool:
    """Whether no page can begin between two characters."""
    divided = left.isspace() or left in _DIVIDERS
    return not (divided or _opens_anywhere(left) or _opens_anywhere(right))


def _opens_anywhere(character: str) -> bool:
    return bool(_WIDE.match(character)) and not _HANGUL.match(character)


# ---------------------------------------------------------------- what must not be divided
def _document_start(body: etree._Element) -> _Spot:
    """At the very start: inside the outermost section, before its heading."""
    sections = [child for child in body if isinstance(child.tag, str)]
    if sections and sections[0].tag in (html("section"), html("article"), html("div")):
        return sections[0], False, 0
    return body, False, 0


def _block(segment: _Segment) -> etree._Element:
    block = _parent(segment.element) if segment.tail else segment.element
    while block.tag in _INLINE:
        block = _parent(block)
    return block


def _first_text(block: etree._Element) -> tuple[etree._Element, bool] | None:
    """The piece (element, is tail) that holds the first letters in `block`."""
    return next(((e, tail) for e, tail, text, _ in _pieces(block) if letters_of(text)), None)


def _block_start(block: etree._Element) -> _Spot:
    """At the start of a block: inside it, but before a heading, a figure and a table."""
    first, whole = _first_text(block), block
    for ancestor in block.iterancestors(*_WHOLE):
        if _first_text(ancestor) == first:
            whole = ancestor
    if whole is not block or block.tag in _HEADINGS:
        parent = whole.getparent()
        if parent is not None and parent.tag not in _NO_PHRASES:
            return _before(whole)
    return block, False, 0


def _outside(element: etree._Element, tail: bool, index: int) -> _Spot:
    """Leave what must not hold a marker (a link, a reading, a heading)."""
    node = _parent(element) if tail else element
    closed = None
    while node.tag in _INLINE:
        if node.tag in _CLOSED:
            closed = node
        node = _parent(node)
    if node.tag in _HEADINGS:
        closed = node
    if closed is not None:
        return _before(closed)
    return element, tail, index


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _before(element: etree._Element) -> _Spot:
    previous = element.getprevious()
    if previous is not None:
        return previous, True, len(previous.tail or "")
    parent = _parent(element)
    return parent, False, len(parent.text or "")
