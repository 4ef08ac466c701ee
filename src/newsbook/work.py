"""From a function and units of work to their results, in order.

Stages that work unit by unit take a `Run` and do not know whether the units go through one process,
several, or a cluster. The results are the same bytes whichever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

__all__ = ["FEW", "Run", "serially"]

# Fewer quick units than this are better done where they are: handing them over takes longer.
FEW = 8

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


class Run(Protocol):
    """Maps a function over units."""

    def __call__(
        self,
        function: Callable[[S, T], R],
        shared: S,
        units: Sequence[T],
        *,
        failed: Callable[[T, str], R],
    ) -> Iterator[R]:
        """Yield `function(shared, unit)` for each of `units`, in their order.

        Other processes begin before the first result is asked for.
        `function` is a module's own (it may run in another process), and `shared`, the units and
        the results can be pickled; `shared` is handed to each process once. Where a unit crashes
        its process, hangs or wants too much memory, `failed(unit, reason)` stands in for its
        result and the others go on; `reason` completes the sentence "The unit ...". Any other
        exception of `function` is raised here.
        """
        ...


def serially(
    function: Callable[[S, T], R],
    shared: S,
    units: Sequence[T],
    *,
    failed: Callable[[T, str], R],
) -> Iterator[R]:
    """Do the units one after the other in this process (a `Run`)."""
    for unit in units:
        try:
            result = function(shared, unit)
        except MemoryError:
            result = failed(unit, "wants more memory than there is")
        except RecursionError:
            result = failed(unit, "is nested too deeply")
        yield result
