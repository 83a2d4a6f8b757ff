"""A plan's own files beside its JSON: a plan in; its references, by their names under data/, out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from medplan.library.summary import PlanSummary
from medplan.plan.model import Plan
from medplan.publish.linked.reference import Reference, reference_files

# What is published of each plan by its id, under data/, and the kind of each.
REFERENCE_KINDS = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
REFERENCE_NAMES = (("ris", "RIS"), ("bib", "BibTeX"), ("csl.json", "CSL-JSON"))
PLAN_FILES = ("plans/{}.json", "calendar/{}.ics", *(f"citations/{{}}.{ending}" for ending in REFERENCE_KINDS))


def prepare_files(plan: Plan, summary: PlanSummary, site: str) -> dict[str, bytes]:
    """Return the files; `site` is the site's address, "" when unknown."""
    references = reference_files(Reference.of(summary, site))
    return {f"citations/{plan.id}.{ending}": content for ending, content in references.items()}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a plan's files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
