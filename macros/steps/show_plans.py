"""Show plans under `serve` before the site is made anew: their files in; their own pages and files, or why not, out.

Only the plans themselves are read, as a build reads them. What other plans add to their pages is left out, and told.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from markupsafe import escape

from macros.build.code_host import CodeHost
from macros.build.frame import Frame, Framed
from macros.build.page_kinds import root_of
from macros.build.templates import Templates
from macros.steps.kept_plans import PlanKeeper
from macros.steps.memory import Memory
from macros.steps.read_plan import PlanRead, Reader
from macros.views import plan_head, plan_pages
from medplan.issues import Issue, has_errors
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository, data_root
from medplan.library.status import build_day
from medplan.library.succession import Succession, may_say
from medplan.plan.address import Address
from medplan.publish.downloads import MOST_IN_SINGLE_FILES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the last whole build laid out its pages: their frame, and the addresses of the code host."""

    frame: Frame
    host: CodeHost


@dataclass(slots=True, kw_only=True)
class PlanShower:
    """Shows plans in the folder that is served; `site_url` has no slash at its end."""

    site: Path
    site_url: str
    memory: Memory
    look: Look
    _templates: Templates = field(default_factory=Templates.read)
    _said: tuple[frozenset[str], Succession] | None = None

    def show(self, edited: Sequence[Path], shown: Sequence[Path]) -> list[Issue]:
        """Write the pages of those to be shown that have no error; return their issues and those of what all share.

        `edited` are the plans' files that changed since the last time, those that are gone among them.
        """
        repository = self.memory.open_repository(data_root())
        self._forget_succession(repository, edited)
        issues = [*repository.catalogue_issues, *repository.stray_files()]
        if has_errors(issues) or not shown:
            return issues
        templates = Templates.read(self.look.host)
        if templates != self._templates:
            self._templates = templates
        succession, day = repository.succession(), build_day()
        self._said = repository.plan_ids(), succession
        reader = Reader(
            repository=repository,
            succession=succession,
            templates=self._templates,
            day=day,
            site_url=self.site_url,
            many=len(repository.plan_files()) > MOST_IN_SINGLE_FILES,
        )
        keeper = PlanKeeper.open(reader)
        issues += succession.issues()
        for path in shown:
            body, _, found = keeper.read(path)
            issues += found
            if body is not None:
                index = LibraryIndex(catalogues=repository.catalogues, succession=succession, day=day)
                self._write(pickle.loads(body), index)
        return issues

    def _forget_succession(self, repository: Repository, edited: Sequence[Path]) -> None:
        """Let what plans say of each other be read anew where files came or went, or one changed that may say it."""
        if self._said is None:
            return
        plans, known = self._said
        if plans != repository.plan_ids() or any(path.stem in known.files or may_say(path) for path in edited):
            self._said = None
        else:
            repository.said = known

    def _write(self, plan: PlanRead, alone: LibraryIndex) -> None:
        """Write a plan's page and its files; `alone` is an index without another plan."""
        alone.take(plan.entry)
        (summary,) = alone.plans
        url = str(Address.of_plan(summary.id))
        document = f"{self.site_url}/data/{plan_head.document_of(summary.id)}"
        page = Framed(
            url=url,
            section=url.partition("/")[0],
            title=str(escape(plan_pages.title_of(summary))),
            description=str(escape(plan_pages.describe_plan(summary))),
            content=_content(plan, alone, self._templates, alone.day),
            head=plan_head.head_of(summary, root_of(url), self._templates, self.site_url, document),
            edit_url=self.look.host.edit_url(summary.path),
        )
        _put(self.site / url / "index.html", self.look.frame.fill(page).encode())
        for name, content in plan.files.items():
            _put(self.site / "data" / name, content)


def _content(plan: PlanRead, alone: LibraryIndex, templates: Templates, day: date) -> str:
    plan_id = plan.entry.summary.id
    return plan_pages.plan_beforehand(plan.html[plan_id], plan_id, alone, templates, day)


def _put(path: Path, content: bytes) -> None:
    """Put a file in the place of what is there, which may be a kept file's second name: it is not written into."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.beforehand")
    made.write_bytes(content)
    os.replace(made, path)
