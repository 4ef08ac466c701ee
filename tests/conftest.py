"""Shared set-up: tests listed in `known-failures.txt` are reported as expected failures."""

from __future__ import annotations

from pathlib import Path

import pytest

_LISTED = tuple(
    line
    for line in (Path(__file__).parent / "known-failures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(_LISTED):
            reason = "of an unfinished part: tests/known-failures.txt"
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))
