"""From units of work to results on the workers of a Dask cluster.

Needs the extra `newsbook[dask]`. Scheduling, retries and the death of workers are Dask's business.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from newsbook.errors import EngineError, MissingToolError, UsageError
from newsbook.jobs.worker import answer

__all__ = ["Cluster"]

_ADDRESS = re.compile(r"[a-z]+://\S+")

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

# WeasyPrint and Pango are not safe in several threads of one process.
_one_at_a_time = threading.Lock()


def _do_remotely(function: Callable[[Any, Any], Any], shared: Any, unit: Any) -> tuple[bool, Any]:
    with _one_at_a_time:
        return answer(lambda: function(shared, unit))


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
        self._patience_seconds = patience_seconds
        self._killed: type[Exception] = distributed.scheduler.KilledWorker
        self._lost = (distributed.client.FutureCancelledError, CancelledError)
        if not _ADDRESS.fullmatch(address):
            raise UsageError(
                f"{address!r} is no address of a Dask scheduler\nwrite it like tcp://host:8786"
            )
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

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def __call__(
        self,
        function: Callable[[S, T], R],
        shared: S,
        units: Sequence[T],
        *,
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        """Yield the results in order (see `work.Run`).

        Dask suspects every unit that a dying worker had taken in hand, also those it had not begun.
        A suspect is therefore tried once more while nothing else runs: a unit that fails then has
        itself to blame.
        """
        if not units:
            return
        everywhere = self._client.scatter(shared, broadcast=True, hash=False)
        futures = [
            self._client.submit(_do_remotely, function, everywhere, unit, pure=False)
            for unit in units
        ]
        for place, (unit, future) in enumerate(zip(units, futures, strict=True), 1):
            try:
                self._settle([future])
                good, value = future.result()
            except (self._killed, *self._lost):
                self._settle(futures[place:])
                good, value = self._alone(function, shared, unit)
            future.release()
            yield value if good else failed(unit, value)

    def _alone(self, function: Callable[[S, T], R], shared: S, unit: T) -> tuple[bool, Any]:
        """What `_do_remotely` answers for a unit that takes along what it shares with others, which
        workers that died may have had alone.
        """
        future = self._client.submit(_do_remotely, function, shared, unit, pure=False)
        try:
            self._settle([future])
            good, value = future.result()
        except self._killed:
            return False, "killed every worker it was given to"
        except self._lost as error:
            raise EngineError("the Dask scheduler no longer answers") from error
        return good, value

    def _settle(self, futures: Sequence[Any]) -> None:
        """Wait until all are done or have failed.

        Raises:
            EngineError: No worker has come for as long as we wait for one at the beginning.
        """
        for future in futures:
            while not future.done():
                try:
                    future.exception(timeout=self._patience_seconds)
                except TimeoutError:
                    self._look_for_workers()
                except self._lost:
                    break

    def _look_for_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience_seconds)
        except (OSError, TimeoutError) as error:
            raise EngineError("the Dask cluster has no workers left") from error
