"""All plans under a data root: files in, plans one by one, with every issue; nothing is held for long."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from medplan.catalogues import Catalogues, load_catalogues
from medplan.check import check_plan
from medplan.errors import Issue, has_errors
from medplan.fidelity import Proof, prove
from medplan.load import load_document
from medplan.model import Plan
from medplan.plans import build_plan
from medplan.redirects import check_redirects, load_redirects
from medplan.schemas import check_schema, integer_keys

ROOT = Path(__file__).resolve().parents[2]


def data_root() -> Path:
    """Return the data root: the environment's MEDPLAN_DATA, else the repository's data/."""
    named = os.environ.get("MEDPLAN_DATA")
    return Path(named).resolve() if named else ROOT / "data"


@dataclass(slots=True)
class Repository:
    """The plans and catalogues under one data root."""

    data: Path
    catalogues: Catalogues
    catalogue_issues: list[Issue]
    _plan_ids: frozenset[str] | None = None

    @classmethod
    def open(cls, data: Path | None = None) -> Repository:
        """Open a data root (`data_root()` unless told); the catalogues are read at once, plans when asked for."""
        root = data or data_root()
        catalogues, issues = load_catalogues(root)
        return cls(data=root, catalogues=catalogues, catalogue_issues=issues)

    def plan_files(self) -> list[Path]:
        """Return the plans' files in administrative order of their names."""
        return sorted((self.data / "plans").glob("*/*.yaml"), key=lambda p: p.name)

    def plan_ids(self) -> frozenset[str]:
        """Return the ids of the plans under this root, as their files name them."""
        if self._plan_ids is None:
            self._plan_ids = frozenset(path.stem for path in self.plan_files())
        return self._plan_ids

    def shown(self, path: Path) -> str:
        """Return a file's path as an editor knows it, from data/ on."""
        try:
            return "data/" + path.resolve().relative_to(self.data.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

    def read_plan(self, path: Path) -> tuple[Plan | None, list[Issue]]:
        """Return the plan in a file, None when it is too broken to build, and all its issues."""
        document, issues = load_document(path, self.shown(path), integer_keys("plan"))
        if issues:
            return None, issues
        issues = check_schema(document, "plan")
        if has_errors(issues):
            return None, issues
        plan, issues = build_plan(document, path.stem)
        return plan, issues + check_plan(plan, document, self.catalogues, self.plan_ids())

    def stray_files(self) -> list[Issue]:
        """Return an issue for each file under plans/ that is not where a plan's file may be."""
        known = set(self.plan_files())
        return [
            Issue(
                path=self.shown(path),
                rule="stray-file",
                message="plans/ 下只放 省级文件夹/代号.yaml",
                cure="移走，或改名为 .yaml",
            )
            for path in sorted((self.data / "plans").rglob("*"))
            if not path.is_dir() and path not in known
        ]

    def check(self, paths: Iterable[Path] | None = None) -> list[Issue]:
        """Return every issue of the catalogues and of the plans (all of them, or those at `paths`)."""
        issues = list(self.catalogue_issues)
        if paths is None:
            issues += self.stray_files()
        redirects, faults = load_redirects(self.data)
        eids: dict[str, frozenset[str]] = {}
        for path in self.plan_files() if paths is None else paths:
            plan, found = self.read_plan(path)
            issues += found
            if plan is not None and plan.id in redirects.plans_with_fragments():
                eids[plan.id] = plan.eids()
        return issues + (faults or check_redirects(redirects, self.plan_ids(), eids, self.catalogues))

    def redirected_plans(self) -> list[Path]:
        """Return the files of the plans whose provisions redirects name."""
        named = load_redirects(self.data)[0].plans_with_fragments()
        return [path for path in self.plan_files() if path.stem in named]

    def plans(self) -> Iterator[Plan]:
        """Yield the plans in administrative order, one at a time; a plan too broken to build is left out."""
        for path in self.plan_files():
            plan, _ = self.read_plan(path)
            if plan is not None:
                yield plan

    def source_path(self, plan: Plan) -> Path:
        """Return where a plan's source lies under this data root."""
        return self.data / plan.source.file.removeprefix("data/")

    def prove(self, plan: Plan) -> Proof:
        """Return the proof of fidelity of one plan; raise OSError when its source can't be read."""
        path = self.source_path(plan)
        if path.is_symlink() or not path.resolve().is_relative_to(self.data.resolve()):
            raise OSError(f"{plan.source.file} 不是数据目录里的普通文件")
        return prove(plan, path.read_bytes())
