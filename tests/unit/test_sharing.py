"""What plans say alike is held once, and is what each of them said."""

from __future__ import annotations

import pickle

from medplan.library.entry import PlanEntry
from medplan.library.sharing import Sharing
from medplan.plan.address import Eid

from .library import head_of, library, table


def test_equal_parts_of_plans_are_one_and_each_plan_is_as_it_was() -> None:
    row = "name: 参保率, indicator: enrolment-rate, match: exact, baseline: {}, target: {}, nature: anticipatory"
    bodies = (table(row.format("95.0%", "＞95.0%")), table(row.format("95.00%", "＞95.0%")))
    index = library(*((head_of(code), body) for code, body in zip(("320500", "320500"), bodies, strict=True)))
    entries = [
        PlanEntry(
            summary=plan,
            rows=tuple(index.rows_of(plan.id)),
            measures=tuple(index.measures_by(plan.id)),
            commitments=tuple(index.commitments_by(plan.id)),
            citations=tuple(citation for of, citation in index.citations if of == plan),
            amounts={},
        )
        for plan in index.plans
    ]
    came = [pickle.loads(pickle.dumps(entry)) for entry in entries]  # from another process: nothing in common
    assert came[0].summary.place is not came[1].summary.place
    sharing = Sharing()
    one, other = map(sharing.entry, came)
    assert [one, other] == entries
    assert one.summary.place is other.summary.place
    [row_of_one], [row_of_other] = one.rows, other.rows
    assert row_of_one.ref is row_of_other.ref and row_of_one.target_value is row_of_other.target_value
    assert row_of_one.eid is row_of_other.eid and type(row_of_one.eid) is Eid
    assert row_of_one.baseline_value and row_of_other.baseline_value
    assert [str(value.number) for value in (row_of_one.baseline_value, row_of_other.baseline_value)] == [
        str(entry.rows[0].baseline_value.number) for entry in entries if entry.rows[0].baseline_value
    ]
    assert str(row_of_one.baseline_value.number) != str(row_of_other.baseline_value.number)
