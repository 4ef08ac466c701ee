"""A reading system in the browser opens the books: contents, notes, narrow screens, fonts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.books.conftest import Build
from tests.support.books import NAMES
from tests.support.browsers import READERS, chromium, from_npm

pytestmark = pytest.mark.slow


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which `folder` is served, while inside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from_npm("foliate-js/view.js")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def reader(
    browser: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, Path]]:
    """A page with the reader at 360 px, and the folder from which it opens books."""
    (tmp_path / "node_modules").symlink_to(READERS / "node_modules")
    shutil.copy(READERS / "reader.html", tmp_path)
    with served(tmp_path) as address:
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(f"{address}/reader.html")
        page.wait_for_function("window.ready")
        yield page, tmp_path
        page.close()


def opened(reader: tuple[Page, Path], epub: Path, flow: str = "scrolled") -> tuple[Page, int]:
    page, folder = reader
    shutil.copy(epub, folder / "book.epub")
    return page, page.evaluate(f"openBook('book.epub', '{flow}')")


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_the_contents_leads_to_its_words(
    name: str, build_book: Build, reader: tuple[Page, Path]
) -> None:
    page, _ = opened(reader, build_book(name).epubs["epub"])
    entries = page.evaluate(
        """async () => {
            const flat = items => items.flatMap(i => [i, ...flat(i.subitems ?? [])])
            const found = []
            for (const { label, href } of flat(view.book.toc)) {
                const { index, anchor } = view.resolveNavigation(href)
                await view.goTo(href)
                const target = anchor?.(doc()) ?? doc().body
                found.push([label, view.renderer.getContents()[0].index === index,
                            (target.closest?.('section') ?? target).textContent ?? ''])
            }
            return found
        }"""
    )
    assert entries
    for label, arrived, text in entries:
        assert arrived, label
        assert squeezed(label)[:20] in squeezed(text), label


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_a_telephone(
    name: str, build_book: Build, reader: tuple[Page, Path]
) -> None:
    page, count = opened(reader, build_book(name).epubs["epub"])
    wide = page.evaluate(
        """async count => {
            const found = []
            for (let index = 0; index < count; index++) {
                await view.goTo(index)
                const root = doc().documentElement, limit = root.clientWidth + 1
                if (root.scrollWidth <= limit) continue
                const first = [...doc().body.querySelectorAll('*')]
                    .find(e => e.getBoundingClientRect().right > limit)
                found.push([view.book.sections[index].id, root.scrollWidth, limit,
                            first?.outerHTML.slice(0, 160)])
            }
            return found
        }""",
        count,
    )
    assert wide == []


def test_notes_open_in_place(build_book: Build, reader: tuple[Page, Path]) -> None:
    page, _ = opened(reader, build_book("everything").epubs["epub"])
    for target, words in (("blocks-fn-3", "A long note."), ("long-fn-1", "A note in the middle.")):
        note = page.evaluate(
            """async target => {
                window.note = null
                const index = view.book.sections.findIndex(s => s.id.endsWith(
                    target.startsWith('long') ? 'long.xhtml' : 'blocks.xhtml'))
                await view.goTo(index)
                const call = doc().querySelector(`a[href$="#${target}"]`)
                call.click()
                for (let n = 0; n < 100 && !window.note && !window.failure; n++)
                    await new Promise(done => setTimeout(done, 50))
                return [window.note, window.failure ?? null]
            }""",
            target,
        )
        assert note[1] is None
        assert words in note[0]


FACES = {
    "hans": "Noto Serif CJK SC", "hant": "Noto Serif CJK TC",
    "ja": "Noto Serif CJK JP", "ko": "Noto Serif CJK KR",
}  # fmt: skip


def test_chinese_japanese_and_korean_are_drawn_by_their_own_faces(
    build_book: Build, reader: tuple[Page, Path]
) -> None:
    page, _ = opened(reader, build_book("everything").epubs["epub"])
    for name, family in FACES.items():
        loaded = page.evaluate(
            """async name => {
                await view.goTo(view.book.sections.findIndex(s => s.id.endsWith(`/${name}.xhtml`)))
                await doc().fonts.ready
                const p = doc().querySelector('.body p')
                return [getComputedStyle(p).fontFamily,
                        [...doc().fonts].filter(f => f.status === 'loaded').map(f => f.family)]
            }""",
            name,
        )
        assert any(family in face for face in loaded[1]), (name, loaded)
        assert family in loaded[0]
