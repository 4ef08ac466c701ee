"""Units on the workers of a real Dask cluster on this machine: a scheduler and three processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsbook.build import Order, build
from newsbook.errors import EngineError, UsageError
from newsbook.jobs import Cluster
from tests.support.newsroom import Newsroom
from tests.support.work_units import die_once, double, trouble

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 3
QUIET = {
    "DASK_DISTRIBUTED__DASHBOARD__ENABLED": "False",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_LOGGING__DISTRIBUTED": "error",
}


def start(*words: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        env={**os.environ, **QUIET, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the scheduler, which has three workers with a nanny each."""
    folder = tmp_path_factory.mktemp("dask")
    scheduler = start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
        "--no-dashboard", "--scheduler-file", str(folder / "scheduler.json"),
    )  # fmt: skip
    workers = [
        start(
            "distributed.cli.dask_worker", "--scheduler-file", str(folder / "scheduler.json"),
            "--nworkers", str(WORKERS), "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(folder),
        )
    ]  # fmt: skip
    try:
        yield _address(folder / "scheduler.json", scheduler)
    finally:
        for process in (*workers, scheduler):
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _address(file: Path, scheduler: subprocess.Popen[str]) -> str:
    for _ in range(600):
        if file.exists() and (found := re.search(r"tcp://[^\"]+", file.read_text())):
            return found[0]
        assert scheduler.poll() is None, scheduler.stderr and scheduler.stderr.read()
        time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


def failed(unit: Any, reason: str) -> Any:
    return f"{unit}: {reason}"


def test_results_come_in_order_from_several_processes(address: str) -> None:
    with Cluster(address) as run:
        results = list(run(double, 7, range(40), failed=failed))
    assert [value for value, _ in results] == [2 * n + 7 for n in range(40)]
    processes = {process for _, process in results}
    assert os.getpid() not in processes
    assert len(processes) > 1


def test_a_worker_killed_in_the_middle_costs_nothing(address: str, tmp_path: Path) -> None:
    with Cluster(address) as run:
        results = list(run(die_once, str(tmp_path / "died"), range(30), failed=failed))
    assert (tmp_path / "died").exists()
    assert results == [n * n for n in range(30)]


def test_a_unit_that_kills_every_worker_is_named_and_the_others_go_on(address: str) -> None:
    with Cluster(address) as run:
        results = list(run(trouble, None, ["a", "vanish", "b", "deep"], failed=failed))
    assert results[0] == "A"
    assert results[1] == "vanish: killed every worker it was given to"
    assert results[2] == "B"
    assert results[3] == "deep: is nested too deeply"


def test_units_suspected_beside_a_killer_are_cleared(address: str) -> None:
    units = ["vanish", "a"] * 6
    with Cluster(address) as run:
        results = list(run(trouble, None, units, failed=failed))
    assert results == ["vanish: killed every worker it was given to", "A"] * 6


def test_a_cluster_whose_workers_have_left_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"
    scheduler = start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
        "--no-dashboard", "--scheduler-file", str(file),
    )  # fmt: skip
    worker = start(
        "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-nanny",
        "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path),
    )  # fmt: skip
    try:
        with (
            Cluster(_address(file, scheduler), patience_seconds=10) as run,
            pytest.raises(EngineError, match="no workers left"),
        ):
            list(run(trouble, None, ["a", "vanish", "b"], failed=failed))
    finally:
        for process in (worker, scheduler):
            os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
            process.communicate()


def test_a_book_is_the_same_bytes_as_with_processes(address: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()

    def made(**order: Any) -> dict[str, bytes]:
        report = build(room.folder / "manifest.yml", Order(folder=tmp_path / "out", **order))
        assert report.files, report.diagnostics
        return {path.name: path.read_bytes() for path in report.files}

    assert made(scheduler=address) == made(jobs=2)


def test_the_command_line_takes_the_address(address: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    done = room.run("build", "--scheduler", address, "--no-cache")
    assert done.code == 0, done.err
    assert len(done.out.split()) == 2


def test_an_address_where_nobody_answers_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler"):
        Cluster("tcp://127.0.0.1:9", patience_seconds=1)
    done = Newsroom(tmp_path / "book").bridges().run("build", "--scheduler", "nonsense", "-q")
    assert done.code == 2
    assert "nonsense" in done.err
    assert "Traceback" not in done.err
