"""Open a build: a data root in; what the build knows, or every issue that stops it, out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.build.facts import Build, Spool
from macros.build.templates import Templates
from macros.steps.memory import Memory
from macros.steps.read_plan import Reader
from medplan.compare.ancestry import Ancestry
from medplan.compare.cited import index_citations
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, Coverage, coverage
from medplan.doing import doing
from medplan.facts.named_pages import NAMED_KINDS, named_pages
from medplan.issues import Issue, has_errors
from medplan.language.dates import last_day
from medplan.library.index import LibraryIndex, PlanSummary
from medplan.library.repository import Repository
from medplan.plan.address import Address, Eid
from medplan.publish.comparison_files import ComparisonExporter
from medplan.publish.contents import ContentsEntry
from medplan.publish.downloads import Exporter
from medplan.publish.lists import in_time, write_measures, write_timeline
from medplan.rules.redirects import check_redirects, load_redirects
from medplan.schema.schemas import plan_labels
from medplan.search.indexer import SearchIndexer
from medplan.wording.pairs import Wording, compare_wording
from medplan.wording.spool import WordingSpool


def open_build(
    data: Path, spool: Spool, templates: Templates, day: date, memory: Memory | None = None
) -> tuple[Build | None, list[Issue]]:
    """Read every plan once: check it, prove it, render it, write its downloads into the spool.

    Return what the build knows, or None when anything is wrong, and the issues. With a memory, plans that it holds and
    that would come out the same are not read again.
    """
    repository = memory.open_repository(data) if memory else Repository.open(data)
    redirects, faults = load_redirects(repository.data)
    issues = [*repository.catalogue_issues, *repository.stray_files(), *faults]
    if has_errors(issues):
        return None, issues
    reader = Reader(repository=repository, templates=templates)
    read = memory.reading(reader) if memory else reader.read
    catalogues = repository.catalogues
    succession = repository.succession()
    issues += succession.issues()
    index = LibraryIndex(catalogues=catalogues, succession=succession, day=day)
    wording = Wording(spool=WordingSpool(spool.wording))
    contents: dict[str, tuple[ContentsEntry, ...]] = {}
    eids: dict[str, frozenset[Eid]] = {}
    named: set[Address] = set()
    fragments, asked = redirects.plans_with_fragments(), redirects.ask_for(NAMED_KINDS)
    with (
        Exporter(spool.downloads, catalogues) as exporter,
        ComparisonExporter(spool.downloads / "compare", catalogues) as comparisons,
        SearchIndexer(spool.search, catalogues) as indexer,
    ):
        for path in repository.plan_files():
            with doing("读规划", repository.shown(path)):
                found, faults = read(path)
            issues += faults
            if found is None:
                continue
            plan = found.plan
            with doing("写下载文件和索引", repository.shown(path)):
                summary = index.take(plan, found.summary)
                contents[plan.id] = found.contents
                for name, html in found.html.items():
                    spool.keep(name, html)
                if plan.id in fragments:
                    eids[plan.id] = plan.eids()
                if asked:
                    named |= named_pages(plan, catalogues)
                wording.spool.add(found.wording)
                exporter.add(plan, summary)
                comparisons.add(plan, summary)
                indexer.add(plan, summary.standing.told())
    issues += check_redirects(redirects, repository.plan_ids(), eids, catalogues, frozenset(named) if asked else None)
    if has_errors(issues):
        return None, issues
    with doing("比较", "各地相同的文字"):
        compare_wording(wording)
    dated = in_time(index)
    build = Build(
        repository=repository,
        index=index,
        redirects=redirects,
        wording=wording,
        cited=index_citations(index.plans, index.citations),
        comparisons=Comparisons(index),
        ancestry=Ancestry(index),
        contents=contents,
        theme_groups={theme: _group(index, theme) for theme in catalogues.themes},
        dated=dated,
        past=sum(bool(commitment.due and last_day(commitment.due) < day) for _, commitment in dated),
        measure_facets=write_measures(index, spool.lists / "measures"),
        timeline_facets=write_timeline(dated, index, spool.lists / "timeline"),
        labels=plan_labels(),
        day=day,
        templates=templates,
        spool=spool,
    )
    return build, issues


def _group(index: LibraryIndex, theme: str) -> dict[Coverage, list[PlanSummary]]:
    groups: dict[Coverage, list[PlanSummary]] = {key: [] for key in COVERAGE_LABELS}
    for plan in index.plans:
        groups[coverage(plan, theme)].append(plan)
    return groups
