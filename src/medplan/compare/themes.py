"""One theme in one plan: the provisions that belong to it, in printed order, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from medplan.facts.themed import themed_nodes
from medplan.library.summary import PlanSummary
from medplan.plan.model import Node, Plan
from medplan.plan.once import once
from medplan.plan.printed import path_of

Coverage = Literal["addressed", "not-addressed", "not-reviewed"]
COVERAGE_LABELS: dict[Coverage, str] = {
    "addressed": "论及",
    "not-addressed": "未论及",
    "not-reviewed": "未审阅",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePassage:
    """A run of provisions under one heading, `path` being its headings; the nodes print text of their own."""

    path: str
    nodes: tuple[Node, ...]


@once
def passages(plan: Plan) -> dict[str, list[ThemePassage]]:
    """Return the plan's provisions by theme, a tagged heading with all below it, gathered by their heading."""
    found: dict[str, list[tuple[str, list[Node]]]] = {}
    for node, above, themes in themed_nodes(plan):
        path = path_of(above[:-1], above[-1]) if above else plan.title
        for theme in themes:
            runs = found.setdefault(theme, [])
            if runs and runs[-1][0] == path:
                runs[-1][1].append(node)
            else:
                runs.append((path, [node]))
    return {
        theme: [ThemePassage(path=path, nodes=tuple(nodes)) for path, nodes in runs] for theme, runs in found.items()
    }


def coverage(plan: PlanSummary, theme: str) -> Coverage:
    """Return whether a plan addresses a theme; silence counts only where the plan was reviewed for themes."""
    if theme in plan.themes:
        return "addressed"
    return "not-addressed" if plan.themes_reviewed else "not-reviewed"
