"""How likely characters are after others: texts, and a list of words, in; logarithms of likelihoods out.

Counted are runs of one to ORDER characters, marks among them; what was met seldom is made up for by shorter runs
(Witten and Bell), and those by the list of words. A place of the text that is read does not vouch for itself: what it
added is taken away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from medplan.language.codes import encode
from medplan.language.habits import Codes, Counts, Floats, Habits, look_up, run_keys
from medplan.rereading.runs import Text

ORDER = 4
PAD = ORDER - 1  # zeros between texts: what stands before one tells nothing of it
_TOKEN = re.compile(r"[0-9][0-9.]*+|[A-Za-z]++|\S")
_MIXED = 0.4  # of the plainest likelihood, the share that the texts have in it; the rest is the list's


class Line:
    """Texts one after another: a figure and a Latin word as one sign each, no spaces; where each sign was printed."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = list(texts)
        signs: list[str] = ["\0" * PAD]
        starts: list[int] = [-1] * PAD
        ends: list[int] = [-1] * PAD
        owner: list[int] = [-1] * PAD
        for number, text in enumerate(self.texts):
            found = list(_TOKEN.finditer(text.printed))
            signs.append("".join([_sign(one.group()) for one in found]) + "\0" * PAD)
            starts += [one.start() for one in found] + [-1] * PAD
            ends += [one.end() for one in found] + [-1] * PAD
            owner += [number] * len(found) + [-1] * PAD
        self.codes = encode("".join(signs)).astype(np.uint64)
        self.starts, self.ends, self.owner = starts, ends, owner


def _sign(token: str) -> str:
    first = token[0]
    if not first.isascii():
        return first
    return "0" if first.isdigit() else "A" if first.isalpha() else first


class Likelihood:
    """Counts of runs in lines of texts: the first is the one that is read."""

    def __init__(self, lines: Sequence[Codes], habits: Habits) -> None:
        self.habits = habits
        self.runs: list[Counts] = []
        self.contexts: list[tuple[Codes, Floats, Floats]] = []
        for size in range(1, ORDER + 1):
            keys, before = [], []
            for codes in lines:
                columns = [codes[PAD - size + 1 + n : len(codes) - PAD + 1 - size + 1 + n] for n in range(size)]
                met = columns[-1] != 0
                if size > 1:
                    met |= columns[-2] != 0
                keys.append(run_keys(columns)[met])
                before.append(run_keys(columns[:-1])[met] if size > 1 else np.zeros(int(met.sum()), dtype=np.uint64))
            own, first, often = np.unique(np.concatenate(keys), return_index=True, return_counts=True)
            context, inverse = np.unique(np.concatenate(before)[first], return_inverse=True)
            self.runs.append((own, often.astype(np.float64)))
            sums = np.bincount(inverse, weights=often).astype(np.float64)
            self.contexts.append((context, sums, np.bincount(inverse).astype(np.float64)))

    def often(self, columns: Sequence[Codes]) -> Floats:
        """Return how often the run of some columns of code points was met."""
        return look_up(self.runs[len(columns) - 1], run_keys(columns))

    def log(self, columns: Sequence[Codes], own: int = 0, instead: Codes | None = None) -> Floats:
        """Return the logarithm of the likelihood of the last of ORDER columns after the others.

        Runs of up to `own` characters are the place's own, met once less than counted; after the others stands, in the
        text itself, `instead`.
        """
        once = 1.0 if own else 0.0
        signs, often = self.runs[0]
        met = np.maximum(self.often(columns[-1:]) - once, 0)
        kinds, total = len(signs), float(often.sum())
        likely = _MIXED * (met + kinds * 1e-5) / (kinds + total)
        likely += (1 - _MIXED) * self.habits.after(columns[-3], columns[-2], columns[-1])
        for size in range(2, ORDER + 1):
            before = list(columns[ORDER - size : ORDER - 1])
            known, sums, various = self.contexts[size - 1]
            keys = run_keys(before)
            met = self.often([*before, columns[-1]])
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            held = known[at] == keys
            count, kinds_after = np.where(held, sums[at], 0.0), np.where(held, various[at], 0.0)
            if own >= size:
                kinds_after, count, met = kinds_after - (met == 1), count - 1, met - 1
            elif instead is not None:
                there = self.often([*before, instead])
                kinds_after, count = kinds_after - (there == 1), count - (there > 0)
            kinds_after, count, met = np.maximum(kinds_after, 0.5), np.maximum(count, 0), np.maximum(met, 0)
            likely = np.where(count > 0, (met + kinds_after * likely) / (count + kinds_after), likely)
        return np.log(likely)
