"""Which tests `make check` leaves to `make test`: those that start processes, typeset, or fuzz."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

pytest_plugins = ("tests.support.skips", "tests.support.workers")

# Tests press Ctrl-C; a shell starts what runs in its background so that it does not hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

HERE = Path(__file__).resolve().parent
FOLDERS = ("books", "cli", "laws", "pages", "preview")
MODULES = (
    "test_cover", "test_editorial", "test_epub_lint", "test_exports", "test_hostile",
    "test_hostile_list", "test_jobs", "test_news", "test_preflight_pictures", "test_story",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder in FOLDERS or item.path.stem in MODULES:
            item.add_marker(pytest.mark.slow)
    # Quick files last: they fill what time one process has left when the other is still busy.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
