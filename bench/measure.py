"""From a command to what its whole process tree cost: wall, CPU, peak memory.

CPU seconds are the larger of what the kernel accounts to waited-for children and the sum last seen
over the tree (a browser's helpers are not always waited for). Memory is twofold: `peak_rss_mb` of
the largest single process, `peak_tree_mb` the peak of the summed proportional set sizes.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HZ = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one run cost; `code` is its exit status."""

    code: int
    wall_s: float
    cpu_s: float
    peak_rss_mb: float
    peak_tree_mb: float
    error: str = ""


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of `costs`, each figure by itself."""
    names = ("wall_s", "cpu_s", "peak_rss_mb", "peak_tree_mb")
    return Cost(0, *(statistics.median(getattr(cost, name) for cost in costs) for name in names))


def _tree(root: int) -> dict[int, float]:
    """Return the processes below `root` with the CPU seconds each has used."""
    parents: dict[int, list[int]] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.name))
        seconds[int(entry.name)] = (int(fields[11]) + int(fields[12])) / HZ
    found: dict[int, float] = {}
    todo = [root]
    while todo:
        process = todo.pop()
        if process in found or process not in seconds:
            continue
        found[process] = seconds[process]
        todo += parents.get(process, [])
    return found


def _memory_kb(process: int, key: str) -> int:
    name = "smaps_rollup" if key == "Pss" else "status"
    try:
        for line in Path(f"/proc/{process}/{name}").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    base: Mapping[str, str] | None = None,
    limit_s: float = 900,
) -> Cost:
    """Run `command` and return what it cost; `environment` is added to `base` (this process's own).
    A run over `limit_s` seconds is killed (code -9)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**(os.environ if base is None else base), **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stderr is not None
    os.set_blocking(process.stderr.fileno(), False)
    seen: dict[int, float] = {}
    tree_kb = single_kb = 0
    last = 0.0
    errors = b""
    while process.poll() is None:
        live = _tree(process.pid)
        for pid, used in live.items():
            seen[pid] = max(seen.get(pid, 0), used)
        now = time.monotonic()
        if now - last > 0.25:
            tree_kb = max(tree_kb, sum(_memory_kb(pid, "Pss") for pid in live))
            single_kb = max([single_kb, *(_memory_kb(pid, "VmHWM") for pid in live)])
            last = now
        errors = (errors + (process.stderr.read() or b""))[-4000:]
        if now - start > limit_s:
            os.killpg(process.pid, 9)
        time.sleep(0.1)
    wall = time.monotonic() - start
    errors = (errors + (process.stderr.read() or b""))[-4000:]
    process.stderr.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    waited = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(
        code=process.returncode,
        wall_s=wall,
        cpu_s=max(waited, sum(seen.values())),
        peak_rss_mb=single_kb / 1024,
        peak_tree_mb=tree_kb / 1024,
        error=errors.decode("utf-8", "replace").strip() if process.returncode else "",
    )
