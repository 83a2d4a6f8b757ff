"""A plan at a glance: facts from its data and the index, no prose; a plan in, what its page opens with out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from medplan.catalogue.catalogues import Catalogues
from medplan.compare.due_years import DueYears, due_years
from medplan.compare.ladders import Ladders, ladders
from medplan.compare.standing import Comparisons, StandsOut
from medplan.facts.commitments import Commitment
from medplan.facts.derive import IndicatorRow
from medplan.language.dates import last_day
from medplan.library.summary import PlanSummary
from medplan.schema.schemas import plan_labels

_A_FIGURE = re.compile("[0-9]")
MOST = 4
MOST_BINDING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a reader asks first. `leaders` are (agency id, name, measures led), the busiest first.

    `ladders` draw the targets, `due` the dates. `binding` are all binding rows, in the plan's order; `main_targets`
    further rows whose target is a figure, those that most other plans set first. `next_due` are the commitments due
    next after the day of the build; `past_due` counts those before it.
    """

    plan: PlanSummary
    anticipatory: int
    ladders: Ladders
    due: DueYears | None
    binding: tuple[IndicatorRow, ...]
    main_targets: tuple[IndicatorRow, ...]
    stands_out: tuple[StandsOut, ...]
    leaders: tuple[tuple[str, str, int], ...]
    next_due: tuple[Commitment, ...]
    past_due: int


def glance(plan: PlanSummary, comparisons: Comparisons, today: date) -> Glance:
    """Return the facts of one plan; it stands out only beside rows that nothing keeps from being compared."""
    index = comparisons.index
    rows = index.rows_of(plan.id)
    ids = list(dict.fromkeys(row.ref.indicator_id for row in rows if row.ref.indicator_id))
    out = [found for indicator_id in ids if (found := comparisons.standing_out(indicator_id, plan.id))]
    targets = [row for row in rows if _is_figure(row) and row.ref.indicator_id and row.ref.nature != "binding"]
    targets.sort(key=lambda row: -comparisons.of(row.ref.indicator_id or "").plans)
    led = Counter(agency for measure in index.measures_by(plan.id) for agency in measure.leaders)
    dated = [(last_day(c.due), c) for c in index.commitments_by(plan.id) if c.due]
    ahead = sorted((pair for pair in dated if pair[0] >= today), key=lambda pair: pair[0])
    agencies = index.catalogues.agencies.agencies
    return Glance(
        plan=plan,
        ladders=ladders(rows),
        due=due_years(index.commitments_by(plan.id), today),
        anticipatory=sum(row.ref.nature == "anticipatory" for row in rows),
        binding=tuple(row for row in rows if row.ref.nature == "binding"),
        main_targets=tuple(targets[:MOST]),
        stands_out=tuple(out[:MOST]),
        leaders=tuple((a, agencies[a].name, n) for a, n in led.most_common(MOST)),
        next_due=tuple(commitment for _, commitment in ahead[:MOST]),
        past_due=len(dated) - len(ahead),
    )


def name_beside_value(row: IndicatorRow, catalogues: Catalogues) -> str:
    """Return what a row is called where only its value stands beside it.

    What running text says of an indicator may hold another's figure (药品500个品种以上、高值医用耗材), which would be
    read as this one's: the catalogue's name stands for it, with how closely it matches.
    """
    entry = catalogues.indicators.get(row.ref.indicator_id or "")
    if entry is None or not _A_FIGURE.search(row.name_read):
        return row.name_read
    match = row.ref.match or "exact"
    return entry.name + ("" if match == "exact" else f"（{plan_labels()['match'][match]}）")


def _is_figure(row: IndicatorRow) -> bool:
    return row.target_value is not None and row.target_value.number is not None
