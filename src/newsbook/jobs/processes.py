"""From units of work to results through worker processes of this machine.

Processes are `concurrent.futures`' own, started by a fork server that has imported what the work
needs. What is added here is blame: a unit that crashes its process, hangs or wants too much memory
is found, replaced by what `failed` makes of it, and the others go on. Each worker notes in a file
which unit it does; `faulthandler` appends to that file when the process dies or takes too long.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import hashlib
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from newsbook.jobs.starting import start_method

__all__ = ["OUT_OF_MEMORY", "TOO_DEEP", "Processes", "available_cores", "wake"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# Units a process does before the garbage collector, off meanwhile, runs: it would otherwise take a
# fifth of the time of typesetting.
_COLLECT_EVERY = 10
OUT_OF_MEMORY = "wants more memory than there is"
TOO_DEEP = "is nested too deeply"


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def _memory_limit(workers: int) -> int:
    """Return the bytes of address space one of `workers` may take: a fair share, 2 GB at least."""
    try:
        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0
    return max(2 * 2**30, int(physical * 0.8) // workers)


# ---------------------------------------------------------------- in a worker
@dataclass(slots=True)
class _Worker:
    """What a worker process knows: its note, how long a unit may take, and the shared value it
    loaded last with the file it came from.
    """

    note: IO[bytes]
    seconds: float
    done: int = 0
    shared_file: str = ""
    shared: Any = None

    def load(self, shared_file: str) -> Any:
        """Return the shared value in a file."""
        if shared_file != self.shared_file:
            with Path(shared_file).open("rb") as file:
                self.shared = pickle.load(file)
            self.shared_file = shared_file
            gc.collect()
            gc.freeze()
        return self.shared


_worker: _Worker | None = None


def _begin(notes: str, seconds: float, memory: int) -> None:
    """Prepare a worker process."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    note = (Path(notes) / str(os.getpid())).open("wb", buffering=0)
    faulthandler.enable(note)
    if memory and sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    gc.disable()
    _worker = _Worker(note, seconds)


def _do(
    function: Callable[[Any, Any], Any], shared_file: str, unit: Any, index: int
) -> tuple[bool, Any]:
    """Do one unit in a worker: (True, result), or (False, reason) where it is the unit's fault."""
    worker = _worker
    assert worker is not None
    worker.note.seek(0)
    worker.note.truncate()
    worker.note.write(b"%d\n" % index)
    faulthandler.dump_traceback_later(worker.seconds, exit=True, file=worker.note)
    try:
        return True, function(worker.load(shared_file), unit)
    except MemoryError:
        return False, OUT_OF_MEMORY
    except RecursionError:
        return False, TOO_DEEP
    finally:
        faulthandler.cancel_dump_traceback_later()
        worker.note.seek(0)
        worker.note.truncate()
        worker.done += 1
        if worker.done % _COLLECT_EVERY == 0:
            gc.collect()


# ---------------------------------------------------------------- in the parent
def _read_notes(folder: Path, seconds: float) -> tuple[dict[int, str], set[int]]:
    """Return the units that are to blame, with the reason, and those merely under way."""
    guilty: dict[int, str] = {}
    under_way: set[int] = set()
    for path in sorted(folder.iterdir()):
        head, _, rest = path.read_bytes().partition(b"\n")
        path.unlink()
        if not head.isdigit():
            continue
        text = rest.decode("utf-8", "replace").strip()
        if text.startswith("Timeout"):
            guilty[int(head)] = f"took longer than {seconds:g} seconds"
        elif text:
            what = text.splitlines()[0].removeprefix("Fatal Python error: ")
            guilty[int(head)] = f"crashed the typesetting process ({what})"
        else:
            under_way.add(int(head))
    return guilty, under_way


def wake(preload: Sequence[str]) -> None:
    """Let the fork server import the modules `preload` while this process does something else.

    A `Processes` made later with the same `preload` finds it awake.
    """
    if start_method() == "forkserver":
        from multiprocessing import forkserver

        multiprocessing.set_forkserver_preload(list(preload))
        forkserver.ensure_running()


class Processes:
    """A `Run` over worker processes of this machine; use it as a context manager.

    `jobs` is the number of processes; a unit may take `seconds` and its process `memory_bytes` of
    address space (0: no limit). After `recycle` units per process, fresh ones take over.
    `preload` names modules that the fork server imports before it makes workers.
    """

    def __init__(
        self,
        jobs: int,
        *,
        seconds: float = 900.0,
        memory_bytes: int | None = None,
        recycle: int = 200,
        preload: Sequence[str] = (),
    ) -> None:
        self._jobs = max(1, jobs)
        self._seconds = seconds
        self._memory = _memory_limit(self._jobs) if memory_bytes is None else memory_bytes
        self._recycle = max(1, recycle)
        method = start_method()
        self._context = multiprocessing.get_context(method)
        if preload and method == "forkserver":
            self._context.set_forkserver_preload(list(preload))
        self._folder = Path(tempfile.mkdtemp(prefix="newsbook-"))
        self._pool: ProcessPoolExecutor | None = None
        self._submitted = 0
        self._shared = ""
        self._warming: threading.Thread | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def warm_up(self) -> None:
        """Let processes start and import what they need, while this one does something else."""

        def start() -> None:
            with contextlib.suppress(BrokenProcessPool, RuntimeError):
                for _ in range(self._jobs):
                    pool.submit(os.getpid)

        pool = self._start()
        self._warming = threading.Thread(target=start, daemon=True)
        self._warming.start()

    def __call__(
        self,
        function: Callable[[S, T], R],
        shared: S,
        units: Sequence[T],
        *,
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        """Yield the results in order (see `work.Run`)."""
        if not units:
            return
        self._share(shared)
        whole = False
        try:
            yield from self._all(function, units, failed)
            whole = True
        finally:
            if not whole:
                self._stop()

    def _share(self, shared: Any) -> None:
        """Lay down `shared` for the workers, which load it when they do the next unit."""
        data = pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL)
        path = self._folder / f"shared-{hashlib.sha256(data).hexdigest()[:16]}"
        if not path.exists():
            path.write_bytes(data)
        self._shared = str(path)

    def _all(
        self, function: Callable[[S, T], R], units: Sequence[T], failed: Callable[[T, str], R]
    ) -> Iterator[R]:
        settled: dict[int, R] = {}
        waiting = deque(range(len(units)))
        suspects: deque[int] = deque()
        position = 0
        while waiting or suspects:
            # After a death nobody owns up to, those under way are done again one at a time.
            alone = bool(suspects)
            batch = deque([suspects.popleft()]) if alone else waiting
            for index, outcome in self._some(function, units, batch, alone=alone):
                if isinstance(outcome, _Death):
                    settled.update({i: failed(units[i], why) for i, why in outcome.guilty.items()})
                    suspects.extend(outcome.suspects)
                    waiting.extendleft(reversed(outcome.again))
                else:
                    good, value = outcome
                    settled[index] = value if good else failed(units[index], value)
                while position in settled:
                    yield settled.pop(position)
                    position += 1

    def _some(
        self,
        function: Callable[[Any, Any], Any],
        units: Sequence[Any],
        queue: deque[int],
        *,
        alone: bool,
    ) -> Iterator[tuple[int, Any]]:
        """Yield `(index, outcome)` as units of `queue` are done, until it is empty or a worker
        dies; the last outcome is then a `_Death`.
        """
        pool = self._start()
        running: dict[Future[Any], int] = {}
        while queue or running:
            while queue and len(running) < 2 * self._jobs:
                if self._submitted >= self._recycle * self._jobs:
                    break
                index = queue.popleft()
                self._submitted += 1
                try:
                    future = pool.submit(_do, function, self._shared, units[index], index)
                    running[future] = index
                except BrokenProcessPool:
                    queue.appendleft(index)
                    break
            if not running:
                self._stop()
                pool = self._start()
                continue
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = False
            for future in sorted(done, key=lambda f: running[f]):
                if isinstance(future.exception(), BrokenProcessPool):
                    broken = True
                    continue
                yield running.pop(future), future.result()
            if broken:
                yield -1, self._death(sorted(running.values()), alone=alone)
                return

    def _death(self, unfinished: list[int], *, alone: bool) -> _Death:
        """Find out which of the units under way killed a worker."""
        self._stop()
        guilty, under_way = _read_notes(self._notes, self._seconds)
        guilty = {i: why for i, why in guilty.items() if i in unfinished}
        if not guilty and alone:
            guilty = {unfinished[0]: "killed the typesetting process (out of memory?)"}
        rest = [i for i in unfinished if i not in guilty]
        suspects = [] if guilty else [i for i in rest if i in under_way] or rest
        return _Death(guilty, suspects, [i for i in rest if i not in suspects])

    @property
    def _notes(self) -> Path:
        folder = self._folder / "notes"
        folder.mkdir(exist_ok=True)
        return folder

    def _start(self) -> ProcessPoolExecutor:
        if self._warming is not None:
            self._warming.join()
            self._warming = None
        if self._pool is None:
            self._submitted = 0
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=self._context,
                initializer=_begin,
                initargs=(str(self._notes), self._seconds, self._memory),
            )
        return self._pool

    def _stop(self) -> None:
        if self._pool is None:
            return
        if self._warming is not None:
            self._warming.join()
            self._warming = None
        # Workers that still compute something nobody wants are not waited for.
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with contextlib.suppress(OSError, ValueError):
                process.terminate()
        for process in processes:
            with contextlib.suppress(OSError, ValueError, AssertionError):
                process.join(5)
        self._pool = None


@dataclass(frozen=True, slots=True)
class _Death:
    """A worker died: who is to blame, who is under suspicion, and who merely starts again."""

    guilty: dict[int, str]
    suspects: list[int]
    again: list[int]
