"""Where every program is said to be there, no test is skipped for want of one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

@pytest.mark.skipif(True, reason="Ghostscript is not installed")
def test_marked(): pass

def test_called(): pytest.skip("EPUBCheck is not installed")

def test_allowed(): pytest.skip("no file systems can be mounted here")

def test_passing(): pass

@pytest.mark.xfail(reason="known")
def test_expected(): assert False
"""
MODULE = "import pytest\npytest.importorskip('a_package_nobody_has')\n"


@pytest.mark.parametrize(("tools", "outcome"), [("all", "failed"), ("", "skipped")])
def test_skipped_tests_fail_where_all_is_there(tools: str, outcome: str, tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, "utf-8")
    (tmp_path / "test_whole.py").write_text(MODULE, "utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-ra", "-p", "tests.support.skips",
            "-p", "no:cacheprovider", "--rootdir", str(tmp_path),
            "--continue-on-collection-errors", str(tmp_path),
        ],
        cwd=ROOT, env={**os.environ, "NEWSBOOK_TOOLS": tools}, capture_output=True, text=True,
    )  # fmt: skip
    said = done.stdout
    assert "Ghostscript is not installed" in said
    assert "a_package_nobody_has" in said
    if outcome == "failed":
        assert "1 failed, 1 passed, 1 skipped, 1 xfailed, 2 errors" in said
    else:
        assert "1 passed, 4 skipped, 1 xfailed" in said
