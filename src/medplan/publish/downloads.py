"""The downloads under /data/: plans in one by one, JSON and CSV files out, written as they come."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows
from medplan.plan.model import Plan
from medplan.publish.rows import COLUMNS, Row, indicator_row, measure_rows, plan_row, provision_rows, whole_plan

CSV_SEPARATOR = "、"
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.,]*%?$)[^—-]")


class _Table:
    """One table written as JSON, and as CSV with a BOM when asked, row by row."""

    def __init__(self, folder: Path, name: str, columns: tuple[str, ...], *, with_csv: bool) -> None:
        self.json: TextIO = (folder / f"{name}.json").open("w", encoding="utf-8")
        self.csv: TextIO | None = None
        if with_csv:
            self.csv = (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.DictWriter(self.csv, columns) if self.csv else None
        if self.writer:
            self.writer.writeheader()
        self.json.write("[")
        self.rows = 0

    def add(self, row: Row) -> None:
        self.json.write(",\n" if self.rows else "\n")
        self.json.write(json.dumps(row, ensure_ascii=False))
        self.rows += 1
        if self.writer:
            self.writer.writerow({k: _cell(v) for k, v in row.items()})

    def close(self) -> None:
        self.json.write("\n]\n")
        self.json.close()
        if self.csv:
            self.csv.close()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = CSV_SEPARATOR.join(value)
    # A spreadsheet must not take a stranger's text for a formula; a dash alone, or a number, is none.
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return "" if value is None else value


class Exporter:
    """Writes the downloads into a folder: `add` every plan, in order; use it as a context manager."""

    def __init__(self, folder: Path, catalogues: Catalogues) -> None:
        (folder / "plans").mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.catalogues = catalogues
        self.tables = {
            name: _Table(folder, name, columns, with_csv=name != "plans") for name, columns in COLUMNS.items()
        }

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

    def add(self, plan: Plan) -> None:
        """Write one plan's rows into every table, and its own file."""
        self.tables["plans"].add(plan_row(plan, self.catalogues))
        for row in provision_rows(plan):
            self.tables["provisions"].add(row)
        for found in indicator_rows(plan):
            self.tables["indicators"].add(indicator_row(found))
        for row in measure_rows(plan, self.catalogues):
            self.tables["measures"].add(row)
        text = json.dumps(whole_plan(plan, self.catalogues), ensure_ascii=False, indent=1)
        (self.folder / "plans" / f"{plan.id}.json").write_text(text, encoding="utf-8")
