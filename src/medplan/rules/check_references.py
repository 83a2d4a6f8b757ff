"""Ids, addresses, codes and files that a plan names: each must be there. A plan and what there is in, issues out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.files.datapath import scalars
from medplan.files.document import DataPath, Document
from medplan.files.ordinary import find_fault
from medplan.issues import HINT, Issue
from medplan.plan.address import Eid
from medplan.plan.model import Node
from medplan.schema.suggest import suggest

MAX_SOURCE = 100_000_000
MAX_SUGGESTIONS = 20  # a file with more faults than these is wrong altogether
_ADDRESS = "查条文地址：在规划页面上点那一条，地址栏里 # 之后的就是"
Add = Callable[[DataPath, str, str, str], None]


def check_references(
    document: Document,
    catalogues: Catalogues,
    plan_ids: frozenset[str] | None,
    eids: Mapping[Eid, Node],
    add: Add,
) -> None:
    """Add an issue for every id and address that the plan names and that there is not, with the nearest there is."""
    indicators = {entry.id: entry.name for entry in catalogues.indicators.values()}
    themes = {entry.id: entry.name for entry in catalogues.themes.values()}
    homes: dict[str, tuple[Mapping[str, str], str, str]] = {
        "indicator": (indicators, "指标目录", "data/indicators.yaml"),
        "themes": (themes, "主题目录", "data/themes.yaml"),
    }
    if plan_ids is not None:
        homes["plan"] = (dict.fromkeys(plan_ids, ""), "本库", "data/plans/")
    suggested = 0

    def near(value: Any, known: Any) -> str:
        nonlocal suggested
        suggested += 1
        return suggest(str(value), known) if suggested <= MAX_SUGGESTIONS else ""

    for path, value in scalars(document.data):
        key = next((p for p in reversed(path) if isinstance(p, str)), "")
        if key in homes and value is not None and value not in homes[key][0]:
            known, name, home = homes[key]
            cure = f"{near(value, known)}查 {home}，或先在那里登记"
            add(path, "unknown-id", f"{name}里没有 {value}", cure)
        elsewhere = path[0] != "emendations"  # those are told of when they are placed
        if elsewhere and key in ("at", "also") and value is not None and value not in eids:
            add(path, "unknown-eid", f"没有条文 {value}", near(value, dict.fromkeys(eids, "")) or _ADDRESS)


def check_source(document: Document, path: Path) -> list[Issue]:
    """Return an issue when what a plan names as its source is not an ordinary file at that path.

    Where nothing lies there yet it is a hint: a plan may be begun before its source is there, and the proof tells.
    """
    fault = find_fault(path, MAX_SOURCE)
    if fault is None:
        return []
    words = f"原文文件 {document.data['source']['file']}：{fault.message}"
    cure = "把收到的原文放到 data/sources/，文件名与这里写的一致"
    at = ("source", "file")
    if not os.path.lexists(path):
        return [replace(document.issue(at, "source-missing", words, cure), level=HINT)]
    return [document.issue(at, "source-file", words, cure)]
