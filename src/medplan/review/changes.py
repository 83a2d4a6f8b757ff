"""What a change of a plan means: two versions in; its figures, words, duties, addresses and notes that changed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import IndicatorRow, indicator_rows
from medplan.plan.address import Eid
from medplan.plan.model import Plan
from medplan.plan.printed import path_of
from medplan.review.apparatus import emendation_changes, metadata_changes, remark_changes, source_changes
from medplan.review.change import GROUPS, Change
from medplan.review.figures import figure_changes, row_summary
from medplan.review.pairing import Alignment, pair_provisions
from medplan.review.provisions import (
    address_changes,
    measure_changes,
    note_row_changes,
    theme_changes,
    wording_changes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanges:
    """The changes between two versions of one plan, in the order of GROUPS, and which provision was which."""

    old: Plan
    new: Plan
    changes: tuple[Change, ...]
    alignment: Alignment


def compare_plans(old: Plan, new: Plan, catalogues: Catalogues) -> PlanChanges:
    """Return every change of meaning between two versions; a change of the YAML's layout alone is none."""
    alignment = pair_provisions(old, new)
    found = [
        *address_changes(alignment),
        *metadata_changes(old, new, alignment),
        *_indicator_changes(old, new, alignment, catalogues),
        *measure_changes(alignment),
        *wording_changes(alignment),
        *note_row_changes(alignment),
        *theme_changes(alignment, catalogues),
        *emendation_changes(old, new, alignment),
        *remark_changes(old, new, alignment),
        *source_changes(old, new),
    ]
    order = list(GROUPS)
    found.sort(key=lambda change: order.index(change.group))
    return PlanChanges(old=old, new=new, changes=tuple(found), alignment=alignment)


def pair_rows(
    old: Plan, new: Plan, alignment: Alignment
) -> Iterator[tuple[IndicatorRow, IndicatorRow | None] | tuple[None, IndicatorRow]]:
    """Yield every indicator's row of two versions beside what it became: (old, new), None where a side has none."""
    before, after = _rows(old), _rows(new)
    # A row is the same when its provision is; one stated in running text, also when it has the same name there.
    for eid, name in list(before):
        at = alignment.new_eids.get(eid)
        table = before[eid, name].ref.row is not None
        wanted = next((k for k in after if k[0] == at and (table or k[1] == name)), None)
        wanted = wanted or next((k for k in after if k[0] == at and _same_entry(after[k], before[eid, name])), None)
        yield before.pop((eid, name)), after.pop(wanted) if wanted else None
    for row in after.values():
        yield None, row


def _indicator_changes(old: Plan, new: Plan, alignment: Alignment, catalogues: Catalogues) -> Iterator[Change]:
    for row, now in pair_rows(old, new, alignment):
        if now is None:
            assert row is not None
            yield _of_row(old, row, ("删去", *row_summary(row)))
        elif row is None:
            yield _of_row(new, now, ("新增", *row_summary(now)))
        else:
            for words in figure_changes(row, now, catalogues):
                yield _of_row(new, now, words)


def _same_entry(row: IndicatorRow, other: IndicatorRow) -> bool:
    return row.ref.indicator_id is not None and row.ref.indicator_id == other.ref.indicator_id


def _rows(plan: Plan) -> dict[tuple[Eid, str], IndicatorRow]:
    return {(row.eid, row.name if row.ref.row is None else ""): row for row in indicator_rows(plan)}


def _of_row(plan: Plan, row: IndicatorRow, words: tuple[str, ...]) -> Change:
    found = plan.find(row.eid)
    where = path_of(found[1], found[0]) if found else ""
    return Change(group="indicator", eid=row.eid, where=where, words=tuple(w for w in words if w))
