"""The tables as one SQLite file, with foreign keys, views and an index of words: rows of tables in; a file out.

SQLite's own index of words parts no Chinese. Its entries here are pairs of characters, 医保 保障: a word of two finds
its provisions at once, a longer one where all its pairs are, to be looked at again with `instr`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from medplan.catalogue.catalogues import Catalogues
from medplan.language.codes import decode, encode
from medplan.publish.contract import FORMAT_VERSION, TABLES, Download
from medplan.publish.tables.database_schema import (
    AFTERWARDS,
    CATALOGUES,
    LISTS,
    columns_told,
    labels_told,
    stored_keys,
    table_sql,
)
from medplan.publish.tables.written import Row

_SETTINGS = "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;"
_HELD = 16 * 2**20  # bytes of the index of words held before they are written
_AT_ONCE = 256  # rows
_BEYOND = 0x10000
_ROLES = ("lead", "supporting", "responsible")
HOW_TO_FIND = (
    "两个字的词：SELECT p.* FROM provisions_fts f JOIN provisions p ON p.id = f.rowid "
    "WHERE provisions_fts MATCH '\"医保\"'；"
    '更长的词拆成两字一组，再用 instr 核对：MATCH \'"门诊" AND "诊共" AND "共济"\' AND instr(p.text, \'门诊共济\')'
)


class DatabaseWriter:
    """Writes a database of some plans, table by table in the order of the tables; a context manager."""

    def __init__(self, path: Path, catalogues: Catalogues) -> None:
        self._catalogues = catalogues
        self._codes: set[str] = set()
        self._database = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> DatabaseWriter:
        self._database.executescript(_SETTINGS)
        self._database.execute("BEGIN")
        self._run(CATALOGUES)
        for table in TABLES:
            self._database.execute(table_sql(table.id))
        self._run(LISTS)
        self._database.execute("INSERT INTO provisions_fts(provisions_fts, rank) VALUES ('hashsize', ?)", [_HELD])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            _write_catalogues(self._database, self._catalogues, self._codes)
            self._run(AFTERWARDS)
            self._database.execute("INSERT INTO provisions_fts(provisions_fts) VALUES ('optimize')")
            self._database.execute("COMMIT")
        self._database.close()

    def _run(self, statements: str) -> None:
        for statement in statements.split(";\n"):
            self._database.execute(statement)

    def pass_on(self, table: Download, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of a table, written by then: whoever else writes them need not read them again."""
        insert, rest, number = _insertion(table), iter(rows), 1
        while some := list(islice(rest, _AT_ONCE)):
            if table.id == "plans":
                self._codes |= {row["jurisdiction_code"] for row in some}
            elif table.id == "provisions":
                self._list_provisions(some, number)
            elif table.id == "measures":
                self._list_units(some, number)
            pick = itemgetter(*insert.names)
            numbered = ((at, *pick(row)) for at, row in enumerate(some, start=number))
            self._database.executemany(insert.statement, numbered)
            number += len(some)
            yield from some

    def _list_provisions(self, rows: list[Row], number: int) -> None:
        """Write the themes and the pairs of characters of provisions, the first of them having this number."""
        themes: list[tuple[int, str, int]] = []
        for at, row in enumerate(rows, start=number):
            themes += ((at, theme, 0) for theme in row["themes"])
            themes += ((at, theme, 1) for theme in row["themes_inherited"])
        self._database.executemany("INSERT INTO provision_themes VALUES (?, ?, ?)", themes)
        texts = [r["text"] if r["text"] == r["reading"] else f"{r['text']}\n{r['reading']}" for r in rows]
        self._database.executemany(
            "INSERT INTO provisions_fts(rowid, pairs) VALUES (?, ?)", enumerate(pairs_of(texts), start=number)
        )

    def _list_units(self, rows: list[Row], number: int) -> None:
        units = [
            (at, role, place, name, agency or None)
            for at, row in enumerate(rows, start=number)
            for role in _ROLES
            for place, (name, agency) in enumerate(zip(row[role], row[f"{role}_agencies"], strict=True), start=1)
        ]
        self._database.executemany("INSERT INTO measure_units VALUES (?, ?, ?, ?, ?)", units)


class _Insertion(NamedTuple):
    statement: str
    names: list[str]


def _insertion(table: Download) -> _Insertion:
    """Return what inserts a row of a table, given its number and what its keys of these names hold."""
    names = [key.name for key in stored_keys(table)]
    places = {name: f"?{at}" for at, name in enumerate(names, start=2)}
    if "reading" in places:  # stored where it is another than the text
        places["reading"] = f"nullif({places['reading']}, {places['text']})"
    values = ([] if table.id == "plans" else ["?1"]) + list(places.values())
    return _Insertion(f"INSERT INTO {table.id} VALUES ({', '.join(values)})", names)


def _write_catalogues(database: sqlite3.Connection, catalogues: Catalogues, codes: Iterable[str]) -> None:
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


def pairs_of(texts: Sequence[str]) -> Iterator[str]:
    """Yield the pairs of neighbouring letters and digits of each text, parted by spaces; they are made of all at once.

    Over a mark of punctuation no word goes.
    """
    characters = encode("".join(texts))
    pairs = np.full((len(characters), 3), ord(" "), np.uint32)
    pairs[:, 0] = characters
    pairs[:-1, 1] = characters[1:]
    in_words = _letters()[np.minimum(characters, _BEYOND)]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    kept = in_words.copy()
    kept[:-1] &= in_words[1:]
    kept[ends[ends > 0] - 1] = False
    counts = np.concatenate(([0], np.cumsum(kept)))[ends].tolist()
    made = decode(pairs[kept])
    for start, end in pairwise([0, *counts]):
        yield made[3 * start : 3 * end]


@cache
def _letters() -> NDArray[np.bool_]:
    """Return of each character whether it is a letter or a digit; what is beyond the first plane all is."""
    return np.array([chr(code).isalnum() for code in range(_BEYOND)] + [True])
