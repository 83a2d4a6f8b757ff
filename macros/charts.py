"""Draw a comparison as SVG: rows in, Vega-Lite (through vl-convert) out, in the site's own colours and type."""

from __future__ import annotations

import hashlib
import json
import os
import re
from functools import cache
from typing import Any

import vl_convert
from markupsafe import Markup

from medplan.compare.indicators import ComparedRow, Comparison
from medplan.repository import ROOT

CACHE = ROOT / ".cache" / "charts"
MOST_ROWS = 30
ROW_HEIGHT = 44
# Colours that Vega writes, and the style sheet's variables that take their place, so that both schemes work.
_COLOURS = {"#010101": "var(--ink)", "#020202": "var(--accent)", "#030303": "var(--line)", "#040404": "var(--paper)"}
_INK, _ACCENT, _LINE, _PAPER = _COLOURS


def dumbbell(comparison: Comparison, width: int) -> Markup | None:
    """Return baseline → target of each comparable row, None when fewer than two rows have a figure.

    Beyond MOST_ROWS rows the picture is the distribution of targets by level.
    """
    rows = [row for row in comparison.comparable if row.baseline or row.target]
    if len(rows) < 2:
        return None
    spec = _distribution(rows, comparison) if len(rows) > MOST_ROWS else _dumbbell(rows, comparison)
    return _draw(json.dumps(spec | {"width": width}, ensure_ascii=False))


def _point(row: ComparedRow) -> dict[str, Any]:
    name = row.plan.place.name + ("（草案）" if row.plan.stage == "consultation" else "")
    name += "（发布会）" if row.plan.kind == "press-conference" else ""
    return {
        "place": name,
        "from": float(row.baseline.low) if row.baseline else None,
        "to": float(row.target.low) if row.target else None,
        "from_text": row.baseline.shown if row.baseline else "",
        "to_text": row.target.shown if row.target else "",
    }


def _base(data: list[dict[str, Any]], comparison: Comparison) -> dict[str, Any]:
    axis = {"labelFontSize": 13, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 220}
    axis |= {"labelColor": _INK, "titleColor": _INK}
    axis |= {"gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": data},
        "background": None,
        "config": {"view": {"stroke": None}, "axis": axis},
    }


def _dumbbell(rows: list[ComparedRow], comparison: Comparison) -> dict[str, Any]:
    data = [_point(row) for row in rows]
    order = [point["place"] for point in data]
    y = {"field": "place", "type": "nominal", "sort": order, "title": None, "axis": {"ticks": False, "domain": False}}
    scale = {"zero": False, "nice": True, "padding": 28}
    x = {"type": "quantitative", "title": comparison.unit, "scale": scale, "axis": {"tickCount": 5}}
    start, end = {"y": y, "x": x | {"field": "from"}}, {"y": y, "x": x | {"field": "to"}}
    dot = {"type": "point", "filled": True, "size": 75, "opacity": 1, "stroke": _ACCENT, "strokeWidth": 2}
    label = {"type": "text", "fontSize": 12, "color": _INK}
    both = [{"filter": "datum.from !== null && datum.to !== null"}]
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "color": _ACCENT, "strokeWidth": 2}, "encoding": start | {"x2": {"field": "to"}}},
        {"mark": dot | {"fill": _PAPER}, "encoding": start},
        {"mark": dot | {"fill": _ACCENT}, "encoding": end},
        {"mark": label | {"dy": 15}, "encoding": start | {"text": {"field": "from_text"}}},
        {"mark": label | {"dy": -12}, "encoding": end | {"text": {"field": "to_text"}}},
    ]
    layers[0]["transform"] = both
    return _base(data, comparison) | {"height": ROW_HEIGHT * len(rows), "layer": layers}


def _distribution(rows: list[ComparedRow], comparison: Comparison) -> dict[str, Any]:
    data = [{"level": row.plan.place.level, "to": float(row.target.low)} for row in rows if row.target]
    y = {"field": "level", "type": "nominal", "title": None}
    x = {"field": "to", "type": "quantitative", "title": comparison.unit, "scale": {"zero": False}}
    return _base(data, comparison) | {
        "height": 160,
        "mark": {"type": "boxplot", "extent": "min-max", "color": _ACCENT},
        "encoding": {"y": y, "x": x},
    }


@cache
def _draw(spec: str) -> Markup:
    """Return a specification drawn; a drawing made before is taken from the cache folder."""
    known = CACHE / f"{hashlib.sha256((vl_convert.__version__ + spec).encode()).hexdigest()}.svg"
    if known.is_file():
        return Markup(known.read_text("utf-8"))
    svg = str(vl_convert.vegalite_to_svg(json.loads(spec)))
    for written, variable in _COLOURS.items():
        svg = svg.replace(written, variable)
    svg = re.sub(r'\s(class|font-family|xmlns:xlink|aria-\w+|role)="[^"]*"', "", svg)
    CACHE.mkdir(parents=True, exist_ok=True)
    made = known.with_suffix(f".{os.getpid()}")
    made.write_text(svg, "utf-8")
    made.replace(known)
    return Markup(svg)
