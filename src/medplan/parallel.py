"""Do the same to many things on all cores: a function, what it needs and the things in, results in their order out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar

FEW = 64  # fewer things are done sooner than processes are started
LEAST_PORTION = 16
PORTIONS = 8  # of each process: enough that none waits long for the last, few enough that `shared` costs nothing
Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(
    function: Callable[[Shared, Thing], Result], shared: Shared, things: Sequence[Thing], jobs: int | None = None
) -> Iterator[Result]:
    """Yield `function(shared, thing)` for each thing in order, by `jobs` processes when there are many things.

    `shared` goes with each portion of the things, so that no process has to remember it.
    """
    jobs = cores() if jobs is None else jobs
    if jobs < 2 or len(things) < FEW:
        yield from (function(shared, thing) for thing in things)
        return
    portion = max(LEAST_PORTION, len(things) // (jobs * PORTIONS))
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        yield from pool.map(partial(function, shared), things, chunksize=portion)
