"""From programs that may be on this machine to their paths: Chromium, and what npm installed."""

from __future__ import annotations

import shutil
import subprocess
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
    if not found.exists() or shutil.which("node") is None:
        pytest.skip(f"{path} is not installed: tools/setup test")
    return found


def node_is_at_least(major: int) -> None:
    """Skips the test where Node is older (Debian 12 has 18)."""
    done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    if int(done.stdout.strip().lstrip("v").split(".")[0]) < major:
        pytest.skip(f"needs Node {major}, and {done.stdout.strip()} is here")
