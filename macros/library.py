"""The library during one build: data root in; index, rendered plans and downloads, spooled to disk, out."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from macros.render import render
from medplan import schemas
from medplan.calendars import write_calendar
from medplan.compare.themes import passages
from medplan.contents import ContentsEntry, contents_of
from medplan.errors import Issue, has_errors
from medplan.export import Exporter
from medplan.index import LibraryIndex, PlanSummary
from medplan.model import Plan
from medplan.repository import Repository
from medplan.search.index import SearchIndexer
from medplan.view import PlanView


@dataclass(slots=True)
class Library:
    """What a build knows: the index in memory, every plan's HTML and the downloads in a spool folder."""

    repository: Repository
    index: LibraryIndex
    spool: tempfile.TemporaryDirectory[str]
    contents: dict[str, tuple[ContentsEntry, ...]] = field(default_factory=dict)

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

    def spool_themes(self, plan: Plan, view: PlanView, summary: PlanSummary) -> None:
        """Keep what a plan says on each theme, rendered, one file a theme and plan."""
        for theme in summary.themes:
            html = render("theme_entry", view=view, plan=plan, summary=summary, passages=passages(plan, theme))
            folder = Path(self.spool.name) / "themes" / theme
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{plan.id}.html").write_text(html, encoding="utf-8")

    def theme_html(self, theme: str, plan_id: str) -> Markup:
        """Return what a plan says on a theme, as `spool_themes` kept it."""
        return Markup((Path(self.spool.name) / "themes" / theme / f"{plan_id}.html").read_text(encoding="utf-8"))

    def write_calendars(self, site: str) -> None:
        """Write a calendar of each plan's dated commitments, and one of all."""
        folder = self.downloads / "calendar"
        folder.mkdir()
        entries = [(plan.title, commitment) for plan, commitment in self.index.commitments]
        (self.downloads / "calendar.ics").write_bytes(write_calendar("医保规划库", entries, site))
        for plan in self.index.plans:
            own = [(title, c) for title, c in entries if c.plan_id == plan.id]
            (folder / f"{plan.id}.ics").write_bytes(write_calendar(plan.title, own, site))

    def write_downloads(self, site: Path) -> None:
        """Copy the downloads and the schemas into the built site."""
        shutil.copytree(self.downloads, site / "data", dirs_exist_ok=True)
        shutil.copytree(self.search, site / "search" / "index", dirs_exist_ok=True)
        shutil.copytree(schemas.SCHEMA_DIR, site / "data" / "schema", dirs_exist_ok=True)


_current: list[Library] = []


def current() -> Library:
    """Return the library of the build under way."""
    return _current[-1]


def open_library() -> tuple[Library | None, list[Issue]]:
    """Read every plan once: check it, prove it, render it, write its downloads.

    Return the library, or None with the issues when anything is wrong.
    """
    schemas.forget()
    repository = Repository.open()
    issues = [*repository.catalogue_issues, *repository.stray_files()]
    if has_errors(issues):
        return None, issues
    library = Library(
        repository=repository,
        index=LibraryIndex(catalogues=repository.catalogues),
        spool=tempfile.TemporaryDirectory(prefix="medplan-"),
    )
    with (
        Exporter(library.downloads, repository.catalogues) as exporter,
        SearchIndexer(library.search, repository.catalogues) as indexer,
    ):
        for path in repository.plan_files():
            plan, found = repository.read_plan(path)
            issues += found
            if plan is None or has_errors(found):
                continue
            try:
                proof = repository.prove(plan)
            except (OSError, UnicodeDecodeError) as error:
                issues.append(Issue(path=plan.path, rule="source-file", message=f"原文读不出：{error}"))
                continue
            summary = library.index.add(plan, proof)
            view = PlanView(plan, indicator_names=library.index.indicator_names)
            library.contents[plan.id] = contents_of(plan.nodes)
            html = render("plan", view=view, plan=plan, summary=summary, contents=library.contents[plan.id])
            (Path(library.spool.name) / f"{plan.id}.html").write_text(html, encoding="utf-8")
            library.spool_themes(plan, view, summary)
            exporter.add(plan)
            indexer.add(plan)
    if has_errors(issues):
        return None, issues
    _current[:] = [library]
    return library, issues
