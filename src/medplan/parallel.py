"""Do the same to many things on all cores: a function, what it needs and the things in, results in their order out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

FEW = 64  # fewer things are done sooner than processes are started
CHUNK = 16
Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")
_work: list[tuple[Callable[[Any, Any], Any], Any]] = []


def cores() -> int:
    """Return how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(
    function: Callable[[Shared, Thing], Result], shared: Shared, things: Sequence[Thing], jobs: int | None = None
) -> Iterator[Result]:
    """Yield `function(shared, thing)` for each thing in order, by `jobs` processes when there are many things.

    `shared` is handed to each process once.
    """
    jobs = cores() if jobs is None else jobs
    if jobs < 2 or len(things) < FEW:
        yield from (function(shared, thing) for thing in things)
        return
    with ProcessPoolExecutor(max_workers=jobs, initializer=_begin, initargs=(function, shared)) as pool:
        yield from pool.map(_do, things, chunksize=CHUNK)


def _begin(function: Callable[[Any, Any], Any], shared: Any) -> None:
    _work[:] = [(function, shared)]


def _do(thing: Any) -> Any:
    function, shared = _work[0]
    return function(shared, thing)
