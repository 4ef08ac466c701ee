"""From a saved file to the page that shows it: how long the preview takes, in a real browser.

    python bench/preview.py                          the example, its longest article edited
    python bench/preview.py book/manifest.yml --article articles/one.md --times 10

Each time, a word is added to the article and the file saved; the clock stops when the browser has
drawn a picture of a page that is not the one it drew before. Needs the extra `preview`, Playwright
and Chromium. The first figure, apart, is what a cold start takes to the first page.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DRAWN = "[...document.querySelectorAll('figure')].map(f => f.dataset.drawn ?? '').join()"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("manifest", nargs="?", default=str(ROOT / "examples/silk-road"))
    parser.add_argument("--article", help="relative to the manifest (default: the longest)")
    parser.add_argument("--times", type=int, default=5)
    wanted = parser.parse_args()
    given = Path(wanted.manifest)
    folder = given if given.is_dir() else given.parent
    with tempfile.TemporaryDirectory() as place:
        book = Path(place) / "book"
        shutil.copytree(folder, book, ignore=shutil.ignore_patterns("dist"))
        texts = [p for p in book.rglob("*") if p.suffix in (".md", ".txt")]
        longest = max(texts, key=lambda p: p.stat().st_size)
        article = book / wanted.article if wanted.article else longest
        manifest = book / given.name if not given.is_dir() else book
        measure(manifest, article, wanted.times, Path(place) / "cache")
    return 0


def measure(manifest: Path, article: Path, times: int, cache: Path) -> None:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "newsbook", "preview", str(manifest), "--port", "0", "--no-open"],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address)
            page.wait_for_selector("figure[data-drawn]", timeout=600_000)
            print(f"cold start to the first page  {time.perf_counter() - began:6.2f} s")
            waiting = "document.querySelector('#status').dataset.state"
            seconds = []
            for number in range(times):
                while page.evaluate(waiting) == "working":
                    time.sleep(0.05)
                page.evaluate(
                    "slug => [...document.querySelectorAll('figure')]"
                    ".find(f => f.dataset.id.startsWith(slug))?.scrollIntoView()",
                    article.stem,
                )
                time.sleep(2.5)
                before, saved = page.evaluate(DRAWN), time.perf_counter()
                text = article.read_text("utf-8")
                spot = text.index(" ", len(text) // 2)
                article.write_text(f"{text[:spot]} word{number}{text[spot:]}", "utf-8")
                while page.evaluate(DRAWN) == before:
                    time.sleep(0.01)
                seconds.append(time.perf_counter() - saved)
                print(f"saved to shown                {seconds[-1]:6.2f} s")
            print(f"median of {times}                   {statistics.median(seconds):6.2f} s")
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


if __name__ == "__main__":
    raise SystemExit(main())
