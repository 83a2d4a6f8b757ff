"""Say of an error of the program what was being done, and to what: an error passes through, notes in Chinese on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from medplan.issues import visible


@contextmanager
def doing(step: str, what: object) -> Iterator[None]:
    """Note on an error that passes the step and the plan, provision or page that it was at."""
    try:
        yield
    except Exception as error:
        error.add_note(f"{step} {visible(str(what))}")
        raise


def told(error: Exception) -> str:
    """Return in one line where an error came up, the widest first, and what it says."""
    where = " → ".join(reversed(getattr(error, "__notes__", [])))
    words = visible(f"{type(error).__name__}: {error}")
    return f"{where}：{words}" if where else words
