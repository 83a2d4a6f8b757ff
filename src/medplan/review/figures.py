"""What became of an indicator's figures: its row in two versions in; sentences on value, unit, nature and match out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medplan.catalogue.catalogues import Catalogues
from medplan.compare.units import plain_number
from medplan.facts.derive import IndicatorRow
from medplan.language.values import Value
from medplan.review.change import Said, from_to, named
from medplan.schema.schemas import plan_labels

Words = tuple[str, ...]
_COMPARATORS = {"=": "等于", ">": "大于", ">=": "不低于", "<": "小于", "<=": "不高于", "~": "约"}


def figure_changes(old: IndicatorRow, new: IndicatorRow, catalogues: Catalogues) -> Iterator[Words]:
    """Yield a sentence for each fact of an indicator's row that changed, as printed and as read."""
    of: Words = ("指标", Said(new.name), "：")
    if old.name != new.name:
        yield ("指标名称由 ", Said(old.name), " 改为 ", Said(new.name))
    if old.unit != new.unit:
        yield (*of, *from_to("单位", old.unit, new.unit))
    for what, key in (("基期值", "baseline"), ("目标值", "target")):
        before, after = getattr(old, key), getattr(new, key)
        values: tuple[Value | None, Value | None] = getattr(old, f"{key}_value"), getattr(new, f"{key}_value")
        if before != after:
            yield (*of, *from_to(what, before, after), _difference(values, (old.unit, new.unit), catalogues))
        elif values[0] != values[1]:
            yield (*of, f"{what}印的没有变，校订后", *from_to("", *(v.printed if v else None for v in values)))
        year = f"{key}_year"
        if getattr(old, year) != getattr(new, year):
            yield (
                *of,
                *from_to({"baseline": "基期年", "target": "目标年"}[key], getattr(old, year), getattr(new, year)),
            )
    yield from _references(of, old, new, catalogues)


def _references(of: Words, old: IndicatorRow, new: IndicatorRow, catalogues: Catalogues) -> Iterator[Words]:
    labels = plan_labels()
    if old.ref.nature != new.ref.nature:
        natures = (labels["nature"].get(ref.nature or "") for ref in (old.ref, new.ref))
        yield (*of, *from_to("属性", *natures))
    if old.ref.category != new.ref.category:
        yield (*of, *from_to("类别", old.ref.category, new.ref.category))
    if old.ref.indicator_id != new.ref.indicator_id:
        entries = (catalogues.indicators.get(ref.indicator_id or "") for ref in (old.ref, new.ref))
        names = (entry.name if entry else None for entry in entries)
        yield (*of, *from_to("对应的目录指标", *names))
    if old.ref.match != new.ref.match:
        matches = (labels["match"].get(ref.match or "") for ref in (old.ref, new.ref))
        yield (*of, *from_to("与目录的对应程度", *matches))
    if old.ref.why != new.ref.why:
        yield (*of, *from_to("对应的理由", old.ref.why, new.ref.why))


def _difference(
    values: tuple[Value | None, Value | None], units: tuple[str | None, str | None], catalogues: Catalogues
) -> str:
    """Return what two printed values mean side by side, in brackets; "" where nothing can be said."""
    old, new = values
    if old is None or new is None:
        return ""
    if old.number is None or new.number is None:
        if old.number is None and new.number is None:
            return ""
        return "（由定性改为定量）" if old.number is None else "（由定量改为定性）"
    # A value without a unit of its own has the row's.
    scales = [_scale(value.unit or unit, catalogues) for value, unit in zip((old, new), units, strict=True)]
    if scales[0][0] != scales[1][0]:
        return "（单位不同，不能直接相比）"
    ends = [_ends(value, scale[1]) for value, scale in zip((old, new), scales, strict=True)]
    said = []
    if old.comparator != new.comparator:
        said.append(f"由“{_COMPARATORS[old.comparator]}”改为“{_COMPARATORS[new.comparator]}”")
    if ends[0] == ends[1]:
        said.append("数值没有变" if said else "写法不同，数值没有变")
    elif old.high is None and new.high is None:
        step = (ends[1][0] - ends[0][0]) / scales[1][1]
        said.insert(0, f"{'上调' if step > 0 else '下调'} {plain_number(abs(step).normalize() + 0)}{_of(scales[1][2])}")
    return f"（{'，'.join(said)}）" if said else ""


def _scale(unit: str | None, catalogues: Catalogues) -> tuple[str, Decimal, str]:
    """Return what a unit measures, its size and its symbol; an unknown one measures only what is spelt alike."""
    known = catalogues.unit_of(unit)
    if known:
        return known.dimension, known.factor, known.symbol
    return f"?{unit or ''}", Decimal(1), unit or ""


def _ends(value: Value, factor: Decimal) -> tuple[Decimal, Decimal | None]:
    assert value.number is not None
    return value.number * factor, value.high * factor if value.high is not None else None


def _of(symbol: str) -> str:
    return " 个百分点" if symbol == "%" else f" {symbol}" if symbol else ""


def row_summary(row: IndicatorRow) -> Words:
    """Return an indicator's figures in a sentence: 指标…，基期值…，目标值…"""
    return ("指标 ", Said(row.name), "：基期值 ", named(row.baseline), "，目标值 ", named(row.target))
