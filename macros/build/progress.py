"""How far a build is, told on a terminal and nowhere else: what is done one by one in, the same out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")


def told(things: Iterable[T], words: str, total: int, console: Console | None = None) -> Iterator[T]:
    """Yield things, and show on a terminal how many of `total` are done; nothing is written where there is none."""
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield from things
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(things, total=total, description=words)


def busy(words: str, console: Console | None = None) -> AbstractContextManager[Any]:
    """Return what shows on a terminal that one long thing is under way."""
    console = console or Console(stderr=True)
    return console.status(words) if console.is_terminal else nullcontext()
