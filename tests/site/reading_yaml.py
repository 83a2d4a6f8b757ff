"""The plans' YAML read without the library's code: what pages across plans must agree with, counted another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import yaml
from builds import ROOT

BAOTOU, SUZHOU, SHANDONG, HESHAN, ZHENGNING = (
    "150200-baotou-reform-2023",
    "320500-suzhou-145",
    "370000-shandong-145-press",
    "440784-heshan-145-consultation",
    "621025-zhengning-145",
)
ROLES = ("lead", "supporting", "responsible")


@cache
def plans() -> dict[str, dict[str, Any]]:
    """Return every plan's YAML as plain data, by id."""
    files = sorted((ROOT / "data/plans").glob("*/*.yaml"), key=lambda path: path.name)
    return {path.stem: yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) for path in files}


@cache
def catalogue(name: str) -> list[dict[str, Any]]:
    """Return a catalogue's entries."""
    return yaml.load((ROOT / f"data/{name}.yaml").read_text("utf-8"), yaml.CBaseLoader)


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping within a value, outermost first; the columns of a table are no row."""
    if isinstance(value, dict):
        yield value
        for key, child in value.items():
            yield from mappings(child) if key != "columns" else ()
    for child in value if isinstance(value, list) else ():
        yield from mappings(child)


def indicator_rows(plan_id: str) -> list[dict[str, Any]]:
    """Return every mapping of a plan that refers to the catalogue: rows of tables of indicators, and what is stated."""
    return [m for m in mappings(plans()[plan_id]) if isinstance(m.get("indicator"), str) and "match" in m]


def with_duties(plan_id: str) -> list[dict[str, Any]]:
    """Return every mapping of a plan that names someone in charge."""
    return [m for m in mappings(plans()[plan_id]["body"]) if any(role in m for role in ROLES)]


def themes_of(plan_id: str) -> set[str]:
    """Return the themes that any provision of a plan is tagged with."""
    return {theme for m in mappings(plans()[plan_id]) for theme in m.get("themes", ())}


def numbers_in(text: str | None) -> list[Decimal]:
    """Return the numbers in a text, thousands joined."""
    return [Decimal(n.replace(",", "")) for n in re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text or "")]


def counties_and_all(code: str) -> list[dict[str, Any]]:
    """Return the places that share a province's two digits, itself among them."""
    return [place for place in catalogue("jurisdictions") if place["code"][:2] == code[:2]]
