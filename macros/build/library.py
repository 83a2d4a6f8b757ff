"""The library during one build: data root in; index, rendered plans and downloads, spooled to disk, out."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from markupsafe import Markup

from macros.build.render import TEMPLATES, render
from medplan.compare.ancestry import Ancestry
from medplan.compare.cited import CitationIndex, index_citations
from medplan.compare.standing import Comparisons
from medplan.compare.themes import COVERAGE_LABELS, Coverage, coverage, passages
from medplan.facts.citations import plan_citations
from medplan.facts.commitments import Commitment
from medplan.issues import Issue, has_errors
from medplan.language.dates import last_day
from medplan.library.index import LibraryIndex, PlanSummary
from medplan.library.repository import Repository
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.publish.calendars import write_calendar
from medplan.publish.comparison_files import ComparisonExporter
from medplan.publish.contents import ContentsEntry, contents_of
from medplan.publish.downloads import Exporter
from medplan.publish.lists import Facets, in_time, write_measures, write_timeline
from medplan.publish.plan_view import PlanView
from medplan.rules.fidelity import Proof
from medplan.rules.redirects import Redirects, check_redirects, load_redirects
from medplan.schema import schemas
from medplan.search.indexer import SearchIndexer
from medplan.wording.pairs import Wording, compare_wording
from medplan.wording.passages import PlanWording, prepare_wording
from medplan.wording.spool import WordingSpool


@dataclass(slots=True)
class Library:
    """What a build knows: the index in memory, every plan's HTML and the downloads in a spool folder."""

    repository: Repository
    index: LibraryIndex
    spool: tempfile.TemporaryDirectory[str]
    wording: Wording
    cited: CitationIndex = field(default_factory=CitationIndex)
    contents: dict[str, tuple[ContentsEntry, ...]] = field(default_factory=dict)
    redirects: Redirects = field(default_factory=Redirects)
    comparisons: Comparisons = field(init=False)
    ancestry: Ancestry = field(init=False)
    dated: list[tuple[PlanSummary, Commitment]] = field(default_factory=list)
    measure_facets: Facets = field(init=False)
    timeline_facets: Facets = field(init=False)
    _theme_groups: dict[str, dict[Coverage, list[PlanSummary]]] = field(default_factory=dict)
    _past: dict[date, int] = field(default_factory=dict)

    def complete(self) -> None:
        """Make what needs all plans: comparisons, lineage, the order in time, the lists to filter."""
        self.comparisons = Comparisons(self.index)
        self.ancestry = Ancestry(self.index)
        self.dated = in_time(self.index)
        lists = Path(self.spool.name) / "lists"
        self.measure_facets = write_measures(self.index, lists / "measures")
        self.timeline_facets = write_timeline(self.dated, self.index, lists / "timeline")

    def theme_groups(self, theme_id: str) -> dict[Coverage, list[PlanSummary]]:
        """Return the plans that address a theme, those that don't, and those not reviewed, each in order of place."""
        if theme_id not in self._theme_groups:
            groups: dict[Coverage, list[PlanSummary]] = {key: [] for key in COVERAGE_LABELS}
            for plan in self.index.plans:
                groups[coverage(plan, theme_id)].append(plan)
            self._theme_groups[theme_id] = groups
        return self._theme_groups[theme_id]

    def count_past(self, today: date) -> int:
        """Return how many dated commitments were due before a day."""
        if today not in self._past:
            self._past[today] = sum(bool(c.due and last_day(c.due) < today) for _, c in self.dated)
        return self._past[today]

    @property
    def downloads(self) -> Path:
        """Return the folder that holds what is served under /data/."""
        return Path(self.spool.name) / "data"

    @property
    def search(self) -> Path:
        """Return the folder that holds the search index."""
        return Path(self.spool.name) / "search"

    def plan_html(self, plan_id: str) -> str:
        """Return a plan's rendered page."""
        return (Path(self.spool.name) / f"{plan_id}.html").read_text(encoding="utf-8")

    def spool_plan(self, found: PlanRead, summary: PlanSummary) -> None:
        """Keep a plan's page, and what it says on each theme, rendered."""
        if not found.pages:
            plan = found.plan
            assert plan is not None
            view = PlanView(plan, indicator_names=self.index.indicator_names)
            contents = self.contents[plan.id]
            citations = plan_citations(plan)
            found.pages[f"{plan.id}.html"] = render(
                "plan", view=view, plan=plan, summary=summary, contents=contents, citations=citations
            )
            for theme in summary.themes:
                said = passages(plan, theme)
                html = render("theme_entry", view=view, plan=plan, summary=summary, passages=said)
                found.pages[f"themes/{theme}/{plan.id}.html"] = html
        for name, html in found.pages.items():
            path = Path(self.spool.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8")

    def theme_html(self, theme: str, plan_id: str) -> Markup:
        """Return what a plan says on a theme, as `spool_plan` kept it."""
        return Markup((Path(self.spool.name) / "themes" / theme / f"{plan_id}.html").read_text(encoding="utf-8"))

    def write_calendars(self, site: str) -> None:
        """Write a calendar of each plan's dated commitments, and one of all."""
        folder = self.downloads / "calendar"
        folder.mkdir()
        (self.downloads / "calendar.ics").write_bytes(write_calendar("医保规划库", self.index.commitments, site))
        for plan in self.index.plans:
            own = [(plan, commitment) for commitment in self.index.commitments_by(plan.id)]
            (folder / f"{plan.id}.ics").write_bytes(write_calendar(plan.title, own, site))

    def write_downloads(self, site: Path) -> None:
        """Copy the downloads and the schemas into the built site."""
        shutil.copytree(self.downloads, site / "data", dirs_exist_ok=True)
        shutil.copytree(self.search, site / "search" / "index", dirs_exist_ok=True)
        for name in ("measures", "timeline"):
            shutil.copytree(Path(self.spool.name) / "lists" / name, site / name / "rows", dirs_exist_ok=True)
        shutil.copytree(schemas.SCHEMA_DIR, site / "data" / "schema", dirs_exist_ok=True)


@dataclass(slots=True)
class PlanRead:
    """One plan as read from its files: checked, proved, and once rendered its `pages` by name."""

    plan: Plan | None
    proof: Proof | None
    issues: list[Issue]
    pages: dict[str, str] = field(default_factory=dict)
    wording: PlanWording | None = None


_current: list[Library] = []
# Under `serve`, plans as read before, by file: an edit of one plan leaves the others as they are.
_kept: dict[Path, tuple[tuple[object, ...], PlanRead]] = {}
_keep = [False]


def keep_plans() -> None:
    """Keep plans in memory from build to build; for `serve` only, since it holds them all."""
    _keep[0] = True


def _read(repository: Repository, path: Path) -> PlanRead:
    """Read, check and prove one plan, or return it as kept when nothing it depends on has changed."""
    if not _keep[0]:
        return _read_anew(repository, path)
    files = [path, *TEMPLATES.glob("*.html"), *schemas.SCHEMA_DIR.glob("*.json")]
    files += (repository.data / "sources").glob(f"{path.stem}.*")
    state = (id(repository.catalogues), *((f, f.stat().st_mtime_ns, f.stat().st_size) for f in sorted(files)))
    if path not in _kept or _kept[path][0] != state:
        _kept[path] = (state, _read_anew(repository, path))
    return _kept[path][1]


def _read_anew(repository: Repository, path: Path) -> PlanRead:
    plan, issues = repository.read_plan(path)
    if plan is None or has_errors(issues):
        return PlanRead(plan=None, proof=None, issues=issues)
    try:
        return PlanRead(plan=plan, proof=repository.prove(plan), issues=issues)
    except (OSError, UnicodeDecodeError) as error:
        broken = Issue(path=plan.path, rule="source-file", message=f"原文读不出：{error}")
        return PlanRead(plan=None, proof=None, issues=[*issues, broken])


def current() -> Library:
    """Return the library of the build under way."""
    return _current[-1]


def open_library() -> tuple[Library | None, list[Issue]]:
    """Read every plan once: check it, prove it, render it, write its downloads.

    Return the library, or None with the issues when anything is wrong.
    """
    schemas.forget()
    repository = Repository.open()
    redirects, faults = load_redirects(repository.data)
    issues = [*repository.catalogue_issues, *repository.stray_files(), *faults]
    if has_errors(issues):
        return None, issues
    spool = tempfile.TemporaryDirectory(prefix="medplan-")
    library = Library(
        repository=repository,
        index=LibraryIndex(catalogues=repository.catalogues),
        spool=spool,
        wording=Wording(spool=WordingSpool(Path(spool.name) / "wording")),
        redirects=redirects,
    )
    eids: dict[str, frozenset[Eid]] = {}
    with (
        Exporter(library.downloads, repository.catalogues) as exporter,
        ComparisonExporter(library.downloads / "compare", repository.catalogues) as comparisons,
        SearchIndexer(library.search, repository.catalogues) as indexer,
    ):
        for path in repository.plan_files():
            found = _read(repository, path)
            issues += found.issues
            if found.plan is None or found.proof is None:
                continue
            summary = library.index.add(found.plan, found.proof)
            library.contents[found.plan.id] = contents_of(found.plan.nodes)
            library.spool_plan(found, summary)
            if found.plan.id in redirects.plans_with_fragments():
                eids[found.plan.id] = found.plan.eids()
            found.wording = found.wording or prepare_wording(found.plan)
            library.wording.spool.add(found.wording)
            exporter.add(found.plan)
            comparisons.add(found.plan)
            indexer.add(found.plan)
    issues += check_redirects(redirects, repository.plan_ids(), eids, repository.catalogues)
    issues += repository.succession().issues()
    if has_errors(issues):
        return None, issues
    compare_wording(library.wording)
    library.cited = index_citations(library.index.plans, library.index.citations)
    library.complete()
    _current[:] = [library]
    return library, issues
