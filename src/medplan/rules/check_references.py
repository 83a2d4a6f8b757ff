"""Ids, addresses, codes and files that a plan names: each must be there. A plan and what there is in, issues out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.files.datapath import scalars_of
from medplan.files.document import DataPath, Document
from medplan.files.ordinary import find_fault
from medplan.issues import HINT, Issue
from medplan.plan.address import Eid
from medplan.plan.model import Node
from medplan.schema.suggest import suggest

MAX_SOURCE = 100_000_000
MAX_SUGGESTIONS = 20  # a file with more faults than these is wrong altogether
_CATALOGUES = {"indicator": "indicators", "themes": "themes"}
_ADDRESS = "查条文地址：在规划页面上点那一条，地址栏里 # 之后的就是"
Add = Callable[[DataPath, str, str, str], None]


def check_ids(document: Document, catalogues: Catalogues, plan_ids: frozenset[str] | None, add: Add) -> None:
    """Add an issue for every id that a file names and that there is not, with the nearest there is.

    Plans' ids are looked up where it is told which there are.
    """
    homes: dict[str, tuple[Mapping[str, Any] | frozenset[str], str, str]] = {
        "indicator": (catalogues.indicators, "指标目录", "data/indicators.yaml"),
        "themes": (catalogues.themes, "主题目录", "data/themes.yaml"),
    }
    if plan_ids is not None:
        homes["plan"] = homes["previous_version"] = (plan_ids, "本库", "data/plans/")
    near = _Nearest()
    for path, key, value in _named(document):
        if key not in homes or value in homes[key][0] or catalogues.may_hold(_CATALOGUES.get(key, ""), str(value)):
            continue
        ids, name, home = homes[key]
        known = {e.id: e.name for e in ids.values()} if isinstance(ids, Mapping) else ids
        add(path, "unknown-id", f"{name}里没有 {value}", f"{near.to(value, known)}查 {home}，或先在那里登记")


def check_addresses(document: Document, eids: Mapping[Eid, Node], add: Add) -> None:
    """Add an issue for every address of a provision that a plan names and that it has not, with the nearest it has."""
    near = _Nearest()
    for path, key, value in _named(document):
        elsewhere = path[0] != "emendations"  # those are told of when they are placed
        if elsewhere and key in ("at", "also") and value not in eids:
            add(path, "unknown-eid", f"没有条文 {value}", near.to(value, dict.fromkeys(eids, "")) or _ADDRESS)


def _named(document: Document) -> Iterator[tuple[DataPath, str, Any]]:
    """Yield every value with its place and the key that it stands under, or in a list under."""
    for path, value in scalars_of(document):
        if value is not None:
            last = path[-1]
            yield path, last if isinstance(last, str) else _key_of(path), value


def _key_of(path: DataPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


class _Nearest:
    """Looks for the nearest of what there is, a few times only."""

    def __init__(self) -> None:
        self._looked = 0

    def to(self, value: Any, known: Any) -> str:
        self._looked += 1
        return suggest(str(value), known) if self._looked <= MAX_SUGGESTIONS else ""


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
