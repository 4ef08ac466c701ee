"""From a folder of web pages with their true articles to how well newsbook finds those articles.

    python bench/extraction.py FOLDER             every page below FOLDER, in sets by subfolder
    python bench/extraction.py FOLDER --half 0    only one half of the pages (the other is 1)
    python bench/extraction.py FOLDER --only hybrid splitter --worst 20
    python bench/extraction.py FOLDER --json out.json

A page is `NAME.html`; beside it, `NAME.json` is an object that says what is true of it, each key
optional:

    text      the article's text
    with      passages that must be in what is found, and
    without   passages that must not
    headline, byline (a list of names), date (YYYY-MM-DD)

Two measures, as the two public benchmarks of this kind have them. For `text`: runs of four words
that the truth and the finding share; precision and recall are means over pages, F1 is made of these
means. For `with` and `without`: passages found and wrongly found, counted over all pages. Compared
are newsbook's reader of web pages (hybrid), the two engines it asks (trafilatura, readability), and
its splitter of plain text on dumps of the same pages (by html_text and inscriptis, where these are
installed; the rest needs what newsbook needs). Times are medians of processor time, one reading of each page.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SURE = 0.8  # confidence from which newsbook takes an article without a warning
BAD = 0.8  # F1 below which an article was not found
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass
class Finding:
    """What one tool made of one page; `f1` is None where the truth has no text."""

    tool: str
    page: str
    text: str = field(repr=False, default="")
    confidence: float | None = None
    seconds: float = 0.0
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    passages: tuple[int, int, int, int] = (0, 0, 0, 0)  # found, missed, wrong, rightly left
    fields: dict[str, Any] = field(default_factory=dict)
    correct: dict[str, bool] = field(default_factory=dict)


# ---------------------------------------------------------------- measures
def runs(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    """Return the runs of `length` words of `text`, with how often each stands there."""
    words = re.findall(r"\w+", text)
    last = max(1, len(words) - length + 1)
    return Counter(run for i in range(last) if (run := tuple(words[i : i + length])))


def compared(truth: str, found: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the runs of four words."""
    true, own = runs(truth), runs(found)
    both = (true & own).total()
    precision = both / own.total() if own else float(not true)
    recall = both / true.total() if true else float(not own)
    return precision, recall, 2 * both / max(1, true.total() + own.total()) if true or own else 1.0


def passages(gold: dict[str, Any], found: str) -> tuple[int, int, int, int]:
    """Return how many passages were found, missed, wrongly found, and rightly left out."""
    text = " ".join(found.split())
    inside = [" ".join(p.split()) in text for p in gold.get("with", ())]
    outside = [" ".join(p.split()) in text for p in gold.get("without", ())]
    return sum(inside), len(inside) - sum(inside), sum(outside), len(outside) - sum(outside)


def same(one: str, other: str) -> bool:
    """Whether two short texts say the same, but for case, spaces and marks."""
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


def fields_right(gold: dict[str, Any], fields: dict[str, Any]) -> dict[str, bool]:
    """Return which fields the truth knows are right: headline exact, one name, the day."""
    right = {}
    if gold.get("headline"):
        right["headline"] = same(gold["headline"], fields.get("headline") or "")
    if gold.get("byline"):
        found = " ".join(fields.get("byline") or ()).lower()
        right["byline"] = all(name.lower() in found for name in gold["byline"])
    if gold.get("date"):
        right["date"] = (fields.get("date") or "")[:10] == gold["date"][:10]
    return right


# ---------------------------------------------------------------- tools
def _world() -> Any:
    from newsbook.world import World

    return World(Path.cwd())


def _article(data: bytes, name: str) -> tuple[str, float | None, dict[str, Any]]:
    from newsbook.readers.inspect import inspection
    from newsbook.readers.source import Source

    if name.endswith(".txt"):
        from newsbook.readers.wire import read
    else:
        from newsbook.readers.web import read
    world = _world()
    articles = read(Source(name, data), world)
    if not articles:
        return "", 0.0, {}
    seen = inspection(articles[0], world)
    byline = [person["name"] for person in seen["byline"]]
    fields = {"headline": seen["headline"], "byline": byline, "date": seen["date"]}
    return seen["text"], seen["confidence"], fields


def hybrid(data: bytes) -> tuple[str, float | None, dict[str, Any]]:
    """Newsbook's reader of web pages."""
    return _article(data, "page.html")


def trafilatura(data: bytes) -> tuple[str, float | None, dict[str, Any]]:
    """The first engine alone."""
    import trafilatura as engine

    return engine.extract(data, include_comments=False) or "", None, {}


def readability(data: bytes) -> tuple[str, float | None, dict[str, Any]]:
    """The second engine alone."""
    import lxml.html
    from readability import Document

    tree = lxml.html.fromstring(Document(data).summary())
    for element in tree.iter("p", "li", "h1", "h2", "h3", "h4", "div", "br", "tr", "td", "pre"):
        element.tail = "\n" + (element.tail or "")
    return tree.text_content(), None, {}


def _decoded(data: bytes) -> str:
    from newsbook.readers.decoding import decode
    from newsbook.readers.source import Source
    from newsbook.readers.web.page import declared_encoding

    return decode(Source("page.html", data), _world(), declared_encoding(data))


def dump_html_text(data: bytes) -> str:
    """The whole page as html_text writes it."""
    import html_text

    return html_text.extract_text(_decoded(data))


def dump_inscriptis(data: bytes) -> str:
    """The whole page as inscriptis writes it."""
    from inscriptis import get_text

    return get_text(_decoded(data))


def _split(dump: Callable[[bytes], str]) -> Callable[[bytes], Any]:
    def split(text: bytes) -> tuple[str, float | None, dict[str, Any]]:
        return _article(text, "page.txt")

    split.dump = dump  # type: ignore[attr-defined]
    return split


TOOLS: dict[str, Callable[[bytes], tuple[str, float | None, dict[str, Any]]]] = {
    "hybrid": hybrid,
    "trafilatura": trafilatura,
    "readability": readability,
    "splitter/html_text": _split(dump_html_text),
    "splitter/inscriptis": _split(dump_inscriptis),
}


def measure(page: Path, name: str, tools: Sequence[str]) -> list[Finding]:
    """Return what each of `tools` makes of a page."""
    logging.disable(logging.CRITICAL)
    data = page.read_bytes()
    gold = json.loads(page.with_suffix(".json").read_text("utf-8"))
    found = []
    for tool in tools:
        run = TOOLS[tool]
        finding = Finding(tool, name)
        try:
            source = run.dump(data).encode() if hasattr(run, "dump") else data
            begun = time.process_time()
            finding.text, finding.confidence, finding.fields = run(source)
            finding.seconds = time.process_time() - begun
        except Exception as error:  # an engine that fails has found nothing
            print(f"{tool}: {name}: {type(error).__name__}: {error}", file=sys.stderr)
        if "text" in gold:
            finding.precision, finding.recall, finding.f1 = compared(gold["text"], finding.text)
        finding.passages = passages(gold, finding.text)
        finding.correct = fields_right(gold, finding.fields)
        found.append(finding)
    return found


# ---------------------------------------------------------------- tables
def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return statistics.mean(known) if known else 0.0


def score(findings: Sequence[Finding]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pages, by words where the truth has a text."""
    whole = [f for f in findings if f.f1 is not None]
    if whole:
        precision = _mean(f.precision for f in whole if f.text)
        recall = _mean(f.recall for f in whole)
    else:
        found, missed, wrong, _ = (sum(f.passages[i] for f in findings) for i in range(4))
        precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _value(finding: Finding) -> float:
    if finding.f1 is not None:
        return finding.f1
    found, missed, wrong, _ = finding.passages
    return 2 * found / max(1, 2 * found + missed + wrong)


def table(findings: Sequence[Finding], tools: Sequence[str]) -> Iterable[str]:
    """Yield the lines of the table of sets and tools."""
    sets = sorted({f.page.split("/")[0] for f in findings})
    yield "| set | pages | tool | precision | recall | F1 | sure | sure but bad | ms |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---:|"
    for name in sets:
        for tool in tools:
            own = [f for f in findings if f.tool == tool and f.page.split("/")[0] == name]
            sure = [f for f in own if f.confidence is not None and f.confidence >= SURE]
            bad = sum(_value(f) < BAD for f in sure)
            figures = " | ".join(f"{x:.3f}" for x in score(own))
            judged = f"{len(sure)} | {bad}" if own and own[0].confidence is not None else " | "
            ms = 1000 * statistics.median(f.seconds for f in own)
            yield f"| {name} | {len(own)} | {tool} | {figures} | {judged} | {ms:.0f} |"


def calibration(findings: Sequence[Finding], tool: str) -> Iterable[str]:
    """Yield how the F1 of pages goes with the confidence."""
    for low, high in itertools.pairwise(BINS):
        own = [f for f in findings if f.tool == tool and low <= (f.confidence or 0) < high]
        if own:
            bad = sum(_value(f) < BAD for f in own)
            mean = _mean(_value(f) for f in own)
            yield f"{tool} {low:.1f}-{min(high, 1):.1f}: {len(own)} pages, F1 {mean:.3f}, {bad} bad"


def fields_table(findings: Sequence[Finding], tool: str) -> Iterable[str]:
    """Yield how many fields of the metadata are right."""
    for name in sorted({f.page.split("/")[0] for f in findings}):
        own = [f for f in findings if f.tool == tool and f.page.split("/")[0] == name]
        parts = []
        for key in ("headline", "byline", "date"):
            judged = [f.correct[key] for f in own if key in f.correct]
            if judged:
                parts.append(f"{key} {sum(judged)}/{len(judged)}")
        if parts:
            yield f"{tool} {name}: " + ", ".join(parts)


def _half(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and return 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--only", nargs="+", default=list(TOOLS), help="tools, or how they begin")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages of each tool")
    parser.add_argument("--json", type=Path, help="write every finding")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    tools = [t for t in TOOLS if any(t.startswith(o) for o in options.only)]
    tools = [t for t in tools if "/" not in t or find_spec(t.split("/")[1])]
    pages = sorted(p for p in options.folder.rglob("*.html") if p.with_suffix(".json").exists())
    names = [p.relative_to(options.folder).with_suffix("").as_posix() for p in pages]
    chosen = [
        (p, n)
        for p, n in zip(pages, names, strict=True)
        if options.half is None or _half(n) == options.half
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        results = [pool.submit(measure, page, name, tools) for page, name in chosen]
        findings = [finding for result in results for finding in result.result()]
    judging = [t for t in tools if any(f.confidence is not None for f in findings if f.tool == t)]
    print(*table(findings, tools), sep="\n")
    for tool in judging:
        print("", *calibration(findings, tool), sep="\n")
        print(*fields_table(findings, tool), sep="\n")
        for f in findings:
            if f.tool == tool and (f.confidence or 0) >= SURE and _value(f) < BAD:
                print(
                    f"  sure but bad: {f.page}: confidence {f.confidence:.2f}, F1 {_value(f):.2f}"
                )
    for tool in tools if options.worst else ():
        own = sorted((f for f in findings if f.tool == tool), key=_value)[: options.worst]
        print("", *(f"  {tool} {_value(f):.2f} {f.confidence} {f.page}" for f in own), sep="\n")
    if options.json:
        options.json.write_text(json.dumps([vars(f) for f in findings], ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
