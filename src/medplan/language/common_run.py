"""How far two texts are the same from two places on: texts and places in, a number of characters out."""

from __future__ import annotations

LONGEST_STEP = 4096  # characters compared at once


def same_length(one: str, i: int, other: str, j: int) -> int:
    """Return how many characters of `one` from `i` on are those of `other` from `j` on."""
    most = min(len(one) - i, len(other) - j)
    same, step = 0, LONGEST_STEP
    while same < most:
        step = min(step, most - same)
        if one[i + same : i + same + step] == other[j + same : j + same + step]:
            same += step
        elif step == 1:
            break
        else:
            step //= 2
    return same
