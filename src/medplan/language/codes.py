"""Texts as arrays of code points, to be looked at all at once: a text in, its codes out, and back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
PLANE = 0x10000  # the first plane of Unicode, whose characters are looked up in one table
_UNKNOWN = 0xFFFFFFFF


def encode(text: str) -> Codes:
    """Return a text's code points; the array can't be written on."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


def decode(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


class CodeTable:
    """What each character becomes by a function of it alone, a code for a code, worked out when it is first met."""

    def __init__(self, function: Callable[[str], int]) -> None:
        self._function = function
        self._became = np.full(PLANE, _UNKNOWN, dtype=np.uint32)

    def of(self, codes: Codes) -> Codes:
        """Return what a text becomes, code for code."""
        became = self._became[np.minimum(codes, PLANE - 1)]
        unknown = (became == _UNKNOWN) | (codes >= PLANE)
        if unknown.any():
            different, which = np.unique(codes[unknown], return_inverse=True)
            found = np.array([self._function(chr(code)) for code in different.tolist()], dtype=np.uint32)
            became[unknown] = found[which]
            low = different < PLANE
            self._became[different[low]] = found[low]
        return np.asarray(became)
