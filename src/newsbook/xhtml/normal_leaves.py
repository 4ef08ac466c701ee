"""From an inline without other content, an attribute, or a picture as a term to its normal form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeGuard

from newsbook import content as c
from newsbook.typography.tags import is_valid
from newsbook.xhtml import vocabulary
from newsbook.xhtml.mathml import canonical
from newsbook.xhtml.space import collapse

__all__ = [
    "anchored",
    "attribute",
    "captioned",
    "enlarges",
    "known_tag",
    "math_form",
    "picture_form",
    "ruby_form",
    "shows_pictures",
    "trim_breaks",
]

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)
_SIZE = re.compile(r"(?:=[swh]\d[\w-]*)?(?:[?#].*)?$")  # of pictures at Google, and queries


def anchored(blocks: Sequence[c.Block]) -> tuple[c.Block, ...]:
    """Return `blocks` with the anchors of paragraphs that hold nothing else in the block below.

    By themselves they would print as an empty line. They stay where no paragraph and no heading
    is below.
    """
    result: list[c.Block] = []
    for block in reversed(blocks):
        below = result[-1] if result else None
        if _is_anchor(block) and isinstance(below, c.Paragraph | c.Heading):
            result[-1] = replace(below, children=(*block.children, *below.children))
        else:
            result.append(block)
    return tuple(reversed(result))


def _is_anchor(block: c.Block) -> TypeGuard[c.Paragraph]:
    if not isinstance(block, c.Paragraph) or block != c.Paragraph(block.children):
        return False
    return all(isinstance(x, c.Span) and not x.children for x in block.children)


def enlarges(href: str, pictures: list[c.Picture]) -> bool:
    """Whether a link round `pictures` only leads to a file: a picture, or one of these larger."""
    same = (_SIZE.sub("", href) == _SIZE.sub("", picture.source) for picture in pictures)
    return _PICTURE_FILE.search(href) is not None or any(same)


def picture_form(picture: c.Picture) -> tuple[c.Inline, ...]:
    """Return `picture`, or nothing when its source is no path or address a book may hold."""
    source = vocabulary.clean_source(picture.source)
    if source is None:
        return ()
    alt = attribute(picture.alt)
    decorative = picture.decorative or (picture.alt is not None and alt is None)
    return (
        c.Picture(
            source,
            None if decorative else alt,
            attribute(picture.title),
            decorative,
            known_tag(picture.language),
        ),
    )


def ruby_form(ruby: c.Ruby) -> tuple[c.Inline, ...]:
    """Return `ruby` without its empty pairs, or nothing when no pair is left."""
    tidy: Callable[[str], str] = lambda s: collapse(vocabulary.clean_text(s)).strip(" ")  # noqa: E731
    pairs = tuple(c.RubyPair(tidy(p.base), tidy(p.annotation)) for p in ruby.pairs)
    pairs = tuple(p for p in pairs if p.base or p.annotation)
    if not pairs:
        return ()
    annotated = any(pair.annotation for pair in pairs)
    said = known_tag(ruby.annotation_language) if annotated else None
    return (c.Ruby(pairs, known_tag(ruby.language), said),)


def math_form(math: c.Math, *, display: bool) -> tuple[c.Math, ...]:
    """Return `math` in canonical MathML, or nothing when there is none."""
    mathml = canonical(math.mathml)
    if not mathml:
        return ()
    return (c.Math(mathml, attribute(math.alt), display, vocabulary.clean_id(math.id)),)


def trim_breaks(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    """Drop line breaks at both ends, and all but one in a row (at this level)."""
    kept: list[c.Inline] = []
    for inline in inlines:
        if isinstance(inline, c.LineBreak) and (not kept or isinstance(kept[-1], c.LineBreak)):
            continue
        kept.append(inline)
    while kept and isinstance(kept[-1], c.LineBreak):
        kept.pop()
    return tuple(kept)


def attribute(value: str | None) -> str | None:
    """Return `value` as one line of clean text, None when it is empty."""
    return " ".join(vocabulary.clean_text(value).split()) or None if value is not None else None


def known_tag(tag: str | None) -> str | None:
    """Return `tag` when it is a language tag of BCP 47, else None."""
    return tag if tag and is_valid(tag) else None


def shows_pictures(term: c.Term) -> bool:
    """Whether a term is a picture: galleries of WordPress are definition lists."""
    shown = [x for name in term.terms for x in _unlinked(name)]
    return bool(shown) and all(isinstance(x, c.Picture) for x in shown)


def _unlinked(inlines: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
    return tuple(
        x for one in inlines for x in (one.children if isinstance(one, c.Link) else (one,))
    )


def captioned(term: c.Term) -> tuple[c.Block, ...]:
    """Return a term that is a picture as a figure with its definition as caption."""
    pictures = tuple(x for name in term.terms for x in _unlinked(name) if isinstance(x, c.Picture))
    blocks = [x for meaning in term.definitions for x in meaning]
    first = blocks[0] if blocks else None
    if isinstance(first, c.Paragraph):
        return (c.Figure(pictures=pictures, caption=first.children), *blocks[1:])
    return (c.Figure(pictures=pictures), *blocks)
