"""Read one plan: its file in; the plan checked, proved, summarised and rendered, or why not, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from macros.build.templates import Templates
from macros.views.plan_alone import render_alone
from medplan.issues import Issue, has_errors
from medplan.library.index import OwnSummary, summarise
from medplan.library.repository import Repository
from medplan.plan.model import Plan
from medplan.publish.contents import ContentsEntry, contents_of
from medplan.wording.passages import PlanWording, prepare_wording


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A plan without errors, and what is made of it by itself; `html` by the name to keep it under."""

    plan: Plan
    summary: OwnSummary
    contents: tuple[ContentsEntry, ...]
    html: Mapping[str, str]
    wording: PlanWording


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads plans of a repository, one whatever the others: what it returns rests on a plan's files and on this."""

    repository: Repository
    templates: Templates

    def read(self, path: Path) -> tuple[PlanRead | None, list[Issue]]:
        """Return the plan in a file and its issues; None when one of them is an error."""
        plan, issues = self.check(path)
        return (None, issues) if plan is None else self.finish(plan, issues)

    def check(self, path: Path) -> tuple[Plan | None, list[Issue]]:
        """Return the plan in a file, checked but not proved yet."""
        plan, issues = self.repository.read_plan(path, originals=True)
        return (None if has_errors(issues) else plan), issues

    def finish(self, plan: Plan, issues: list[Issue]) -> tuple[PlanRead | None, list[Issue]]:
        """Return a checked plan proved against its source, and what is made of it."""
        try:
            proof = self.repository.prove(plan)
        except (OSError, UnicodeDecodeError) as error:
            broken = Issue(path=plan.path, rule="source-file", message=f"原文读不出：{error}")
            return None, [*issues, broken]
        catalogues = self.repository.catalogues
        summary = summarise(plan, proof, catalogues)
        contents = contents_of(plan.nodes)
        names = {indicator.id: indicator.name for indicator in catalogues.indicators.values()}
        found = PlanRead(
            plan=plan,
            summary=summary,
            contents=contents,
            html=render_alone(plan, summary, contents, names, self.templates),
            wording=prepare_wording(plan),
        )
        return found, issues
