"""From what a parent process sends to what is done in a worker process.

A worker notes in a file which unit it does; `faulthandler` appends to that file when the process
dies or takes too long. The garbage collector runs between units only.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from newsbook.errors import SWEPT, OutputError

__all__ = ["answer", "aside", "begin", "do", "import_all"]

# Units a process does before the garbage collector, off meanwhile, runs: it would otherwise take a
# fifth of the time of typesetting.
_COLLECT_EVERY = 10


@dataclass(slots=True)
class _Worker:
    """What a worker process knows: its note, how long a unit may take, of how many units it has the
    garbage, and the shared value it loaded last with the file it came from.
    """

    note: IO[bytes]
    seconds: float
    litter: int = 0
    shared_file: str = ""
    shared: Any = None

    def load(self, shared_file: str) -> Any:
        """Return the shared value in a file. Raises `OutputError` when it has gone."""
        if shared_file != self.shared_file:
            try:
                with Path(shared_file).open("rb") as file:
                    self.shared = pickle.load(file)
            except OSError as error:
                raise OutputError(f"{shared_file} cannot be read\n{SWEPT}") from error
            self.shared_file = shared_file
            gc.collect()
            gc.freeze()
        return self.shared

    def tidy(self) -> None:
        """Gather the garbage of what was done before, when it is much: nobody waits for it then."""
        if self.litter >= _COLLECT_EVERY:
            self.litter = 0
            gc.collect()


_worker: _Worker | None = None


def _end_with_parent() -> None:
    """End this process when the one that gives it units is gone, which may have been killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def begin(notes: str, seconds: float, memory: int) -> None:
    """Prepare a worker process."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        note = (Path(notes) / str(os.getpid())).open("wb", buffering=0)
    except OSError:  # the folder was swept away, which the first unit will tell
        note = Path(os.devnull).open("wb", buffering=0)  # noqa: SIM115
    faulthandler.enable(note)
    if memory and sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    gc.freeze()  # what the fork server imported is no garbage
    _worker = _Worker(note, seconds)


def answer(work: Callable[[], Any]) -> tuple[bool, Any]:
    """Return (True, result) of what is done for a unit, or (False, reason) where it is the unit's
    fault that nothing comes of it.
    """
    try:
        return True, work()
    except MemoryError:
        return False, "wants more memory than there is"
    except RecursionError:
        return False, "is nested too deeply"


def do(
    function: Callable[[Any, Any], Any], shared_file: str, unit: Any, index: int
) -> tuple[bool, Any]:
    """Do one unit in a worker, and `answer`."""
    worker = _worker
    assert worker is not None
    worker.tidy()
    worker.note.seek(0)
    worker.note.truncate()
    worker.note.write(b"%d\n" % index)
    faulthandler.dump_traceback_later(worker.seconds, exit=True, file=worker.note)
    try:
        return answer(lambda: function(worker.load(shared_file), unit))
    finally:
        faulthandler.cancel_dump_traceback_later()
        worker.note.seek(0)
        worker.note.truncate()
        worker.litter += 1


def import_all(modules: Sequence[str]) -> None:
    """Import `modules` in a worker."""
    for name in modules:
        importlib.import_module(name)


def aside(function: Callable[[Any], Any], given: bytes) -> Any:
    """Do in a worker what no unit waits for; it leaves as much garbage as many units."""
    worker = _worker
    assert worker is not None
    worker.tidy()
    worker.litter += _COLLECT_EVERY
    return function(pickle.loads(given))
