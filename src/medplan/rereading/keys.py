"""Keys of runs, sorted and looked up: numbers in; their order, how often each is there, which of others they are out.

The library's own ways sort in time that these need not take: a sort that keeps equal keys in order is six times one
that does not, and what is looked up is seldom there. The answers are the same on any machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
AnyKeys = npt.NDArray[np.unsignedinteger]
_BITS = 16  # of a key, its highest: by these it is looked up first


def stable_order(keys: Keys) -> tuple[Numbers, Numbers]:
    """Return the order of keys, equal ones as they come, and where in it each of the different ones begins."""
    _, counts, which, order = counted(keys)
    # The number of the key and the place in one: sorted once more, equal keys stand by their places.
    both = (which << np.int64(32)) | order
    both.sort()
    return both & np.int64(0xFFFFFFFF), np.cumsum(counts) - counts


def times(keys: Keys) -> Numbers:
    """Return for each of some keys how often it is among them."""
    _, counts, places, order = counted(keys)
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = counts[places]
    return found


def counted(keys: AnyKeys) -> tuple[AnyKeys, Numbers, Numbers, Numbers]:
    """Return the different keys, rising; how often each is there; and, of the keys in `order`, which each is."""
    order = np.argsort(keys)
    ordered = keys[order]
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(keys)), dtype=bool), ordered[1:] != ordered[:-1])))
    counts = np.diff(first, append=len(keys))
    return ordered[first], counts, np.repeat(np.arange(len(first)), counts), order


def among(keys: AnyKeys, wanted: AnyKeys) -> npt.NDArray[np.bool_]:
    """Return which of some keys are among those wanted."""
    if not len(wanted):
        return np.zeros(len(keys), dtype=bool)
    shift = np.array(8 * keys.dtype.itemsize - _BITS, dtype=keys.dtype)
    high = np.zeros(1 << _BITS, dtype=bool)
    high[wanted >> shift] = True
    found = high[keys >> shift]
    perhaps = np.flatnonzero(found)
    found[perhaps] = holds(np.sort(wanted), keys[perhaps])
    return np.asarray(found)


def holds(rising: AnyKeys, keys: AnyKeys) -> npt.NDArray[np.bool_]:
    """Return which of some keys are in an array that rises and is not empty; it is soonest told where they rise too."""
    return np.asarray(rising[np.minimum(np.searchsorted(rising, keys), len(rising) - 1)] == keys)
