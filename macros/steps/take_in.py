"""Read every plan once: a data root's files in; what the library knows, and what was spooled of each plan, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from macros.build.facts import Bulk, Rendered, Spool
from macros.build.progress import told
from macros.steps.kept_plans import PlanKeeper
from macros.steps.kept_search import KeptSearch
from macros.steps.read_plan import PlanRead
from medplan.facts.named_pages import NAMED_KINDS
from medplan.issues import Issue
from medplan.library.index import LibraryIndex
from medplan.plan.address import Address, Eid
from medplan.publish.calendars import CalendarWriter
from medplan.publish.comparison_files import ComparisonExporter
from medplan.publish.contract import TableFile
from medplan.publish.downloads import Exporter
from medplan.publish.drafting.drafting_files import DraftingWriter
from medplan.publish.plan_files import write_files
from medplan.rules.redirects import Redirects
from medplan.running.doing import doing
from medplan.wording.pairs import Wording


@dataclass(slots=True, kw_only=True)
class Intake:
    """Takes plans in, in administrative order; of a plan with an error it takes the issues alone.

    `prints` are what stands for what was made of each plan, by id; `tables` the files of each table of the downloads.
    `eids` and `named` are what redirects ask for: addresses within some plans, by id, and pages across plans.
    """

    index: LibraryIndex
    wording: Wording
    rendered: Rendered
    drafting: DraftingWriter
    search: KeptSearch
    redirects: Redirects
    spool: Spool
    bulk: Bulk | None
    issues: list[Issue] = field(default_factory=list)
    prints: dict[str, str] = field(default_factory=dict)
    tables: Mapping[str, Sequence[TableFile]] = field(default_factory=dict)
    eids: dict[str, frozenset[Eid]] = field(default_factory=dict)
    named: set[Address] = field(default_factory=set)

    def take_all(self, keeper: PlanKeeper, files: list[Path], jobs: int | None) -> None:
        """Read the plans of files and take them in; the search index is begun, not finished."""
        spool, packed = self.spool, self.bulk is not None
        catalogues = self.index.catalogues
        fragments, asked = self.redirects.plans_with_fragments(), self.redirects.ask_for(NAMED_KINDS)
        apart = self.bulk.folder if self.bulk else None
        with (
            Exporter(spool.downloads, apart) as exporter,
            ComparisonExporter(spool.downloads / "compare", catalogues, packed=packed) as comparisons,
            CalendarWriter(apart or spool.downloads) as calendars,
        ):
            read = told(keeper.read_all(files, jobs), "读规划", len(files))
            for path, (found, own, faults) in zip(files, read, strict=True):
                self.issues += faults
                if found is None:
                    continue
                self.prints[path.stem] = own
                with doing("写下载文件和索引", keeper.reader.repository.shown(path)):
                    self._take(found)
                    self.search.add(found.search, path)
                    exporter.add(found.downloads)
                    comparisons.add(found.comparison)
                    calendars.add(found.calendar)
                    write_files(apart or spool.downloads, found.files)
                if path.stem in fragments:
                    self.eids[path.stem] = found.eids
                if asked:
                    self.named |= found.pages
        self.tables = exporter.files()
        self.rendered.close()
        self.wording.spool.close()

    def _take(self, found: PlanRead) -> None:
        self.index.take(found.entry)
        for name, html in found.html.items():
            self.rendered.keep(name, html)
        for name, part in found.parts.items():
            self.rendered.keep(name, part)
        self.wording.spool.add(found.wording)
        self.drafting.add(found.drafting, found.wording)
