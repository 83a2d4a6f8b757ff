"""How letters follow one another in words: a list of words with their frequencies in; likelihoods of letters out.

The list is jieba's. Marks, figures and ends of texts, which it lacks, count as words of usual shares.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from medplan.language.codes import encode
from medplan.language.words import list_of_words

Codes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Counts = tuple[Codes, Floats]  # keys in order, and how often each was met

_WORD = re.compile("^([㐀-鿿]+) ([0-9]+)", re.M)
_MORE, _POWER = 20, 0.7  # a rare word of general writing is not so rare in a field of its own
_SHARES = {
    "，": 0.09, "、": 0.07, "。": 0.04, "；": 0.01, "：": 0.004, "“": 0.01, "”": 0.01, "（": 0.006, "）": 0.006,
    "《": 0.003, "》": 0.003, "0": 0.03, "A": 0.002, "\0": 0.01,
}  # fmt: skip
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_HIGHEST = 0xFFFF  # code points beyond are counted as one


def run_keys(columns: Sequence[Codes]) -> Codes:
    """Return for each row of some columns of code points one key."""
    found = np.zeros_like(columns[0])
    for column in columns:
        found = (found + column + np.uint64(1)) * _MULTIPLIER
    return found


def look_up(counts: Counts, keys: Codes) -> Floats:
    """Return how often each of some keys was met."""
    known, numbers = counts
    if not len(known):
        return np.zeros(len(keys))
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, numbers[at], 0.0)


class Habits:
    """What a list of words tells: letters in all, at the begin and end of words, by themselves; pairs and threes."""

    def __init__(self, words: Sequence[str], often: Sequence[int]) -> None:
        held = (np.array(often, dtype=np.float64) + _MORE) ** _POWER
        share = np.array(list(_SHARES.values())) * held.sum()
        weights = np.concatenate((held, share))
        text = "".join((*words, *_SHARES))
        sizes = np.array([len(word) for word in words] + [1] * len(_SHARES))
        codes = encode(text).astype(np.uint64)
        begins = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(len(sizes)), sizes)
        left = np.repeat(begins + sizes, sizes) - np.arange(len(codes))  # letters from here to the word's end
        self.total = float(weights.sum())
        alone = sizes == 1
        self.begun = _sums(codes[begins], weights)
        self.ended = _sums(codes[begins + sizes - 1], weights)
        self.met = _sums(codes, weights[owner])
        self.alone = _sums(codes[begins[alone]], weights[alone])
        first = np.concatenate(([True], owner[1:] != owner[:-1]))

        def runs(where: npt.NDArray[np.bool_], size: int) -> Counts:
            places = np.flatnonzero(where)
            keys, inverse = np.unique(run_keys([codes[places + n] for n in range(size)]), return_inverse=True)
            return keys, np.bincount(inverse, weights=weights[owner[places]]).astype(np.float64)

        self.pairs = runs(left >= 2, 2)
        self.pairs_begun = runs(first & (left >= 2), 2)
        self.pairs_ended = runs(left == 2, 2)
        self.threes = runs(left >= 3, 3)

    def after(self, one: Codes, two: Codes, three: Codes) -> Floats:
        """Return how likely a third letter is behind two, within words or beyond them."""
        a, b, c = (np.minimum(codes, _HIGHEST).astype(np.int64) for codes in (one, two, three))
        pair = run_keys([one, two])
        behind = look_up(self.pairs, pair) + self.ended[a] * self.begun[b] / self.total
        whole = look_up(self.threes, run_keys([one, two, three]))
        whole += look_up(self.pairs_ended, pair) * self.begun[c] / self.total
        whole += self.ended[a] * look_up(self.pairs_begun, run_keys([two, three])) / self.total
        whole += self.ended[a] * self.alone[b] * self.begun[c] / self.total**2
        next_one = (look_up(self.pairs, run_keys([two, three])) + self.ended[b] * self.begun[c] / self.total) / (
            np.maximum(self.met[b], 1.0)
        )
        by_itself = (self.met[c] + 1) / (self.met.sum() + 10_000)
        sure = 0.9 * behind / (behind + 50)
        return np.asarray(
            sure * whole / np.maximum(behind, 1e-9) + (1 - sure) * (0.95 * next_one + 0.05 * by_itself) + 1e-7
        )

    def rarity(self, codes: Codes) -> Floats:
        """Return the logarithm of a letter's share of all."""
        at = np.minimum(codes, _HIGHEST).astype(np.int64)
        return np.asarray(np.log(self.met[at] + 100) - np.log(self.met.sum()))

    def apart(self, codes: Codes) -> Floats:
        """Return the logarithm of the share in which a letter is a word by itself."""
        at = np.minimum(codes, _HIGHEST).astype(np.int64)
        return np.asarray(np.log((self.alone[at] + 1) / (self.met[at] + 20)))


@cache
def word_habits() -> Habits:
    """Return what the list of words tells, read once a process."""
    found = _WORD.findall(list_of_words())
    return Habits([word for word, _ in found], [int(often) for _, often in found])


def _sums(codes: Codes, weights: Floats) -> Floats:
    at = np.minimum(codes, _HIGHEST).astype(np.int64)
    return np.bincount(at, weights=weights, minlength=_HIGHEST + 1).astype(np.float64)
