"""Tests that share what is expensive run in one process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import os
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range(4))
def test_it(number):
    with (Path(__file__).parents[{up}] / Path(__file__).stem).open("a") as out:
        out.write(f"{{os.getpid()}} ")
"""


def test_files_and_folders_that_share_stay_in_one_process(tmp_path: Path) -> None:
    for name, up in {"books/test_a": 2, "books/test_b": 2, "test_c": 1, "test_d": 1}.items():
        file = tmp_path / "tests" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TESTS.format(up=up), "utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "tests.support.workers",
            "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile",
            "--rootdir", str(tmp_path), "tests",
        ],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert "16 passed" in done.stdout, done.stdout + done.stderr
    ran = {name: (tmp_path / name).read_text().split() for name in ("test_a", "test_b", "test_c")}
    assert [len(numbers) for numbers in ran.values()] == [4, 4, 4]
    assert len({*ran["test_a"], *ran["test_b"]}) == 1
    assert len(set(ran["test_c"])) == 1
    assert ran["test_a"][0] != ran["test_c"][0]
