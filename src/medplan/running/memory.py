"""Memory that a process holds and no longer needs, given back to the system: nothing in; nothing out."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Give back what is free between what is in use, where the C library can; a fork would hold it a second time."""
    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):  # another C library
        return
    trim(0)
