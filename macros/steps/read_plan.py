"""Read one plan: its file in; all that a site takes of it, checked and proved, or why not, out.

What comes out rests on the plan's own files, on what is common to all plans, and on what it takes from other plans:
which of those that it names are held, which documents ended it or were ended by it. Nothing else, so it can be kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.build.facts import word_part
from macros.build.templates import Templates
from macros.views.plan_alone import render_alone
from medplan.facts.named_pages import named_pages
from medplan.issues import Issue, has_errors
from medplan.library.entry import PlanEntry, prepare_entry
from medplan.library.repository import Repository
from medplan.library.succession import Succession
from medplan.library.summary import OwnSummary, place_summary, summarise
from medplan.plan.address import Address, Eid
from medplan.plan.model import Plan
from medplan.publish.calendars import PlanCalendar, prepare_calendar
from medplan.publish.comparison_files import PlanComparison, plan_facts, prepare_comparison
from medplan.publish.documents.collection import theme_parts
from medplan.publish.downloads import PlanDownloads, prepare_downloads
from medplan.publish.drafting.plan_drafting import PlanDrafting, prepare_drafting
from medplan.publish.plan_files import prepare_files
from medplan.publish.plan_view import PlanView
from medplan.rereading.reread import reread
from medplan.rules.fidelity import Proof
from medplan.running.doing import doing
from medplan.search.prepare import PlanSearch, prepare_search
from medplan.wording.passages import PlanWording, prepare_wording


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A plan without errors, as far as a site takes it from its own files.

    `html`, and `parts` of files that many plans make together, are by the name to keep them under.

    `eids` are the addresses of its provisions, `pages` the pages across plans to which it gives rise.
    """

    own: OwnSummary
    entry: PlanEntry
    eids: frozenset[Eid]
    pages: frozenset[Address]
    html: Mapping[str, str]
    downloads: PlanDownloads
    comparison: PlanComparison
    search: PlanSearch
    wording: PlanWording
    calendar: PlanCalendar
    drafting: PlanDrafting
    files: Mapping[str, bytes]
    parts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads plans of a repository, one whatever the others; `day` is that on which it is asked how plans stand.

    `many` tells that plans are so many that one text is not written into every page that could have it.
    """

    repository: Repository
    succession: Succession
    templates: Templates
    day: date
    site_url: str = ""
    many: bool = False

    def read(self, path: Path) -> tuple[PlanRead | None, list[Issue]]:
        """Return the plan in a file and its issues; None when one of them is an error."""
        plan, issues = self.check(path)
        return (None, issues) if plan is None else self.finish(plan, issues)

    def check(self, path: Path) -> tuple[Plan | None, list[Issue]]:
        """Return the plan in a file, checked but not proved yet."""
        with doing("读规划", self.repository.shown(path)):
            plan, issues = self.repository.read_plan(path, originals=True)
        return (None if has_errors(issues) else plan), issues

    def finish(self, plan: Plan, issues: list[Issue]) -> tuple[PlanRead | None, list[Issue]]:
        """Return a checked plan proved against its source, and what is made of it."""
        with doing("读规划", plan.path):
            try:
                proof = self.repository.prove(plan)
            except (OSError, UnicodeDecodeError) as error:
                broken = Issue(path=plan.path, rule="source-file", message=f"原文读不出：{error}")
                return None, [*issues, broken]
            return self._made_of(plan, proof), issues

    def _made_of(self, plan: Plan, proof: Proof) -> PlanRead:
        catalogues = self.repository.catalogues
        undecided = reread(plan, catalogues)
        own = summarise(plan, proof, catalogues, len(undecided))
        summary = place_summary(own, self.succession, self.day)
        entry = prepare_entry(plan, summary, catalogues)
        facts = plan_facts(plan, summary, catalogues)
        names = {indicator.id: indicator.name for indicator in catalogues.indicators.values()}
        view = PlanView(plan, indicator_names=names)
        parts = theme_parts(view, summary, self.site_url)
        themes = {theme.id: theme.name for theme in catalogues.themes.values()}
        return PlanRead(
            own=own,
            entry=entry,
            eids=plan.eids(),
            pages=named_pages(plan, catalogues),
            html=render_alone(view, own, undecided, themes, self.templates, many=self.many),
            downloads=prepare_downloads(plan, summary, catalogues, self.site_url),
            comparison=prepare_comparison(facts),
            search=prepare_search(plan, catalogues, summary.standing.told()),
            wording=prepare_wording(plan),
            drafting=prepare_drafting(plan, entry, facts, catalogues),
            calendar=prepare_calendar(summary, entry.commitments, self.site_url),
            files=prepare_files(view, summary, self.site_url),
            parts={word_part(theme, plan.id): part for theme, part in parts.items()},
        )
