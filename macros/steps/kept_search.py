"""The search index kept from run to run: what each plan gives it in, in order; the index out, made anew if need be.

Until a plan comes that gave something else last time, nothing is indexed. From there on it is, those before it first:
they are read once more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from macros.build.kept import Kept
from macros.build.kept_folder import KeptFolders
from medplan.catalogue.catalogues import Catalogues
from medplan.files.digest import digest
from medplan.parallel import Aside
from medplan.running.doing import doing
from medplan.search.indexer import SearchIndexer
from medplan.search.prepare import PlanSearch


@dataclass(slots=True, kw_only=True)
class KeptSearch:
    """Writes the index into a folder, within `opened`: `add` every plan in order, then `finish`.

    `plans` is about how many come.
    `grounds` is a hash of what the index rests on besides the plans; `again` reads a plan that was added once more.
    """

    folder: Path
    catalogues: Catalogues
    plans: int
    kept: Kept
    grounds: str
    again: Callable[[Path], PlanSearch]
    _before: list[str] = field(default_factory=list)
    _prints: list[str] = field(default_factory=list)
    _added: list[Path] = field(default_factory=list)
    _indexer: SearchIndexer | None = None

    @contextmanager
    def opened(self) -> Iterator[KeptSearch]:
        """Take plans in, and `finish`; what it takes to make an index is removed at the end."""
        self._before = json.loads(self.kept.recall(self._record) or b"[]")
        try:
            yield self
        finally:
            if self._indexer is not None:
                self._indexer.close()

    def finish(self, aside: Aside) -> Callable[[], None]:
        """Have the index of the plans that were added written; return what waits for it."""
        name = digest(one.encode() for one in (self.grounds, *self._prints))
        folders = KeptFolders(kept=self.kept)
        if self._indexer is None and (self._prints != self._before or not folders.put(name, self.folder)):
            self._begin()
        record = self._record, json.dumps(self._prints).encode()
        if self._indexer is None:
            return lambda: None
        return aside.ask(_write_index, self._indexer, folders, name, record)

    @property
    def _record(self) -> str:
        return digest([b"prints", self.grounds.encode()])

    def add(self, plan: PlanSearch, path: Path) -> None:
        """Take in the plan in a file."""
        own, number = print_of(plan), len(self._prints)
        if self._indexer is None and (number >= len(self._before) or self._before[number] != own):
            self._begin()
        self._prints.append(own)
        self._added.append(path)
        if self._indexer is not None:
            self._indexer.add(plan)

    def _begin(self) -> None:
        self._indexer = SearchIndexer(self.folder, self.catalogues, self.plans)
        for number, path in enumerate(self._added):
            plan = self.again(path)
            self._prints[number] = print_of(plan)
            self._indexer.add(plan)


def _write_index(indexer: SearchIndexer, folders: KeptFolders, name: str, record: tuple[str, bytes]) -> None:
    with doing("写搜索的索引", "全部"):
        indexer.finish()
    indexer.close()  # before the folder is kept
    folders.keep(name, indexer.folder)
    folders.kept.keep(*record)


def print_of(plan: PlanSearch) -> str:
    """Return what stands for all that a plan gives the index."""
    return digest([repr(plan.entry).encode(), repr(plan.records).encode(), *(chunk.hash for chunk in plan.chunks)])
