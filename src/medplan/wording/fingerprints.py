"""Winnowing fingerprints: folded texts in, a few of their hashes with places out, enough to meet every shared run.

S. Schleimer, D. S. Wilkerson, A. Aiken, “Winnowing: Local Algorithms for Document Fingerprinting”, SIGMOD 2003: of each
window of WINDOW hashes of K characters the least is chosen (the last of equals), so that two texts with RUN characters
in common choose one common hash within them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K = 12
RUN = 16
WINDOW = RUN - K + 1
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Chosen hashes and where their K characters begin, in order of place."""

    hashes: Hashes
    places: Places


def encode(text: str) -> Codes:
    """Return a text's code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fingerprint(codes: Codes, lengths: Places) -> Fingerprints:
    """Return the fingerprints of texts that stand one after another in `codes`, `lengths` characters each.

    No hash reaches across two texts. A text shorter than RUN has none.
    """
    windows = len(codes) - RUN + 1
    if windows < 1:
        return Fingerprints(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    hashes = np.zeros(len(codes) - K + 1, np.uint64)
    for i in range(K):
        hashes = hashes * _MULTIPLIER + codes[i : len(codes) - K + 1 + i]
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    least, chosen = hashes[:windows].copy(), np.arange(windows)
    for i in range(1, WINDOW):
        beside = hashes[i : windows + i]
        lower = beside <= least
        least[lower] = beside[lower]
        chosen[lower] = np.flatnonzero(lower) + i
    ends = np.repeat(np.cumsum(lengths), lengths)
    whole = np.arange(windows) + RUN <= ends[:windows]
    places = np.unique(chosen[whole])
    return Fingerprints(hashes[places], places)
