"""What of a plan belongs to which theme: a plan in; provisions with their themes, and how much text, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medplan.plan.model import Node, Plan
from medplan.plan.once import once
from medplan.plan.printed import node_text


class Amount(NamedTuple):
    """How much a plan says on a theme: provisions, and characters less blanks."""

    provisions: int
    characters: int


@once
def themed_nodes(plan: Plan) -> tuple[tuple[Node, tuple[Node, ...], frozenset[str]], ...]:
    """Return what prints text and belongs to a theme, with what stands above it and its themes, in printed order.

    What stands below a tagged heading belongs with it.
    """
    return tuple(_themed(plan))


def _themed(plan: Plan) -> Iterator[tuple[Node, tuple[Node, ...], frozenset[str]]]:
    for node, above in plan.walk():
        themes = frozenset(theme for one in (*above, node) for theme in one.themes)
        if themes and node_text(node) and node.kind not in ("title", "subtitle"):
            yield node, above, themes


def amounts(plan: Plan) -> dict[str, Amount]:
    """Return how much a plan says on each theme that it addresses."""
    found: dict[str, Amount] = {}
    for node, _, themes in themed_nodes(plan):
        characters = len("".join(node_text(node).split()))
        for theme in themes:
            provisions, before = found.get(theme, (0, 0))
            found[theme] = Amount(provisions + 1, before + characters)
    return dict(sorted(found.items()))
