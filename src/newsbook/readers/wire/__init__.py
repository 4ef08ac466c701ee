"""From a plain text (wire copy, or the dump of a web page) to an Article.

The text is cut by `split`; its confidence decides whether the cut is accepted, accepted with a
warning, or refused with an `extract:` block to paste into the manifest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from newsbook.content import Block, Heading, Item, Items, Paragraph, Text
from newsbook.extract import Extract
from newsbook.model import Article, Decision, SourceBlock
from newsbook.readers.dates import date_in
from newsbook.readers.decoding import decode
from newsbook.readers.fields import Fields, Reading, build, squeeze
from newsbook.readers.languages import infer_language
from newsbook.readers.patterns import Patterns
from newsbook.readers.people import is_affiliation
from newsbook.readers.release import quoted, without_desk_slug
from newsbook.readers.source import Source
from newsbook.readers.wire.blocks import split_blocks
from newsbook.readers.wire.confidence import ACCEPT, WARN, Confidence, confidence
from newsbook.readers.wire.scores import ScoredBlock, score_blocks
from newsbook.readers.wire.split import Split, split
from newsbook.world import World

__all__ = ["paste", "read"]

_BLANK = re.compile(r"\S[ \t]*\n[ \t]*\n")
MAX_BLOCKS = 20_000  # paragraphs of a text; a long novel has ten thousand
_BULLET = re.compile(r"[•●▪◦‣∙]\s*|[-–*]\s+(?=\S)")


def _pattern(blocks: Sequence[ScoredBlock], wanted: ScoredBlock, first: int) -> str:
    """Return a pattern for `extract:` that means `wanted`: how it begins, or its line.

    No earlier block from `first` on may hold the same words, and the words may not look like a
    regular expression or a line number.
    """
    words = wanted.text.split(" ")
    starts = [" ".join(words[:n]) for n in (7, 11, 16)] if len(words) > 2 else [wanted.text[:24]]
    for text in dict.fromkeys(starts):
        plain = len(text) >= 8 and len(text) <= 120 and not text.startswith("/")
        if plain and next(b for b in blocks[first:] if text in b.text) is wanted:
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"L{wanted.line}"


def paste(cut: Split) -> str:
    """Return the `extract:` block that makes an article begin and end where it was cut."""
    body = cut.labelled("body")
    first = body[0] if body else cut.blocks[0]
    lines = ["extract:", f"  start: {_pattern(cut.blocks, first, 0)}"]
    if cut.end + 1 < len(cut.blocks):
        after = cut.blocks[cut.end + 1]
        lines.append(f"  end: {_pattern(cut.blocks, after, first.index)}")
    return "\n".join(lines)


# ---------------------------------------------------------------- the article's parts
def _paragraphs(blocks: Sequence[ScoredBlock], cut: Split) -> tuple[Block, ...]:
    """Return the body: paragraphs, subheads, and runs of bulleted lines as lists."""
    made: list[Block] = []
    bullets: list[Item] = []
    for block in blocks:
        text = _text(block, cut)
        mark = _BULLET.match(text)
        if mark and cut.labels[block.index] != "subhead":
            bullets.append(Item((Paragraph((Text(squeeze(text[mark.end() :])),)),)))
            continue
        made += _list(bullets)
        bullets = []
        words = (Text(squeeze(text)),)
        subhead = cut.labels[block.index] == "subhead"
        made.append(Heading(2, words) if subhead else Paragraph(words))
    return (*made, *_list(bullets))


def _list(items: Sequence[Item]) -> list[Block]:
    """Two bulleted lines in a row are a list; one alone is a paragraph (a dash of dialogue)."""
    if len(items) == 1:
        return [block for block in items[0].blocks]
    return [Items("bullet", tuple(items))] if items else []


def _text(block: ScoredBlock, cut: Split) -> str:
    """The text of a block of the body, without a dateline that stands in it."""
    found = cut.dateline
    if found is not None and cut.dateline_at == block.index and found.rest:
        return found.rest
    return block.text


def _byline(cut: Split) -> tuple[str, ...]:
    """Return the by-lines; a line that says what somebody is belongs to the name above it."""
    found: list[str] = []
    for block in cut.labelled("byline"):
        text = block.text.strip()
        if found and (found[-1].endswith(",") or is_affiliation(text)) and ":" not in text:
            found[-1] = f"{found[-1].rstrip(',')}, {text}"
        else:
            found.append(text)
    if not found and cut.dateline is not None and cut.dateline.credit:
        found.append(cut.dateline.credit)
    return tuple(found)


def _deck(cut: Split) -> str:
    """Return the block right below the headline, when only one stands before the body."""
    named = cut.labelled("deck")
    if named:
        return " ".join(block.text for block in named)
    maybe = cut.labelled("standfirst?")
    below = cut.headline is not None and len(maybe) == 1 and maybe[0].index == cut.headline + 1
    return maybe[0].text if below and maybe[0].units <= 45 else ""


def _published(cut: Split) -> tuple[str | None, str]:
    """Return the date a line above the body states, or the dateline, and the rule."""
    for block in cut.labelled("date"):
        if found := date_in(block.text):
            return found, "extracted: date line"
    if cut.dateline is not None and cut.dateline.iso_date:
        return cut.dateline.iso_date, "extracted: dateline"
    return None, ""


def _joined(cut: Split, label: str) -> str:
    return " ".join(block.text for block in cut.labelled(label))


def _fields(cut: Split, source: Source, text: str) -> Fields:
    published, rule = _published(cut)
    dateline = cut.dateline.dateline if cut.dateline else None
    language = None if source.language else infer_language(text)
    return Fields(
        headline=without_desk_slug(_joined(cut, "headline")),
        kicker=_joined(cut, "kicker"),
        deck=_deck(cut),
        byline=_byline(cut),
        dateline=dateline,
        published=published,
        language=language,
        source=dateline.agency if dateline else None,
        embargo=cut.embargo,
        rule="extracted",
        rules=(
            ("published", rule),
            ("language", "inferred: function words and script"),
            ("source", "inferred: dateline"),
        ),
    )


# ---------------------------------------------------------------- what to tell the editor
def _report_confidence(cut: Split, sure: Confidence, source: Source, world: World) -> None:
    if sure.overall >= ACCEPT:
        return
    message = (
        f"the article was found with a confidence of {sure.overall:.2f} "
        f"(start {sure.start:.2f}, end {sure.end:.2f}): "
        f"lines {cut.blocks[cut.start].line} to {cut.blocks[cut.end].line}"
    )
    if sure.doubt:
        message += f"; {sure.doubt}"
    note = world.diagnostics.warning if sure.overall >= WARN else world.diagnostics.error
    hint = "look at it with `newsbook inspect`, and write into the manifest:\n" + paste(cut)
    note("low-confidence", message, where=source.at(cut.blocks[cut.start].line), hint=hint)


def _report_fields(cut: Split, article: Article, source: Source, world: World) -> None:
    found = cut.dateline
    stated = source.stated
    if found is not None and found.date[1] and not found.date[0] and "date" not in stated:
        line = cut.blocks[cut.dateline_at].line if cut.dateline_at is not None else None
        if article.published is None:
            world.diagnostics.warning(
                "missing-year",
                f"the dateline {found.dateline.raw!r} has no year",
                where=source.at(line),
                hint="write date: YYYY-MM-DD into the manifest",
            )
    if not article.headline and "headline" not in stated:
        world.diagnostics.warning(
            "missing-headline",
            "no headline was found above the text",
            where=source.at(cut.blocks[cut.start].line),
            hint="write headline: into the manifest",
        )


def _report_notes(cut: Split, source: Source, world: World) -> None:
    notes = cut.labelled("editors-note")
    if notes:
        text = " ".join(block.text for block in notes)
        message = f"a note to editors, which is not printed: {quoted(text)}"
        world.diagnostics.warning("editors-note", message, where=source.at(notes[0].line))


def _seen(cut: Split) -> tuple[SourceBlock, ...]:
    heads = {"headline", "subhead"}
    return tuple(
        SourceBlock("heading" if label in heads else "paragraph", b.text, b.line, label, b.score)
        for b, label in zip(cut.blocks, cut.labels, strict=True)
    )


def _decisions(cut: Split, sure: Confidence, *, wrapped: bool) -> tuple[Decision, ...]:
    found = [
        Decision("lines", "broken at a width" if wrapped else "one paragraph each", "inferred"),
        Decision("confidence", f"{sure.overall:.2f}", _parts(sure)),
    ]
    for candidate in cut.candidates:
        text = cut.blocks[candidate.index].text[:60]
        reasons = ", ".join(candidate.reasons)
        found.append(Decision("headline candidate", text, f"{candidate.score:.2f}: {reasons}"))
    if cut.dateline is not None:
        found.append(Decision("dateline rule", cut.dateline.rule, "extracted"))
    prose = [b.line for b in cut.labelled("tail") if b.score >= 1]
    if prose:
        lines = ", ".join(f"L{line}" for line in prose[:8])
        found.append(Decision("prose after the end", lines, "check the end"))
    return tuple(found)


def _parts(sure: Confidence) -> str:
    return (
        f"separation {sure.separation:.2f}, runner-up {sure.runner_up:.2f}, size {sure.size:.2f}, "
        f"start {sure.start:.2f}, end {sure.end:.2f}, headline {sure.headline:.2f}"
    )


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of a plain text, or none when the text is empty."""
    text = decode(source, world)
    many = sum(1 for _ in islice(_BLANK.finditer(text), MAX_BLOCKS + 1)) > MAX_BLOCKS
    raw, wrapped = ([], False) if many else split_blocks(text)
    if not raw and not many:
        return ()
    if many or len(raw) > MAX_BLOCKS:
        world.diagnostics.error(
            "limit-exceeded",
            f"the text has more than {MAX_BLOCKS} paragraphs, more than any article",
            where=source.at(),
            hint="divide it into articles, or cut what is not one",
        )
        return ()
    blocks = score_blocks(raw)
    patterns = Patterns(source, world, blocks, source.extract or Extract())
    cut = split(blocks, patterns)
    sure = confidence(cut)
    kept = cut.labelled("body", "subhead")
    body = _paragraphs(kept, cut)
    reading = Reading("text", sure.overall, _seen(cut), _decisions(cut, sure, wrapped=wrapped))
    fields = _fields(cut, source, " ".join(block.text for block in kept))
    article = build(source, world, body, fields, reading)
    _report_confidence(cut, sure, source, world)
    _report_fields(cut, article, source, world)
    _report_notes(cut, source, world)
    return (article,)
