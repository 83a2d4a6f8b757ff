"""Draw a comparison as SVG: rows in, Vega-Lite (through vl-convert) out, in the site's own colours and type."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import vl_convert
from markupsafe import Markup

from macros.build.kept import Kept
from medplan.compare.indicators import Comparison
from medplan.compare.spread import Spread
from medplan.library.repository import ROOT
from medplan.library.summary import PlanSummary

CACHE = Kept(folder=ROOT / ".cache" / "vega")
MOST_ROWS = 30
ROW_HEIGHT = 44
# Colours that Vega writes, and the style sheet's variables that take their place, so that both schemes work.
_INK, _ACCENT, _LINE, _PAPER = "#010101", "#020202", "#030303", "#040404"
_VARIABLES = ((_INK, "var(--ink)"), (_ACCENT, "var(--accent)"), (_LINE, "var(--line)"), (_PAPER, "var(--paper)"))


def dumbbell(comparison: Comparison, width: int) -> Markup | None:
    """Return baseline → target of each comparable row, None when fewer than two rows have a figure."""
    points = _points(comparison)
    if len(points) < 2:
        return None
    spec = _base(points) | _dumbbell(points, comparison.unit, width) | {"width": width}
    return _draw(json.dumps(spec, ensure_ascii=False))


def distribution(spread: tuple[Spread, ...], unit: str, levels: Mapping[str, str], width: int) -> Markup | None:
    """Return the targets of each level, lowest to highest with the middle half as a bar; None for no target.

    `levels` are the names of the levels.
    """
    if not spread:
        return None
    data = [
        {
            "level": f"{levels[s.level]}（{s.count}）",
            "lowest": float(s.lowest),
            "quarter": float(s.quarter),
            "median": float(s.median),
            "three": float(s.three_quarters),
            "highest": float(s.highest),
        }
        for s in spread
    ]
    order = [point["level"] for point in data]
    y = {"field": "level", "type": "nominal", "sort": order, "title": None, "axis": {"ticks": False, "domain": False}}
    x = _axis(unit, width)
    layers = [
        {"mark": {"type": "rule", "color": _ACCENT}, "encoding": {"y": y} | _span(x, "lowest", "highest")},
        {
            "mark": {"type": "bar", "height": 14, "fill": _PAPER, "stroke": _ACCENT, "strokeWidth": 2},
            "encoding": {"y": y} | _span(x, "quarter", "three"),
        },
        {
            "mark": {"type": "tick", "color": _ACCENT, "thickness": 4, "size": 20},
            "encoding": {"y": y, "x": x | {"field": "median"}},
        },
    ]
    spec = _base(data) | {"height": ROW_HEIGHT * len(data), "layer": layers, "width": width}
    return _draw(json.dumps(spec, ensure_ascii=False))


def describe(comparison: Comparison) -> str:
    """Return in words what a dumbbell shows, a sentence a row."""
    said = []
    for point in _points(comparison):
        ends = [f"{what} {point[key]}" for what, key in (("基期", "from_text"), ("目标", "to_text")) if point[key]]
        said.append(f"{point['place']}，{'，'.join(ends)}")
    return f"{comparison.indicator.name}，单位{comparison.unit}。" + "".join(f"{sentence}。" for sentence in said)


def told_below(plan: PlanSummary) -> bool:
    """Return whether a chart names a plan plainly: whether a period is over depends on the day it is read."""
    return plan.status.plain or plan.status.key in ("ended", "upcoming")


def drawn(comparison: Comparison) -> list[PlanSummary]:
    """Return the plans that a dumbbell names, each once."""
    rows = (row for row in comparison.comparable if row.baseline or row.target)
    return list({row.plan.id: row.plan for row in rows}.values())


def _points(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what is drawn of each comparable row; a place met again gets a number, so that each has its own line."""
    points = []
    met: Counter[str] = Counter()
    for row in comparison.comparable:
        if not (row.baseline or row.target):
            continue
        name = row.plan.place.name + ("" if told_below(row.plan) else f"（{row.plan.status.mark}）")
        met[name] += 1
        figures = {"from": row.baseline, "to": row.target}
        point: dict[str, Any] = {"place": name + (f" {met[name]}" if met[name] > 1 else "")}
        for end, figure in figures.items():
            point |= {
                end: float(figure.low) if figure else None,
                f"{end}_high": float(figure.high) if figure and figure.high is not None else None,
                f"{end}_text": figure.shown if figure else "",
            }
        points.append(point)
    return points


def _base(data: list[dict[str, Any]]) -> dict[str, Any]:
    axis = {"labelFontSize": 13, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 220}
    axis |= {"labelColor": _INK, "titleColor": _INK}
    axis |= {"gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": data},
        "background": None,
        "config": {"view": {"stroke": None}, "axis": axis},
    }


def _axis(unit: str, width: int) -> dict[str, Any]:
    scale = {"zero": False, "nice": True, "padding": 28}
    ticks = {"tickCount": max(3, width // 110), "labelOverlap": "greedy"}
    return {"type": "quantitative", "title": unit, "scale": scale, "axis": ticks}


def _span(x: dict[str, Any], start: str, end: str) -> dict[str, Any]:
    return {"x": x | {"field": start}, "x2": {"field": end}}


def _dumbbell(data: list[dict[str, Any]], unit: str, width: int) -> dict[str, Any]:
    order = [point["place"] for point in data]
    axis = {"ticks": False, "domain": False}
    y: dict[str, Any] = {"field": "place", "type": "nominal", "sort": order, "title": None, "axis": axis}
    x = _axis(unit, width)
    start, end = {"y": y, "x": x | {"field": "from"}}, {"y": y, "x": x | {"field": "to"}}
    dot = {"type": "point", "filled": True, "size": 75, "opacity": 1, "stroke": _ACCENT, "strokeWidth": 2}
    label = {"type": "text", "fontSize": 12, "color": _INK}
    both = [{"filter": "datum.from !== null && datum.to !== null"}]
    line = {"type": "rule", "color": _ACCENT, "strokeWidth": 2}
    layers: list[dict[str, Any]] = [
        {"mark": line, "encoding": {"y": y} | _span(x, "from", "to"), "transform": both},
        # A range (0—5) is a thick bar between its ends.
        *(
            {
                "mark": line | {"strokeWidth": 8},
                "encoding": {"y": y} | _span(x, side, f"{side}_high"),
                "transform": [{"filter": f"datum.{side}_high !== null"}],
            }
            for side in ("from", "to")
        ),
        {"mark": dot | {"fill": _PAPER}, "encoding": start},
        {"mark": dot | {"fill": _ACCENT}, "encoding": end},
        {"mark": label | {"dy": 15}, "encoding": start | {"text": {"field": "from_text"}}},
        {"mark": label | {"dy": -12}, "encoding": end | {"text": {"field": "to_text"}}},
    ]
    return {"height": ROW_HEIGHT * len(data), "layer": layers}


def _draw(spec: str) -> Markup:
    """Return a specification drawn; what Vega drew before is taken from the cache folder."""
    name = f"{hashlib.sha256((version('vl-convert-python') + spec).encode()).hexdigest()}.svg"
    known = CACHE.recall(name)
    svg = known.decode("utf-8") if known is not None else str(vl_convert.vegalite_to_svg(json.loads(spec)))
    if known is None:
        CACHE.keep(name, svg.encode("utf-8"))
    for written, variable in _VARIABLES:
        svg = svg.replace(written, variable)
    return Markup(re.sub(r'\s(class|font-family|xmlns:xlink|aria-\w+|role)="[^"]*"', "", svg))
