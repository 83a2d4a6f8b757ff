"""The tables in CSV as one data package (Frictionless): the files written in; `datapackage.json` out.

Every column has its type, its words, the values allowed; rows refer to their plans by a foreign key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medplan.publish.columns import Key, flat_keys
from medplan.publish.contract import FORMAT_VERSION, TABLES, Download, TableFile
from medplan.publish.tables.written import scalar_of

_TYPES: dict[type, str] = {str: "string", int: "integer", float: "number", bool: "boolean", tuple: "string"}
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENCES = [{"name": "CC-BY-4.0", "title": "知识共享署名 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]


def data_package(files: Mapping[str, Sequence[TableFile]], site: str) -> dict[str, Any]:
    """Return the description of the tables' CSV files; `site` is the site's address, "" when unknown."""
    about = {
        "$schema": _PROFILE,
        "name": "medplan",
        "title": "医保规划库",
        "description": "中国各级医疗保障规划：规划、条文、指标、任务。空值是原文没有列，不是零。",
        "version": FORMAT_VERSION,
        "licenses": _LICENCES,
    }
    return about | ({"homepage": f"{site}/"} if site else {}) | {"resources": list(_resources(files))}


def _resources(files: Mapping[str, Sequence[TableFile]]) -> Iterator[dict[str, Any]]:
    for table in TABLES:
        for file in files[table.id]:
            if file.format != "csv":
                continue
            packed = {"compression": "gz"} if file.name.endswith(".gz") else {}
            yield {
                "name": f"{table.id}-{file.province}" if file.province else table.id,
                "title": table.title,
                "description": table.about,
                "path": file.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **packed,
                "bytes": file.size,
                "profile": "tabular-data-resource",
                "schema": _schema(table),
            }


def _schema(table: Download) -> dict[str, Any]:
    found: dict[str, Any] = {"fields": [_field(key) for key in flat_keys(table.row_type)], "missingValues": [""]}
    if table.id == "plans":
        return found | {"primaryKey": "id"}
    key = {"fields": "plan_id", "reference": {"resource": "plans", "fields": "id"}}
    return found | {"foreignKeys": [key]}


def _field(key: Key) -> dict[str, Any]:
    kind, column = scalar_of(key), key.column
    field: dict[str, Any] = {"name": key.name, "title": column.heading, "type": _TYPES[kind]}
    note = "；".join(filter(None, (column.note, "几个的用“、”隔开" if kind is tuple else "")))
    field |= {"description": note} if note else {}
    if kind is bool:
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    rules: dict[str, Any] = {}
    if kind is not tuple and type(None) not in getattr(key.type, "__args__", ()) and key.name != "text":
        rules["required"] = True
    if column.labels and kind is str:
        rules["enum"] = list(column.labels)
    elif column.pattern and kind is str:
        # Of a Table Schema the whole value must match.
        rules["pattern"] = column.pattern if column.pattern.endswith("$") else f"{column.pattern}.*"
    return field | ({"constraints": rules} if rules else {})
