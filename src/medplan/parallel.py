"""Use all cores: a function and many things in, results in their order out; or long things, done aside."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.context
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextvars import ContextVar
from types import TracebackType
from typing import Any, TypeVar

from medplan.running.memory import give_back
from medplan.running.system import end_with_parent

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


class Aside:
    """Another process, begun while there is little in memory, that does long things one by one beside this one.

    What it is to do comes to it as it is when asked for, and goes back, by way of pickles. With one core it is done
    here and now. Use it as a context manager: at the end it does no more.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self._pool: ProcessPoolExecutor | None = None
        if (cores() if jobs is None else jobs) > 1:
            self._pool = ProcessPoolExecutor(1, _context(), initializer=end_with_parent)
            self._pool.submit(os.getpid)  # begins it

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def ask(self, function: Callable[..., Result], *given: Any) -> Callable[[], Result]:
        """Return what waits for a function's result, or raises its error."""
        if self._pool is not None:
            return self._pool.submit(function, *given).result
        result = function(*given)
        return lambda: result

    def ask_each(
        self, function: Callable[..., Result], things: Sequence[tuple[Any, ...]]
    ) -> Callable[[], list[Result]]:
        """Return what waits for a function's results of things, in order, and does itself what is not begun by then."""
        pool = self._pool
        if pool is None:
            results = [function(*thing) for thing in things]
            return lambda: results
        asked = [pool.submit(function, *thing) for thing in things]

        def results_of_all() -> list[Result]:
            own = {number: function(*things[number]) for number in range(len(things))[::-1] if asked[number].cancel()}
            return [own[number] if number in own else asked[number].result() for number in range(len(things))]

        return results_of_all


def _context() -> multiprocessing.context.BaseContext:
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)


def _begin(given: tuple[Callable[[Any, Any], Any], Any]) -> None:
    """Begin another process: it ends with the one it was begun by, however that ends."""
    end_with_parent()
    _GIVEN.set(given)


def _by_pool(given: tuple[Callable[[Any, Any], Any], Any], portions: deque[Sequence[Any]], jobs: int) -> Iterator[Any]:
    """Yield the results of portions in order, by this process and others begun for them."""
    most = AHEAD * jobs
    pool = ProcessPoolExecutor(jobs - 1, _context(), initializer=_begin, initargs=(given,))
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
