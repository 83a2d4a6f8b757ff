"""Units in charge: a plan in; names of one unit that are written in two ways, out."""

from __future__ import annotations

from collections.abc import Iterator

from medplan.catalogue.agencies import split_units
from medplan.catalogue.catalogues import Catalogues
from medplan.plan.model import UNIT_FIELDS, Node, Plan
from medplan.rereading.candidate import Candidate

_OFFICES = tuple("局委办会院行队厅所社部司站校馆库")


def names(plan: Plan, catalogues: Catalogues) -> Iterator[Candidate]:
    """Yield units in charge whose name is another's with characters missing, and those that end as no unit does."""
    written: dict[str, list[Node]] = {}
    first: set[str] = set()  # after 市财政局, others of a list go without 市
    for node, _ in plan.walk():
        for field in UNIT_FIELDS:
            for place, unit in enumerate(split_units(node.reading(field))):
                written.setdefault(unit, []).append(node)
                if place == 0:
                    first.add(unit)
    by_tail: dict[str, list[str]] = {}
    for unit in written:
        by_tail.setdefault(unit[-2:], []).append(unit)
    ended = sum(unit.endswith(_OFFICES) for unit in written) * 2 > len(written)
    for unit, nodes in written.items():
        agency = catalogues.agencies.resolve(unit)
        whole = next(
            (
                other
                for other in by_tail[unit[-2:]][:40]
                if other != unit
                and 1 <= len(other) - len(unit) <= 3
                and (other.endswith(unit) or (other[:2] == unit[:2] and _lacks(unit, other)))
            ),
            None,
        )
        words = there = ""
        other = None
        if whole and (unit in first or not whole.endswith(unit)):
            words, there, other = "同一单位在别处多几个字", whole, written[whole][0].eid
        elif agency is None and len(unit) >= 2:
            words = "部门目录里没有这个名称，疑有脱误"
        elif (
            ended
            and not unit.endswith(_OFFICES)
            and len(unit) > 3
            and not unit.endswith("机构")
            and "政府" not in unit
            and "等" not in unit
            and "各" not in unit
        ):
            words = "名称的末字不像单位"
        if words:
            yield Candidate(
                kind="name", eid=nodes[0].eid, place=nodes[0].place, quote=unit, words=f"{words}（{len(nodes)} 处）",
                here=unit, there=there, other=other, also=tuple(node.eid for node in nodes[1:]),
            )  # fmt: skip


def _lacks(short: str, long: str) -> bool:
    """Return whether a name is another with one run of characters left out."""
    head = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long.endswith(short[head:])
