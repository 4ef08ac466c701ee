"""From corpora and tools to a table of ratios: newsbook beside plain WeasyPrint and its peers.

    python bench/run.py                          the default table (mixed 10 and 50)
    python bench/run.py mixed:200 --only newsbook single pandoc-typst
    python bench/run.py mixed:50 mixed:1000 --repeat 1 --write

Every tool gets the same articles. Runs alternate (A B C, A B C, ...), so that a machine whose speed
drifts slows all of them alike; figures are medians, and what is compared are ratios within one run,
to plain WeasyPrint on the composed book in one document. Where other work shares the machine, the
ratio of processor seconds says more than that of seconds. With two sizes of one corpus the growth
exponent (1: twice the articles, twice the time) is printed too. `--write` puts the tables into
`bench/results.md`. Peers that are not installed are left out by name: pandoc comes with `pip
install pypandoc-binary`, Typst with `pip install typst`, percollate and Vivliostyle with `npm
install percollate @vivliostyle/cli` in the folder this is run from (Vivliostyle wants Node 22:
add `node@22`).
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import corpora
import measure

HERE = Path(__file__).resolve().parent
SINGLE, COLD = "WeasyPrint, one document", "newsbook, cold"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

TYPST_TEMPLATE = """\
#let horizontalrule = line(start: (25%,0%), end: (75%,0%))
#set document(title: [$title$])
#set page(paper: "a5", margin: (top: 18mm, bottom: 18mm, inside: 16mm, outside: 14mm),
  numbering: "1")
#set text(font: ("Literata", "Noto Serif CJK SC"), size: 10pt, lang: "$lang$", hyphenate: true)
#set par(justify: true, leading: 0.75em)
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#outline(depth: 1)
#pagebreak()
$body$
"""
PRINT_CSS = """\
@page { size: A5; margin: 18mm 14mm 18mm 16mm; @bottom-center { content: counter(page) } }
html { font: 10pt/1.5 Literata, "Noto Serif CJK SC", serif }
p { margin: 0 0 .6em; text-align: justify; hyphens: auto; orphans: 2; widows: 2 }
h1 { break-before: page } h1, h2 { break-after: avoid }
nav#TOC a::after { content: " " target-counter(attr(href), page) }
"""


@dataclass(frozen=True)
class Run:
    """One timed scenario: `prepare` is not measured; `output` is what is weighed."""

    name: str
    command: list[str]
    prepare: Callable[[], None] = lambda: None
    environment: dict[str, str] | None = None
    output: Path | None = None


def _plain() -> dict[str, str]:
    """Return the environment of an ordinary installation, which keeps its byte code."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _newsbook(project: Path, work: Path) -> Iterator[Run]:
    build = [sys.executable, "-m", "newsbook", "build", str(project / "manifest.yml")]
    out = work / "newsbook"
    cache = {"XDG_CACHE_HOME": str(work / "cache")}
    build += ["-o", str(out)]
    book = out / "corpus-print.pdf"

    def cold() -> None:
        shutil.rmtree(work / "cache", ignore_errors=True)

    def edit() -> None:
        articles = sorted((project / "articles").glob("*.md"))
        middle = articles[len(articles) // 2]
        lines = middle.read_text("utf-8").split("\n")
        place = next(n for n, line in enumerate(lines) if n > 8 and len(line) > 200)
        lines[place] = f"Edit {next(edits)}. {lines[place]}"
        middle.write_text("\n".join(lines), "utf-8")

    edits = itertools.count(1)
    yield Run(COLD, build, cold, cache, book)
    yield Run("newsbook, nothing changed", build, lambda: None, cache, book)
    yield Run("newsbook, one article edited", build, edit, cache, book)


def _single(project: Path, work: Path) -> Iterator[Run]:
    target = work / "single.pdf"
    composed = work / "composed"
    script = str(HERE / "single.py")

    def compose() -> None:
        if not composed.exists():
            subprocess.run(
                [sys.executable, script, "compose", str(project / "manifest.yml"), str(composed)],
                check=True,
            )

    command = [sys.executable, script, "write", str(composed), str(target)]
    yield Run(SINGLE, command, compose, None, target)


def _pandoc() -> str | None:
    try:
        import pypandoc
    except ImportError:
        return shutil.which("pandoc")
    return str(pypandoc.get_pandoc_path())


def _articles(project: Path) -> list[str]:
    return [str(path) for path in sorted((project / "articles").glob("*.md"))]


def _pandoc_typst(project: Path, work: Path) -> Iterator[Run]:
    pandoc = _pandoc()
    try:
        import typst  # noqa: F401
    except ImportError:
        pandoc = None
    if pandoc is None:
        return
    template = work / "book.typ.tpl"
    template.write_text(TYPST_TEMPLATE, "utf-8")
    source, target = work / "book.typ", work / "typst.pdf"
    script = (
        f"{pandoc} --file-scope -f markdown {' '.join(_articles(project))} -s -t typst"
        f" --template {template} -M title=Corpus -M lang=en -o {source} && {sys.executable} -c"
        f" \"import typst; typst.compile('{source}', output='{target}',"
        f" font_paths=['{HERE.parent / 'fonts'}'])\""
    )
    yield Run("pandoc and Typst", ["sh", "-c", script], output=target)


def _pandoc_weasyprint(project: Path, work: Path) -> Iterator[Run]:
    pandoc = _pandoc()
    if pandoc is None:
        return
    css, page, target = work / "print.css", work / "pandoc.html", work / "pandoc.pdf"
    css.write_text(PRINT_CSS, "utf-8")
    script = (
        f"{pandoc} --file-scope -f markdown {' '.join(_articles(project))} -s -t html5 --toc"
        f" --toc-depth=1 -c {css} -M title=Corpus -M lang=en -o {page} &&"
        f" {sys.executable} -m weasyprint -q {page} {target}"
    )
    yield Run("pandoc and WeasyPrint", ["sh", "-c", script], output=target)


def _pandoc_epub(project: Path, work: Path) -> Iterator[Run]:
    pandoc = _pandoc()
    if pandoc is None:
        return
    target = work / "pandoc.epub"
    command = [pandoc, "--file-scope", "-f", "markdown", *_articles(project), "-o", str(target)]
    yield Run("pandoc, EPUB only", [*command, "-M", "title=Corpus"], output=target)


def _node(name: str) -> str | None:
    local = Path("node_modules/.bin") / name
    return str(local.absolute()) if local.exists() else shutil.which(name)


def _node_path() -> dict[str, str]:
    """Return the environment in which packages of this folder find its own Node first."""
    return {"PATH": os.pathsep.join([str(Path("node_modules/.bin").resolve()), os.environ["PATH"]])}


def _html(project: Path, work: Path) -> list[str]:
    """Return one HTML file an article, for the tools that read no Markdown."""
    pandoc = _pandoc()
    folder = work / "html"
    folder.mkdir(exist_ok=True)
    pages = []
    for path in _articles(project):
        page = folder / (Path(path).stem + ".html")
        if pandoc and not page.exists():
            subprocess.run([pandoc, "-s", "-f", "markdown", path, "-o", str(page)], check=True)
        pages.append(str(page))
    return pages


def _percollate(project: Path, work: Path) -> Iterator[Run]:
    tool = _node("percollate")
    if tool is None or CHROMIUM is None:
        return
    target = work / "percollate.pdf"
    command = [tool, "pdf", "--no-sandbox", "--toc", "-o", str(target), *_html(project, work)]
    yield Run(
        "percollate",
        command,
        environment={"PUPPETEER_EXECUTABLE_PATH": CHROMIUM, **_node_path()},
        output=target,
    )


def _vivliostyle(project: Path, work: Path) -> Iterator[Run]:
    tool = _node("vivliostyle")
    if tool is None or CHROMIUM is None:
        return
    target = work / "vivliostyle.pdf"
    pages = _html(project, work)
    joined = work / "joined.html"
    bodies = [Path(p).read_text("utf-8").split("<body>")[1].split("</body>")[0] for p in pages]
    joined.write_text("<html><body>" + "".join(bodies) + "</body></html>", "utf-8")
    command = [tool, "build", str(joined), "-o", str(target), "-s", "A5", "-t", "470"]
    yield Run(
        "Vivliostyle",
        [*command, "--executable-browser", CHROMIUM],
        environment=_node_path(),
        output=target,
    )


TOOLS: dict[str, Callable[[Path, Path], Iterator[Run]]] = {
    "newsbook": _newsbook,
    "single": _single,
    "pandoc-typst": _pandoc_typst,
    "pandoc-weasyprint": _pandoc_weasyprint,
    "pandoc-epub": _pandoc_epub,
    "percollate": _percollate,
    "vivliostyle": _vivliostyle,
}


def _pages(path: Path | None) -> int | None:
    if path is None or path.suffix != ".pdf" or not path.exists():
        return None
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))


def _size_mb(path: Path | None) -> float | None:
    if path is None or not path.exists():
        return None
    return path.stat().st_size / 2**20


def bench(
    corpus: str, tools: list[str], repeat: int, work: Path, limit_s: float
) -> tuple[list[str], dict[str, measure.Cost]]:
    """Return the Markdown table of one corpus, and what each run cost."""
    kind, count = corpus.split(":")
    project = work / f"{kind}-{count}"
    corpora.write(kind, int(count), project)
    place = work / f"{kind}-{count}-out"
    place.mkdir(parents=True, exist_ok=True)
    runs = [run for name in tools for run in TOOLS[name](project, place)]
    costs: dict[str, list[measure.Cost]] = {run.name: [] for run in runs}
    for _ in range(repeat):
        for run in runs:
            run.prepare()
            cost = measure.run(
                run.command, environment=run.environment, base=_plain(), limit_s=limit_s
            )
            costs[run.name].append(cost)
            print(f"{corpus} {run.name}: {cost.wall_s:.1f} s", file=sys.stderr, flush=True)
            if cost.code:
                print(cost.error[-600:] or f"over {limit_s:g} s", file=sys.stderr)
    middles = {
        name: measure.median(found)
        for name, found in costs.items()
        if not any(cost.code for cost in found)
    }
    return _table(corpus, runs, middles), middles


def _table(corpus: str, runs: list[Run], costs: dict[str, measure.Cost]) -> list[str]:
    base = costs.get(SINGLE) or costs[runs[0].name]
    lines = [
        f"## {corpus.replace(':', ', ')} articles",
        "",
        "| run | s | ratio | CPU s | ratio | MB, largest process | ratio | MB, all | pages | file MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        cost = costs.get(run.name)
        if cost is None:
            lines.append(f"| {run.name} | failed | | | | | | | | |")
            continue
        pages, size = _pages(run.output), _size_mb(run.output)
        lines.append(
            f"| {run.name} | {cost.wall_s:.2f} | {cost.wall_s / base.wall_s:.3f} "
            f"| {cost.cpu_s:.2f} | {cost.cpu_s / base.cpu_s:.3f} "
            f"| {cost.peak_rss_mb:.0f} | {cost.peak_rss_mb / base.peak_rss_mb:.2f} "
            f"| {cost.peak_tree_mb:.0f} | {pages or ''} | {'' if size is None else f'{size:.2f}'} |"
        )
    cold = costs.get(COLD)
    parts = [
        f"{name.removeprefix('newsbook, ')} {costs[name].wall_s / cold.wall_s:.3f} "
        f"(CPU {costs[name].cpu_s / cold.cpu_s:.3f})"
        for name in costs
        if cold is not None and name.startswith("newsbook, ") and name != COLD
    ]
    if parts:
        lines += ["", f"Of newsbook's own cold build: {'; '.join(parts)}."]
    return [*lines, ""]


def _growth(results: dict[str, dict[str, measure.Cost]]) -> list[str]:
    """Return the growth exponents between the smallest and the largest corpus of each kind."""
    lines = []
    sizes: dict[str, list[int]] = {}
    for corpus in results:
        kind, count = corpus.split(":")
        sizes.setdefault(kind, []).append(int(count))
    for kind, counts in sizes.items():
        low, high = min(counts), max(counts)
        small, large = results[f"{kind}:{low}"], results[f"{kind}:{high}"]
        if low < high:
            lines += [f"## Growth of processor time, {kind}, {low} to {high} articles", ""]
            lines += [
                f"* {name}: exponent "
                f"{math.log(large[name].cpu_s / small[name].cpu_s) / math.log(high / low):.2f}"
                for name in small
                if name in large
            ]
            lines.append("")
    return lines


def _machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()} "
        f"{platform.release().split('-')[0]}, Python {platform.python_version()}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="*", default=["mixed:10", "mixed:50"])
    parser.add_argument("--only", nargs="+", choices=list(TOOLS), default=list(TOOLS))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900, help="seconds a run may take")
    parser.add_argument("--write", action="store_true", help="write bench/results.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsbook-bench-") as folder:
        before = os.getloadavg()[0]
        lines: list[str] = []
        results = {}
        for corpus in options.corpora:
            table, results[corpus] = bench(
                corpus, options.only, options.repeat, Path(folder), options.limit
            )
            lines += table
        lines += _growth(results)
    said = (
        f"Machine: {_machine()}. Median of {options.repeat}, runs alternating; ratios are to "
        f"{SINGLE}. Load of the machine by other work when it began: {before:.1f}."
    )
    lines = ["# Measurements", "", said, "", *lines]
    text = "\n".join(lines)
    print(text)
    if options.write:
        (HERE / "results.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
