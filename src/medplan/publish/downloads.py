"""The downloads under /data/: plans in one by one, JSON and CSV files with their schemas out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows
from medplan.library.summary import PlanSummary
from medplan.plan.model import Plan
from medplan.publish.columns import as_data, keys_of, names_of, to_json
from medplan.publish.contract import FORMAT_VERSION, TABLES, Download, write_contract
from medplan.publish.rows.indicators import indicator_row
from medplan.publish.rows.measures import measure_rows
from medplan.publish.rows.plans import plan_row
from medplan.publish.rows.provisions import provision_rows
from medplan.publish.rows.whole_plan import whole_plan
from medplan.publish.spreadsheet import safe_cell

CSV_SEPARATOR = "、"
# What is published of each plan by its id, under data/.
PLAN_FILES = ("plans/{}.json", "calendar/{}.ics")


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """A plan's rows of a table, written: JSON rows parted by commas and line feeds, and CSV lines, "" for no CSV."""

    json: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDownloads:
    """What the downloads hold of one plan: its rows by table, and its own file whole."""

    plan_id: str
    tables: Mapping[str, TablePart]
    whole: str


def prepare_downloads(plan: Plan, summary: PlanSummary, catalogues: Catalogues) -> PlanDownloads:
    """Return what the downloads hold of a plan."""
    status = summary.status
    rows: dict[str, Iterable[object]] = {
        "plans": [plan_row(summary, catalogues)],
        "provisions": provision_rows(plan, status),
        "indicators": (indicator_row(found, status) for found in indicator_rows(plan)),
        "measures": measure_rows(plan, catalogues, status),
    }
    whole = to_json(whole_plan(plan, summary, catalogues, FORMAT_VERSION), indent=1)
    parts = {table.id: _written(table, rows[table.id]) for table in TABLES}
    return PlanDownloads(plan_id=plan.id, tables=parts, whole=whole)


def _written(table: Download, rows: Iterable[object]) -> TablePart:
    free = {key.name for key in keys_of(table.row_type) if not (key.column.labels or key.column.pattern)}
    data = [as_data(row) for row in rows]
    lines = io.StringIO()
    if table.csv:
        writer = csv.DictWriter(lines, names_of(table.row_type))
        writer.writerows({k: _cell(v, free=k in free) for k, v in row.items()} for row in data)
    return TablePart(json=",\n".join(map(to_json, data)), csv=lines.getvalue())


def _cell(value: object, *, free: bool) -> object:
    if isinstance(value, tuple):
        value = CSV_SEPARATOR.join(value)
    # What is documented, an id, an address, one of some values, is never a formula and stays as it is.
    if isinstance(value, str) and free:
        return safe_cell(value)
    return "" if value is None else value


class _Table:
    """One table written as JSON, and as CSV with a BOM when asked, plan by plan."""

    def __init__(self, folder: Path, table: Download) -> None:
        self.json: TextIO = (folder / f"{table.id}.json").open("w", encoding="utf-8")
        self.csv: TextIO | None = None
        if table.csv:
            self.csv = (folder / f"{table.id}.csv").open("w", encoding="utf-8-sig", newline="")
            csv.DictWriter(self.csv, names_of(table.row_type)).writeheader()
        self.json.write("[")
        self.begun = False

    def add(self, part: TablePart) -> None:
        if part.json:
            self.json.write(",\n" if self.begun else "\n")
            self.json.write(part.json)
            self.begun = True
        if self.csv:
            self.csv.write(part.csv)

    def close(self) -> None:
        self.json.write("\n]\n")
        self.json.close()
        if self.csv:
            self.csv.close()


class Exporter:
    """Writes the downloads into a folder: `add` every plan, in order; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        (folder / "plans").mkdir(parents=True, exist_ok=True)
        write_contract(folder)
        self.folder = folder
        self.tables = {table.id: _Table(folder, table) for table in TABLES}

    def __enter__(self) -> Exporter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for table in self.tables.values():
            table.close()

    def add(self, plan: PlanDownloads) -> None:
        """Write one plan's rows into every table, and its own file."""
        for name, part in plan.tables.items():
            self.tables[name].add(part)
        (self.folder / "plans" / f"{plan.plan_id}.json").write_text(plan.whole, encoding="utf-8")
