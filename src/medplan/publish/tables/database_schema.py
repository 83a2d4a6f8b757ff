"""What the SQLite database holds: the rows' types in; its tables with foreign keys, index and views, as SQL, out.

What the other forms repeat beside a code (the plan's title, the place's name) stands once here, in the table that the
code refers to; the views bring both together again.
"""

from __future__ import annotations

from collections.abc import Iterator

from medplan.publish.columns import Key, flat_keys
from medplan.publish.contract import TABLES, Download
from medplan.publish.tables.written import scalar_of, table_of

_TYPES: dict[type, str] = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER"}
# Keys that a reference leads to, beside the lists, which have tables of their own.
_ELSEWHERE = {
    "plans": {"jurisdiction", "level", "pinyin", "initials", "province", "path"},
    "provisions": {"plan_title", "jurisdiction_code", "jurisdiction", "status", "status_date"},
    "indicators": {"plan_title", "jurisdiction_code", "jurisdiction", "status", "status_date", "indicator"},
    "measures": {"plan_title", "jurisdiction_code", "jurisdiction", "status", "status_date"},
}
_REFERENCES = {
    "jurisdiction_code": "jurisdictions(code)",
    "plan_id": "plans(id)",
    "indicator_id": "indicator_catalogue(id)",
}
_OF_A_PROVISION = "FOREIGN KEY (plan_id, eid) REFERENCES provisions(plan_id, eid)"

CATALOGUES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (
  "table" TEXT NOT NULL, "column" TEXT NOT NULL, title TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY ("table", "column")
) WITHOUT ROWID;
CREATE TABLE labels (
  "column" TEXT NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY ("column", value)
) WITHOUT ROWID;
CREATE TABLE jurisdictions (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, pinyin TEXT NOT NULL,
  parent TEXT REFERENCES jurisdictions(code)
) WITHOUT ROWID;
CREATE TABLE indicator_catalogue (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, definition TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE themes (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE agencies (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
"""
LISTS = """
CREATE TABLE provision_themes (
  provision INTEGER NOT NULL REFERENCES provisions(id), theme TEXT NOT NULL REFERENCES themes(id),
  inherited INTEGER NOT NULL, PRIMARY KEY (provision, theme)
) WITHOUT ROWID;
CREATE TABLE measure_units (
  measure INTEGER NOT NULL REFERENCES measures(id), role TEXT NOT NULL, number INTEGER NOT NULL,
  name TEXT NOT NULL, agency TEXT REFERENCES agencies(id), PRIMARY KEY (measure, role, number)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE provisions_fts USING fts5(pairs, content='', detail='none', columnsize=0, tokenize='ascii');
"""
# Made last: an index is written quicker over rows that are there.
AFTERWARDS = """
CREATE INDEX indicators_by_indicator ON indicators(indicator_id);
CREATE INDEX measures_by_due ON measures(due);
CREATE INDEX measure_units_by_agency ON measure_units(agency);
CREATE INDEX provision_themes_by_theme ON provision_themes(theme);
CREATE VIEW "指标对照" AS
  SELECT c.name AS 指标, j.name AS 行政区, p.title AS 规划, i.name AS 原文名称, i.unit AS 单位, i.baseline AS 基期值,
    i.baseline_year AS 基期年, i.target AS 目标值, i.target_year AS 目标年, i.target_comparator AS 目标的界限,
    i.target_value AS 目标数值, i.match AS 对应程度, n.label AS 属性, s.label AS 状态, i.url AS 网址
  FROM indicators i JOIN indicator_catalogue c ON c.id = i.indicator_id JOIN plans p ON p.id = i.plan_id
    JOIN jurisdictions j ON j.code = p.jurisdiction_code
    LEFT JOIN labels n ON n."column" = 'nature' AND n.value = i.nature
    LEFT JOIN labels s ON s."column" = 'status' AND s.value = p.status
  ORDER BY c.id, p.id, i.id;
CREATE VIEW "任务时间表" AS
  SELECT m.due AS 期限, m.recurring AS 重复, j.name AS 行政区, p.title AS 规划, m.text AS 任务, m.schedule AS 进度要求,
    (SELECT group_concat(name, '、') FROM measure_units u WHERE u.measure = m.id AND u.role = 'lead') AS 牵头单位,
    m.url AS 网址
  FROM measures m JOIN plans p ON p.id = m.plan_id JOIN jurisdictions j ON j.code = p.jurisdiction_code
  WHERE m.due IS NOT NULL OR m.recurring IS NOT NULL ORDER BY m.due, m.id;
CREATE VIEW "部门任务" AS
  SELECT a.name AS 部门, u.role AS 分工, u.name AS 原文单位, j.name AS 行政区, p.title AS 规划, m.text AS 任务,
    m.due AS 期限, m.url AS 网址
  FROM measure_units u JOIN agencies a ON a.id = u.agency JOIN measures m ON m.id = u.measure
    JOIN plans p ON p.id = m.plan_id JOIN jurisdictions j ON j.code = p.jurisdiction_code
  ORDER BY a.id, u.role, m.id;
CREATE VIEW "主题条文" AS
  SELECT t.name AS 主题, j.name AS 行政区, p.title AS 规划, v.path AS 所在章节, v.num AS 编号, v.text AS 原文,
    coalesce(v.reading, v.text) AS 读法, v.url AS 网址
  FROM provision_themes h JOIN themes t ON t.id = h.theme JOIN provisions v ON v.id = h.provision
    JOIN plans p ON p.id = v.plan_id JOIN jurisdictions j ON j.code = p.jurisdiction_code
  WHERE h.inherited = 0 ORDER BY t.id, v.id;
"""


def stored_keys(table: Download) -> list[Key]:
    """Return the keys of a table's rows that its table in the database has as columns."""
    return [k for k in flat_keys(table.row_type) if scalar_of(k) is not tuple and k.name not in _ELSEWHERE[table.id]]


def table_sql(table_id: str) -> str:
    """Return what makes the table of a table's rows; but for plans its rows have numbers."""
    table = table_of(table_id)
    return f"CREATE TABLE {table.id} ({', '.join(_parts(table))});"


def _parts(table: Download) -> Iterator[str]:
    if table.id != "plans":
        yield "id INTEGER PRIMARY KEY"
    for key in stored_keys(table):
        needed = "" if type(None) in getattr(key.type, "__args__", ()) or key.name == "reading" else " NOT NULL"
        alone = " PRIMARY KEY" if (table.id, key.name) == ("plans", "id") else ""
        reference = f" REFERENCES {_REFERENCES[key.name]}" if key.name in _REFERENCES else ""
        yield f'"{key.name}" {_TYPES[scalar_of(key)]}{alone}{needed}{reference}'
    if table.id == "provisions":
        yield "UNIQUE (plan_id, eid)"
    elif table.id != "plans":
        yield _OF_A_PROVISION


def columns_told() -> Iterator[tuple[str, str, str, str]]:
    """Yield (table, column, title, note) of every column of rows."""
    for table in TABLES:
        for key in stored_keys(table):
            yield table.id, key.name, key.column.heading, key.column.note


def labels_told() -> Iterator[tuple[str, str, str]]:
    """Yield (column, value, label) of every column of codes, each column once."""
    told = set()
    for table in TABLES:
        for key in flat_keys(table.row_type):
            if key.name not in told:
                told.add(key.name)
                yield from ((key.name, value, label) for value, label in key.column.labels.items())
