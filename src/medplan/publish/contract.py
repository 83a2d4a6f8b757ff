"""The contract of the downloads: every JSON file under /data/ with its type, and the version of them all.

`FORMAT_VERSION` is raised with every change that a user of the files can notice: the first number when a key goes,
moves or changes its type or meaning, the second when one is added, the third when only words change. A test holds the
files of each version (tests/golden/downloads/) against the types, and says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from medplan.publish.columns import Column, Key, is_tuple, keys_of, rows_within, to_json
from medplan.publish.row_schema import Schema, schema_of
from medplan.publish.rows import comparison
from medplan.publish.rows.indicators import IndicatorsRow
from medplan.publish.rows.measures import MeasuresRow
from medplan.publish.rows.plans import PlansRow
from medplan.publish.rows.provisions import ProvisionsRow
from medplan.publish.rows.whole_plan import WholePlan

FORMAT_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """One file, or many of one form, of the index of downloads."""

    file: Annotated[str, Column(title="文件", note="从 /data/ 起；花括号里是规划代号或行政区划代码")]
    title: Annotated[str, Column(title="名称")]
    format: Annotated[str, Column(title="格式", choices={"json": "JSON", "csv": "CSV，带 BOM"})]
    schema: Annotated[str, Column(title="格式定义", note="从 /data/ 起；CSV 的各栏就是其中的各键")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadIndex:
    """What there is under /data/, and in which version."""

    format_version: Annotated[str, Column(title="格式版本", note="全部下载文件的格式所属的版本")]
    files: Annotated[tuple[IndexedFile, ...], Column(title="文件")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A JSON file, or many of one form, under /data/; `path` says which, `type` what one holds.

    `row` is what one row is, of a table; `csv` tells that the table is there as CSV too.
    """

    id: str
    path: str
    title: str
    type: Any
    row: str = ""
    csv: bool = False

    @property
    def schema_name(self) -> str:
        """Return the name of its schema, which none of the data's own schemas can have."""
        return f"download-{self.id}.schema.json"

    @property
    def row_type(self) -> type:
        """Return the type of its rows, or of the whole where it is no list."""
        return next(rows_within(self.type))

    def schema(self) -> Schema:
        """Return its JSON Schema."""
        return schema_of(
            self.type, name=self.schema_name, title=self.title, description=self.about, version=FORMAT_VERSION
        )

    @property
    def about(self) -> str:
        """Return what it is, in words."""
        return f"{self.path}：一行是{self.row}" if self.row else f"{self.path}"


TABLES = (
    Download(id="plans", path="plans.json", title="规划", type=list[PlansRow], row="一份规划"),
    Download(id="provisions", path="provisions.json", title="条文", type=list[ProvisionsRow], row="一条条文", csv=True),
    Download(
        id="indicators",
        path="indicators.json",
        title="指标",
        type=list[IndicatorsRow],
        row="一份规划的一项指标",
        csv=True,
    ),
    Download(id="measures", path="measures.json", title="任务", type=list[MeasuresRow], row="一项任务", csv=True),
)
DOWNLOADS = (
    *TABLES,
    Download(id="plan", path="plans/{id}.json", title="一份规划的全部", type=WholePlan),
    Download(
        id="compare-plan", path="compare/plans/{id}.json", title="一份规划供比较的内容", type=comparison.PlanFacts
    ),
    Download(
        id="compare-held",
        path="compare/held/{code}.json",
        title="一个行政区的规划",
        type=list[comparison.ComparedPlan],
        row="一份规划",
    ),
    Download(
        id="compare-places",
        path="compare/places.json",
        title="全国行政区",
        type=list[comparison.PlaceChoice],
        row="一个行政区",
    ),
    Download(id="compare-names", path="compare/names.json", title="各目录的名称", type=comparison.Names),
    Download(id="index", path="index.json", title="下载文件的清单", type=DownloadIndex),
)


def write_contract(folder: Path) -> None:
    """Write the index of the downloads and, under schema/, the schema of each."""
    (folder / "schema").mkdir()
    for download in DOWNLOADS:
        (folder / "schema" / download.schema_name).write_text(to_json(download.schema(), indent=2) + "\n", "utf-8")
    (folder / "index.json").write_text(to_json(download_index(), indent=2) + "\n", "utf-8")


def download_index() -> DownloadIndex:
    """Return the index of the downloads."""
    files = []
    for download in DOWNLOADS:
        for kind in ("json", "csv") if download.csv else ("json",):
            files.append(
                IndexedFile(
                    file=download.path.removesuffix("json") + kind,
                    title=download.title,
                    format=kind,
                    schema=f"schema/{download.schema_name}",
                )
            )
    return DownloadIndex(format_version=FORMAT_VERSION, files=tuple(files))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTable:
    """The keys of one type of row, as the page /data/ shows them: `title` says what holds the row."""

    title: str
    listed: bool
    keys: tuple[Key, ...]


def key_tables(download: Download) -> list[KeyTable]:
    """Return the keys of a download's rows, then those of the rows within them, each type once."""
    found: dict[type, str] = {}
    waiting: list[tuple[type, str]] = [(row, "") for row in rows_within(download.type)]
    while waiting:
        row, title = waiting.pop(0)
        if row not in found:
            found[row] = title
            waiting += [(inner, key.column.title) for key in keys_of(row) for inner in rows_within(key.type)]
    return [KeyTable(title=title, listed=is_tuple(row), keys=keys_of(row)) for row, title in found.items()]
