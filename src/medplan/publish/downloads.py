"""The downloads under /data/: plans in one by one, JSON and CSV files with their schemas out."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import TextIO

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows
from medplan.library.index import PlanSummary
from medplan.plan.model import Plan
from medplan.publish.columns import as_data, keys_of, names_of, to_json
from medplan.publish.contract import FORMAT_VERSION, TABLES, write_contract
from medplan.publish.rows.indicators import indicator_row
from medplan.publish.rows.measures import measure_rows
from medplan.publish.rows.plans import plan_row
from medplan.publish.rows.provisions import provision_rows
from medplan.publish.rows.whole_plan import whole_plan
from medplan.publish.spreadsheet import safe_cell

CSV_SEPARATOR = "、"
# What is published of each plan by its id, under data/.
PLAN_FILES = ("plans/{}.json", "calendar/{}.ics")


class _Table:
    """One table written as JSON, and as CSV with a BOM when asked, row by row."""

    def __init__(self, folder: Path, name: str, row: type, *, with_csv: bool) -> None:
        self.free = {key.name for key in keys_of(row) if not (key.column.labels or key.column.pattern)}
        self.json: TextIO = (folder / f"{name}.json").open("w", encoding="utf-8")
        self.csv: TextIO | None = None
        if with_csv:
            self.csv = (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.DictWriter(self.csv, names_of(row)) if self.csv else None
        if self.writer:
            self.writer.writeheader()
        self.json.write("[")
        self.rows = 0

    def add(self, row: object) -> None:
        self.json.write(",\n" if self.rows else "\n")
        data = as_data(row)
        self.json.write(to_json(data))
        self.rows += 1
        if self.writer:
            self.writer.writerow({k: _cell(v, free=k in self.free) for k, v in data.items()})

    def close(self) -> None:
        self.json.write("\n]\n")
        self.json.close()
        if self.csv:
            self.csv.close()


def _cell(value: object, *, free: bool) -> object:
    if isinstance(value, tuple):
        value = CSV_SEPARATOR.join(value)
    # What is documented, an id, an address, one of some values, is never a formula and stays as it is.
    if isinstance(value, str) and free:
        return safe_cell(value)
    return "" if value is None else value


class Exporter:
    """Writes the downloads into a folder: `add` every plan, in order; use it as a context manager."""

    def __init__(self, folder: Path, catalogues: Catalogues) -> None:
        (folder / "plans").mkdir(parents=True, exist_ok=True)
        write_contract(folder)
        self.folder = folder
        self.catalogues = catalogues
        self.tables = {table.id: _Table(folder, table.id, table.row_type, with_csv=table.csv) for table in TABLES}

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

    def add(self, plan: Plan, summary: PlanSummary) -> None:
        """Write one plan's rows into every table, and its own file."""
        status = summary.status
        self.tables["plans"].add(plan_row(summary, self.catalogues))
        for provision in provision_rows(plan, status):
            self.tables["provisions"].add(provision)
        for found in indicator_rows(plan):
            self.tables["indicators"].add(indicator_row(found, status))
        for measure in measure_rows(plan, self.catalogues, status):
            self.tables["measures"].add(measure)
        text = to_json(whole_plan(plan, summary, self.catalogues, FORMAT_VERSION), indent=1)
        (self.folder / "plans" / f"{plan.id}.json").write_text(text, encoding="utf-8")
