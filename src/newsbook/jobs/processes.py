"""From units of work to results through worker processes of this machine.

Processes are `concurrent.futures`' own, started by a fork server that has imported what the work
needs. What is added here is blame: a unit that crashes its process, hangs or wants too much memory
is found by the note its worker left, replaced by what `failed` makes of it, and the others go on.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import pickle
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from newsbook.errors import OutputError
from newsbook.jobs.starting import start_method, start_server
from newsbook.jobs.worker import aside, begin, do, import_all
from newsbook.scratch import made_folder, removed

__all__ = ["Processes", "available_cores", "wake"]

# How often in a row processes may fail to start.
_REFUSALS = 3
# After a refusal, longer each time: a fork server that dies refuses before it counts as dead.
_PAUSE_S = 0.1
_NO_ROOM = "the system may have no room for more: end other programs, or build with -j 1"

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# What a fork server imports before anything else.
_FIRST = "newsbook.jobs.server"


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


def _submit(pool: ProcessPoolExecutor, function: Callable[..., R], /, *given: Any) -> Future[R]:
    """Give `pool` something to do. Raises `BrokenProcessPool` too when it cannot start a process
    for it: the server that starts them is killed, or the system has no room for more.
    """
    try:
        return pool.submit(function, *given)
    except (EOFError, OSError) as error:
        raise BrokenProcessPool(f"{type(error).__name__} {error}".strip()) from error


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """Say in plain words when the folder for temporary files cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"no temporary files can be written to {tempfile.tempdir or 'any folder'}: "
            f"{error.strerror or error}\nmake room there, or set TMPDIR to another folder"
        ) from error


def wake(preload: Sequence[str]) -> None:
    """Let the fork server import the modules `preload` while this process does something else.

    A `Processes` made later with the same `preload` finds it awake.
    """
    if start_method() == "forkserver":
        multiprocessing.set_forkserver_preload([_FIRST, *preload])
        start_server()


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
            self._context.set_forkserver_preload([_FIRST, *preload])
        with _room():
            self._folder = made_folder()
        self._pool: ProcessPoolExecutor | None = None
        self._submitted = 0
        self._refused = 0
        self._warming: threading.Thread | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        removed(self._folder)

    def warm_up(self, *modules: str) -> None:
        """Let processes start and import what they need, while this one does something else.

        One of them imports `modules` too, for what `beside` will give it.
        """

        def start() -> None:
            with contextlib.suppress(BrokenProcessPool, RuntimeError):
                for number in range(self._jobs):
                    _submit(pool, import_all, () if number else modules)

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
        """Begin the units, and yield the results in order (see `work.Run`)."""
        if not units:
            return iter(())
        work = _Round(function, self._share(shared), units, failed, deque(range(len(units))))
        self._fill(work, work.waiting)
        return self._results(work)

    def _results(self, work: _Round) -> Iterator[Any]:
        """Yield the results in order; whoever does not want all of them ends the processes."""
        whole = False
        try:
            yield from self._all(work)
            whole = True
        finally:
            if not whole:
                self._stop()

    def beside(self, function: Callable[[S], R], given: S) -> Callable[[], R]:
        """Let a process do `function(given)` while this one does something else; return what waits
        for the result.

        `function` is a module's own and pure, and `given` and the result can be pickled. What no
        process can do (it dies, `function` raises) is done here, when it is waited for.
        """
        try:
            future = _submit(self._start(), aside, function, pickle.dumps(given))
        except (BrokenProcessPool, pickle.PicklingError, TypeError, AttributeError):
            return partial(function, given)

        def wait_for() -> R:
            try:
                done: R = future.result()
            except Exception:
                return function(given)
            return done

        return wait_for

    def _share(self, shared: Any) -> str:
        """Lay down `shared` for the workers, which load it when they do the next unit; return where
        it lies.
        """
        data = pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL)
        path = self._folder / f"shared-{hashlib.sha256(data).hexdigest()[:16]}"
        if not path.exists():
            with _room():
                path.write_bytes(data)
        return str(path)

    def _all(self, work: _Round) -> Iterator[Any]:
        """Yield the results in order, whatever dies meanwhile."""
        settled: dict[int, Any] = {}
        suspects: deque[int] = deque()
        position = 0
        while position < len(work.units):
            # After a death nobody owns up to, those under way are done again one at a time.
            alone = bool(suspects)
            queue = deque([suspects.popleft()]) if alone else work.waiting
            for index, outcome in self._some(work, queue, alone=alone):
                if isinstance(outcome, _Death):
                    settled |= {i: work.fail(i, why) for i, why in outcome.guilty.items()}
                    suspects.extend(outcome.suspects)
                    work.waiting.extendleft(reversed(outcome.again))
                else:
                    good, value = outcome
                    settled[index] = value if good else work.fail(index, value)
                while position in settled:
                    yield settled.pop(position)
                    position += 1

    def _fill(self, work: _Round, queue: deque[int]) -> None:
        """Hand units of `queue` to the processes, as many as keep them busy."""
        pool = self._start()
        while queue and len(work.running) < 2 * self._jobs:
            if self._submitted >= self._recycle * self._jobs:
                break
            index = queue.popleft()
            try:
                future = _submit(pool, do, work.function, work.shared, work.units[index], index)
            except BrokenProcessPool as error:
                queue.appendleft(index)
                self._refused += 1
                if self._refused > _REFUSALS:
                    raise OutputError(f"no process can be started: {error}\n{_NO_ROOM}") from error
                time.sleep(_PAUSE_S * self._refused)
                break
            work.running[future] = index
            self._submitted += 1
            self._refused = 0

    def _some(self, work: _Round, queue: deque[int], *, alone: bool) -> Iterator[tuple[int, Any]]:
        """Yield `(index, outcome)` as units of `queue` are done, until it is empty or a worker
        dies; the last outcome is then a `_Death`.
        """
        running = work.running
        while queue or running:
            self._fill(work, queue)
            if not running:
                self._stop()
                continue
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = False
            for future in sorted(done, key=lambda f: running[f]):
                if isinstance(future.exception(), BrokenProcessPool):
                    broken = True
                    continue
                yield running.pop(future), future.result()
            if broken:
                unfinished = sorted(running.values())
                running.clear()
                yield -1, self._death(unfinished, alone=alone)
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
        """The folder in which each process notes the unit it does."""
        folder = self._folder / "notes"
        with _room():
            folder.mkdir(exist_ok=True)
        return folder

    def _start(self) -> ProcessPoolExecutor:
        """Return the processes, which are started unless they run."""
        self._end_warming()
        if self._pool is None:
            self._submitted = 0
            if self._context.get_start_method() == "forkserver":
                start_server()
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=self._context,
                initializer=begin,
                initargs=(str(self._notes), self._seconds, self._memory),
            )
        return self._pool

    def _end_warming(self) -> None:
        if self._warming is not None:
            self._warming.join()
            self._warming = None

    def _stop(self) -> None:
        """End the processes, whatever they do."""
        if self._pool is None:
            return
        self._end_warming()
        # Workers that still compute something nobody wants are not waited for.
        processes = list((self._pool._processes or {}).values())
        results: Any = getattr(self._pool, "_result_queue", None)
        self._pool.shutdown(wait=False, cancel_futures=True)
        # While this process holds the end that workers write to, a thread that waits for the rest
        # of what one was sending when it was ended waits for ever, and the interpreter for it.
        with contextlib.suppress(AttributeError, OSError):
            results._writer.close()
        for process in processes:
            with contextlib.suppress(OSError, ValueError):
                process.terminate()
        for process in processes:
            with contextlib.suppress(OSError, ValueError, AssertionError):
                process.join(5)
        self._pool = None


@dataclass(slots=True)
class _Round:
    """Units under way: where what they share lies, which wait (by number), which are handed out."""

    function: Callable[[Any, Any], Any]
    shared: str
    units: Sequence[Any]
    failed: Callable[[Any, str], Any]
    waiting: deque[int]
    running: dict[Future[Any], int] = field(default_factory=dict)

    def fail(self, index: int, reason: str) -> Any:
        """Return what stands in for the result of a unit."""
        return self.failed(self.units[index], reason)


@dataclass(frozen=True, slots=True)
class _Death:
    """A worker died: who is to blame, who is under suspicion, and who merely starts again."""

    guilty: dict[int, str]
    suspects: list[int]
    again: list[int]
