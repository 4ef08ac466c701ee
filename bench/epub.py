"""From 2,000 articles to the seconds and megabytes that packing and checking their EPUB take.

    python bench/epub.py [ARTICLES] [--fonts] [--pages] [--profile]

Every article has 14 paragraphs (some 8 kB), a note, a link and a passage in Chinese. `--pages` adds
the page map of a print edition (3 pages an article), `--fonts` embeds subsets. Figures are
processor seconds.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime
import pstats
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from newsbook.checks.epub_check import check_epub
from newsbook.composition import Composition, PageMark
from newsbook.epub import package
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import EpubOptions
from tests.support.compositions import article_document, composition_of

SENTENCE = "There is a saying about a tree that stays green, and it is told at weddings. "
CHINESE = '<span lang="zh-Hans" xml:lang="zh-Hans">岁寒知松柏</span>'
MOMENT = datetime.datetime(2022, 4, 2, tzinfo=datetime.UTC)


def book(count: int) -> Composition:
    documents = []
    for number in range(count):
        paragraphs = [f"{n} {SENTENCE * 7}" for n in range(12)]
        paragraphs += [f"It says {CHINESE}.", f'See <a href="#a-{(number + 1) % count}">more</a>.']
        documents.append(
            article_document(
                f"a-{number}", f"Article number {number}", paragraphs, notes=["A note."],
                byline="A Writer",
            )
        )  # fmt: skip
    about = {d.name: {"authors": ({"name": "A Writer", "role": "aut"},)} for d in documents}
    return composition_of(documents, articles=about)


def pages(count: int) -> dict[str, tuple[PageMark, ...]]:
    return {
        f"a-{number}": tuple(
            PageMark(3 * number + n, str(3 * number + n + 1), offset, "")
            for n, offset in enumerate((0, 1900, 3800))
        )
        for number in range(count)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=2000)
    for name in ("fonts", "pages", "profile"):
        parser.add_argument(f"--{name}", action="store_true")
    wanted = parser.parse_args()
    made = book(wanted.articles)
    options = EpubOptions(embed_fonts="auto" if wanted.fonts else "never")
    catalogue = bundled_catalogue() if wanted.fonts else None
    page_map = pages(wanted.articles) if wanted.pages else None
    profiler = cProfile.Profile()
    start = time.process_time()
    if wanted.profile:
        profiler.enable()
    epub = package(made, options, timestamp=MOMENT, catalogue=catalogue, page_map=page_map)
    profiler.disable()
    packed = time.process_time()
    findings = check_epub(epub, name="book.epub")
    checked = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{wanted.articles} articles: packed in {packed - start:.2f} s, checked in "
        f"{checked - packed:.2f} s, {len(epub) / 1e6:.1f} MB, {len(findings)} findings, "
        f"peak {peak:.0f} MB"
    )
    if wanted.profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(30)


if __name__ == "__main__":
    main()
