"""A table as the download in JSON has it: a written file in; its rows, one at a time, and its flat columns, out.

The further forms of a table are made from the JSON that was written: they can't say anything else than it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from medplan.catalogue.catalogues import Catalogues
from medplan.files.packed import from_members
from medplan.publish.columns import Key, from_json, names_of, to_json
from medplan.publish.contract import TABLES, Download

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The plans whose tables one workbook or database holds: those of a province (two digits), or "" for all.

    `files` are the written JSON files of the tables, by the table's id; that of plans holds those of all provinces.
    """

    province: str
    files: Mapping[str, Path]

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table."""
        return read_rows(self.files[table], to_json({plan_key(table): self.province}).removesuffix(b'"}'))


def read_rows(path: Path, beginning: bytes = b"{") -> Iterator[Row]:
    """Yield the rows of a written table that begin so; each stands on a line of its own, and no other is parsed."""
    with path.open("rb") as file:
        lines: Iterable[bytes] = file
        if path.suffix == ".gz":  # in which no row goes over the end of a member
            lines = chain.from_iterable(member.split(b"\n") for member in from_members(file.read()))
        for line in lines:
            if line.startswith(beginning):
                yield from_json(line.rstrip(b"\n,"))


def plan_key(table_id: str) -> str:
    """Return the key, the first of each row, that holds the plan's id."""
    return names_of(table_of(table_id).row_type)[0]


def scalar_of(key: Key) -> type:
    """Return the type of a key's value where there is one: str, int, float or bool; tuple for a list of words."""
    kinds = [kind for kind in _alternatives(key.type) if kind is not type(None)]
    if get_origin(kinds[0]) is tuple:
        return tuple
    return float if float in kinds else kinds[0]


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def names_beside(catalogues: Catalogues) -> dict[str, dict[str, str]]:
    """Return {key: {code: name}} of the keys that hold codes of a catalogue and have no key with the names beside."""
    themes = {theme.id: theme.name for theme in catalogues.themes.values()}
    agencies = {agency.id: agency.name for agency in catalogues.agencies.agencies.values()}
    roles = ("lead_agencies", "supporting_agencies", "responsible_agencies")
    return {"themes": themes, "themes_inherited": themes, **dict.fromkeys(roles, agencies)}


def table_of(table_id: str) -> Download:
    """Return a table by its id."""
    return next(table for table in TABLES if table.id == table_id)
