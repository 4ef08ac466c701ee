"""From a Chinese book of a hundred pages and more to how well its lines are set and read back.

    python bench/cjk.py                  45 articles of generated Chinese with Latin words in it
    python bench/cjk.py --articles 12    a smaller book
    python bench/cjk.py --manifest examples/silk-road/manifest.yml

Measured on the laid-out pages: justified lines, other than the last of a paragraph, that miss their
measure by more than 0.05 em or stand out of it; the space added between characters; distances of
baselines. Measured on the PDF, by pdftotext, MuPDF and PDFium: gaps read as spaces between Han
characters, and invisible characters. The same figures are asserted on a small book in
`tests/pages/test_cjk_book.py`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import corpora

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from newsbook.build import Order, prepare  # noqa: E402
from newsbook.build.desk import Desk  # noqa: E402
from newsbook.build.pouring import pour  # noqa: E402
from newsbook.build.stages import Stages  # noqa: E402
from newsbook.composition import Composition  # noqa: E402
from newsbook.progress import SILENT  # noqa: E402
from tests.support.pages import Line, laid_out, lines_of, overfull, short_lines  # noqa: E402

SHORT_EM, MEDIAN_EM, BASELINE_PT = 0.05, 0.03, 0.01
PX = 4 / 3
HAN = "[\u3400-\u9fff\uf900-\ufaff，。、；：！？“”（）《》]"


@dataclass(frozen=True)
class Lines:
    """How the lines of a book are set; lengths are em, but for baselines (pt)."""

    pages: int
    lines: int
    justified: int
    short: int
    over: int
    median: float
    most: float
    baseline: float


@dataclass(frozen=True)
class Reading:
    """What one program reads: pairs of Han side by side in a line, and spaces between them."""

    pairs: int
    spaced: int
    invisible: int


def project(folder: Path, articles: int) -> Path:
    """Write a Chinese book with Latin words, figures, quotations and notes; return its manifest."""
    manifest = corpora.write("zh", 0, folder)
    for number in range(articles):
        text = corpora.article(number, "zh", articles, True)
        (folder / "articles" / f"a{number:04d}.md").write_text(text, "utf-8")
    return manifest


def poured(manifest: Path) -> Composition:
    """Return the composition of the print output of a manifest."""
    order = Order(formats=("print",), cache=None)
    book, report = prepare(manifest, order)
    if book is None:
        raise SystemExit("\n".join(d.message for d in report.diagnostics))
    (output,) = [o for o in book.manifest.outputs if o.name == "print"]
    return pour(book, output, Desk(order, SILENT, lambda: 0.0, Stages(None))).composition


def body_lines(composition: Composition, folder: Path) -> Iterator[list[Line]]:
    """Yield the lines of each unit."""
    for page_boxes in laid_out(composition, folder):
        yield list(lines_of(page_boxes))


def measured(units: Sequence[list[Line]]) -> Lines:
    """Return what the lines of Chinese and Japanese paragraphs come to."""
    pages = sum(max((line.page for line in unit), default=-1) + 1 for unit in units)
    lines = [line for unit in units for line in unit if line.tag == "p"]
    ours = [line for line in lines if line.language.startswith(("zh", "ja"))]
    justified = [line for line in ours if line.align == "justify" and not line.last]
    spacing = [line.spacing / line.font_size for line in justified]
    off = [
        abs(b.baseline - a.baseline - a.height)
        for unit in units
        for a, b in pairwise(unit)
        if a.page == b.page and a.tag == b.tag == "p" and not a.last
        and a.align == b.align == "justify" and abs(a.height - b.height) < 2
        and b.baseline > a.baseline
    ]  # fmt: skip
    return Lines(
        pages=pages,
        lines=len(lines),
        justified=len(justified),
        short=len(short_lines(ours, SHORT_EM)),
        over=len(overfull(ours)),
        median=statistics.median(spacing),
        most=max(spacing),
        baseline=max(off) / PX,
    )


def texts(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of a PDF as each program there is reads it."""
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
        yield "pdftotext", done.stdout.decode()
    if shutil.which("mutool"):
        command = ["mutool", "draw", "-q", "-F", "txt", str(file)]
        done = subprocess.run(command, capture_output=True, check=True)
        yield "MuPDF", done.stdout.decode()
    import pypdfium2

    with pypdfium2.PdfDocument(file) as pdf:
        yield "PDFium", "\n".join(page.get_textpage().get_text_range() for page in pdf)


def read(text: str) -> Reading:
    """Count what stands between Han characters of one line."""
    return Reading(
        pairs=len(re.findall(f"{HAN}(?={HAN})", text)),
        spaced=len(re.findall(f"{HAN}[ \u00a0\t]+(?={HAN})", text)),
        invisible=sum(text.count(c) for c in "\u200b\u2060\ufeff"),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=45)
    parser.add_argument("--manifest", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = options.manifest or project(folder / "project", options.articles)
        found = measured(list(body_lines(poured(manifest.resolve()), folder)))
        print(f"pages {found.pages}, lines {found.lines}, justified Chinese {found.justified}")
        print(f"  short by more than {SHORT_EM} em: {found.short}   over the measure: {found.over}")
        print(f"  added between characters: median {found.median:.4f} em, most {found.most:.3f} em")
        print(f"  baselines off the step by at most {found.baseline:.4f} pt")
        build = [sys.executable, "-m", "newsbook", "build", str(manifest), "-o", name, "-q"]
        subprocess.run([*build, "-f", "print", "--no-cache"], check=True, capture_output=True)
        (file,) = folder.glob("*-print.pdf")
        readings = {program: read(text) for program, text in texts(file)}
        for program, reading in readings.items():
            rate = reading.spaced / max(1, reading.pairs)
            print(f"  {program}: {reading.spaced} of {reading.pairs} pairs of Han read apart "
                  f"({rate:.5%}), {reading.invisible} invisible characters")  # fmt: skip
    good = found.short == found.over == 0 and found.median < MEDIAN_EM
    good = good and found.baseline < BASELINE_PT and not any(r.invisible for r in readings.values())
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
