"""Made-up libraries for tests of comparison: rows of indicators, places and measures as YAML in; an index out."""

from __future__ import annotations

from datetime import date
from functools import cache

from medplan.catalogue.catalogues import Catalogues
from medplan.files.document import load_text
from medplan.library.index import LibraryIndex
from medplan.library.repository import Repository
from medplan.library.summary import PlanSummary
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan
from medplan.rules.fidelity import Proof
from medplan.schema.schemas import check_schema, integer_keys

from .support import HEAD, ROOT, sample

DAY = date(2023, 6, 1)  # within the period of the small plan


@cache
def catalogues() -> Catalogues:
    """Return the repository's catalogues."""
    return Repository.open(ROOT / "data").catalogues


def head_of(code: str, **changes: str) -> str:
    """Return the usual head of a plan, of another place, with further keys changed (`stage`, `kind`, `published` …)."""
    lines = HEAD.replace('"320500"', f'"{code}"').splitlines()
    for key, value in changes.items():
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
        lines[at] = f"{key}: {value}"
    return "\n".join(lines) + "\n"


def table(*rows: str, columns: str = "2020年, target: 2025年") -> str:
    """Return a plan's body with one table of indicators, its rows given as flow mappings without braces."""
    lines = "".join(f"\n        - {{{row}}}" for row in rows)
    return f"""
body:
  - indicators:
      caption: 主要指标
      columns: {{name: 指标, baseline: {columns}, nature: 属性}}
      rows:{lines}
"""


def summary_of(plan: Plan, catalogues: Catalogues, day: date = DAY) -> PlanSummary:
    """Return how a plan alone stands on a day, with all else that an index knows of it."""
    return LibraryIndex(catalogues=catalogues, day=day).add(plan, proof_of(plan.id))


def proof_of(plan_id: str) -> Proof:
    """Return a proof that holds."""
    return Proof(plan_id=plan_id, source_characters=1, excluded_characters=0, plan_characters=1, sha256_matches=True)


def library(*plans: tuple[str, str], day: date = DAY) -> LibraryIndex:
    """Return the index of plans on a day, each a head and a body; none may have a fault."""
    index = LibraryIndex(catalogues=catalogues(), day=day)
    for number, (head, body) in enumerate(plans):
        code = head.split('jurisdiction: "')[1][:6]
        plan_id = f"{code}-place-{number}"
        document, issues = load_text(sample(body, head), f"data/plans/x/{plan_id}.yaml", integer_keys("plan"))
        assert not issues and not check_schema(document, "plan"), [issue.as_text() for issue in issues]
        plan, issues = build_plan(document, plan_id)
        assert not issues, issues
        index.add(plan, proof_of(plan_id))
    return index
