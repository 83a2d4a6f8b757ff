"""The rows of the downloads: a plan in, plain rows with the contract's keys, in its order, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.catalogue.romanise import initials
from medplan.facts.derive import Duty, IndicatorRow, indicator_rows, measures
from medplan.language.values import Value
from medplan.plan.model import Node, Plan, reading_text
from medplan.plan.printed import node_text, path_of

Row = dict[str, Any]

# The keys of each table in order: the contract's first, then ours. A CSV needs them even where it has no row.
COLUMNS: dict[str, tuple[str, ...]] = {
    "plans": (
        *("id", "title", "jurisdiction_code", "jurisdiction", "level", "kind", "stage", "period_start", "period_end"),
        *("issuer", "document_number", "published", "url", "pinyin", "initials", "province", "path"),
    ),
    "provisions": ("plan_id", "eid", "num", "path", "text", "reading", "themes", "url", "kind"),
    "indicators": (
        *("plan_id", "eid", "row", "indicator_id", "match", "name", "unit", "baseline", "target", "nature"),
        *("baseline_value", "target_value", "target_comparator", "url", "baseline_comparator", "target_low"),
        *("target_high", "baseline_year", "target_year", "category"),
    ),
    "measures": (
        *("plan_id", "eid", "text", "lead", "supporting", "responsible", "schedule", "due", "recurring", "url"),
        *("ongoing", "due_before", "num", "themes", "lead_agencies", "supporting_agencies", "responsible_agencies"),
    ),
}


def plan_url(plan_id: str, eid: str | None = None) -> str:
    """Return the address of a plan or a provision, from the site's root."""
    return f"/plans/{plan_id}/" + (f"#{eid}" if eid else "")


def plan_row(plan: Plan, catalogues: Catalogues) -> Row:
    """Return the plan's row of plans.json."""
    place = catalogues.jurisdictions[plan.jurisdiction]
    above = [*catalogues.ancestors(place.code), place]
    return {
        "id": plan.id,
        "title": plan.title,
        "jurisdiction_code": place.code,
        "jurisdiction": place.name,
        "level": place.level,
        "kind": plan.kind,
        "stage": plan.stage,
        "period_start": plan.period[0] if plan.period else None,
        "period_end": plan.period[1] if plan.period else None,
        "issuer": plan.issuer,
        "document_number": plan.document_number,
        "published": plan.published,
        "url": plan_url(plan.id),
        "pinyin": place.pinyin,
        "initials": initials(place.name, place.pinyin),
        "province": next((p.name for p in above if p.level == "province"), place.name),
        "path": "".join(p.name for p in above if p.level != "national"),
    }


def provision_rows(plan: Plan) -> Iterator[Row]:
    """Yield a row for every node that prints text of its own, in printed order.

    The texts (with their numbers) in order are the whole plan.
    """
    for node, above in plan.walk():
        text = node_text(node, number=False)
        number = node.printed("num") or node.printed("label")
        if not text and not number:
            continue
        yield {
            "plan_id": plan.id,
            "eid": node.eid,
            "num": number or None,
            "path": path_of(above, node),
            "text": text,
            "reading": node_text(node, reading_text, number=False),
            "themes": list(node.themes),
            "url": plan_url(plan.id, node.eid),
            "kind": node.kind,
        }


def _number(value: Value | None) -> int | float | None:
    if value is None or value.number is None or value.high is not None:
        return None
    whole = value.number == value.number.to_integral_value()
    return int(value.number) if whole else float(value.number)


def _comparator(value: Value | None) -> str | None:
    if value is None:
        return None
    if value.words is not None:
        return "qualitative"
    return "range" if value.high is not None else value.comparator


def indicator_row(row: IndicatorRow) -> Row:
    """Return a row of indicators.json; a range has no `target_value` but `target_low` and `target_high`."""
    value = row.target_value
    low = value.number if value and value.high is not None else None
    high = value.high if value else None
    return {
        "plan_id": row.plan_id,
        "eid": row.eid,
        "row": row.ref.row,
        "indicator_id": row.ref.indicator_id,
        "match": row.ref.match,
        "name": row.name,
        "unit": row.unit,
        "baseline": row.baseline,
        "target": row.target,
        "nature": row.ref.nature,
        "baseline_value": _number(row.baseline_value),
        "target_value": _number(row.target_value),
        "target_comparator": _comparator(row.target_value),
        "url": plan_url(row.plan_id, row.eid),
        "baseline_comparator": _comparator(row.baseline_value),
        "target_low": float(low) if low is not None else None,
        "target_high": float(high) if high is not None else None,
        "baseline_year": row.baseline_year,
        "target_year": row.target_year,
        "category": row.ref.category,
    }


def measure_rows(plan: Plan, catalogues: Catalogues) -> Iterator[Row]:
    """Yield the plan's rows of measures.json."""
    for measure in measures(plan, catalogues):
        schedule = measure.schedule

        def ids(duty: Duty) -> list[str]:
            return [agency or "" for agency in duty.agencies]

        yield {
            "plan_id": plan.id,
            "eid": measure.node.eid,
            "text": measure.text,
            "lead": list(measure.lead.names),
            "supporting": list(measure.supporting.names),
            "responsible": list(measure.responsible.names),
            "schedule": measure.node.printed("schedule") or None,
            "due": schedule.due if schedule else None,
            "recurring": schedule.recurring if schedule else None,
            "url": plan_url(plan.id, measure.node.eid),
            "ongoing": bool(schedule and schedule.ongoing),
            "due_before": bool(schedule and schedule.before),
            "num": measure.node.printed("num") or None,
            "themes": list(measure.themes),
            "lead_agencies": ids(measure.lead),
            "supporting_agencies": ids(measure.supporting),
            "responsible_agencies": ids(measure.responsible),
        }


def whole_plan(plan: Plan, catalogues: Catalogues) -> Row:
    """Return one plan whole, as nested plain data."""
    return plan_row(plan, catalogues) | {
        "source": {
            "file": plan.source.file,
            "sha256": plan.source.sha256,
            "origin": plan.source.origin,
            "url": plan.source.url,
            "excluded": [{"text": e.text, "why": e.why, "times": e.times} for e in plan.source.excluded],
        },
        "implements": [_cited(c) for c in plan.implements],
        "cites": [_cited(c) for c in plan.cites],
        "body": [_whole_node(node) for node in plan.nodes],
        "indicators": [indicator_row(row) for row in indicator_rows(plan)],
        "measures": list(measure_rows(plan, catalogues)),
        "emendations": [
            {"at": list(e.eids), "printed": e.printed, "reads": e.reads, "why": e.why} for e in plan.emendations
        ],
        "remarks": [
            {"at": r.at, "also": list(r.also), "kind": r.kind, "quote": r.quote, "text": r.text} for r in plan.remarks
        ],
    }


def _cited(document: Any) -> Row:
    return {
        "title": document.title,
        "number": document.number,
        "plan": document.plan,
        "at": list(document.eids),
    }


def _whole_node(node: Node) -> Row:
    row: Row = {"eid": node.eid, "kind": node.kind}
    for name in node.fields:
        printed, reading = node.printed(name), node.reading(name)
        row[name] = printed if printed == reading else {"printed": printed, "reading": reading}
    if node.themes:
        row["themes"] = list(node.themes)
    if node.children:
        row["body"] = [_whole_node(child) for child in node.children]
    return row
