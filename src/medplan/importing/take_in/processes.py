"""Do a piece of work for each of many things, each in a process of its own: things in; results, or why none, out."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")
# Seconds without a sign of life, more than the reading of a document may be silent for on a busy machine.
SILENCE = 300.0
Alive = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A piece of work that gave no result, and why in words."""

    words: str


@dataclass(slots=True, kw_only=True)
class _Running(Generic[Thing]):
    at: int
    process: BaseProcess
    connection: Connection
    began: float
    heard: float


def each_apart(
    work: Callable[[Thing, Alive], Result],
    things: Sequence[Thing],
    *,
    jobs: int,
    silence: float = SILENCE,
) -> Iterator[tuple[int, Result | Ended, float]]:
    """Yield (place, result, seconds) for each thing as it is done, by as many processes at once as `jobs`.

    A process that dies, or is silent for too long, ends its own piece only. `work` calls what it is handed now and
    then, to show that it is alive. Results go from one process to another.
    """
    forking = multiprocessing.get_context("fork")
    waiting = list(enumerate(things))[::-1]
    running: list[_Running[Thing]] = []
    try:
        while waiting or running:
            while waiting and len(running) < max(1, jobs):
                at, thing = waiting.pop()
                ours, theirs = forking.Pipe(duplex=False)
                process = forking.Process(target=_child, args=(work, thing, theirs, ours), daemon=False)
                with unbroken():
                    process.start()
                theirs.close()
                now = time.monotonic()
                running.append(_Running(at=at, process=process, connection=ours, began=now, heard=now))
            ready = wait([one.connection for one in running], timeout=1.0)
            for one in list(running):
                said: tuple[Any] | Ended | None = _hear(one) if one.connection in ready else None
                if said is None and time.monotonic() - one.heard > silence:
                    said = Ended(words="读得太久，已停下（文件可能已损坏；另存一份，或只复制正文存为 .txt）")
                if said is not None:
                    _end(one)
                    running.remove(one)
                    yield one.at, said[0] if isinstance(said, tuple) else said, time.monotonic() - one.began
    finally:
        for one in running:
            _end(one)


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Put off Ctrl+C until what is within is done: a process half begun or a file half kept would be left behind."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _child(work: Callable[[Thing, Alive], Result], thing: Thing, pipe: Connection, other: Connection) -> None:
    """Do the work and send its result; in a session of its own, so that it can be ended with all it started."""
    os.setsid()
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The boundary at which whatever a hostile document provokes becomes a word on that document.
    try:
        made: Result | Ended = work(thing, lambda: pipe.send(None))
    except MemoryError:
        made = Ended(words="读它要用太多内存（文件可能已损坏；另存一份，或只复制正文存为 .txt）")
    except Exception:
        made = Ended(words="读不出内容，文件可能已损坏（用原来的软件打开核对，另存一份再导入）")
    with contextlib.suppress(OSError):
        pipe.send((made,))
        pipe.close()


def _hear(one: _Running[Any]) -> tuple[Any] | Ended | None:
    """Return what a process sent last: its result in a tuple, None for a sign of life, why there will be no result."""
    try:
        said: tuple[Any] | None = one.connection.recv()
    except (EOFError, OSError):
        return Ended(words="读它的进程中断了（文件可能已损坏；另存一份，或只复制正文存为 .txt）")
    one.heard = time.monotonic()
    return said


def _end(one: _Running[Thing]) -> None:
    one.connection.close()
    if one.process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
        # One that has only just begun has no group of its own yet.
        one.process.kill()
    one.process.join()
