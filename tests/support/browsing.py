"""A preview that runs as a user starts it, and a real Chromium that looks at it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["Session", "chromium", "previewing", "until"]

WAIT_MS = 90_000


def until(page: Page, condition: str, argument: Any = None) -> None:
    """Wait until the JavaScript `condition` holds (Playwright's own way needs `eval`, which the
    policy of the page forbids).
    """
    for _ in range(WAIT_MS // 50):
        if page.evaluate(condition, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {condition}")


class Session:
    """A running preview: its address, its project, its process."""

    def __init__(self, address: str, folder: Path, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.folder = folder
        self.process = process

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def open(self, browser: Browser, **options: Any) -> Page:
        """A page that shows the preview, once there are pages to see; errors of scripts raise."""
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 860}, **options})
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", self._raise)
        page.goto(self.address)
        self.settled(page)
        return page

    def _raise(self, error: Any) -> None:
        raise AssertionError(f"a script failed: {error}")

    def settled(self, page: Page) -> None:
        """Wait until a whole build is shown."""
        until(page, "document.querySelector('#status').dataset.state !== 'working'")

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Answer of a GET with further headers."""
        request = urllib.request.Request(self.address.rstrip("/") + path)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def end(self) -> int:
        """Interrupt it as Ctrl-C does, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@contextlib.contextmanager
def previewing(folder: Path, cache: Path, *words: str) -> Iterator[Session]:
    """Run `newsbook preview` on the project in `folder`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "newsbook", "preview", "--port", "0", "--no-open", *words],
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Session(address, folder, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        assert process.stdout is not None
        process.stdout.close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path is not None, "tools/setup test installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
