"""The downloads under /data/: plans in one by one, JSON and CSV files with their schemas out.

Up to a number of plans each table is a single file. Beyond, what only programs fetch (the tables but that of plans, and
every plan whole) is the bulk: kept apart, so that the site's pages can be served where the bulk would not fit, the
tables by province and compressed. There a plan's rows stand as they were compressed with the plan: a file is one gzip
member after another, which every reader of gzip takes for one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, get_origin

from medplan.catalogue.catalogues import Catalogues
from medplan.facts.derive import indicator_rows
from medplan.files.packed import QUICK, from_gzip, to_gzip
from medplan.library.summary import PlanSummary
from medplan.plan.model import Plan
from medplan.publish.columns import Key, as_data, flat_keys, to_json
from medplan.publish.contract import FORMAT_VERSION, TABLES, Download, TableFile, write_contract
from medplan.publish.rows.common import RowHead
from medplan.publish.rows.indicators import indicator_row
from medplan.publish.rows.measures import measure_rows
from medplan.publish.rows.plans import plan_row
from medplan.publish.rows.provisions import provision_rows
from medplan.publish.rows.whole_plan import whole_plan
from medplan.publish.spreadsheet import safe_cell
from medplan.schema.schemas import plan_labels

CSV_SEPARATOR = "、"
MOST_IN_SINGLE_FILES = 50  # plans


def bulk_of(site: Path) -> Path:
    """Return the folder beside a site that holds what is kept apart from it."""
    return site.with_name(f"{site.name}-bulk")


class TablePart(NamedTuple):
    """A plan's rows of a table, compressed: JSON rows parted by commas, and CSV lines; b"" where there are none."""

    json: bytes
    csv: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDownloads:
    """What the downloads hold of one plan: its rows by table, and its own file whole."""

    plan_id: str
    tables: Mapping[str, TablePart]
    whole: bytes


def prepare_downloads(plan: Plan, summary: PlanSummary, catalogues: Catalogues, site: str = "") -> PlanDownloads:
    """Return what the downloads hold of a plan; `site` is the site's address, "" when unknown."""
    head = RowHead.of(summary, site)
    rows: dict[str, Iterable[object]] = {
        "plans": [plan_row(summary, catalogues, site)],
        "provisions": provision_rows(plan, head),
        "indicators": (indicator_row(found, catalogues, head) for found in indicator_rows(plan)),
        "measures": measure_rows(plan, catalogues, head),
    }
    whole = to_json(whole_plan(plan, summary, catalogues, FORMAT_VERSION, site), indent=True)
    labels = plan_labels()
    parts = {table.id: _written(table, rows[table.id], labels) for table in TABLES}
    return PlanDownloads(plan_id=plan.id, tables=parts, whole=whole)


def _written(table: Download, rows: Iterable[object], labels: Mapping[str, Mapping[str, str]]) -> TablePart:
    found = list(rows)
    return TablePart(
        json=_packed(b",\n".join(to_json(as_data(row)) for row in found)),
        csv=_packed(_csv_lines(table, found, labels)) if table.csv else b"",
    )


def _csv_lines(table: Download, rows: list[object], labels: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return rows as lines of CSV; they are made a column at a time, which asks of each only what it can hold."""
    keys = flat_keys(table.row_type)
    columns = zip(*map(attrgetter(*(key.attribute for key in keys)), rows), strict=True)
    lines = io.StringIO()
    csv.writer(lines).writerows(zip(*map(partial(_cells, labels), keys, columns), strict=True))
    return lines.getvalue().encode("utf-8")


def _cells(labels: Mapping[str, Mapping[str, str]], key: Key, values: Sequence[Any]) -> Sequence[Any]:
    if get_origin(key.type) is tuple:
        values = [CSV_SEPARATOR.join(value) for value in values]
    # What is documented, an id, an address, one of some values, is never a formula and stays as it is.
    if key.column.pattern or key.column.labels_among(labels):
        return values
    return [safe_cell(value) if value and isinstance(value, str) else value for value in values]


def csv_names(table: Download) -> list[str]:
    """Return the names of a table's columns in CSV: of all its keys but those that hold rows."""
    return [key.name for key in flat_keys(table.row_type)]


def _packed(text: bytes) -> bytes:
    return to_gzip(text, QUICK) if text else b""


class Form(NamedTuple):
    """What stands in a file of a table around the rows of plans: at its start, before the first, between two, last."""

    head: str
    first: str
    between: str
    tail: str


def _forms(table: Download) -> dict[str, Form]:
    """Return the forms in which a table is written, by the file's ending. CSV has a BOM: Excel asks for it."""
    forms = {"json": Form("[", "\n", ",\n", "\n]\n")}
    if table.csv:
        header = io.StringIO()
        csv.DictWriter(header, csv_names(table)).writeheader()
        forms["csv"] = Form(f"\ufeff{header.getvalue()}", "", "", "")
    return forms


class _File:
    """One file under way; rows that come compressed stay so where its name says that it is."""

    def __init__(self, path: Path, form: Form) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._packed = path.suffix == ".gz"
        self._form = form
        self._next = form.first
        # A province that came back after another's plans would begin its file anew: refused.
        self._file = path.open("xb")
        self._write(form.head)

    def add(self, packed: bytes) -> None:
        if packed:
            self._write(self._next)
            self._file.write(packed if self._packed else from_gzip(packed))
            self._next = self._form.between

    def close(self) -> None:
        self._write(self._form.tail)
        self._file.close()

    def _write(self, text: str) -> None:
        self._file.write(_packed(text.encode("utf-8")) if self._packed else text.encode("utf-8"))


class _Table:
    """One table in all its forms: single files in a folder, or in its own folder files by province."""

    def __init__(self, folder: Path, table: Download, *, by_province: bool) -> None:
        self.table = table
        self.written: list[TableFile] = []
        self._folder = folder
        self._by_province = by_province
        self._part = ""
        self._open: dict[str, _File] = {}
        if not by_province:
            self._begin("")

    def add(self, province: str, part: TablePart) -> None:
        if self._by_province and province != self._part:
            self.close()
            self._begin(province)
        for ending, file in self._open.items():
            file.add(getattr(part, ending))

    def _begin(self, part: str) -> None:
        self._part = part
        name = f"{self.table.id}/{part}.{{}}.gz" if part else f"{self.table.id}.{{}}"
        for ending, form in _forms(self.table).items():
            self._open[ending] = _File(self._folder / name.format(ending), form)

    def close(self) -> None:
        for ending, file in self._open.items():
            file.close()
            name, size = file.path.relative_to(self._folder).as_posix(), file.path.stat().st_size
            self.written.append(TableFile(name=name, format=ending, province=self._part, size=size))
        self._open.clear()


class Exporter:
    """Writes the downloads into a folder: `add` every plan, in order; use it as a context manager.

    The bulk goes into a folder of its own where one is given.
    """

    def __init__(self, folder: Path, bulk: Path | None = None) -> None:
        self.folder = folder
        self.bulk = bulk or folder
        for where in (folder, self.bulk / "plans"):
            where.mkdir(parents=True, exist_ok=True)
        write_contract(folder)
        apart = {table.id: bulk is not None and table.bulky for table in TABLES}
        self.tables = {
            table.id: _Table(self.bulk if apart[table.id] else folder, table, by_province=apart[table.id])
            for table in TABLES
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

    def files(self) -> dict[str, tuple[TableFile, ...]]:
        """Return each table's files, by the table's id."""
        return {name: tuple(table.written) for name, table in self.tables.items()}

    def add(self, plan: PlanDownloads) -> None:
        """Write one plan's rows into every table, and its own file."""
        for name, part in plan.tables.items():
            self.tables[name].add(plan.plan_id[:2], part)
        (self.bulk / "plans" / f"{plan.plan_id}.json").write_bytes(plan.whole)
