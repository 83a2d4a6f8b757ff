"""The contract of the downloads: every JSON file under /data/ with its type, and the version of them all.

`FORMAT_VERSION` is raised with every change that a program reading the files can notice: the first number when a key
goes, moves or changes its type or meaning, the second when a key or a value is added. What each version holds is
written down in tests/golden/downloads/; a test holds the types against it, and says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from medplan.publish.columns import Column, rows_within, to_json
from medplan.publish.row_schema import Schema, schema_of
from medplan.publish.rows import comparison, drafting
from medplan.publish.rows.indicators import IndicatorsRow
from medplan.publish.rows.measures import MeasuresRow
from medplan.publish.rows.plans import PlansRow
from medplan.publish.rows.provisions import ProvisionsRow
from medplan.publish.rows.whole_plan import WholePlan

FORMAT_VERSION = "3.4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """One file, or many of one form, of the index of downloads."""

    file: Annotated[str, Column(title="文件", note="从 /data/ 起；花括号里是规划代号或行政区划代码")]
    title: Annotated[str, Column(title="名称")]
    format: Annotated[str, Column(title="格式", choices={"json": "JSON", "csv": "CSV，带 BOM"})]
    schema: Annotated[str, Column(title="格式定义", note="从 /data/ 起；CSV 各栏的名称、次序和说明与同名的 JSON 相同")]
    compression: Annotated[str | None, Column(title="压缩", choices={"gzip": "gzip"})]
    bytes: Annotated[int | None, Column(title="字节数", note="压缩的是压缩以后的；名称里有花括号的不列")]
    bulk: Annotated[bool, Column(title="另放", note="规划多时，只供程序下载的文件与网页分开存放，数据页写明在哪里")]


PACKED_FORMATS = {
    "xlsx": "Excel 工作簿",
    "sqlite": "SQLite 数据库",
    "parquet": "Parquet，zstd 压缩",
    "datapackage": "Frictionless 数据包的说明",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file that holds tables in the form of another tool; `province` None where it holds all plans."""

    file: Annotated[str, Column(title="文件", note="从 /data/ 起")]
    format: Annotated[str, Column(title="格式", choices=PACKED_FORMATS)]
    table: Annotated[str | None, Column(title="表", note="只含一张表的才有")]
    province: Annotated[str | None, Column(title="省级行政区", note="行政区划代码的前两位；含全库的为空")]
    bytes: Annotated[int, Column(title="字节数")]
    bulk: Annotated[bool, Column(title="另放", note="规划多时，与网页分开存放")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadIndex:
    """What there is under /data/, and in which version."""

    format_version: Annotated[str, Column(title="格式版本", note="全部下载文件的格式所属的版本")]
    files: Annotated[tuple[IndexedFile, ...], Column(title="文件")]
    packed: Annotated[tuple[PackedFile, ...], Column(title="供其他工具用的文件")]
    places_as_of: Annotated[str, Column(title="行政区目录的日期", note="代码和名称是哪一天的；目录没有写的为空文字")]
    places_source: Annotated[str, Column(title="行政区目录的出处", note="目录没有写的为空文字")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A JSON file, or many of one form, under /data/: `path` says which, `type` what one holds, `about` in words.

    `csv` tells that the same table is there as CSV too. Where plans are many, what is `bulky` is kept apart, and what
    is `packed` is compressed where it is, `.gz` being added to its name.
    """

    id: str
    path: str
    title: str
    about: str
    type: Any
    csv: bool = False
    bulky: bool = False
    packed: bool = False

    @property
    def files(self) -> tuple[str, ...]:
        """Return its path, and that of the CSV."""
        return (self.path, self.path.removesuffix("json") + "csv") if self.csv else (self.path,)

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


TABLES = (
    Download(id="plans", path="plans.json", title="规划", about="每行是一份规划", type=list[PlansRow], csv=True),
    Download(
        id="provisions",
        path="provisions.json",
        title="条文",
        about="每行是一条印出文字的条文，照原文的次序；各行的编号和原文相连就是全文",
        type=list[ProvisionsRow],
        csv=True,
        bulky=True,
    ),
    Download(
        id="indicators",
        path="indicators.json",
        title="指标",
        about="每行是一份规划的一项指标：先列指标表的各行，后列正文所述的",
        type=list[IndicatorsRow],
        csv=True,
        bulky=True,
    ),
    Download(
        id="measures",
        path="measures.json",
        title="任务",
        about="每行是一项写明牵头、配合或责任单位的任务",
        type=list[MeasuresRow],
        csv=True,
        bulky=True,
    ),
)
WHOLE_PLAN = Download(
    id="plan",
    path="plans/{id}.json",
    title="单份规划",
    about="一份规划的全文、来源、指标、任务、校订和编者注",
    type=WholePlan,
    bulky=True,
)
SMALL_FILES = (
    Download(
        id="compare-plan",
        path="compare/plans/{id}.json",
        title="一份规划供比较的内容",
        about="换算以后的指标、按主题归并的条文和任务",
        type=comparison.PlanFacts,
        packed=True,
    ),
    Download(
        id="compare-held",
        path="compare/held/{prefecture}.json",
        title="一个地级行政区和其中各县的规划",
        about="每行是一份规划，同一行政区的相连，最宜先看的在前；文件名是代码前四位加 00；没有收录规划的没有这个文件",
        type=list[comparison.ComparedPlan],
        packed=True,
    ),
    Download(
        id="compare-places",
        path="compare/places.json",
        title="全国行政区",
        about="每行是一个行政区，依代码的次序",
        type=list[comparison.PlaceChoice],
        packed=True,
    ),
    Download(
        id="compare-names",
        path="compare/names.json",
        title="各目录的名称",
        about="指标、主题、部门的代号和名称，及各种取值的说法",
        type=comparison.Names,
        packed=True,
    ),
    Download(
        id="drafting-plan",
        path="drafting/plans/{id}.json",
        title="一份规划供编制参考的内容",
        about="换算以后的指标、任务和承诺、引用的文件",
        type=drafting.DraftingPlan,
        packed=True,
    ),
    Download(
        id="drafting-wording",
        path="drafting/wording/{id}.json",
        title="一个主题的相同文字",
        about="每行是两份以上规划都有的一段文字；名称是主题，或主题-省，没有的不写",
        type=list[drafting.SharedWords],
        packed=True,
    ),
    Download(
        id="drafting-documents",
        path="drafting/documents/{id}.json",
        title="一个主题引用的文件",
        about="每行是这个主题的条文引用的一份文件，有文号的在前；名称是主题，或主题-省，没有的不写；"
        "_common 是两份以上规划都引用的",
        type=list[drafting.CitedOnTheme],
        packed=True,
    ),
    Download(
        id="drafting-names",
        path="drafting/names.json",
        title="编制参考用的目录",
        about="主题、指标和定义，各种取值的说法",
        type=drafting.DraftingNames,
        packed=True,
    ),
    Download(
        id="index", path="index.json", title="下载文件的清单", about="有哪些文件，格式是哪一版", type=DownloadIndex
    ),
)
DOWNLOADS = (*TABLES, WHOLE_PLAN, *SMALL_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """A file of a table, as written: `format` its ending without what tells the compression, `size` in bytes.

    `province` has two digits, "" where the file holds all plans.
    """

    name: str
    format: str
    province: str
    size: int


def write_contract(folder: Path) -> None:
    """Write, under schema/, the schema of each of the downloads."""
    (folder / "schema").mkdir()
    for download in DOWNLOADS:
        (folder / "schema" / download.schema_name).write_bytes(to_json(download.schema(), indent=True))
