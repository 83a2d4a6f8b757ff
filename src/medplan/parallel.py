"""Do the same to many things on all cores: a function, what it needs and the things in, results in their order out."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextvars import ContextVar
from typing import Any, TypeVar

from medplan.running.memory import give_back

FEW = 64  # fewer things are done sooner than processes are started
MOST_IN_A_PORTION = 8
PORTIONS = 8  # of each process: enough that none waits long for the last
RENEWED = 48  # portions after which the other processes begin anew, with nothing written on yet
AHEAD = 2  # portions a process that may be done before their turn comes: results must not pile up
Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")
# In a process of the pool: the function and what is shared, given once when it starts.
_GIVEN: ContextVar[tuple[Callable[[Any, Any], Any], Any]] = ContextVar("_GIVEN")


def cores() -> int:
    """Return how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(
    function: Callable[[Shared, Thing], Result],
    shared: Shared,
    things: Sequence[Thing],
    jobs: int | None = None,
    few: int = FEW,
) -> Iterator[Result]:
    """Yield `function(shared, thing)` for each thing in order, by `jobs` processes when there are `few` things or more.

    `shared` is handed to each process when it starts: where processes are forked, as it is in memory, never copied.
    One of the processes is this one: each more would hold once again what it writes on, if only counts of references.
    """
    jobs = cores() if jobs is None else jobs
    if jobs < 2 or len(things) < few:
        yield from (function(shared, thing) for thing in things)
        return
    size = max(1, min(MOST_IN_A_PORTION, len(things) // (jobs * PORTIONS)))
    portions = [things[at : at + size] for at in range(0, len(things), size)]
    give_back()
    try:
        for at in range(0, len(portions), RENEWED):
            # What is in memory is shared with forked processes until someone writes on it: the collector would.
            gc.freeze()
            yield from _by_pool((function, shared), deque(portions[at : at + RENEWED]), jobs)
    finally:
        gc.unfreeze()


def _by_pool(given: tuple[Callable[[Any, Any], Any], Any], portions: deque[Sequence[Any]], jobs: int) -> Iterator[Any]:
    """Yield the results of portions in order, by this process and others begun for them."""
    forked = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forked else None)
    most = AHEAD * jobs
    pool = ProcessPoolExecutor(jobs - 1, context, initializer=_GIVEN.set, initargs=(given,))
    waiting: deque[Future[list[Any]]] = deque()
    try:
        while portions or waiting:
            while portions and len(waiting) < most and sum(not one.done() for one in waiting) < AHEAD * (jobs - 1):
                waiting.append(pool.submit(_apply_given, portions.popleft()))
            if portions and len(waiting) < most and not waiting[0].done():
                waiting.append(_done(given, portions.popleft()))
            else:
                yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _done(given: tuple[Callable[[Any, Any], Any], Any], things: Sequence[Any]) -> Future[list[Any]]:
    """Return what is done here and now, as what is done elsewhere is."""
    future: Future[list[Any]] = Future()
    try:
        future.set_result(_apply(given, things))
    except Exception as error:  # told in its turn, as another process's
        future.set_exception(error)
    return future


def _apply_given(things: Sequence[Any]) -> list[Any]:
    return _apply(_GIVEN.get(), things)


def _apply(given: tuple[Callable[[Any, Any], Any], Any], things: Sequence[Any]) -> list[Any]:
    function, shared = given
    return [function(shared, thing) for thing in things]
