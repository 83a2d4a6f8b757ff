"""Winnowing fingerprints: folded texts in, a few of their hashes with places out, enough to meet every shared run.

S. Schleimer, D. S. Wilkerson, A. Aiken, “Winnowing: Local Algorithms for Document Fingerprinting”, SIGMOD 2003: of each
window of WINDOW hashes of K characters the least is chosen (the last of equals), so that two texts with RUN characters
in common choose one common hash within them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from medplan.language.codes import Codes

K = 12
RUN = 16
WINDOW = RUN - K + 1
_MULTIPLIER = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_INDEX = 32  # bits that tell one of many hashes

Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Chosen hashes and where their K characters begin, in order of place."""

    hashes: Hashes
    places: Places


def fingerprint(codes: Codes, lengths: Places) -> Fingerprints:
    """Return the fingerprints of texts that stand one after another in `codes`, `lengths` characters each.

    No hash reaches across two texts. A text shorter than RUN has none.
    """
    windows = len(codes) - RUN + 1
    if windows < 1:
        return Fingerprints(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    hashes = _rolling(codes)
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    least, ahead = hashes[:windows].copy(), np.zeros(windows, np.int64)
    for i in range(1, WINDOW):
        beside = hashes[i : windows + i]
        np.copyto(ahead, i, where=beside <= least)
        np.minimum(least, beside, out=least)
    ends = np.repeat(np.cumsum(lengths), lengths)
    index = np.arange(windows)
    places = (index + ahead)[index + RUN <= ends[:windows]]
    # What the next window chooses never lies before what this one does.
    first = np.ones(len(places), bool)
    first[1:] = places[1:] != places[:-1]
    places = places[first]
    return Fingerprints(hashes[places], places)


def _rolling(codes: Codes) -> Hashes:
    """Return, for each K characters, the polynomial of their codes: those of 1, 2, 4 … characters put together."""
    made, size = codes.astype(np.uint64), 1
    halves = {1: made}
    while 2 * size <= K:
        made = _joined(made, made, size)
        size *= 2
        halves[size] = made
    for more in sorted(halves, reverse=True):
        if size + more <= K:
            made = _joined(made, halves[more], size, more)
            size += more
    return made


def _joined(first: Hashes, second: Hashes, size: int, more: int = 0) -> Hashes:
    """Return the polynomials of `size` characters followed by `more` (by default as many)."""
    power = np.uint64(pow(_MULTIPLIER, more or size, 1 << 64))
    return first[: len(second) - size] * power + second[size:]


def in_order(hashes: Hashes) -> Places:
    """Return the order of hashes, equal ones as they come: what no processor sorts otherwise, and each one quickly."""
    order = np.argsort(hashes)
    changes = np.ones(len(order), np.int64)
    changes[1:] = np.diff(hashes[order]) != 0
    ties = np.cumsum(changes) << _INDEX | order
    ties.sort()
    return ties & (1 << _INDEX) - 1
