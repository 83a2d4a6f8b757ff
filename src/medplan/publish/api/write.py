"""Write the API of the tables as they were written: those in; a tree of small JSON files and its description out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from medplan.files.digest import digest
from medplan.publish.api.openapi import describe_api
from medplan.publish.api.rows import CHANGELOG, RESOURCES, Province, Resource
from medplan.publish.columns import as_data, names_of, to_json
from medplan.publish.keeper import FolderKeeper
from medplan.publish.tables.written import Part, Row

MOST_EXAMPLES = 2  # rows of an example
_TABLES = {"listProvisions": "provisions", "listIndicators": "indicators", "listMeasures": "measures"}


class ApiWriter:
    """Writes into a folder, part after part; `site` is the site's address, "" when unknown.

    What was written of a part is kept by a `keeper`, where there is one, under its tables and `grounds`, a hash of what
    else it rests on; that of the first is written anew, since the examples are taken from it.
    """

    def __init__(self, folder: Path, site: str, keeper: FolderKeeper | None = None, grounds: str = "") -> None:
        self._folder, self._site, self._keeper, self._grounds = folder, site, keeper, grounds
        self._folders: set[Path] = set()
        self._provinces: list[Province] = []
        self._examples: dict[str, Any] = {}
        self._parameters: dict[str, str] = {}

    def add(self, part: Part, name: str) -> None:
        """Write the files of a province, called `name`."""
        plans = list(part.rows("plans"))
        self._provinces.append(Province(code=part.province, name=name, plans=len(plans)))
        if self._keeper is None or not self._parameters:
            self._parameters = self._parameters or {"province": part.province, "id": plans[0]["id"]}
            self._put(self._of_part(part, plans))
            return
        tables = (part.files[table].read_bytes() for table in _TABLES.values())
        kept = digest([self._grounds.encode(), part.province.encode(), to_json(plans), *tables])
        if not self._keeper.put(kept, self._folder):
            files = self._of_part(part, plans)
            self._put(files)
            self._keeper.keep_contents(kept, files)

    def _of_part(self, part: Part, plans: Sequence[Row]) -> dict[str, bytes]:
        """Return the files of a part."""
        files = dict([self._file("listPlans", _picked("listPlans", plans), province=part.province)])
        for plan in plans:
            files |= [self._file("getPlan", next(_picked("getPlan", [plan])), id=plan["id"])]
        for resource, table in _TABLES.items():
            waiting = {plan["id"] for plan in plans}
            for plan_id, found in groupby(part.rows(table), lambda row: row["plan_id"]):
                files |= [self._file(resource, _picked(resource, found), id=plan_id)]
                waiting.discard(plan_id)
            for plan_id in sorted(waiting):
                files |= [self._file(resource, [], id=plan_id)]
        return files

    def close(self) -> None:
        """Write what is made of all parts: the lists, the description, the changelog."""
        provinces = self._file("listProvinces", map(as_data, self._provinces))
        self._put(dict([provinces, self._file("listReleases", map(as_data, CHANGELOG))]))
        described = describe_api(self._site, self._examples, self._parameters)
        (self._folder / "openapi.json").write_bytes(to_json(described, indent=True))

    def _put(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            path = self._folder / name
            if path.parent not in self._folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(path.parent)
            path.write_bytes(content)

    def _file(self, resource_id: str, content: Iterable[Any] | Row, **names: str) -> tuple[str, bytes]:
        """Return the name and the content of a file of a resource."""
        data = content if isinstance(content, dict) else list(content)
        if all(self._parameters.get(name) == value for name, value in names.items()):
            self._examples[resource_id] = data[:MOST_EXAMPLES] if isinstance(data, list) else data
        return _resource(resource_id).path.format(**names), to_json(data) + b"\n"


def _resource(resource_id: str) -> Resource:
    return next(resource for resource in RESOURCES if resource.id == resource_id)


def _picked(resource_id: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows of a table with the keys that the API has of them."""
    names = names_of(_resource(resource_id).type)
    return ({name: row[name] for name in names} for row in rows)
