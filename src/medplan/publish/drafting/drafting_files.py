"""What the page for those who draft fetches: plans in one by one, then all that they share; small files out.

`data/drafting/plans/<id>.json` is one plan's; `wording/` and `documents/` have a file a theme, of the whole library,
and a file a theme and province: each holds so many things and no more, however many plans there are.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Catalogues
from medplan.compare.cited import CitationIndex, CitedDocumentEntry, Naming
from medplan.compare.guard import TERM_NAMES
from medplan.files.digest import digest
from medplan.library.index import LibraryIndex
from medplan.library.summary import PlanSummary
from medplan.publish.drafting.plan_drafting import MOST_PLACES, PlanDrafting
from medplan.publish.keeper import Keeper
from medplan.publish.rows.common import StatusPhase, status_phases
from medplan.publish.rows.comparison import EntryName
from medplan.publish.rows.drafting import (
    CitedOnTheme,
    Citing,
    DraftingIndicator,
    DraftingNames,
    ProvisionNamed,
    SharedWords,
)
from medplan.publish.small_files import SmallFiles, pack_json
from medplan.schema.schemas import plan_labels
from medplan.wording.clauses import cut_to_clauses
from medplan.wording.pairs import Wording
from medplan.wording.passages import Passage, PlanWording
from medplan.wording.phrases import Phrase, Phrases, merge, most_telling, surely_tagged
from medplan.wording.province_words import ProvinceWords

MOST_DOCUMENTS = 40
MOST_CITING = 5
COMMON = "_common"  # what two plans or more name, on whatever theme; no theme can be called so
DocumentUrl = Callable[[int, CitedDocumentEntry], str]
Where = tuple[str, str]  # a theme, and a province or "" for the whole library


class DraftingWriter:
    """Writes the files into a folder: `add` every plan in order, `finish` once what they share is known.

    The shared words are kept by a `keeper`, where there is one, under all that they rest on besides the catalogues and
    the code, for which `grounds` stands.
    """

    def __init__(
        self,
        folder: Path,
        catalogues: Catalogues,
        *,
        packed: bool = False,
        keeper: Keeper | None = None,
        grounds: str = "",
    ) -> None:
        self._keeper, self._grounds = keeper, grounds
        self._files = SmallFiles(folder=folder, packed=packed)
        self._catalogues = catalogues
        self._themes = {theme: number for number, theme in enumerate(catalogues.themes)}
        self._tagged: list[NDArray[np.bool_]] = []
        self._cited_on: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._standing: dict[str, tuple[str, tuple[StatusPhase, ...]]] = {}
        for name in ("plans", "wording", "documents"):
            (folder / name).mkdir(parents=True)

    def add(self, plan: PlanDrafting, wording: PlanWording) -> None:
        """Write one plan's file, and note the themes of its passages and citations."""
        self._files.put(f"plans/{plan.plan_id}.json", plan.packed)
        rows = np.zeros((len(wording.passages), len(self._themes)), np.bool_)
        themes = [[self._themes[theme] for theme in plan.themes.get(passage.eid, ())] for passage in wording.passages]
        counts = np.fromiter(map(len, themes), np.int64)
        rows[np.repeat(np.arange(len(themes)), counts), np.fromiter(chain.from_iterable(themes), np.int64)] = True
        self._tagged.append(rows)
        self._cited_on[plan.plan_id] = plan.cited_on

    def finish(self, index: LibraryIndex, wording: Wording, cited: CitationIndex, url_of: DocumentUrl) -> None:
        """Write what plans share: words, documents, and the names; `url_of` tells where a cited document stands."""
        words = self._shared_words_of(index, wording)
        for name, content in words.items():
            self._files.put(f"wording/{name}.json", content)
        documents = self._write_documents(index, cited, url_of)
        self._files.write("names.json", self._names(words, documents))

    def _shared_words_of(self, index: LibraryIndex, wording: Wording) -> dict[str, bytes]:
        """Return the files of shared words by name, as they were kept or made now."""
        empty = np.zeros((0, len(self._themes)), np.bool_)
        tagged = np.concatenate([empty, *self._tagged])
        self._tagged.clear()
        if self._keeper is None:
            return dict(self._written_words(tagged, index, wording))
        told = (repr((p.id, p.place.code, p.place.name, p.standing)).encode() for p in index.plans)
        words = (part.encode() for part in wording.spool.grounds())
        name = digest([self._grounds.encode(), np.packbits(tagged).tobytes(), *words, *told])
        if (known := self._keeper.recall(name)) is not None:
            found: dict[str, bytes] = pickle.loads(known)
            return found
        found = dict(self._written_words(tagged, index, wording))
        self._keeper.keep(name, pickle.dumps(found))
        return found

    def _written_words(
        self, tagged: NDArray[np.bool_], index: LibraryIndex, wording: Wording
    ) -> Iterator[tuple[str, bytes]]:
        sure = surely_tagged(tagged)
        everywhere: dict[str, dict[int, Phrase]] = {theme: {} for theme in self._themes}
        provinces = [plan.place.code[:2] for plan in index.plans]
        for province in cut_to_clauses(wording, provinces, tagged):
            words = ProvinceWords.of(wording.spool, province, tagged, sure)
            for number, theme in enumerate(self._catalogues.themes.values()):
                found = words.most_telling(number, theme)
                for key, phrase in found:
                    merge(everywhere[theme.id], key, phrase)
                yield from self._written_phrases(f"{theme.id}-{province}", found, index, wording)
        for number, theme in enumerate(self._catalogues.themes.values()):
            found = most_telling(everywhere[theme.id], number, theme, sure)
            yield from self._written_phrases(theme.id, found, index, wording)

    def _written_phrases(
        self, name: str, phrases: Phrases, index: LibraryIndex, wording: Wording
    ) -> Iterator[tuple[str, bytes]]:
        if not phrases:
            return
        wanted = {passage for _, phrase in phrases for _, some in _first_citing(phrase) for passage in some}
        passages = wording.spool.passages(sorted(wanted))
        yield name, pack_json([self._shared_words(phrase, index, passages) for _, phrase in phrases])

    def _write_documents(self, index: LibraryIndex, cited: CitationIndex, url_of: DocumentUrl) -> list[str]:
        naming = [{plan.id: (plan, places) for plan, places in entry.naming()} for entry in cited.entries]
        found: dict[Where, dict[int, dict[str, Naming]]] = {}
        for plan in index.plans:
            on = self._cited_on[plan.id]
            for number, themes in zip(cited.of_plan(plan.id), on, strict=True):
                named = naming[number][plan.id]
                found.setdefault((COMMON, ""), {}).setdefault(number, {})[plan.id] = named
                for theme in themes:
                    for where in ((theme, plan.place.code[:2]), (theme, "")):
                        found.setdefault(where, {}).setdefault(number, {})[plan.id] = named
        if (COMMON, "") in found:
            found[COMMON, ""] = {n: plans for n, plans in found[COMMON, ""].items() if len(plans) > 1}
        for (theme, province), entries in found.items():
            # Those with a number first: only they can be cited as they are.
            order = sorted(entries, key=lambda n: (cited.entries[n].number is None, -len(entries[n]), n))
            some = [(n, cited.entries[n]) for n in order[:MOST_DOCUMENTS]]
            rows = [self._cited(url_of(n, entry), entry, entries[n].values()) for n, entry in some]
            self._files.write(f"documents/{_name(theme, province)}.json", rows)
        return [_name(theme, province) for theme, province in found]

    def _cited(self, url: str, entry: CitedDocumentEntry, citing: Iterable[Naming]) -> CitedOnTheme:
        plans = list(citing)
        return CitedOnTheme(
            title=entry.title,
            number=entry.number,
            url=url,
            held=entry.held.id if entry.held else None,
            doubts=entry.doubts,
            plans=len(plans),
            citing=tuple(self._citing(plan, places) for plan, places in plans[:MOST_CITING]),
        )

    def _shared_words(self, phrase: Phrase, index: LibraryIndex, passages: Mapping[int, Passage]) -> SharedWords:
        citing = []
        for plan, numbers in _first_citing(phrase):
            places: dict[str, str] = {passages[number].eid: passages[number].locator for number in sorted(numbers)}
            citing.append(self._citing(index.plans[plan], places))
        return SharedWords(
            text=phrase.text, characters=phrase.characters, plans=len(phrase.passages), citing=tuple(citing)
        )

    def _citing(self, plan: PlanSummary, places: Mapping[str, str]) -> Citing:
        # A plan is named by hundreds of phrases: what its status is, was and will be is asked once.
        if plan.id not in self._standing:
            self._standing[plan.id] = plan.status.key, status_phases(plan.standing)
        status, phases = self._standing[plan.id]
        some = [ProvisionNamed(eid, place) for eid, place in places.items()][:MOST_PLACES]
        return Citing(
            plan=plan.id,
            name=plan.place.name,
            status=status,
            status_phases=phases,
            places=tuple(some),
        )

    def _names(self, words: Iterable[str], documents: Iterable[str]) -> DraftingNames:
        catalogues = self._catalogues
        return DraftingNames(
            themes=tuple(EntryName(t.id, t.name) for t in catalogues.themes.values()),
            indicators=tuple(
                DraftingIndicator(
                    id=i.id,
                    name=i.name,
                    unit=catalogues.units[i.unit].symbol,
                    definition=i.definition,
                    themes=i.themes,
                )
                for i in catalogues.indicators.values()
            ),
            natures=plan_labels()["nature"],
            differ={term: f"{name}不同" for term, name in TERM_NAMES.items()},
            wording=tuple(sorted(words)),
            documents=tuple(sorted(documents)),
        )


def _name(theme: str, province: str) -> str:
    return f"{theme}-{province}" if province else theme


def _first_citing(phrase: Phrase) -> list[tuple[int, list[int]]]:
    """Return the first few plans that have words, each with its passages."""
    return [(plan, phrase.passages[plan]) for plan in sorted(phrase.passages)[:MOST_CITING]]
