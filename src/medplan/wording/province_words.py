"""Words that the plans of a province share with any: what was cut to clauses in; by theme the most telling out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Theme
from medplan.language.codes import decode
from medplan.wording.clauses import ROW, ROWS, WORDS
from medplan.wording.fingerprints import Places
from medplan.wording.phrases import Phrase, Phrases, that_differ
from medplan.wording.runs import first_of_each
from medplan.wording.spool import WordingSpool
from medplan.wording.tables import Table, take


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceWords:
    """The words of a province in the order in which they are met, each once, as they are written there.

    `keys` are what they are known by, `rows` those of `clauses` word by word, those of word i from `edges[i]` up to
    that of i + 1; `plans` is in how many plans they stand, `themes` and `sure` which themes any of their passages has.
    """

    texts: list[str]
    keys: list[int]
    characters: Places
    plans: Places
    themes: NDArray[np.bool_]
    sure: NDArray[np.bool_]
    rows: Table
    plans_of: NDArray[np.int64]
    edges: list[int]
    _made: dict[int, Phrase] = field(default_factory=dict)

    @classmethod
    def of(
        cls, spool: WordingSpool, province: str, tagged: NDArray[np.bool_], sure: NDArray[np.bool_]
    ) -> ProvinceWords:
        """Take the files of a province, which are deleted; `tagged` and `sure` are the themes of each passage."""
        rows = take(spool.folder / f"{ROWS}-{province}", ROW)
        written = decode(take(spool.folder / f"{WORDS}-{province}", np.dtype(np.uint32)))
        rows["start"] = np.cumsum(rows["size"]) - rows["size"]
        rows = rows[np.lexsort((rows["order"], rows["pair"]))]
        _, firsts, of = np.unique(rows["key"], return_index=True, return_inverse=True)
        order = np.argsort(firsts)
        firsts, of = firsts[order], np.argsort(order)[of]
        first = rows[firsts]
        stretches = zip(first["start"].tolist(), first["size"].tolist(), strict=True)
        rows = rows[np.argsort(of, kind="stable")]
        of = np.sort(of)
        edges = np.searchsorted(of, np.arange(len(firsts) + 1))
        plans = spool.plans_of(np.stack((rows["one"], rows["two"])))
        standing = np.unique(of * len(spool.numbers) + plans) // len(spool.numbers)
        return cls(
            texts=[written[start : start + size] for start, size in stretches],
            keys=first["key"].tolist(),
            characters=first["characters"].astype(np.int64),
            plans=np.bincount(standing, minlength=len(firsts)),
            themes=_any(tagged, rows, edges),
            sure=_any(sure, rows, edges),
            rows=rows,
            plans_of=plans,
            edges=edges.tolist(),
        )

    def most_telling(self, number: int, theme: Theme) -> Phrases:
        """Return the words of one theme, as `phrases.most_telling` would."""
        return that_differ((self.keys[word], self._phrase(word)) for word in self._in_order(number, theme))

    def _in_order(self, number: int, theme: Theme) -> Iterator[int]:
        """Yield the words that name a theme, those of most plans first, then those that surely tell of it."""
        names, texts = (theme.name, *theme.names), self.texts
        some = np.flatnonzero(self.themes[:, number])
        named = np.array([any(name in texts[word] for name in names) for word in some.tolist()], bool)
        told = named | self.sure[some, number]
        some, ranked = some[told], (~named[told], -self.plans[some[told]], -self.characters[some[told]])
        order = np.lexsort(ranked[::-1])
        opens = np.flatnonzero(first_of_each(*(column[order] for column in ranked))).tolist()
        for start, end in pairwise((*opens, len(order))):
            yield from sorted(some[order[start:end]].tolist(), key=texts.__getitem__)

    def _phrase(self, word: int) -> Phrase:
        """Return words with the passages that have them: the same object each time."""
        if word not in self._made:
            themes = set(np.flatnonzero(self.themes[word]).tolist())
            made = Phrase(text=self.texts[word], characters=int(self.characters[word]), themes=themes)
            place = slice(*self.edges[word : word + 2])
            for plans, side in zip(self.plans_of, ("one", "two"), strict=True):
                for plan, passage in zip(plans[place].tolist(), self.rows[side][place].tolist(), strict=True):
                    made.add(plan, passage)
            self._made[word] = made
        return self._made[word]


def _any(tagged: NDArray[np.bool_], rows: Table, edges: Places) -> NDArray[np.bool_]:
    """Return which themes any passage of each word has."""
    if not len(rows):
        return np.zeros((0, tagged.shape[1]), bool)
    found: NDArray[np.bool_] = np.logical_or.reduceat(tagged[rows["one"]] | tagged[rows["two"]], edges[:-1], axis=0)
    return found
