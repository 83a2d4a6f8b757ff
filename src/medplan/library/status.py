"""What a plan's kind and stage mean to a reader: a summary in, the word that must stand wherever it is named out."""

from __future__ import annotations

from medplan.library.index import PlanSummary


def status_of(plan: PlanSummary) -> str:
    """Return what a reader must be told of a plan wherever it is named: "draft", "press", or "" for neither."""
    if plan.kind == "press-conference":
        return "press"
    return "draft" if plan.stage == "consultation" else ""
