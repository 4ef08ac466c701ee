"""From tests that were skipped to failures, where every program is said to be there.

With `NEWSBOOK_TOOLS=all` in the environment, as in CI, a test that is skipped because a program is
missing fails: a check that is left out in silence proves nothing.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

# What no installation can help.
ALLOWED = ("no file systems can be mounted here",)


def _unskipped(report: Any) -> Any:
    if os.environ.get("NEWSBOOK_TOOLS") != "all" or not report.skipped:
        return report
    if hasattr(report, "wasxfail"):
        return report
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if why.removeprefix("Skipped: ") not in ALLOWED:
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} would be skipped, and every program should be here: {why}"
        )
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _unskipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _unskipped((yield))
