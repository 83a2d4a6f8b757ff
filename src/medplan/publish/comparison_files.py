"""What the page of comparison fetches: plans in one by one; a small file of each, of the places and of the names out.

`data/compare/plans/<id>.json` holds one plan's figures in the catalogue's units, with what keeps each from being
compared and in which terms it must equal others; its provisions by theme, each text once; its measures. `places.json`
has [code, name, romanised name, initials, how many plans] of every place, `held/<code>.json` the plans of a prefecture
and of the places in it, where there are any, `names.json` the catalogues' names and the words for what differs. The
page only looks whether terms are equal. Where plans are many, each file is compressed: `<id>.json.gz`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType

from medplan.catalogue.catalogues import Catalogues
from medplan.compare.guard import TERM_NAMES, UNSAID, gauge, say_term
from medplan.compare.themes import COVERAGE_LABELS, passages
from medplan.compare.units import Figure, with_unit
from medplan.facts.commitments import shorten
from medplan.facts.derive import IndicatorRow, indicator_rows
from medplan.language.values import Value
from medplan.library.status import lasting
from medplan.library.summary import PlanSummary
from medplan.plan.model import Plan, reading_text
from medplan.plan.printed import node_text
from medplan.publish.rows.common import RowHead
from medplan.publish.rows.comparison import (
    ComparedIndicator,
    ComparedMeasure,
    ComparedPlan,
    EntryName,
    IndicatorName,
    Names,
    PlaceChoice,
    PlanFacts,
    PlanThemes,
    ProvisionOnce,
    Shown,
    Term,
    Years,
)
from medplan.publish.rows.measures import MeasuresRow, measure_rows
from medplan.publish.rows.plans import PlansRow, plan_row
from medplan.publish.small_files import SmallFiles, pack_json
from medplan.schema.schemas import plan_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComparison:
    """What the page of comparison fetches of one plan: its file packed, and its row among its place's plans."""

    place: str
    row: ComparedPlan
    packed: bytes


def prepare_comparison(facts: PlanFacts) -> PlanComparison:
    """Return what the page of comparison fetches of a plan."""
    return PlanComparison(place=facts.plan.jurisdiction_code, row=facts.plan, packed=pack_json(facts))


class ComparisonExporter:
    """Writes the files into a folder: `add` every plan, in order; use it as a context manager."""

    def __init__(self, folder: Path, catalogues: Catalogues, *, packed: bool = False) -> None:
        self.files = SmallFiles(folder=folder, packed=packed)
        self.catalogues = catalogues
        self.held: dict[str, list[ComparedPlan]] = {}
        for name in ("plans", "held"):
            (folder / name).mkdir(parents=True)

    def __enter__(self) -> ComparisonExporter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._finish()

    def add(self, plan: PlanComparison) -> None:
        """Write one plan's file, and note it as one of its place's."""
        self.held.setdefault(plan.place, []).append(plan.row)
        self.files.put(f"plans/{plan.row.id}.json", plan.packed)

    def _finish(self) -> None:
        together: dict[str, list[ComparedPlan]] = {}
        for code, rows in self.held.items():
            together.setdefault(f"{code[:4]}00", []).extend(sorted(rows, key=_first_choice))
        for code, rows in together.items():
            self.files.write(f"held/{code}.json", rows)
        places = self.catalogues.jurisdictions.values()
        counts = {code: len(rows) for code, rows in self.held.items()}
        letters = self.catalogues.initials
        self.files.write(
            "places.json",
            [PlaceChoice(p.code, p.name, p.pinyin, letters[p.code], counts.get(p.code, 0), p.also()) for p in places],
        )
        self.files.write("names.json", names(self.catalogues))


def _first_choice(row: ComparedPlan) -> tuple[int, str]:
    """Return what puts a place's plans in order: the one in its period first, what is no more or no plan last."""
    return lasting(row.status), row.id


def names(catalogues: Catalogues) -> Names:
    """Return the names that the page shows."""
    labels = plan_labels()
    return Names(
        categories=labels["category"],
        indicators=tuple(
            IndicatorName(i.id, i.name, i.category, catalogues.units[i.unit].symbol)
            for i in catalogues.indicators.values()
        ),
        themes=tuple(EntryName(t.id, t.name) for t in catalogues.themes.values()),
        agencies=tuple(EntryName(a.id, a.name) for a in catalogues.agencies.agencies.values()),
        coverage=dict[str, str](COVERAGE_LABELS.items()),
        differ={term: f"{name}不同" for term, name in TERM_NAMES.items()},
        natures=labels["nature"],
    )


def plan_facts(plan: Plan, summary: PlanSummary, catalogues: Catalogues) -> PlanFacts:
    """Return one plan's facts."""
    every = list(indicator_rows(plan))
    rows = [row for row in every if row.ref.indicator_id in catalogues.indicators]
    return PlanFacts(
        indicators=tuple(indicator_facts(row, catalogues) for row in rows),
        unmatched=len(every) - len(rows),
        by_theme=theme_facts(plan, catalogues.themes),
        silence="not-addressed" if plan.themes_reviewed else "not-reviewed",
        measures=tuple(map(measure_facts, measure_rows(plan, catalogues, RowHead.of(summary)))),
        plan=_compared(plan_row(summary, catalogues)),
    )


def _compared(row: PlansRow) -> ComparedPlan:
    return ComparedPlan(**{field.name: getattr(row, field.name) for field in fields(ComparedPlan)})


def indicator_facts(row: IndicatorRow, catalogues: Catalogues) -> ComparedIndicator:
    """Return a row's figures as shown, its obstacles and doubts, and its terms with each said in words."""
    indicator = catalogues.indicators[row.ref.indicator_id or ""]
    gauged = gauge(row, indicator, catalogues)
    return ComparedIndicator(
        id=indicator.id,
        eid=row.eid,
        name=row.name_read,
        baseline=_figure(gauged.baseline, row.baseline_value, row.baseline, row.unit),
        target=_figure(gauged.target, row.target_value, row.target, row.unit),
        change=gauged.change,
        nature=row.ref.nature,
        years=Years(row.baseline_year, row.target_year),
        obstacles=tuple(obstacle.reason for obstacle in gauged.obstacles),
        doubts=_doubts(row),
        terms={
            term: Term(is_=_identity(row, value), said=say_term(term, value))
            for term, value in gauged.terms.items()
            if value
        },
    )


def _identity(row: IndicatorRow, value: str) -> str:
    """Return what must be equal for two rows' terms to be the same; a year not printed is equal to no other row's."""
    return f"{UNSAID} {row.plan_id} {row.eid} {row.ref.row or row.name}" if value == UNSAID else value


def _doubts(row: IndicatorRow) -> tuple[str, ...]:
    """Return what a reader must know of a row that can be compared all the same."""
    words = bool(row.target_value and row.target_value.words)
    return ("原文未列属性",) * (row.ref.nature is None) + ("目标是定性的",) * words


def _figure(figure: Figure | None, value: Value | None, printed: str | None, unit: str | None) -> Shown | None:
    """Return a value as shown, whether it is in the catalogue's unit, and what is printed where that is another."""
    if value is None:
        return None
    printed = printed or value.printed
    if figure is None:
        return Shown(shown=printed, in_unit=False, printed=None)
    return Shown(
        shown=figure.shown, in_unit=True, printed=with_unit(printed, value, unit) if figure.converted else None
    )


def theme_facts(plan: Plan, themes: Iterable[str]) -> PlanThemes:
    """Return the provisions of each theme by number, each once.

    The text is as read; `emended` tells that the source prints another.
    """
    paths: dict[str, int] = {}
    provisions: dict[str, ProvisionOnce] = {}
    numbers: dict[str, int] = {}
    by_theme: dict[str, list[int]] = {}
    said = passages(plan)
    for theme in themes:
        for passage in said.get(theme, ()):
            for node in passage.nodes:
                if node.eid not in numbers:
                    text = node_text(node, reading_text)
                    path = paths.setdefault(passage.path, len(paths))
                    provisions[node.eid] = ProvisionOnce(node.eid, path, text, int(text != node_text(node)))
                    numbers[node.eid] = len(numbers)
                by_theme.setdefault(theme, []).append(numbers[node.eid])
    return PlanThemes(
        paths=tuple(paths),
        provisions=tuple(provisions.values()),
        themes={theme: tuple(found) for theme, found in by_theme.items()},
    )


def measure_facts(row: MeasuresRow) -> ComparedMeasure:
    """Return a measure's first words, who leads it, or is responsible where none leads, who helps, and by when."""
    units, agencies = (row.lead, row.lead_agencies) if row.lead else (row.responsible, row.responsible_agencies)
    return ComparedMeasure(
        eid=row.eid,
        text=shorten(row.text),
        role="lead" if row.lead else "responsible",
        units=units,
        agencies=tuple(agency for agency in dict.fromkeys(agencies) if agency),
        supporting=row.supporting,
        schedule=row.schedule,
    )
