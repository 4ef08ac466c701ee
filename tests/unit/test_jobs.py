"""Units through processes: order, blame for a unit's death, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import forkserver
from pathlib import Path

import pytest

from newsbook.errors import OutputError
from newsbook.jobs import Processes, available_cores, starting
from newsbook.work import serially
from tests.support.work_units import collected, double, only_at_home, square, touch, trouble


def failed(unit: str, reason: str) -> str:
    return f"{unit} {reason}"


def test_results_come_in_order_and_from_other_processes() -> None:
    with Processes(2) as run:
        results = list(run(double, 1, range(20), failed=lambda u, r: (0, 0)))

    assert [value for value, _ in results] == [2 * n + 1 for n in range(20)]
    assert os.getpid() not in {pid for _, pid in results}


def test_serially_gives_the_same() -> None:
    results = serially(double, 1, range(5), failed=lambda u, r: (0, 0))

    assert [value for value, _ in results] == [1, 3, 5, 7, 9]


def test_processes_are_recycled() -> None:
    with Processes(1, recycle=3) as run:
        results = list(run(double, 0, range(7), failed=lambda u, r: (0, 0)))

    assert [value for value, _ in results] == [2 * n for n in range(7)]
    assert len({pid for _, pid in results}) == 3


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("crash", "crashed the typesetting process (Segmentation fault)"),
        ("vanish", "killed the typesetting process (out of memory?)"),
        ("hang", "took longer than 1 seconds"),
        ("memory", "wants more memory than there is"),
        ("deep", "is nested too deeply"),
    ],
)
def test_a_unit_that_dies_is_named_and_the_others_go_on(unit: str, reason: str) -> None:
    units = ["a", "b", unit, "c", "d", "e"]
    with Processes(2, seconds=1.0) as run:
        results = list(run(trouble, None, units, failed=failed))

    assert results == ["A", "B", f"{unit} {reason}", "C", "D", "E"]


def test_several_units_that_die() -> None:
    units = ["vanish", "a", "crash", "vanish", "b", "crash"]
    with Processes(2, seconds=5.0) as run:
        results = list(run(trouble, None, units, failed=lambda u, r: f"{u}!"))

    assert results == ["vanish!", "A", "crash!", "vanish!", "B", "crash!"]


def test_a_bug_is_raised_here() -> None:
    with Processes(2) as run, pytest.raises(KeyError, match="bug"):
        list(run(trouble, None, ["a", "bug"], failed=failed))


def test_one_pool_serves_several_rounds_with_other_shared_values() -> None:
    with Processes(2) as run:
        for shared in (10, 20):
            results = list(run(double, shared, [1, 2], failed=lambda u, r: (0, 0)))
            assert [value for value, _ in results] == [2 + shared, 4 + shared]


def test_giving_up_half_way_leaves_no_process() -> None:
    with Processes(2) as run:
        results = iter(run(double, 0, range(50), failed=lambda u, r: (0, 0)))
        _, pid = next(results)
        del results

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_units_no_process() -> None:
    with Processes(2) as run:
        assert list(run(double, 0, [], failed=lambda u, r: (0, 0))) == []


def test_there_is_a_core() -> None:
    assert available_cores() >= 1


def test_processes_stay_warm_between_rounds() -> None:
    with Processes(1) as run:
        rounds = [list(run(double, 5, [1, 2], failed=lambda u, r: (0, 0))) for _ in range(2)]

    assert len({pid for results in rounds for _, pid in results}) == 1


def test_units_begin_before_anyone_asks_for_them(tmp_path: Path) -> None:
    with Processes(1) as run:
        results = run(touch, str(tmp_path), ["a"], failed=lambda u, r: r)
        for _ in range(600):
            if (tmp_path / "a").exists():
                break
            time.sleep(0.05)
        assert (tmp_path / "a").exists()
        assert list(results) == ["a"]


def test_something_is_done_beside() -> None:
    with Processes(1) as run:
        wait_for = run.beside(square, 7)
        results = list(run(double, 0, [1, 2], failed=lambda u, r: (0, 0)))
        assert [value for value, _ in results] == [2, 4]
        value, pid = wait_for()

    assert value == 49
    assert pid != os.getpid()


@pytest.mark.parametrize("what", ["vanish", "bug", "function"])
def test_what_no_process_can_do_is_done_here(what: str) -> None:
    given = (lambda: 1) if what == "function" else what
    with Processes(1) as run:
        wait_for = run.beside(only_at_home, (os.getpid(), given))
        assert wait_for() == (os.getpid(), given)


def test_what_is_done_beside_survives_the_death_of_a_unit() -> None:
    with Processes(1) as run:
        wait_for = run.beside(square, 5)
        units = ["a", "vanish", "b"]
        assert list(run(trouble, None, units, failed=lambda u, r: f"{u}!")) == ["A", "vanish!", "B"]
        assert wait_for()[0] == 25


def test_a_bug_beside_is_raised_here() -> None:
    with Processes(1) as run:
        wait_for = run.beside(square, "seven")
        with pytest.raises(TypeError):
            wait_for()


SCRIPT = """
from newsbook.jobs import Processes, wake
from tests.support.work_units import double
wake(["newsbook.work"])
with Processes(2) as run:
    results = list(run(double, 1, range(4), failed=lambda u, r: (0, 0)))
print([value for value, _ in results])
"""


@pytest.mark.parametrize("length", [60, 95, 240])
def test_a_long_temporary_folder_is_no_obstacle(tmp_path: Path, length: int) -> None:
    folder = tmp_path / ("x" * max(1, length - len(str(tmp_path))))
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "TMPDIR": str(folder)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("[1, 3, 5, 7]\n", "")
    assert list(folder.iterdir()) == [], "nothing is left behind"


def test_without_a_folder_for_sockets_workers_start_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_folders", lambda: iter(()))
    with Processes(1, preload=["newsbook.work"]) as run:
        results = list(run(double, 1, [1, 2], failed=lambda u, r: (0, 0)))

    assert [value for value, _ in results] == [3, 5]


def killed_while_it_starts_a_process(seconds: float = 0.5) -> threading.Thread:
    """Stop the fork server, and kill it after some seconds."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    os.kill(server, signal.SIGSTOP)
    thread = threading.Thread(target=lambda: (time.sleep(seconds), os.kill(server, signal.SIGKILL)))
    thread.start()
    return thread


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server")
@pytest.mark.parametrize("how", ["warm", "cold", "beside"])
def test_a_server_that_dies_while_it_starts_a_process_is_replaced(how: str) -> None:
    with Processes(2, preload=["newsbook.work"]) as run:
        starting.start_server()
        thread = killed_while_it_starts_a_process()
        if how == "warm":
            run.warm_up("newsbook.work")
        if how == "beside":
            assert run.beside(abs, -3)() == 3
        results = list(run(double, 1, range(4), failed=lambda u, r: (0, 0)))
        thread.join()

    assert [value for value, _ in results] == [1, 3, 5, 7]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server")
def test_a_system_that_starts_no_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(forkserver, "connect_to_new_process", refused)
    with (
        Processes(2, preload=["newsbook.work"]) as run,
        pytest.raises(OutputError, match=r"no process can be started: .*temporarily unavailable"),
    ):
        list(run(double, 1, range(4), failed=lambda u, r: (0, 0)))


def test_temporary_files_that_were_swept_away_are_told() -> None:
    with Processes(1) as run:
        list(run(double, 1, [1], failed=lambda u, r: (0, 0)))
        shutil.rmtree(run._folder)
        with pytest.raises(OutputError, match="temporary files"):
            list(run(double, 2, [1], failed=lambda u, r: (0, 0)))


BROKEN_OFF = """\
import sys, time
from newsbook.jobs import Processes

def main():
    with Processes(2) as run:
        for _ in range(2):
            run.beside(bytes, 300 * 2**20)
        time.sleep(float(sys.argv[1]))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("seconds", [0.8, 1.2])
def test_a_process_ended_while_it_hands_over_holds_nobody_up(
    tmp_path: Path, seconds: float
) -> None:
    script = tmp_path / "broken_off.py"
    script.write_text(BROKEN_OFF)
    subprocess.run([sys.executable, str(script), str(seconds)], check=True, timeout=60)


def test_garbage_is_gathered_when_nobody_waits() -> None:
    with Processes(1) as run:
        enabled, first, frozen = run.beside(collected, None)()
        second = run.beside(collected, None)()[1]
        third = run.beside(collected, None)()[1]

    assert not enabled
    assert frozen > 1_000, "what was imported is not looked through"
    assert (second, third) == (first + 1, first + 2), "once before each"
