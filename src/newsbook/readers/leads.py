"""From a body that begins with its own headline, by-line or dateline to a body that does not.

Formats without a field for these repeat them in the text; a book prints them once, where its layout
puts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from newsbook.content import (
    Block,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)  # fmt: skip
from newsbook.diagnostics import Location
from newsbook.readers.datelines import Found, parse_dateline
from newsbook.readers.dates import date_in
from newsbook.readers.embargo import stated_embargo
from newsbook.readers.fields import same_text
from newsbook.readers.people import looks_like_names, people
from newsbook.readers.release import ends_copy, is_for_editors, is_release_label
from newsbook.tree import has_content, plain_text
from newsbook.world import World

__all__ = [
    "SHORT", "Lead", "cut_start", "flush", "take_dateline", "take_instructions", "take_lead",
    "take_notes", "take_place", "tell_labels",
]  # fmt: skip

LOOKED_AT = 6  # blocks at the start that may repeat a field
SHORT = 12  # words


@dataclass(frozen=True, slots=True)
class Lead:
    """What stood at the start of a body: by-lines, a date, a dateline, an embargo; and the rest."""

    body: tuple[Block, ...]
    byline: tuple[str, ...] = ()
    date: str | None = None
    dateline: Found | None = None
    embargo: str | None = None
    labels: tuple[str, ...] = ()


def cut_start(inlines: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """Return `inlines` without the first `count` characters of their text."""
    left = count
    kept: list[Inline] = []
    for index, inline in enumerate(inlines):
        if left <= 0:
            return (*kept, *inlines[index:])
        if isinstance(inline, Text | Code):
            text = inline.text
            if len(text) > left:
                kept.append(replace(inline, text=text[left:].lstrip()))
            left -= len(text)
        elif isinstance(inline, Emphasis | Strong | Link | Span | Subscript | Superscript):
            inner: Any = inline
            size = len(plain_text(inner))
            if size > left:
                kept.append(replace(inner, children=cut_start(inner.children, left)))
            left -= size
        elif isinstance(inline, LineBreak):
            left -= 1
        else:
            kept.append(inline)
            left -= len(plain_text(inline))
    return tuple(kept)


def take_dateline(
    body: tuple[Block, ...], *, weak: bool = True
) -> tuple[tuple[Block, ...], Found | None]:
    """Return `body` without the dateline its first paragraph begins with, and that dateline."""
    for index, block in enumerate(body[:LOOKED_AT]):
        if isinstance(block, Figure):
            continue
        if not isinstance(block, Paragraph):
            break
        block = flush(block)
        text = _leading_text(block.children)
        found = parse_dateline(text, weak=weak)
        if found is None and _is_before_text(block):
            weak = False
            continue
        if found is None:
            break
        if found.alone:
            return (*body[:index], *body[index + 1 :]), found
        children = cut_start(block.children, len(text.rstrip()) - len(found.rest))
        children = _without_space(children)
        return (*body[:index], replace(block, children=children), *body[index + 1 :]), found
    return body, None


def _is_before_text(block: Paragraph) -> bool:
    """Whether a dateline may still follow a paragraph: it is a short line, or all emphasised."""
    shown = [i for i in block.children if not isinstance(i, LineBreak)]
    return _is_short(block) or all(isinstance(i, Strong | Emphasis) for i in shown)


def take_place(body: tuple[Block, ...], place: str) -> tuple[Block, ...]:
    """Return `body` without the place, already known, and dash its first paragraph begins with."""
    index = next((i for i, block in enumerate(body) if not isinstance(block, Figure)), 0)
    block = body[index] if body else None
    if not place or not isinstance(block, Paragraph):
        return body
    region = r"(?:,\s[^\W\d_][\w. ’'-]{1,30}?)?"
    dash = r"\s+(?:--?|–|—)\s+(?=[^\Wa-z]|[“„«\"‘'])"
    start = re.compile(rf"(?i:{re.escape(place)}){region}{dash}")
    block = flush(block)
    found = start.match(_leading_text(block.children))
    if found is None:
        return body
    children = _without_space(cut_start(block.children, found.end()))
    return (*body[:index], replace(block, children=children), *body[index + 1 :])


def flush(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph without the indent that Chinese and Japanese agencies begin it with."""
    first = paragraph.children[0] if paragraph.children else None
    if not isinstance(first, Text) or first.text == first.text.lstrip():
        return paragraph
    begun = replace(first, text=first.text.lstrip())
    return replace(paragraph, children=(begun, *paragraph.children[1:]))


def _leading_text(children: tuple[Inline, ...]) -> str:
    """The text of a paragraph as `cut_start` counts it."""
    return plain_text(*children).replace("\n", " ")


def _without_space(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    first = children[0] if children else None
    if isinstance(first, Text):
        text = first.text.lstrip(" -–—―:_")
        return (Text(text), *children[1:]) if text else children[1:]
    return children


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph | Heading) and len(plain_text(block).split()) <= SHORT


def take_lead(body: tuple[Block, ...], *repeated: str, byline: tuple[str, ...] = ()) -> Lead:
    """Return `body` without what repeats a field at its start, and what that said.

    `repeated` are texts already known (headline, deck, kicker); `byline` the names already known.
    A body that says nothing else is left alone: notes and comments are named by their own words.
    """
    known = tuple(text for text in repeated if text)
    lead = _taken(body, known, byline)
    if has_content(lead.body):
        return lead
    said = (b for b in body if isinstance(b, Paragraph) and _repeats(plain_text(b), known))
    return replace(lead, body=tuple(said))


def _repeats(text: str, known: tuple[str, ...]) -> bool:
    return any(same_text(text, other) for other in known)


def _taken(body: tuple[Block, ...], known: tuple[str, ...], byline: tuple[str, ...]) -> Lead:
    kept: list[Block] = []
    bylines: list[str] = []
    date: str | None = None
    body, embargo, labels = take_instructions(body)
    for index, block in enumerate(body):
        if index >= LOOKED_AT:
            kept += body[index:]
            break
        text = plain_text(block) if isinstance(block, Paragraph | Heading) else ""
        if text and _repeats(text, known):
            continue
        if text and _is_short(block) and _is_byline(text, byline):
            bylines.append(text)
            continue
        if text and _is_short(block) and _is_date_line(text):
            date = date or date_in(text)
            continue
        kept.append(block)
        if text and len(text.split()) > SHORT:
            kept += body[index + 1 :]
            break
    rest, dateline = take_dateline(tuple(kept))
    return Lead(rest, tuple(bylines), date, dateline, embargo, labels)


def take_instructions(
    body: tuple[Block, ...],
) -> tuple[tuple[Block, ...], str | None, tuple[str, ...]]:
    """Return `body` without what its first lines say to editors, the embargo they state, and the
    lines that only say what kind of paper it is.
    """
    kept: list[Block] = []
    labels: list[str] = []
    embargo: str | None = None
    for block in body[:LOOKED_AT]:
        text = plain_text(block) if isinstance(block, Paragraph | Heading) else ""
        stated = stated_embargo(text)
        embargo = embargo or stated
        if is_release_label(text):
            labels.append(text)
        elif stated is None:
            kept.append(block)
    return (*kept, *body[LOOKED_AT:]), embargo, tuple(labels)


def tell_labels(labels: tuple[str, ...], where: Location, world: World) -> None:
    """Say which lines were left out because they only say what kind of paper it is."""
    for label in labels:
        world.diagnostics.info(
            "content-dropped", f"{label!r} speaks to editors; it is not printed", where=where
        )


def take_notes(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """Return `body` up to its end mark or its notes to editors, and what follows as one text.

    Hashes also part the scenes of a story: they count at the end and before such notes.
    """
    for index, block in enumerate(body):
        text = plain_text(block) if index and isinstance(block, Paragraph | Heading) else ""
        if not is_for_editors(text) and not ends_copy(text):
            continue
        follows = plain_text(*body[index + 1 : index + 2])
        if text.startswith("#") and follows and not is_for_editors(follows):
            continue
        return body[:index], plain_text(*body[index + 1 :], separator=" ")
    return body, ""


def _is_byline(text: str, names: tuple[str, ...]) -> bool:
    from newsbook.readers.wire.phrases import BYLINE

    if BYLINE.match(text) and looks_like_names(_first_name(text)):
        return True
    return bool(names) and any(same_text(text, name) for name in names)


def _first_name(text: str) -> str:
    found = people(text)
    return found[0].name if found else text


def _is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date, perhaps with a time and a label."""
    from newsbook.readers.wire.phrases import DATE_LIKE

    if date_in(text) is None or not DATE_LIKE.search(text):
        return False
    words = [word for word in text.replace(":", " ").replace("|", " ").split() if word.isalpha()]
    return len(words) <= 5 and not text.rstrip().endswith((".", "!", "?"))
