"""All plans under a data root: files in, plans one by one, with every issue; nothing is held for long."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from medplan.catalogue.catalogues import Catalogues, load_catalogues
from medplan.facts.named_pages import NAMED_KINDS, named_pages
from medplan.files.document import DataPath, Document, load_document
from medplan.files.ordinary import FileFault, read_ordinary
from medplan.files.read_on import Rest, read_rest
from medplan.issues import HINT, Issue, has_errors, limited
from medplan.library.originals import Originals
from medplan.library.status import Status, build_day, standing_of
from medplan.library.succession import Succession, read_succession
from medplan.library.survey import Survey, survey
from medplan.parallel import map_in_order
from medplan.plan.address import Address, Eid
from medplan.plan.build_plan import build_plan
from medplan.plan.head import PlanHead
from medplan.plan.model import Plan
from medplan.rereading.hints import hints
from medplan.rules.check_part import check_part
from medplan.rules.check_plan import check_plan
from medplan.rules.check_references import MAX_SOURCE, check_source
from medplan.rules.check_words import check_words
from medplan.rules.fidelity import Proof, Retaken, prove
from medplan.rules.redirects import check_redirects, load_redirects
from medplan.running.doing import doing
from medplan.schema.schemas import check_schema, integer_keys

MOST_STRAYS = 5  # in one folder, each told of by itself
ROOT = Path(__file__).resolve().parents[3]
VERDICTS = ROOT / ".cache" / "originals"


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
    said: Succession | None = None  # what `succession` returns, once it was read
    _plan_ids: frozenset[str] | None = None
    _surveyed: Survey | None = None
    _originals: Originals | None = None

    @classmethod
    def open(
        cls, data: Path | None = None, load: Callable[[Path], tuple[Catalogues, list[Issue]]] = load_catalogues
    ) -> Repository:
        """Open a data root (`data_root()` unless told); the catalogues are read at once, plans when asked for."""
        root = data or data_root()
        catalogues, issues = load(root)
        return cls(data=root, catalogues=catalogues, catalogue_issues=issues)

    def plan_files(self) -> list[Path]:
        """Return the plans' files in administrative order of their names, whatever kind of file they are."""
        return list(self._survey().plans)

    def _survey(self) -> Survey:
        self._surveyed = self._surveyed or survey(self.data / "plans")
        return self._surveyed

    def plan_ids(self) -> frozenset[str]:
        """Return the ids of the plans under this root, as their files name them."""
        if self._plan_ids is None:
            self._plan_ids = frozenset(path.stem for path in self.plan_files())
        return self._plan_ids

    def shown(self, path: Path) -> str:
        """Return a file's path as an editor knows it, from data/ on."""
        try:
            return "data/" + (path.parent.resolve() / path.name).relative_to(self.data.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

    def read_plan(self, path: Path, *, originals: bool = False) -> tuple[Plan | None, list[Issue]]:
        """Return the plan in a file, None when it is too broken to build, and all its issues.

        With `originals`, its text is taken out of the document received again.
        """
        document, issues = load_document(path, self.shown(path), integer_keys("plan"))
        if not document.whole:
            rest = read_rest(path, self.shown(path), integer_keys("plan"))
            return None, limited(self._check_rest(path, rest) if rest else issues)
        faults = check_schema(document, "plan")
        if has_errors(faults):
            return None, limited([*issues, *document.apart([*faults, *self._check_part(path, document, faults)])])
        plan, faults = build_plan(document, path.stem)
        faults += check_plan(plan, document, self.catalogues, self.plan_ids())
        faults += check_source(document, self.source_path(plan))
        if not has_errors(faults):
            faults += hints(plan, self.catalogues)
        if originals:
            faults += self._check_original(document, plan)
        return (None if issues else plan), limited([*issues, *document.apart(faults)])

    def read_unchecked(self, path: Path) -> Plan | None:
        """Return the plan in a file whatever the rules say of it, None when it is too broken to build."""
        document, issues = load_document(path, self.shown(path), integer_keys("plan"))
        sound = document.whole and not issues and not has_errors(check_schema(document, "plan"))
        return build_plan(document, path.stem)[0] if sound else None

    def _check_rest(self, path: Path, rest: Rest) -> list[Issue]:
        """Return the issues of a file that could not be read whole, without those that come of what was not read."""
        faults = check_schema(rest.document, "plan")
        found = self._check_part(path, rest.document, faults, rest.within)
        return [*rest.issues, *rest.document.apart([*rest.apart(faults), *found])]

    def _check_part(
        self, path: Path, document: Document, faults: list[Issue], within: tuple[DataPath, ...] = ()
    ) -> list[Issue]:
        """Return the issues of a document of which only a part keeps to the schema, but where `faults` tell already."""
        found = check_words(document, self.catalogues, self.plan_ids())
        plan, part, more = check_part(document, path.stem, self.catalogues, within)
        found += more
        if plan is not None and part is not None and not any(at[0] == "source" for at in part.cut):
            found += check_source(part.document, self.source_path(plan))
        places = {(fault.line, fault.column) for fault in faults}
        return [issue for issue in found if (issue.line, issue.column) not in places]

    def stray_files(self) -> list[Issue]:
        """Return an issue for each thing under plans/ that is neither a plan's file nor a folder of plans.

        Where very many of them lie in one folder, there is one for all.
        """
        together: dict[tuple[Path, FileFault], list[Path]] = {}
        for path, fault in self._survey().strays:
            together.setdefault((path.parent, fault), []).append(path)
        issues: list[Issue] = []
        for (folder, fault), paths in together.items():
            shown = [self.shown(path) for path in paths]
            if len(paths) <= MOST_STRAYS:
                issues += [Issue(path=s, rule=fault.rule, message=fault.message, cure=fault.cure) for s in shown]
                continue
            names = "、".join(path.name for path in paths[:3])
            words = f"这里有 {len(paths)} 个不该有的，如 {names}：{fault.message}"
            issues.append(Issue(path=self.shown(folder), rule=fault.rule, message=words, cure=fault.cure))
        return limited(issues)

    def check(self, paths: Iterable[Path] | None = None, jobs: int | None = None) -> list[Issue]:
        """Return every issue of the catalogues and of the plans (all of them, or those at `paths`).

        Many plans are read by `jobs` processes, as many as there are cores unless told.
        """
        issues = list(self.catalogue_issues)
        if paths is None:
            issues += self.stray_files()
        redirects, faults = load_redirects(self.data)
        eids: dict[str, frozenset[Eid]] = {}
        files = self.plan_files() if paths is None else list(paths)
        self.plan_ids()
        issues += read_succession(files, self.shown, () if paths is None else self.plan_files()).issues()
        asked = paths is None and redirects.ask_for(NAMED_KINDS)
        shared = (self, redirects.plans_with_fragments(), asked)
        named: set[Address] = set()
        for path, (found, own, pages) in zip(files, map_in_order(_findings, shared, files, jobs), strict=True):
            issues += found
            named |= pages
            if own is not None:
                eids[path.stem] = own
        told = frozenset(named) if asked else None
        return issues + faults + check_redirects(redirects, self.plan_ids(), eids, self.catalogues, told)

    def succession(self) -> Succession:
        """Return what the plans' files say of the documents before and after them."""
        self.said = self.said or read_succession(self.plan_files(), self.shown)
        return self.said

    def status(self, plan: PlanHead) -> Status:
        """Return how a plan stands today, beside the other plans under this root."""
        return standing_of(plan, self.succession().ended_by(plan), build_day()).now

    def redirected_plans(self) -> list[Path]:
        """Return the files of the plans whose provisions redirects name."""
        named = load_redirects(self.data)[0].plans_with_fragments()
        return [path for path in self.plan_files() if path.stem in named]

    def plans(self) -> Iterator[Plan]:
        """Yield the plans in administrative order, one at a time; a plan too broken to build is left out."""
        yield from filter(None, map(self.read_unchecked, self.plan_files()))

    def source_path(self, plan: Plan) -> Path:
        """Return where a plan's source lies under this data root."""
        return self.path_of(plan.source.file)

    def path_of(self, file: str) -> Path:
        """Return where a file that a plan names (`data/sources/…`) lies under this data root."""
        return self.data / file.removeprefix("data/")

    def prove(self, plan: Plan) -> Proof:
        """Return the proof of fidelity of one plan; raise OSError when its source can't be read.

        A document from which the source's text was taken must be unchanged too, and still give that text.
        """
        source = self._kept(plan.source.file, MAX_SOURCE)
        proof = prove(plan, source)
        if original := plan.source.original:
            content = self._kept(original.file, MAX_SOURCE)
            unchanged = hashlib.sha256(content).hexdigest() == original.sha256
            found = self._retake(plan, original.file, content, source)
            proof = replace(proof, sha256_matches=proof.sha256_matches and unchanged, original=found)
        return proof

    def _retake(self, plan: Plan, file: str, content: bytes, source: bytes) -> Retaken:
        self._originals = self._originals or Originals.open(VERDICTS)
        return self._originals.retake(self.path_of(file), content, source, plan.source)

    def _check_original(self, document: Document, plan: Plan) -> list[Issue]:
        """Return an issue when the document no longer gives the text kept of it, a hint when that can't be told."""
        if plan.source.original is None:
            return []
        original = plan.source.original.file
        try:
            found = self._retake(plan, original, *(self._kept(f, MAX_SOURCE) for f in (original, plan.source.file)))
        except OSError:  # told of by the proof
            return []
        at = ("source", "original", "file")
        if found.state == "differs":
            words = f"原件与所存的文字不一致：{found.words}"
            return [document.issue(at, "original-differs", words, "重新导入原件；文字有误的写校订，不改原文")]
        if found.state == "same":
            return []
        words, cure = f"没有从原件核对：{found.words}", "对照原件看一遍，或用现在的程序重新导入"
        return [replace(document.issue(at, "original-unchecked", words, cure), level=HINT)]

    def _kept(self, file: str, limit: int) -> bytes:
        path = self.path_of(file)
        content, fault = read_ordinary(path, limit)
        if fault is None and not path.resolve().is_relative_to(self.data.resolve()):
            raise OSError(f"{file} 不在数据目录里")
        if fault is not None:
            raise OSError(f"{file}：{fault.message}")
        return content


def _findings(
    shared: tuple[Repository, frozenset[str], bool], path: Path
) -> tuple[list[Issue], frozenset[Eid] | None, frozenset[Address]]:
    """Return a plan's issues, the addresses of its provisions (None where not wanted), and the pages it gives rise to.

    Which plans' provisions are wanted, and whether those pages are, stands in `shared`.
    """
    repository, wanted, asked = shared
    with doing("校验", repository.shown(path)):
        plan, issues = repository.read_plan(path, originals=True)
    pages = named_pages(plan, repository.catalogues) if plan is not None and asked else frozenset()
    return issues, plan.eids() if plan is not None and plan.id in wanted else None, pages
