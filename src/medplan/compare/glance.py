"""A plan at a glance: facts from its data and the index, no prose; a plan in, what its page opens with out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from medplan.commitments import Commitment, last_day
from medplan.compare.indicators import ComparedRow, compare_indicator
from medplan.index import LibraryIndex, PlanSummary

MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StandsOut:
    """A target that is above or below every other comparable one; `others` are those, as shown."""

    indicator_id: str
    name: str
    unit: str
    target: str
    higher: bool
    others: tuple[tuple[str, str], ...]
    eid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a reader asks first. `leaders` are (agency id, name, measures led), the busiest first.

    `next_due` are the commitments due next after the day of the build; `past_due` counts those before it.
    """

    plan: PlanSummary
    anticipatory: int
    main_targets: tuple[ComparedRow, ...]
    stands_out: tuple[StandsOut, ...]
    leaders: tuple[tuple[str, str, int], ...]
    next_due: tuple[Commitment, ...]
    past_due: int


def glance(plan: PlanSummary, index: LibraryIndex, today: date) -> Glance:
    """Return the facts of one plan; comparisons only with rows that nothing keeps from being compared."""
    own: list[tuple[int, ComparedRow]] = []
    out: list[StandsOut] = []
    for indicator_id in index.indicators_of(plan.id):
        indicator = index.catalogues.indicators[indicator_id]
        compared = compare_indicator(indicator, index.rows[indicator_id], index.catalogues)
        rows = [row for row in compared.comparable if row.plan.id == plan.id]
        own += [(compared.plans, row) for row in rows if row.target]
        for row in rows:
            found = _stands_out(row, compared.comparable, indicator_id, indicator.name, compared.unit)
            out += [found] if found else []
    own.sort(key=lambda pair: -pair[0])
    led = Counter(a for p, r in index.measures if p.id == plan.id for a in r["lead_agencies"] if a)
    dated = [c for p, c in index.commitments if p.id == plan.id and c.due]
    ahead = sorted((c for c in dated if last_day(c.due or "") >= today), key=lambda c: last_day(c.due or ""))
    agencies = index.catalogues.agencies.agencies
    return Glance(
        plan=plan,
        anticipatory=sum(
            row.ref.nature == "anticipatory" for rows in index.rows.values() for p, row in rows if p.id == plan.id
        ),
        main_targets=tuple(row for _, row in own[:MOST]),
        stands_out=tuple(out[:MOST]),
        leaders=tuple((a, agencies[a].name, n) for a, n in led.most_common(MOST)),
        next_due=tuple(ahead[:MOST]),
        past_due=len(dated) - len(ahead),
    )


def _stands_out(
    row: ComparedRow, comparable: tuple[ComparedRow, ...], indicator_id: str, name: str, unit: str
) -> StandsOut | None:
    """Return how a target stands out from two others at least; an open or approximate one says nothing certain."""
    others = [r for r in comparable if r.plan.id != row.plan.id and r.target and r.target.high is None]
    target = row.target
    if target is None or target.high is not None or target.comparator == "~" or len({r.plan.id for r in others}) < 2:
        return None
    numbers = [r.target.low for r in others if r.target]
    higher, lower = target.low > max(numbers), target.low < min(numbers)
    # Above a “more than” there may be anything: only a closed figure can be topped.
    closed = all(r.target and r.target.comparator in ("=", "<", "<=") for r in others)
    if not (lower and target.comparator in ("=", "<", "<=")) and not (higher and closed):
        return None
    return StandsOut(
        indicator_id=indicator_id,
        name=name,
        unit=unit,
        target=target.shown,
        higher=higher,
        others=tuple((r.plan.place.name, r.target.shown) for r in others if r.target),
        eid=row.row.eid,
    )
