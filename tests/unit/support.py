"""What the unit tests share: small plans as text, data roots to put them in, and the repository's own five."""

from __future__ import annotations

import copy
import shutil
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from medplan.files.document import Document, load_text
from medplan.issues import Issue
from medplan.library.repository import Repository
from medplan.plan.build_plan import build_plan
from medplan.plan.model import Plan
from medplan.schema.schemas import CATALOGUES, check_schema, integer_keys

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
GOLDEN = ROOT / "tests" / "golden"
SUZHOU, ZHENGNING = "320500-suzhou-145", "621025-zhengning-145"
BAOTOU, HESHAN, SHANDONG = "150200-baotou-reform-2023", "440784-heshan-145-consultation", "370000-shandong-145-press"
FIVE = (BAOTOU, SUZHOU, SHANDONG, HESHAN, ZHENGNING)
SAMPLE_AT = "data/plans/32-jiangsu/320500-suzhou-sample.yaml"

HEAD = """\
title: 苏州市样本规划
jurisdiction: "320500"
kind: plan
stage: issued
period: {start: 2021, end: 2025}
issuer: null
document_number: null
published: null
source:
  file: data/sources/320500-suzhou-sample.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
  origin: null
  excluded: []
implements: []
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One of the repository's plans, with its YAML as plain data and its source."""

    document: Document
    plan: Plan
    source: bytes


def sample(rest: str, head: str = HEAD) -> str:
    """Return the text of a plan: the usual head, then `rest`."""
    return head + textwrap.dedent(rest)


def read_sample(rest: str, head: str = HEAD) -> tuple[Document, Plan, list[Issue]]:
    """Return a small plan built from text that must be well formed, with the issues of building it."""
    document, issues = load_text(sample(rest, head), SAMPLE_AT, integer_keys("plan"))
    assert not issues and not check_schema(document, "plan"), [i.as_text() for i in issues]
    plan, found = build_plan(document, "320500-suzhou-sample")
    return document, plan, found


@cache
def few_jurisdictions() -> str:
    """Return the lines of the catalogue of jurisdictions that the five plans need."""
    codes = [
        "100000",
        "150000",
        "150200",
        "320000",
        "320500",
        "370000",
        "440000",
        "440700",
        "440784",
        "620000",
        "621000",
        "621025",
    ]
    lines = (ROOT / "data" / "jurisdictions.yaml").read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if any(f'code: "{code}"' in line for code in codes))


def make_root(folder: Path) -> Path:
    """Return a data root with the repository's catalogues, no plan, and a source for the sample.

    Of the three thousand jurisdictions it has those of the five plans and above, for reading them all takes long.
    """
    data = folder / "data"
    (data / "plans").mkdir(parents=True)
    (data / "sources").mkdir()
    (data / "sources" / "320500-suzhou-sample.txt").write_text("样本", encoding="utf-8")
    for name in CATALOGUES:
        if name != "jurisdictions":
            shutil.copyfile(ROOT / "data" / f"{name}.yaml", data / f"{name}.yaml")
    (data / "jurisdictions.yaml").write_text(few_jurisdictions(), encoding="utf-8")
    return data


def put(data: Path, content: str | bytes, at: str = SAMPLE_AT) -> Path:
    """Write a file under a data root and return its path; `at` begins with data/."""
    path = data / at.removeprefix("data/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def validate(data: Path) -> list[Issue]:
    """Return what the validator finds under a data root, in order of place."""
    return sorted(Repository.open(data).check())


def places(issues: list[Issue]) -> list[tuple[str, int, int]]:
    """Return (rule, line, column) of each issue."""
    return [(issue.rule, issue.line, issue.column) for issue in issues]


def rebuild(document: Document, plan_id: str, data: dict[str, Any]) -> Plan:
    """Return the plan that `data` makes in the document's place."""
    changed = Document(path=document.path, data=data, places=document.places, key_places=document.key_places)
    return build_plan(changed, plan_id)[0]


def copied(document: Document) -> dict[str, Any]:
    """Return the document's data, free to be changed."""
    data: dict[str, Any] = copy.deepcopy(document.data)
    return data
