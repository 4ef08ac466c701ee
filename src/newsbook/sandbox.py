"""From a call that could exhaust the machine to its result, or a plain sentence saying why not.

Parsers of formats nobody vouches for run in a child process with limits on memory, processor time
and wall-clock time. The child lives on for the next call (starting Python costs more than reading
an article) and is replaced when it dies or is killed. Where the system has no limits (Windows) the
wall-clock limit alone holds.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import pickle
import selectors
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

__all__ = ["Limits", "RefusedCallError", "bounded", "call", "can_bound", "unbounded_time"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a call may use: bytes of address space, processor and wall-clock seconds."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_s: float = 4.0
    wall_s: float = 30.0

    @classmethod
    def for_size(cls, size: int) -> Limits:
        """Return the limits for a source of `size` bytes: 4 s, and 2 s more a megabyte."""
        cpu_s = 4.0 + 2.0 * size / 1_000_000
        return cls(cpu_s=cpu_s, wall_s=10.0 + 5.0 * cpu_s)


class RefusedCallError(Exception):
    """A call used more than it may, or its process died."""


_HEADER = struct.Struct(">Q")


def _send(stream: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_HEADER.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive_exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _receive(stream: IO[bytes]) -> Any:
    size = _HEADER.unpack(_receive_exactly(stream, _HEADER.size))[0]
    return pickle.loads(_receive_exactly(stream, size))


# ---------------------------------------------------------------- in this process
def can_bound() -> bool:
    """Whether `bounded` holds here."""
    main = threading.current_thread() is threading.main_thread()
    return main and hasattr(signal, "ITIMER_VIRTUAL")


@contextlib.contextmanager
def bounded(*, memory_bytes: int, cpu_s: float) -> Iterator[None]:
    """Bound what a block of foreign instructions may use: bytes more than now, processor seconds.

    Raises `RefusedCallError` when it uses more. It holds in the main thread of a POSIX system;
    elsewhere the block runs without bounds.
    """
    if not can_bound():
        yield
        return
    import resource

    def stop(*_: object) -> None:
        raise RefusedCallError("it takes too much processor time")

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        most = _in_use() + memory_bytes
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        # Again every second: foreign instructions may catch what is raised among them.
        signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s, 1.0)
        yield
    except MemoryError as error:
        raise RefusedCallError("it needs too much memory") from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def unbounded_time() -> Iterator[None]:
    """Stop the clock of `bounded` while our own code works for the block."""
    if not hasattr(signal, "ITIMER_VIRTUAL"):
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_VIRTUAL, left, again)


def _in_use() -> int:
    """Return the bytes of address space this process has; far more than any where none tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 2**44
    return pages * os.sysconf("SC_PAGE_SIZE")


# ---------------------------------------------------------------- in the child
def _limit(limits: Limits | None) -> None:
    """Set this process's limits, or lift that on processor time (None).

    The profiling timer counts this call's own time exactly; its signal ends the process.
    """
    try:
        import resource
    except ImportError:
        return
    if limits is None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        return
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_s)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))


def serve() -> None:
    """Answer calls from standard input on standard output until the input ends."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not mix with the answers
    while True:
        try:
            module, name, arguments, limits = _receive(source)
        except EOFError:
            return
        try:
            _limit(limits)
            function = getattr(importlib.import_module(module), name)
            answer: tuple[str, Any] = ("result", function(*arguments))
        except MemoryError:
            answer = ("refused", "it needs more memory than a source may")
        except RecursionError:
            answer = ("refused", "it is nested too deeply")
        except Exception as error:  # the caller decides what a parser's failure means
            answer = ("raised", error)
        _limit(None)
        try:
            _send(target, answer)
        except (pickle.PicklingError, TypeError, AttributeError, MemoryError):
            _send(target, ("raised", RuntimeError(repr(answer[1])[:500])))


# ---------------------------------------------------------------- in the parent
class _Child:
    """A process that answers calls."""

    def __init__(self) -> None:
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; from newsbook.sandbox import serve; serve()"
        )
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-W", "ignore", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
        )

    def stop(self) -> None:
        """End the process and wait for it."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.kill()
        self.process.wait()

    def ask(self, request: object, limits: Limits) -> tuple[str, Any]:
        """Return the child's answer. Raises `RefusedCallError` when it gives none."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            _send(self.process.stdin, request)
            self._wait(limits.wall_s)
            answer: tuple[str, Any] = _receive(self.process.stdout)
        except (EOFError, BrokenPipeError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1.0)
            self.stop()
            code = self.process.returncode
            timed_out = code == -signal.SIGPROF if hasattr(signal, "SIGPROF") else False
            why = "it takes too much processor time to read" if timed_out else "its parser died"
            raise RefusedCallError(why) from error
        return answer

    def _wait(self, wall_s: float) -> None:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(wall_s):
                self.stop()
                raise RefusedCallError(f"it takes longer than {wall_s:.0f} s to read")


_children: list[_Child] = []


def _child() -> _Child:
    """Return the child of this process (a fork does not inherit its parent's)."""
    if _children and _children[0].owner != os.getpid():
        _children.clear()
    if _children and _children[0].process.poll() is not None:
        _children.pop().stop()
    if not _children:
        _children.append(_Child())
    return _children[0]


@atexit.register
def _stop_children() -> None:
    for child in _children:
        if child.owner == os.getpid():
            child.stop()
    _children.clear()


def call(function: Callable[..., T], *arguments: Any, limits: Limits = Limits()) -> T:
    """Return `function(*arguments)`, computed in a child process within `limits`.

    `function` is a module-level function; arguments and result must be picklable. What the
    function raises is raised here. Raises `RefusedCallError` when a limit is reached.
    """
    request = (function.__module__, function.__qualname__, arguments, limits)
    child = _child()
    try:
        kind, value = child.ask(request, limits)
    except RefusedCallError:
        if _children and _children[0] is child:
            _children.clear()
        raise
    if kind == "raised":
        raise value
    if kind == "refused":
        raise RefusedCallError(value)
    return value  # type: ignore[no-any-return]
