"""Open a build: a data root in; what the build knows, or every issue that stops it, out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.build.facts import Build, Bulk, Rendered, Spool
from macros.build.kept import Kept
from macros.build.kept_folder import KeptFolders
from macros.build.progress import busy
from macros.build.templates import Templates
from macros.steps.compare_words import compare_words
from macros.steps.kept_plans import PlanKeeper
from macros.steps.kept_search import KeptSearch
from macros.steps.memory import Memory
from macros.steps.read_news import by_plan, read_news, read_releases
from macros.steps.read_plan import Reader
from macros.steps.take_in import Intake
from macros.steps.write_collections import collections_of, write_collections
from macros.steps.write_tables import PACKED, write_api, write_packed
from macros.views.citation_pages import document_url
from macros.views.library_pages import quality_totals
from medplan.compare.ancestry import Ancestry
from medplan.compare.cited import index_citations
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, Coverage, coverage
from medplan.facts.named_pages import NAMED_KINDS
from medplan.issues import Issue, has_errors
from medplan.library.index import LibraryIndex
from medplan.library.repository import ROOT, Repository
from medplan.library.summary import PlanSummary
from medplan.parallel import Aside
from medplan.publish.downloads import MOST_IN_SINGLE_FILES
from medplan.publish.drafting.drafting_files import DraftingWriter
from medplan.publish.lists import write_measures, write_timeline
from medplan.publish.picture_tables import KeptLines, write_picture_tables
from medplan.publish.tables.pack import Packer
from medplan.publish.time_line import time_line
from medplan.rules.redirects import check_redirects, load_redirects
from medplan.running.doing import doing
from medplan.schema.schemas import plan_labels
from medplan.wording.pairs import Wording
from medplan.wording.spool import WordingSpool

STEPS = ROOT / ".cache" / "steps"
MOST_OF_STEPS = 2_000_000_000


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
    keeper = PlanKeeper.open(reader)
    kept = Kept(folder=STEPS)
    intake = Intake(
        index=LibraryIndex(catalogues=catalogues, succession=succession, day=day),
        wording=Wording(spool=WordingSpool(spool.wording)),
        rendered=Rendered(spool.rendered),
        drafting=DraftingWriter(
            spool.downloads / "drafting", catalogues, packed=packed, keeper=kept, grounds=keeper.common
        ),
        search=KeptSearch(
            folder=spool.search,
            catalogues=catalogues,
            plans=len(files),
            kept=kept,
            grounds=keeper.common,
            again=lambda path: keeper.read_one(path).search,
        ),
        redirects=redirects,
        spool=spool,
        bulk=bulk,
        issues=issues,
    )
    with intake.search.opened(), Aside(jobs) as aside:
        intake.take_all(keeper, files, jobs)
        named = frozenset(intake.named) if redirects.ask_for(NAMED_KINDS) else None
        issues += check_redirects(redirects, repository.plan_ids(), intake.eids, catalogues, named)
        if has_errors(issues):
            return None, issues
        return _across(repository, intake, keeper, aside, jobs, site_url), issues


def _across(
    repository: Repository, intake: Intake, keeper: PlanKeeper, aside: Aside, jobs: int | None, site_url: str
) -> Build:
    """Make what rests on all plans; what does not need them in memory is made aside, while the rest is."""
    index, wording, spool, bulk = intake.index, intake.wording, intake.spool, intake.bulk
    catalogues, packed, kept = index.catalogues, bulk is not None, intake.search.kept
    groups = {theme: _group(index, theme) for theme in catalogues.themes}
    collections = {
        theme: tuple(collections_of(theme, found["addressed"], apart=packed)) for theme, found in groups.items()
    }
    cited = index_citations(index.plans, index.citations)

    with busy("写下载文件，比较各地的文字"):
        indexed = intake.search.finish(aside)
        packer = Packer(
            folder=spool.downloads,
            bulk=bulk.folder if bulk else None,
            files=intake.tables,
            catalogues=catalogues,
            site=site_url,
            keeper=KeptFolders(kept=Kept(folder=PACKED)),
            grounds=keeper.common,
        )
        end_packing = write_packed(packer, aside)
        with doing("比较", "各地相同的文字"):
            compare_words(wording, keeper.common)
        with doing("写编制参考的数据", "各主题"):
            intake.drafting.finish(index, wording, cited, document_url)
        dates = time_line(index, index.day)
        compared = Comparisons(index)
        with doing("写图的数据", "各指标、各主题"):
            lines = KeptLines(keeper=kept, prints=intake.prints, grounds=keeper.common) if bulk else None
            write_picture_tables(compared, bulk.folder if bulk else spool.downloads, lines)
        measures = write_measures(index, spool.lists / "measures", packed=packed)
        timeline = write_timeline(dates.entries, index, spool.lists / "timeline", packed=packed)
        with doing("写下载文件", "各主题的条文汇编"):
            write_collections(collections, catalogues, intake.rendered, bulk.folder if bulk else spool.downloads)
        with doing("写下载文件", "接口"):
            write_api(spool.api, packer, sorted({plan.id[:2] for plan in index.plans}), kept)
        end_packing()
        indexed()
    kept.prune(MOST_OF_STEPS)
    news = read_news(repository, spool.folder, jobs)
    return Build(
        repository=repository,
        index=index,
        redirects=intake.redirects,
        wording=wording,
        cited=cited,
        comparisons=compared,
        ancestry=Ancestry(index),
        theme_groups=groups,
        collections=collections,
        time_line=dates,
        measure_facets=measures,
        timeline_facets=timeline,
        labels=plan_labels(),
        day=index.day,
        templates=keeper.reader.templates,
        spool=spool,
        rendered=intake.rendered,
        bulk=bulk,
        site_url=site_url,
        common=keeper.common,
        prints=intake.prints,
        totals=quality_totals(index.plans),
        news=news,
        news_of=by_plan(news),
        releases=read_releases(repository, spool.folder, jobs),
    )


def _group(index: LibraryIndex, theme: str) -> dict[Coverage, list[PlanSummary]]:
    groups: dict[Coverage, list[PlanSummary]] = {key: [] for key in COVERAGE_LABELS}
    for plan in index.plans:
        groups[coverage(plan, theme)].append(plan)
    return groups
