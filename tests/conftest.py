"""Which tests `make check` leaves to `make test`: those that start processes, typeset, or fuzz."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ("tests.support.skips",)

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
