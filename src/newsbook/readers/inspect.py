"""From an Article to what `newsbook inspect` says of it: an object, a table, a manifest entry.

The object is the contract of `newsbook inspect FILE --json`; the table explains every decision of
the reader; the entry can be pasted into a manifest and pins what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from newsbook.diagnostics import Diagnostic, fit, text_width
from newsbook.measure import body_text as read_through
from newsbook.measure import measure
from newsbook.model import Article, Person, SourceBlock
from newsbook.readers.places import with_lines
from newsbook.readers.source import Source
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = [
    "answer",
    "body_text",
    "explain",
    "extract_entry",
    "inspection",
    "manifest_entry",
]

SHOWN_TAIL = 6  # blocks of a long run with one label that the table shows
_LABELS_KEPT = frozenset({"body", "subhead", "headline", "dateline", "byline", "deck", "kicker"})


def body_text(article: Article) -> str:
    """Return the body alone: its paragraphs, separated by blank lines."""
    return read_through(article.body)


def _or_none(text: str) -> str | None:
    return text or None


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "role": person.role, "affiliation": person.affiliation}


def _block(block: SourceBlock) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "text": block.text,
        "line": block.line,
        "label": block.label,
        "score": block.score,
    }


def inspection(
    article: Article, world: World, findings: Iterable[Diagnostic] | None = None
) -> dict[str, Any]:
    """Return the object that `newsbook inspect FILE --json` prints for `article`.

    `findings` are those told with it (None: all in `world`).
    """
    dateline = article.dateline
    return {
        "headline": _or_none(plain_text(article.headline)),
        "kicker": _or_none(plain_text(article.kicker)),
        "deck": _or_none(plain_text(article.deck)),
        "byline": [_person(person) for person in article.byline],
        "dateline": None
        if dateline is None
        else {
            "raw": dateline.raw,
            "place": dateline.place,
            "date": dateline.date,
            "agency": dateline.agency,
        },
        "date": article.published,
        "language": article.language,
        "source": article.source,
        "url": article.url,
        "blocks": [_block(block) for block in article.origin.blocks],
        "text": body_text(article),
        "confidence": article.origin.confidence,
        "diagnostics": [
            finding.as_json() for finding in (world.diagnostics if findings is None else findings)
        ],
    }


def answer(articles: Sequence[Article], source: Source, world: World) -> dict[str, Any]:
    """Return the object that `newsbook inspect FILE --json` prints for what `source` holds.

    It always has the keys of `inspection`. When there are several articles, or none, it is that of
    the first (or of an article without a text), with the findings about the file; `articles` has
    the objects of all, each with the findings that name it.
    """
    placed = with_lines(articles, source, world)
    nothing = Article("article", (), (), origin=source.origin("none", confidence=0.0))
    whole = inspection(placed[0] if placed else nothing, world)
    if len(placed) == 1:
        return whole
    own: dict[str | None, list[Diagnostic]] = {}
    for finding in world.diagnostics:
        own.setdefault(finding.article, []).append(finding)
    return {**whole, "articles": [inspection(a, world, own.get(a.slug, ())) for a in placed]}


# ---------------------------------------------------------------- for people
def _cell(text: str, columns: int) -> str:
    """Return `text` in exactly `columns` columns of a terminal."""
    shown = fit(" ".join(text.split()), columns)
    return shown + " " * (columns - text_width(shown))


def _rows(blocks: Iterable[SourceBlock]) -> Iterable[str]:
    """Yield a line for each block; long runs of blocks that were left out are shortened."""
    run: list[SourceBlock] = []

    def shown(run: list[SourceBlock]) -> Iterable[str]:
        long = len(run) > SHOWN_TAIL + 1 and run[0].label not in _LABELS_KEPT
        for block in run[:SHOWN_TAIL] if long else run:
            line = f"L{block.line}" if block.line is not None else ""
            score = f"{block.score:+.2f}" if block.score is not None else ""
            yield f"  {line:>6}  {block.label:<12} {score:>6}  {_cell(block.text, 60).rstrip()}"
        if long:
            yield f"          … {len(run) - SHOWN_TAIL} more blocks: {run[0].label}"

    for block in blocks:
        if run and run[-1].label != block.label:
            yield from shown(run)
            run = []
        run.append(block)
    if run:
        yield from shown(run)


def _people(article: Article) -> str:
    return "; ".join(
        p.name + (f" ({p.affiliation})" if p.affiliation else "") for p in article.byline
    )


def explain(article: Article, diagnostics: Iterable[Diagnostic] = ()) -> str:
    """Return a table for people: the fields, every block with its label, and every decision."""
    origin = article.origin
    fields = (
        ("headline", plain_text(article.headline)),
        ("kicker", plain_text(article.kicker)),
        ("deck", plain_text(article.deck)),
        ("byline", _people(article)),
        ("dateline", article.dateline.raw if article.dateline else ""),
        ("date", article.published or ""),
        ("language", article.language or ""),
        ("source", article.source or ""),
        ("url", article.url or ""),
        ("status", "" if article.status == "usable" else article.status),
        ("embargo", article.embargo or ""),
    )
    size = measure(article.body)
    lines = [f"{origin.file}: read as {origin.reader}, confidence {origin.confidence:.2f}"]
    lines += [f"  {name:<9} {value}" for name, value in fields if value]
    lines.append(f"  body      {size.paragraphs} paragraphs, {size.words} words")
    if origin.blocks:
        lines += ["", "blocks", *_rows(origin.blocks)]
    if origin.decisions:
        lines += ["", "decisions"]
        lines += [f"  {d.field:<20} {_cell(d.value, 44)}  {d.rule}" for d in origin.decisions]
    found = list(diagnostics)
    if found:
        lines += ["", "diagnostics"]
        lines += [f"  {d.severity}[{d.code}] {d.message}" for d in found]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _quoted(text: str) -> str:
    """Return `text` as a double-quoted YAML scalar."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def manifest_entry(article: Article, source: Source) -> str:
    """Return the manifest entry of an article, ready to paste: its file, how it was to be read, its
    fields, its pins.
    """
    lines = [f"- file: {_quoted(article.origin.file)}"]
    lines += [
        f"  {key}: {value}"
        for key, value in (("format", source.format), ("encoding", source.encoding))
        if value is not None
    ]
    for key, value in (
        ("headline", plain_text(article.headline)),
        ("kicker", plain_text(article.kicker)),
        ("deck", plain_text(article.deck)),
    ):
        if value:
            lines.append(f"  {key}: {_quoted(value)}")
    if article.byline:
        lines.append("  byline:")
        for person in article.byline:
            parts = [f"name: {_quoted(person.name)}"]
            if person.role != "aut":
                parts.append(f"role: {person.role}")
            if person.affiliation:
                parts.append(f"affiliation: {_quoted(person.affiliation)}")
            lines.append("    - {" + ", ".join(parts) + "}")
    if article.dateline is not None:
        lines.append(f"  dateline: {_quoted(article.dateline.raw)}")
    date = article.published or "null  # YYYY-MM-DD: the source states none"
    lines.append(f"  date: {date}")
    if article.language:
        lines.append(f"  language: {article.language}")
    lines += [
        f"  {k}: {_quoted(v)}" for k, v in (("source", article.source), ("url", article.url)) if v
    ]
    return "\n".join(lines + extract_entry(article) + _expect(article)) + "\n"


def extract_entry(article: Article) -> list[str]:
    """Return the lines of the `extract:` block that cuts a plain text as it was cut."""
    blocks = article.origin.blocks
    kept = [i for i, block in enumerate(blocks) if block.label == "body"]
    if article.origin.reader != "text" or not kept:
        return []
    lines = [
        "  extract:",
        f"    start: L{blocks[kept[0]].line}",
    ]
    if kept[-1] + 1 < len(blocks):
        lines.append(f"    end: L{blocks[kept[-1] + 1].line}")
    return lines


def _expect(article: Article) -> list[str]:
    found = measure(article.body)
    return [f"  expect: {{paragraphs: {found.paragraphs}, sha256: {found.sha256}}}"]
