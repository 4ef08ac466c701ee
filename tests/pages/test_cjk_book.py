"""A small Chinese book measured by the script that measures a large one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def test_lines_fill_their_measure_and_are_read_as_written() -> None:
    command = [sys.executable, "bench/cjk.py", "--articles", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "short by more than 0.05 em: 0   over the measure: 0" in done.stdout
    assert float(re.findall(r"median ([\d.]+) em", done.stdout)[0]) < 0.03
    readings = re.findall(r"(\d+) of (\d+) pairs of Han read apart", done.stdout)
    assert len(readings) >= 1
    for apart, pairs in readings:
        assert (apart, int(pairs) > 3000) == ("0", True), done.stdout
