"""The tables as Parquet, partitioned by province, for DuckDB, Polars, Spark and R: written JSON in; files out.

DuckDB reads the JSON that was written and writes it anew, a row at a time: no row passes through Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_origin

from medplan.publish.columns import Key, keys_of, rows_within
from medplan.publish.contract import Download
from medplan.publish.tables.written import plan_key, scalar_of
from medplan.schema.schemas import plan_labels

if TYPE_CHECKING:
    import duckdb

_TYPES: dict[type, str] = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", tuple: "VARCHAR[]"}
# One thread and rows in their order: the same rows give the same bytes, whatever the machine.
_CONFIG: dict[str, Any] = {"threads": 1, "memory_limit": "256MB", "preserve_insertion_order": True}
LABEL = "_label"  # at the end of the name of a column that holds the words for a column of codes
MOST_IN_ONE = 64 * 2**20  # bytes of a row's JSON


@contextmanager
def opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database in memory that fetches nothing from elsewhere."""
    import duckdb  # takes 20 MB, which a process that writes no table does without

    config = {**_CONFIG, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with duckdb.connect(config=config) as connection:
        yield connection


def write_parquet(
    connection: duckdb.DuckDBPyConnection, source: Path, table: Download, province: str, path: Path
) -> None:
    """Write the rows of a written table that are of a province (two digits) into a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    first = plan_key(table.id)
    columns = ", ".join(f"{_text(key.name)}: {_text(_type_of(key))}" for key in keys_of(table.row_type))
    connection.execute(
        f"COPY (SELECT {', '.join(_selected(table))} FROM read_json({_text(str(source))}, format='array',"
        f" columns={{{columns}}}, maximum_object_size={MOST_IN_ONE}) WHERE starts_with({first}, {_text(province)}))"
        f" TO {_text(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )


def _selected(table: Download) -> Iterator[str]:
    """Yield each column, and after one of codes the words for them."""
    labels = plan_labels()
    for key in keys_of(table.row_type):
        yield f'"{key.name}"'
        if words := key.column.labels_among(labels):
            cases = " ".join(f"WHEN {_text(code)} THEN {_text(word)}" for code, word in words.items())
            yield f'CASE "{key.name}" {cases} END AS "{key.name}{LABEL}"'


def _type_of(key: Key) -> str:
    row = next(rows_within(key.type), None)
    if row is None:
        return _TYPES[scalar_of(key)]
    inner = ", ".join(f'"{inside.name}" {_type_of(inside)}' for inside in keys_of(row))
    return f"STRUCT({inner})" + ("[]" if get_origin(key.type) is tuple else "")


def _text(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
