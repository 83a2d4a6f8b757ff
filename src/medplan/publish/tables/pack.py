"""The tables' further forms, made of the files written: those in; workbooks, databases, Parquet, package out."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medplan.catalogue.catalogues import Catalogues
from medplan.files.digest import digest
from medplan.parallel import map_in_order
from medplan.publish.columns import to_json
from medplan.publish.contract import TABLES, PackedFile, TableFile
from medplan.publish.keeper import Keeper
from medplan.publish.tables.database import DatabaseWriter
from medplan.publish.tables.package import data_package
from medplan.publish.tables.parquet import opened, write_parquet
from medplan.publish.tables.workbook import write_workbook
from medplan.publish.tables.written import Part, names_beside, read_rows

PARTITION = "province_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packer:
    """Packs the tables written into `folder` or, where there are too many plans for one file, into `bulk` beside it.

    `files` are those of each table, by its id; `site` is the site's address, "" when unknown. What was packed of a
    province is kept by a `keeper`, where there is one, under its rows and `grounds`, a hash of what else it rests on.
    """

    folder: Path
    bulk: Path | None
    files: Mapping[str, Sequence[TableFile]]
    catalogues: Catalogues
    site: str
    keeper: Keeper | None = None
    grounds: str = ""

    @property
    def _into(self) -> Path:
        return self.bulk or self.folder

    def pack(self, jobs: int | None = None) -> list[PackedFile]:
        """Write all of them and return what was written; provinces are packed by `jobs` processes."""
        plans: dict[str, list[bytes]] = {}
        for row in read_rows(self.folder / "plans.json"):
            plans.setdefault(row["id"][:2], []).append(to_json(row))
        provinces = [(province, digest(rows)) for province, rows in sorted(plans.items())]
        if self.bulk:  # what the rows refer to is beside them, wherever that is served
            for name in ("plans.json", "plans.csv"):
                shutil.copyfile(self.folder / name, self.bulk / name)
        made: list[PackedFile] = []
        if not self.bulk:
            made += self._pack_rows("", self._into / "library.xlsx", self._into / "library.sqlite")
        for found in map_in_order(Packer._pack_province, self, provinces, jobs, few=2 if self.bulk else 1000):
            made += found
        package = self._into / "datapackage.json"
        package.write_bytes(to_json(data_package(self.files, self.site), indent=True))
        return [*made, self._packed(package, "datapackage")]

    def _pack_province(self, given: tuple[str, str]) -> list[PackedFile]:
        """Pack a province, given with a hash of its plans' rows, or take out what was packed of the same rows."""
        province, plans = given
        if self.keeper is None or self.bulk is None:
            return self._packed_anew(province)
        rows = (self._source(table.id, province).read_bytes() for table in TABLES if table.id != "plans")
        name = digest([self.grounds.encode(), province.encode(), plans.encode(), *rows])
        if (known := self.keeper.recall(name)) is not None:
            made, contents = pickle.loads(known)
            for file, content in zip(made, contents, strict=True):
                path = self._into / file.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            return list(made)
        made = self._packed_anew(province)
        contents = [(self._into / file.file).read_bytes() for file in made]
        self.keeper.keep(name, pickle.dumps((made, contents), pickle.HIGHEST_PROTOCOL))
        return made

    def _packed_anew(self, province: str) -> list[PackedFile]:
        made = list(self._pack_parquet(province))
        if self.bulk:
            made += self._pack_rows(province, *(self.bulk / form / f"{province}.{form}" for form in ("xlsx", "sqlite")))
        return made

    def _pack_rows(self, province: str, workbook: Path, database: Path) -> Iterator[PackedFile]:
        part = self.part(province)
        workbook.parent.mkdir(exist_ok=True)
        database.parent.mkdir(exist_ok=True)
        with DatabaseWriter(database, self.catalogues) as writer:
            rows = {table.id: writer.pass_on(table, part.rows(table.id)) for table in TABLES}
            write_workbook(workbook, rows, names_beside(self.catalogues))
        yield self._packed(workbook, "xlsx", province)
        yield self._packed(database, "sqlite", province)

    def _pack_parquet(self, province: str) -> Iterator[PackedFile]:
        with opened() as connection:
            for table in TABLES:
                path = self._into / "parquet" / table.id / f"{PARTITION}={province}" / "part-0.parquet"
                write_parquet(connection, self._source(table.id, province), table, province, path)
                yield self._packed(path, "parquet", province, table.id)

    def part(self, province: str) -> Part:
        """Return the tables of a province's plans, or with "" of all, as written."""
        return Part(province=province, files={table.id: self._source(table.id, province) for table in TABLES})

    def _source(self, table: str, province: str) -> Path:
        """Return the JSON file that holds a table's rows of a province."""
        for file in self.files[table]:
            if file.format == "json" and file.province in ("", province):
                return (self._into if file.province else self.folder) / file.name
        raise LookupError(f"{table} {province}")

    def _packed(self, path: Path, form: str, province: str = "", table: str | None = None) -> PackedFile:
        return PackedFile(
            file=path.relative_to(self._into).as_posix(),
            format=form,
            table=table,
            province=province or None,
            bytes=path.stat().st_size,
            bulk=self.bulk is not None,
        )
