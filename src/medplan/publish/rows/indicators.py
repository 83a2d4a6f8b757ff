"""The rows of the table of indicators: a plan's indicator as derived in, its figures as printed and as read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import IndicatorRow
from medplan.language.values import Value
from medplan.publish.columns import Column
from medplan.publish.rows import common
from medplan.publish.rows.common import RowHead, plan_url

COMPARATORS = {
    "=": "等于",
    ">": "大于",
    ">=": "不小于",
    "<": "小于",
    "<=": "不大于",
    "~": "左右、约",
    "range": "区间，上下限另列",
    "qualitative": "定性的，没有数值",
}
Number = int | float | None
_WORDS = "定性的才有，如 保持稳定；能读成数的为空"
_READ = "从原文读出的数；区间、定性的和没有列的为空"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsRow:
    """One indicator of one plan; a range has no `target_value` but `target_low` and `target_high`."""

    plan_id: common.PlanId
    eid: common.Eid
    row: Annotated[int | None, Column(title="表内行号", note="从 1 起；正文所述的为空")]
    indicator_id: Annotated[str | None, Column(title="指标目录代号", note="目录里没有的为空")]
    match: Annotated[
        str | None,
        Column(
            title="对应程度", note="方向同 SKOS：broader 指目录的指标范围更宽；只有 exact 可以直接比较", choices="match"
        ),
    ]
    name: Annotated[str, Column(title="指标", note="照录原文")]
    unit: Annotated[str | None, Column(title="单位", note="单列的、写在名称里的或数旁边的单位")]
    baseline: Annotated[str | None, Column(title="基期值", note="照录原文；没有列的为空，不是零")]
    target: Annotated[str | None, Column(title="目标值", note="照录原文；没有列的为空，不是零")]
    nature: Annotated[str | None, Column(title="属性", note="原文没有列的为空", choices="nature")]
    baseline_value: Annotated[Number, Column(title="基期数值", note=_READ)]
    target_value: Annotated[Number, Column(title="目标数值", note=_READ)]
    target_comparator: Annotated[str | None, Column(title="目标的界限", choices=COMPARATORS)]
    url: common.Url
    baseline_comparator: Annotated[str | None, Column(title="基期的界限", choices=COMPARATORS)]
    target_low: Annotated[float | None, Column(title="目标下限", note="目标是区间的才有")]
    target_high: Annotated[float | None, Column(title="目标上限", note="目标是区间的才有")]
    baseline_year: Annotated[int | None, Column(title="基期年", note="原文没有写明的为空")]
    target_year: Annotated[int | None, Column(title="目标年", note="原文没有写明的取规划期的末年")]
    category: Annotated[str | None, Column(title="类别", note="指标表的分类栏，照录原文")]
    status: common.Status
    status_date: common.StatusDate
    baseline_low: Annotated[float | None, Column(title="基期下限", note="基期值是区间的才有")]
    baseline_high: Annotated[float | None, Column(title="基期上限", note="基期值是区间的才有")]
    baseline_words: Annotated[str | None, Column(title="基期文字", note=_WORDS)]
    target_words: Annotated[str | None, Column(title="目标文字", note=_WORDS)]
    indicator: Annotated[str | None, Column(title="目录里的指标", note="指标目录里的名称；目录里没有的为空")]
    plan_title: common.PlanTitle
    jurisdiction_code: common.PlaceCode
    jurisdiction: common.PlaceName
    address: common.FullUrl


def indicator_row(row: IndicatorRow, catalogues: Catalogues, head: RowHead) -> IndicatorsRow:
    """Return a derived row as the download has it."""
    baseline_low, baseline_high = _ends(row.baseline_value)
    target_low, target_high = _ends(row.target_value)
    known = catalogues.indicators.get(row.ref.indicator_id or "")
    url = plan_url(row.plan_id, row.eid)
    return IndicatorsRow(
        plan_id=row.plan_id,
        eid=row.eid,
        row=row.ref.row,
        indicator_id=row.ref.indicator_id,
        match=row.ref.match,
        name=row.name,
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        nature=row.ref.nature,
        baseline_value=_number(row.baseline_value),
        target_value=_number(row.target_value),
        target_comparator=_comparator(row.target_value),
        url=url,
        baseline_comparator=_comparator(row.baseline_value),
        target_low=target_low,
        target_high=target_high,
        baseline_year=row.baseline_year,
        target_year=row.target_year,
        category=row.ref.category,
        status=head.status.key,
        status_date=head.status.date,
        baseline_low=baseline_low,
        baseline_high=baseline_high,
        baseline_words=row.baseline_value.words if row.baseline_value else None,
        target_words=row.target_value.words if row.target_value else None,
        indicator=known.name if known else None,
        plan_title=head.plan_title,
        jurisdiction_code=head.place_code,
        jurisdiction=head.place,
        address=head.full_url(url),
    )


def _number(value: Value | None) -> Number:
    if value is None or value.number is None or value.high is not None:
        return None
    whole = value.number == value.number.to_integral_value()
    return int(value.number) if whole else float(value.number)


def _ends(value: Value | None) -> tuple[float, float] | tuple[None, None]:
    """Return both ends of a range, of anything else none."""
    if value is None or value.number is None or value.high is None:
        return None, None
    return float(value.number), float(value.high)


def _comparator(value: Value | None) -> str | None:
    if value is None:
        return None
    if value.words is not None:
        return "qualitative"
    return "range" if value.high is not None else value.comparator
