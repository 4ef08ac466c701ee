"""From programs that may be on this machine to their paths: Chromium, and what npm installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

READERS = Path(__file__).resolve().parents[1] / "readers"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of Chromium; skips the test where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed: tools/setup test")
    return found


def from_npm(path: str) -> Path:
    """A file that npm installed; skips the test where it is not there."""
    found = READERS / "node_modules" / path
    if not found.exists():
        pytest.skip(f"{path} is not installed: tools/setup test")
    return found


def node() -> Path:
    """The Node that npm installed, for programs that need a newer one than the system has."""
    return from_npm(".bin/node")
