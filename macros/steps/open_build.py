"""Open a build: a data root in; what the build knows, or every issue that stops it, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from macros.build.facts import Build, Bulk, Rendered, Spool
from macros.build.kept import Kept
from macros.build.kept_folder import KeptFolders
from macros.build.progress import busy, told
from macros.build.templates import Templates
from macros.steps.compare_words import compare_words
from macros.steps.kept_plans import PlanKeeper
from macros.steps.kept_search import KeptSearch
from macros.steps.memory import Memory
from macros.steps.read_news import by_plan, read_news, read_releases
from macros.steps.read_plan import Reader
from macros.steps.write_collections import collections_of
from macros.views.citation_pages import document_url
from macros.views.library_pages import quality_totals
from medplan.catalogue.catalogues import Catalogues
from medplan.compare.ancestry import Ancestry
from medplan.compare.cited import index_citations
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, Coverage, coverage
from medplan.facts.named_pages import NAMED_KINDS
from medplan.issues import Issue, has_errors
from medplan.library.index import LibraryIndex
from medplan.library.repository import ROOT, Repository
from medplan.library.summary import PlanSummary
from medplan.plan.address import Address, Eid
from medplan.publish.api.write import ApiWriter
from medplan.publish.calendars import CalendarWriter
from medplan.publish.comparison_files import ComparisonExporter
from medplan.publish.contract import TableFile
from medplan.publish.downloads import MOST_IN_SINGLE_FILES, Exporter
from medplan.publish.drafting.drafting_files import DraftingWriter
from medplan.publish.index_file import write_index
from medplan.publish.lists import write_measures, write_timeline
from medplan.publish.picture_tables import KeptLines, write_picture_tables
from medplan.publish.plan_files import write_files
from medplan.publish.tables.pack import Packer
from medplan.publish.time_line import time_line
from medplan.rules.redirects import check_redirects, load_redirects
from medplan.running.doing import doing
from medplan.schema.schemas import plan_labels
from medplan.wording.pairs import Wording
from medplan.wording.spool import WordingSpool

PACKED = ROOT / ".cache" / "packed"
STEPS = ROOT / ".cache" / "steps"
MOST_OF_STEPS = 2_000_000_000
MOST_PACKED = 4_000_000_000


def open_build(
    data: Path,
    spool: Spool,
    templates: Templates,
    day: date,
    memory: Memory | None = None,
    jobs: int | None = None,
    bulk_url: str = "",
    site_url: str = "",
) -> tuple[Build | None, list[Issue]]:
    """Read every plan once: check it, prove it, render it, write its downloads into the spool.

    Return what the build knows, or None when anything is wrong, and the issues. `jobs` processes read, as many as there
    are cores when it is None; `bulk_url` is where the bulk is served, when plans are so many that there is one,
    `site_url` where the site is, without a slash at its end, "" when that is not known.
    """
    repository = memory.open_repository(data) if memory else Repository.open(data)
    redirects, faults = load_redirects(repository.data)
    issues = [*repository.catalogue_issues, *repository.stray_files(), *faults]
    if has_errors(issues):
        return None, issues
    catalogues = repository.catalogues
    succession = repository.succession()
    issues += succession.issues()
    files = repository.plan_files()
    bulk = Bulk(folder=spool.bulk, url=bulk_url) if len(files) > MOST_IN_SINGLE_FILES else None
    packed = bulk is not None  # as the pages tell their scripts, see Build.packed
    reader = Reader(
        repository=repository, succession=succession, templates=templates, day=day, site_url=site_url, many=packed
    )
    index = LibraryIndex(catalogues=catalogues, succession=succession, day=day)
    wording = Wording(spool=WordingSpool(spool.wording))
    rendered = Rendered(spool.rendered)
    eids: dict[str, frozenset[Eid]] = {}
    named: set[Address] = set()
    prints: dict[str, str] = {}
    fragments, asked = redirects.plans_with_fragments(), redirects.ask_for(NAMED_KINDS)
    keeper = PlanKeeper.open(reader)
    kept = Kept(folder=STEPS)
    drafting = DraftingWriter(
        spool.downloads / "drafting", catalogues, packed=packed, keeper=kept, grounds=keeper.common
    )
    search = KeptSearch(
        folder=spool.search,
        catalogues=catalogues,
        plans=len(files),
        kept=kept,
        grounds=keeper.common,
        again=lambda path: keeper.read_one(path).search,
    )
    with (
        Exporter(spool.downloads, bulk.folder if bulk else None) as exporter,
        ComparisonExporter(spool.downloads / "compare", catalogues, packed=packed) as comparisons,
        search.opened() as indexer,
        CalendarWriter(bulk.folder if bulk else spool.downloads) as calendars,
    ):
        read = told(keeper.read_all(files, jobs), "读规划", len(files))
        for path, (found, own, faults) in zip(files, read, strict=True):
            issues += faults
            if found is None:
                continue
            prints[path.stem] = own
            with doing("写下载文件和索引", repository.shown(path)):
                index.take(found.entry)
                for name, html in found.html.items():
                    rendered.keep(name, html)
                for name, part in found.parts.items():
                    rendered.keep(name, part)
                if path.stem in fragments:
                    eids[path.stem] = found.eids
                if asked:
                    named |= found.pages
                wording.spool.add(found.wording)
                exporter.add(found.downloads)
                comparisons.add(found.comparison)
                indexer.add(found.search, path)
                calendars.add(found.calendar)
                drafting.add(found.drafting, found.wording)
                write_files(bulk.folder if bulk else spool.downloads, found.files)
    rendered.close()
    with doing("写下载文件", "表格的其他格式"), busy("写表格的其他格式"):
        packer = write_packed(spool.downloads, bulk, exporter.files(), catalogues, site_url, keeper.common, jobs)
    with doing("写下载文件", "接口"):
        write_api(spool.api, packer, sorted({plan.id[:2] for plan in index.plans}), kept)
    issues += check_redirects(redirects, repository.plan_ids(), eids, catalogues, frozenset(named) if asked else None)
    if has_errors(issues):
        return None, issues
    with doing("比较", "各地相同的文字"), busy("比较各地相同的文字"):
        compare_words(wording, keeper.common)
    cited = index_citations(index.plans, index.citations)
    with doing("写编制参考的数据", "各主题"), busy("写编制参考的数据"):
        drafting.finish(index, wording, cited, document_url)
    dates = time_line(index, day)
    compared = Comparisons(index)
    with doing("写图的数据", "各指标、各主题"):
        lines = KeptLines(keeper=kept, prints=prints, grounds=keeper.common) if bulk else None
        write_picture_tables(compared, bulk.folder if bulk else spool.downloads, lines)
    kept.prune(MOST_OF_STEPS)
    news = read_news(repository, spool.folder, jobs)
    groups = {theme: _group(index, theme) for theme in catalogues.themes}
    build = Build(
        repository=repository,
        index=index,
        redirects=redirects,
        wording=wording,
        cited=cited,
        comparisons=compared,
        ancestry=Ancestry(index),
        theme_groups=groups,
        collections={
            theme: tuple(collections_of(theme, found["addressed"], apart=bulk is not None))
            for theme, found in groups.items()
        },
        time_line=dates,
        measure_facets=write_measures(index, spool.lists / "measures", packed=packed),
        timeline_facets=write_timeline(dates.entries, index, spool.lists / "timeline", packed=packed),
        labels=plan_labels(),
        day=day,
        templates=templates,
        spool=spool,
        rendered=rendered,
        bulk=bulk,
        site_url=site_url,
        common=keeper.common,
        prints=prints,
        totals=quality_totals(index.plans),
        news=news,
        news_of=by_plan(news),
        releases=read_releases(repository, spool.folder, jobs),
    )
    return build, issues


def write_packed(
    folder: Path,
    bulk: Bulk | None,
    files: Mapping[str, Sequence[TableFile]],
    catalogues: Catalogues,
    site: str,
    common: str,
    jobs: int | None,
) -> Packer:
    """Write the tables in the forms of other tools, and the index of all downloads; return what packed them."""
    apart = bulk.folder if bulk else None
    kept = Kept(folder=PACKED)
    keeper = KeptFolders(kept=kept)
    packer = Packer(
        folder=folder, bulk=apart, files=files, catalogues=catalogues, site=site, keeper=keeper, grounds=common
    )
    write_index(folder, files, packer.pack(jobs), catalogues.vintage)
    kept.prune(MOST_PACKED)
    return packer


def write_api(folder: Path, packer: Packer, provinces: Iterable[str], kept: Kept) -> None:
    """Write the static API of the tables, province after province; where the tables are by province, it is kept so."""
    folder.mkdir(parents=True)
    keeper = KeptFolders(kept=kept) if packer.bulk else None
    writer = ApiWriter(folder, packer.site, keeper, packer.grounds)
    for province in provinces:
        writer.add(packer.part(province), packer.catalogues.province_name(province) or province)
    writer.close()


def _group(index: LibraryIndex, theme: str) -> dict[Coverage, list[PlanSummary]]:
    groups: dict[Coverage, list[PlanSummary]] = {key: [] for key in COVERAGE_LABELS}
    for plan in index.plans:
        groups[coverage(plan, theme)].append(plan)
    return groups
