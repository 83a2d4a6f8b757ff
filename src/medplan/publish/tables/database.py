"""The tables as one SQLite file, with foreign keys, views and an index of words: written tables in; a file out.

SQLite's own index of words parts no Chinese. Its entries here are pairs of characters, 医保 保障: a word of two finds
its provisions at once, a longer one where all its pairs are, to be looked at again with `instr`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from medplan.catalogue.catalogues import Catalogues
from medplan.publish.contract import FORMAT_VERSION
from medplan.publish.tables.database_schema import (
    AFTERWARDS,
    CATALOGUES,
    LISTS,
    columns_told,
    labels_told,
    stored_keys,
    table_sql,
)
from medplan.publish.tables.written import Part, Row, table_of

_SETTINGS = "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;"
_ROLES = ("lead", "supporting", "responsible")
HOW_TO_FIND = (
    "两个字的词：SELECT p.* FROM provisions_fts f JOIN provisions p ON p.id = f.rowid "
    "WHERE provisions_fts MATCH '\"医保\"'；"
    '更长的词拆成两字一组，再用 instr 核对：MATCH \'"门诊" AND "诊共" AND "共济"\' AND instr(p.text, \'门诊共济\')'
)


def write_database(path: Path, part: Part, catalogues: Catalogues) -> None:
    """Write a database of some plans."""
    with sqlite3.connect(path, isolation_level=None) as database:
        database.executescript(_SETTINGS)
        database.execute("BEGIN")
        _write_catalogues(database, catalogues, {row["jurisdiction_code"] for row in part.rows("plans")})
        for table in ("plans", "provisions", "indicators", "measures"):
            database.execute(table_sql(table))
        for statement in LISTS.split(";\n"):
            database.execute(statement)
        _insert(database, "plans", part.rows("plans"))
        _insert(database, "provisions", _provisions(database, part.rows("provisions")), numbered=True)
        _insert(database, "indicators", part.rows("indicators"), numbered=True)
        _insert(database, "measures", _measures(database, part.rows("measures")), numbered=True)
        for statement in AFTERWARDS.split(";\n"):
            database.execute(statement)
        database.execute("INSERT INTO provisions_fts(provisions_fts) VALUES ('optimize')")
        database.execute("COMMIT")
    database.close()


def _write_catalogues(database: sqlite3.Connection, catalogues: Catalogues, codes: Iterable[str]) -> None:
    for statement in CATALOGUES.split(";\n"):
        database.execute(statement)
    about = {"format_version": FORMAT_VERSION, "title": "医保规划库", "words": HOW_TO_FIND}
    _fill(database, "about", about.items())
    _fill(database, "columns", columns_told())
    _fill(database, "labels", labels_told())
    places = {place.code: place for code in codes for place in _place_and_above(catalogues, code)}
    _fill(
        database,
        "jurisdictions",
        ((p.code, p.name, p.level, p.pinyin, p.parent) for p in sorted(places.values(), key=lambda p: p.code)),
    )
    units = {unit.id: unit.symbol for unit in catalogues.units.values()}
    found = catalogues.indicators.values()
    _fill(database, "indicator_catalogue", ((i.id, i.name, units.get(i.unit, i.unit), i.definition) for i in found))
    _fill(database, "themes", ((theme.id, theme.name) for theme in catalogues.themes.values()))
    _fill(database, "agencies", ((a.id, a.name) for a in catalogues.agencies.agencies.values()))


def _place_and_above(catalogues: Catalogues, code: str) -> Iterator[Any]:
    yield catalogues.jurisdictions[code]
    yield from catalogues.ancestors(code)


def _fill(database: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    listed = list(rows)
    if listed:
        places = ", ".join("?" * len(listed[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({places})", listed)


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Row], *, numbered: bool = False) -> None:
    names = [key.name for key in stored_keys(table_of(table))]
    places = ", ".join("?" * (len(names) + numbered))
    if numbered:
        values: Iterable[tuple[Any, ...]] = ((n, *map(row.get, names)) for n, row in enumerate(rows, start=1))
    else:
        values = (tuple(map(row.get, names)) for row in rows)
    database.executemany(f"INSERT INTO {table} VALUES ({places})", values)


def _provisions(database: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of provisions, a reading only where it is another; their themes and words go into the tables."""
    for number, row in enumerate(rows, start=1):
        own, above = row["themes"], row["themes_inherited"]
        if own or above:
            found = [(number, theme, 0) for theme in own] + [(number, theme, 1) for theme in above]
            database.executemany("INSERT INTO provision_themes VALUES (?, ?, ?)", found)
        reading: Mapping[str, Any] = {"reading": None if row["reading"] == row["text"] else row["reading"]}
        pairs = pairs_of(row["text"] if reading["reading"] is None else f"{row['text']}\n{row['reading']}")
        database.execute("INSERT INTO provisions_fts(rowid, pairs) VALUES (?, ?)", (number, pairs))
        yield {**row, **reading}


def _measures(database: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        units = [
            (number, role, place, name, agency or None)
            for role in _ROLES
            for place, (name, agency) in enumerate(zip(row[role], row[f"{role}_agencies"], strict=True), start=1)
        ]
        database.executemany("INSERT INTO measure_units VALUES (?, ?, ?, ?, ?)", units)
        yield row


def pairs_of(text: str) -> str:
    """Return the pairs of neighbouring characters of a text, each once, parted by spaces."""
    return " ".join(dict.fromkeys(map("".join, pairwise(text))))
