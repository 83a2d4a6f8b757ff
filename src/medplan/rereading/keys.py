"""Keys of runs, sorted and looked up: numbers in; their order, how often each is there, which of others they are out.

The library's own ways sort in time that these need not take: to sort numbers is three times as quick as to ask for
their order, and what is looked up is seldom there. The answers are the same on any machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
AnyKeys = npt.NDArray[np.unsignedinteger]
_BITS = 16  # of a key, its highest: by these it is looked up first


def stable_order(keys: AnyKeys) -> tuple[Numbers, Numbers]:
    """Return the order of keys, equal ones as they come, and where in it each of the different ones begins."""
    _, counts, _, order = counted(keys)
    return order, np.cumsum(counts) - counts


def times(keys: AnyKeys) -> Numbers:
    """Return for each of some keys how often it is among them."""
    _, counts, places, order = counted(keys)
    found = np.empty(len(keys), dtype=np.int64)
    found[order] = counts[places]
    return found


def counted(keys: AnyKeys) -> tuple[AnyKeys, Numbers, Numbers, Numbers]:
    """Return the different keys, rising; how often each is there; and, of the keys in `order`, which each is.

    Equal ones stand in `order` as they come.
    """
    order = _order(keys)
    ordered = keys[order]
    differs = ordered[1:] != ordered[:-1]
    if (ordered[1:] < ordered[:-1]).any():  # keys of which but the last bits differ
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        differs = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(keys)), dtype=bool), differs)))
    counts = np.diff(first, append=len(keys))
    return ordered[first], counts, np.repeat(np.arange(len(first)), counts), order


def _order(keys: AnyKeys) -> Numbers:
    """Return the order of keys by their first bits: with their places in the stead of the last they are sorted."""
    bits = np.uint64(len(keys).bit_length())
    both = keys.astype(np.uint64)
    both <<= np.uint64(64 - 8 * keys.dtype.itemsize)
    both >>= bits
    both <<= bits
    both |= np.arange(len(keys), dtype=np.uint64)
    both.sort()
    both &= (np.uint64(1) << bits) - np.uint64(1)
    return both.view(np.int64)


def perhaps_often(keys: Keys, least: int) -> npt.NDArray[np.bool_]:
    """Return which of some keys may be there so often or more: all that are, and few others."""
    high = _high(keys)
    return np.asarray((np.bincount(high, minlength=1) >= least)[high])


def among(keys: AnyKeys, wanted: AnyKeys) -> npt.NDArray[np.bool_]:
    """Return which of some keys are among those wanted."""
    if not len(wanted):
        return np.zeros(len(keys), dtype=bool)
    high = np.zeros(1 << _BITS, dtype=bool)
    high[_high(wanted)] = True
    found = high[_high(keys)]
    perhaps = np.flatnonzero(found)
    found[perhaps] = holds(np.sort(wanted), keys[perhaps])
    return np.asarray(found)


def _high(keys: AnyKeys) -> Numbers:
    return (keys >> np.array(8 * keys.dtype.itemsize - _BITS, dtype=keys.dtype)).astype(np.int64)


def holds(rising: AnyKeys, keys: AnyKeys) -> npt.NDArray[np.bool_]:
    """Return which of some keys are in an array that rises and is not empty; it is soonest told where they rise too."""
    return np.asarray(rising[np.minimum(np.searchsorted(rising, keys), len(rising) - 1)] == keys)
