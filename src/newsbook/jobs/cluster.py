"""From units of work to results on the workers of a Dask cluster.

Needs the extra `newsbook[dask]`. Scheduling, retries and the death of workers are Dask's business.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from newsbook.errors import MissingToolError, UsageError
from newsbook.jobs.processes import OUT_OF_MEMORY, TOO_DEEP

__all__ = ["Cluster"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# WeasyPrint and Pango are not safe in several threads of one process.
_one_at_a_time = threading.Lock()


def _do_remotely(function: Callable[[Any, Any], Any], shared: Any, unit: Any) -> tuple[bool, Any]:
    with _one_at_a_time:
        try:
            return True, function(shared, unit)
        except MemoryError:
            return False, OUT_OF_MEMORY
        except RecursionError:
            return False, TOO_DEEP


def _version() -> str:
    from newsbook import __version__

    return __version__


class Cluster:
    """A `Run` over the workers of the Dask cluster whose scheduler is at `address`.

    Needs `newsbook[dask]`. Every worker must have the same version of newsbook installed; a worker
    that dies is replaced by Dask, and its units are done again elsewhere.
    """

    def __init__(self, address: str, *, patience_seconds: float = 30.0) -> None:
        try:
            import distributed
        except ImportError as error:
            raise MissingToolError(
                "--scheduler needs Dask: install it with pip install 'newsbook[dask]'"
            ) from error
        self._killed: type[Exception] = distributed.scheduler.KilledWorker
        try:
            client: Any = distributed.Client
            self._client = client(address, timeout=patience_seconds, set_as_default=False)
            self._client.wait_for_workers(1, timeout=patience_seconds)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(f"no Dask scheduler with workers answers at {address}") from error
        versions = self._client.run(_version)
        if set(versions.values()) != {_version()}:
            raise UsageError(
                f"the workers at {address} run newsbook {', '.join(sorted(set(versions.values())))}"
                f", not {_version()}"
            )

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

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
        everywhere = self._client.scatter(shared, broadcast=True, hash=False)
        futures = [
            self._client.submit(_do_remotely, function, everywhere, unit, pure=False)
            for unit in units
        ]
        for unit, future in zip(units, futures, strict=True):
            try:
                good, value = future.result()
            except self._killed:
                good, value = False, "killed every worker it was given to"
            future.release()
            yield value if good else failed(unit, value)
