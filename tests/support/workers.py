"""From files of tests to the processes that run them (`-n 2 --dist loadfile`).

The tests of a file, and those of the folders in `TOGETHER`, run in one process, so that what they
share (a book, a preview, a cluster) is made once.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/books/", "tests/preview/")


class Sharing(LoadScopeScheduling):
    """Gives a process a file, or a folder of `TOGETHER`, after the other, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    """Share out tests by file; other ways of `--dist` stay xdist's own."""
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return Sharing(config, log)
