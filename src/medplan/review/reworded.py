"""How a sentence was reworded: two texts in; one line that shows what was cut, added and replaced out."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

from medplan.language.fidelity_fold import fold_print
from medplan.review.change import Said

# A figure with its sign, a Latin word, or one character.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:[%％‰])?|[A-Za-z]+|.", re.S)
CONTEXT = 12
Neighbours = Counter[tuple[str, str]]


def similarity(a: str, b: str) -> float:
    """Return how alike two texts are, from 0 to 1: their share of common pairs of neighbouring characters."""
    return 1.0 if a == b else likeness(neighbours(a), neighbours(b))


def neighbours(text: str) -> Neighbours:
    """Return how often each pair of neighbouring characters occurs, for a text that is compared with many."""
    return Counter(pairwise(text))


def likeness(left: Neighbours, right: Neighbours) -> float:
    """Return the share of common pairs of two texts, from 0 to 1."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def only_punctuation(old: str, new: str) -> bool:
    """Return whether two texts differ in spacing, punctuation and width only."""
    return fold_print(old) == fold_print(new)


def reworded(old: str, new: str, context: int = CONTEXT) -> Said:
    """Return the text with its changes in place, and `context` characters around each.

    〔删“…”〕 was cut, 〔增“…”〕 was added, 〔“…”改作“…”〕 was replaced; … stands for what did not change.
    """
    shown: list[str] = []
    runs = runs_of(old, new)
    for number, (before, after) in enumerate(runs):
        if before == after:
            shown.append(_cut(before, context, first=number == 0, last=number == len(runs) - 1))
        elif not after:
            shown.append(f"〔删“{before}”〕")
        elif not before:
            shown.append(f"〔增“{after}”〕")
        else:
            shown.append(f"〔“{before}”改作“{after}”〕")
    return Said("".join(shown))


def runs_of(old_text: str, new_text: str) -> list[tuple[str, str]]:
    """Return two texts cut into runs, as (old, new); a word of one character left between two changes joins them."""
    old, new = _TOKEN.findall(old_text), _TOKEN.findall(new_text)
    runs: list[tuple[str, str]] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        before, after = "".join(old[a:b]), "".join(new[c:d])
        bridge = tag == "equal" and b - a == 1 and before.isalnum() and 0 < number < len(codes) - 1
        joins = runs and runs[-1][0] != runs[-1][1] and (tag != "equal" or bridge)
        if joins:
            runs[-1] = (runs[-1][0] + before, runs[-1][1] + after)
        else:
            runs.append((before, after))
    return runs


def _cut(text: str, context: int, *, first: bool, last: bool) -> str:
    """Return an unchanged run with its middle (its beginning, its end) left out where it is long."""
    head, tail = 0 if first else context, 0 if last else context
    if len(text) <= head + tail + 2:
        return text
    return text[:head] + "…" + (text[-tail:] if tail else "")
