"""A time limit for what this process itself does with a stranger's document: seconds in; Refused when they are over."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from medplan.importing.read.limits import Refused


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise Refused in the block once it has taken so many seconds of processor time, be it in one search of a text.

    What other processes take meanwhile does not count: they have limits of their own. Only a main thread can be held.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        words = f"认读用了 {seconds:g} 秒处理器时间，还没有认完"
        raise Refused(words, "核对原件有没有大段重复的符号；没有的，分成几份导入，并把原件附在报错里")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
