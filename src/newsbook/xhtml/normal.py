"""From any tree of content to its normal form: the one tree among its equals.

Two trees that print alike have the same normal form, so that rendering and parsing can be each
other's inverse. The rules:

* white space is collapsed as XHTML collapses it (a line feed between two CJK characters vanishes),
  also across inlines, and stripped at the ends of blocks and beside line breaks;
* characters XML forbids are gone; neighbouring `Text` values are one; empty inlines and blocks are
  gone (an empty `Span` with an id is an anchor and stays); no space is emphasised
  or a link by itself;
* no link stands inside a link; a link whose address a book may not hold gives its children, and so
  does one that enlarges a picture on a screen;
* paragraphs of nothing but spaces are gone, the anchors of one with nothing else stand at the start
  of the paragraph or heading below it; `LineBreak` stands neither first nor last nor twice:
  two in a paragraph without style split it;
* a paragraph of nothing but pictures is a `Figure`, which shows none twice in a row; a figure of
  quotations or players without a caption is those;
* an empty `alt` means decorative;
* head rows of a table are in `head`; terms without a definition join the next entry, and what is
  only a term or only a definition stands outside the list; pictures defined are figures;
* values outside the closed vocabulary (styles, languages, spans below 1) are dropped or clamped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from newsbook import content as c
from newsbook.xhtml import vocabulary
from newsbook.xhtml.normal_leaves import (
    anchored,
    attribute,
    captioned,
    enlarges,
    known_tag,
    math_form,
    picture_form,
    ruby_form,
    shows_pictures,
    trim_breaks,
)
from newsbook.xhtml.space import collapse, squeeze

__all__ = ["normal_form", "normal_inlines"]

_INVISIBLE = " \t\n\r\f\u00a0\u2002\u2003\u2009\u200b\u2060\u3000\ufeff"


def normal_inlines(inlines: Sequence[c.Inline], *, in_link: bool = False) -> tuple[c.Inline, ...]:
    """Return `inlines`, the whole content of one block, in normal form."""
    current = tuple(inlines)
    while True:
        after = trim_breaks(squeeze(_each(current, in_link=in_link)))
        if after == current:
            return after
        current = after


# ---------------------------------------------------------------- inlines
def _each(inlines: Sequence[c.Inline], *, in_link: bool) -> tuple[c.Inline, ...]:
    result: list[c.Inline] = []
    run: list[
        str
    ] = []  # texts that follow one another are one; joined once, or long runs never end
    for inline in inlines:
        for new in _inline(inline, in_link):
            if isinstance(new, c.Text):
                run.append(new.text)
                continue
            if run:
                result.append(c.Text(collapse("".join(run))))
                run.clear()
            result.append(new)
    if run:
        result.append(c.Text(collapse("".join(run))))
    return tuple(result)


def _inline(inline: c.Inline, in_link: bool) -> tuple[c.Inline, ...]:
    if isinstance(inline, c.Text):
        text = collapse(vocabulary.clean_text(inline.text))
        return (c.Text(text),) if text else ()
    if isinstance(inline, c.Code):
        text = vocabulary.clean_text(inline.text).replace("\n", " ").replace("\t", " ")
        return (c.Code(text),) if text else ()
    if isinstance(inline, c.Emphasis | c.Strong | c.Superscript | c.Subscript):
        return _wrapper(inline, in_link)
    if isinstance(inline, c.Link):
        return _link(inline, in_link)
    if isinstance(inline, c.Span):
        return _span(inline, in_link)
    if isinstance(inline, c.Picture):
        return picture_form(inline)
    if isinstance(inline, c.Ruby):
        return ruby_form(inline)
    if isinstance(inline, c.Note):
        blocks = normal_form(inline.blocks)
        name = vocabulary.clean_id(inline.id)
        if name is not None and vocabulary.NOTE_ID.fullmatch(name):
            name = None
        return (c.Note(blocks, name),) if blocks else ()
    if isinstance(inline, c.Math):
        return math_form(inline, display=False)
    return (inline,)


def _wrapper(
    inline: c.Emphasis | c.Strong | c.Superscript | c.Subscript, in_link: bool
) -> tuple[c.Inline, ...]:
    children = _each(inline.children, in_link=in_link)
    if not children:
        return ()
    if isinstance(inline, c.Superscript) and all(isinstance(x, c.Note) for x in children):
        return children
    if all(map(_is_space, children)):
        return children
    inside, notes = _without_notes(children) if in_link else (children, ())
    return (replace(inline, children=inside), *notes) if inside else notes


def _without_notes(
    inlines: tuple[c.Inline, ...],
) -> tuple[tuple[c.Inline, ...], tuple[c.Inline, ...]]:
    """Split off the notes: a call is a link, and no link stands inside a link."""
    inside = tuple(x for x in inlines if not isinstance(x, c.Note))
    return inside, tuple(x for x in inlines if isinstance(x, c.Note))


def _is_space(inline: c.Inline) -> bool:
    return isinstance(inline, c.LineBreak) or inline == c.Text(" ")


def _only_breaks(inlines: Sequence[c.Inline]) -> bool:
    return all(isinstance(x, c.LineBreak) for x in inlines)


def _link(link: c.Link, in_link: bool) -> tuple[c.Inline, ...]:
    children = _each(link.children, in_link=True)
    href = vocabulary.clean_href(link.href)
    if in_link or href is None or all(map(_is_space, children)):
        return children
    pictures = [x for x in children if isinstance(x, c.Picture)]
    if len(pictures) == len(children) and enlarges(href, pictures):
        return children
    inside, notes = _without_notes(children)
    return (c.Link(href, inside, attribute(link.title)), *notes) if inside else notes


def _span(span: c.Span, in_link: bool) -> tuple[c.Inline, ...]:
    children = _each(span.children, in_link=in_link)
    name = vocabulary.clean_id(span.id)
    language = known_tag(span.language)
    style = span.style if span.style in c.SPAN_STYLES else None
    title = attribute(span.title)
    if not children:
        return (c.Span((), id=name),) if name else ()
    if style == "time" and title is not None and not vocabulary.is_datetime(title):
        title = None
    if not (name or language or style or title) or (_only_breaks(children) and not name):
        return children
    inside, notes = _without_notes(children) if in_link else (children, ())
    if not (inside or name):
        return notes
    return (c.Span(inside, language, style, name, title), *notes)


# ---------------------------------------------------------------- blocks
def normal_form(blocks: Sequence[c.Block]) -> tuple[c.Block, ...]:
    """Return `blocks` in normal form (see the module's rules)."""
    result: list[c.Block] = []
    for block in blocks:
        result.extend(_BLOCKS[type(block)](block))
    return anchored(result)


def _common(block: Any) -> dict[str, Any]:
    return {"id": vocabulary.clean_id(block.id), "language": known_tag(block.language)}


def _paragraph(block: c.Paragraph) -> tuple[c.Block, ...]:
    style = block.style if block.style in c.PARAGRAPH_STYLES else None
    common = _common(block)
    if style is None and not any(common.values()):
        return tuple(
            made for part in _split_at_breaks(block.children) for made in _plain_paragraph(part)
        )
    children = normal_inlines(block.children)
    return () if _is_blank(children) else (c.Paragraph(children, style, **common),)


def _plain_paragraph(inlines: Sequence[c.Inline]) -> tuple[c.Block, ...]:
    children = normal_inlines(inlines)
    if _is_blank(children):
        return ()
    solid = [x for x in children if not (isinstance(x, c.Text) and x.text == " ")]
    pictures = tuple(x for x in solid if isinstance(x, c.Picture))
    if len(pictures) == len([x for x in solid if not isinstance(x, c.LineBreak)]):
        return _figure(c.Figure(pictures=pictures))
    return (c.Paragraph(children),)


def _is_blank(inlines: Sequence[c.Inline]) -> bool:
    """Whether a paragraph shows nothing: no inline, or only spaces of one kind or another."""
    return all(isinstance(x, c.Text) and not x.text.strip(_INVISIBLE) for x in inlines)


def _split_at_breaks(inlines: Sequence[c.Inline]) -> list[list[c.Inline]]:
    """Split where two or more line breaks stand in a row (with nothing but space between)."""
    parts: list[list[c.Inline]] = [[]]
    breaks = 0
    for inline in inlines:
        blank = isinstance(inline, c.Text) and not inline.text.strip(" \t\n\r\f")
        if isinstance(inline, c.LineBreak):
            breaks += 1
        elif not blank:
            if breaks >= 2:
                parts.append([])
            breaks = 0
        parts[-1].append(inline)
    return parts


def _heading(block: c.Heading) -> tuple[c.Block, ...]:
    children = normal_inlines(block.children)
    level = min(max(block.level, 2), 6)
    return (c.Heading(level, children, **_common(block)),) if children else ()


def _quote(block: c.Quote) -> tuple[c.Block, ...]:
    blocks = normal_form(block.blocks)
    attribution = normal_inlines(block.attribution)
    source = vocabulary.clean_href(block.source)
    if source is not None and not source.startswith(("http:", "https:")):
        source = None
    if block.style == "pull":
        source = None
    if blocks and not attribution:
        blocks, attribution = _attribution(blocks)
    if not blocks:
        return normal_form((c.Paragraph(attribution),)) if attribution else ()
    style = block.style if block.style in c.QUOTE_STYLES else None
    return (c.Quote(blocks, attribution, style, source, **_common(block)),)


def _attribution(blocks: tuple[c.Block, ...]) -> tuple[tuple[c.Block, ...], tuple[c.Inline, ...]]:
    """A last paragraph that is nothing but a citation says whose words these are."""
    last = blocks[-1]
    if len(blocks) > 1 and isinstance(last, c.Paragraph) and last == c.Paragraph(last.children):
        only = last.children
        if len(only) == 1 and isinstance(only[0], c.Span) and only[0].style == "cite":
            return blocks[:-1], only
    return blocks, ()


def _listing(block: c.Listing) -> tuple[c.Block, ...]:
    text = vocabulary.clean_text(block.text).rstrip("\n")
    syntax = block.syntax
    if syntax is not None and not all(x.isalnum() or x in "+-_.#" for x in syntax):
        syntax = None
    return (c.Listing(text, syntax or None, vocabulary.clean_id(block.id)),) if text else ()


def _items(block: c.Items) -> tuple[c.Block, ...]:
    if block.kind == "definition":
        return _definitions(block)
    items = (c.Item(normal_form(x.blocks)) for x in block.items if isinstance(x, c.Item))
    made = tuple(x for x in items if x.blocks)
    if not made:
        return ()
    start = block.start if block.kind == "ordered" else 1
    return (c.Items(block.kind, made, start, block.tight, **_common(block)),)


def _definitions(block: c.Items) -> tuple[c.Block, ...]:
    terms = list(_terms([x for x in block.items if isinstance(x, c.Term)]))
    if terms and all(map(shows_pictures, terms)):
        return normal_form([x for term in terms for x in captioned(term)])
    before = terms.pop(0).definitions if terms and not terms[0].terms else ()
    after = terms.pop().terms if terms and not terms[-1].definitions else ()
    made = c.Items("definition", tuple(terms), 1, block.tight, **_common(block))
    return (
        *(x for meaning in before for x in meaning),
        *((made,) if terms else ()),
        *normal_form([c.Paragraph(name) for name in after]),
    )


def _terms(terms: Sequence[c.Term]) -> tuple[c.Term, ...]:
    result: list[c.Term] = []
    for term in terms:
        names = tuple(x for x in map(normal_inlines, term.terms) if x)
        meanings = tuple(x for x in map(normal_form, term.definitions) if x)
        if result and not result[-1].definitions:
            names = result.pop().terms + names
        elif result and not names:
            meanings = result[-1].definitions + meanings
            names = result.pop().terms
        if names or meanings:
            result.append(c.Term(names, meanings))
    return tuple(result)


def _stands_alone(block: c.Block) -> bool:
    """Whether a block says all that a figure around it would: a quotation, a player."""
    return isinstance(block, c.Quote) or (isinstance(block, c.Aside) and block.style == "embed")


def _figure(block: c.Figure) -> tuple[c.Block, ...]:
    pictures = [x for p in block.pictures for x in picture_form(p) if isinstance(x, c.Picture)]
    blocks: list[c.Block] = []
    for inner in normal_form(block.blocks):
        if isinstance(inner, c.Figure) and inner == c.Figure(pictures=inner.pictures):
            pictures += inner.pictures
        else:
            blocks.append(inner)
    caption, credit = normal_inlines(block.caption), normal_inlines(block.credit)
    last = caption[-1] if caption and not credit else None
    if isinstance(last, c.Span) and last == c.Span(last.children, style="small"):
        caption, credit = normal_inlines(caption[:-1]), normal_inlines(last.children)
    if not pictures and not blocks:
        return normal_form((c.Paragraph(caption), c.Paragraph(credit)))
    style = block.style if block.style in c.FIGURE_STYLES else None
    common = {**_common(block), "style": style}
    bare = c.Figure(tuple(blocks), caption=caption, credit=credit, **common)
    if not pictures and bare == c.Figure(bare.blocks) and all(map(_stands_alone, blocks)):
        return bare.blocks
    shown = [p for i, p in enumerate(pictures) if i == 0 or p.source != pictures[i - 1].source]
    return (c.Figure(tuple(blocks), tuple(shown), caption, credit, **common),)


def _rows(rows: Sequence[c.Row]) -> tuple[c.Row, ...]:
    result = []
    for row in rows:
        cells = tuple(
            c.Cell(
                normal_inlines(cell.children),
                cell.header,
                min(max(cell.colspan, 1), 1000),
                min(max(cell.rowspan, 1), 65534),
                cell.align if cell.align in ("left", "center", "right") else None,
            )
            for cell in row.cells
        )
        if cells:
            result.append(c.Row(cells))
    return tuple(result)


def _table(block: c.Table) -> tuple[c.Block, ...]:
    head, body, foot = _rows(block.head), _rows(block.body), _rows(block.foot)
    caption = normal_inlines(block.caption)
    if not head:
        count = 0
        while count < len(body) - 1 and all(cell.header for cell in body[count].cells):
            count += 1
        head, body = body[:count], body[count:]
    if not (head or body or foot):
        return normal_form((c.Paragraph(caption),))
    return (c.Table(body, head, foot, caption, **_common(block)),)


def _verse(block: c.Verse) -> tuple[c.Block, ...]:
    stanzas = []
    for stanza in block.stanzas:
        lines: list[tuple[c.Inline, ...]] = []
        for line in stanza:
            parts: list[list[c.Inline]] = [[]]
            for inline in normal_inlines(line):
                if isinstance(inline, c.LineBreak):
                    parts.append([])
                else:
                    parts[-1].append(inline)
            lines += [x for x in map(normal_inlines, parts) if x]
        if lines:
            stanzas.append(tuple(lines))
    return (c.Verse(tuple(stanzas), **_common(block)),) if stanzas else ()


def _aside(block: c.Aside) -> tuple[c.Block, ...]:
    blocks, title = normal_form(block.blocks), normal_inlines(block.title)
    style = block.style if block.style in c.ASIDE_STYLES else None
    return (c.Aside(blocks, title, style, **_common(block)),) if blocks or title else ()


_BLOCKS: dict[type, Callable[[Any], tuple[c.Block, ...]]] = {
    c.Paragraph: _paragraph,
    c.Heading: _heading,
    c.Quote: _quote,
    c.Listing: _listing,
    c.Items: _items,
    c.Figure: _figure,
    c.Table: _table,
    c.Divider: lambda block: (block,),
    c.Verse: _verse,
    c.Aside: _aside,
    c.Math: partial(math_form, display=True),
}
