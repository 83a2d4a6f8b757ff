"""Facts derived from a plan, never stored: indicator rows and measures, parsed and resolved, as flat rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from medplan.catalogue.agencies import AgencyCatalogue, split_units
from medplan.catalogue.catalogues import Catalogues
from medplan.language.schedule import Schedule, read_schedule
from medplan.language.values import MYRIADS, Value, read_value, unit_in_name, year_in
from medplan.plan.address import Eid
from medplan.plan.model import UNIT_FIELDS, IndicatorRef, Node, Plan, StatedIndicator
from medplan.plan.once import once
from medplan.plan.printed import node_text


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator of one plan: as printed and as parsed. `eid` is the row, or the provision that states it.

    `name` is as printed, `name_read` with emendations applied. `unit` is the printed unit, from its own column, the
    name's bracket, or beside a value; None where none is printed.
    """

    plan_id: str
    eid: Eid
    ref: IndicatorRef
    name: str
    name_read: str
    unit: str | None
    baseline: str | None
    target: str | None
    baseline_value: Value | None
    target_value: Value | None
    baseline_year: int | None
    target_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Units named in one role: names as read, and the agency each stands for (None when unknown)."""

    names: tuple[str, ...]
    agencies: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A provision with someone in charge, with its duties by role and its schedule."""

    plan_id: str
    node: Node
    above: tuple[Node, ...]
    text: str
    lead: Duty
    supporting: Duty
    responsible: Duty
    schedule: Schedule | None

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the ids of the themes that hold for it, its own and those of the units above, sorted."""
        return tuple(sorted({theme for node in (*self.above, self.node) for theme in node.themes}))


@once
def indicator_rows(plan: Plan) -> tuple[IndicatorRow, ...]:
    """Return the rows of the plan's indicator tables in printed order, then what running text states."""
    tables = (_table_row(plan, node, above[-1]) for node, above in plan.walk() if node.indicator is not None)
    return (*tables, *(_stated_row(plan, stated) for stated in plan.stated_indicators))


def _table_row(plan: Plan, node: Node, table: Node) -> IndicatorRow:
    assert node.indicator is not None
    baseline, target = _value(node.reading("baseline")), _value(node.reading("target"))
    name = node.reading("name")
    period = plan.period or (None, None)
    base_year = year_in(table.reading("columns:baseline"))
    return IndicatorRow(
        plan_id=plan.id,
        eid=node.eid,
        ref=node.indicator,
        name=node.printed("name"),
        name_read=name,
        unit=_unit(node.reading("unit") or None, name, target, baseline),
        baseline=node.printed("baseline") or None,
        target=node.printed("target") or None,
        baseline_value=baseline,
        target_value=target,
        baseline_year=base_year,
        target_year=year_in(table.reading("columns:target")) or period[1],
    )


def _stated_row(plan: Plan, stated: StatedIndicator) -> IndicatorRow:
    baseline, target = _value(stated.baseline), _value(stated.target)
    return IndicatorRow(
        plan_id=plan.id,
        eid=stated.at,
        ref=stated.ref,
        name=stated.name,
        name_read=stated.name,
        unit=_unit(stated.unit, stated.name, target, baseline),
        baseline=stated.baseline,
        target=stated.target,
        baseline_value=baseline,
        target_value=target,
        baseline_year=stated.baseline_year,
        target_year=stated.target_year,
    )


def _value(printed: str | None) -> Value | None:
    """Return the value as read; the validator has refused what can't be read before."""
    return read_value(printed or None)


def _unit(own: str | None, name: str, *values: Value | None) -> str | None:
    """Return the row's unit: of its own, or the first beside a value; 万 that begins another's 万人 stands for that."""
    printed = [v.unit for v in values if v and v.unit]
    if named := unit_in_name(name):
        printed.append(named)
    first = printed[0] if printed else None
    if first in MYRIADS and named and first not in named:
        return own or first + named
    return own or next((unit for unit in printed if first and len(unit) > len(first) and unit.startswith(first)), first)


def measures(plan: Plan, catalogues: Catalogues) -> tuple[Measure, ...]:
    """Return the plan's measures in printed order."""
    return _measures(plan, catalogues.agencies)


@once
def _measures(plan: Plan, agencies: AgencyCatalogue) -> tuple[Measure, ...]:
    return tuple(_measured(plan, agencies))


def _measured(plan: Plan, agencies: AgencyCatalogue) -> Iterator[Measure]:
    for node, above in plan.walk():
        if not node.is_measure:
            continue
        duties = {name: _duty(node.reading(name), agencies) for name in UNIT_FIELDS}
        yield Measure(
            plan_id=plan.id,
            node=node,
            above=above,
            text=measure_text(node),
            lead=duties["lead"],
            supporting=duties["supporting"],
            responsible=duties["responsible"],
            schedule=read_schedule(node.reading("schedule")),
        )


def measure_text(node: Node) -> str:
    """Return what is to be done, as printed, without number, units and schedule."""
    return (node.printed("heading") + node.printed("text")) or node_text(node, number=False)


def _duty(printed: str, agencies: AgencyCatalogue) -> Duty:
    names = tuple(split_units(printed))
    return Duty(names=names, agencies=tuple(agencies.resolve(n) for n in names))
